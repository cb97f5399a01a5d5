"""What each step of a definition does to its time points, worked out once for each world before paths are walked.

Points are bits of whole numbers: a path is walked by a few operations on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from carepath.authoring.checks.temporal.watches import Watch, Watched, asserted
from carepath.authoring.checks.temporal.worlds import Fixed, fixed_worlds, settled
from carepath.authoring.checks.worlds import implies, impossible
from carepath.model import ALWAYS, Condition, Pathway, State, Transition

HANDING = ("transfer.sent", "transfer.received", "transfer.accepted")


class Effect(NamedTuple):
    """The points that a step may be (`maybe`) and surely is (`sure`), and what it says was done."""

    maybe: int = 0
    sure: int = 0
    done: int = 0
    not_done: int = 0
    handed: int = 0  # transfers that are over once this step is taken, if the sender had the case
    senders: int = 0  # those of them whose sender does this step

    def of(self, points: int) -> Effect:
        """Return what is left of it for some of the points."""
        maybe, sure, done, not_done, handed, senders = self
        if not (maybe | done | not_done | handed) & points:  # what it surely is and who sends are among these
            return NOTHING
        return Effect(
            maybe & points, sure & points, done & points, not_done & points, handed & points, senders & points
        )


NOTHING = Effect()


class Move(NamedTuple):
    """A step to a state, and what it does."""

    to: str
    effect: Effect


class Stay(NamedTuple):
    """A state: the points that may, and that must be passed while a case is there."""

    maybe: int
    must: int
    holds: int  # transfers whose sender has the case here
    moves: tuple[Move, ...]


class Table(NamedTuple):
    """All steps in one world: the ways in, and the states."""

    ways: tuple[Move, ...]
    stays: tuple[tuple[str, Stay], ...]

    def of(self, points: int) -> Table:
        """Return the same steps for some of the points."""
        stays = tuple(
            (
                state,
                Stay(stay.maybe & points, stay.must & points, stay.holds & points, _moves_of(stay.moves, points)),
            )
            for state, stay in self.stays
        )
        return Table(_moves_of(self.ways, points), stays)


def _moves_of(moves: tuple[Move, ...], points: int) -> tuple[Move, ...]:
    if all(effect is NOTHING for _, effect in moves):
        return moves
    return tuple([move if move.effect is NOTHING else Move(move.to, move.effect.of(points)) for move in moves])


@dataclass(frozen=True, slots=True)
class Masks:
    """Which points are what."""

    handovers: int  # of transfers
    telling: int  # the events that tell of them
    after_transfers: int  # what follows a handover: the stops of clocks, and what minimum times count from
    known: int  # conditions on what was done that the state graph can settle
    supersets: tuple[int, ...]  # for each point, those that it also is

    @property
    def transfers(self) -> int:
        """Handovers and what tells of them."""
        return self.handovers | self.telling


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


def tables(pathway: Pathway, watched: Watched, allowed: int, reentries: bool) -> tuple[Table, ...]:
    """Return the steps of each world that differs from the others."""
    guards = {guard for watch in watched.watches for _, guard in watch.heard}
    guards |= {start.guard for start in pathway.starts}
    fixed = ({},) if reentries else fixed_worlds(pathway, sorted(guards, key=repr))
    hearing: dict[str, list[tuple[int, Condition]]] = {}
    for number, watch in enumerate(watched.watches):
        for event, guard in watch.heard:
            hearing.setdefault(event, []).append((number, guard))
    known: dict[tuple[Condition, Condition], bool | None] = {}
    makers = [_Maker(pathway, watched, allowed, world, hearing, known) for world in fixed]
    return tuple(dict.fromkeys(maker.table(reentries) for maker in makers))


@dataclass(frozen=True, slots=True)
class _Maker:
    pathway: Pathway
    watched: Watched
    allowed: int
    fixed: Fixed
    hearing: Mapping[str, list[tuple[int, Condition]]]  # event → points that hear it, each where its condition holds
    known: dict[tuple[Condition, Condition], bool | None]  # whether one condition holds where another one does

    def table(self, reentries: bool) -> Table:
        ways = self._reentries() if reentries else self._starts()
        return Table(tuple(ways), tuple((state.id, self._stay(state)) for state in self.pathway.states.values()))

    def _starts(self) -> Iterator[Move]:
        for start in self.pathway.starts:
            holds = settled(start.guard, self.fixed)
            if holds is not False:
                yield self._way_in(start.event, start.guard, start.to)
            if holds is True:
                return

    def _reentries(self) -> Iterator[Move]:
        for way in self.pathway.reentries:
            yield self._way_in(way.event, way.guard, way.to)

    def _way_in(self, event: str, guard: Condition, to: str) -> Move:
        maybe, sure = self._points(event, guard)
        entered = self._entered(to)
        return Move(to, Effect(maybe | entered, sure | entered))

    def _stay(self, state: State) -> Stay:
        maybe = must = 0
        for task in state.tasks:
            points, sure = self._points(task.event, ALWAYS)
            maybe |= points
            must |= sure if task.required else 0
        holds = (each.id for each in self.pathway.transfers.values() if each.sender in state.roles)
        moves = tuple(self._move(state, move) for move in state.transitions)
        return Stay(maybe, must, _bits(self.watched.transfers[each] for each in holds), moves)

    def _move(self, state: State, move: Transition) -> Move:
        maybe, sure = self._points(move.event, move.guard) if move.event is not None else (0, 0)
        entered = self._entered(move.to)
        said = tuple(asserted(move.guard))
        roles = self.pathway.states[move.to].roles if move.to in self.pathway.states else ()
        working = move.roles or state.roles
        handed = [
            each
            for each in self.pathway.transfers.values()
            if each.receiver in roles and each.receiver not in state.roles
        ]
        effect = Effect(
            maybe | entered,
            sure | entered,
            _bits(self.watched.done[atom] for atom in said if atom.done),
            _bits(self.watched.done[atom] for atom in said if not atom.done),
            _bits(self.watched.transfers[each.id] for each in handed),
            _bits(
                self.watched.transfers[each.id]
                for each in handed
                if each.sender in working and each.receiver not in working
            ),
        )
        return Move(move.to, NOTHING if effect == NOTHING else effect)

    def _entered(self, state: str) -> int:
        return self.allowed & _bits(number for number, watch in enumerate(self.watched.watches) if watch.state == state)

    def _points(self, event: str, guard: Condition) -> tuple[int, int]:
        """Return the points that an event may be and surely is, where it comes with a condition that holds."""
        maybe = sure = 0
        for number, condition in self.hearing.get(event, ()):
            holds = self._holds(condition, guard)
            maybe |= 0 if holds is False else 1 << number
            sure |= 1 << number if holds is True else 0
        return maybe & self.allowed, sure & self.allowed

    def _holds(self, condition: Condition, guard: Condition) -> bool | None:
        value = settled(condition, self.fixed)
        if value is not None or guard == ALWAYS:
            return value
        if (condition, guard) not in self.known:
            types = self.pathway.attributes
            never = impossible((condition, guard), types)
            self.known[condition, guard] = False if never else True if implies(guard, condition, types) else None
        return self.known[condition, guard]


def _also(watches: tuple[Watch, ...], number: int) -> set[int]:
    """Return the other points that surely are no later: those that hear all that this one hears, and more."""
    heard = watches[number].heard
    return {
        other
        for other, watch in enumerate(watches)
        if other != number
        and heard
        and all(
            any(name == event and guard in (ALWAYS, condition) for name, guard in watch.heard)
            for event, condition in heard
        )
    }


def _bits(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found
