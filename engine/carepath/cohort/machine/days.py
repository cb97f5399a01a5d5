"""Days as ordinals, in compiled code: months, working days, the civil day of an instant."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import ENDS, Table, compiled
from carepath.plan.tables import UNITS

MINUTES, HOURS, DAYS, WORKING, WEEKS, MONTHS, YEARS = range(len(UNITS))
SECOND = 1000000


@compiled
def date_of(ordinal: int) -> tuple[int, int, int]:
    """Return year, month and day of an ordinal."""
    z = ordinal - 1 + 306
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    day = doy - (153 * mp + 2) // 5 + 1
    month = mp + 3 if mp < 10 else mp - 9
    return (yoe + era * 400 + (1 if month <= 2 else 0), month, day)


@compiled
def ordinal_of(year: int, month: int, day: int) -> int:
    """Return the ordinal of a date."""
    y = year - 1 if month <= 2 else year
    era = y // 400
    yoe = y - era * 400
    doy = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 305


@compiled
def month_length(year: int, month: int) -> int:
    """Return how many days a month has."""
    if month == 2:
        return 29 if (year % 4 == 0 and year % 100 != 0) or year % 400 == 0 else 28
    return 30 if month in (4, 6, 9, 11) else 31


@compiled
def months_later(ordinal: int, months: int) -> int:
    """Return the day so many months later; one that does not exist becomes the first of the next month."""
    year, month, day = date_of(ordinal)
    count = year * 12 + month - 1 + months
    year, month = (count // 12, count % 12 + 1)
    if day <= month_length(year, month):
        return ordinal_of(year, month, day)
    return ordinal_of(year + 1, 1, 1) if month == 12 else ordinal_of(year, month + 1, 1)


@compiled
def days_from(amount: int, unit: int, start: int) -> int:
    """Return how many days a span is, counted from `start`; working days: their number."""
    if unit == WEEKS:
        return amount * 7
    if unit == MONTHS:
        return months_later(start, amount) - start
    if unit == YEARS:
        return months_later(start, 12 * amount) - start
    return amount


@compiled
def working_days(days: Table, start: int, end: int) -> int:
    """Return the number of working days in (start, end]; ENDS past the table."""
    if end <= start:
        return 0
    if start < days[f.DAYS_FIRST] or end > days[f.DAYS_LAST] or end < days[f.DAYS_FIRST] or (start > days[f.DAYS_LAST]):
        return ENDS
    return (
        days[days[f.DAYS_WORKED] + (end - days[f.DAYS_FIRST])]
        - days[days[f.DAYS_WORKED] + (start - days[f.DAYS_FIRST])]
    )


@compiled
def next_working(days: Table, day: int) -> int:
    """Return the first working day on or after a day; ENDS past the table."""
    while days[f.DAYS_FIRST] <= day <= days[f.DAYS_LAST]:
        before = days[days[f.DAYS_WORKED] + (day - days[f.DAYS_FIRST] - 1)] if day > days[f.DAYS_FIRST] else 0
        if days[days[f.DAYS_WORKED] + (day - days[f.DAYS_FIRST])] > before:
            return day
        day += 1
    return ENDS


@compiled
def day_begins(days: Table, day: int) -> int:
    """Return the first instant of a civil day."""
    return days[days[f.DAYS_BEGINS] + (day - days[f.DAYS_EDGE])]


@compiled
def day_ends(days: Table, day: int) -> int:
    """Return the last instant of a civil day."""
    return days[days[f.DAYS_ENDS] + (day - days[f.DAYS_EDGE])]


@compiled
def civil_day(days: Table, at: int) -> int:
    """Return the civil day of an instant."""
    low, high = (0, days[f.DAYS_BEGINS + 1])
    while low < high:
        middle = (low + high) // 2
        if days[days[f.DAYS_BEGINS] + middle] <= at:
            low = middle + 1
        else:
            high = middle
    return days[f.DAYS_EDGE] + low - 1
