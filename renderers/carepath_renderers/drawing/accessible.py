"""What Graphviz leaves out of an SVG: names, roles, reading order, a font stack, words exactly where they belong.

The picture becomes a list with one named item for each step, in reading order; everything else is hidden from those who
listen, since the items say it. Shapes and lines stay as they were drawn.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from html import escape, unescape

from carepath_renderers.drawing.pen import Pen, number, slug
from carepath_renderers.drawing.style import INK
from carepath_renderers.layouts.geometry import Layout, Spot
from carepath_renderers.views.telling import named

FAMILY = "Arial, 'Liberation Sans', Helvetica, sans-serif"
GROUP = re.compile(r'<g id="([^"]*)" class="(?:node|edge)">\s*(?:<title>[^<]*</title>\s*)?(.*?)\s*</g>', re.S)
TEXT = re.compile(
    r'<text[^>]*?(font-weight="bold")?[^>]*? font-size="([\d.]+)"[^>]*?(?: fill="([^"]*)")?>([^<]*)</text>'
)


class NotAsDrawn(RuntimeError):
    """The SVG is not what Graphviz makes of our text."""


def accessible(svg: str, layout: Layout, pen: Pen) -> str:
    """Return a drawn sheet with everything in it named and in order."""
    down = layout.height  # Graphviz counts from the bottom
    drawn = {unescape(found[1]): found[2] for found in GROUP.finditer(svg)}
    missing = [id_ for id_ in pen.layers if id_ not in drawn]
    if missing:
        raise NotAsDrawn(f"Graphviz left out {', '.join(missing[:3])}: this is an error in carepath")
    parts: dict[str, list[str]] = defaultdict(list)
    for id_, layer in pen.layers.items():
        body = drawn[id_]
        if id_ in pen.words:
            body = _text(body, pen.words[id_], down)
        if id_ in pen.heads:
            body = _head(body, pen.heads[id_], down)
        if id_.startswith("move-"):
            body = f'<g id="{escape(id_)}" class="move">{body}</g>'
        parts[layer].append(body)
    view = layout.view
    key = f"{slug(view.id)}-{layout.sheet}"
    numbered = f", sheet {layout.sheet} of {layout.sheets}" if layout.sheets > 1 else ""
    title = f"{view.title}{numbered}"
    lanes = ", ".join(span.lane.title for span in layout.lanes)
    bands = ", ".join(span.band.title for span in layout.bands)
    said = (
        f"Flow chart with {len(layout.boxes)} steps. Who: {lanes}. When: {bands}. {'. '.join(view.facts)}. "
        "Each step says where it leads."
    )
    inner = [
        f'<title id="title-{key}">{escape(title)}</title>',
        f'<desc id="desc-{key}">{escape(said)}</desc>',
        f'<g transform="translate(0 {number(down)})" class="pathway">',
        *_hidden(parts["behind"]),
        f'<g role="list" aria-label="{escape(title)}">',
    ]
    for box in layout.boxes:
        name = escape(named(box.node, view))
        id_ = escape(f"step-{slug(box.node.id)}")
        inner += [
            f'<g id="{id_}" class="step {box.node.kind}" role="listitem" tabindex="-1" aria-label="{name}">',
            f"<title>{name}</title>",
            *_hidden(parts[f"step {box.node.id}"]),
            "</g>",
        ]
    inner += ["</g>", *_hidden(parts["moves"]), *_hidden(parts["around"]), "</g>"]
    width, height = number(layout.width), number(layout.height)
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" '
        f'role="group" aria-roledescription="flow chart" aria-labelledby="title-{key} desc-{key}" lang="en-GB" '
        f'font-family="{FAMILY}">',
        *inner,
        "</svg>",
        "",
    ])  # fmt: skip


def _hidden(bodies: Sequence[str]) -> list[str]:
    return ['<g aria-hidden="true">', *bodies, "</g>"] if bodies else []


def _head(body: str, corners: Sequence[Spot], down: float) -> str:
    """Return an arrow whose head ends at its point: Graphviz draws a line around it, and sets it back or does not."""
    points = " ".join(f"{number(x)},{number(y - down)}" for x, y in corners)

    def put(found: re.Match[str]) -> str:
        fill = re.search(r' fill="([^"]*)"', found[0])
        return f'<polygon fill="{fill[1] if fill else INK}" points="{points}"/>'

    return re.sub(r"<polygon[^>]*/>", put, body)


def _text(body: str, place: tuple[float, float, str], down: float) -> str:
    """Return one line of text with its anchor where the layout put it, whatever type its drawer measured with."""
    x, y, anchor = place

    def put(found: re.Match[str]) -> str:
        weight = ' font-weight="bold"' if 'font-weight="bold"' in found[0] else ""
        fill = re.search(r' fill="([^"]*)"', found[0])
        color = f' fill="{fill[1]}"' if fill else ""
        return (
            f'<text x="{number(x)}" y="{number(y - down)}" text-anchor="{anchor}"{weight} '
            f'font-size="{float(found[2]):g}"{color}>{found[4]}</text>'
        )

    return TEXT.sub(put, body)
