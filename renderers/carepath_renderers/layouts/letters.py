"""How wide text is in Liberation Sans, which has the widths of Arial and Helvetica; no font is read to know it.

The tables are the advance widths of the font in thousandths of its size, as in Adobe's published Helvetica metrics.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ASCII = "".join(map(chr, range(32, 127)))
_REGULAR = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584
584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278
278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500
500 334 260 334 584
"""
_BOLD = """
278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584
584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333
278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556
500 389 280 389 584
"""
_BOTH = {
    "\u00a0": 278, "\u2010": 333, "\u2011": 333, "\u2013": 556, "—": 1000, "•": 350, "…": 1000, "†": 556, "‡": 556,
    "≤": 549, "≥": 549, "→": 1000, "←": 1000, "↑": 500, "↓": 500, "·": 333, "°": 400, "±": 549, "£": 556, "€": 556,
    "½": 834, "¼": 834, "¾": 834, "\u00d7": 584, "÷": 549, "ß": 611, "æ": 889, "ø": 611, "œ": 944, "Æ": 1000, "Ø": 778,
    "Œ": 1000, "Ð": 722, "Þ": 667, "§": 556, "©": 737, "®": 737, "▼": 990, "●": 604,
}  # fmt: skip
_WIDTHS = {
    False: {**_BOTH, **dict(zip(_ASCII, map(int, _REGULAR.split()), strict=True))}
    | {"\u2018": 222, "\u2019": 222, "“": 333, "”": 333, "ð": 556, "þ": 556},
    True: {**_BOTH, **dict(zip(_ASCII, map(int, _BOLD.split()), strict=True))}
    | {"\u2018": 278, "\u2019": 278, "“": 500, "”": 500, "ð": 611, "þ": 611},
}
_WIDEST = 1015  # what is not in the tables is taken as wide as any letter that is

# A line does not end inside "day 28 †" or "No → A".
_BREAK = re.compile(r"(?<!\bday)(?<!→) (?!→|†)")

LEADING = 1.18  # from line to line, in sizes of the type


def _letter(letter: str, bold: bool) -> int:
    table = _WIDTHS[bold]
    if letter in table:
        return table[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return max(table[base], 278) if base in table else _WIDEST


@lru_cache(maxsize=16384)
def width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a line of text is, in points."""
    table = _WIDTHS[bold]
    return sum(table[each] if each in table else _letter(each, bold) for each in text) * size / 1000


@lru_cache(maxsize=16384)
def _pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the parts between which a line may end, each with whether it follows the one before without a space."""
    found: list[tuple[str, bool]] = []
    for word in _BREAK.split(text):
        parts = [part for part in re.split(r"(?<=\w[-/])(?=\w)", word) if part]
        found += [(part, place > 0) for place, part in enumerate(parts)]
    return tuple(found)


@lru_cache(maxsize=16384)
def wrapped(text: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Return text in lines of at most `room` points; a single word that is wider stands alone."""
    lines: list[str] = []
    line = ""
    for piece, joined in _pieces(" ".join(text.split())):
        longer = piece if not line else f"{line}{piece}" if joined else f"{line} {piece}"
        if line and width(longer, size, bold) > room:
            lines.append(line)
            line = piece
        else:
            line = longer
    return (*lines, line) if line else tuple(lines)


@lru_cache(maxsize=16384)
def balanced(text: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Return text in as few lines as fit, as even in length as they can be."""
    lines = wrapped(text, room, size, bold)
    if len(lines) < 2:
        return lines
    low, high = room / 3, room
    while high - low > 1:
        middle = (low + high) / 2
        if len(wrapped(text, middle, size, bold)) > len(lines):
            low = middle
        else:
            high = middle
    return wrapped(text, high, size, bold)


@lru_cache(maxsize=16384)
def widest(text: str, size: float, bold: bool = False) -> float:
    """Return how wide the widest part of a text is that cannot be broken."""
    return max((width(piece, size, bold) for piece, _ in _pieces(" ".join(text.split()))), default=0.0)
