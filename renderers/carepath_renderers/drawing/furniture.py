"""All that a sheet shows besides boxes and arrows: title, lanes, days, chips, key, notes, foot."""

from __future__ import annotations

from carepath_renderers.drawing.frame import (
    BANNER,
    DAY,
    FACTS,
    FOOT_ROW,
    GUTTER,
    JUMPED,
    KEY,
    KEY_ROW,
    NAME,
    TITLE,
    TITLE_BLOCK,
    banner_lines,
    chip_height,
    chip_lines,
    chip_room,
    chips_across,
    key_line,
    lane_lines,
    note_columns,
)  # fmt: skip
from carepath_renderers.drawing.pen import Pen
from carepath_renderers.drawing.style import (
    DARK_BLUE,
    FAINT,
    GREY,
    INK,
    MARGIN,
    MARKS,
    NOTICE,
    OUTLINE,
    PALE,
    PALETTES,
    PAPER,
    PLAIN,
)  # fmt: skip
from carepath_renderers.layouts.geometry import Layout, Rect
from carepath_renderers.layouts.letters import width, wrapped
from carepath_renderers.layouts.sizes import head_length
from carepath_renderers.views.view import Chip


def tint_at(layout: Layout, x: float, y: float) -> str:
    """Return the ground at a spot of the lanes."""
    across = x if layout.down else y
    for span in layout.lanes:
        if span.low <= across < span.high:
            return PALETTES.get(span.lane.palette, PLAIN).tint
    return PAPER


def behind(pen: Pen, layout: Layout) -> None:
    """Draw what lies under boxes and arrows: lanes, their headings, days and their lines."""
    area = layout.area
    for span in layout.lanes:
        palette = PALETTES.get(span.lane.palette, PLAIN)
        lines = lane_lines(span.lane, layout.down, span.high - span.low)
        if layout.down:
            ground = Rect(span.low + 1, area.top, span.high - 1, area.bottom)
            heading = Rect(span.low + 1, area.top - _head(layout), span.high - 1, area.top - 2)
        else:
            ground = Rect(area.left, span.low + 1, area.right, span.high - 1)
            heading = Rect(MARGIN, span.low + 1, area.left - 2, span.high - 1)
        pen.fill(ground, palette.tint)
        pen.fill(heading, palette.fill)
        top = heading.y - sum(line.height for line in lines) / 2
        for line in lines:
            pen.text(heading.x, top + line.height / 2, line.text, line.size, bold=True, color=palette.text)
            top += line.height
    for place in range(len(layout.bands)):
        _day(pen, layout, place)


def _day(pen: Pen, layout: Layout, place: int) -> None:
    """Draw a day: its heading, what is due by then, and the line at its end."""
    area, span = layout.area, layout.bands[place]
    ground = GREY if place % 2 == 0 else PALE
    if layout.down:
        _day_down(pen, layout, place, ground)
    else:
        rect = Rect(span.low + 0.5, area.top - 34, span.high - 0.5, area.top - 2)
        pen.fill(rect, ground)
        name = span.band.name
        pen.text(rect.x, rect.top + (11 if name else 16), span.band.title, DAY + 0.5, bold=True, color=DARK_BLUE)
        if name:
            pen.text(rect.x, rect.top + 24, name, NAME)
        _chips_across(pen, layout, place)
    chips = span.band.chips
    if place == len(layout.bands) - 1 and not chips:
        return
    national = any(chip.national for chip in chips)
    looks = {
        "color": DARK_BLUE if chips else FAINT,
        "penwidth": "1.8" if national else "0.8",
        "style": "solid" if national else "dashed" if chips else "dotted",
    }
    if layout.down:
        pen.rule((MARGIN, span.high), (area.right, span.high), **looks)
    else:
        pen.rule((span.high, area.top - 2), (span.high, area.bottom + (3 if chips else 0)), **looks)


def _head(layout: Layout) -> float:
    heights = (sum(line.height for line in lane_lines(span.lane, True, span.high - span.low)) for span in layout.lanes)
    return max(heights, default=0.0) + 10


def _chip(pen: Pen, rect: Rect, chip: Chip, room: float) -> None:
    color = DARK_BLUE if chip.national else PAPER
    looks = {"color": OUTLINE if not chip.national else DARK_BLUE, "penwidth": "0.5"}
    ink = PAPER if chip.national else INK
    if chip.tone is not None:
        mark = MARKS[chip.tone]
        looks = {"color": mark.color, "penwidth": "1.8"}
    style = "dashed,filled" if chip.tone is not None and MARKS[chip.tone].dashed else "filled"
    pen.shape(pen.name("chip"), rect, style=style, fillcolor=color, **looks)
    top = rect.top + 2.2
    for line in chip_lines(chip, room):
        pen.text(rect.left + 4, top + line.height / 2, line.text, line.size, bold=True, color=ink, anchor="start")
        top += line.height


