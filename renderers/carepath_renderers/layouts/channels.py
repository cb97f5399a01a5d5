"""How much room the channels need: for their tracks, for the heads of arrows, for words beside boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carepath_renderers.drawing.style import LEAST_TYPE
from carepath_renderers.drawing.tags import beside, difference, remark
from carepath_renderers.layouts.labels import Said
from carepath_renderers.layouts.letters import balanced
from carepath_renderers.layouts.routes import Routes
from carepath_renderers.layouts.sizes import Line, Type, head_length, pen_width
from carepath_renderers.layouts.spacing import PADS, Channel
from carepath_renderers.layouts.tracks import Tracks

REMARK_ROOM = (120.0, 60.0, 36.0)  # for a remark, where it may stand on a long line or must on a short one
LABEL_ROOM = (52.0, 84.0)  # for words at a box's sides; above and below it
HEADED = 5.0  # beyond a remark and the head of its arrow
TAGGED = 90.0  # about how wide a box is, for the tag at its corner
# So much of a channel is kept for words between columns, between rows; the whole only where they find no place.
LABEL_SHARE = {True: (20.0, 11.0), False: (26.0, 11.0)}


def label_lines_of(routes: Routes, type_: Type) -> dict[Said, tuple[tuple[Line, ...], ...]]:
    """Return what is said at each arrow, with the ways to set it in lines: its own words in one, a remark in some."""
    size = max(LEAST_TYPE, type_.label)
    found: dict[Said, tuple[tuple[Line, ...], ...]] = {}
    for edge, way in zip(routes.drawn, routes.ways, strict=True):
        if edge.label:
            room = LABEL_ROOM[way[0][0] == way[1][0]]
            found[edge.id, False] = (tuple(Line(text, size, True) for text in balanced(edge.label, room, size, True)),)
        said = remark(edge)
        if difference(edge.tone):
            found[edge.id, True] = ((Line(said, LEAST_TYPE, True),),)
        elif said:
            ways = (tuple(balanced(said, room, size, True)) for room in REMARK_ROOM)
            found[edge.id, True] = tuple(
                tuple(Line(text, size, True) for text in texts) for texts in dict.fromkeys(ways)
            )
    return found


def channels_of(
    routes: Routes,
    tracks: Tracks,
    label_lines: Mapping[Said, tuple[tuple[Line, ...], ...]],
    insisting: frozenset[Said],
    down: bool,
    side: int,
    count: int,
    ruled: frozenset[int],
) -> list[Channel]:
    """Return the needs of the channels across x (side 0) or y (side 1): tracks, arrow heads, words beside boxes.

    In those that are `ruled` by the line of a day, words have room on their side of it.
    """
    pad = PADS[down][side]
    before, after = [pad[0]] * (count + 1), [pad[1]] * (count + 1)
    for edge, way, trip in zip(routes.drawn, routes.ways, routes.trips, strict=True):
        for said in ((edge.id, True), *(((edge.id, False),) if trip.fan else ())):
            if said not in insisting:
                continue
            room = _room(label_lines[said][-1], side) + head_length(pen_width(edge)) + HEADED
            step, channel = way[-1][side] - way[-2][side], way[-2][side] // 2
            if step > 0:
                after[channel] = max(after[channel], room)
            elif step < 0:
                before[channel] = max(before[channel], room)
        if (edge.id, False) not in label_lines or trip.fan:
            continue
        room = _room(label_lines[edge.id, False][0], side)
        if (edge.id, False) not in insisting:
            room = min(room, LABEL_SHARE[down][side])
        step = way[1][side] - way[0][side]
        channel = way[1][side] // 2
        straight = len(way) > 2 and way[2][side] - way[1][side] == step and way[1][1 - side] == way[2][1 - side]
        if (edge.id, False) in insisting or channel in ruled:
            straight = False  # in a channel with the line of a day, words stand on this side of it
        if step > 0:
            before[channel] = max(before[channel], room - (after[channel] - 4 if straight else 0))
        elif step < 0:
            after[channel] = max(after[channel], room - (before[channel] - 4 if straight else 0))
    if side == 0:
        for node in routes.nodes:
            channel = routes.cells[node.id][0] + 1
            before[channel] = max(before[channel], beside(node, TAGGED) + 3)
    found = []
    for at in range(count + 1):
        number = tracks.most.get(2 * at, 0)
        outer = at in (0, count) and not number
        found.append(Channel(number, before[at] if not outer else 3.0, after[at] if not outer else 3.0))
    return found


def _room(lines: Sequence[Line], side: int) -> float:
    return max(line.width for line in lines) + 5 if side == 0 else sum(line.height for line in lines) + 3
