"""Laws of moving everything in time, and of what a change of the clocks moves: nothing."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from carepath.calendar import Unit
from carepath.findings import Assessment
from carepath.model import Pathway
from carepath.record import Entry, Scalar
from carepath.testing import Question, questions
from hypothesis import given
from hypothesis import strategies as st

Asked = st.SearchStrategy[Question]
Moved = Scalar | date | datetime | None


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


def moved(value: Moved, days: timedelta) -> Moved:
    """Move a day or an instant, also one that is written as text."""
    if isinstance(value, date):
        return value + days
    try:
        return (date.fromisoformat(value) + days).isoformat() if isinstance(value, str) else value
    except (ValueError, OverflowError):
        return value


def all_moved(entry: Entry, days: timedelta) -> Entry:
    """Move an entry and the days that it names."""
    return replace(
        entry,
        occurred=moved(entry.occurred, days),
        recorded=moved(entry.recorded, days),
        data={name: moved(value, days) for name, value in entry.data.items()},
    )


def civil(entry: Entry) -> Entry:
    """Write the instants of an entry as civil time, without offset."""
    at = {name: getattr(entry, name) for name in ("occurred", "recorded")}
    plain = {name: value.replace(tzinfo=None) for name, value in at.items() if isinstance(value, datetime)}
    return replace(entry, **plain)


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
def test_moving_all_days_moves_everything(definitions: tuple[Pathway, ...], data: st.DataObject, ahead: int) -> None:
    plain = next(pathway for pathway in definitions if pathway.id == "plain_days")
    question = data.draw(questions(plain) if data.draw(st.booleans()) else questions())
    if counts_plain_days(question.pathway):
        days = timedelta(days=ahead)
        here = question.of(civil(entry) for entry in question.entries if near(entry))
        there = here.of(all_moved(entry, days) for entry in here.entries).at(here.as_of + days)
        assert days_of(there.answer(), timedelta(0)) == days_of(here.answer(), days)


@given(data=st.data())
def test_the_offset_in_which_an_instant_is_written_does_not_matter(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    zone = question.zone

    def in_utc(value: date | datetime | None) -> date | datetime | None:
        if not isinstance(value, datetime):
            return value
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)

    written = [
        replace(entry, occurred=in_utc(entry.occurred), recorded=in_utc(entry.recorded)) for entry in question.entries
    ]
    here, there = question.answer(), question.of(written).answer()
    assert here.milestones == there.milestones
    assert here.clocks == there.clocks
    assert [replace(step, at=None) for step in here.steps] == [replace(step, at=None) for step in there.steps]


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
