"""What is asked of many cases: which months, divided by what, as known when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from carepath.calendar import Calendar, Span, Unit, add_months

Dimension = Literal["month", "provider", "site", "route", "scenario", "band"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
HISTORY = 15  # months, where the first one is not said


class NoMonth(ValueError):
    """A text is no month; the message says what one looks like."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `first` and `last` are months, both inclusive, such as 2025-01.

    Waits are looked at on `as_of`, as known at `known_at` (None: all that is recorded). `submitted`: how long
    after the end of a month its figure was handed in; None where that is not asked.
    """

    first: str
    last: str
    as_of: date
    by: tuple[Dimension, ...] = ("month",)
    known_at: datetime | None = None
    submitted: Span | None = None

    def holds(self, month: str) -> bool:
        """Return whether a month is asked for."""
        return self.first <= month <= self.last

    def months(self) -> Iterator[str]:
        """Yield the months asked for."""
        day = first_day(self.first)
        while month_of(day) <= self.last:
            yield month_of(day)
            day = add_months(day, 1)


def month_of(day: date) -> str:
    """Return the month of a day, such as 2025-01."""
    return f"{day.year:04}-{day.month:02}"


def month(text: str) -> str:
    """Read a month; NoMonth where it is none."""
    if not MONTH.fullmatch(text) or text < "1900" or text > "2200":
        raise NoMonth(f"'{text}' is not a month such as 2025-01")
    return text


def first_day(month: str) -> date:
    """Return the first day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


def last_day(month: str) -> date:
    """Return the last day of a month."""
    return add_months(first_day(month), 1) - timedelta(days=1)


def handed_in(month: str, after: Span, calendar: Calendar) -> date:
    """Return the day on which the figure of a month was handed in, counted from its last day; raises CalendarEnds."""
    day = last_day(month)
    if after.unit is not Unit.WORKING_DAYS:
        return day + timedelta(days=after.days_from(day))
    left = after.amount
    while left:
        day = calendar.next_working(day + timedelta(days=1))
        left -= 1
    return day
