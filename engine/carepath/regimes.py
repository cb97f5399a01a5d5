"""What is reported of a case: its waits by the national standards in force on the day each one stopped.

A waiting time goes by the regime of its stop, for an open wait by that of the day of looking; the clocks
are the regime's own (docs/reference/semantics.md, section 9). Sums over many cases are not made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from carepath.allocation import phases
from carepath.calendar import Calendar, CalendarEnds, Span, Unit
from carepath.clocks import Count
from carepath.conditions import World
from carepath.course import Course, course
from carepath.crediting import EVENT_TYPE, SENTENCES, Facts, Reported, Why, credited, with_event_type
from carepath.model import Pathway
from carepath.record import Entry
from carepath.responsibility import Holder, holder_on, holders
from carepath.standards import Regime
from carepath.transfers import passings
from carepath.waits import Wait, Waits, heard_as, in_words_of, listening, waits

__all__ = ["SENTENCES", "Listener", "Reported", "Why", "in_force", "listeners", "reported", "reported_of"]

FIRST_SEEN = "first_seen"


@dataclass(frozen=True, slots=True)
class Listener:
    """A regime, and a pathway as it listens with the clocks of that regime."""

    regime: Regime
    pathway: Pathway


def in_force(regimes: Iterable[Regime], day: date) -> Regime | None:
    """Return the regime by which a wait that stops on that day is reported, None where there is none."""
    return next((regime for regime in regimes if regime.in_force(day)), None)


def reported(
    regimes: Iterable[Regime],
    pathway: Pathway,
    calendar: Calendar,
    entries: Iterable[Entry],
    as_of: date | datetime,
    known_at: datetime | None = None,
) -> tuple[Reported, ...]:
    """Return each wait of a case under each standard of the regime in force when it stopped, counted or not.

    The record is read as `evaluate` reads it, with the pathway's own states, exits and transfers; only the
    clocks are the regime's. Ordered by stop (open waits last), episode, clock, start and code.
    """
    return reported_of(listeners(regimes, pathway), pathway, course(pathway, calendar, entries, as_of, known_at))


def listeners(regimes: Iterable[Regime], pathway: Pathway) -> tuple[Listener, ...]:
    """Return a pathway with the clocks of each regime, made once where many cases are reported."""
    return tuple(Listener(regime, listening(pathway, regime)) for regime in regimes)


def reported_of(listeners: Iterable[Listener], pathway: Pathway, read: Course) -> tuple[Reported, ...]:
    """Return what is reported of a case whose course has been read; else as `reported`."""
    standing = read.folded.standing
    if standing.started is None:
        return ()
    first = min(one.event.day for one in standing.heard)
    found = [
        each
        for one in listeners
        if one.regime.effective_from <= read.now.day
        and (one.regime.effective_to is None or first <= one.regime.effective_to)
        for each in _by(one, pathway, read)
    ]
    return tuple(sorted(found, key=_place))


def _place(each: Reported) -> tuple[date, int, str, date, str]:
    return (each.stop or date.max, each.episode, each.clock, each.start, each.standard)


def _by(listener: Listener, pathway: Pathway, read: Course) -> Iterator[Reported]:
    """Yield what one regime reports."""
    regime, standing, now = listener.regime, read.folded.standing, read.now
    found = waits(listener.pathway, standing, now)
    handed = tuple(
        replace(each, transfer=replace(each.transfer, responsibility="handover"))
        for each in passings(pathway, standing.heard, standing.episode).of
    )
    desk = _Desk(regime, pathway, read, found, holders(standing.started, handed))
    for wait in found.of:
        ended = wait.instance.stop or wait.instance.over or now.day
        if regime.in_force(ended):
            facts = _facts(desk, wait, ended)
            for standard in regime.standards.values():
                if standard.clock == wait.clock:
                    yield credited(regime, standard, in_words_of(pathway, standard.guard), facts)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies ready while the waits of one case are reported by one regime."""

    regime: Regime
    pathway: Pathway
    read: Course
    waits: Waits
    held: tuple[Holder, ...]


def _facts(desk: _Desk, wait: Wait, ended: date) -> Facts:
    """Return what decides how a wait is reported."""
    instance, rule, stopped = wait.instance, desk.regime.clocks[wait.clock], wait.stopped
    assert instance.start is not None, "only waits that have started are reported"
    unit = rule.target.unit if rule.target else Unit.DAYS
    span = Span(0, unit) if unit is Unit.WORKING_DAYS else Span(0)
    count = Count(instance.start, span, desk.read.now.calendar, rule.nonworking, instance.gaps)
    try:
        net: int | None = count.elapsed(ended)
    except CalendarEnds:
        net = None
    provider = (stopped.provider if stopped is not None else None) or holder_on(desk.held, ended)
    events = (wait.begun, wait.stopped)
    return Facts(
        clock=wait.clock,
        episode=wait.episode,
        start=instance.start,
        stop=instance.stop,
        until=ended,
        net=net,
        ended=instance.ended,
        world=_world(desk, wait),
        stopped=stopped is not None,
        provider=provider,
        split=lambda: phases(desk.held, count.start, ended, count, provider),
        first_seen=lambda: _first_seen(desk, wait.episode),
        entries=tuple(dict.fromkeys(event.entry for event in events if event is not None)),
    )


def _world(desk: _Desk, wait: Wait) -> World:
    """Return what a standard's condition looks at: of the stopping event its own data, of others the latest.

    What only an event that stops the clock can tell is not taken from an earlier one of its kind.
    """
    found = desk.waits.worlds[wait.stopped.root] if wait.stopped is not None else desk.waits.last
    stops = stopping(desk.pathway, desk.regime, wait.clock)
    own = data_of(desk.pathway, stops)
    values = {name: value for name, value in found.attributes.items() if name not in own}
    said = {**values, **(wait.stopped.values if wait.stopped is not None else {})}
    return World(with_event_type(said, EVENT_TYPE in own, _is_first(desk, wait, stops)), found.done)


def _is_first(desk: _Desk, wait: Wait, stops: frozenset[str]) -> bool:
    """Return whether no event that would stop the clock came before the one that did, or has come at all."""
    heard = (one.event for one in desk.read.folded.standing.heard)
    first = next((event.root for event in heard if event.status == "done" and event.type in stops), None)
    return first is None or (wait.stopped is not None and wait.stopped.root == first)


def stopping(pathway: Pathway, regime: Regime, clock: str) -> frozenset[str]:
    """Return the events that stop a clock of a regime, with those of the pathway that count as them."""
    return frozenset(name for trigger in regime.clocks[clock].stops for name in heard_as(pathway, trigger.event))


def data_of(pathway: Pathway, events: frozenset[str]) -> frozenset[str]:
    """Return the attributes that these events can tell."""
    return frozenset(name for event in pathway.events.values() if event.id in events for name, _ in event.data)


def _first_seen(desk: _Desk, episode: int) -> str | None:
    """Return the provider of the first appointment of the episode."""
    names = heard_as(desk.pathway, FIRST_SEEN)
    heard = (one for one in desk.read.folded.standing.heard if one.episode == episode)
    return next((one.event.provider for one in heard if one.event.status == "done" and one.event.type in names), None)
