"""How much room the days leave: for each target the earliest and the latest day, and what fixes the latest.

Counted from day zero, on the paths on which the day-zero clock starts; what is done before then counts on day 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from carepath.authoring.checks.temporal.networks import Network, Networks, ordered, stated
from carepath.authoring.checks.temporal.watches import Bound, Owner
from carepath.authoring.timing import Edge, chain, consistent, distances


@dataclass(frozen=True, slots=True)
class Room:
    """The days between which a target can be met if every other target is met too, over all lawful paths.

    `latest` and `slack` are None where nothing bounds it. `critical`: the clauses that fix the latest day, in order;
    `waits`: those that fix the earliest.
    """

    owner: Owner
    id: str
    title: str
    due: str
    earliest: int | None
    latest: int | None
    critical: tuple[Bound, ...]
    waits: tuple[Bound, ...]

    @property
    def slack(self) -> int | None:
        """The days between the earliest and the latest."""
        return None if self.earliest is None or self.latest is None else self.latest - self.earliest


@dataclass(frozen=True, slots=True)
class _Reached:
    """The earliest and latest days on one path."""

    network: Network
    said: Mapping[Edge[int], Bound]
    latest: dict[int, int]
    how_late: dict[int, Edge[int]]
    earliest: dict[int, int]
    how_early: dict[int, Edge[int]]


def rooms(found: Networks) -> tuple[Room, ...]:
    """Return a row for each target, in the order of the days on which they are due."""
    origin = found.watched.origin
    paths = tuple(_reached(found, origin)) if origin is not None else ()
    owned = {(bound.owner, bound.id): bound for bound in reversed(found.watched.bounds)}
    rows = [_room(bound, origin, paths) for bound in owned.values()]
    return tuple(sorted(rows, key=lambda row: (row.latest is None, row.latest or 0, row.owner, row.id)))


def _room(bound: Bound, origin: int | None, paths: tuple[_Reached, ...]) -> Room:
    point = bound.point
    there = [path for path in paths if path.network.has(point) and bound in path.network.bounds]
    if origin is None or not there:
        return Room(bound.owner, bound.id, bound.title, bound.written, None, None, (), ())
    early = min(there, key=lambda path: path.earliest.get(point, 0))
    bounded = [path for path in there if point in path.latest]
    late = max(bounded, key=lambda path: path.latest[point], default=None)
    return Room(
        bound.owner,
        bound.id,
        bound.title,
        bound.written,
        -early.earliest.get(point, 0),
        late.latest[point] if late else None,
        tuple(_clauses(late.said, chain(late.how_late, origin, point))) if late else (),
        tuple(_clauses(early.said, [_turned(edge) for edge in chain(early.how_early, origin, point)])),
    )


def _reached(found: Networks, origin: int) -> Iterator[_Reached]:
    seen: set[frozenset[Edge[int]]] = set()
    for network in found.networks:
        if not network.has(origin):
            continue
        said = stated(network)
        edges = (*said, *ordered(found, network), *_floor(network, origin), *_alternatives(found, network))
        if frozenset(edges) in seen or not consistent((), edges):
            continue
        seen.add(frozenset(edges))
        latest, how_late = distances(origin, edges)
        earliest, how_early = distances(origin, tuple(_turned(edge) for edge in edges))
        yield _Reached(network, said, latest, how_late, earliest, how_early)


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
