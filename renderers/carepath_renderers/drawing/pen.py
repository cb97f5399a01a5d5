"""DOT statements with exact places: rectangles, words, rules and arrows that Graphviz draws and does not move.

Each has an id, by which `accessible` finds it again. No label is HTML-like; words are plain text of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from carepath_renderers.drawing.style import BOLD, FONT, INK
from carepath_renderers.layouts.geometry import Rect, Spot
from carepath_renderers.layouts.letters import width

ROUND = 4.0  # radius of the corners of arrows


def quoted(text: str) -> str:
    """Return text as a DOT string in which nothing is an escape."""
    clean = "".join(each if each.isprintable() else " " for each in text)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


def slug(text: str) -> str:
    """Return text as it may stand in an id: without space."""
    return re.sub(r"\s+", "_", text)


def number(value: float) -> str:
    """Return points as they are written everywhere: two decimals, no negative nought."""
    return f"{value + 0.0:.2f}".replace("-0.00", "0.00")


class Pen:
    """The statements of one sheet, in the order in which they are drawn."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.statements: list[str] = []
        self.words: dict[str, tuple[float, float, str]] = {}  # by id: where a text begins, its line, its anchor
        self.heads: dict[str, tuple[Spot, ...]] = {}  # by id of an arrow: the corners of its head
        self.layers: dict[str, str] = {}  # by id, in the order of drawing: the part of the picture it belongs to
        self.layer = "behind"
        self._count = 0

    def name(self, kind: str) -> str:
        """Return the next id for what has no name of its own."""
        self._count += 1
        return f"{kind}-{self._count}"

    def shape(self, id_: str, rect: Rect, **attributes: str) -> None:
        """Draw a closed shape without words."""
        # Whole points: older Graphviz rounds sizes to them.
        self._node(
            id_,
            rect.x,
            rect.y,
            max(1, round(rect.width)),
            max(1, round(rect.height)),
            {"label": "", "shape": "box", **attributes},
        )

    def fill(self, rect: Rect, color: str) -> None:
        """Fill a rectangle."""
        self.shape(self.name("area"), rect, style="filled", fillcolor=color, color=color, penwidth="0")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        color: str = INK,
        anchor: str = "middle",
    ) -> None:
        """Write one line of text with the middle of its letters at y; its anchor at x."""
        id_ = self.name("text")
        wide = width(text, size, bold)
        middle = x + wide / 2 if anchor == "start" else x - wide / 2 if anchor == "end" else x
        self.words[id_] = (x, y + 0.355 * size, anchor)
        # Larger than its words, so that no measure of another font finds it too small; never beyond the page.
        room = 2 * min(middle, self.width - middle)
        self._node(id_, middle, y, max(wide, min(1.3 * wide + 8, room)), 1.5 * size, {
            "shape": "plaintext", "label": text.replace("&", "&amp;"), "fontname": BOLD if bold else FONT,
            "fontsize": number(size), "fontcolor": color,
        })  # fmt: skip

    def rule(self, one: Spot, two: Spot, **attributes: str) -> None:
        """Draw a straight line."""
        self._line(
            self.name("rule"),
            self._end(one),
            self._end(two),
            f'pos="{self._curve((one, two), 0)}"',
            {"arrowhead": "none", **attributes},
        )

    def arrow(
        self, id_: str, tail: str, head: str, points: Sequence[Spot], wide: float, size: float, **attributes: str
    ) -> None:
        """Draw an arrow with round corners along points: how wide its line is, how long its head."""
        (x1, y1), (x2, y2) = points[-2], points[-1]
        length = abs(x2 - x1) + abs(y2 - y1) or 1.0
        step = min(size, length)
        base = (x2 - (x2 - x1) / length * step, y2 - (y2 - y1) / length * step)
        half = 1.7 + 0.95 * wide
        aside = (half * (y2 - y1) / length, half * (x2 - x1) / length)
        self.heads[id_] = (
            (base[0] - aside[0], base[1] + aside[1]), (x2, y2), (base[0] + aside[0], base[1] - aside[1])
        )  # fmt: skip
        curve = self._curve((*points[:-1], base), ROUND)
        pos = f'pos="e,{number(x2)},{number(self.height - y2)} {curve}"'
        self._line(id_, tail, head, pos, {"penwidth": number(wide), "arrowsize": f"{size / 10:.3f}", **attributes})

    def end(self, spot: Spot) -> str:
        """Return a name for a spot at which an arrow may begin or end."""
        return self._end(spot)

    def _end(self, spot: Spot) -> str:
        name = self.name("spot")
        self.statements.append(
            f'{quoted(name)} [pos="{number(spot[0])},{number(self.height - spot[1])}", shape=point, style=invis,'
            " width=0.01, height=0.01]"
        )
        return name

    def _node(self, id_: str, x: float, y: float, wide: float, high: float, attributes: dict[str, str]) -> None:
        said = ", ".join(f"{key}={quoted(value)}" for key, value in attributes.items())
        self.layers[id_] = self.layer
        self.statements.append(
            f'{quoted(id_)} [id={quoted(id_)}, pos="{number(x)},{number(self.height - y)}", '
            f"width={wide / 72:.4f}, height={high / 72:.4f}, {said}]"
        )

    def _line(self, id_: str, tail: str, head: str, pos: str, attributes: dict[str, str]) -> None:
        said = ", ".join(f"{key}={quoted(value)}" for key, value in attributes.items())
        self.layers[id_] = self.layer
        self.statements.append(f"{quoted(tail)} -> {quoted(head)} [id={quoted(id_)}, {pos}, {said}]")

    def _curve(self, points: Sequence[Spot], radius: float) -> str:
        """Return a line with round corners as the control points of a spline."""
        flat = [points[0]]
        here = points[0]

        def line(to: Spot) -> None:
            nonlocal here
            flat.extend((_between(here, to, 1 / 3), _between(here, to, 2 / 3), to))
            here = to

        for before, corner, after in zip(points, points[1:], points[2:], strict=False):
            one = abs(before[0] - corner[0]) + abs(before[1] - corner[1])
            two = abs(after[0] - corner[0]) + abs(after[1] - corner[1])
            reach = min(radius, one / 2, two / 2)
            if reach < 0.2:
                line(corner)
                continue
            begin, finish = _between(corner, before, reach / one), _between(corner, after, reach / two)
            line(begin)
            flat.extend((_between(begin, corner, 0.55), _between(finish, corner, 0.55), finish))
            here = finish
        line(points[-1])
        return " ".join(f"{number(x)},{number(self.height - y)}" for x, y in flat)


def _between(one: Spot, two: Spot, share: float) -> Spot:
    return (one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share)
