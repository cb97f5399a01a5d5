"""What charts share: a scale of round numbers, labels pushed apart where lines end close together, signs of points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

from carepath_renderers.charting.canvas import Mark, Words, circle, line, polygon
from carepath_renderers.charting.inks import (
    BETTER,
    BETTER_EDGE,
    COMMON,
    CONCERN,
    CONCERN_EDGE,
    OTHER,
    OTHER_EDGE,
    OUTLINE,
    PAPER,
)

TYPE = 9.5
APART = 12.0  # points between labels at the right
Sign = Literal["common", "near", "improvement", "concern", "neutral"]


@dataclass(frozen=True, slots=True)
class Axis:
    """Numbers from `low` to `high` between two places in points; `step` from one named number to the next."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def at(self, number: float) -> float:
        """Return the place of a number, at the edge where it lies beyond it."""
        share = (min(max(number, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def ticks(self) -> tuple[float, ...]:
        """The round numbers on the axis."""
        first, last = ceil(self.low / self.step - 1e-9), floor(self.high / self.step + 1e-9)
        return tuple(round(number * self.step, 10) for number in range(first, last + 1))

    def named(self, number: float) -> str:
        """Return a number with as many decimals as the axis shows."""
        return f"{number:.{max(0, -floor(log10(self.step) + 1e-9))}f}"


def axis(numbers: Sequence[float], bounds: tuple[float, float], start: float, end: float, most: int = 7) -> Axis:
    """Return a scale that holds the numbers, begins and ends with a round one, and stays within the bounds."""
    low, high = min(numbers), max(numbers)
    if high == low:
        low, high = low - 1, high + 1
    step = _round_step((high - low) / most)
    bottom, top = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    return Axis(max(bottom, bounds[0]), min(top, bounds[1]), step, start, end)


def _round_step(rough: float) -> float:
    power: float = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough * (1 - 1e-9))


@dataclass(frozen=True, slots=True)
class Ending:
    """A label for a line that ends at the right, at a height."""

    y: float
    text: str
    fill: str
    bold: bool = False


def endings(labels: Sequence[Ending], x: float, top: float, bottom: float) -> Iterator[Mark]:
    """Yield the labels at the right of `x`, moved up or down as little as keeps them apart, each tied to its line."""
    ordered = sorted(labels, key=lambda label: label.y)
    for label, y in zip(ordered, spread([label.y for label in ordered], top, bottom), strict=True):
        yield line(x + 1, label.y, x + 7, y, OUTLINE, 0.7)
        yield Words(x + 9, y + 3.3, label.text, TYPE, bold=label.bold, fill=label.fill)


def spread(places: Sequence[float], top: float, bottom: float, apart: float = APART) -> list[float]:
    """Return ordered places moved so that neighbours are `apart`, in clusters about their middles."""
    clusters: list[list[float]] = []
    for place in places:
        clusters.append([place])
        while len(clusters) > 1 and _first(clusters[-1], apart) - _last(clusters[-2], apart) < apart:
            clusters[-2:] = [[*clusters[-2], *clusters[-1]]]
    found = [_first(cluster, apart) + apart * number for cluster in clusters for number in range(len(cluster))]
    for number in range(len(found)):  # from the top, then back from the bottom: the edges hold
        found[number] = max(found[number], top + apart * number)
    for back, number in enumerate(reversed(range(len(found)))):
        found[number] = min(found[number], bottom - apart * back)
    return found


def _first(cluster: Sequence[float], apart: float) -> float:
    return sum(cluster) / len(cluster) - apart * (len(cluster) - 1) / 2


def _last(cluster: Sequence[float], apart: float) -> float:
    return _first(cluster, apart) + apart * (len(cluster) - 1)


def sign(kind: Sign, x: float, y: float) -> Mark:
    """Return the sign of a point: each kind has its own shape besides its colour."""
    match kind:
        case "common":
            return circle(x, y, 3.8, COMMON, PAPER)
        case "near":
            return circle(x, y, 3.6, PAPER, OUTLINE, 2.0)
        case "improvement":
            return polygon(((x, y - 6), (x + 5.6, y + 4), (x - 5.6, y + 4)), BETTER, BETTER_EDGE)
        case "concern":
            corners = ((x - 4.5, y - 4.5), (x + 4.5, y - 4.5), (x + 4.5, y + 4.5), (x - 4.5, y + 4.5))
            return polygon(corners, CONCERN, CONCERN_EDGE)
        case _:
            return polygon(((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)), OTHER, OTHER_EDGE)
