"""Marks at boxes: arrows that go on elsewhere, listed below the box they leave; the letter above the box they lead to.

The smaller words of a question stand in the same list where they would make its diamond too high.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from carepath_renderers.drawing.style import LEAST_TYPE
from carepath_renderers.drawing.tags import difference
from carepath_renderers.layouts.geometry import Entry, Exit, Rect
from carepath_renderers.layouts.letters import wrapped
from carepath_renderers.layouts.routes import Routes
from carepath_renderers.layouts.sheet import Part
from carepath_renderers.layouts.sizes import Line
from carepath_renderers.layouts.spacing import PITCH
from carepath_renderers.views.view import Edge, Node

STEM, PAD, CIRCLE = 5.0, 3.0, 5.4  # from the box to the list, around its words, radius of a letter
ENTRY = 15.0  # above a box with a letter


@dataclass(frozen=True, slots=True)
class Jump:
    """The marks at one box, with the room they take."""

    exits: tuple[tuple[tuple[Edge, ...], tuple[Line, ...], float], ...]
    entry: tuple[Line, ...] | None

    @property
    def above(self) -> float:
        """How far they reach above the box."""
        return 0.0 if self.entry is None else ENTRY

    @property
    def below(self) -> float:
        """How far they reach below it."""
        return STEM + sum(height for _, _, height in self.exits) if self.exits else 0.0


def short(node: Node, routes: Routes) -> Node:
    """Return a node with the words that stand in its box."""
    return replace(node, lines=()) if node.id in routes.below else node


def jump_of(part: Part, routes: Routes, node: Node, room: float) -> Jump:
    titles = {each.id: each.title for each in part.view.nodes}
    exits: list[tuple[tuple[Edge, ...], tuple[Line, ...], float]] = []
    if node.id in routes.below:
        lines = tuple(Line(text, LEAST_TYPE) for line in node.lines for text in wrapped(line, room - 6, LEAST_TYPE))
        exits.append(((), lines, sum(line.height for line in lines) + PAD))
    for edges in routes.exits.get(node.id, ()):
        said = " or ".join(dict.fromkeys(edge.label for edge in edges if edge.label))
        counts = "; ".join(edge.count for edge in edges if edge.count)
        sheet = part.sheet_of[edges[0].head]
        there = f"to sheet {sheet}: " if sheet != part.sheet else "to: "
        text = (
            f"{said}, {there}{titles[edges[0].head]}"
            if said
            else f"{there[0].upper()}{there[1:]}{titles[edges[0].head]}"
        )
        text = f"{text} ({counts})" if counts else text
        lines = tuple(Line(each, LEAST_TYPE) for each in wrapped(text, room - 2 * CIRCLE - 9, LEAST_TYPE))
        tag = next((word for edge in edges if (word := difference(edge.tone))), "")
        lines = (Line(tag, LEAST_TYPE, True), *lines) if tag else lines
        exits.append((edges, lines, max(2 * CIRCLE + 2, sum(line.height for line in lines) + PAD)))
    entry = None
    if node.id in routes.entries or node.mark:
        sheet = routes.entries.get(node.id, 0)
        words = ("from", f"sheet {sheet}") if sheet not in (0, part.sheet) else ()
        entry = tuple(Line(each, LEAST_TYPE) for each in words)
    return Jump(tuple(exits), entry)


def marks_of(jumps: Mapping[str, Jump], boxes: Mapping[str, Rect]) -> tuple[tuple[Exit, ...], tuple[Entry, ...]]:
    exits, entries = [], []
    for name, jump in jumps.items():
        rect = boxes[name]
        top = rect.bottom + STEM
        for edges, lines, height in jump.exits:
            exits.append(
                Exit(
                    name,
                    edges,
                    Rect(rect.x - rect.width / 2 + 1, top, rect.x + rect.width / 2 - 1, top + height),
                    lines,
                    "",
                )
            )
            top += height
        if jump.entry is not None:
            left, words = rect.left + 2, jump.entry
            room = 2 * CIRCLE + (max(line.width for line in words) + 2 if words else 0)
            if left + room > rect.x - PITCH * 1.5:  # the words would stand in the way of an arrow from above
                words, room = (), 2 * CIRCLE
            entries.append(Entry(name, Rect(left, rect.top - ENTRY, left + room, rect.top), "", words))
    return tuple(exits), tuple(entries)
