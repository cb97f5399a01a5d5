"""The scale of days of a picture: which days it spans, where they stand on the page, which of them are named.

What is far ahead, such as a review after twelve months, does not press the days that matter together: it stands beyond
the right end, and the picture says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from carepath_renderers.charting.passage import Part

STRETCH = 1.35  # an open day stands on the scale up to this many times what has happened
NEXT = 62.0  # the day of the question and the next day due stand on it up to the longest national wait ahead
LEAST_DAYS, LEAST_HOURS = 3.0, 0.25  # spans below would blow a few hours up to a page
HOUR = 1 / 24
STEPS = (HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR, 1.0, 2.0, 7.0, 14.0, 28.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0)
APART = 46.0  # points between named days


@dataclass(frozen=True, slots=True)
class Ruler:
    """Days from `low` to `high` between two places on the page, in points."""

    low: float
    high: float
    left: float
    right: float
    least: float = 1.0  # the smallest step that is named: a day, or an hour

    def at(self, day: float) -> float:
        """Return where a day stands, at the edge where it lies beyond it."""
        share = (min(max(day, self.low), self.high) - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    def beyond(self, day: float) -> bool:
        """Return whether a day lies past the right end."""
        return day > self.high

    @property
    def step(self) -> float:
        """How many days lie between two that are named."""
        room = APART * (self.high - self.low) / (self.right - self.left)
        return next((step for step in STEPS if step >= max(room, self.least)), STEPS[-1] * ceil(room / STEPS[-1]))

    @property
    def ticks(self) -> tuple[float, ...]:
        """The days that are named, 0 among them."""
        step = self.step
        return tuple(number * step for number in range(ceil(self.low / step), floor(self.high / step) + 1))


def ruler(part: Part, left: float, right: float) -> Ruler:
    """Return the scale of an episode."""
    exact = bool(part.rows) and all(row.exact or row.ends for row in part.rows)
    happened = list(_of_rows(part)) if exact else [0.0, *_happened(part)]
    happened = happened or [0.0]
    low, top = min(happened), max(happened)
    dues = [row.due for row in part.rows if row.due is not None]
    ahead = dues + [row.planned for row in part.rows if row.planned is not None]
    ahead += [row.done for row in part.rows if row.ends and row.done is not None]
    ahead += [each.place for each in part.standards] + ([part.today] if part.open else [])
    reach = low + (top - low) * STRETCH
    high = max([top, *(day for day in ahead if day <= reach)])
    if part.open and not exact:  # the day of the question, then the next day that something is due
        high = max(high, part.today) if part.today <= high + NEXT else high
        coming = min(_coming(part), default=high)
        high = max(high, coming) if coming <= high + NEXT else high
    high = max(high, low + (LEAST_HOURS if exact else LEAST_DAYS))
    margin = (high - low) * 0.03
    return Ruler(low - (margin if low < 0 or exact else 0.0), high + margin, left, right, HOUR if exact else 1.0)


def _coming(part: Part) -> Iterator[float]:
    yield from (row.due for row in part.rows if row.due is not None and row.done is None and row.due >= part.today)


def _happened(part: Part) -> Iterator[float]:
    yield from _of_rows(part)
    for held in part.held:
        yield from (held.start, held.end)
    for paused in part.paused:
        yield from (paused.start, paused.end)
    yield from (each.place for each in part.standards if each.main)


def _of_rows(part: Part) -> Iterator[float]:
    for row in part.rows:
        done = None if row.ends else row.done  # follow-up may go on for years
        yield from (place for place in (done, row.sent, row.until) if place is not None)
        if row.late and row.due is not None:
            yield row.due
