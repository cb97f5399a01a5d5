"""The key of a patient's picture: only the signs that stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carepath_renderers.charting.canvas import Box, Mark, Words, circle, line, polygon, rectangle
from carepath_renderers.charting.inks import BAD, DARK_BLUE, GOOD, INK, OUTLINE, PAPER, PAUSE
from carepath_renderers.charting.passage import Part
from carepath_renderers.charting.timeline_part import PAUSED
from carepath_renderers.charting.timeline_row import DIAMOND, DISC, LATE
from carepath_renderers.layouts.letters import width

TYPE = 9.0
GAP, LINE = 16.0, 15.0
WIDE, NARROW = 26.0, 14.0  # of a sign


def key(parts: Sequence[Part], top: float, left: float, right: float) -> tuple[list[Mark], float]:
    """Return the signs with their meanings, in as many lines as they need, and where they end."""
    marks: list[Mark] = []
    x, y = left, top + LINE / 2
    for name, text in _used(parts):
        sign = WIDE if name in ("late", "paused") else NARROW
        wide = sign + 4 + width(text, TYPE)
        if x > left and x + wide > right:
            x, y = left, y + LINE
        marks += _sign(name, x + sign / 2, y)
        marks.append(Words(x + sign + 4, y + 3, text, TYPE))
        x += wide + GAP
    return marks, y + LINE / 2 if marks else top


def _used(parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    rows = [row for part in parts for row in part.rows]
    standards = [each for part in parts for each in part.standards]
    signs = (
        ("due", "last day in time", any(row.due is not None for row in rows)),
        ("done", "done in time", any(row.done is not None and not row.late and not row.ends for row in rows)),
        ("late", "late", any(row.late and row.verdict != "missed" for row in rows)),
        ("missed", "never done", any(row.verdict == "missed" for row in rows)),
        ("sent", "transfer sent", any(row.sent is not None for row in rows)),
        ("planned", "planned", any(row.planned is not None for row in rows)),
        ("paused", "days not counted", any(part.paused for part in parts)),
        ("national", "national standard", any(each.national for each in standards)),
        ("local", "local target", any(not each.national for each in standards)),
        ("today", "day asked for", any(part.open for part in parts)),
        ("end", "end of the case", any(row.ends for row in rows)),
    )
    yield from ((name, text) for name, text, used in signs if used)


def _sign(name: str, x: float, y: float) -> Iterator[Mark]:
    diamond = ((x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND), (x - DIAMOND, y))
    match name:
        case "due":
            yield polygon(diamond, PAPER, INK, 1.5)
        case "done":
            yield circle(x, y, DISC, GOOD, PAPER)
        case "late":
            yield rectangle(Box(x - 11, y - 4.5, x + 7, y + 4.5), f"url(#{LATE})", BAD)
            yield circle(x + 7, y, DISC, BAD, PAPER)
        case "missed":
            yield polygon(diamond, PAPER, INK, 1.5)
            yield line(x - 3, y - 3, x + 3, y + 3, BAD, 1.8)
            yield line(x - 3, y + 3, x + 3, y - 3, BAD, 1.8)
        case "sent":
            yield polygon(((x - 5, y - 5), (x + 4, y), (x - 5, y + 5)), OUTLINE, PAPER, 0.8)
        case "planned":
            yield circle(x, y, DISC - 0.4, PAPER, GOOD, 1.4)
        case "paused":
            yield rectangle(Box(x - 11, y - 5, x + 11, y + 5), f"url(#{PAUSED})", PAUSE)
        case "national":
            yield line(x, y - 7, x, y + 7, DARK_BLUE, 2.4)
        case "local":
            yield line(x, y - 7, x, y + 7, DARK_BLUE, 1.6, "5 3")
        case "today":
            yield line(x, y - 7, x, y + 7, INK, 1.4, "1.5 2")
        case _:
            yield rectangle(Box(x - DISC, y - DISC, x + DISC, y + DISC), INK)
