"""One row of a patient's picture: diamond for the last day in time, circle for the day done, and what that means."""

from __future__ import annotations

from carepath_renderers.charting.canvas import (
    Anchor,
    Box,
    Mark,
    Words,
    circle,
    line,
    lines_of,
    polygon,
    rectangle,
    shortened,
)
from carepath_renderers.charting.inks import BAD, BAD_TEXT, GOOD, GOOD_PALE, INK, OUTLINE, PAPER, QUIET
from carepath_renderers.charting.passage import Part
from carepath_renderers.charting.ruler import Ruler
from carepath_renderers.charting.standings import Row
from carepath_renderers.layouts.letters import width

LATE = "carepath-late"  # the name of the hatching
TYPE = 10.0
HEIGHT, LINE = 23.0, 11.5
DIAMOND, DISC = 7.4, 4.4
GAP = 6.0


def drawn_row(row: Row, part: Part, scale: Ruler, top: float, left: float, names: float) -> tuple[list[Mark], float]:
    """Return the marks of a row below `top`, and where it ends."""
    titles = lines_of(row.title, names, TYPE)
    high = HEIGHT + LINE * (len(titles) - 1)
    y = top + high / 2
    marks: list[Mark] = [
        Words(left + names, y + 3.5 + LINE * (place - (len(titles) - 1) / 2), title, TYPE, "end")
        for place, title in enumerate(titles)
    ]
    covered: list[tuple[float, float]] = []
    if row.sent is not None and row.done is not None:
        marks.append(line(scale.at(row.sent), y, scale.at(row.done), y, OUTLINE, 1.6))
    marks += _span(row, scale, y, covered)
    signs = _marks(row, scale, y, covered)
    words, extra = _label(row, part, scale, y, top + high, covered)
    return [*marks, *_ahead(row, part, scale, y, words), *signs, words], top + high + extra


def _ahead(row: Row, part: Part, scale: Ruler, y: float, words: Words) -> list[Mark]:
    """Draw the days that are left, dotted, and not through the words where those stand among them."""
    if row.due is None or row.end is not None or row.verdict != "pending" or not part.open:
        return []
    x1, x2 = scale.at(part.today), scale.at(row.due)
    if words.box.overlaps(Box(x1, y - 1, x2, y + 1)):
        pieces = ((x1, words.box.left - 4), (words.box.right + 4, x2))
    else:
        pieces = ((x1, x2), (x1, x1))
    return [line(start, y, end, y, OUTLINE, 1.0, "2 3") for start, end in pieces if end - start > 4]


def _span(row: Row, scale: Ruler, y: float, covered: list[tuple[float, float]]) -> list[Mark]:
    """Draw the days between due and done: hatched where late, pale where in hand."""
    end = row.end
    if row.due is None or end is None or row.ends:
        return []
    x1, x2 = sorted((scale.at(row.due), scale.at(end)))
    if x2 - x1 < 1:
        return []
    covered.append((x1, x2))
    box = Box(x1, y - 5.5, x2, y + 5.5)
    open_end = "3 2" if row.done is None else ""
    return [rectangle(box, f"url(#{LATE})", BAD, open_end) if row.late else rectangle(box, GOOD_PALE)]


def _marks(row: Row, scale: Ruler, y: float, covered: list[tuple[float, float]]) -> list[Mark]:
    marks: list[Mark] = []
    if row.sent is not None:
        x = scale.at(row.sent)
        marks.append(polygon(((x - 9, y - 5), (x, y), (x - 9, y + 5)), OUTLINE, PAPER, 0.8))
        covered.append((x - 9, x))
    if row.due is not None:
        marks += _due(row, scale.at(row.due), y, scale.beyond(row.due))
        covered.append((scale.at(row.due) - DIAMOND, scale.at(row.due) + DIAMOND))
    if row.done is not None:
        x = scale.at(row.done)
        box = Box(x - DISC, y - DISC, x + DISC, y + DISC)
        if row.ends and scale.beyond(row.done):
            marks.append(_arrow(x, y, INK))
        else:
            marks.append(rectangle(box, INK) if row.ends else circle(x, y, DISC, BAD if row.late else GOOD, PAPER))
        covered.append((x - DISC, x + DISC))
    elif row.planned is not None:
        x = scale.at(row.planned)
        marks.append(circle(x, y, DISC - 0.4, PAPER, GOOD, 1.4))
        covered.append((x - DISC, x + DISC))
    return marks


def _due(row: Row, x: float, y: float, beyond: bool) -> list[Mark]:
    """Draw a diamond; beyond the scale an arrow; crossed out where the case ended without it."""
    if beyond:
        return [_arrow(x, y, PAPER)]
    corners = ((x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND), (x - DIAMOND, y))
    marks: list[Mark] = [polygon(corners, PAPER, INK, 1.5)]
    if row.verdict == "missed":
        marks += [line(x - 3, y - 3, x + 3, y + 3, BAD, 1.8), line(x - 3, y + 3, x + 3, y - 3, BAD, 1.8)]
    return marks


def _arrow(x: float, y: float, fill: str) -> Mark:
    return polygon(((x - 4, y - 5.5), (x + 6, y), (x - 4, y + 5.5)), fill, INK, 1.4)


def _label(
    row: Row, part: Part, scale: Ruler, y: float, bottom: float, covered: list[tuple[float, float]]
) -> tuple[Words, float]:
    """Place the words beside the marks, on the side with fewer lines beneath them, else on a line of their own."""
    room = scale.right - scale.left
    text = shortened(row.text, room, TYPE, row.late)
    wide = width(text, TYPE, row.late)
    first = min((start for start, _ in covered), default=scale.left - GAP)
    last = max((end for _, end in covered), default=scale.left - GAP)
    ink = BAD_TEXT if row.late else INK if covered else QUIET
    beside = [
        Words(x, y + 3.5, text, TYPE, anchor, row.late, ink, True)
        for x, anchor, fits in _sides(first, last, wide, scale)
        if fits
    ]
    if beside:
        return min(beside, key=lambda words: _crossed(words, part, scale)), 0.0
    if not row.late and row.done is not None and row.due is not None and scale.at(row.done) + wide + 32 < last:
        return Words(scale.at(row.done) + DISC + 5, y + 3.5, text, TYPE), 0.0  # within the days in hand
    start = min(max(scale.left, (first + last - wide) / 2), scale.right - wide)
    return Words(start, bottom + 4, text, TYPE, "start", row.late, ink, True), LINE


def _sides(first: float, last: float, wide: float, scale: Ruler) -> tuple[tuple[float, Anchor, bool], ...]:
    """Return where words may stand, right of the marks before left of them, and whether there is room."""
    return (
        (last + GAP, "start", last + GAP + wide <= scale.right + 4),
        (first - GAP, "end", first - GAP - wide >= scale.left),
    )


def _crossed(words: Words, part: Part, scale: Ruler) -> int:
    """Return how many lines of standards, and of the day asked for, the words would stand on."""
    places = [each.place for each in part.standards if not scale.beyond(each.place)]
    places += [part.today] if part.open and not scale.beyond(part.today) else []
    return sum(words.box.left - 2 < scale.at(place) < words.box.right + 2 for place in places)
