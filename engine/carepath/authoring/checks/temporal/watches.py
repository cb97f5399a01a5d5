"""The time points of a definition, and the bounds that it states between them.

A point is the first time that one of some things happens. Nothing is bounded that the author did not bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from carepath.authoring.checks.temporal.days import Allowance, Days, days
from carepath.authoring.words import listed
from carepath.calendar import Calendar, Span
from carepath.model import (
    ALWAYS,
    AllOf,
    ClockRule,
    Condition,
    Deadline,
    Done,
    Level,
    Milestone,
    Nonworking,
    Pathway,
    Source,
    Transfer,
    Trigger,
)

Owner = Literal["milestone", "clock", "transfer"]
Side = Literal["due", "not before"]


@dataclass(frozen=True, slots=True)
class Watch:
    """The first of some events (each where its condition holds), entry to a state, or the handover of a transfer."""

    heard: frozenset[tuple[str, Condition]] = frozenset()
    state: str | None = None
    transfer: str | None = None

    @property
    def events(self) -> frozenset[str]:
        """The events, whatever their conditions."""
        return frozenset(event for event, _ in self.heard)

    @property
    def words(self) -> str:
        """What it is, in the words of the definition."""
        if self.transfer is not None:
            return f"the transfer {self.transfer}"
        return f"the state {self.state}" if self.state is not None else listed(sorted(self.events))


@dataclass(frozen=True, slots=True)
class Bound:
    """A clause that says how long after one point another one comes, at most or at least."""

    owner: Owner
    id: str
    title: str
    level: Level
    side: Side
    anchor: int  # number of a watch
    point: int
    allowance: Allowance
    days: Days
    written: str  # as the author would write the deadline
    source: Source

    @property
    def words(self) -> str:
        """The clause in a few words."""
        return f"{self.id}: {self.side} {self.written}" if self.owner != "clock" else f"clock {self.id}: {self.written}"


@dataclass(frozen=True, slots=True)
class Watched:
    """All points of a definition, by number, and all bounds between them."""

    watches: tuple[Watch, ...]
    bounds: tuple[Bound, ...]
    origin: int | None  # the start of the day-zero clock
    stops: dict[str, int] = field(default_factory=dict)  # clock → its stop
    starts: dict[str, int] = field(default_factory=dict)  # clock → its start
    milestones: dict[str, int] = field(default_factory=dict)
    transfers: dict[str, int] = field(default_factory=dict)
    items: dict[str, tuple[int, ...]] = field(default_factory=dict)  # transfer → required items that wait for an event
    done: dict[Done, int] = field(default_factory=dict)  # conditions of the state graph on what has been done
    others: dict[tuple[str, int], int] = field(default_factory=dict)  # clock, something that stops it → what else does
    dated: dict[int, str] = field(default_factory=dict)  # start of a clock → the attribute that tells its day


@dataclass(slots=True)
class _Collector:
    """Numbers watches as they come."""

    numbers: dict[Watch, int] = field(default_factory=dict)
    bounds: list[Bound] = field(default_factory=list)

    def number(self, watch: Watch) -> int:
        """Return the number of a watch."""
        return self.numbers.setdefault(watch, len(self.numbers))


def watched(pathway: Pathway, calendar: Calendar) -> Watched:
    """Return the points and bounds of a definition."""
    found = _Collector()
    starts = {clock.id: found.number(_starting(clock)) for clock in pathway.clocks.values() if clock.starts}
    stops = {clock.id: found.number(_of(clock.stops)) for clock in pathway.clocks.values() if clock.stops}
    milestones = {each.id: found.number(_met(each)) for each in pathway.milestones.values()}
    transfers = {each: found.number(Watch(transfer=each)) for each in pathway.transfers}
    for clock in pathway.clocks.values():
        if clock.target and clock.id in starts and clock.id in stops:
            written = str(clock.target)
            ends = starts[clock.id], stops[clock.id]
            _add(found, calendar, ("clock", clock, "due"), ends, (clock.target, clock.nonworking), written)
    things: list[tuple[Owner, Milestone | Transfer, Side, Deadline | None, int, Nonworking]] = []
    for milestone in pathway.milestones.values():
        point, how = milestones[milestone.id], milestone.nonworking
        things.append(("milestone", milestone, "due", milestone.due, point, how))
        things.append(("milestone", milestone, "not before", milestone.not_before, point, how))
    for transfer in pathway.transfers.values():
        things.append(("transfer", transfer, "due", transfer.due, transfers[transfer.id], "next"))
    for owner, thing, side, deadline, point, nonworking in things:
        anchor = _anchor(found, deadline, starts)
        if deadline is not None and anchor is not None:
            told = written_as(deadline, pathway.day_zero)
            _add(found, calendar, (owner, thing, side), (anchor, point), (deadline.span, nonworking), told)
    items = {
        transfer.id: tuple(
            found.number(_plain(item.after))
            for item in transfer.items
            if item.after and item.attribute is None and not item.optional
        )
        for transfer in pathway.transfers.values()
    }
    done = {atom: found.number(_plain((atom.event, *atom.also))) for atom in _conditions_on_what_is_done(pathway)}
    others = {
        (clock.id, milestones[each.id]): found.number(_of(other))
        for clock in pathway.clocks.values()
        for each in pathway.milestones.values()
        if (other := _other_stops(clock, each))
    }
    dated = {starts[clock.id]: day for clock in pathway.clocks.values() if (day := _told(clock)) is not None}
    return Watched(
        tuple(found.numbers),
        tuple(found.bounds),
        starts.get(pathway.day_zero or ""),
        stops,
        starts,
        milestones,
        transfers,
        items,
        done,
        others,
        dated,
    )


def written_as(deadline: Deadline, day_zero: str | None) -> str:
    """Return a deadline as an author writes it."""
    on = f' on "{deadline.clock}"' if deadline.clock is not None and deadline.clock != day_zero else ""
    return f"{deadline}{on}"


def asserted(condition: Condition) -> Iterator[Done]:
    """Yield what surely was done, or not done, where a condition holds."""
    match condition:
        case Done():
            yield condition
        case AllOf(parts):
            for part in parts:
                yield from asserted(part)
        case _:
            return


def _add(
    found: _Collector,
    calendar: Calendar,
    what: tuple[Owner, ClockRule | Milestone | Transfer, Side],
    ends: tuple[int, int],
    length: tuple[Span, Nonworking],
    written: str,
) -> None:
    owner, thing, side = what
    # The first day that is not too early comes as the n-th working day, whatever is said of other days.
    allowance = Allowance(length[0], length[1] if side == "due" else "next")
    span = days(allowance, calendar)
    level = thing.level
    found.bounds.append(
        Bound(owner, thing.id, thing.title, level, side, ends[0], ends[1], allowance, span, written, thing.source)
    )


def _anchor(found: _Collector, deadline: Deadline | None, starts: dict[str, int]) -> int | None:
    if deadline is None:
        return None
    if deadline.after is not None:
        return found.number(_plain((deadline.after, *deadline.also)))
    return starts.get(deadline.clock or "")


def _starting(clock: ClockRule) -> Watch:
    """Return the first start of a clock."""
    return _of(_own_starts(clock))


def _own_starts(clock: ClockRule) -> tuple[Trigger, ...]:
    """Return what starts a clock; a start that replaces another one only moves it."""
    return tuple(trigger for trigger in clock.starts if not trigger.instead_of) or clock.starts


def _other_stops(clock: ClockRule, milestone: Milestone) -> tuple[Trigger, ...]:
    """Return what stops a clock by another clause than that by which a milestone does; nothing where it does not.

    What counts as the event of a clause stops the clock by the same one: it is done in its place.
    """
    clauses = {stop.source for stop in clock.stops if stop.event in milestone.events}
    if not milestone.events or not set(milestone.events) <= {stop.event for stop in clock.stops}:
        return ()
    return tuple(stop for stop in clock.stops if stop.source not in clauses)


def _told(clock: ClockRule) -> str | None:
    """Return the attribute that tells on which day a clock started, where it is told and not the day of an event."""
    told = {trigger.dated_by for trigger in _own_starts(clock)}
    return listed(sorted(name for name in told if name)) if told and None not in told else None


def _of(triggers: tuple[Trigger, ...]) -> Watch:
    return Watch(frozenset((trigger.event, trigger.guard) for trigger in triggers))


def _plain(events: tuple[str, ...]) -> Watch:
    return Watch(frozenset((event, ALWAYS) for event in events))


def _met(milestone: Milestone) -> Watch:
    if milestone.state is not None:
        return Watch(state=milestone.state)
    return Watch(frozenset((event, milestone.guard) for event in milestone.events))


def _conditions_on_what_is_done(pathway: Pathway) -> Iterator[Done]:
    guards = [move.guard for state in pathway.states.values() for move in state.transitions]
    for guard in guards:
        yield from asserted(guard)
