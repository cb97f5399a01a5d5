"""What one sheet shows of a view: its bands, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carepath_renderers.drawing.style import Page
from carepath_renderers.views.view import Band, Lane, Node, Note, View


@dataclass(frozen=True, slots=True)
class Part:
    """What one sheet shows of a view."""

    view: View
    page: Page
    sheet: int
    sheets: int
    bands: tuple[Band, ...]
    sheet_of: Mapping[str, int]


def nodes_of(part: Part) -> tuple[Node, ...]:
    """Return the nodes that stand on a sheet, in reading order."""
    return tuple(node for node in part.view.nodes if part.sheet_of[node.id] == part.sheet)


def lanes_of(part: Part) -> tuple[Lane, ...]:
    """Return the lanes in which something stands; the first where nothing does."""
    used = {node.lane for node in nodes_of(part)}
    return tuple(lane for lane in part.view.lanes if lane.id in used) or part.view.lanes[:1]


def notes_of(part: Part) -> tuple[Note, ...]:
    """Return the notes of a sheet: all of them on the last."""
    return part.view.notes if part.sheet == part.sheets else ()
