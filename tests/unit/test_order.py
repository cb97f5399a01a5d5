"""The chosen order of a day is a linear extension, takes the smallest each time, and forgets arrival."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from carepath.order import ordered, unordered
from carepath.reading import Event
from hypothesis import given
from hypothesis import strategies as st

ZONE = ZoneInfo("Europe/London")
DAY = date(2016, 9, 1)


def event(root: str, rank: int, day: int, hour: int | None, provider: str | None) -> Event:
    when = DAY + timedelta(days=day)
    at = None if hour is None else datetime(when.year, when.month, when.day, hour, tzinfo=ZONE)
    return Event(root, root, (root,), f"t{rank}", rank, "done", when, at, None, provider, {}, {}, ())


events = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 1), st.none() | st.integers(8, 11), st.none() | st.just("RK5")),
    max_size=8,
).map(lambda parts: tuple(event(f"e{place}", *each) for place, each in enumerate(parts)))


def before(first: Event, second: Event) -> bool:
    if first.day != second.day:
        return first.day < second.day
    return first.at is not None and second.at is not None and first.at < second.at


@given(given_events=events)
def test_what_came_before_comes_before(given_events: tuple[Event, ...]) -> None:
    order = ordered(given_events)
    assert sorted(order, key=lambda each: each.root) == list(given_events)
    for place, second in enumerate(order):
        assert not any(before(second, first) for first in order[:place])


@given(given_events=events)
def test_each_time_the_smallest_of_those_that_nothing_precedes_is_taken(given_events: tuple[Event, ...]) -> None:
    left = list(given_events)
    for taken in ordered(given_events):
        minimal = [each for each in left if not any(before(other, each) for other in left)]
        assert taken.key == min(each.key for each in minimal if each.day == min(one.day for one in minimal))
        left.remove(taken)


@given(given_events=events, data=st.data())
def test_arrival_makes_no_difference(given_events: tuple[Event, ...], data: st.DataObject) -> None:
    assert ordered(data.draw(st.permutations(given_events))) == ordered(given_events)


def test_a_thing_of_which_only_the_day_is_known_is_unordered_against_all_of_its_day() -> None:
    day, nine, ten = (event(name, 0, 0, hour, None) for name, hour in (("a", None), ("b", 9), ("c", 10)))
    assert unordered(day, nine)
    assert unordered(nine, day)
    assert unordered(day, day)
    assert unordered(nine, nine)
    assert not unordered(nine, ten)
