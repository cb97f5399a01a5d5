"""What is reported of a case: its waits by the national standards in force on the day each one stopped.

A waiting time goes by the regime of its stop, for an open wait by that of the day of looking; the clocks
are the regime's own (docs/reference/semantics.md, section 9). Sums over many cases are not made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from carepath.allocation import Allocated, Share, allocation, phases
from carepath.calendar import Calendar, CalendarEnds, Span, Unit
from carepath.clocks import Count
from carepath.conditions import World, truth
from carepath.course import Course, course
from carepath.model import Pathway
from carepath.record import Entry
from carepath.responsibility import Holder, holder_on, holders
from carepath.standards import Regime, Standard
from carepath.transfers import passings
from carepath.waits import Wait, Waits, heard_as, in_words_of, listening, waits

FIRST_SEEN = "first_seen"
EVENT_TYPE = "event_type"
FIRST, SUBSEQUENT = "01", "02"  # CANCER TREATMENT EVENT TYPE: first and further treatment of a new primary
Why = Literal["counted", "open", "closed", "excluded", "void", "other-wait", "other-treatment", "not-known"]
SENTENCES: dict[Why, str] = {
    "counted": "It counts.",
    "open": "It has not stopped yet, so it counts in no month.",
    "closed": "It ended without its stop and is not counted.",
    "excluded": "It is taken out: neither in time nor late.",
    "void": "It ended as if it had never begun.",
    "other-wait": "The standard is for other waits.",
    "other-treatment": "The standard is for treatments of another event type.",
    "not-known": "What decides whether it counts is not recorded.",
}


@dataclass(frozen=True, slots=True)
class Reported:
    """One wait under one standard. Days are calendar days; `days` are the most that are in time.

    `within` is None where an open wait may still be in time. `month` is that of the stop. `shares` say who
    is credited; of an open wait who holds it. `entries` are those of its start and stop.
    """

    regime: str
    standard: str
    title: str
    clock: str
    episode: int
    start: date
    stop: date | None
    month: str | None
    gross: int
    not_counted: int | None
    net: int | None
    days: int
    within: bool | None
    counted: bool
    why: Why
    allocated: Allocated
    entries: tuple[str, ...]
    verified: bool

    @property
    def denominator(self) -> int:
        """1 where the wait counts."""
        return int(self.counted)

    @property
    def numerator(self) -> int:
        """1 where the wait counts and was in time."""
        return int(self.counted and self.within is True)

    @property
    def shares(self) -> tuple[Share, ...]:
        """Who is credited, with exact parts."""
        return self.allocated.shares

    @property
    def because(self) -> str:
        """Why it counts or not, in a sentence."""
        return SENTENCES[self.why]


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
            for standard in regime.standards.values():
                if standard.clock == wait.clock:
                    yield _reported(desk, standard, wait, ended)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies ready while the waits of one case are reported by one regime."""

    regime: Regime
    pathway: Pathway
    read: Course
    waits: Waits
    held: tuple[Holder, ...]


def _reported(desk: _Desk, standard: Standard, wait: Wait, ended: date) -> Reported:
    instance, rule = wait.instance, desk.regime.clocks[wait.clock]
    assert instance.start is not None, "only waits that have started are reported"
    unit = rule.target.unit if rule.target else Unit.DAYS
    span = Span(0, unit) if unit is Unit.WORKING_DAYS else Span(0)
    count = Count(instance.start, span, desk.read.now.calendar, rule.nonworking, instance.gaps)
    gross = max(0, (ended - instance.start).days)
    try:
        net: int | None = count.elapsed(ended)
    except CalendarEnds:
        net = None
    why = _why(desk, standard, wait) if net is not None else "not-known"
    within = None if net is None else net <= standard.days
    events = (wait.begun, wait.stopped)
    return Reported(
        regime=desk.regime.id,
        standard=standard.code,
        title=standard.title,
        clock=wait.clock,
        episode=wait.episode,
        start=instance.start,
        stop=instance.stop,
        month=f"{instance.stop:%Y-%m}" if instance.stop else None,
        gross=gross,
        not_counted=None if net is None else gross - net,
        net=net,
        days=standard.days,
        within=None if within and instance.stop is None else within,
        counted=why == "counted",
        why=why,
        allocated=_allocated(desk, standard, wait, count, ended, why),
        entries=tuple(dict.fromkeys(event.entry for event in events if event is not None)),
        verified=standard.citation.verified,
    )


def _why(desk: _Desk, standard: Standard, wait: Wait) -> Why:
    """Say whether a wait counts in a standard, and if not, why."""
    instance = wait.instance
    world = _world(desk, wait)
    holds = truth(in_words_of(desk.pathway, standard.guard), world)
    if holds is False:
        return "other-wait"
    if standard.event_types and str(world.attributes.get(EVENT_TYPE)) not in standard.event_types:
        return "other-treatment"
    match instance.ended:
        case "close":
            return "closed"
        case "exclude":
            return "excluded"
        case "void":
            return "void"
        case None:
            return "open" if holds else "not-known"
        case "stop":
            return "counted" if holds else "not-known"


def _world(desk: _Desk, wait: Wait) -> World:
    """Return what a standard's condition looks at: of the stopping event its own data, of others the latest.

    What only an event that stops the clock can tell is not taken from an earlier one of its kind. A treatment
    without event type counts as the first of a new primary if no other came before it, else as a further one.
    """
    found = desk.waits.worlds[wait.stopped.root] if wait.stopped is not None else desk.waits.last
    stops = _stopping(desk, wait)
    own = {name for event in desk.pathway.events.values() if event.id in stops for name, _ in event.data}
    values = {name: value for name, value in found.attributes.items() if name not in own}
    if EVENT_TYPE in own:
        values[EVENT_TYPE] = FIRST if _is_first(desk, wait) else SUBSEQUENT
    return World({**values, **(wait.stopped.values if wait.stopped is not None else {})}, found.done)


def _is_first(desk: _Desk, wait: Wait) -> bool:
    """Return whether no event that would stop the clock came before the one that did, or has come at all."""
    stops = _stopping(desk, wait)
    heard = (one.event for one in desk.read.folded.standing.heard)
    first = next((event.root for event in heard if event.status == "done" and event.type in stops), None)
    return first is None or (wait.stopped is not None and wait.stopped.root == first)


def _stopping(desk: _Desk, wait: Wait) -> frozenset[str]:
    """Return the events that stop a clock, with those that count as them."""
    stops = desk.regime.clocks[wait.clock].stops
    return frozenset(name for trigger in stops for name in heard_as(desk.pathway, trigger.event))


def _allocated(desk: _Desk, standard: Standard, wait: Wait, count: Count, ended: date, why: Why) -> Allocated:
    """Return who is credited with a wait that counts, and who holds one that is open."""
    if why not in ("counted", "open"):
        return Allocated(None, 0, 0, ())
    days = count.elapsed(ended)
    stopped = wait.stopped
    provider = (stopped.provider if stopped is not None else None) or holder_on(desk.held, ended)
    if not standard.allocated or stopped is None:
        return Allocated(None, days, 0, (Share(provider, "whole", Fraction(1), days),))
    split = phases(desk.held, count.start, ended, count, provider)
    return allocation(desk.regime.allocation, split, standard.days, _first_seen(desk, wait.episode))


def _first_seen(desk: _Desk, episode: int) -> str | None:
    """Return the provider of the first appointment of the episode."""
    names = heard_as(desk.pathway, FIRST_SEEN)
    heard = (one for one in desk.read.folded.standing.heard if one.episode == episode)
    return next((one.event.provider for one in heard if one.event.status == "done" and one.event.type in names), None)
