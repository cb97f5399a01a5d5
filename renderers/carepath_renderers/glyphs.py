"""Which characters the shipped type can show, and text in which the others stand as a box.

An accessible PDF may hold no character without a glyph, so text is made legible before it is set. Measures nothing.
"""

from __future__ import annotations

import re
import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
UNKNOWN = "□"
# Line ends and joints have no glyph; the setter keeps or drops them.
UNSEEN = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2028\u2029\u2060\ufeff")
REFERENCE = re.compile(r"&#(?:x(?P<hex>[0-9A-Fa-f]{1,6})|(?P<decimal>[0-9]{1,7}));")


def legible(text: str) -> str:
    """Return text whose every character can be set in Liberation Sans; a box stands for each that cannot."""
    return "".join(letter if letter in UNSEEN or ord(letter) in _known() else UNKNOWN for letter in text)


def legible_svg(svg: str) -> str:
    """Return a picture in which the same is true of what it writes, plainly or by number."""
    return legible(REFERENCE.sub(_by_number, svg))


def _by_number(found: re.Match[str]) -> str:
    number = int(found["hex"], 16) if found["hex"] else int(found["decimal"])
    return found[0] if number in _known() else UNKNOWN


@cache
def _known() -> frozenset[int]:
    """Return the characters for which both weights have a glyph."""
    return frozenset.intersection(*(_characters(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))))


def _characters(font: bytes) -> frozenset[int]:
    """Return the characters of a TrueType file, by its Unicode table of segments (OpenType, `cmap` format 4)."""
    tables: dict[bytes, int] = {}
    for place in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, place)
        tables[tag] = offset
    start = tables[b"cmap"]
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        if (platform, encoding) == (3, 1):
            found |= _segments(font, start + offset)
    return frozenset(found)


def _segments(font: bytes, table: int) -> set[int]:
    kind, _, _, twice = struct.unpack_from(">HHHH", font, table)
    if kind != 4:
        return set()
    count, ends = twice // 2, table + 14
    found: set[int] = set()
    for number in range(count):
        last = struct.unpack_from(">H", font, ends + 2 * number)[0]
        first, shift, offset = (
            struct.unpack_from(">H", font, ends + 2 + row * twice + 2 * number)[0] for row in (1, 2, 3)
        )
        here = ends + 2 + 3 * twice + 2 * number
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter if not offset else struct.unpack_from(">H", font, here + offset + 2 * (letter - first))[0]
            if glyph and (glyph + shift) % 0x10000:
                found.add(letter)
    return found
