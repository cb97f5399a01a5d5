"""From pictures to paper: SVG to a tagged PDF or to PNG, and any page set by typst, the same bytes each time.

typst sees the shipped type only, reads no file, and is given all text as data, never as source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from carepath_renderers.glyphs import FONTS, legible, legible_svg

INSTALL = "pip install 'carepath[pictures]'"
ROOT = re.compile(r"<svg\b[^>]*>")
POINTS = {"pt": 1.0, "px": 0.75, "": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}  # CSS: 96 px an inch

Size = tuple[float, float]
"""Width and height in points."""


class CannotPrint(RuntimeError):
    """typst is not there, or it refused the page; the message says what to do."""


def fonts() -> Path:
    """Return the folder of the type that ships with the package: Liberation Sans, Regular and Bold."""
    return FONTS


def to_pdf(
    svgs: Sequence[str],
    *,
    title: str,
    alts: Sequence[str],
    sizes: Sequence[Size] | None = None,
    stamp: date | None = None,
    mark: str = "",
    author: str = "",
) -> bytes:
    """Return a tagged PDF (PDF/UA-1), one page a picture.

    `alts` are the text alternatives, one a picture. `sizes` in points; what the pictures say of themselves where it is
    None. `stamp`: the day the file gives as its own; none where it is None. `mark` (the hash of the definition)
    stands small at the foot of each page and among the keywords. Raises CannotPrint.
    """
    measured = [size(svg) for svg in svgs] if sizes is None else list(sizes)
    if not (len(svgs) == len(alts) == len(measured)):
        raise ValueError(f"{len(svgs)} pictures need as many text alternatives and sizes")
    if not svgs or not all(alt.strip() for alt in alts) or not title.strip():
        raise ValueError("a PDF needs a picture, a title, and a text alternative for each picture")
    sheets = [
        {"svg": legible_svg(svg), "alt": alt, "width": width, "height": height}
        for svg, alt, (width, height) in zip(svgs, alts, measured, strict=True)
    ]
    return typeset(
        "press.typ",
        {
            "title": title,
            "author": [author] if author else [],
            "keywords": [mark] if mark else [],
            "mark": legible(mark),
            "sheets": sheets,
        },
        stamp=stamp,
    )


def to_png(svg: str, *, ppi: float = 200, measured: Size | None = None) -> bytes:
    """Return one picture as PNG, `ppi` dots to the inch of its size (in points). Raises CannotPrint."""
    width, height = measured or size(svg)
    sheets = [{"svg": legible_svg(svg), "alt": "", "width": width, "height": height}]
    data = {"title": "picture", "author": [], "keywords": [], "mark": "", "sheets": sheets}
    return typeset("press.typ", data, format="png", ppi=ppi)


def size(svg: str) -> Size:
    """Return the width and height that a picture gives itself, in points; ValueError where it gives none."""
    root = ROOT.search(svg)
    if root is None:
        raise ValueError("this is not a picture in SVG")
    given = [re.search(rf'\s{side}="([0-9.]+)(pt|px|mm|cm|in|)"', root[0]) for side in ("width", "height")]
    if all(given):
        width, height = (float(side[1]) * POINTS[side[2]] for side in given if side)
        return width, height
    box = re.search(r'\sviewBox="[-0-9.]+[ ,]+[-0-9.]+[ ,]+([0-9.]+)[ ,]+([0-9.]+)"', root[0])
    if box is None:
        raise ValueError("the picture gives no width and height")
    return float(box[1]) * POINTS[""], float(box[2]) * POINTS[""]


def typeset(
    template: str,
    data: Mapping[str, object],
    *,
    format: Literal["pdf", "png"] = "pdf",
    ppi: float = 200,
    stamp: date | None = None,
) -> bytes:
    """Return what a template of this package makes of the data, which it reads as JSON. Raises CannotPrint."""
    try:
        import typst
    except ImportError:
        raise CannotPrint(f"there is nothing to print the page with; install it with: {INSTALL}") from None
    seen = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    source = (Path(__file__).parent / template).read_bytes()
    text = json.dumps({**data, "dated": stamp is not None})
    try:
        press = typst.Compiler(source, root=FONTS, font_paths=seen, sys_inputs={"data": text})
        made = press.compile(
            format=format,
            ppi=ppi,
            pdf_standards=["ua-1"] if format == "pdf" else [],
            timestamp=datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC) if stamp else 0,
        )
    except typst.TypstError as error:
        raise CannotPrint(f"the page cannot be set: {error.message}") from None
    if not isinstance(made, bytes):
        raise CannotPrint("a picture takes one page, and this one takes several")
    return made
