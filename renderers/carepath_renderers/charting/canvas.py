"""Words and shapes with a place on a page, and the SVG of them. Knows what each text covers; decides no place.

All text is escaped; what cannot be printed (control characters, marks that turn the direction of writing) is replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Literal

from carepath.table import plain

from carepath_renderers.charting.inks import INK, PAPER
from carepath_renderers.layouts.letters import balanced, width, wrapped

Anchor = Literal["start", "middle", "end"]
Value = str | float

FAMILY = "Arial, 'Liberation Sans', Helvetica, sans-serif"
ASCENT, DESCENT = 0.76, 0.22  # of the size of Liberation Sans: above and below the line the letters stand on
ELLIPSIS = "…"
HALO = f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in points from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Return whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is the line it stands on. `halo`: clear what lies beneath it."""

    x: float
    y: float
    text: str
    size: float = 10.0
    anchor: Anchor = "start"
    bold: bool = False
    fill: str = INK
    halo: bool = False

    @property
    def box(self) -> Box:
        """What the letters cover."""
        wide = width(self.text, self.size, self.bold)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Box(left, self.y - ASCENT * self.size, left + wide, self.y + DESCENT * self.size)


@dataclass(frozen=True, slots=True)
class Shape:
    """One SVG element that is no text."""

    name: str
    attributes: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that belong together and are read out as one."""

    label: str
    marks: tuple[Mark, ...]


Mark = Words | Shape | Group


def shape(name: str, **attributes: Value) -> Shape:
    """Return a shape; `stroke_width` stands for stroke-width."""
    return Shape(name, tuple((key.replace("_", "-"), value) for key, value in attributes.items()))


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, pen: float = 1.0, dash: str = "") -> Shape:
    """Return a straight line; `dash` such as '5 3'."""
    dashes: dict[str, Value] = {"stroke_dasharray": dash} if dash else {}
    return shape("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=pen, **dashes)


def rectangle(box: Box, fill: str, stroke: str = "", dash: str = "") -> Shape:
    """Return a filled rectangle, with an outline where `stroke` is given."""
    edge: dict[str, Value] = {"stroke": stroke, "stroke_width": 1.0} if stroke else {}
    dashes: dict[str, Value] = {"stroke_dasharray": dash} if dash else {}
    wide, high = box.right - box.left, box.bottom - box.top
    return shape("rect", x=box.left, y=box.top, width=wide, height=high, fill=fill, **edge, **dashes)


def polygon(corners: Iterable[tuple[float, float]], fill: str, stroke: str, pen: float = 1.0) -> Shape:
    """Return a closed shape with straight sides."""
    points = " ".join(f"{_value(x)},{_value(y)}" for x, y in corners)
    return shape("polygon", points=points, fill=fill, stroke=stroke, stroke_width=pen)


def circle(x: float, y: float, r: float, fill: str, stroke: str, pen: float = 1.0) -> Shape:
    """Return a circle."""
    return shape("circle", cx=x, cy=y, r=r, fill=fill, stroke=stroke, stroke_width=pen)


def shortened(text: str, room: float, size: float, bold: bool = False) -> str:
    """Return text in one line of at most `room` points, with an ellipsis where it had to be cut."""
    text = one_line(text)
    if width(text, size, bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle] + ELLIPSIS, size, bold) <= room else (low, middle - 1)
    return text[:low].rstrip() + ELLIPSIS


def lines_of(text: str, room: float, size: float, bold: bool = False, most: int = 2) -> tuple[str, ...]:
    """Return text in at most `most` lines of at most `room` points, the last one shortened where it had to be."""
    words = one_line(text)
    found = balanced(words, room, size, bold)
    if len(found) > most:
        found = wrapped(words, room, size, bold)
        found = (*found[: most - 1], " ".join(found[most - 1 :]))
    return tuple(shortened(each, room, size, bold) for each in found)


def one_line(text: str) -> str:
    """Return text as it may be shown: in one line, without what cannot be printed."""
    return plain(" ".join(text.split()))


def words_of(marks: Iterable[Mark]) -> Iterator[Words]:
    """Yield every text, also those in groups."""
    for mark in marks:
        match mark:
            case Words():
                yield mark
            case Group():
                yield from words_of(mark.marks)


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole picture in points, with its title and all of it in words."""

    width: float
    height: float
    title: str
    description: str
    marks: tuple[Mark, ...]
    patterns: tuple[tuple[str, str, str], ...] = ()  # name, ground, colour of the stripes

    def to_svg(self) -> str:
        """Return the picture as SVG: the same text for the same picture."""
        named = any(isinstance(mark, Group) for mark in self.marks)
        wide, high = _value(self.width), _value(self.height)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{high}pt" viewBox="0 0 {wide} {high}" '
            f'role="{"list" if named else "img"}" aria-label="{_text(self.title)}" font-family="{FAMILY}">'
        )
        parts = [head, f"<title>{_text(self.title)}</title>", f"<desc>{_text(self.description)}</desc>"]
        parts += [_pattern(*pattern) for pattern in self.patterns]
        parts.append(f'<rect width="{wide}" height="{high}" fill="{PAPER}"/>')
        for read_out, marks in groupby(self.marks, key=lambda mark: isinstance(mark, Group)):
            lines = [written for mark in marks for written in _written(mark)]
            # What belongs to no item of the list is said in the title, the description or an item.
            parts += lines if read_out or not named else ['<g aria-hidden="true">', *lines, "</g>"]
        return "\n".join((*parts, "</svg>", ""))


def _written(mark: Mark) -> Iterator[str]:
    match mark:
        case Words(x, y, text, size, anchor, bold, fill):
            weight = ' font-weight="bold"' if bold else ""
            look = f' fill="{fill}"' + (HALO if mark.halo else "")
            place = f'x="{_value(x)}" y="{_value(y)}" font-size="{_value(size)}"'
            yield f'<text {place} text-anchor="{anchor}"{weight}{look}>{_text(text)}</text>'
        case Shape(name, attributes):
            given = "".join(f' {key}="{_value(value)}"' for key, value in attributes)
            yield f"<{name}{given}/>"
        case Group(label, marks):
            yield f'<g role="listitem" aria-label="{_text(label)}">'
            for each in marks:
                yield from _written(each)
            yield "</g>"


def _pattern(name: str, ground: str, stripe: str) -> str:
    return (
        f'<defs><pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="5" height="5" fill="{ground}"/>'
        f'<line x1="0" y1="0" x2="0" y2="5" stroke="{stripe}" stroke-width="1.8"/></pattern></defs>'
    )


def _text(text: str) -> str:
    return escape(one_line(text))


def _value(value: Value) -> str:
    """Return a number with at most two decimals, and no more than it needs; other text escaped."""
    if isinstance(value, str):
        return escape(value)
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
