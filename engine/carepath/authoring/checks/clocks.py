"""Checks of clocks: each can start, and none is left running at the end of a path without a word on it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator
from typing import Literal, NamedTuple

from carepath.authoring.checks.happen import can_happen
from carepath.authoring.checks.naming import event_named, named
from carepath.authoring.checks.worlds import implies, impossible
from carepath.authoring.words import listed
from carepath.model import ALWAYS, AnyOf, ClockRule, Condition, Done, Pathway, State, Transition, Trigger
from carepath.problems import Problem
from carepath.routes import heard_as

Running = Literal["not yet", "running", "ended"]


class Place(NamedTuple):
    """A state that a case can be in, and whether the clock runs there."""

    state: str
    clock: Running


Walk = tuple[str, ...]  # the legs of a path, in words
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

    One message for an end with all clocks that it forgets, or for a clock with all ends that forget it.
    """
    left = [(clock, end, path) for clock in pathway.clocks.values() for end, path in _ends_running(pathway, clock)]
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


def _ends_running(pathway: Pathway, clock: ClockRule) -> Iterator[tuple[State, Walk]]:
    """Yield the ends that can be reached with the clock running, each with one of the shortest paths."""
    seen: set[Place] = set()
    waiting: deque[tuple[Place, Walk]] = deque(_ways_in(pathway, clock))
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
            for running in _after(pathway, clock, state, move, place.clock):
                waiting.append((Place(move.to, running), (*path, leg)))


def _ways_in(pathway: Pathway, clock: ClockRule) -> Iterator[tuple[Place, Walk]]:
    ways = [(way.event, way.to, way.guard) for way in pathway.starts]
    ways += [(way.event, way.to, way.guard) for way in pathway.reentries if clock.id in way.clocks]
    for event, to, guard in ways:
        for running in _heard(pathway, clock, event, guard, {"not yet"}):
            yield Place(to, running), (f"by {event} to {to}",)


def _after(pathway: Pathway, clock: ClockRule, state: State, move: Transition, before: Running) -> list[Running]:
    """Return how the clock may stand once a case has left a state by a move."""
    found: set[Running] = {before}
    for task in state.tasks:
        heard = _heard(pathway, clock, task.event, ALWAYS, found)
        found = heard if task.required else found | heard
    if move.event is not None:
        found = _heard(pathway, clock, move.event, move.guard, found)
    stopped = AnyOf(tuple(Done(trigger.event, True) for trigger in clock.stops))
    if "running" in found and implies(move.guard, stopped, pathway.attributes):
        found = {"ended" if one == "running" else one for one in found}
    for event in _transferred(pathway, state, move.to):
        found = _heard(pathway, clock, event, ALWAYS, found)
    return sorted(found)


def _heard(pathway: Pathway, clock: ClockRule, event: str, guard: Condition, before: Iterable[Running]) -> set[Running]:
    """Return how the clock may stand once an event was heard where the guard holds.

    A start counts where it may fire, a stop too: what the guards leave open is for the people who record.
    """
    names = heard_as(pathway.events, event)
    found = set(before)
    starts = _fitting(pathway, clock.starts, names, guard) if "not yet" in found else ()
    if starts:
        found.add("running")
        if any(implies(guard, trigger.guard, pathway.attributes) for trigger in starts):
            found.remove("not yet")
    if "running" in found and _fitting(pathway, (*clock.stops, *clock.nullifies), names, guard):
        found = {"ended" if one == "running" else one for one in found}
    return found


def _fitting(
    pathway: Pathway, triggers: Iterable[Trigger], names: Container[str], guard: Condition
) -> tuple[Trigger, ...]:
    return tuple(
        trigger
        for trigger in triggers
        if trigger.event in names and not impossible((guard, trigger.guard), pathway.attributes)
    )


def _transferred(pathway: Pathway, state: State, to: str) -> tuple[str, ...]:
    """Return what is heard beside the state graph where care passes to the receiving role of a transfer."""
    came = set(pathway.states[to].roles if to in pathway.states else ()) - set(state.roles)
    moved = any(transfer.receiver in came for transfer in pathway.transfers.values())
    return TRANSFER if moved else ()
