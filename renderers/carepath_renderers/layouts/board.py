"""The plan of a sheet as lines on a board: channels and middle lines of cells, and the arrows that use them.

The plan has a line for every channel and every row and column of cells, nothing finer: where in its channel an arrow
runs is decided later (`tracks`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[int, int]  # line across x, line across y; odd: middle of a column or row, even: a channel

STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))  # east, south, west, north


@dataclass(frozen=True, slots=True)
class Trip:
    """What is to be routed: from which cell to which, what it may share its line with."""

    tail: Point
    head: Point
    tail_id: str
    head_id: str
    label: str
    lone: bool  # a transfer of care shares its line with nothing
    fan: bool  # one of so many answers of a question that its sides do not suffice
    decision: bool
    counted: bool = False  # it says how many took it, and must be alone before its box


@dataclass(frozen=True, slots=True)
class Plan:
    """The cells and what stands in them: the number of columns and rows, and the sides of boxes that are closed."""

    columns: int
    rows: int
    boxes: Mapping[Point, str]
    closed: frozenset[tuple[Point, int]]
    widths: Sequence[float]  # from each line across x to the next
    heights: Sequence[float]
    down: bool


Way = tuple[Point, ...]  # every crossing of lines it comes by, from the middle of the one box to that of the other


def sharing(one: Trip, other: Trip) -> bool:
    """Return whether two arrows may share a line: to the same box, or from it where nothing tells them apart."""
    if one.lone or other.lone:
        return False
    if one.head_id == other.head_id:
        return not (one.counted and other.counted)
    return one.tail_id == other.tail_id and (one.label == other.label or (one.fan and other.fan))


class Board:
    """The lines in use: by which trips, on each stretch and at each crossing of lines."""

    def __init__(self, plan: Plan, trips: Sequence[Trip]) -> None:
        self.plan, self.trips = plan, trips
        self.width, self.height = 2 * plan.columns + 1, 2 * plan.rows + 1
        self.right: dict[int, list[int]] = defaultdict(list)  # stretch to the right of a point, by the point
        self.below: dict[int, list[int]] = defaultdict(list)
        self.level: dict[int, list[int]] = defaultdict(list)  # trips that pass a point from side to side
        self.upright: dict[int, list[int]] = defaultdict(list)
        self.turning: dict[int, list[int]] = defaultdict(list)
        self.leaving: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.coming: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.full = {self.at(cell) for cell in plan.boxes}
        self.alike = [[sharing(one, other) for other in trips] for one in trips]

    def at(self, point: Point) -> int:
        return point[1] * self.width + point[0]

    def put(self, number: int, way: Way, add: bool) -> None:
        """Enter a way, or take it out again."""
        trip = self.trips[number]

        def mark(places: list[int]) -> None:
            if add:
                places.append(number)
            else:
                places.remove(number)

        points = [self.at(point) for point in way]
        for one, two in pairwise(points):
            low = min(one, two)
            mark(self.right[low] if abs(one - two) == 1 else self.below[low])
        for a, b, c in zip(points, points[1:], points[2:], strict=False):
            if c - b == b - a:
                mark(self.level[b] if abs(b - a) == 1 else self.upright[b])
            else:
                mark(self.turning[b])
        mark(self.leaving[trip.tail_id, side_of(way[0], way[1])])
        mark(self.coming[trip.head_id, side_of(way[-1], way[-2])])


def side_of(box: Point, next_: Point) -> int:
    """Return the side of a box from which a way goes to the next point, as a place in STEPS."""
    return STEPS.index((next_[0] - box[0], next_[1] - box[1]))
