"""How full a sheet is, before anything has a place: what its boxes need, by about how long their words are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from carepath_renderers.drawing.frame import Frame, framed
from carepath_renderers.drawing.style import PAPERS, Paper
from carepath_renderers.layouts.jumps import ENTRY
from carepath_renderers.layouts.letters import width
from carepath_renderers.layouts.shapes import Room, Shape, Text, shapes
from carepath_renderers.layouts.sheet import Part, lanes_of, nodes_of, notes_of
from carepath_renderers.layouts.sizes import BOLD_KINDS, TYPES, Type, least_room
from carepath_renderers.views.view import Node


def fullness(part: Part) -> float:
    """Return about how much of a page the boxes of a sheet take."""
    return shapes_of(part, PAPERS[part.page])[0].full


def shapes_of(part: Part, paper: Paper) -> list[Shape]:
    nodes, lanes = nodes_of(part), lanes_of(part)
    frame = framed(part.view, paper, lanes, part.bands, notes_of(part))
    return shapes(
        nodes, [lane.id for lane in lanes], [band.id for band in part.bands], room_of(part, paper, frame, nodes)
    )


def room_of(part: Part, paper: Paper, frame: Frame, nodes: Sequence[Node]) -> Room:
    wide, high = frame.right - frame.left, frame.bottom - frame.top
    type_ = TYPES[1]
    away = Counter(edge.tail for edge in part.view.edges if part.sheet_of[edge.tail] != part.sheet_of[edge.head])
    lettered = {edge.head for edge in part.view.edges if part.sheet_of[edge.tail] != part.sheet_of[edge.head]}
    texts = {
        node.id: _text(node, type_, 18.0 * away[node.id] + (ENTRY if node.mark or node.id in lettered else 0.0))
        for node in nodes
    }
    along, across = (high, wide) if paper.down else (wide, high)
    gap = (22.0, 20.0) if paper.down else (32.0, 22.0)
    return Room(along, across, paper.down, max(56.0, least_room(nodes, TYPES[-1])), gap, texts)


def _text(node: Node, type_: Type, more: float) -> Text:
    length = width(node.title, type_.title, node.kind in BOLD_KINDS)
    length += sum(width(line, type_.small) + 12 for line in node.lines)
    if node.kind == "decision":
        return Text(1.5 * length, type_.title * 1.18 * 1.5, 10.0 + more)
    return Text(length, type_.title * 1.18, more)
