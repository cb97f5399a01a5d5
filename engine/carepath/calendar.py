"""Days: spans of time, working days, and the arithmetic of calendar dates.

Nothing here reads a clock. A calendar knows its bank holidays up to a last day and says so
when it is asked beyond it; it never guesses.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache
from importlib.resources import files

ONE_DAY = timedelta(days=1)
NO_TIME = timedelta(0)
END_OF_DAY = time(23, 59, 59, 999999)
YEARS = range(1900, 2201)  # in which a day can be a matter of care; any other is a slip of the pen


class Unit(StrEnum):
    """Units of time that never mix silently."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in one unit, for example 62 days or 2 working days."""

    amount: int
    unit: Unit = Unit.DAYS

    def __str__(self) -> str:
        unit = str(self.unit)
        return f"{self.amount} {unit[:-1] if self.amount == 1 else unit}"

    @property
    def exact(self) -> bool:
        """Whether the span is measured between instants and not between days."""
        return self.unit in (Unit.HOURS, Unit.MINUTES)

    def duration(self) -> timedelta:
        """Return the length of a span of hours or minutes."""
        return timedelta(**{str(self.unit): self.amount})

    def days_from(self, start: date) -> int:
        """Return how many days the span is, counted from `start` (working days: their number)."""
        match self.unit:
            case Unit.WEEKS:
                return self.amount * 7
            case Unit.MONTHS:
                return (add_months(start, self.amount) - start).days
            case Unit.YEARS:
                return (add_months(start, 12 * self.amount) - start).days
            case _:
                return self.amount


class CalendarEnds(Exception):
    """A working day was asked for after the end of the bank-holiday table."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Bank holidays of a country, known from `first` to `last` (both inclusive)."""

    name: str
    holidays: tuple[date, ...]
    first: date
    last: date
    _weekdays: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        days = tuple(sorted({d for d in self.holidays if d.weekday() < 5}))
        object.__setattr__(self, "_weekdays", tuple(d.toordinal() for d in days))

    @classmethod
    def england(cls) -> Calendar:
        """Return the calendar of England and Wales from the table shipped with the package."""
        return _shipped("england")

    @classmethod
    def named(cls, name: str) -> Calendar:
        """Return the shipped calendar of that name; KeyError where there is none."""
        return _shipped(name)

    def working(self, day: date) -> bool:
        """Return whether `day` is neither weekend nor bank holiday; CalendarEnds past the table."""
        self._known(day)
        return day.weekday() < 5 and not self._holiday(day.toordinal())

    def working_days(self, start: date, end: date) -> int:
        """Return the number of working days in (start, end]; 0 where end is not after start."""
        if end <= start:
            return 0
        self._known(start)
        self._known(end)
        first, last = start.toordinal(), end.toordinal()
        off = bisect_right(self._weekdays, last) - bisect_right(self._weekdays, first)
        return _weekdays_to(last) - _weekdays_to(first) - off

    def next_working(self, day: date) -> date:
        """Return the first working day on or after `day`."""
        while not self.working(day):
            day += ONE_DAY
        return day

    def _holiday(self, ordinal: int) -> bool:
        place = bisect_right(self._weekdays, ordinal)
        return place > 0 and self._weekdays[place - 1] == ordinal

    def _known(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise CalendarEnds(f"bank holidays of {self.name} are known from {self.first} to {self.last}")


def _weekdays_to(ordinal: int) -> int:
    """Return how many Mondays to Fridays there are up to that day (ordinal 1 is a Monday)."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


@cache
def _shipped(name: str) -> Calendar:
    table = files("carepath") / "data" / f"bank_holidays_{name}.csv"
    if not table.is_file():
        raise KeyError(name)
    lines = table.read_text(encoding="utf-8").splitlines()
    days = tuple(date.fromisoformat(row["date"]) for row in csv.DictReader(lines))
    return Calendar(name, days, date(min(days).year, 1, 1), date(max(days).year, 12, 31))


def add_months(day: date, months: int) -> date:
    """Return the day so many months later; a date that does not exist becomes the first of the next month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)


def civil_day(moment: date | datetime, zone: tzinfo) -> date:
    """Return the civil date of a moment in `zone`; a datetime without offset is civil time there."""
    if isinstance(moment, datetime):
        return moment.date() if moment.tzinfo is None else moment.astimezone(zone).date()
    return moment


def instant(moment: datetime, zone: tzinfo) -> datetime:
    """Return an aware datetime; civil time in `zone` where no offset is given (a repeated hour: the first).

    A time that the clocks jumped over is the one they showed instead: 01:30 becomes 02:30, so that the
    order of civil times is that of instants.
    """
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def passed(since: datetime, until: datetime) -> timedelta:
    """Return the time that passes between two instants, whatever clocks show: within one zone Python asks clocks."""
    return until.astimezone(UTC) - since.astimezone(UTC)


def start_of(day: date, zone: tzinfo) -> datetime:
    """Return the first instant of a civil day."""
    return datetime.combine(day, time.min, tzinfo=zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the last instant of a civil day."""
    return datetime.combine(day, END_OF_DAY, tzinfo=zone)
