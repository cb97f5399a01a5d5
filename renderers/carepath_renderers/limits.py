"""The arithmetic of XmR charts and funnel plots: limits, special causes, what the icons say. Draws nothing.

XmR charts follow NHS England's “Making Data Count”, as written down in the package that the NHS-R community made for
that programme (NHSRplotthedots 0.2.2, files ptd_spc_standard, ptd_calculate_point_type, ptd_calculate_assurance_type
and its page “Deviations from Excel defaults”). All comparisons are exact: a number means what was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from typing import Literal

Number = int | float | Decimal | Fraction
Better = Literal["up", "down", "neutral"]
Ranges = Literal["all", "screened"]
Cause = Literal["outside the limits", "shift", "trend", "two of three near a limit"]
Kind = Literal["common", "improvement", "concern", "neutral"]
Side = Literal["high", "low"]
Assurance = Literal["pass", "fail", "hit or miss"]

WIDTH = Fraction("2.66")  # mean moving ranges from the mean to a limit
NEAR = WIDTH * 2 / 3  # from here to the limit a point is near it
SCREEN = Fraction("3.267")  # Nelson 1982: a moving range from here on (in mean ones) is not of the usual variation
RUN = 7  # points in a row that make a shift, and that make a trend
TRIAL = 12  # with fewer points the limits still move with every new one


@dataclass(frozen=True, slots=True)
class Stretch:
    """Points [first, end) with one mean and one pair of limits; `near_…` begin the outer third."""

    first: int
    end: int
    mean: Fraction
    lower: Fraction
    upper: Fraction
    near_lower: Fraction
    near_upper: Fraction

    @property
    def trial(self) -> bool:
        """Whether there are so few points that the limits are for trial only."""
        return self.end - self.first < TRIAL


@dataclass(frozen=True, slots=True)
class Point:
    """One value, the causes it is marked for, and what they mean; `side` says where a marked point lies."""

    value: Fraction
    causes: tuple[Cause, ...]
    kind: Kind
    side: Side | None


@dataclass(frozen=True, slots=True)
class Xmr:
    """An XmR chart in numbers. `assurance` is None without a target or without a better direction."""

    points: tuple[Point, ...]
    stretches: tuple[Stretch, ...]
    better: Better
    target: Fraction | None
    assurance: Assurance | None

    @property
    def variation(self) -> Point:
        """The last point, which the icon of variation stands for."""
        return self.points[-1]


def xmr(
    values: Sequence[Number],
    *,
    better: Better = "up",
    target: Number | None = None,
    baselines: Sequence[int] = (),
    ranges: Ranges = "all",
) -> Xmr:
    """Return mean, limits and special causes of a series without gaps, in the unit of its values.

    `baselines` are the places (from 0) at which the process is known to have changed: mean and limits are worked out
    anew from there, and no run reaches over. `ranges="screened"` leaves moving ranges of 3.267 means or more out, as
    NHSRplotthedots does; the default takes all, as the programme's own workbooks do. ValueError for a stretch of fewer
    than two values, or a value that is no number.
    """
    exact = [_exact(value) for value in values]
    starts = [0, *baselines]
    if starts != sorted(set(starts)):
        raise ValueError("baselines are places after the first, each once and in order")
    spans = list(pairwise([*starts, len(exact)]))
    stretches = tuple(_stretch(exact, first, end, ranges) for first, end in spans)
    points = tuple(point for stretch in stretches for point in _points(exact, stretch, better))
    goal = None if target is None else _exact(target)
    return Xmr(points, stretches, better, goal, _assurance(stretches[-1], goal, better))


def _exact(value: Number) -> Fraction:
    """Return the number as it is written: 0.1 is a tenth, so that a mean of tenths is met exactly."""
    if isinstance(value, float | Decimal) and not isfinite(value):
        raise ValueError("a value of a chart is a number; leave no gaps")
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def _stretch(values: Sequence[Fraction], first: int, end: int, ranges: Ranges) -> Stretch:
    part = values[first:end]
    if len(part) < 2:
        raise ValueError(f"limits need at least two values; from place {first} there are {max(0, len(part))}")
    mean = sum(part, Fraction()) / len(part)
    moving = [abs(after - before) for before, after in pairwise(part)]
    usual = sum(moving, Fraction()) / len(moving)
    if ranges == "screened":
        kept = [each for each in moving if each < SCREEN * usual]
        usual = sum(kept, Fraction()) / len(kept) if kept else usual
    reach, near = WIDTH * usual, NEAR * usual
    return Stretch(first, end, mean, mean - reach, mean + reach, mean - near, mean + near)


def _points(values: Sequence[Fraction], stretch: Stretch, better: Better) -> Iterator[Point]:
    part = values[stretch.first : stretch.end]
    sides = [_sign(value - stretch.mean) for value in part]
    slopes = [_sign(after - before) for before, after in pairwise(part)]
    outside = {place for place, value in enumerate(part) if not stretch.lower <= value <= stretch.upper}
    trends = dict(_trends(slopes))
    marks: tuple[tuple[Cause, set[int]], ...] = (
        ("outside the limits", outside),
        ("shift", {place for run in _runs(sides, RUN) for place in run}),
        ("trend", set(trends)),
        ("two of three near a limit", set(_two_of_three(part, sides, stretch) if len(part) > 2 else ())),
    )
    for place, value in enumerate(part):
        causes = tuple(cause for cause, places in marks if place in places)
        # A marked point exactly on the mean can only be part of a trend, and goes the way of the trend.
        way = (sides[place] or trends[place]) if causes else 0
        yield Point(value, causes, _kind(way, better), None if way == 0 else "high" if way > 0 else "low")


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _runs(signs: Sequence[int], length: int) -> Iterator[range]:
    """Yield the stretches of `length` equal signs; a zero (on the mean, or no change) ends a run."""
    for end in range(length, len(signs) + 1):
        window = signs[end - length : end]
        if window[0] != 0 and len(set(window)) == 1:
            yield range(end - length, end)


def _trends(slopes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each point of a trend with its way, 1 or -1: seven points are six changes the same way."""
    for run in _runs(slopes, RUN - 1):
        for place in (*run, run.stop):
            yield place, slopes[run.start]


def _two_of_three(part: Sequence[Fraction], sides: Sequence[int], stretch: Stretch) -> Iterator[int]:
    """Yield points in the outer third where two of three in a row are, all three on one side of the mean."""
    near = [
        stretch.lower <= value <= stretch.upper and not stretch.near_lower <= value <= stretch.near_upper
        for value in part
    ]
    for run in _runs(sides, 3):
        if sum(near[place] for place in run) >= 2:
            yield from (place for place in run if near[place])


def _kind(way: int, better: Better) -> Kind:
    if way == 0:
        return "common"
    if better == "neutral":
        return "neutral"
    return "improvement" if (way > 0) == (better == "up") else "concern"


def _assurance(last: Stretch, target: Fraction | None, better: Better) -> Assurance | None:
    """Return whether the latest limits lie wholly on one side of the target; exactly on a limit is hit or miss."""
    if target is None or better == "neutral":
        return None
    if last.lower <= target <= last.upper:
        return "hit or miss"
    return "pass" if (target < last.lower) == (better == "up") else "fail"
