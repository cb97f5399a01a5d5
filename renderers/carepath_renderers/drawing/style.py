"""Colours, pens and paper of every picture; the one place where a colour is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carepath_renderers.views.view import Tone

Page = Literal["A4", "A3"]

INK, OUTLINE, PAPER, QUIET = "#212B32", "#425563", "#FFFFFF", "#4C6272"
DARK_BLUE, FAINT, GREY, PALE = "#003087", "#AEB7BD", "#E8EDEE", "#F0F4F5"
NOTICE = "#FFF1A8"  # behind a banner

# Graphviz writes Helvetica and Helvetica-Bold as family and weight on every build; `accessible` puts Arial first.
FONT, BOLD = "Helvetica", "Helvetica-Bold"

LEAST_TYPE = 7.0  # points; nothing on a printed page is smaller


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a lane: its header, the words on it, the ground behind its boxes."""

    fill: str
    text: str
    tint: str


# Headers checked for contrast with their words, for three colour-vision deficiencies and in greyscale.
PALETTES = {
    "green": Palette("#00A499", INK, "#EAF6F5"),
    "blue": Palette("#005EB8", PAPER, "#E9F1F9"),
    "orange": Palette("#FFB81C", INK, "#FFF7E6"),
    "purple": Palette("#7C2855", PAPER, "#F5EEF2"),
    "grey": Palette(OUTLINE, PAPER, "#EEF1F3"),
    "aqua": Palette("#41B6E6", INK, "#ECF7FC"),
}

PLAIN = PALETTES["grey"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How a tone looks: its colour, the words on a tag of it, whether its lines are dashed, how wide they are."""

    color: str
    text: str
    dashed: bool
    pen: float


MARKS: dict[Tone, Mark] = {
    "added": Mark("#007F3B", PAPER, False, 2.2),
    "changed": Mark("#ED8B00", INK, False, 2.2),
    "removed": Mark("#D5281B", PAPER, True, 2.2),
    "passed": Mark("#005EB8", PAPER, False, 2.2),
    "here": Mark("#7C2855", PAPER, False, 3.0),
    "ahead": Mark("#8A979F", INK, False, 1.0),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in points, and the way the days run on it."""

    width: float
    height: float
    down: bool


PAPERS: dict[Page, Paper] = {"A4": Paper(595.28, 841.89, True), "A3": Paper(1190.55, 841.89, False)}
MARGIN = 25.0
