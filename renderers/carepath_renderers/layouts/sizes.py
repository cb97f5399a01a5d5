"""How large a box is for the words in it: rectangles around their lines, diamonds around theirs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carepath_renderers.drawing.style import MARKS
from carepath_renderers.layouts.letters import LEADING, balanced, widest, width, wrapped
from carepath_renderers.views.view import Edge, Node

BOLD_KINDS = frozenset({"start", "stop", "transfer"})
STRIPE = 4.0  # the colour of the lane, inside the left side of a step
LEAST_HEIGHT, LEAST_DIAMOND = 24.0, 38.0
LEAST_SLANT = 0.3  # a diamond is at least so high for its width
MONSTROUS = 120.0  # boxes are not made wider for a single word
DIAMOND_MORE = 8.0  # a diamond is so much wider than the other boxes


PEN, TRANSFER = 1.1, 3.0  # widths of arrows


def pen_width(edge: Edge) -> float:
    """Return how wide the line of an arrow is."""
    if edge.weight != 1.0:
        return PEN * edge.weight
    if edge.kind == "transfer":
        return TRANSFER
    return min(MARKS[edge.tone].pen, 2.2) if edge.tone is not None else PEN


def head_length(wide: float) -> float:
    """Return how long the head of an arrow is that goes with a line so wide."""
    return 5.2 + 1.8 * wide


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes of type in points: titles of boxes, what stands below them, words at arrows."""

    title: float
    small: float
    label: float


TYPES = (Type(8.5, 7.5, 7.5), Type(8.0, 7.2, 7.2), Type(7.5, 7.0, 7.0), Type(7.0, 7.0, 7.0))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    text: str
    size: float
    bold: bool = False

    @property
    def width(self) -> float:
        """How wide it is, in points."""
        return width(self.text, self.size, self.bold)

    @property
    def height(self) -> float:
        """From line to line, in points."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Size:
    """What a box needs; `tight` where a word is wider than the room for it."""

    width: float
    height: float
    lines: tuple[Line, ...]
    tight: bool = False


def node_size(node: Node, room: float, type_: Type) -> Size:
    """Return the size of the box of a node in a column that is `room` points wide for boxes."""
    return _diamond(node, room + DIAMOND_MORE, type_) if node.kind == "decision" else _rectangle(node, room, type_)


def _rectangle(node: Node, room: float, type_: Type) -> Size:
    inner = room - (16 if node.kind in ("step", "transfer") else 10)
    bold = node.kind in BOLD_KINDS
    lines = [Line(text, type_.title, bold) for text in balanced(node.title, inner, type_.title, bold)]
    lines += [Line(text, type_.small) for line in node.lines for text in wrapped(line, inner, type_.small)]
    height = math.ceil(max(LEAST_HEIGHT, sum(line.height for line in lines) + 9))
    return Size(room, height, tuple(lines), any(line.width > inner + 3 for line in lines))


def _diamond(node: Node, room: float, type_: Type) -> Size:
    """Return the lowest diamond of a width in which the lines keep clear of the slanting sides."""
    best: Size | None = None
    for lines in _wraps(node, room, type_):
        height = _diamond_height(lines, room)
        if height is not None and (best is None or height < best.height - 0.5):
            best = Size(room, math.ceil(max(LEAST_DIAMOND, LEAST_SLANT * room, height)), lines)
    if best is None:
        lines = next(iter(_wraps(node, room * 1.2, type_)))
        return Size(room, math.ceil(max(LEAST_DIAMOND, 2.2 * sum(line.height for line in lines))), lines, True)
    return best


def _wraps(node: Node, room: float, type_: Type) -> Iterator[tuple[Line, ...]]:
    for share in (0.4, 0.48, 0.56, 0.64, 0.72, 0.8):
        title = [Line(text, type_.title) for text in balanced(node.title, room * share, type_.title)]
        small = [
            Line(text, type_.small) for line in node.lines for text in balanced(line, room * share * 0.8, type_.small)
        ]
        yield (*title, *small)


def _diamond_height(lines: tuple[Line, ...], room: float) -> float | None:
    """Return how high a diamond must be for every corner of its lines to lie inside; none where no height will do."""
    total = sum(line.height for line in lines)
    top, needed = -total / 2, 0.0
    for line in lines:
        free = 1 - (line.width + 10) / room
        if free <= 0.08:
            return None
        reach = max(abs(top + 0.12 * line.size), abs(top + line.height - 0.12 * line.size))
        needed = max(needed, 2 * reach / free)
        top += line.height
    return min(needed, MONSTROUS)


def least_room(nodes: Sequence[Node], type_: Type) -> float:
    """Return the least width for boxes at which no word is wider than its box; a word of monstrous length apart."""
    needed = 0.0
    for node in nodes:
        bold = node.kind in BOLD_KINDS
        word = max(widest(text, type_.small) for text in ("", *node.lines))
        if node.kind == "decision":
            needed = max(needed, widest(node.title, type_.title) / 0.72 - DIAMOND_MORE)
        else:
            pad = 16 if node.kind in ("step", "transfer") else 10
            needed = max(needed, max(word, widest(node.title, type_.title, bold)) + pad - 2)
    return min(needed, MONSTROUS)
