"""The bands of days in which waits are published.

Source: NHS England, cancer waiting times, provider workbooks from October 2023 (the heads of their columns).
"""

from __future__ import annotations

from collections.abc import Sequence

# The last day of each band but the open one, by the days of the standard.
LAST_DAYS: dict[int, tuple[int, ...]] = {
    14: (14, 16, 21, 28),
    28: (14, 28, 42, 62),
    31: (31, 38, 48, 62),
    62: (31, 38, 48, 62, 76, 90, 104),
}
TREATING = (24, 31)  # of the treating phase


def band(days: int, last: Sequence[int]) -> str:
    """Return the band that a number of days lies in, such as "49-62" or "105+"."""
    first = 0
    for each in last:
        if days <= each:
            return f"{first}-{each}"
        first = each + 1
    return f"{first}+"


def of_standard(days: int) -> tuple[int, ...]:
    """Return the last days of the bands of a standard; those in time and those late where none are published."""
    return LAST_DAYS.get(days, (days,))
