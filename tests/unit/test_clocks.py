"""Counting agrees with counting day by day, whatever the pauses, caps and holidays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from carepath.calendar import ONE_DAY, Calendar, Span, Unit
from carepath.clocks import Count, Gap, united, window
from carepath.model import Nonworking
from hypothesis import given
from hypothesis import strategies as st

START = date(2016, 12, 15)  # before Christmas, so that holidays and weekends lie near
ENGLAND = Calendar.england()
ZONE = ZoneInfo("Europe/London")

offsets = st.integers(-5, 40)
gaps = st.lists(
    st.builds(
        lambda start, length, reason: Gap(
            START + timedelta(days=start), None if length is None else START + timedelta(days=start + length), reason
        ),
        offsets,
        st.none() | st.integers(1, 15),
        st.sampled_from(["a", "b"]),
    ),
    max_size=4,
).map(tuple)
closed = gaps.map(lambda found: tuple(gap for gap in found if gap.end is not None))
spans = st.builds(Span, st.integers(0, 30), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]))
ways = st.sampled_from(["next", "previous"])


def days(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first += ONE_DAY


def counted(day: date, span: Span, found: Iterable[Gap]) -> bool:
    paused = any(gap.start <= day and (gap.end is None or day < gap.end) for gap in found)
    return not paused and (span.unit is not Unit.WORKING_DAYS or ENGLAND.working(day))


def by_hand(count: Count, day: date) -> int:
    """The rule as it is written: the number of counted days in (start, day]."""
    if day <= count.start:
        return 0
    if count.span.unit is Unit.WORKING_DAYS and count.nonworking == "next":
        day = ENGLAND.next_working(day)
    return sum(counted(each, count.span, count.gaps) for each in days(count.start + ONE_DAY, day))


@given(span=spans, found=gaps, way=ways, ahead=offsets)
def test_elapsed_is_the_number_of_counted_days(span: Span, found: tuple[Gap, ...], way: Nonworking, ahead: int) -> None:
    count = Count(START, span, ENGLAND, way, found)
    day = START + timedelta(days=ahead)
    assert count.elapsed(day) == by_hand(count, day)


@given(span=spans, found=closed, way=ways)
def test_the_last_good_day_is_the_last_that_is_in_time(span: Span, found: tuple[Gap, ...], way: Nonworking) -> None:
    count = Count(START, span, ENGLAND, way, found)
    last = count.last_good_day()
    assert last is not None
    assert by_hand(count, last) <= span.amount < by_hand(count, last + ONE_DAY)


@given(span=spans, found=gaps, way=ways, ahead=offsets)
def test_in_time_means_on_or_before_the_last_good_day(
    span: Span, found: tuple[Gap, ...], way: Nonworking, ahead: int
) -> None:
    count = Count(START, span, ENGLAND, way, found)
    last, day = count.last_good_day(), START + timedelta(days=ahead)
    if last is not None:
        assert (count.elapsed(day) <= span.amount) == (day <= last)
    else:
        assert any(gap.end is None for gap in found)


@given(span=spans, found=gaps, ahead=offsets)
def test_pauses_add_up_to_what_is_not_counted(span: Span, found: tuple[Gap, ...], ahead: int) -> None:
    days_only = Count(START, Span(span.amount), ENGLAND, "next", found)
    day = START + timedelta(days=max(0, ahead))
    assert sum(pause.days for pause in days_only.pauses(day)) == (day - START).days - days_only.elapsed(day)


@given(found=gaps, data=st.data())
def test_the_order_of_pauses_makes_no_difference(found: tuple[Gap, ...], data: st.DataObject) -> None:
    other = tuple(data.draw(st.permutations(found)))
    until = START + timedelta(days=60)
    assert united(other, until) == united(found, until)


@pytest.mark.parametrize(
    ("cap", "taken"),
    [(None, 7), (7, 7), (5, 5), (1, 1), (0, 0)],
)
def test_a_cap_is_spent_from_the_first_day_of_its_reason(cap: int | None, taken: int) -> None:
    first = Gap(date(2016, 9, 5), date(2016, 9, 9), "away", cap)
    second = Gap(date(2016, 9, 20), date(2016, 9, 23), "away", cap)
    count = Count(date(2016, 9, 1), Span(62), ENGLAND, "next", (second, first))
    assert 29 - count.elapsed(date(2016, 9, 30)) == taken


def test_the_cap_of_one_reason_leaves_another_alone() -> None:
    found = (Gap(date(2016, 9, 5), date(2016, 9, 9), "a", 1), Gap(date(2016, 9, 5), date(2016, 9, 9), "b"))
    assert Count(date(2016, 9, 1), Span(62), ENGLAND, "next", found).elapsed(date(2016, 9, 30)) == 25


@given(hours=st.integers(0, 100), minutes=st.integers(0, 60 * 24 * 5))
def test_a_window_from_an_instant_is_elapsed_time_over_a_change_of_the_clocks(hours: int, minutes: int) -> None:
    begun = datetime(2016, 10, 28, 12, 0, tzinfo=ZONE)  # the clocks went back on 30 October
    done = (begun.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZONE)
    found = window(begun.date(), begun, Span(hours, Unit.HOURS), ZONE, "unknown")
    assert found.met(done.date(), done, ZONE) is (minutes <= 60 * hours)
