"""One sheet laid out: in the largest type in which it fits, with columns, rows, tracks and words in their places."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from carepath_renderers.drawing.frame import band_need, empty_width, framed, lane_lines
from carepath_renderers.drawing.style import PAPERS, Paper
from carepath_renderers.drawing.tags import remark
from carepath_renderers.layouts import labels
from carepath_renderers.layouts.channels import channels_of, label_lines_of
from carepath_renderers.layouts.geometry import BandSpan, Box, LaneSpan, Layout, Path, Rect
from carepath_renderers.layouts.jumps import Jump, jump_of, marks_of, short
from carepath_renderers.layouts.labels import Said
from carepath_renderers.layouts.paths import coarse_ends, exact_ends, paths_of, together
from carepath_renderers.layouts.rooms import shapes_of
from carepath_renderers.layouts.routes import Routes, routes_of
from carepath_renderers.layouts.shapes import FULL, WIDEST
from carepath_renderers.layouts.sheet import Part as Part
from carepath_renderers.layouts.sheet import notes_of
from carepath_renderers.layouts.sizes import DIAMOND_MORE, TYPES, Size, Type, least_room, node_size
from carepath_renderers.layouts.spacing import AFTER_TRACKS, PADS, PITCH, Channel, spread
from carepath_renderers.layouts.tracks import runs, tracked

TRIED = 3  # shapes of a sheet
GROWN = 1.4  # a page that is fuller by estimate is not tried
NEAR = 5.5  # points between arrows that lie side by side


def fitted(part: Part) -> Layout | None:
    """Return the layout of a sheet in the largest type in which it fits; none where it does not fit in any."""
    paper = PAPERS[part.page]
    best: Layout | None = None
    for shape in shapes_of(part, paper)[:TRIED]:
        if shape.full > FULL:
            break
        routes = routes_of(part, paper, shape)
        for found in _tried(part, routes, paper) if routes is not None else ():
            if best is None or len(found.warnings) < len(best.warnings):
                best = found
            if not best.warnings:
                return best
    return best


def _tried(part: Part, routes: Routes, paper: Paper) -> Iterator[Layout]:
    """Yield a sheet in the largest type in which it fits; where words find no place, again with room kept for them."""
    worded = frozenset(label_lines_of(routes, TYPES[0]))
    lost: frozenset[Said] | None = None
    for type_ in TYPES:
        found = _placed(part, routes, type_, paper, frozenset())
        if found is None:
            if type_ is TYPES[0] and _placed(part, routes, TYPES[-1], paper, frozenset()) is None:
                return  # not in any
            continue
        yield found
        missing = worded - {(each.edge.id, each.remark) for each in found.labels}
        again = _placed(part, routes, type_, paper, missing) if missing else None
        if again is None:
            continue
        yield again
        before, lost = lost, worded - {(each.edge.id, each.remark) for each in again.labels}
        if lost == before:
            return  # smaller type is of no help


def grown(part: Part) -> Layout:
    """Return the layout of a sheet in the smallest type, on a page that is as large as it needs; with a warning."""
    paper = PAPERS[part.page]
    sizes = [(wide, wide * high) for wide in (1.0, 1.5, 2.5, 5.0, 20.0) for high in (1.0, 1.2, 1.5, 2.0, 3.0)]
    for wide, high in sizes:
        larger = replace(paper, width=paper.width * wide, height=paper.height * high)
        for shape in shapes_of(part, larger)[:TRIED]:
            if shape.full > GROWN:
                break
            routes = routes_of(part, larger, shape)
            found = None if routes is None else _placed(part, routes, TYPES[-1], larger, frozenset())
            if found is not None:
                said = f"{part.view.id}: sheet {part.sheet} is taller or wider than a page of {part.page}"
                return replace(found, warnings=(*found.warnings, said))
    raise AssertionError("a page of any size holds everything")


def _placed(
    part: Part, routes: Routes, type_: Type, paper: Paper, insisting: frozenset[Said], apart: bool = False
) -> Layout | None:
    """Return the sheet in one size of type; none where it does not fit.

    Words at the arrows in `insisting` get all the room they need. Where strangers would share a line, all is done
    again with `apart`: arrows that turn at one place of the middle line of boxes keep their distance there.
    """
    down = paper.down
    frame = framed(part.view, paper, routes.lanes, part.bands, notes_of(part))
    wide, high = frame.right - frame.left, frame.bottom - frame.top
    groups_x, groups_y = (routes.grid.lanes, routes.grid.bands) if down else (routes.grid.bands, routes.grid.lanes)
    columns, rows = sum(groups_x), sum(groups_y)
    # In the smallest type there is no room to keep words off the lines of days.
    ruled = _ruled(routes) if type_ is not TYPES[-1] else frozenset()
    lines = runs(routes.ways)
    coarse = coarse_ends(lines)
    words = label_lines_of(routes, type_)
    # First the lines across the flow, by where they lie in the plan; then those along it, by points.
    first = [run for run in lines if run.level == down]
    second = [run for run in lines if run.level != down]
    early = tracked(first, routes.trips, coarse, 0.5, 0.5 if apart else 0.0)
    late = tracked(second, routes.trips, coarse, 0.5, 0.5)  # a first look: how many tracks their channels need
    upright = late if down else early
    channels = channels_of(routes, upright, words, insisting, down, 0, columns, frozenset() if down else ruled)
    empty = {} if down else _empty(part, routes)
    room, half = _room(routes, wide, columns, channels, len(groups_x), empty)
    if room < least_room(routes.nodes, type_) - 0.01:
        return None
    sizes = {node.id: node_size(short(node, routes), room, type_) for node in routes.nodes}
    jumps = {node.id: jump_of(part, routes, node, room) for node in routes.nodes}
    halves = [empty.get(column, half) for column in range(columns)]
    x_axis = spread(
        frame.left, wide, [(each, each) for each in halves], channels, groups_x, [0.0] * len(groups_x), PITCH
    )
    rects = {
        node.id: Rect.around(x_axis.middles[routes.cells[node.id][0]], 0.0, sizes[node.id].width, sizes[node.id].height)
        for node in routes.nodes
    }
    if not down:
        late = tracked(second, routes.trips, exact_ends(second, lines, routes, early, x_axis, rects, 0), NEAR, NEAR)
    level = early if down else late
    channels = channels_of(routes, level, words, insisting, down, 1, rows, ruled if down else frozenset())
    needs = _needs(routes, sizes, jumps, rows)
    y_axis = spread(frame.top, high, needs, channels, groups_y, _least(part, routes, down), PITCH)
    if not (x_axis.fits and y_axis.fits):
        return None
    for node in routes.nodes:
        size = sizes[node.id]
        column, row = routes.cells[node.id]
        rects[node.id] = Rect.around(x_axis.middles[column], y_axis.middles[row], size.width, size.height)
    if down:
        late = tracked(second, routes.trips, exact_ends(second, lines, routes, early, y_axis, rects, 1), NEAR, NEAR)
    level, upright = (early, late) if down else (late, early)
    boxes = tuple(Box(node, rects[node.id], sizes[node.id].lines) for node in routes.nodes)
    paths = paths_of(routes, lines, level, upright, x_axis, y_axis, {box.node.id: box for box in boxes})
    shared = together(paths, routes.trips)
    if shared and not apart:
        return _placed(part, routes, type_, paper, insisting, True)
    exits, entries = marks_of(jumps, rects)
    lane_borders, band_borders = (x_axis.borders, y_axis.borders) if down else (y_axis.borders, x_axis.borders)
    area = Rect(frame.left, frame.top, frame.right, y_axis.borders[-1])
    rules = [
        (Rect(area.left, at, area.right, at) if down else Rect(at, area.top, at, area.bottom), band)
        for at, band in zip(band_borders[1:-1], part.bands, strict=False)
    ]
    put, missing = labels.placed(paths, words, boxes, exits, entries, area, routes.trips, rules, insisting)
    warnings = _warnings(part.view.id, routes, sizes, missing, shared)
    if down:
        lane_borders = (*lane_borders[:-1], area.right)
    else:
        band_borders = (*band_borders[:-1], area.right)
    return Layout(
        part.view, part.page, part.sheet, part.sheets, paper.width, paper.height, down, type_, area,
        tuple(LaneSpan(lane, a, z) for lane, (a, z) in zip(routes.lanes, pairwise(lane_borders), strict=True)),
        tuple(BandSpan(band, a, z) for band, (a, z) in zip(part.bands, pairwise(band_borders), strict=True)),
        boxes, paths, put, exits, entries, notes_of(part), warnings,
    )  # fmt: skip


def _ruled(routes: Routes) -> frozenset[int]:
    """Return the channels in which the line of a day lies."""
    return frozenset(sum(routes.grid.bands[:at]) for at in range(1, len(routes.grid.bands) + 1))


def _empty(part: Part, routes: Routes) -> dict[int, float]:
    """Return the columns of bands in which nothing stands, with half the width of what their words need."""
    filled = {column for column, _ in routes.cells.values()}
    found: dict[int, float] = {}
    for place, band in enumerate(part.bands):
        column = sum(routes.grid.bands[:place])
        if routes.grid.bands[place] == 1 and column not in filled:
            found[column] = max(2.0, (empty_width(band) - sum(PADS[False][0]) - AFTER_TRACKS) / 2)
    return found


def _room(
    routes: Routes, wide: float, columns: int, channels: Sequence[Channel], groups: int, empty: Mapping[int, float]
) -> tuple[float, float]:
    """Return how wide boxes are, in whole points as they are drawn, and half the width of a column."""
    more = DIAMOND_MORE if any(node.kind == "decision" for node in routes.nodes) else 0.0
    taken = sum(each.before + each.after + max(0, each.tracks - 1) * PITCH for each in channels)
    taken += AFTER_TRACKS * (groups + 1) + 2 * sum(empty.values())
    room = float(math.floor(min(WIDEST, (wide - taken) / max(1, columns - len(empty)) - more)))
    return room, (room + more) / 2


def _needs(
    routes: Routes, sizes: Mapping[str, Size], jumps: Mapping[str, Jump], rows: int
) -> list[tuple[float, float]]:
    """Return how far each row reaches above and below its middle."""
    needs = [(10.0, 10.0)] * rows
    for node in routes.nodes:
        row = routes.cells[node.id][1]
        half = sizes[node.id].height / 2
        above, below = half + jumps[node.id].above, half + jumps[node.id].below
        needs[row] = (max(needs[row][0], above), max(needs[row][1], below))
    return needs


def _least(part: Part, routes: Routes, down: bool) -> list[float]:
    """Return how high bands (on an upright page) or lanes must be for their own words."""
    if down:
        return [band_need(band, True, 0.0) for band in part.bands]
    return [sum(line.height for line in lane_lines(lane, False, 0.0)) + 8 for lane in routes.lanes]


def _warnings(
    name: str,
    routes: Routes,
    sizes: Mapping[str, Size],
    missing: Sequence[Said],
    shared: Sequence[tuple[Path, Path]],
) -> tuple[str, ...]:
    """Return what about a sheet is not as it should be."""
    titles = {node.id: node.title for node in routes.nodes}
    edges = {edge.id: edge for edge in routes.drawn}
    lost = [(edges[id_], remark(edges[id_]) if on else edges[id_].label) for id_, on in missing]
    return (
        *(f"{name}: a word is wider than its box: “{titles[each]}”" for each, size in sizes.items() if size.tight),
        *(
            f"{name}: the words “{said}” at the arrow from “{titles[edge.tail]}” find no clear place"
            for edge, said in lost
        ),
        *(
            f"{name}: the arrows from “{titles[one.edge.tail]}” to “{titles[one.edge.head]}” and from "
            f"“{titles[two.edge.tail]}” to “{titles[two.edge.head]}” share a line"
            for one, two in shared
        ),
    )
