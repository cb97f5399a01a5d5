"""What stands around the boxes, and how much room it takes: title, headings, gutter, chips, notes, key, foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carepath_renderers.letters import wrapped
from carepath_renderers.sizes import Line
from carepath_renderers.style import MARGIN, Paper
from carepath_renderers.view import Band, Chip, Lane, Note, View

TITLE, FACTS, BANNER_TYPE = 18.0, 8.5, 8.0
TITLE_BLOCK, BANNER = 40.0, 14.0
GUTTER = {True: 74.0, False: 92.0}  # of the days on an upright page, of the lanes on a wide one
LANE_TYPE, DAY, NAME, CHIP = 9.5, 11.0, 8.0, 7.0
KEY, NOTE, NOTE_TITLE = 7.5, 7.2, 7.8
KEY_ROW, FOOT_ROW = 16.0, 9.0
EXPLAINED = (
    "Heavy line: national waiting-time standard. Dashed line: local milestone. "
    "A box should be complete by the end of the day band it is in."
)
JUMPED = "A letter in a circle: the arrow goes on at the same letter."


@dataclass(frozen=True, slots=True)
class Frame:
    """The room left for lanes and bands, and the headings around it."""

    left: float
    top: float
    right: float
    bottom: float
    head: float  # height of the headings above


def key_line(view: View) -> str:
    """Return what is said below the key."""
    return EXPLAINED


def banner_lines(view: View, width: float) -> tuple[Line, ...]:
    """Return the banners of a picture, in as few lines as hold them."""
    lines: list[str] = []
    for banner in view.banners:
        joined = f"{lines[-1]}  ·  {banner}" if lines else banner
        if lines and Line(joined, BANNER_TYPE, True).width < width - 10:
            lines[-1] = joined
        else:
            lines += wrapped(banner, width - 10, BANNER_TYPE, True)
    return tuple(Line(text, BANNER_TYPE, True) for text in lines)


def lane_lines(lane: Lane, down: bool, room: float) -> tuple[Line, ...]:
    """Return the words in the heading of a lane."""
    inner = room - 10 if down else GUTTER[False] - 14
    return tuple(Line(text, LANE_TYPE, True) for text in wrapped(lane.title, inner, LANE_TYPE, True))


def chip_room(down: bool, band: float) -> float:
    """Return how wide a chip may be: in the gutter of an upright page, below a band of a wide one."""
    return GUTTER[True] - 9 if down else band - 4


def chip_text(chip: Chip) -> str:
    """Return what a chip says; a dagger where its day is not verified."""
    return chip.title if chip.verified else f"{chip.title}\u00a0†"


def chip_lines(chip: Chip, room: float) -> tuple[Line, ...]:
    """Return the words on a chip."""
    return tuple(Line(text, CHIP, True) for text in wrapped(chip_text(chip), room - 8, CHIP, True))


def chip_height(lines: Sequence[Line]) -> float:
    """Return how high a chip is."""
    return sum(line.height for line in lines) + 4.5


def band_need(band: Band, down: bool, room: float) -> float:
    """Return the height its own words need in the gutter of an upright page, or below the lanes of a wide one."""
    room = chip_room(down, room)
    chips = sum(chip_height(chip_lines(chip, room)) + 2 for chip in band.chips)
    if not down:
        return chips
    name = len(wrapped(band.name, GUTTER[True] - 14, NAME)) * 9.5 if band.name else 0.0
    title = len(wrapped(band.title, GUTTER[True] - 12, DAY, True)) * 12.5
    return 6 + title + name + chips + 4


@dataclass(frozen=True, slots=True)
class NoteColumn:
    """Notes set in a column of the foot."""

    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """How high the column is."""
        return sum(line.height for line in self.lines)


def note_columns(notes: Sequence[Note], width: float, down: bool) -> tuple[tuple[NoteColumn, ...], float]:
    """Return the notes in columns of even height, and how wide a column is."""
    if not notes:
        return (), 0.0
    count = 3 if down else 5
    room = (width - 12 * (count - 1)) / count
    blocks: list[tuple[Line, ...]] = []  # each stays together
    for note in notes:
        title = tuple(Line(text, NOTE_TITLE, True) for text in wrapped(note.title, room, NOTE_TITLE, True))
        for line in note.lines:
            texts = wrapped(f"• {line}", room - 6, NOTE)
            said = tuple(Line(text if at == 0 else f"\u00a0\u00a0{text}", NOTE) for at, text in enumerate(texts))
            blocks.append((*title, *said))
            title = ()
    return _columned(blocks, count), room


def _columned(blocks: Sequence[tuple[Line, ...]], count: int) -> tuple[NoteColumn, ...]:
    """Return blocks in at most so many columns, as low as they can be."""
    for most in range(1, 1 + sum(len(block) for block in blocks)):
        columns: list[list[Line]] = [[]]
        for block in blocks:
            if columns[-1] and len(columns[-1]) + len(block) > most:
                columns.append([])
            columns[-1].extend(block)
        if len(columns) <= count and all(len(column) <= most for column in columns):
            return tuple(NoteColumn(tuple(column)) for column in columns)
    return ()


def notes_height(notes: Sequence[Note], width: float, down: bool) -> float:
    """Return how much room notes take at the foot."""
    columns, _ = note_columns(notes, width, down)
    return max((column.height for column in columns), default=-12.0) + 12


def framed(view: View, paper: Paper, lanes: Sequence[Lane], bands: Sequence[Band], notes: Sequence[Note]) -> Frame:
    """Return the room for lanes and bands on a sheet."""
    width = paper.width - 2 * MARGIN
    top = MARGIN + TITLE_BLOCK + BANNER * len(banner_lines(view, width))
    if paper.down:
        column = (width - GUTTER[True]) / max(1, len(lanes))
        head = max((sum(line.height for line in lane_lines(lane, True, column)) for lane in lanes), default=0.0) + 10
        below = 0.0
    else:
        head = 34.0
        column = (width - GUTTER[False]) / max(1, len(bands))
        below = max((band_need(band, False, column) for band in bands), default=0.0) + 3
    foot = 8 + KEY_ROW + FOOT_ROW * 2 + notes_height(notes, width, paper.down)
    return Frame(
        MARGIN + GUTTER[paper.down], top + head, paper.width - MARGIN, paper.height - MARGIN + 6 - foot - below, head
    )
