"""The frame of a chart: title, what it says, numbers at the left, a key at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from carepath_renderers.charting.axes import TYPE, Axis, Sign, sign
from carepath_renderers.charting.canvas import Mark, Words, line, lines_of
from carepath_renderers.charting.inks import DARK_BLUE, GRID, QUIET
from carepath_renderers.layouts.letters import width

WIDTH, MARGIN = 640.0, 14.0
LEFT = 52.0  # where the plot begins
PLOT = 210.0  # its height
TITLE = 13.5


def heading(title: str, facts: Sequence[str], room: float) -> tuple[list[Mark], float]:
    """Return the title and the sentences below it, and where they end."""
    marks: list[Mark] = []
    y = MARGIN
    for text in lines_of(title, room, TITLE, bold=True, most=3):
        y += TITLE * 1.2
        marks.append(Words(MARGIN, y, text, TITLE, bold=True, fill=DARK_BLUE))
    y += 3
    for fact in facts:
        for text in lines_of(fact, WIDTH - 2 * MARGIN if y > 60 else room, TYPE, most=3):
            y += TYPE * 1.35
            marks.append(Words(MARGIN, y, text, TYPE, fill=QUIET))
    return marks, y


def numbers(axis: Axis, left: float, right: float, unit: str) -> list[Mark]:
    """Return the lines across the plot and their numbers."""
    marks: list[Mark] = []
    for tick in axis.ticks:
        y = axis.at(tick)
        marks.append(line(left, y, right, y, GRID, 0.9))
        marks.append(Words(left - 7, y + 3.3, f"{axis.named(tick)}{unit}", TYPE, "end"))
    return marks


def key(signs: Sequence[tuple[Sign, str]], left: float, right: float, top: float) -> tuple[list[Mark], float]:
    """Return the signs with their meanings, in as many lines as they need, and where they end."""
    marks: list[Mark] = []
    x, y = left, top
    for kind, text in signs:
        wide = 12 + width(text, TYPE)
        if x > left and x + wide > right:
            x, y = left, y + 14
        marks += [sign(kind, x + 5, y), Words(x + 14, y + 3.3, text, TYPE)]
        x += wide + 18
    return marks, y + 8
