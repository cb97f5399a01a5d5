"""Plain text in columns for a terminal: fits a width, needs no colour, prints no control characters."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 110
GAP = "  "
SHORTEST = 6


def plain(text: str) -> str:
    """Return the text without control characters or marks that change the direction of writing."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> tuple[str, ...]:
    """Return lines of at most WIDTH characters; columns whose number is in `right` stand to the right.

    Columns in which no row has a text are left out; where the cells are too wide together, the widest
    columns are shortened with an ellipsis.
    """
    kept = [place for place in range(len(head)) if not rows or any(row[place] for row in rows)]
    cells = [tuple(plain(row[place]) for place in kept) for row in (head, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(kept))]
    while sum(widths) + len(GAP) * (len(widths) - 1) > WIDTH and max(widths) > SHORTEST:
        widths[widths.index(max(widths))] -= 1
    lines = (
        GAP.join(_fit(cell, width, place in right) for place, cell, width in zip(kept, row, widths, strict=True))
        for row in cells
    )
    return tuple(line.rstrip() for line in lines)


def _fit(text: str, width: int, right: bool) -> str:
    short = text if len(text) <= width else text[: width - 1] + "…"
    return short.rjust(width) if right else short.ljust(width)
