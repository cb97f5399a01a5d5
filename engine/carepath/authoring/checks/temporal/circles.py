"""Which points can have a part in a contradiction: on the order of those, and of no others, it depends.

Found from both sides. Few points are followed exactly; of the others every order is allowed that some path has. What
does not contradict even so never does; what does is followed exactly too.
"""

from __future__ import annotations

from carepath.authoring.checks.temporal.network import Network, mask, stated
from carepath.authoring.checks.temporal.networks import Networks, ordered
from carepath.authoring.checks.temporal.orders import numbers
from carepath.authoring.checks.temporal.watches import Bound
from carepath.authoring.timing import Edge, negative_cycle


def asked(found: Networks) -> int:
    """Return the points on which it depends whether the days contradict one another; those of minimum times first."""
    points = mask((), found.minima)
    never: set[Edge[int]] = set()
    every = list(_orders(found)) if points else []
    while points:
        for network in found.follow(points).networks:
            further = _further(found, network, points, every, never)
            if further:
                points |= further
                break
        else:
            return points
    return 0


def _orders(found: Networks) -> set[Edge[int]]:
    """Return an edge for each order that two points could have on some path, if it were up to them alone."""
    points = mask((), found.watched.bounds)
    edges = {(second, 0, first) for second in numbers(points) for first in numbers(points) if first != second}
    for transfer, items in found.watched.items.items():
        edges |= {(found.watched.transfers[transfer], 0, item) for item in items}
    return edges


def _further(found: Networks, network: Network, points: int, every: list[Edge[int]], never: set[Edge[int]]) -> int:
    """Return the points of a contradiction that may be there if others than the known ones come as they like."""
    said = still_said(network, ordered(found, network))
    inside = {edge for edge in ordered(found, network) if points >> edge[0] & points >> edge[2] & 1}
    for bound in found.watched.bounds:
        if mask((), (bound,)) & ~points:
            due = bound.side == "due"
            ends = (bound.anchor, bound.days.most, bound.point), (bound.point, -bound.days.least, bound.anchor)
            said.setdefault(ends[0] if due else ends[1], bound)
    free = [edge for edge in every if not points >> edge[0] & points >> edge[2] & 1]
    while True:
        circle = negative_cycle((), (*said, *inside, *(edge for edge in free if edge not in never)))
        if circle is None:
            return 0
        loose = [edge for edge in circle if edge not in said and edge not in inside]
        wrong = {edge for edge in loose if not _possible(found, edge)}
        if not wrong:
            return mask(edge[0] for edge in circle) & ~points
        never |= wrong


def _possible(found: Networks, edge: Edge[int]) -> bool:
    """Return whether one point comes before another one on some path."""
    second, _, first = edge
    if found.same(first, second):
        return True
    waited = any(found.watched.transfers[transfer] == second and first in items for transfer, items in _items(found))
    return waited or any(network.before[second] >> first & 1 for network in found.between(first, second))


def _items(found: Networks) -> list[tuple[str, tuple[int, ...]]]:
    return list(found.watched.items.items())


def still_said(network: Network, order: tuple[Edge[int], ...]) -> dict[Edge[int], Bound]:
    """Return what is said on a path without the minimum times that contradict the rest there already."""
    said = stated(network)
    while True:
        circle = negative_cycle((), (*said, *order))
        if circle is None:
            return said
        for edge in circle:
            if edge in said and said[edge].side == "not before":
                del said[edge]
