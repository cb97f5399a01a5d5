"""The time points of each path with all bounds between them: simple temporal networks, equal ones once.

An order that differs from path to path binds only where both steps surely happen on the path.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from carepath.authoring.checks.temporal.tables import Masks, Table, masks, tables
from carepath.authoring.checks.temporal.walk import MOST_STEPS, Order, Walked, again, numbers, walk
from carepath.authoring.checks.temporal.watches import Bound, Watched, watched
from carepath.authoring.timing import Edge
from carepath.calendar import Calendar
from carepath.model import Pathway


@dataclass(frozen=True, slots=True)
class Network:
    """The points of some paths, what comes before what, the bounds in force, and one such path."""

    seen: int
    sure: int  # of these, what surely happens
    before: tuple[int, ...]
    bounds: tuple[Bound, ...]
    path: tuple[str, ...]
    walks: tuple[Walk, ...] = ()  # one for each order that is the same but for what other paths order the other way

    @property
    def direct(self) -> bool:
        """Whether one of the paths comes to no state twice."""
        return len(set(self.path)) == len(self.path)

    def has(self, point: int) -> bool:
        """Return whether the point can be on the path."""
        return bool(self.seen >> point & 1)

    def precedes(self, first: int, second: int) -> bool:
        """Return whether one point surely comes no later than another one and is not the same."""
        return bool(self.before[second] >> first & 1 and not self.before[first] >> second & 1)

    def at_once(self, first: int, second: int) -> bool:
        """Return whether two points are the same, or are one and the same step."""
        return first == second or bool(self.before[second] >> first & self.before[first] >> second & 1)


@dataclass(frozen=True, slots=True)
class Steps:
    """All steps in one world, from the first ways in or from those of re-entries, and the bounds that count there."""

    table: Table
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """A path: the steps among which it runs, and their numbers."""

    steps: Steps
    turns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """The networks of some points, what comes after each of them on some path, and whether every path was walked."""

    networks: tuple[Network, ...]
    later: tuple[int, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Networks:
    """Everything that can be known of the times of a definition; paths are walked for the points that are asked for."""

    pathway: Pathway
    calendar: Calendar
    watched: Watched
    masks: Masks
    steps: tuple[Steps, ...]
    together: tuple[int, ...]  # for each point those that can be one and the same step
    followed: dict[int, Followed] = field(default_factory=dict, compare=False)  # points → what was walked for them

    @property
    def complete(self) -> bool:
        """Whether every path was walked for all points that were asked for."""
        return all(each.complete for each in self.followed.values())

    def same(self, wider: int, point: int) -> bool:
        """Return whether a point is one of the things that another point is the first of."""
        return wider == point or bool(self.masks.supersets[point] >> wider & 1)

    @property
    def any_path(self) -> Network:
        """All bounds without any order: what holds on no such path holds on none."""
        return Network((1 << len(self.together)) - 1, 0, self.together, self.watched.bounds, ())

    def of(self, bounds: Iterable[Bound], *others: int) -> tuple[Network, ...]:
        """Return the networks of the points of some bounds, and of others: all paths, as far as these points go."""
        return self.follow(mask(others, bounds)).networks

    @property
    def whole(self) -> tuple[Network, ...]:
        """The networks of all points."""
        return self.of((), *range(len(self.watched.watches)))

    def follow(self, points: int) -> Followed:
        """Return what is known of some points."""
        if points not in self.followed:
            self.followed[points] = _followed(self, points, self._closed(points))
        return self.followed[points]

    def whole_path(self, walk: Walk, known: Followed) -> Network | None:
        """Return all points of a path; what comes after what on other paths is only known as far as was asked for."""
        order = again(walk.steps.table, self.masks, walk.turns)
        if order is None:
            return None
        return Network(order.seen, order.sure, settled(order, known.later), in_force(order.seen, walk.steps.bounds), ())

    def _closed(self, points: int) -> int:
        """Return the points on which the order of these depends."""
        told = self.masks.handovers if points & self.masks.telling else 0
        return points | told | mask(self.watched.done.values())


def mask(points: Iterable[int], bounds: Iterable[Bound] = ()) -> int:
    """Return points and the ends of bounds as the bits of a number."""
    found = 0
    for point in points:
        found |= 1 << point
    for bound in bounds:
        found |= 1 << bound.anchor | 1 << bound.point
    return found


def networks(pathway: Pathway) -> Networks:
    """Return the networks of all paths; the calendar is the one that the definition names."""
    calendar = Calendar.named(pathway.calendar)
    points = watched(pathway, calendar)
    what = masks(pathway, points)
    steps: list[Steps] = []
    if points.bounds:
        everything = (1 << len(points.watches)) - 1
        steps += [Steps(each, points.bounds) for each in tables(pathway, points, everything, False)]
    if points.bounds and pathway.reentries:
        bounds = _again(pathway, points)
        allowed = mask(points.done.values(), bounds)
        steps += [Steps(each, bounds) for each in tables(pathway, points, allowed, True)]
    together = _together([each.table for each in steps], len(points.watches))
    return Networks(pathway, calendar, points, what, tuple(steps), tuple(together))


def _followed(found: Networks, asked: int, needed: int) -> Followed:
    """Walk all paths as far as some points go."""
    left = MOST_STEPS
    distinct: dict[tuple[Table, tuple[Bound, ...]], Steps] = {}
    for steps in found.steps:
        bounds = tuple(bound for bound in steps.bounds if not mask((), (bound,)) & ~asked)
        distinct.setdefault((steps.table.of(needed), bounds), steps)
    paths: dict[tuple[Order, tuple[Bound, ...]], tuple[Walked, Steps]] = {}
    for (table, bounds), steps in distinct.items():
        walked, taken = walk(table, found.masks, asked, max(left, 0))
        left -= taken
        for each in walked:
            paths.setdefault((each.order, bounds), (each, steps))
    later = _later({order for order, _ in paths}, found.together)
    for start in found.watched.starts.values():
        later = [after & ~(1 << start) for after in later]  # what comes after a start on a path counts from it there
    merged: dict[tuple[int, int, tuple[int, ...], tuple[Bound, ...]], list[tuple[Walked, Steps]]] = {}
    for (order, bounds), path in paths.items():
        merged.setdefault((order.seen, order.sure, settled(order, later), bounds), []).append(path)
    whole = [_network(same, before, bounds) for (_, _, before, bounds), same in merged.items()]
    whole.sort(key=lambda network: (not network.direct, len(network.path)))
    return Followed(tuple(whole), tuple(later), left >= 0)


def _again(pathway: Pathway, points: Watched) -> tuple[Bound, ...]:
    """Return the bounds that count again after a re-entry."""
    clocks = {clock for way in pathway.reentries for clock in way.clocks}
    milestones = {milestone for way in pathway.reentries for milestone in way.milestones}
    named = {"clock": clocks, "milestone": milestones, "transfer": set(pathway.transfers)}
    silent = {start for clock, start in points.starts.items() if clock not in clocks}
    silent -= {points.starts[clock] for clock in clocks & points.starts.keys()}
    return tuple(bound for bound in points.bounds if bound.id in named[bound.owner] and bound.anchor not in silent)


def _network(paths: list[tuple[Walked, Steps]], before: tuple[int, ...], bounds: tuple[Bound, ...]) -> Network:
    order = paths[0][0].order
    straight = min((path.path for path, _ in paths), key=lambda path: (len(path) - len(set(path)), len(path)))
    walks = tuple(Walk(steps, path.turns) for path, steps in paths)
    return Network(order.seen, order.sure, before, in_force(order.seen, bounds), straight, walks)


def in_force(seen: int, bounds: Iterable[Bound]) -> tuple[Bound, ...]:
    """Return the bounds whose points may both be on a path."""
    return tuple(bound for bound in bounds if seen >> bound.anchor & seen >> bound.point & 1)


def _together(steps: list[Table], points: int) -> list[int]:
    """Return for each point those that one and the same step can be too."""
    found = [0] * points
    for table in steps:
        moves = (move for _, stay in table.stays for move in stay.moves)
        for maybe in {move.effect.maybe for move in (*table.ways, *moves)}:
            for number in numbers(maybe):
                found[number] |= maybe
    return found


def _later(orders: Iterable[Order], together: Sequence[int]) -> list[int]:
    """Return for each point those that surely come after it on some path, and not at the same time."""
    found = [0] * len(together)
    for seen, before in {(order.seen, order.before) for order in orders}:
        for second in numbers(seen):
            for first in numbers(before[second] & seen):
                if not (together[second] >> first & 1 and before[first] >> second & 1):
                    found[first] |= 1 << second
    return found


def settled(order: Order, later: Sequence[int]) -> tuple[int, ...]:
    """Return the order on a path without what other paths order the other way round and need not happen here."""
    return tuple(
        mask & order.seen & ~(1 << second) & ~(later[second] & ~(order.sure if order.sure >> second & 1 else 0))
        if order.seen >> second & 1
        else 0
        for second, mask in enumerate(order.before)
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


def ordered(found: Networks, network: Network) -> tuple[Edge[int], ...]:
    """Return an edge for each point that comes before another one: the later one bounds the earlier."""
    edges = [
        (second, 0, first)
        for second in numbers(network.seen)
        for first in numbers((network.before[second] | found.masks.supersets[second]) & network.seen)
    ]
    for transfer, items in found.watched.items.items():
        handover = found.watched.transfers[transfer]
        edges += [(handover, 0, item) for item in items if network.has(handover) and network.has(item)]
    return tuple(dict.fromkeys(edges))
