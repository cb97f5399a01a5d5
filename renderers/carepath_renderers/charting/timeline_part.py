"""One episode of a patient's picture, from the bar of who holds the patient down to the scale of days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carepath_renderers.charting.canvas import Box, Group, Mark, Words, line, rectangle, shortened
from carepath_renderers.charting.inks import (
    BAD_PALE,
    DARK_BLUE,
    GRID,
    HOLDERS,
    INK,
    OUTLINE,
    PAUSE,
    PAUSE_PALE,
    QUIET,
    UNKNOWN,
)
from carepath_renderers.charting.moments import minus
from carepath_renderers.charting.passage import Held, Part, Paused
from carepath_renderers.charting.ruler import Ruler, ruler
from carepath_renderers.charting.shelf import Label, shelved
from carepath_renderers.charting.timeline_row import LATE, TYPE, drawn_row
from carepath_renderers.layouts.letters import width

__all__ = ["LATE", "PAUSED", "drawn_part", "framed"]

PAUSED = "carepath-not-counted"  # the name of the hatching
BAR, LANE = 18.0, 12.0  # heights
SMALL, SWATCH = 9.0, 11.0
BETWEEN = 24.0  # from the titles to day 0: half a date stands there
NAMES = (110.0, 190.0)  # the column of titles: at least, at most


@dataclass(frozen=True, slots=True)
class Frame:
    """What the episodes of a picture share: its sides, where titles end, which provider has which colour."""

    left: float
    right: float
    names: float
    codes: tuple[str, ...]


def framed(parts: Sequence[Part], left: float, right: float) -> Frame:
    """Return the frame of all episodes: the titles have the width that the widest needs, up to a bound."""
    heads = ["Who holds the patient", "Days not counted", *(row.title for part in parts for row in part.rows)]
    names = min(max(NAMES[0], max(width(head, TYPE) for head in heads)), NAMES[1])
    codes = dict.fromkeys(held.code for part in parts for held in part.held if held.code)
    return Frame(left, right, names, tuple(codes))


def drawn_part(part: Part, top: float, frame: Frame) -> tuple[list[Mark], float]:
    """Return the marks of an episode below `top`, and where it ends."""
    left, right, names = frame.left, frame.right, frame.names
    scale = ruler(part, left + names + BETWEEN, right - 6)
    held, y = _held(part, scale, top, frame) if part.held else ([], top)
    paused, y = _paused(part, scale, y, left + names, right) if part.paused else ([], y)
    y += 6
    rows: list[Mark] = []
    ground = y
    for row in part.rows:
        marks, y = drawn_row(row, part, scale, y, left, names)
        rows.append(Group(f"{row.title}: {row.text}", tuple(marks)))
    y += 4
    behind = [*_ground(part, scale, ground, y), *_standards(part, scale, ground, y)]
    axis, y = _axis(part, scale, y, left, names, right)
    if part.left_out:
        y += 13
        told = shortened(part.left_out, right - left, SMALL)
        axis.append(Words(left, y, told, SMALL, fill=QUIET))
        y += 3
    return [*held, *paused, *behind, *rows, *axis], y


def _held(part: Part, scale: Ruler, top: float, frame: Frame) -> tuple[list[Mark], float]:
    """Draw the bar; a name that does not fit in its piece stands below it."""
    y = top + BAR
    marks: list[Mark] = [Words(frame.left + frame.names, top + 12.5, "Who holds the patient", TYPE, "end")]
    below: list[tuple[Held, float, str]] = []
    for held in part.held:
        x1, x2 = scale.at(held.start), scale.at(held.end)
        color = HOLDERS[frame.codes.index(held.code) % len(HOLDERS)] if held.code else None
        fill = color.fill if color else UNKNOWN
        piece = rectangle(Box(x1, top, max(x2 - 0.8, x1 + 0.8), y), fill)
        told = f"{held.name}, {held.code}: {held.days}" if held.code else f"{held.name}: {held.days}"
        name = f"{held.name}: {held.days}"
        size = next((size for size in (TYPE, SMALL) if width(name, size, True) <= x2 - x1 - 8), None)
        if size is not None:
            ink = color.text if color else INK
            words = Words((x1 + x2) / 2, top + 12.5, name, size, "middle", True, ink)
            marks.append(Group(told, (piece, words)))
        else:
            marks.append(Group(told, (piece,)))
            below.append((held, (x1 + x2) / 2, fill))
    texts = [shortened(f"{held.name}: {held.days}", frame.right - scale.left - SWATCH, SMALL) for held, _, _ in below]
    labels = [Label(x, width(text, SMALL) + SWATCH) for text, (_, x, _) in zip(texts, below, strict=True)]
    found = shelved(labels, scale.left, frame.right)
    for text, (_, _, fill), spot in zip(texts, below, found, strict=True):
        foot = y + 12 + 11 * spot.level
        marks.append(rectangle(Box(spot.left, foot - 7, spot.left + 7.5, foot + 0.5), fill))
        marks.append(Words(spot.left + SWATCH, foot, text, SMALL))
    return marks, y + (14 + 11 * max(spot.level for spot in found) if found else 0)


def _paused(part: Part, scale: Ruler, top: float, names: float, right: float) -> tuple[list[Mark], float]:
    """Draw a lane with the days that clocks did not count, and why."""
    top += 5
    marks: list[Mark] = [Words(names, top + 9.5, "Days not counted", TYPE, "end")]
    for paused in part.paused:
        piece = rectangle(_pause_box(paused, scale, top, top + LANE), f"url(#{PAUSED})", PAUSE)
        marks.append(Group(f"Not counted, {paused.text}", (piece,)))
    texts = [shortened(paused.text, right - scale.left, SMALL) for paused in part.paused]
    places = [(scale.at(paused.start) + scale.at(paused.end)) / 2 for paused in part.paused]
    found = shelved([Label(x, width(text, SMALL)) for text, x in zip(texts, places, strict=True)], scale.left, right)
    for text, x, spot in zip(texts, places, found, strict=True):
        if spot.level == 0:
            marks.append(line(x, top + LANE, x, top + LANE + 3, OUTLINE))
        marks.append(Words(spot.left, top + LANE + 12 + 11 * spot.level, text, SMALL))
    return marks, top + LANE + 14 + 11 * max(spot.level for spot in found)


def _pause_box(paused: Paused, scale: Ruler, top: float, bottom: float) -> Box:
    x1, x2 = scale.at(paused.start), scale.at(paused.end)
    return Box(x1, top, max(x2, x1 + 1.5), bottom)


def _ground(part: Part, scale: Ruler, top: float, bottom: float) -> Iterator[Mark]:
    """Yield what lies behind the rows: days after the main standard, pauses, the days that are named."""
    for row in part.rows:
        if row.main and row.late and row.due is not None:
            end = scale.right if row.end is None else scale.at(row.end)
            yield rectangle(Box(scale.at(row.due), top, end, bottom), BAD_PALE)
    for paused in part.paused:
        box = _pause_box(paused, scale, top, bottom)
        yield rectangle(box, PAUSE_PALE)
        yield from (line(x, top, x, bottom, PAUSE, 0.8, "1.5 2.5") for x in (box.left, box.right))
    for tick in scale.ticks:
        yield line(scale.at(tick), top, scale.at(tick), bottom, GRID, 0.9)


def _standards(part: Part, scale: Ruler, top: float, bottom: float) -> Iterator[Mark]:
    for each in part.standards:
        if not scale.beyond(each.place):
            x, pen = scale.at(each.place), 2.4 if each.main else 1.6
            yield line(x, top - 2, x, bottom, DARK_BLUE, pen, "" if each.national else "5 3")
    if part.open and not scale.beyond(part.today):
        x = scale.at(part.today)
        yield line(x, top - 2, x, bottom, INK, 1.4, "1.5 2")


def _axis(part: Part, scale: Ruler, top: float, left: float, names: float, right: float) -> tuple[list[Mark], float]:
    """Draw the days: their numbers, the dates, and below them the names of the standards and of the day asked for."""
    marks: list[Mark] = [
        line(scale.left, top, scale.right, top, OUTLINE),
        Words(left + names, top + 12, "Day" if scale.step >= 1 else "Time", TYPE, "end"),
        Words(left + names, top + 23, "Date", SMALL, "end", fill=QUIET),
    ]
    lines = [each for each in part.standards if not scale.beyond(each.place)]
    taken: list[Box] = []
    bold = [each.place for each in lines]
    for place in (each for each in dict.fromkeys((0.0, *bold, *scale.ticks)) if scale.low <= each <= scale.high):
        named = _tick(part, place, scale, top, place in bold)
        room = Box(min(each.box.left for each in named) - 3, top, max(each.box.right for each in named) + 3, top + 24)
        inside = room.left >= scale.left - 24 and room.right <= right + 6
        if inside and not any(room.overlaps(box) for box in taken):
            taken.append(room)
            marks += named
    texts = [(each.text, scale.at(each.place), DARK_BLUE) for each in lines]
    if part.open:
        day = f"as of day {minus(int(part.today))}"
        beyond = scale.beyond(part.today)
        texts.append((f"{day} \N{RIGHTWARDS ARROW}" if beyond else day, scale.at(part.today), INK))
    found = shelved([Label(x, width(text, TYPE, True)) for text, x, _ in texts], scale.left - 20, right)
    for (text, _, ink), spot in zip(texts, found, strict=True):
        marks.append(Words(spot.left, top + 37 + 12 * spot.level, text, TYPE, bold=True, fill=ink))
    return marks, top + (40 + 12 * max(spot.level for spot in found) if found else 26)


def _tick(part: Part, place: float, scale: Ruler, top: float, bold: bool) -> tuple[Words, Words]:
    whole, minutes = divmod(round(place * 1440), 1440)
    number = f"{minutes // 60:02}:{minutes % 60:02}" if scale.step < 1 else minus(whole)
    x = scale.at(place)
    return (
        Words(x, top + 12, number, TYPE, "middle", bold, DARK_BLUE if bold else INK),
        Words(x, top + 23, _date(part.zero.day, whole, scale), SMALL, "middle", fill=QUIET),
    )


def _date(zero: date, number: int, scale: Ruler) -> str:
    day = zero + timedelta(days=number)
    return f"{day:%b %Y}" if scale.step >= 100 else f"{day.day} {day:%b}"
