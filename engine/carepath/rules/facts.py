"""The facts of an assessed case, flat and without identifiers: what rules are matched over.

Days are whole numbers counted from the day the case started (day 0). A fact belongs to an episode; `since` is the day
on which it came to be as it is, as far as one can say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from carepath.calendar import civil_day
from carepath.course import Course
from carepath.findings import Assessment, Finding, Moment, TransferReading, Verdict
from carepath.model import Pathway, Source, Value
from carepath.reading import Event
from carepath.rules.kinds import DATA
from carepath.standing import Visit

FactValue = str | int | Decimal


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its kind, its fields, the entries it rests on, and the clause that asked for it."""

    kind: str
    episode: int
    fields: Mapping[str, FactValue]
    since: date | None = None
    entries: tuple[str, ...] = ()
    source: Source | None = None


def facts(pathway: Pathway, told: Course, assessment: Assessment) -> tuple[Fact, ...]:
    """Return what is known of a case as facts, in a fixed order; none before it has started."""
    started = told.folded.standing.started
    if started is None:
        return ()
    return (
        *_of_case(pathway, told, assessment, started.day),
        *_visits(pathway, told, started.day),
        *_events(pathway, told, assessment, started.day),
        *(_milestone(each, told) for each in assessment.milestones),
        *_clocks(assessment, told),
        *(_transfer(each) for each in assessment.transfers),
        *(_finding(each, told.now.zone) for each in assessment.findings),
        *_dues(assessment),
    )


def _said(**fields: FactValue | bool | None) -> dict[str, FactValue]:
    """Return the fields that hold something; yes and no are words."""
    return {
        name: ("yes" if value else "no") if isinstance(value, bool) else value
        for name, value in fields.items()
        if value is not None
    }


def _data(values: Mapping[str, Value], zero: date) -> dict[str, FactValue]:
    return {
        f"{DATA}.{name}": (value - zero).days if isinstance(value, date) else value
        for name, value in sorted(values.items())
    }


def day_of(moment: Moment | None, zone: tzinfo) -> date | None:
    """Return the civil day of a moment."""
    return civil_day(moment, zone) if isinstance(moment, datetime) else moment


def _of_case(pathway: Pathway, told: Course, assessment: Assessment, zero: date) -> Iterator[Fact]:
    standing = told.folded.standing
    state = pathway.states[standing.state] if standing.state is not None else None
    said = _said(
            pathway=assessment.pathway, version=assessment.version, draft=assessment.draft,
            state=standing.state, arm=state.arm if state else None, episode=standing.episode,
            closed=assessment.closed, day=(told.now.day - zero).days,
            provider=assessment.responsibility[-1].provider if assessment.responsibility else None,
    )  # fmt: skip
    since = standing.visits[-1].day if standing.visits else zero
    yield Fact("case", standing.episode, said | _data(standing.attributes, zero), since)


def _visits(pathway: Pathway, told: Course, zero: date) -> Iterator[Fact]:
    visits = told.folded.standing.visits
    for place, visit in enumerate(visits):
        ends = _left(visits, place, told)
        fields = _said(
            state=visit.state, arm=pathway.states[visit.state].arm, number=visit.number,
            day=(visit.day - zero).days, days=((ends or told.now.day) - visit.day).days, current=ends is None,
        )  # fmt: skip
        source = pathway.states[visit.state].source
        yield Fact("visit", visit.episode, fields, visit.day, (visit.event.entry,), source)


def _left(visits: tuple[Visit, ...], place: int, told: Course) -> date | None:
    """Return the day on which a visit ended; None while it goes on."""
    if place + 1 < len(visits):
        return visits[place + 1].day
    closed = told.folded.standing.closed
    return closed.day if closed is not None else None


def _events(pathway: Pathway, told: Course, assessment: Assessment, zero: date) -> Iterator[Fact]:
    """Yield the events that count, and plans; numbered by type within their episode."""
    steps = {step.root: step for step in assessment.steps}
    numbers: dict[tuple[str, int], int] = {}
    numbered: list[tuple[Event, int, int]] = []
    for event in told.events:
        if event.void is not None or event.root not in steps:
            continue
        episode = steps[event.root].episode
        numbers[event.type, episode] = numbers.get((event.type, episode), 0) + 1
        numbered.append((event, episode, numbers[event.type, episode]))
    for event, episode, number in numbered:
        place = pathway.organisations.get(event.provider or "")
        fields = _said(
            id=event.type, episode=episode, number=number, latest=number == numbers[event.type, episode],
            day=(event.day - zero).days, days_ago=(told.now.day - event.day).days, provider=event.provider,
            provider_kind=place.kind if place else None, status=event.status,
            state=steps[event.root].before, before_end=_before_end(event, told),
        )  # fmt: skip
        said = fields | _data(event.values, zero)
        yield Fact("event", episode, said, min(event.day, told.now.day), (event.entry,))


def _before_end(event: Event, told: Course) -> int | None:
    """Return how many days an event was before the end of the case; None where that has not ended, or ended before."""
    closed = told.folded.standing.closed
    return None if closed is None or closed.day < event.day else (closed.day - event.day).days


def _milestone(verdict: Verdict, told: Course) -> Fact:
    fields = _said(
        id=verdict.id, episode=verdict.episode, verdict=verdict.verdict, days_over=verdict.days_over,
        days_left=verdict.days_left, provider=verdict.provider, final=verdict.final, level=verdict.level,
        clock=verdict.clock,
    )  # fmt: skip
    zone = told.now.zone
    missed = verdict.verdict in ("overdue", "missed")
    since = day_of(verdict.last_good_day if missed else verdict.done or verdict.start, zone)
    return Fact("milestone", verdict.episode, fields, since, verdict.entries, verdict.source)


def _clocks(assessment: Assessment, told: Course) -> Iterator[Fact]:
    for clock in assessment.clocks:
        fields = _said(
            id=clock.id, episode=clock.episode, instance=clock.instance, ended=clock.ended,
            gross=clock.gross, not_counted=clock.not_counted, net=clock.net, verdict=clock.verdict,
            paused=clock.paused_since is not None,
        )  # fmt: skip
        since = clock.paused_since or day_of(clock.stop or clock.start, told.now.zone)
        yield Fact("clock", clock.episode, fields, since)


def _transfer(reading: TransferReading) -> Fact:
    fields = _said(
        id=reading.id, episode=reading.episode, complete=reading.complete, verdict=reading.verdict,
        sender=reading.sender, receiver=reading.receiver, days_over=reading.days_over,
        days_left=reading.days_left,
    )  # fmt: skip
    return Fact("transfer", reading.episode, fields, reading.handover or reading.received or reading.sent)


def _finding(finding: Finding, zone: tzinfo) -> Fact:
    fields = _said(
        code=finding.code, subject=finding.subject, episode=finding.episode, days_over=finding.days_over,
        provider=finding.provider,
    )  # fmt: skip
    since = day_of(finding.day, zone)
    return Fact("finding", finding.episode, fields, since, finding.entries, finding.source)


def _dues(assessment: Assessment) -> Iterator[Fact]:
    for due in assessment.due:
        fields = _said(
            what=due.what, milestone=due.milestone, episode=due.episode, days_left=due.days_left,
            role=due.role, provider=due.provider, protects=due.protects, level=due.level,
        )  # fmt: skip
        yield Fact("due", due.episode, fields)
