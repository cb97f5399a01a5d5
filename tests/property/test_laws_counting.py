"""Laws of counting: elapsed days, last good days, pauses, working days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import get_args
from zoneinfo import ZoneInfo

from carepath.calendar import Calendar, Span, Unit
from carepath.clocks import Count, Gap, united, window
from carepath.findings import Assessment
from carepath.model import Nonworking, Unclear
from carepath.record import Entry
from carepath.testing import Question
from carepath.testing.question import LATEST
from hypothesis import assume, given
from hypothesis import strategies as st

Asked = st.SearchStrategy[Question]
HOLIDAYS = tuple(day for day in Calendar.england().holidays if 2015 <= day.year <= 2017)  # a few: they are printed
ENGLAND = replace(Calendar.england(), name="england", holidays=HOLIDAYS)
ONE_DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")

days = st.integers(0, 200).map(lambda ahead: date(2016, 1, 1) + timedelta(days=ahead))
amounts = st.integers(0, 40)
spans = st.builds(Span, amounts, st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS])) | st.builds(
    Span, st.integers(0, 3), st.sampled_from([Unit.WEEKS, Unit.MONTHS, Unit.YEARS])
)
nonworking: st.SearchStrategy[Nonworking] = st.sampled_from(get_args(Nonworking))
caps = {"a": None, "b": 5, "c": None}


@st.composite
def gaps(draw: st.DrawFn) -> Gap:
    start, length = draw(days), draw(st.integers(0, 30))
    reason = draw(st.sampled_from(sorted(caps)))
    return Gap(start, None if draw(st.integers(0, 5)) == 5 else start + timedelta(days=length), reason, caps[reason])


plain_gaps = st.builds(lambda start, length: Gap(start, start + timedelta(days=length), "a"), days, st.integers(0, 30))
counts = st.builds(Count, days, spans, st.just(ENGLAND), nonworking, st.lists(gaps(), max_size=4).map(tuple))
calendar_counts = st.builds(
    Count, days, st.builds(Span, amounts), st.just(ENGLAND), nonworking, st.lists(plain_gaps, max_size=4).map(tuple)
)


@given(counts, days)
def test_elapsed_never_falls_and_never_jumps(count: Count, day: date) -> None:
    one = count.elapsed(day)
    assert 0 <= count.elapsed(day + ONE_DAY) - one <= 1
    assert count.elapsed(count.start) == 0


@given(counts, st.integers(-5, 250))
def test_a_day_is_in_time_exactly_up_to_the_last_good_day(count: Count, ahead: int) -> None:
    last = count.last_good_day()
    day = count.start + timedelta(days=ahead)
    if last is None:
        assert any(gap.end is None and gap.cap is None for gap in count.gaps)
        closed = tuple(gap for gap in count.gaps if gap.end is not None or gap.cap is not None)
        without = replace(count, gaps=closed).last_good_day()
        assert without is not None
        assert (count.elapsed(day) <= count.target) or day > without
    else:
        assert (count.elapsed(day) <= count.target) == (day <= last)


@given(counts, days, st.randoms(use_true_random=False))
def test_the_order_of_pauses_does_not_matter(count: Count, day: date, random: Random) -> None:
    shuffled = list(count.gaps)
    random.shuffle(shuffled)
    other = replace(count, gaps=tuple(shuffled))
    assert other.elapsed(day) == count.elapsed(day)
    assert other.last_good_day() == count.last_good_day()


@given(calendar_counts, days)
def test_days_that_overlap_are_taken_out_once(count: Count, day: date) -> None:
    free = [count.start + timedelta(days=ahead) for ahead in range(1, max(0, (day - count.start).days) + 1)]
    counted = [
        one for one in free if not any(gap.start <= one and (gap.end is None or one < gap.end) for gap in count.gaps)
    ]
    assert count.elapsed(day) == len(counted)


@given(calendar_counts, plain_gaps, days, st.integers(0, 30))
def test_a_pause_cut_in_two_takes_out_the_same_days(count: Count, gap: Gap, day: date, cut: int) -> None:
    assert gap.end is not None
    middle = min(gap.start + timedelta(days=cut), gap.end)
    halves = (replace(gap, end=middle), replace(gap, start=middle))
    whole = replace(count, gaps=(*count.gaps, gap))
    assert replace(count, gaps=(*count.gaps, *halves)).elapsed(day) == whole.elapsed(day)


@given(counts, plain_gaps, days)
def test_pauses_that_do_not_meet_add_up(count: Count, gap: Gap, day: date) -> None:
    alone = replace(count, gaps=())
    assume(gap.end is not None)
    taken = [(first, last) for first, last in united(count.gaps, date(2030, 1, 1))]
    assume(all(last < gap.start or (gap.end or gap.start) <= first for first, last in taken))
    both = replace(count, gaps=(*count.gaps, replace(gap, reason="of its own")))
    out = [alone.elapsed(day) - one.elapsed(day) for one in (count, replace(count, gaps=(gap,)), both)]
    assert out[2] == out[0] + out[1]


@given(counts, st.integers(1, 30), st.one_of(st.none(), st.integers(0, 30)))
def test_a_pause_that_begins_after_the_first_bad_day_changes_nothing(
    count: Count, ahead: int, length: int | None
) -> None:
    last = count.last_good_day()
    assume(last is not None)
    assert last is not None
    first_bad = count.counted_as(last + ONE_DAY)  # a Saturday that counts as Monday is bad with it
    start = first_bad + timedelta(days=ahead)
    late = Gap(start, None if length is None else start + timedelta(days=length), "too late")
    assert replace(count, gaps=(*count.gaps, late)).last_good_day() == last


@given(counts, plain_gaps)
def test_a_pause_never_makes_the_last_good_day_earlier(count: Count, gap: Gap) -> None:
    before, after = (
        count.last_good_day(),
        replace(count, gaps=(*count.gaps, replace(gap, reason="more"))).last_good_day(),
    )
    assert before is None or after is None or before <= after


@given(days, st.integers(0, 4), nonworking)
def test_within_a_week_of_work_working_days_are_calendar_days(monday: date, ahead: int, how: Nonworking) -> None:
    start = monday - timedelta(days=monday.weekday())
    plain = Calendar("plain", (), ENGLAND.first, ENGLAND.last)
    working = Count(start, Span(3, Unit.WORKING_DAYS), plain, how)
    calendar = Count(start, Span(3), plain)
    day = start + timedelta(days=ahead)
    assert working.elapsed(day) == calendar.elapsed(day)
    assert working.last_good_day() == calendar.last_good_day() == start + timedelta(days=3)


@given(
    st.builds(Count, days, st.builds(Span, amounts, st.just(Unit.WORKING_DAYS)), st.just(ENGLAND), nonworking),
    st.lists(days),
)
def test_more_holidays_never_make_a_last_good_day_earlier(count: Count, more: list[date]) -> None:
    calendar = replace(ENGLAND, holidays=(*ENGLAND.holidays, *more))
    before, after = count.last_good_day(), replace(count, calendar=calendar).last_good_day()
    assert before is not None
    assert after is not None
    assert before <= after


@given(days, st.none() | st.integers(0, 1439), st.integers(0, 200), st.sampled_from(get_args(Unclear)), st.data())
def test_a_window_of_hours_is_met_up_to_its_end_and_then_late(
    day: date, minute: int | None, hours: int, unclear: Unclear, data: st.DataObject
) -> None:
    at = None if minute is None else datetime(day.year, day.month, day.day, tzinfo=LONDON) + timedelta(minutes=minute)
    limits = window(day, at, Span(hours, Unit.HOURS), LONDON, unclear)
    assert limits.first <= limits.limit <= limits.last
    for edge in (limits.first, limits.last):
        when = (edge.astimezone(UTC) + timedelta(seconds=data.draw(st.integers(-9999, 9999)))).astimezone(LONDON)
        met = limits.met(when.date(), when, LONDON)
        if when <= limits.first:
            assert met is True
        elif when > limits.last:
            assert met is False
        else:
            assert met is {"met": True, "late": False, "unknown": None}[unclear]


@given(data=st.data())
def test_a_verdict_agrees_with_its_last_good_day(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    for verdict in question.answer().milestones:
        done, last = verdict.done, verdict.last_good_day
        if done is None or last is None or isinstance(done, datetime) or isinstance(last, datetime):
            continue
        if verdict.verdict == "met":
            assert done <= last
        if verdict.verdict == "late":
            assert done > last


@given(data=st.data())
def test_gross_days_are_the_days_not_counted_and_the_net_days(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    for clock in question.answer().clocks:
        if clock.net is not None:
            assert clock.gross is not None
            assert clock.not_counted is not None
            assert clock.gross == clock.not_counted + clock.net
            assert clock.net >= 0
            assert all(pause.days >= 0 for pause in clock.pauses)


@given(data=st.data())
def test_a_pause_after_the_stop_changes_no_verdict(asked_of_pausing: Asked, data: st.DataObject) -> None:
    question = data.draw(asked_of_pausing).at(LATEST)
    pathway = question.pathway
    answer = question.answer()
    begins = sorted({pause.begin.event for clock in pathway.clocks.values() for pause in clock.pauses})
    event = data.draw(st.sampled_from([event for event in begins if event not in pathway.routes.takers]))
    last = max(date(each.year, each.month, each.day) for entry in question.entries if (each := entry.occurred))
    late = Entry(case="c", id="late pause", event=event, occurred=last + ONE_DAY)
    paused = question.of([*question.entries, late]).answer()
    stopped = [(each.id, each.episode) for each in answer.clocks if each.ended == "stop"]
    for name in stopped:
        assert verdict(paused, name) == verdict(answer, name)


def verdict(answer: Assessment, name: tuple[str, int]) -> str | None:
    """Return the verdict on the target of a clock."""
    return next((each.verdict for each in answer.milestones if (each.id, each.episode) == name), None)
