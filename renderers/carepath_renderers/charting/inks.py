"""The colours of timelines and charts, beside those of every picture (`style`). None of them says anything alone."""

from __future__ import annotations

from carepath_renderers.drawing.style import DARK_BLUE, INK, OUTLINE, PALETTES, PAPER, QUIET

GRID = "#D8DDE0"
GOOD, GOOD_PALE = "#005EB8", "#CFE3F5"  # in time
BAD, BAD_TEXT, BAD_PALE = "#B34700", "#8A3600", "#FCEEE3"  # late
PAUSE, PAUSE_PALE = "#768692", "#EEF1F3"  # days not counted
UNKNOWN = "#C8D0D4"  # days for which no provider is known
CONCERN, CONCERN_EDGE = "#E46C0A", "#8A3600"
BETTER, BETTER_EDGE = "#0072CE", DARK_BLUE
OTHER, OTHER_EDGE = "#9C6ADE", "#4B2C85"  # a special cause where no direction is better
COMMON = "#768692"
STANDARD = "#B00020"
HOLDERS = tuple(PALETTES[name] for name in ("blue", "purple", "green", "orange", "grey", "aqua"))

__all__ = [
    "BAD", "BAD_PALE", "BAD_TEXT", "BETTER", "BETTER_EDGE", "COMMON", "CONCERN", "CONCERN_EDGE", "DARK_BLUE", "GOOD",
    "GOOD_PALE", "GRID", "HOLDERS", "INK", "OTHER", "OTHER_EDGE", "OUTLINE", "PAPER", "PAUSE", "PAUSE_PALE", "QUIET",
    "STANDARD", "UNKNOWN",
]  # fmt: skip
