"""From counts to points along one side of the page: columns or rows, the channels between them, what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

AFTER_TRACKS = 6.0  # from the last track of a channel to the border of a band or lane in it
PITCH = 6.5  # from track to track
# Room before and after the tracks of a channel: for x and for y, by whether days run down. Arrow heads need the more.
PADS = {True: ((6.0, 8.5), (4.5, 8.0)), False: ((6.0, 12.5), (5.0, 9.0))}
MOST_AIR = 26.0  # points that a channel gets on each side beyond its need


@dataclass(frozen=True, slots=True)
class Channel:
    """The need of one channel: how many tracks, and the room before and after them."""

    tracks: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Axis:
    """Where everything is along one side of the page."""

    middles: tuple[float, ...]  # of the columns or rows
    channels: tuple[float, ...]  # the middle of the tracks of each channel
    borders: tuple[float, ...]  # of bands or lanes, one more than there are
    needed: float
    room: float

    @property
    def fits(self) -> bool:
        """Whether all of it is on the page."""
        return self.needed <= self.room + 0.01


def spread(
    start: float,
    room: float,
    cells: Sequence[tuple[float, float]],
    channels: Sequence[Channel],
    groups: Sequence[int],
    least: Sequence[float],
    pitch: float,
) -> Axis:
    """Return the places of cells, each so far to either side of its middle, with the channels around them.

    `groups` says how many cells each band or lane has, `least` how long it must be for its own words.
    """
    bounds = {sum(groups[:at]) for at in range(len(groups) + 1)}
    before = [channel.before for channel in channels]
    after = [channel.after + (AFTER_TRACKS if at in bounds else 0.0) for at, channel in enumerate(channels)]
    zones = [max(0, channel.tracks - 1) * pitch for channel in channels]
    low, high = [cell[0] for cell in cells], [cell[1] for cell in cells]

    def edges() -> tuple[list[float], list[float], float]:
        middles, centres, at = [], [], start
        for number in range(len(channels)):
            centres.append(at + before[number] + zones[number] / 2)
            at += before[number] + zones[number] + after[number]
            if number < len(cells):
                middles.append(at + low[number])
                at += low[number] + high[number]
        return middles, centres, at

    def borders(centres: Sequence[float], end: float) -> list[float]:
        inner = [centres[at] + zones[at] / 2 + AFTER_TRACKS for at in sorted(bounds - {0, len(cells)})]
        return [start, *inner, end]

    _, centres, end = edges()
    marks = borders(centres, end)
    first = 0
    for size, need, near, far in zip(groups, least, marks[:-1], marks[1:], strict=True):
        lack = max(0.0, need - (far - near))
        for cell in range(first, first + size):
            low[cell] += lack / (2 * size)
            high[cell] += lack / (2 * size)
        first += size
    _, _, end = edges()
    needed = end - start
    air = max(0.0, min(MOST_AIR, (room - needed) / (2 * max(1, len(channels)))))
    before = [each + air for each in before]
    after = [each + air for each in after]
    middles, centres, end = edges()
    return Axis(tuple(middles), tuple(centres), tuple(borders(centres, end)), needed, room)