def _day_down(pen: Pen, layout: Layout, place: int, ground: str) -> None:
    span = layout.bands[place]
    left, right = MARGIN, layout.area.left - 3
    pen.fill(Rect(left, span.low + 0.6, right, span.high - 0.6), ground)
    y = span.low + 12
    for text in wrapped(span.band.title, GUTTER[True] - 12, DAY, True):
        pen.text(left + 5, y, text, DAY, bold=True, color=DARK_BLUE, anchor="start")
        y += 12.5
    for text in wrapped(span.band.name, GUTTER[True] - 14, NAME):
        pen.text(left + 5, y - 1, text, NAME, anchor="start")
        y += 9.5
    y -= 5
    room = chip_room(True, 0.0)
    for chip in span.band.chips:
        high = chip_height(chip_lines(chip, room))
        _chip(pen, Rect(left + 3, y, left + 3 + room, y + high), chip, room)
        y += high + 2


def _chips_across(pen: Pen, layout: Layout, place: int) -> None:
    span = layout.bands[place]
    spans = layout.bands
    widths = [each.high - each.low for each in spans]
    room = chip_room(False, chips_across([each.band for each in spans], widths)[place])
    y = layout.area.bottom + 3
    for chip in span.band.chips:
        lines = chip_lines(chip, room)
        high = chip_height(lines)
        wide = max(line.width for line in lines) + 8
        _chip(pen, Rect(span.high - wide, y, span.high, y + high), chip, room)
        y += high + 2


def around(pen: Pen, layout: Layout) -> None:
    """Draw the title above and the key, notes and hash below."""
    view, right = layout.view, layout.width - MARGIN
    number = f" (sheet {layout.sheet} of {layout.sheets})" if layout.sheets > 1 else ""
    pen.text(MARGIN, MARGIN + 8, f"{view.title}{number}", TITLE, bold=True, color=DARK_BLUE, anchor="start")
    facts = "  ·  ".join(view.facts)
    room = right - MARGIN - width(facts, FACTS) - 12
    pen.text(MARGIN, MARGIN + 27, facts, FACTS, anchor="start")
    if width(view.owner, FACTS) <= room:
        pen.text(right, MARGIN + 27, view.owner, FACTS, anchor="end")
    else:
        pen.text(right, MARGIN + 8, view.owner, FACTS, anchor="end")
    y = MARGIN + TITLE_BLOCK - 4
    for line in banner_lines(view, right - MARGIN):
        pen.fill(Rect(MARGIN, y, right, y + BANNER - 2), NOTICE)
        pen.text(MARGIN + 5, y + BANNER / 2 - 1, line.text, line.size, bold=True, anchor="start")
        y += BANNER
    _foot(pen, layout)


def _foot(pen: Pen, layout: Layout) -> None:
    right, width_ = layout.width - MARGIN, layout.width - 2 * MARGIN
    bottom = layout.height - MARGIN + 6
    lines = [key_line(layout.view) + (f" {JUMPED}" if layout.exits or layout.entries else "")]
    rows = [text for line in lines for text in wrapped(line, width_ * 0.86, 7.2)]
    y = bottom - FOOT_ROW * len(rows) + 4
    top = y - 8
    for text in rows:
        pen.text(MARGIN, y, text, 7.2, anchor="start")
        y += FOOT_ROW
    pen.text(right, bottom - 4, f"Definition {layout.view.hash[:12]}", 7.0, color=OUTLINE, anchor="end")
    columns, room = note_columns(layout.notes, width_, layout.down)
    key_rows = _key_rows(layout)
    y = top - KEY_ROW * len(key_rows) + 8
    key_top = y - 8
    for row in key_rows:
        x = MARGIN
        for kind, said in row:
            _key(pen, x, y, kind)
            pen.text(x + (31 if kind == "arrow" else 27), y, said, KEY, anchor="start")
            x += 27 + width(said, KEY) + 12
        y += KEY_ROW
    if columns:
        high = max(column.height for column in columns)
        y = key_top - high - 4
        for place, column in enumerate(columns):
            x, at = MARGIN + place * (room + 12), y
            for line in column.lines:
                pen.text(x, at + line.height / 2, line.text, line.size, bold=line.bold, anchor="start")
                at += line.height


KEYS = (
    ("start", "Way in"), ("step", "Step"), ("decision", "Decision"), ("stop", "National clock stops"),
    ("transfer", "Transfer step"), ("end", "Case ends"), ("arrow", "Transfer of care"),
)  # fmt: skip


def _key_rows(layout: Layout) -> list[list[tuple[str, str]]]:
    """Return the parts of the key in rows that fit: one on a wide page, up to two on an upright one."""
    rows: list[list[tuple[str, str]]] = [[]]
    x, room = 0.0, layout.width - 2 * MARGIN
    for kind, said in KEYS:
        need = 27 + width(said, KEY) + 12
        if x + need > room and rows[-1]:
            rows.append([])
            x = 0.0
        rows[-1].append((kind, said))
        x += need
    return rows


def _key(pen: Pen, x: float, y: float, kind: str) -> None:
    from carepath_renderers.drawing.dot import SHAPES

    if kind == "arrow":
        tail, head = pen.end((x, y)), pen.end((x + 23, y))
        pen.arrow(pen.name("key"), tail, head, ((x, y), (x + 23, y)), 3.0, head_length(3.0), color=DARK_BLUE)
        return
    pen.shape(pen.name("key"), Rect(x, y - 6, x + 22, y + 6), **SHAPES[kind])
