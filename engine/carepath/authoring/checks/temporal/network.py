"""The time points of some paths with all bounds between them: a simple temporal network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from carepath.authoring.checks.temporal.orders import Order, numbers
from carepath.authoring.checks.temporal.steps import Steps, World
from carepath.authoring.checks.temporal.walk import Place, Walked
from carepath.authoring.checks.temporal.watches import Bound
from carepath.authoring.timing import Edge


@dataclass(frozen=True, slots=True)
class Ways:
    """All steps, from the first ways in or from those of re-entries, and the bounds that count there."""

    steps: Steps
    bounds: tuple[Bound, ...]


class Walk(NamedTuple):
    """A path as its steps: among which they are, in which world, and their numbers."""

    ways: Ways
    world: World
    turns: tuple[int, ...]


class Taken(NamedTuple):
    """A path as it was walked: its end there, and the steps of all points among which it runs, by number of world."""

    walked: Walked
    end: Place
    ways: Ways
    worlds: tuple[World, ...]

    @property
    def length(self) -> int:
        """How many steps the path takes."""
        return self.walked.came[self.end][3]

    @property
    def states(self) -> tuple[str, ...]:
        """The states on the path."""
        return self.walked.path(self.end)[0]

    @property
    def walk(self) -> Walk:
        """The path as its steps."""
        _, turns, world = self.walked.path(self.end)
        return Walk(self.ways, self.worlds[world], turns)


@dataclass(frozen=True, slots=True)
class Network:
    """The points of some paths, what comes before what, the bounds in force, and the paths.

    Of the paths there is one for each order that is the same but for what other paths order the other way round.
    """

    seen: int
    sure: int  # of these, what surely happens
    before: tuple[int, ...]
    bounds: tuple[Bound, ...]
    taken: tuple[Taken, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The states of the straightest of the paths."""
        states = [taken.states for taken in self.taken]
        return min(states, key=lambda path: (len(path) - len(set(path)), len(path)), default=())

    @property
    def direct(self) -> bool:
        """Whether one of the paths comes to no state twice."""
        path = self.path
        return len(set(path)) == len(path)

    def has(self, point: int) -> bool:
        """Return whether the point can be on the path."""
        return bool(self.seen >> point & 1)

    def precedes(self, first: int, second: int) -> bool:
        """Return whether one point surely comes no later than another one and is not the same."""
        return bool(self.before[second] >> first & 1 and not self.before[first] >> second & 1)

    def at_once(self, first: int, second: int) -> bool:
        """Return whether two points are the same, or are one and the same step."""
        return first == second or bool(self.before[second] >> first & self.before[first] >> second & 1)


def mask(points: Iterable[int], bounds: Iterable[Bound] = ()) -> int:
    """Return points and the ends of bounds as the bits of a number."""
    found = 0
    for point in points:
        found |= 1 << point
    for bound in bounds:
        found |= 1 << bound.anchor | 1 << bound.point
    return found


def in_force(seen: int, bounds: Iterable[Bound]) -> tuple[Bound, ...]:
    """Return the bounds whose points may both be on a path."""
    return tuple(bound for bound in bounds if seen >> bound.anchor & seen >> bound.point & 1)


def asked_for(order: Order, asked: int) -> Order:
    """Return an order as far as some points go."""
    before = (row & asked if asked >> number & 1 and row >= 0 else 0 for number, row in enumerate(order.before))
    return Order(order.sure & asked, order.seen & asked, tuple(before))


def later(orders: Iterable[Order], together: Sequence[int], starts: Iterable[int]) -> list[int]:
    """Return for each point those that surely come after it on some path, and not at the same time.

    What comes after the start of a clock on a path counts from it there, whatever other paths do.
    """
    found = [0] * len(together)
    for seen, before in {(order.seen, order.before) for order in orders}:
        for second in numbers(seen):
            for first in numbers(before[second] & seen):
                if not (together[second] >> first & 1 and before[first] >> second & 1):
                    found[first] |= 1 << second
    counted = mask(starts)
    return [after & ~counted for after in found]


def settled(order: Order, later: Sequence[int]) -> tuple[int, ...]:
    """Return the order on a path without what other paths order the other way round and need not happen here."""
    return tuple(
        row & order.seen & ~(1 << second) & ~(later[second] & ~(order.sure if order.sure >> second & 1 else 0))
        if order.seen >> second & 1
        else 0
        for second, row in enumerate(order.before)
    )


def stated(network: Network) -> dict[Edge[int], Bound]:
    """Return the edges that clauses state, each with its clause."""
    said: dict[Edge[int], Bound] = {}
    for bound in network.bounds:
        due = bound.side == "due"
        if not due and network.precedes(bound.point, bound.anchor):
            continue  # what came before a minimum time began is not what it waits for
        edge = (bound.anchor, bound.days.most, bound.point) if due else (bound.point, -bound.days.least, bound.anchor)
        said.setdefault(edge, bound)
    return said
