"""A laid-out sheet as DOT text with exact places, for Graphviz to draw and nothing more (`neato -n2`, nop2)."""

from __future__ import annotations

from carepath_renderers.drawing import furniture
from carepath_renderers.drawing.pen import Pen, number, quoted, slug
from carepath_renderers.drawing.style import (
    DARK_BLUE,
    GREY,
    INK,
    LEAST_TYPE,
    MARKS,
    OUTLINE,
    PALETTES,
    PAPER,
    PLAIN,
    QUIET,
    Mark,
)  # fmt: skip
from carepath_renderers.drawing.tags import TAG_HEIGHT, TAG_PAD, difference, tag_rect, tag_text
from carepath_renderers.layouts.geometry import Box, Layout, Rect, rules_of
from carepath_renderers.layouts.sizes import PEN, STRIPE, Line, head_length, pen_width

SHAPES: dict[str, dict[str, str]] = {
    "start": {"style": "rounded,filled", "fillcolor": PAPER, "color": INK, "penwidth": "2"},
    "step": {"style": "filled", "fillcolor": PAPER, "color": OUTLINE, "penwidth": "1"},
    "decision": {"shape": "diamond", "style": "filled", "fillcolor": PAPER, "color": INK, "penwidth": "1.4"},
    "stop": {"style": "filled", "fillcolor": DARK_BLUE, "color": DARK_BLUE, "penwidth": "1"},
    "transfer": {"style": "filled", "fillcolor": PAPER, "color": DARK_BLUE, "penwidth": "2.2"},
    "end": {"style": "rounded,filled", "fillcolor": GREY, "color": INK, "penwidth": "1.2"},
}


RULED_MORE = 2.0  # how far the ground of words reaches beyond them where they stand on the line of a day


def to_dot(layout: Layout) -> str:
    """Return a sheet as DOT, the same bytes each time."""
    return drawing(layout)[0]


def drawing(layout: Layout) -> tuple[str, Pen]:
    """Return a sheet as DOT, and the pen that drew it: what each id is, and where words stand exactly."""
    pen = Pen(layout.width, layout.height)
    furniture.behind(pen, layout)
    palettes = {span.lane.id: PALETTES.get(span.lane.palette, PLAIN) for span in layout.lanes}
    for box in layout.boxes:
        pen.layer = f"step {box.node.id}"
        _box(pen, box, palettes[box.node.lane].fill)
    pen.layer = "moves"
    _arrows(pen, layout)
    _jumps(pen, layout)
    _labels(pen, layout)
    for box in layout.boxes:
        pen.layer = f"step {box.node.id}"
        _tag(pen, box)
    pen.layer = "around"
    furniture.around(pen, layout)
    title = " ".join(layout.view.title.split())
    numbered = f", sheet {layout.sheet} of {layout.sheets}" if layout.sheets > 1 else ""
    head = (
        f"// {title}{numbered}. Everything has its place: any Graphviz draws it and moves nothing.\n"
        f"digraph {quoted(layout.view.id)} {{\n"
        f'graph [layout=nop2, bb="0,0,{number(layout.width)},{number(layout.height)}", notranslate=true, pad=0, '
        f'margin=0, splines=true, outputorder=nodesfirst, bgcolor="#FFFFFF", id="pathway"]\n'
        f'node [fixedsize=true, margin=0]\nedge [color="{INK}", penwidth={PEN}]\n'
    )
    # Graphviz shrinks the page to what is drawn: two spots hold its corners.
    corners = "".join(
        f'"corner-{name}" [pos="{number(x)},{number(y)}", shape=point, style=invis, width=0.001, height=0.001]\n'
        for name, x, y in (("a", 0.0, 0.0), ("b", layout.width, layout.height))
    )
    return head + corners + "\n".join(pen.statements) + "\n}\n", pen


def _step(name: str) -> str:
    return f"step-{slug(name)}"


def _box(pen: Pen, box: Box, fill: str) -> None:
    node = box.node
    looks = dict(SHAPES[node.kind])
    ink = PAPER if node.kind == "stop" else INK
    if node.tone is not None:
        mark = MARKS[node.tone]
        looks |= {"color": mark.color, "penwidth": f"{mark.pen:g}"}
        if mark.dashed:
            looks |= {"style": "dashed,filled" if "rounded" not in looks["style"] else "rounded,dashed,filled"}
            looks |= {"fillcolor": PAPER}
            ink = QUIET
        if node.tone == "ahead" and node.kind == "stop":
            looks |= {"fillcolor": PAPER}
            ink = QUIET
    pen.shape(_step(node.id), box.rect, **looks)
    if node.kind in ("step", "transfer") and node.tone != "removed":
        inset = 1.2 if node.kind == "step" else 1.8
        rect = box.rect
        pen.fill(Rect(rect.left + inset, rect.top + inset, rect.left + inset + STRIPE, rect.bottom - inset), fill)
    shift = 2.0 if node.kind in ("step", "transfer") else 0.0
    _lines(pen, box.lines, box.rect.x + shift, box.rect.y, ink)


