"""Where in its channel each arrow runs: which arrows share a line, which lie beside each other and in what order.

A way is cut into straight runs. Runs on the same line of the plan that may share it become one strand; strands that
would meet get tracks of their own, in the order in which they cross least. A track is counted from the middle of its
line, in steps; how wide a step is, the page decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from carepath_renderers.layouts.board import Trip, Way, sharing


@dataclass(frozen=True, slots=True)
class Run:
    """A straight part of a way: on which line, from where to where along it, and which way the arrow turns at its ends.

    Turns are -1 and 1 for the lower and the higher side of the line, 0 where the run begins or ends at a box.
    """

    trip: int
    place: int  # which part of the way
    level: bool  # from side to side of the page
    line: int
    begin: int
    end: int
    first_turn: int
    last_turn: int

    @property
    def low(self) -> int:
        """Where it starts along its line, counted from the left or the top."""
        return min(self.begin, self.end)

    @property
    def high(self) -> int:
        """Where it stops along its line."""
        return max(self.begin, self.end)


@dataclass(frozen=True, slots=True)
class Strand:
    """Runs that share one line on the page."""

    runs: tuple[Run, ...]
    low: float
    high: float

    def stubs(self, ends: Mapping[tuple[int, int], tuple[float, float]]) -> tuple[tuple[float, int], ...]:
        """Return where its arrows turn off and to which side."""
        found = []
        for run in self.runs:
            begin, end = ends[run.trip, run.place]
            found += [(begin, run.first_turn), (end, run.last_turn)]
        return tuple(sorted({each for each in found if each[1]}))


@dataclass(frozen=True, slots=True)
class Tracks:
    """The track of each run, counted from the middle of its line, and how many tracks each line has."""

    track: dict[tuple[int, int], float]  # by trip and place
    most: dict[int, int]  # by line


def runs(ways: Sequence[Way]) -> list[Run]:
    """Return the straight runs of all ways."""
    found = []
    for number, way in enumerate(ways):
        corners = [way[0]]
        for a, b, c in zip(way, way[1:], way[2:], strict=False):
            if (b[0] - a[0], b[1] - a[1]) != (c[0] - b[0], c[1] - b[1]):
                corners.append(b)
        corners.append(way[-1])
        for place, (one, two) in enumerate(pairwise(corners)):
            level = one[1] == two[1]
            across = 1 if level else 0
            along = 1 - across
            first = _sign(corners[place - 1][across] - one[across]) if place else 0
            last = _sign(corners[place + 2][across] - two[across]) if place + 2 < len(corners) else 0
            found.append(Run(number, place, level, one[across], one[along], two[along], first, last))
    return found


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def tracked(
    lines: Sequence[Run],
    trips: Sequence[Trip],
    ends: Mapping[tuple[int, int], tuple[float, float]],
    gap: float,
    middle_gap: float,
) -> Tracks:
    """Return the tracks of runs that all lie the same way.

    `ends` says where each run begins and ends along its line, in any unit; strands that come nearer than `gap` in
    that unit get tracks of their own; on the middle line of boxes, those that come nearer than `middle_gap`.
    """
    by_line: dict[int, list[Run]] = defaultdict(list)
    for run in lines:
        by_line[run.line].append(run)
    track: dict[tuple[int, int], float] = {}
    most: dict[int, int] = {}
    for line in sorted(by_line):
        strands = _strands(by_line[line], trips, ends)
        most[line] = 1
        near = middle_gap if line % 2 else gap
        for cluster in _clusters(strands, near):
            numbers = _numbers(_ordered(cluster, ends), near)
            count = max(numbers.values()) + 1
            most[line] = max(most[line], count)
            middle = (count - 1) / 2
            if line % 2 and count == 2:
                middle = _corner(cluster, numbers, trips, middle)
            for strand, number in numbers.items():
                for run in cluster[strand].runs:
                    track[run.trip, run.place] = number - middle
    return Tracks(track, most)


def _corner(cluster: Sequence[Strand], numbers: Mapping[int, int], trips: Sequence[Trip], middle: float) -> float:
    """Return the number that lies on the line itself: that of the one strand which leaves a diamond at its corner."""
    leaving = {
        numbers[each]
        for each, strand in enumerate(cluster)
        if any(run.place == 0 and trips[run.trip].decision for run in strand.runs)
    }
    return float(leaving.pop()) if len(leaving) == 1 else middle


def _strands(
    lines: list[Run], trips: Sequence[Trip], ends: Mapping[tuple[int, int], tuple[float, float]]
) -> list[Strand]:
    """Join runs that overlap and all of which may share a line."""

    def span(run: Run) -> tuple[float, float]:
        begin, end = ends[run.trip, run.place]
        return (min(begin, end), max(begin, end))

    open_: list[list[Run]] = []
    for run in sorted(lines, key=lambda each: (*span(each), each.trip, each.place)):
        low, _ = span(run)
        for group in open_:
            reach = max(span(other)[1] for other in group)
            if reach > low and all(
                run.trip != other.trip and sharing(trips[run.trip], trips[other.trip]) for other in group
            ):
                group.append(run)
                break
        else:
            open_.append([run])
    return [
        Strand(tuple(group), min(span(each)[0] for each in group), max(span(each)[1] for each in group))
        for group in open_
    ]


def _meet(one: Strand, other: Strand, gap: float) -> bool:
    return one.low < other.high + gap and other.low < one.high + gap


def _clusters(strands: list[Strand], gap: float) -> list[list[Strand]]:
    """Return strands in groups that have nothing to do with each other."""
    found: list[list[Strand]] = []
    reach = 0.0
    for strand in sorted(strands, key=lambda each: (each.low, each.high, each.runs[0].trip)):
        if found and strand.low < reach + gap:
            found[-1].append(strand)
            reach = max(reach, strand.high)
        else:
            found.append([strand])
            reach = strand.high
    return found


def _ordered(cluster: list[Strand], ends: Mapping[tuple[int, int], tuple[float, float]]) -> list[tuple[int, Strand]]:
    """Return strands from the lower to the higher side of their line, so that few of their arrows cross."""
    stubs = [strand.stubs(ends) for strand in cluster]

    def crossed(low: int, high: int) -> float:
        """Return how often two strands cross if the first lies on the lower side of the second."""
        found = 0.0
        for at, turn in stubs[low]:
            if turn > 0 and cluster[high].low <= at <= cluster[high].high:
                found += 1 if cluster[high].low < at < cluster[high].high else 0.6
        for at, turn in stubs[high]:
            if turn < 0 and cluster[low].low <= at <= cluster[low].high:
                found += 1 if cluster[low].low < at < cluster[low].high else 0.6
        return found

    size = len(cluster)
    wish = [[crossed(one, two) - crossed(two, one) for two in range(size)] for one in range(size)]
    order: list[int] = []
    for each in range(size):
        # into the place among those already there where it crosses least
        costs = [sum(wish[other][each] for other in order[:place]) + sum(wish[each][other] for other in order[place:])
                 for place in range(len(order) + 1)]  # fmt: skip
        order.insert(min(range(len(costs)), key=lambda place: (costs[place], -place)), each)
    for _ in range(size):
        swapped = False
        for place in range(size - 1):
            one, two = order[place], order[place + 1]
            if wish[one][two] > 1e-9:
                order[place], order[place + 1] = two, one
                swapped = True
        if not swapped:
            break
    return [(each, cluster[each]) for each in order]


def _numbers(order: list[tuple[int, Strand]], gap: float) -> dict[int, int]:
    """Return the number of the track of each strand: one more than that of any on the lower side which it meets."""
    numbers: dict[int, int] = {}
    for place, (each, strand) in enumerate(order):
        numbers[each] = 1 + max(
            (numbers[before] for before, other in order[:place] if _meet(strand, other, gap)), default=-1
        )
    return numbers
