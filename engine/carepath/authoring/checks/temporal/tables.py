"""The steps of a definition with what they do to its time points, worked out once for each world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from carepath.authoring.checks.temporal.hearing import Heard, Hearing, hearing, together
from carepath.authoring.checks.temporal.steps import (
    NOTHING,
    QUIET,
    Effect,
    Graph,
    Masks,
    Stay,
    Steps,
    World,
    backwards,
    homeward,
)
from carepath.authoring.checks.temporal.watches import Watch, Watched, asserted
from carepath.authoring.checks.temporal.worlds import Fixed, fixed_worlds, settled
from carepath.model import ALWAYS, Condition, Pathway, State, Transition

Settled = tuple[bool | None, ...]
HANDING = ("transfer.sent", "transfer.received", "transfer.accepted")


def masks(pathway: Pathway, watched: Watched) -> Masks:
    """Return which points are what."""
    telling = {number for number, watch in enumerate(watched.watches) if not watch.events.isdisjoint(HANDING)}
    after = {*watched.stops.values(), *(bound.anchor for bound in watched.bounds if bound.side == "not before")}
    known = {
        number
        for atom, number in watched.done.items()
        if any(event in pathway.routes.takers for event in (atom.event, *atom.also))
    }
    return Masks(
        _bits(watched.transfers.values()),
        _bits(telling),
        _bits(after - telling),
        _bits(known),
        tuple(_bits(_also(watched.watches, number)) for number in range(len(watched.watches))),
    )


def tables(pathway: Pathway, watched: Watched, allowed: int, reentries: bool) -> Steps:
    """Return the steps in each world that differs from the others; after a re-entry all worlds are one."""
    guards = {guard for watch in watched.watches for _, guard in watch.heard}
    guards |= {start.guard for start in pathway.starts}
    fixed = ({},) if reentries else fixed_worlds(pathway, sorted(guards, key=repr))
    maker = _Maker(pathway, watched, allowed, hearing(pathway, watched))
    worlds = [maker.world(one, reentries) for one in fixed]
    return Steps(_graph(pathway), tuple(maker.effects), tuple(maker.stays), tuple(dict.fromkeys(worlds)))


def _graph(pathway: Pathway) -> Graph:
    number = {state: place for place, state in enumerate(pathway.states)}
    arrows: list[tuple[tuple[int, int], ...]] = []
    arrow = 0
    for state in pathway.states.values():
        leaving = []
        for move in state.transitions:
            if move.to in number:
                leaving.append((arrow, number[move.to]))
            arrow += 1
        arrows.append(tuple(leaving))
    leading = tuple(arrows)
    return Graph(tuple(pathway.states), leading, homeward(leading), backwards(leading))


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the steps of one world after the other, and keeps alike ones once."""

    pathway: Pathway
    watched: Watched
    allowed: int
    hearing: Hearing
    effects: dict[Effect, int] = field(default_factory=lambda: {NOTHING: 0})
    stays: dict[Stay, int] = field(default_factory=lambda: {QUIET: 0})
    stayed: dict[tuple[str, Settled], int] = field(default_factory=dict)
    moved: dict[tuple[int, Settled], int] = field(default_factory=dict)

    def world(self, fixed: Fixed, reentries: bool) -> World:
        holds = tuple(settled(condition, fixed) for condition in self.hearing.conditions)
        ways = self._reentries(holds) if reentries else self._starts(fixed, holds)
        states = self.pathway.states
        number = {state: place for place, state in enumerate(states)}
        moves = ((state, move) for state in states.values() for move in state.transitions)
        return World(
            tuple((number[to], self._effect(effect)) for to, effect in ways if to in number),
            tuple(self._stay_in(state, holds) for state in states.values()),
            tuple(self._effect_of(place, *move, holds) for place, move in enumerate(moves)),
        )

    def _stay_in(self, state: State, holds: Sequence[bool | None]) -> int:
        """Return the number of a stay; it is made anew only where what its tasks depend on is settled otherwise."""
        key = state.id, self.hearing.settled([task.event for task in state.tasks], holds)
        if key not in self.stayed:
            self.stayed[key] = self.stays.setdefault(self._stay(state, holds), len(self.stays))
        return self.stayed[key]

    def _effect_of(self, place: int, state: State, move: Transition, holds: Sequence[bool | None]) -> int:
        key = place, self.hearing.settled([move.event] if move.event is not None else [], holds)
        if key not in self.moved:
            self.moved[key] = self._effect(self._move(state, move, holds))
        return self.moved[key]

    def _effect(self, effect: Effect) -> int:
        return self.effects.setdefault(effect, len(self.effects))

    def _starts(self, fixed: Fixed, holds: Sequence[bool | None]) -> Iterator[tuple[str, Effect]]:
        for start in self.pathway.starts:
            fires = settled(start.guard, fixed)
            if fires is not False:
                yield start.to, self._way_in(start.event, start.guard, start.to, holds)
            if fires is True:
                return

    def _reentries(self, holds: Sequence[bool | None]) -> Iterator[tuple[str, Effect]]:
        for way in self.pathway.reentries:
            yield way.to, self._way_in(way.event, way.guard, way.to, holds)

    def _way_in(self, event: str, guard: Condition, to: str, holds: Sequence[bool | None]) -> Effect:
        heard = self._heard(event, guard, holds)
        entered = self._entered(to)
        clears, tells = self.hearing.told(event, guard)
        opened = together((heard,))
        return Effect(heard.possible | entered, heard.sure | entered, clears=clears, tells=tells, open=opened)

    def _stay(self, state: State, holds: Sequence[bool | None]) -> Stay:
        tasks = [self._heard(task.event, None, holds) for task in state.tasks]
        maybe = must = clears = 0
        for task, heard in zip(state.tasks, tasks, strict=True):
            maybe |= heard.possible
            must |= heard.sure if task.required else 0
            clears |= self.hearing.told(task.event, None)[0]
        required = [heard for task, heard in zip(state.tasks, tasks, strict=True) if task.required]
        senders = (each.id for each in self.pathway.transfers.values() if each.sender in state.roles)
        held = _bits(self.watched.transfers[each] for each in senders)
        return Stay(maybe, must, held, clears, together(tasks), together(required))

    def _move(self, state: State, move: Transition, holds: Sequence[bool | None]) -> Effect:
        heard = Heard() if move.event is None else self._heard(move.event, move.guard, holds)
        clears, tells = self.hearing.told(move.event, move.guard)
        entered = self._entered(move.to)
        said = tuple(asserted(move.guard))
        roles = self.pathway.states[move.to].roles if move.to in self.pathway.states else ()
        working = move.roles or state.roles
        handed = [
            each
            for each in self.pathway.transfers.values()
            if each.receiver in roles and each.receiver not in state.roles
        ]
        return Effect(
            heard.possible | entered,
            heard.sure | entered,
            _bits(self.watched.done[atom] for atom in said if atom.done),
            _bits(self.watched.done[atom] for atom in said if not atom.done),
            _bits(self.watched.transfers[each.id] for each in handed),
            _bits(
                self.watched.transfers[each.id]
                for each in handed
                if each.sender in working and each.receiver not in working
            ),
            clears,
            tells,
            together((heard,)),
        )

    def _entered(self, state: str) -> int:
        return self.allowed & self.hearing.entered.get(state, 0)

    def _heard(self, event: str, guard: Condition | None, holds: Sequence[bool | None]) -> Heard:
        return self.hearing.heard(event, guard, holds, self.allowed)


def _also(watches: tuple[Watch, ...], number: int) -> set[int]:
    """Return the other points that surely are no later: those that hear all that this one hears, and more."""
    heard = watches[number].heard
    return {
        other
        for other, watch in enumerate(watches)
        if other != number and heard and all(_hears(watch, event, condition) for event, condition in heard)
    }


def _hears(watch: Watch, event: str, condition: Condition) -> bool:
    return (event, ALWAYS) in watch.heard or (event, condition) in watch.heard


def _bits(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found
