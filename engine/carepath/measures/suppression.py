"""Small numbers hidden, and with them as many others as keep a total from giving them away.

A number from 1 to below the limit is small. A row hides its numerator and what is late where one of the two is
small, and its denominator as well where that is. Along each dimension the rows that differ in nothing else add up
to a total that somebody may hold: where fewer than two of them are hidden, or all hidden ones together are small, the
next smallest is hidden too. A line of one row gives nothing away that its own total would not hide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from carepath.measures.sums import Figure, Measure

PARTS = frozenset({"numerator", "late", "percent", "reached"})
WHOLE = PARTS | {"denominator"}
REST = {
    "adjusted": {"adjusted", "adjusted_days"},
    "excluded": {"excluded"},
    "ended": {"ended"},
    "not_known": {"not_known"},
}
Size = Callable[[Measure], Fraction]


def suppressed(measures: Sequence[Measure], limit: int) -> tuple[Measure, ...]:
    """Return the measures without numbers from 1 to below the limit, and without what would give them away."""
    lines = _lines(measures)
    small = {place for place, one in enumerate(measures) if _any(one, limit, lambda each: [each.denominator])}
    hidden = _covered(measures, lines, small, (lambda one: one.figure.denominator,), limit)
    parts = {place for place, one in enumerate(measures) if _any(one, limit, lambda each: [each.numerator, each.late])}
    covered = _covered(
        measures, lines, parts | hidden, (lambda one: one.figure.numerator, lambda one: one.figure.late), limit
    )
    others = {
        name: _covered(
            measures,
            lines,
            {place for place, one in enumerate(measures) if _small(Fraction(getattr(one.figure, name)), limit)},
            (_named(name),),
            limit,
        )
        for name in sorted(REST)
    }
    return tuple(
        replace(
            one,
            hidden=(WHOLE if place in hidden else PARTS if place in covered else frozenset())
            | {each for name, places in others.items() if place in places for each in REST[name]},
        )
        for place, one in enumerate(measures)
    )


def _named(name: str) -> Size:
    return lambda one: Fraction(getattr(one.figure, name))


def _any(one: Measure, limit: int, numbers: Callable[[Figure], list[Fraction]]) -> bool:
    """Return whether a row has a small number, now or when it was handed in, or the two differ by one."""
    figures = [one.figure] + ([one.submitted] if one.submitted is not None else [])
    values = [numbers(figure) for figure in figures]
    differences = [abs(now - then) for now, then in zip(values[0], values[-1], strict=True)]
    return any(_small(value, limit) for each in values for value in each) or any(
        _small(value, limit) for value in differences
    )


def _small(value: Fraction, limit: int) -> bool:
    return 0 < value < limit


def _lines(measures: Sequence[Measure]) -> list[list[int]]:
    """Return the rows that differ in one dimension only, for each dimension."""
    found: dict[object, list[int]] = defaultdict(list)
    for place, one in enumerate(measures):
        for number, (name, _) in enumerate(one.place):
            found[one.head, name, one.place[:number], one.place[number + 1 :]].append(place)
    return [line for line in found.values() if len(line) > 1]


def _covered(
    measures: Sequence[Measure], lines: list[list[int]], marked: set[int], sizes: Sequence[Size], limit: int
) -> set[int]:
    """Return the marked rows and those that have to be hidden with them."""
    found = set(marked)
    waiting = list(lines)
    while waiting:
        line = waiting.pop()
        hidden = [place for place in line if place in found]
        if not hidden or (len(hidden) > 1 and not _small_together(measures, hidden, sizes, limit)):
            continue
        left = [place for place in line if place not in found]
        spare = [place for place in left if any(size(measures[place]) for size in sizes)] or left
        if not spare:
            continue
        found.add(min(spare, key=lambda place: (sum(size(measures[place]) for size in sizes), place)))
        waiting = list(lines)  # a row lies in several lines: begin again until nothing changes
    return found


def _small_together(measures: Sequence[Measure], hidden: list[int], sizes: Sequence[Size], limit: int) -> bool:
    return any(_small(sum((size(measures[place]) for place in hidden), Fraction(0)), limit) for size in sizes)
