"""How many slots bands and lanes get, before any box has its place: the shape that fills a page least."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carepath_renderers.views.view import Node

FULL, AIRY = 1.2, 0.7  # of the room of a page: more than that is not tried, less than that is made use of
WIDEST = 150.0  # a box is no wider
EMPTY = 0.25  # of a column is saved by a band in which nothing stands
GOOD = {True: 80.0, False: 105.0}  # narrower boxes are taken only where the page is full


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a node: how long they are in one line, how high a line is, and what else its box must hold."""

    length: float
    line: float
    more: float

    def height(self, box: float) -> float:
        """Return about how high a box of a width is."""
        return 12 + max(1, math.ceil(1.12 * self.length / (box - 16))) * self.line + self.more


@dataclass(frozen=True, slots=True)
class Room:
    """The room of a page in points, along the flow and across it, and what boxes need in it."""

    along: float
    across: float
    down: bool
    least: float  # width of the narrowest box that holds its words
    gap: tuple[float, float]  # between columns, between rows, at least
    texts: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Shape:
    """How many slots each band has along the flow and each lane across it, and how much of the page that takes."""

    along: tuple[int, ...]
    across: tuple[int, ...]
    full: float


def shapes(nodes: Sequence[Node], lanes: Sequence[str], bands: Sequence[str], room: Room) -> list[Shape]:
    """Return the shapes in which all boxes have a cell, the best first: as a rule those that fill the page least.

    They begin with one slot across the flow for each lane, and give slots to the lane that is crowded most.
    """
    cells = cells_of(nodes, lanes, bands)
    span = range(len(lanes))
    counts = [[len(cells.get((lane, band), ())) for band in range(len(bands))] for lane in span]

    def along(across: Sequence[int]) -> tuple[int, ...]:
        most = [1] * len(bands)
        for lane, size in enumerate(across):
            for band, count in enumerate(counts[lane]):
                if count > size * most[band]:
                    most[band] = -(-count // size)
        return tuple(most)

    def wider(across: Sequence[int], lane: int) -> tuple[int, ...]:
        return tuple(size + (each == lane) for each, size in enumerate(across))

    def crowd(lane: int) -> tuple[int, int, int]:
        more = wider(across, lane)
        boxes = -(-max(counts[lane], default=0) // more[lane])
        return (sum(along(more)), -boxes, lane)

    across = (1,) * len(lanes)
    found: list[Shape] = []
    while True:
        flow = along(across)
        full = _fullness(flow, across, cells, room)
        found.append(Shape(flow, across, full))
        if (max(flow) == 1 and full > 1) or len(found) > 5 + 2 * len(lanes):
            break
        across = wider(across, min(span, key=crowd))
    # Days run down in one straight column where there is room for that; else the emptiest page is the best.
    found.sort(key=lambda each: (0, sum(each.across)) if room.down and each.full < AIRY else (1, each.full))
    if found[0].full < AIRY and not room.down:
        # What is left over gives air: a lane with stacks of boxes gets a slot more, so that arrows may run straight.
        best = found[0]
        for lane in sorted(span, key=lambda each: -max(counts[each])):
            more = wider(best.across, lane)
            full = _fullness(best.along, more, cells, room)
            if max(counts[lane]) > 1 and full < AIRY:
                best = Shape(best.along, more, full)
        found.insert(0, best)
    return found


def cells_of(nodes: Sequence[Node], lanes: Sequence[str], bands: Sequence[str]) -> dict[tuple[int, int], list[str]]:
    """Return the nodes of each lane and band, by their places."""
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    lane_at, band_at = {lane: at for at, lane in enumerate(lanes)}, {band: at for at, band in enumerate(bands)}
    for node in nodes:
        cells[lane_at[node.lane], band_at[node.band]].append(node.id)
    return cells


def _fullness(
    along: Sequence[int], across: Sequence[int], cells: Mapping[tuple[int, int], list[str]], room: Room
) -> float:
    """Return about how much of the page a shape takes; none fits above 1."""
    columns: float = sum(across if room.down else along)
    if not room.down:
        columns -= EMPTY * (len(along) - len({band for _, band in cells}))
    wide, high = (room.across, room.along) if room.down else (room.along, room.across)
    box = min(wide / columns - room.gap[0], WIDEST)
    if box < room.least:
        return 9.0
    heights: dict[int, list[float]] = defaultdict(list)
    for (lane, band), ids in cells.items():
        heights[band if room.down else lane] += [room.texts[each].height(box) for each in ids]
    total = 0.0
    for group, rows in enumerate(along if room.down else across):
        mine = sorted(heights[group], reverse=True) or [20.0]
        each = max(1, len(mine) // rows)
        # between the best, like beside like, and the worst, something high in every row
        alike = sum(mine[min(row * each, len(mine) - 1)] for row in range(rows))
        total += 0.6 * alike + 0.4 * rows * mine[0] + rows * room.gap[1]
    return total / high * (1 + max(0.0, GOOD[room.down] - box) / GOOD[room.down])
