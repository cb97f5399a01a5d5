"""What stands around the boxes, and how much room it takes: title, headings, gutter, chips, notes, key, foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from carepath_renderers.drawing.style import MARGIN, Paper
from carepath_renderers.drawing.tags import difference
from carepath_renderers.layouts.columns import block_of, columned
from carepath_renderers.layouts.letters import wrapped
from carepath_renderers.layouts.sizes import Line
from carepath_renderers.views.view import Band, Chip, Lane, Note, View

TITLE, FACTS, BANNER_TYPE = 18.0, 8.5, 8.0
TITLE_BLOCK, BANNER = 40.0, 14.0
GUTTER = {True: 74.0, False: 92.0}  # of the days on an upright page, of the lanes on a wide one
LANE_TYPE, DAY, NAME, CHIP = 9.5, 11.0, 8.0, 7.0
KEY = 7.5
EMPTY_WITH_CHIPS = 124.0  # as wide as a band without boxes becomes for its chips
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


def chips_across(bands: Sequence[Band], wide: Sequence[float]) -> list[float]:
    """Return how wide the room is for the chips of each band of a wide page: theirs, and that of one without before."""
    return [
        room + (wide[place - 1] if place and not bands[place - 1].chips else 0.0) for place, room in enumerate(wide)
    ]


def chip_text(chip: Chip) -> str:
    """Return what a chip says; a dagger where its day is not verified, a word for a difference before all."""
    said = chip.title if chip.verified else f"{chip.title}\u00a0†"
    return f"{difference(chip.tone)}: {said}" if difference(chip.tone) else said


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


def empty_width(band: Band) -> float:
    """Return how wide a band of a wide page is in which nothing stands: as wide as its own words need."""
    heading = max(Line(band.title, DAY + 0.5, True).width, Line(band.name, NAME).width)
    chips = max((Line(chip_text(chip), CHIP, True).width for chip in band.chips), default=0.0)
    return max(heading + 12, min(EMPTY_WITH_CHIPS, chips / 2 + 18))


@dataclass(frozen=True, slots=True)
class NoteColumn:
    """Notes set in a column of the foot."""

    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """How high the column is."""
        return sum(line.height for line in self.lines)


@lru_cache(maxsize=64)
def note_columns(notes: tuple[Note, ...], width: float, down: bool) -> tuple[tuple[NoteColumn, ...], float]:
    """Return the notes in columns of even height, and how wide a column is."""
    if not notes:
        return (), 0.0
    count = 3 if down else 5
    room = (width - 12 * (count - 1)) / count
    return tuple(NoteColumn(lines) for lines in columned([block_of(note, room) for note in notes], count)), room


def notes_height(notes: tuple[Note, ...], width: float, down: bool) -> float:
    """Return how much room notes take at the foot."""
    columns, _ = note_columns(notes, width, down)
    return max((column.height for column in columns), default=-12.0) + 12


def framed(view: View, paper: Paper, lanes: Sequence[Lane], bands: Sequence[Band], notes: tuple[Note, ...]) -> Frame:
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
        used = {node.band for node in view.nodes}
        wide = [column if band.id in used else min(column, empty_width(band)) for band in bands]
        needs = (band_need(band, False, room) for band, room in zip(bands, chips_across(bands, wide), strict=True))
        below = max(needs, default=0.0) + 3
    foot = 8 + KEY_ROW + FOOT_ROW * 2 + notes_height(notes, width, paper.down)
    return Frame(
        MARGIN + GUTTER[paper.down], top + head, paper.width - MARGIN, paper.height - MARGIN + 6 - foot - below, head
    )
