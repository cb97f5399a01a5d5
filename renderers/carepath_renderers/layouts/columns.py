"""Notes set in columns: one note's lines together where they fit, its title said again where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carepath_renderers.layouts.letters import wrapped
from carepath_renderers.layouts.sizes import Line
from carepath_renderers.views.view import Note

NOTE, NOTE_TITLE = 7.2, 7.8
TORN = 4  # lines of height that a note in one piece is worth

Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A note in lines: its title, its title where it is continued, and what it says, each part of which stays whole."""

    title: Lines
    again: Lines
    parts: tuple[Lines, ...]


def block_of(note: Note, room: float) -> Block:
    """Return a note in lines of at most so many points."""
    title, again = (
        tuple(Line(text, NOTE_TITLE, True) for text in wrapped(said, room, NOTE_TITLE, True))
        for said in (note.title, f"{note.title} (continued)")
    )
    parts = []
    for line in note.lines:
        texts = wrapped(f"• {line}", room - 6, NOTE)
        parts.append(tuple(Line(text if at == 0 else f"\u00a0\u00a0{text}", NOTE) for at, text in enumerate(texts)))
    return Block(title, again, tuple(parts))


def columned(blocks: Sequence[Block], count: int) -> tuple[Lines, ...]:
    """Return notes in order in at most so many columns: as low as they can be, unless one is torn apart for little."""
    best: tuple[int, tuple[Lines, ...]] | None = None
    total = sum(len(block.title) + len(block.again) + len(part) for block in blocks for part in block.parts)
    for most in range(1, 1 + total):
        if best is not None and most >= best[0]:
            break
        found = _within(blocks, most, count)
        if found is not None and (best is None or most + TORN * found[0] < best[0]):
            best = (most + TORN * found[0], found[1])
    return best[1] if best is not None else ()


def _within(blocks: Sequence[Block], most: int, count: int) -> tuple[int, tuple[Lines, ...]] | None:
    """Return notes in columns of at most so many lines, with how often one is torn; none where there are too few."""
    ways: list[tuple[int, tuple[Lines, ...]]] = [(0, ((),))]
    for block in blocks:
        after: dict[tuple[int, int], tuple[int, tuple[Lines, ...]]] = {}
        for torn, columns in ways:
            for start in dict.fromkeys((columns, (*columns, ()) if columns[-1] else columns)):
                filled = _filled(block, start, most)
                if filled is None or len(filled[1]) > count:
                    continue
                key = (len(filled[1]), len(filled[1][-1]))
                if key not in after or torn + filled[0] < after[key][0]:
                    after[key] = (torn + filled[0], filled[1])
        ways = list(after.values())
    return min(ways, key=lambda way: (way[0], len(way[1]))) if ways else None


def _filled(block: Block, columns: tuple[Lines, ...], most: int) -> tuple[int, tuple[Lines, ...]] | None:
    """Return columns with one note more, and how often it is torn; none where a part of it is too high for any."""
    done, here, torn = list(columns[:-1]), columns[-1], 0
    title = block.title
    for part in block.parts:
        if len(here) + len(title) + len(part) > most and here:
            torn += not title  # else nothing of it stands in the column before
            done.append(here)
            here, title = (), title or block.again
        if len(here) + len(title) + len(part) > most:
            return None
        here, title = (*here, *title, *part), ()
    return torn, (*done, here)
