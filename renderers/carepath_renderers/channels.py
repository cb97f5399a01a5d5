"""How much room the channels need: for their tracks, for the heads of arrows, for words beside boxes."""

from __future__ import annotations

from collections.abc import Mapping

from carepath_renderers.letters import balanced
from carepath_renderers.routes import Routes
from carepath_renderers.sizes import Line, Type
from carepath_renderers.spacing import PADS, Channel
from carepath_renderers.style import LEAST_TYPE
from carepath_renderers.tags import beside
from carepath_renderers.tracks import Tracks

LABEL_ROOM = (52.0, 84.0)  # for words at a box's sides; above and below it
TAGGED = 90.0  # about how wide a box is, for the tag at its corner
# So much of a channel is kept for words between columns, between rows; the whole only where they find no place.
LABEL_SHARE = {True: (20.0, 11.0), False: (26.0, 11.0)}


def label_lines_of(routes: Routes, type_: Type) -> dict[str, tuple[Line, ...]]:
    size = max(LEAST_TYPE, type_.label)
    return {
        edge.id: tuple(
            Line(text, size, True) for text in balanced(edge.label, LABEL_ROOM[way[0][0] == way[1][0]], size, True)
        )
        for edge, way in zip(routes.drawn, routes.ways, strict=True)
        if edge.label
    }


def channels_of(
    routes: Routes,
    tracks: Tracks,
    label_lines: Mapping[str, tuple[Line, ...]],
    insisting: frozenset[str],
    down: bool,
    side: int,
    count: int,
) -> list[Channel]:
    """Return the needs of the channels across x (side 0) or y (side 1): tracks, arrow heads, words beside boxes."""
    pad = PADS[down][side]
    before, after = [pad[0]] * (count + 1), [pad[1]] * (count + 1)
    for edge, way in zip(routes.drawn, routes.ways, strict=True):
        if edge.id not in label_lines:
            continue
        lines = label_lines[edge.id]
        room = max(line.width for line in lines) + 5 if side == 0 else sum(line.height for line in lines) + 3
        if edge.id not in insisting:
            room = min(room, LABEL_SHARE[down][side])
        step = way[1][side] - way[0][side]
        channel = way[1][side] // 2
        straight = len(way) > 2 and way[2][side] - way[1][side] == step and way[1][1 - side] == way[2][1 - side]
        if edge.id in insisting:
            straight = False
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
