"""How many calendar days a span can be, from the shortest to the longest, wherever weekends and holidays fall.

Found by scanning the calendar's own table of bank holidays. Pauses and resets of clocks are no part of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from carepath.calendar import ONE_DAY, Calendar, Span, Unit
from carepath.model import Nonworking

DAY = 24 * 60
MONTHS_SEEN = [date(year, month, day) for year in range(2015, 2019) for month in range(1, 13) for day in (1, 15, 28)]
ENDS_SEEN = [date(year, month, 1) - ONE_DAY for year in range(2015, 2019) for month in range(1, 13)]


@dataclass(frozen=True, slots=True)
class Days:
    """The fewest and the most calendar days that something takes."""

    least: int
    most: int

    def __add__(self, other: Days) -> Days:
        return Days(self.least + other.least, self.most + other.most)


@dataclass(frozen=True, slots=True)
class Allowance:
    """A span that somebody may use up, and whether days that are no working days after it still count."""

    span: Span
    nonworking: Nonworking


@cache
def days(allowance: Allowance, calendar: Calendar) -> Days:
    """Return how many calendar days pass until the last good day, at least and at most."""
    span = allowance.span
    match span.unit:
        case Unit.WORKING_DAYS:
            return _working(allowance, calendar)
        case Unit.MONTHS | Unit.YEARS:
            lengths = [span.days_from(day) for day in (*MONTHS_SEEN, *ENDS_SEEN)]
            return Days(min(lengths), max(lengths))
        case Unit.HOURS | Unit.MINUTES:
            minutes = span.amount * 60 if span.unit is Unit.HOURS else span.amount
            return Days(minutes // DAY, -(-minutes // DAY))
        case _:
            exactly = span.days_from(calendar.first)
            return Days(exactly, exactly)


def _working(allowance: Allowance, calendar: Calendar) -> Days:
    open_days = _open_days(calendar)
    ahead = allowance.span.amount + (allowance.nonworking == "previous")
    if ahead == 0:
        return Days(0, 0)
    # The longest wait begins on a working day, the shortest on the day before one.
    pairs = list(zip(open_days, open_days[ahead:], strict=False))
    if not pairs:
        return Days(allowance.span.amount, 2 * allowance.span.amount + 14)
    after = allowance.nonworking == "previous"  # then the last good day is the day before the next working day
    most = max(last - first for first, last in pairs) - after
    starts = zip(open_days[1:], open_days[ahead:], strict=False)
    return Days(min(last - first + 1 for first, last in starts) - after, most)


@cache
def _open_days(calendar: Calendar) -> tuple[int, ...]:
    """Return the working days of the table, as ordinals."""
    closed = frozenset(day.toordinal() for day in calendar.holidays)
    table = range(calendar.first.toordinal(), calendar.last.toordinal() + 1)
    return tuple(day for day in table if (day - 1) % 7 < 5 and day not in closed)


def last_day(start: int, allowances: Iterable[Allowance], calendar: Calendar) -> int | None:
    """Return the day (ordinal) to which allowances that follow one another reach; None past the table."""
    day = start
    for allowance in allowances:
        if allowance.span.unit is Unit.WORKING_DAYS:
            open_days = _open_days(calendar)
            place = bisect_right(open_days, day) + allowance.span.amount
            if allowance.nonworking == "next" and allowance.span.amount == 0:
                continue
            if place >= len(open_days):
                return None
            day = open_days[place] - 1 if allowance.nonworking == "previous" else open_days[place - 1]
        elif allowance.span.unit in (Unit.MONTHS, Unit.YEARS):
            day += allowance.span.days_from(date.fromordinal(day))
        else:
            day += days(allowance, calendar).most
    return day


@dataclass(frozen=True, slots=True)
class Placing:
    """A start, the last day to which the allowances reach from it, and the days between them."""

    start: date
    last: date

    @property
    def days(self) -> int:
        """The calendar days between the two."""
        return (self.last - self.start).days


def worst(allowances: tuple[Allowance, ...], calendar: Calendar, since: date | None) -> Placing | None:
    """Return the start from which the allowances take the most days; of several the first from `since` on."""
    best: tuple[int, int] | None = None
    opening = max(calendar.first, since or calendar.first)
    if opening > calendar.last:
        opening = calendar.first
    for start in range(opening.toordinal(), calendar.last.toordinal() + 1):
        last = last_day(start, allowances, calendar)
        if last is None:
            break
        if best is None or last - start > best[1] - best[0]:
            best = (start, last)
    return None if best is None else Placing(date.fromordinal(best[0]), date.fromordinal(best[1]))
