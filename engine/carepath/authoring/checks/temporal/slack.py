"""How much room the days leave: for each target the earliest and the latest day, and what fixes the latest.

Counted from day zero, on the paths on which the day-zero clock starts; what is done before then counts on day 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from carepath.authoring.checks.temporal.network import Network, mask, stated
from carepath.authoring.checks.temporal.networks import Networks, ordered
from carepath.authoring.checks.temporal.watches import Bound, Owner
from carepath.authoring.timing import Edge, chain, consistent, distances, negative_cycle

UNBOUNDED = float("inf")
TRIED, BLAMED = 24, 2  # whole paths, before more points are asked for; those of them that say for which


@dataclass(frozen=True, slots=True)
class Room:
    """The days between which a target can be met if every other target is met too, over all lawful paths.

    `latest` and `slack` are None where nothing bounds it, and `unbounded` says why. `critical`: the clauses that fix
    the latest day, in order; `waits`: those that fix the earliest.
    """

    owner: Owner
    id: str
    title: str
    due: str
    earliest: int | None
    latest: int | None
    critical: tuple[Bound, ...] = ()
    waits: tuple[Bound, ...] = ()
    unbounded: str | None = None
    path: tuple[str, ...] = ()  # on which it has no latest day

    @property
    def slack(self) -> int | None:
        """The days between the earliest and the latest."""
        return None if self.earliest is None or self.latest is None else self.latest - self.earliest


@dataclass(frozen=True, slots=True)
class _Reached:
    """How far the points of one path can lie from day zero, to one side, and the last edge of what bounds them."""

    network: Network
    said: Mapping[Edge[int], Bound]
    distance: dict[int, int]
    how: dict[int, Edge[int]]


def rooms(found: Networks) -> tuple[Room, ...]:
    """Return a row for each target, in the order of the days on which they are due."""
    owned = {(bound.owner, bound.id): bound for bound in reversed(found.watched.bounds)}
    rows = [_room(found, bound) for bound in owned.values()]
    return tuple(sorted(rows, key=lambda row: (row.latest is None, row.latest or 0, row.owner, row.id)))


def _room(found: Networks, bound: Bound) -> Room:
    point, origin = bound.point, found.watched.origin
    what = bound.owner, bound.id, bound.title, bound.written
    if origin is None:
        return Room(*what, None, None, unbounded="there is no day zero")
    if bound.anchor in found.watched.dated and bound.anchor != origin:
        told = found.watched.dated[bound.anchor]
        return Room(*what, None, None, unbounded=f"counts from the day told as {told}, not from day zero")
    late = _extreme(found, bound, origin, True)
    if late is None:
        return Room(*what, None, None, unbounded="on no path together with day zero")
    latest = late.distance.get(point)
    critical = tuple(_clauses(late.said, chain(late.how, origin, point))) if latest is not None else ()
    why, path = (None, ()) if latest is not None else (_unbounded(found, late, bound), late.network.path)
    if not found.minima:  # nothing keeps it from being done on day zero
        return Room(*what, 0, latest, critical, (), why, path)
    early = _extreme(found, bound, origin, False)
    if early is None:
        return Room(*what, None, latest, critical, (), why, path)
    waits = tuple(_clauses(early.said, [_turned(edge) for edge in chain(early.how, origin, point)]))
    return Room(*what, -early.distance[point], latest, critical, waits, why, path)


def _unbounded(found: Networks, late: _Reached, bound: Bound) -> str:
    """Say what has no latest day, so that what counts from it has none."""
    anchor, passed = bound.anchor, {bound.anchor}
    while True:
        before = [each.anchor for each in late.said.values() if each.side == "due" and each.point == anchor]
        further = next((each for each in before if each not in passed), None)
        if further is None:
            return f"nothing says by when {found.watched.watches[anchor].words} comes"
        anchor = further
        passed.add(anchor)


def _extreme(found: Networks, bound: Bound, origin: int, latest: bool) -> _Reached | None:
    """Return the days on the path that leaves a target the most room, to the one side or the other.

    Asked first is what a path says of a few points: that is never less room than there is. Where the whole path says
    the same, no other leaves more; where it says less, the points that make it so are asked for as well.
    """
    points = mask((origin,), (bound,))
    everything = (1 << len(found.watched.watches)) - 1
    while True:
        followed = found.follow(points)
        there = [each for each in followed.networks if each.has(origin) and bound in each.bounds]
        reached = [each for each in (_reached(found, network, origin, latest) for network in there) if each]
        best = max(reached, key=lambda each: each.distance.get(bound.point, UNBOUNDED), default=None)
        if best is None or points == everything:
            return best
        value, blamed, failed = best.distance.get(bound.point), 0, 0
        as_good = [some for some in reached if some.distance.get(bound.point) == value]
        walks = ((some, taken.walk) for some in as_good for taken in some.network.taken)
        for each, walk in islice(walks, TRIED):
            whole = found.whole_path(walk, followed)
            full = None if whole is None else _reached(found, whole, origin, latest)
            if full is not None and full.distance.get(bound.point) == value:
                return each
            if failed == BLAMED:
                continue
            failed += 1
            if full is not None:
                blamed |= mask(end for edge in chain(full.how, origin, bound.point) for end in (edge[0], edge[2]))
            elif whole is not None:
                circle = negative_cycle((), _edges(found, whole, origin)) or ()
                blamed |= mask(edge[0] for edge in circle)
        points = points | blamed if blamed & ~points else everything


def _reached(found: Networks, network: Network, origin: int, latest: bool) -> _Reached | None:
    """Return the days on a path, None where they contradict one another."""
    edges = _edges(found, network, origin)
    if any(weight < 0 for _, weight, _ in edges) and not consistent((), edges):
        return None
    distance, how = distances(origin, edges if latest else [_turned(edge) for edge in edges])
    return _Reached(network, stated(network), distance, how)


def _edges(found: Networks, network: Network, origin: int) -> tuple[Edge[int], ...]:
    return (
        *stated(network),
        *ordered(found, network),
        *_floor(network, origin),
        *_alternatives(found, network),
    )


def _turned(edge: Edge[int]) -> Edge[int]:
    return (edge[2], edge[1], edge[0])


def _floor(network: Network, origin: int) -> Iterator[Edge[int]]:
    """Yield for each point that it comes no earlier than day zero."""
    for point in range(len(network.before)):
        if network.has(point) and point != origin:
            yield (point, 0, origin)


def _alternatives(found: Networks, network: Network) -> Iterator[Edge[int]]:
    """Yield for what a deadline counts from that it is what met its milestone, where that may be one of several."""
    milestones = set(found.watched.milestones.values())
    for anchor in {bound.anchor for bound in network.bounds}:
        for wider in milestones:
            if network.has(wider) and alternative(found, network, wider, anchor):
                yield (wider, 0, anchor)


def alternative(found: Networks, network: Network, wider: int, point: int) -> bool:
    """Return whether a point may be the one of several things that comes first."""
    return wider != point and found.same(wider, point) and not network.precedes(wider, point)


def _clauses(said: Mapping[Edge[int], Bound], edges: Iterable[Edge[int]]) -> Iterator[Bound]:
    for edge in edges:
        if edge in said:
            yield said[edge]


def rests_on(found: Networks, target: Bound) -> frozenset[Bound]:
    """Return a target and every deadline that a chain to it may use on some path."""
    resting, waiting = {target}, [target]
    while waiting:
        anchor = waiting.pop().anchor
        for other in found.watched.bounds:
            if other.side != "due" or other.owner != "milestone" or other in resting:
                continue
            if other.point == anchor or alternative(found, found.any_path, other.point, anchor):
                resting.add(other)
                waiting.append(other)
    return frozenset(resting)
