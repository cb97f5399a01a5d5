"""Days of the calendar: which are working days, how many lie between two, and what a month later means."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from carepath.calendar import (
    Calendar,
    CalendarEnds,
    Span,
    Unit,
    add_months,
    civil_day,
    end_of,
    instant,
    passed,
    start_of,
)

ENGLAND = Calendar.england()
LONDON = ZoneInfo("Europe/London")

# Start, end, working days in (start, end].
COUNTED = (
    ("2016-09-01", "2016-09-02", 1),  # Thursday to Friday
    ("2016-09-02", "2016-09-05", 1),  # over a weekend
    ("2016-09-03", "2016-09-04", 0),  # Saturday to Sunday
    ("2016-09-03", "2016-09-05", 1),
    ("2016-08-26", "2016-08-30", 1),  # over the bank holiday of August
    ("2016-08-26", "2016-08-29", 0),  # up to it
    ("2016-08-29", "2016-08-30", 1),  # from it
    ("2016-12-23", "2016-12-28", 1),  # Christmas Day was a Sunday, so Monday and Tuesday were free
    ("2016-09-05", "2016-09-05", 0),
    ("2016-09-05", "2016-09-01", 0),
    ("2015-12-31", "2016-12-31", 253),  # 261 days from Monday to Friday, 8 of them bank holidays
)


@pytest.mark.parametrize(("start", "end", "days"), COUNTED)
def test_working_days_are_counted_after_the_start_up_to_the_end(start: str, end: str, days: int) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert ENGLAND.working_days(first, last) == days
    one_by_one = (first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1))
    assert sum(map(ENGLAND.working, one_by_one)) == days


@pytest.mark.parametrize(
    ("day", "working"),
    [("2016-09-02", True), ("2016-09-03", False), ("2016-09-04", False), ("2016-08-29", False), ("2009-01-02", True)],
)
def test_neither_weekends_nor_bank_holidays_are_working_days(day: str, working: bool) -> None:
    assert ENGLAND.working(date.fromisoformat(day)) is working


def test_the_next_working_day_is_the_day_itself_where_it_is_one() -> None:
    assert ENGLAND.next_working(date(2016, 9, 2)) == date(2016, 9, 2)
    assert ENGLAND.next_working(date(2016, 8, 27)) == date(2016, 8, 30)


def test_the_table_is_never_left_on_either_side() -> None:
    day = timedelta(days=1)
    assert ENGLAND.working_days(ENGLAND.first, ENGLAND.last) > 0
    for ask in (
        lambda: ENGLAND.working(ENGLAND.first - day),
        lambda: ENGLAND.working(ENGLAND.last + day),
        lambda: ENGLAND.working_days(ENGLAND.first - day, ENGLAND.last),
        lambda: ENGLAND.working_days(ENGLAND.first, ENGLAND.last + day),
        lambda: ENGLAND.next_working(ENGLAND.last + day),
    ):
        with pytest.raises(CalendarEnds):
            ask()


# Day, months, the day so many months later.
LATER = (
    ("2016-09-15", 1, "2016-10-15"),
    ("2016-01-31", 1, "2016-03-01"),  # 2016 has a 29th of February and no 31st
    ("2017-01-29", 1, "2017-03-01"),
    ("2016-08-31", 1, "2016-10-01"),
    ("2016-10-31", 1, "2016-12-01"),
    ("2016-10-31", 2, "2016-12-31"),
    ("2016-12-31", 1, "2017-01-31"),
    ("2016-12-31", 2, "2017-03-01"),
    ("2016-11-30", 1, "2016-12-30"),
    ("2016-02-29", 12, "2017-03-01"),
    ("2016-02-29", 48, "2020-02-29"),
    ("2016-09-15", 0, "2016-09-15"),
    ("2016-01-15", 11, "2016-12-15"),
)


@pytest.mark.parametrize(("day", "months", "later"), LATER)
def test_a_date_that_does_not_exist_becomes_the_first_of_the_next_month(day: str, months: int, later: str) -> None:
    assert str(add_months(date.fromisoformat(day), months)) == later


SPANS = (
    (Span(62), 62),
    (Span(2, Unit.WEEKS), 14),
    (Span(5, Unit.WORKING_DAYS), 5),
    (Span(1, Unit.MONTHS), 30),
    (Span(1, Unit.YEARS), 365),
)


@pytest.mark.parametrize(("span", "days"), SPANS, ids=[str(span) for span, _ in SPANS])
def test_a_span_is_so_many_days_from_its_start(span: Span, days: int) -> None:
    assert span.days_from(date(2016, 9, 1)) == days


def test_a_span_is_said_in_its_unit() -> None:
    assert [str(span) for span in (Span(1), Span(2), Span(1, Unit.WORKING_DAYS), Span(0, Unit.HOURS))] == [
        "1 day", "2 days", "1 working day", "0 hours",
    ]  # fmt: skip


def test_a_day_lasts_from_its_first_to_its_last_instant() -> None:
    day = date(2016, 9, 1)
    assert start_of(day, LONDON).isoformat() == "2016-09-01T00:00:00+01:00"
    assert end_of(day, LONDON).isoformat() == "2016-09-01T23:59:59.999999+01:00"
    assert passed(end_of(day, LONDON), start_of(day + timedelta(days=1), LONDON)) == timedelta(microseconds=1)


def test_the_day_of_an_instant_is_that_of_the_zone() -> None:
    assert civil_day(datetime(2016, 7, 1, 23, 30, tzinfo=UTC), LONDON) == date(2016, 7, 2)
    assert civil_day(datetime(2016, 7, 1, 23, 30), LONDON) == date(2016, 7, 1)
    assert civil_day(date(2016, 7, 1), LONDON) == date(2016, 7, 1)


def test_what_passes_between_two_instants_does_not_depend_on_what_clocks_show() -> None:
    evening, morning = (instant(datetime(2016, 10, day, 12), LONDON) for day in (29, 30))
    assert passed(evening, morning) == timedelta(hours=25)
    assert instant(datetime(2016, 3, 27, 1, 30), LONDON).isoformat() == "2016-03-27T02:30:00+01:00"
