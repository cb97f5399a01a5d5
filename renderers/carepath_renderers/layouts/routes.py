"""What of a sheet does not depend on points: the cell of each box, the way of each arrow, and which arrows jump.

An arrow jumps (a letter at its tail, the same letter above the box it leads to) where its box is on another sheet,
where it runs back over more than one band, or where the way found for it crosses more than MOST_CROSSED strangers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from carepath_renderers.drawing.frame import Frame, framed
from carepath_renderers.drawing.style import Paper
from carepath_renderers.drawing.tags import closes_top
from carepath_renderers.layouts.board import Plan, Trip, Way
from carepath_renderers.layouts.grid import Grid, gridded
from carepath_renderers.layouts.router import routed
from carepath_renderers.layouts.shapes import EMPTY, WIDEST, Shape
from carepath_renderers.layouts.sheet import Part, lanes_of, nodes_of, notes_of
from carepath_renderers.layouts.sizes import TYPES, least_room, node_size
from carepath_renderers.layouts.spacing import PADS
from carepath_renderers.views.view import Edge, Lane, Node

MOST_CROSSED = 3
TAKEN = 20.0  # of the distance of columns by more than one track, words and borders, about
SIDE = {True: 0.7, False: 0.6}  # how far slots lie apart across the flow, for those along it
MOST_ANSWERS = 3  # a question has a side for each; more of them share their sides
MOST_IN_DIAMOND = 12  # letters of smaller words


@dataclass(frozen=True, slots=True)
class Routes:
    """Everything about a sheet that does not depend on points: cells, arrows with their ways, jumps."""

    nodes: tuple[Node, ...]
    lanes: tuple[Lane, ...]
    grid: Grid
    cells: dict[str, tuple[int, int]]  # column and row
    drawn: tuple[Edge, ...]
    trips: tuple[Trip, ...]
    ways: tuple[Way, ...]
    exits: dict[str, tuple[tuple[Edge, ...], ...]]  # by tail, those to one box together
    entries: dict[str, int]  # by head: the sheet from which alone arrows come, or 0
    below: frozenset[str]  # questions whose smaller words stand below them


def routes_of(part: Part, paper: Paper, shape: Shape) -> Routes | None:
    """Return cells and ways, arrows that would cross too much made jumps; none where the boxes do not fit."""
    nodes, lanes = nodes_of(part), lanes_of(part)
    frame = framed(part.view, paper, lanes, part.bands, notes_of(part))
    down = paper.down
    names = {node.id for node in nodes}
    at = {band.id: place for place, band in enumerate(part.view.bands)}
    band = {node.id: at[node.band] for node in part.view.nodes}
    jumping = {
        edge.id
        for edge in part.view.edges
        if (edge.tail in names) != (edge.head in names)
        or (edge.tail in names and band[edge.head] < band[edge.tail] - 1)
    }
    inside = [edge for edge in part.view.edges if edge.tail in names and edge.head in names]
    for attempt in range(3):
        drawn = tuple(edge for edge in inside if edge.id not in jumping)
        grid = gridded(nodes, drawn, [lane.id for lane in lanes], [band.id for band in part.bands], shape, SIDE[down])
        cells = {each: ((side, flow) if down else (flow, side)) for each, (flow, side) in grid.slots.items()}
        exits, entries = _jumps(part, names, jumping)
        if not attempt and _hopeless(frame, nodes, cells, grid, down):
            return None
        points = {each: (2 * x + 1, 2 * y + 1) for each, (x, y) in cells.items()}
        answers = Counter(edge.tail for edge in drawn)
        below = frozenset(node.id for node in nodes if told_below(node, exits, answers[node.id], down))
        columns, rows = (sum(grid.lanes), sum(grid.bands)) if down else (sum(grid.bands), sum(grid.lanes))
        wide, high = (frame.right - frame.left) / columns, (frame.bottom - frame.top) / rows
        tagged = [node.id for node in nodes if closes_top(node, wide - sum(PADS[down][0]) - TAKEN)]
        closed = frozenset([(points[each], 1) for each in {*exits, *below}] + [(points[each], 3) for each in tagged])
        trips = _trips(nodes, drawn, points)
        plan = Plan(
            columns, rows, {point: each for each, point in points.items()}, closed,
            [wide / 2] * (2 * columns + 1), [high / 2] * (2 * rows + 1), down,
        )  # fmt: skip
        ways, _, crossed = routed(plan, trips)
        worst = [
            edge.id
            for edge, count in zip(drawn, crossed, strict=True)
            if count > MOST_CROSSED and edge.kind != "transfer"
        ]
        if not worst or attempt == 2:
            break
        jumping |= set(worst)
    return Routes(nodes, lanes, grid, cells, drawn, tuple(trips), tuple(ways), exits, entries, below)


def told_below(node: Node, exits: Mapping[str, object], answers: int, down: bool) -> bool:
    """Return whether the smaller words of a question stand below its diamond.

    There they stand in any case where arrows jump from it; or where they would make it too high, unless that side is
    needed for an answer.
    """
    if node.kind != "decision" or not node.lines:
        return False
    return node.id in exits or (not down and answers < 3 and sum(map(len, node.lines)) > MOST_IN_DIAMOND)


def _hopeless(
    frame: Frame, nodes: Sequence[Node], cells: Mapping[str, tuple[int, int]], grid: Grid, down: bool
) -> bool:
    """Return whether boxes alone are more than the page holds, in the smallest type and without a single arrow."""
    rows = sum(grid.bands) if down else sum(grid.lanes)
    columns = float(sum(grid.lanes))
    if not down:
        filled = len({column for column, _ in cells.values()})
        columns = filled + (1 - EMPTY) * (sum(grid.bands) - filled)
    gap_x, gap_y = sum(PADS[down][0]), sum(PADS[down][1])
    box = min(WIDEST, (frame.right - frame.left) / columns - gap_x)
    if box < least_room(nodes, TYPES[-1]):
        return True
    heights = [0.0] * rows
    for node in nodes:
        row = cells[node.id][1]
        heights[row] = max(
            heights[row], node_size(replace(node, lines=()) if node.kind == "decision" else node, box, TYPES[-1]).height
        )
    return sum(heights) + gap_y * (rows - 1) > frame.bottom - frame.top


def _jumps(
    part: Part, names: set[str], jumping: set[str]
) -> tuple[dict[str, tuple[tuple[Edge, ...], ...]], dict[str, int]]:
    exits: dict[str, dict[str, list[Edge]]] = defaultdict(lambda: defaultdict(list))
    entries: dict[str, set[int]] = defaultdict(set)
    for edge in part.view.edges:
        if edge.id in jumping:
            if edge.tail in names:
                exits[edge.tail][edge.head].append(edge)
            if edge.head in names:
                entries[edge.head].add(part.sheet_of[edge.tail])
    return (
        {tail: tuple(tuple(edges) for edges in heads.values()) for tail, heads in exits.items()},
        {head: next(iter(sheets)) if len(sheets) == 1 else 0 for head, sheets in entries.items()},
    )


def _trips(nodes: Sequence[Node], drawn: Sequence[Edge], points: Mapping[str, tuple[int, int]]) -> list[Trip]:
    kinds = {node.id: node.kind for node in nodes}
    answers: dict[str, set[str]] = defaultdict(set)
    for edge in drawn:
        answers[edge.tail].add(edge.label)
    return [
        Trip(
            points[edge.tail], points[edge.head], edge.tail, edge.head, edge.label, edge.kind == "transfer",
            len(answers[edge.tail]) > MOST_ANSWERS, kinds[edge.tail] == "decision", bool(edge.count),
        )
        for edge in drawn
    ]  # fmt: skip