def _lines(pen: Pen, lines: tuple[Line, ...], x: float, y: float, color: str, anchor: str = "middle") -> None:
    top = y - sum(line.height for line in lines) / 2
    for line in lines:
        pen.text(x, top + line.height / 2, line.text, line.size, bold=line.bold, color=color, anchor=anchor)
        top += line.height


def _tag(pen: Pen, box: Box) -> None:
    rect = tag_rect(box)
    if rect is None:
        return
    mark = MARKS[box.node.tone] if box.node.tone is not None else None
    pen.fill(rect, mark.color if mark else OUTLINE)
    pen.text(rect.x, rect.y, tag_text(box.node), LEAST_TYPE, bold=True, color=mark.text if mark is not None else PAPER)


def _arrows(pen: Pen, layout: Layout) -> None:
    for path in layout.paths:
        edge = path.edge
        looks: dict[str, str] = {"color": DARK_BLUE} if edge.kind == "transfer" else {}
        wide = pen_width(edge)
        if edge.tone is not None:
            mark = MARKS[edge.tone]
            looks["color"] = mark.color
            if mark.dashed:
                looks["style"] = "dashed"
        pen.arrow(
            f"move-{slug(edge.id)}", _step(edge.tail), _step(edge.head), path.points, wide, head_length(wide), **looks
        )


def _jumps(pen: Pen, layout: Layout) -> None:
    rects = {box.node.id: box.rect for box in layout.boxes}
    stems: set[str] = set()
    for each in layout.exits:
        tail, rect = each.tail, each.rect
        tone = next((edge.tone for edge in each.edges if edge.tone is not None), None)
        mark = MARKS[tone] if tone is not None else Mark(INK, PAPER, False, 1.0)
        color = mark.color
        if tail not in stems:
            stems.add(tail)
            top = rects[tail].bottom
            pen.rule((rect.x, top), (rect.x, rect.top), color=INK, penwidth=f"{PEN}")
        name = f"move-{slug(each.edges[0].id)}" if each.edges else pen.name("words")
        style = "dashed,filled" if mark.dashed else "filled"
        pen.shape(name, rect, style=style, fillcolor=PAPER, color=color, penwidth="0.7")
        if not each.edges:
            _lines(pen, each.lines, rect.x, rect.y, INK)
            continue
        _circle(pen, rect.left + 7.4, rect.y, each.letter, color, mark.text)
        top = rect.y - sum(line.height for line in each.lines) / 2
        for place, line in enumerate(each.lines):
            if place == 0 and line.text == difference(tone):
                _tagged(pen, rect.left + 15.5 + line.width / 2, top + line.height / 2, line, mark)
                top += line.height
                continue
            pen.text(rect.left + 15.5, top + line.height / 2, line.text, line.size, anchor="start")
            top += line.height
    for entry in layout.entries:
        rect = entry.rect
        x = rect.left + 5.4
        pen.arrow(
            pen.name("enter"),
            pen.end((x, rect.top + 5)),
            _step(entry.head),
            ((x, rect.top + 8), (x, _top(layout, entry.head, x))),
            1.0,
            3.6,
        )
        _circle(pen, x, rect.top + 5.4, entry.letter, INK)
        for place, line in enumerate(entry.lines):
            pen.text(x + 7.5, rect.top + 3.4 + place * 7.2, line.text, line.size, anchor="start")


def _top(layout: Layout, name: str, x: float) -> float:
    """Return where a line down from above meets a box, on the slant of a diamond too."""
    box = next(each for each in layout.boxes if each.node.id == name)
    rect = box.rect
    if box.node.kind != "decision":
        return rect.top
    return rect.y - rect.height / 2 * max(0.0, 1 - abs(x - rect.x) / (rect.width / 2))


def _tagged(pen: Pen, x: float, y: float, line: Line, mark: Mark) -> None:
    """Draw a word for a difference on the ground of its colour."""
    pen.fill(Rect.around(x, y, line.width + 2 * TAG_PAD, TAG_HEIGHT), mark.color)
    pen.text(x, y, line.text, line.size, bold=True, color=mark.text)


def _circle(pen: Pen, x: float, y: float, letter: str, color: str, ink: str = PAPER) -> None:
    pen.shape(
        pen.name("circle"),
        Rect(x - 5.2, y - 5.2, x + 5.2, y + 5.2),
        shape="circle",
        style="filled",
        fillcolor=color,
        color=color,
    )
    pen.text(x, y, letter, LEAST_TYPE, bold=True, color=ink)


def _labels(pen: Pen, layout: Layout) -> None:
    for label in layout.labels:
        rect, tone = label.rect, label.edge.tone
        if label.remark and tone is not None and difference(tone):
            _tagged(pen, rect.x, rect.y, label.lines[0], MARKS[tone])
            continue
        tint = furniture.tint_at(layout, rect.x, rect.y)
        more = RULED_MORE if any(rule.overlaps(rect, 1.0) for rule in rules_of(layout)) else 0.5
        pen.fill(Rect(rect.left - more, rect.top + 0.8, rect.right + more, rect.bottom - 0.8), tint)
        color = DARK_BLUE if label.edge.kind == "transfer" else INK
        if label.edge.tone == "removed":
            color = QUIET
        _lines(pen, label.lines, rect.x, rect.y, color)
