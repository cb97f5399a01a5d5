"""A pathway as a picture to agree on and print: sheets of SVG, laid out here and drawn by Graphviz."""

from __future__ import annotations

from dataclasses import dataclass

from carepath.model import Pathway

from carepath_renderers.drawing import dot
from carepath_renderers.drawing.accessible import accessible
from carepath_renderers.drawing.draw import Engine, draw_svg
from carepath_renderers.drawing.style import Page
from carepath_renderers.layouts.layout import laid_out
from carepath_renderers.views import extract
from carepath_renderers.views.view import View


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a picture; its size in points."""

    svg: str
    dot: str
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture, and what about it is not as it should be, in sentences."""

    sheets: tuple[Sheet, ...]
    warnings: tuple[str, ...]


def draw(view: View, page: Page | None = None, engine: Engine | None = None) -> Drawing:
    """Return a view as a picture on A4 or A3; without a page, on A4 where one sheet of it is enough.

    A picture that does not fit on one sheet is cut between days into several. Raises draw.CannotDraw where there is no
    Graphviz to draw with.
    """
    layouts = laid_out(view, page)
    sheets = []
    for layout in layouts:
        text, pen = dot.drawing(layout)
        svg = accessible(draw_svg(text, engine).decode(), layout, pen)
        number = f", sheet {layout.sheet} of {layout.sheets}" if layout.sheets > 1 else ""
        sheets.append(Sheet(svg, text, layout.width, layout.height, f"{view.title}{number}"))
    return Drawing(tuple(sheets), tuple(said for layout in layouts for said in layout.warnings))


def to_dot(pathway: Pathway) -> str:
    """Return the first sheet of the picture of a pathway as DOT text, the same bytes each time."""
    return dot.to_dot(laid_out(extract.view(pathway))[0])
