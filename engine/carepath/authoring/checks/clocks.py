"""Checks of clocks: each can start, and none is left running at the end of a path without a word on it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from carepath.authoring.checks.happen import can_happen
from carepath.authoring.checks.naming import event_named, named
from carepath.authoring.checks.worlds import implies, impossible
from carepath.authoring.words import listed
from carepath.model import ALWAYS, AnyOf, ClockRule, Condition, Done, Pathway, State, Transition, Trigger
from carepath.problems import Problem
from carepath.routes import heard_as, mentions

Running = Literal["not yet", "running", "ended"]


class Place(NamedTuple):
    """A state that a case can be in, and whether the clock runs there."""

    state: str
    clock: Running


class Heard(NamedTuple):
    """What an event does to a clock: whether it may start it, surely starts it, and may end it."""

    may_start: bool = False
    starts: bool = False
    may_end: bool = False


Walk = tuple[str, ...]  # the legs of a path, in words
NOTHING = Heard()
TRANSFER = ("transfer.sent", "transfer.received", "transfer.accepted")  # in the order in which they happen


def clocks_without_start(pathway: Pathway) -> Iterator[Problem]:
    """Report a clock of the definition itself that no path starts; shared clocks serve other definitions too."""
    happening = can_happen(pathway)
    for clock in pathway.clocks.values():
        events = sorted({trigger.event for trigger in clock.starts})
        if clock.source.file == pathway.source.file and events and happening.isdisjoint(events):
            yield Problem(
                clock.source,
                "clock-never-starts",
                f"The clock {named(clock)} never starts: no start, no state and no exit takes "
                f"{listed(event_named(pathway, event) for event in events)}.",
                "Let a state take that event, or start the clock with another one.",
            )


def clocks_left_running(pathway: Pathway) -> Iterator[Problem]:
    """Report the ends that a case can come to while a clock runs, if the end says nothing on that clock.

    One message for an end with all clocks that it forgets, or for a clock with all ends that forget it. A clock that
    nothing stops has been reported where it is written: `stop:` is missing, or names what is not there.
    """
    stopped = [clock for clock in pathway.clocks.values() if clock.stops]
    left = [(clock, end, path) for clock in stopped for end, path in _ends_running(pathway, clock)]
    while left:
        ends, clocks = Counter(end.id for _, end, _ in left), Counter(clock.id for clock, _, _ in left)
        end, clock = max(ends, key=lambda each: ends[each]), max(clocks, key=lambda each: clocks[each])
        by_end = ends[end] >= clocks[clock]
        told = [each for each in left if (each[1].id == end if by_end else each[0].id == clock)]
        left = [each for each in left if each not in told]
        yield _left_running(pathway, told)


def _left_running(pathway: Pathway, told: list[tuple[ClockRule, State, Walk]]) -> Problem:
    """Report one end with several clocks, or one clock with several ends."""
    clocks = list(dict.fromkeys(named(clock) for clock, _, _ in told))
    ends = list(dict.fromkeys(named(end) for _, end, _ in told))
    first, state, path = told[0]
    several = len(ends) > 1
    stops = sorted({event_named(pathway, trigger.event) for trigger in first.stops}) if len(clocks) == 1 else []
    effects = ", ".join(f'"{each}": close' for each in dict.fromkeys(clock.id for clock, _, _ in told))
    own = several and first.source.file == pathway.source.file
    return Problem(
        first.source if own else state.source,
        "clock-without-stop",
        f"A case can come to the end{'s' if several else ''} {listed(ends, 'and')} while the "
        f"clock{'s' if len(clocks) > 1 else ''} {listed(clocks, 'and')} run{'' if len(clocks) > 1 else 's'}: "
        f"{', '.join(path)}.",
        f"Say at {'each of them' if several else state.id} what becomes of {'them' if len(clocks) > 1 else 'it'}, for "
        f"example `clocks: {{{effects}}}`" + (f", or let every way there take {listed(stops)}." if stops else "."),
    )


@dataclass(frozen=True, slots=True)
class _Ears:
    """What a clock makes of each event, where a guard holds; worked out once, as many places take the same."""

    pathway: Pathway
    clock: ClockRule
    deaf: frozenset[str]  # events that are nothing to this clock
    known: dict[tuple[str, int], Heard] = field(default_factory=dict)  # by event and by the guard as this one object

    def heard(self, event: str, guard: Condition) -> Heard:
        """Return what an event may do; what the guards leave open is for the people who record."""
        if event in self.deaf:
            return NOTHING
        key = event, id(guard)
        if key not in self.known:
            names = heard_as(self.pathway.events, event)
            starts = self._fitting(self.clock.starts, names, guard)
            surely = any(implies(guard, trigger.guard, self.pathway.attributes) for trigger in starts)
            ends = bool(self._fitting((*self.clock.stops, *self.clock.nullifies), names, guard))
            self.known[key] = Heard(bool(starts), surely, ends)
        return self.known[key]

    def _fitting(self, triggers: Iterable[Trigger], names: Container[str], guard: Condition) -> tuple[Trigger, ...]:
        return tuple(
            trigger
            for trigger in triggers
            if trigger.event in names and not impossible((guard, trigger.guard), self.pathway.attributes)
        )


def _ears(pathway: Pathway, clock: ClockRule) -> _Ears:
    listened = {trigger.event for trigger in (*clock.starts, *clock.stops, *clock.nullifies)}
    deaf = frozenset(event for event in pathway.events if listened.isdisjoint(heard_as(pathway.events, event)))
    return _Ears(pathway, clock, deaf)


def _ends_running(pathway: Pathway, clock: ClockRule) -> Iterator[tuple[State, Walk]]:
    """Yield the ends that can be reached with the clock running, each with one of the shortest paths."""
    seen: set[Place] = set()
    ears = _ears(pathway, clock)
    waiting: deque[tuple[Place, Walk]] = deque(_ways_in(ears))
    while waiting:
        place, path = waiting.popleft()
        if place in seen or place.state not in pathway.states:
            continue
        seen.add(place)
        state = pathway.states[place.state]
        if state.end is not None and place.clock == "running" and clock.id not in dict(state.clocks):
            yield state, path
        for move in state.transitions:
            leg = f"by {move.event} to {move.to}" if move.event else f"from there to {move.to}"
            for running in _after(ears, state, move, place.clock):
                waiting.append((Place(move.to, running), (*path, leg)))


def _ways_in(ears: _Ears) -> Iterator[tuple[Place, Walk]]:
    pathway = ears.pathway
    ways = [(way.event, way.to, way.guard) for way in pathway.starts]
    ways += [(way.event, way.to, way.guard) for way in pathway.reentries if ears.clock.id in way.clocks]
    for event, to, guard in ways:
        for running in _heard(ears, event, guard, {"not yet"}):
            yield Place(to, running), (f"by {event} to {to}",)


def _after(ears: _Ears, state: State, move: Transition, before: Running) -> list[Running]:
    """Return how the clock may stand once a case has left a state by a move."""
    found: set[Running] = {before}
    for task in state.tasks:
        heard = _heard(ears, task.event, ALWAYS, found)
        found = heard if task.required else found | heard
    if move.event is not None:
        found = _heard(ears, move.event, move.guard, found)
    if "running" in found and _says_stopped(ears, move.guard):
        found = {"ended" if one == "running" else one for one in found}
    for event in _transferred(ears.pathway, state, move.to):
        found = _heard(ears, event, ALWAYS, found)
    return sorted(found)


def _says_stopped(ears: _Ears, guard: Condition) -> bool:
    """Return whether a guard says that something was done that stops the clock."""
    stops = [trigger.event for trigger in ears.clock.stops]
    if mentions(guard)[1].isdisjoint(stops):
        return False
    return implies(guard, AnyOf(tuple(Done(event, True) for event in stops)), ears.pathway.attributes)


def _heard(ears: _Ears, event: str, guard: Condition, before: Iterable[Running]) -> set[Running]:
    """Return how the clock may stand once an event was heard where the guard holds.

    A start counts where it may fire, a stop too.
    """
    heard = ears.heard(event, guard)
    found = set(before)
    if "not yet" in found and heard.may_start:
        found.add("running")
        if heard.starts:
            found.remove("not yet")
    if "running" in found and heard.may_end:
        found = {"ended" if one == "running" else one for one in found}
    return found


def _transferred(pathway: Pathway, state: State, to: str) -> tuple[str, ...]:
    """Return what is heard beside the state graph where care passes to the receiving role of a transfer."""
    came = set(pathway.states[to].roles if to in pathway.states else ()) - set(state.roles)
    moved = any(transfer.receiver in came for transfer in pathway.transfers.values())
    return TRANSFER if moved else ()
