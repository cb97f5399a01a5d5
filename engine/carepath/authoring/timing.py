"""Time points and bounds between them: whether they can all be kept, and if not, which of them contradict.

An edge (u, w, v) says that v comes at most w after u: v - u <= w. A schedule exists iff no circle of edges sums
below zero. Bellman and Ford's shortest paths; nothing here knows pathways, clocks or calendars.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Point = TypeVar("Point", bound=Hashable)
Edge = tuple[Point, int, Point]
PATIENCE = 1_000_000  # edges looked at to make a circle shorter; enough to try every point of a small network


def consistent(points: Iterable[Point], edges: Iterable[Edge[Point]]) -> bool:
    """Return whether there are times for all points that keep every bound."""
    return schedule(points, edges) is not None


def schedule(points: Iterable[Point], edges: Iterable[Edge[Point]]) -> dict[Point, int] | None:
    """Return times that keep every bound, none of them above zero; None where there are none."""
    arrows = _tightest(edges)
    times, circle = _relaxed(_all_points(points, arrows), arrows)
    return None if circle else times


def negative_cycle(points: Iterable[Point], edges: Iterable[Edge[Point]]) -> tuple[Edge[Point], ...] | None:
    """Return edges that lead round in a circle, in order, and sum below zero; None where there are none.

    In small networks no circle through a point of it has fewer edges; in large ones that is not tried to the end.
    """
    arrows = _tightest(edges)
    _, circle = _relaxed(_all_points(points, arrows), arrows)
    return _shortened(circle, arrows) if circle else None


def distances(origin: Point, edges: Iterable[Edge[Point]]) -> tuple[dict[Point, int], dict[Point, Edge[Point]]]:
    """Return how long after `origin` each point is at most, and the last edge of the chain that says so.

    For networks without contradiction; a point that no chain bounds is left out.
    """
    arrows = _tightest(edges)
    found = {origin: 0}
    last: dict[Point, Edge[Point]] = {}
    for _ in range(len(arrows) + 1):
        moved = False
        for arrow in arrows:
            start, weight, end = arrow
            if start in found and (end not in found or found[start] + weight < found[end]):
                found[end], last[end], moved = found[start] + weight, arrow, True
        if not moved:
            return found, last
    raise ValueError("these bounds contradict one another")


def chain(last: Mapping[Point, Edge[Point]], origin: Point, point: Point) -> tuple[Edge[Point], ...]:
    """Return the edges from `origin` to a point, in order."""
    walked: list[Edge[Point]] = []
    while point != origin:
        walked.append(last[point])
        point = last[point][0]
    return tuple(reversed(walked))


def _tightest(edges: Iterable[Edge[Point]]) -> tuple[Edge[Point], ...]:
    """Return one edge for each pair of points, in the order given: the one with the least bound."""
    least: dict[tuple[Point, Point], Edge[Point]] = {}
    for edge in edges:
        kept = least.setdefault((edge[0], edge[2]), edge)
        if edge[1] < kept[1]:
            least[edge[0], edge[2]] = edge
    return tuple(least.values())


def _all_points(points: Iterable[Point], edges: Iterable[Edge[Point]]) -> dict[Point, int]:
    ends = (point for start, _, end in edges for point in (start, end))
    return dict.fromkeys((*points, *ends), 0)


def _relaxed(
    times: dict[Point, int], edges: tuple[Edge[Point], ...]
) -> tuple[dict[Point, int], tuple[Edge[Point], ...]]:
    """Return the times moved down until every bound is kept, or a circle of bounds that never lets them rest."""
    last: dict[Point, Edge[Point]] = {}
    while True:
        moved = False
        for edge in edges:
            start, weight, end = edge
            if times[start] + weight < times[end]:
                times[end], last[end], moved = times[start] + weight, edge, True
        if not moved:
            return times, ()
        circle = _circle(last)
        if circle:
            return times, circle


def _circle(last: Mapping[Point, Edge[Point]]) -> tuple[Edge[Point], ...]:
    """Return a circle among the last edges of all points; it always sums below zero (Tarjan's observation)."""
    passed: dict[Point, int] = {}
    for number, point in enumerate(last):
        while point in last and point not in passed:
            passed[point] = number
            point = last[point][0]
        if passed.get(point) == number:
            end, walked = point, [last[point]]
            while walked[-1][0] != end:
                walked.append(last[walked[-1][0]])
            return tuple(reversed(walked))
    return ()


def _shortened(circle: tuple[Edge[Point], ...], edges: tuple[Edge[Point], ...]) -> tuple[Edge[Point], ...]:
    """Return a circle with the fewest edges of those that pass through a point of the given one."""
    leaving: dict[Point, list[Edge[Point]]] = {}
    for edge in edges:
        leaving.setdefault(edge[0], []).append(edge)
    tried = 1 + PATIENCE // (len(circle) * len(edges))
    for start in [edge[0] for edge in circle[:tried]]:
        circle = _shorter(start, leaving, len(circle) - 1) or circle
    return circle


def _shorter(start: Point, leaving: Mapping[Point, list[Edge[Point]]], most: int) -> tuple[Edge[Point], ...]:
    """Return a circle of at most so many edges, if the lightest walks from `start` find one that sums below zero."""
    ends = {start: 0}
    steps: list[dict[Point, Edge[Point]]] = []
    while len(steps) < most:
        reached: dict[Point, int] = {}
        came: dict[Point, Edge[Point]] = {}
        for point, so_far in ends.items():
            for edge in leaving.get(point, ()):
                weight = so_far + edge[1]
                if edge[2] not in reached or weight < reached[edge[2]]:
                    reached[edge[2]], came[edge[2]] = weight, edge
        ends = reached
        steps.append(came)
        if ends.get(start, 0) < 0:
            return _simple(start, steps)
    return ()


def _simple(start: Point, steps: list[dict[Point, Edge[Point]]]) -> tuple[Edge[Point], ...]:
    """Return the part of a closed walk that is a circle and sums below zero."""
    walked: list[Edge[Point]] = []
    point = start
    for came in reversed(steps):
        walked.append(came[point])
        point = walked[-1][0]
    stack: list[Edge[Point]] = []
    for edge in reversed(walked):
        stack.append(edge)
        starts = [passed[0] for passed in stack]
        if edge[2] in starts:
            place = starts.index(edge[2])
            if sum(weight for _, weight, _ in stack[place:]) < 0:
                return tuple(stack[place:])
            del stack[place:]
    raise AssertionError("a closed walk that sums below zero holds a circle that does")
