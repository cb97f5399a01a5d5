"""Laws of moving everything in time, and of what a change of the clocks moves: nothing."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from carepath.calendar import Span, Unit, instant
from carepath.clocks import window
from carepath.findings import Assessment
from carepath.model import Pathway
from carepath.record import Entry, Scalar
from carepath.testing import Question
from hypothesis import given
from hypothesis import strategies as st

Asked = st.SearchStrategy[Question]


def counts_plain_days(pathway: Pathway) -> bool:
    """Return whether a definition counts calendar days only, and no provider comes or goes by date."""
    spans = [clock.target for clock in pathway.clocks.values()]
    spans += [transfer.acknowledge for transfer in pathway.transfers.values()]
    limits = [limit for milestone in pathway.milestones.values() for limit in (milestone.due, milestone.not_before)]
    limits += [transfer.due for transfer in pathway.transfers.values()]
    spans += [limit.span for limit in limits if limit is not None]
    listings = [listing for role in pathway.roles.values() for listing in role.listings]
    return (
        all(span is None or span.unit in (Unit.DAYS, Unit.WEEKS) for span in spans)
        and not pathway.organisations
        and not any(listing.opened or listing.closed for listing in listings)
    )


def renamed(value: Scalar, days: timedelta) -> Scalar:
    """Move a day that a piece of data names, also one that is written as text."""
    if isinstance(value, date):
        return value + days
    try:
        return (date.fromisoformat(value) + days).isoformat() if isinstance(value, str) else value
    except (ValueError, OverflowError):
        return value


def moved(entry: Entry, days: timedelta) -> Entry:
    """Move an entry and the days that it names."""
    return replace(
        entry,
        occurred=None if entry.occurred is None else entry.occurred + days,
        recorded=None if entry.recorded is None else entry.recorded + days,
        data={name: renamed(value, days) for name, value in entry.data.items()},
    )


def civil(entry: Entry) -> Entry:
    """Write the instants of an entry as civil time, without offset, and none in the hour that clocks may jump over."""

    def plain(at: datetime) -> datetime:
        return at.replace(tzinfo=None, hour=12 if at.hour == 1 else at.hour)

    at, told = entry.occurred, entry.recorded
    return replace(
        entry,
        occurred=plain(at) if isinstance(at, datetime) else at,
        recorded=None if told is None else plain(told),
    )


def near(entry: Entry) -> bool:
    """Return whether an entry can be moved by some years and still lie in years that can be read."""
    years = [value.year for value in (entry.occurred, entry.recorded, *entry.data.values()) if isinstance(value, date)]
    return all(1950 < year < 2150 for year in years)


def days_of(answer: Assessment, days: timedelta) -> object:
    """Return an assessment as nested tuples, with all its days moved and without its sentences."""

    def walk(value: object) -> object:
        if isinstance(value, datetime):
            return value.replace(tzinfo=None) + days
        if isinstance(value, date):
            return value + days
        if is_dataclass(value) and not isinstance(value, type):
            named = ((field.name, getattr(value, field.name)) for field in fields(value))
            return tuple(walk(part) for name, part in named if name != "message")
        return tuple(walk(part) for part in value) if isinstance(value, tuple) else value

    return walk(answer)


@given(data=st.data(), ahead=st.integers(-300, 800))
def test_moving_all_days_moves_everything(asked_of_plain_days: Asked, data: st.DataObject, ahead: int) -> None:
    question = data.draw(asked_of_plain_days)
    if counts_plain_days(question.pathway):
        days = timedelta(days=ahead)
        here = question.of(civil(entry) for entry in question.entries if near(entry))
        there = here.of(moved(entry, days) for entry in here.entries).at(here.as_of + days)
        assert days_of(there.answer(), timedelta(0)) == days_of(here.answer(), days)


def in_utc(value: object) -> object:
    """Return an assessment as nested tuples with all its instants in UTC; others are hard to compare."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(in_utc(getattr(value, field.name)) for field in fields(value))
    return tuple(in_utc(part) for part in value) if isinstance(value, tuple) else value


@given(data=st.data())
def test_the_offset_in_which_an_instant_is_written_does_not_matter(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    zone = question.zone

    written = [
        replace(
            entry,
            occurred=instant(at, zone).astimezone(UTC) if isinstance(at := entry.occurred, datetime) else at,
            recorded=instant(entry.recorded, zone).astimezone(UTC) if entry.recorded is not None else None,
        )
        for entry in question.entries
    ]
    here, there = question.answer(), question.of(written).answer()
    assert in_utc(here) == in_utc(there)


@given(data=st.data(), hour=st.integers(0, 23))
def test_day_targets_never_see_the_time_of_day(asked_of_lawful: Asked, data: st.DataObject, hour: int) -> None:
    question = data.draw(asked_of_lawful)
    spans = [clock.target for clock in question.pathway.clocks.values()]
    limits = [each for one in question.pathway.milestones.values() for each in (one.due, one.not_before) if each]
    if any(span is not None and span.exact for span in [*spans, *(limit.span for limit in limits)]):
        return
    days = [entry.occurred for entry in question.entries if entry.occurred is not None]
    if len({(day.year, day.month, day.day) for day in days}) < len(days):
        return
    plain = question.of(
        replace(entry, occurred=date(day.year, day.month, day.day))
        for entry, day in zip(question.entries, days, strict=True)
    )
    timed = plain.of(
        replace(entry, occurred=datetime.combine(entry.occurred, time(hour, 30))) if entry.occurred else entry
        for entry in plain.entries
    )
    one = [
        (each.id, each.episode, each.verdict, each.last_good_day, each.days_over) for each in plain.answer().milestones
    ]
    two = [
        (each.id, each.episode, each.verdict, each.last_good_day, each.days_over) for each in timed.answer().milestones
    ]
    assert one == two


@given(st.permutations([0, 1, 2, 3, 4]), st.sampled_from([date(2016, 3, 27), date(2016, 10, 30)]))
def test_instants_keep_their_order_over_a_change_of_the_clocks(order: list[int], day: date) -> None:
    london = ZoneInfo("Europe/London")
    written = [
        datetime.combine(day, time(1, 30)),
        datetime.combine(day, time(2, 0)),
        *(datetime.combine(day, each, UTC) for each in (time(0, 45), time(1, 0), time(1, 15))),
    ]
    instants = [instant(written[place], london) for place in order]
    assert [each.astimezone(UTC) for each in sorted(instants)] == sorted(each.astimezone(UTC) for each in instants)


@given(st.integers(0, 100), st.sampled_from([date(2016, 3, 26), date(2016, 10, 29)]), st.integers(0, 23))
def test_hours_are_counted_as_they_pass_over_a_change_of_the_clocks(hours: int, day: date, hour: int) -> None:
    london = ZoneInfo("Europe/London")
    at = instant(datetime.combine(day, time(hour)), london)
    limits = window(day, at, Span(hours, Unit.HOURS), london, "unknown")
    assert limits.limit.astimezone(UTC) - at.astimezone(UTC) == timedelta(hours=hours)
