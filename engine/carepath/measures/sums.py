"""Measures as sums of portions: what is counted, what is in time, what was taken out. Parts stay exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from carepath.measures.portions import NONE, Head, Kind, Portion
from carepath.measures.question import Dimension
from carepath.standards import Regime, Standard

KINDS: tuple[Kind, ...] = ("standard", "phase-38", "phase-24", "backstop-104", "open", "open-104")
Key = tuple[Head, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Figure:
    """Numbers of one cell, exact. `excluded`, `ended` and `not_known` are waits that are in none of the others."""

    denominator: Fraction = NONE
    numerator: Fraction = NONE
    adjusted: Fraction = NONE
    adjusted_days: Fraction = NONE
    excluded: int = 0
    ended: int = 0
    not_known: int = 0

    @property
    def late(self) -> Fraction:
        """What was counted and not in time."""
        return self.denominator - self.numerator

    @property
    def share(self) -> Fraction | None:
        """The part in time; None where nothing was counted."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Measure:
    """One row: what it is of, where it belongs, its numbers; `submitted`: as they were when they were handed in.

    `place` gives each dimension that was asked for. A hidden number is suppressed: `hidden` are names of fields.
    """

    head: Head
    title: str
    place: tuple[tuple[Dimension, str], ...]
    figure: Figure
    threshold: Fraction | None = None
    submitted: Figure | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def reached(self) -> bool | None:
        """Whether the threshold was reached; None where there is none, or nothing was counted."""
        share = self.figure.share
        return None if share is None or self.threshold is None else share >= self.threshold


@dataclass(slots=True)
class Sum:
    """A figure while it is being summed."""

    whole: int = 0  # parts of 1 are most of all, and integers add up faster than fractions
    whole_within: int = 0
    parts: Fraction = NONE
    parts_within: Fraction = NONE
    adjusted: Fraction = NONE
    adjusted_days: Fraction = NONE
    others: dict[str, int] = field(default_factory=dict)

    def add(self, portion: Portion, times: int) -> None:
        """Add a portion so many times."""
        if portion.place != "counted":
            self.others[portion.place] = self.others.get(portion.place, 0) + times
            return
        part = portion.part
        if part == 1:
            self.whole += times
            self.whole_within += times * portion.within
        else:
            self.parts += part * times
            self.parts_within += part * times if portion.within else NONE
        if portion.not_counted:
            self.adjusted += part * times
            self.adjusted_days += part * portion.not_counted * times

    def figure(self) -> Figure:
        """Return the numbers so far."""
        return Figure(
            self.whole + self.parts,
            self.whole_within + self.parts_within,
            self.adjusted,
            self.adjusted_days,
            self.others.get("excluded", 0),
            self.others.get("ended", 0),
            self.others.get("not_known", 0),
        )


Sums = dict[Key, Sum]


def added(sums: Sums, portions: Iterable[Portion], by: tuple[Dimension, ...], times: int = 1) -> None:
    """Add portions to the cells that they belong to."""
    for portion in portions:
        key = (portion.head, tuple(getattr(portion, name) for name in by))
        found = sums.get(key)
        if found is None:
            found = sums[key] = Sum()
        found.add(portion, times)


def rows(
    now: Mapping[Key, Sum], before: Mapping[Key, Sum] | None, by: tuple[Dimension, ...], regimes: Iterable[Regime]
) -> tuple[Measure, ...]:
    """Return the measures of sums, those of the standards first, each in the order of its places."""
    known = tuple(regimes)
    ruled = {(regime.id, code): one for regime in known for code, one in regime.standards.items()}
    order = {(regime.id, code): (place, each) for place, regime in enumerate(known)
             for each, code in enumerate(regime.standards)}  # fmt: skip
    keys = set(now) | set(before or ())
    found = []
    for head, place in sorted(keys, key=lambda key: _order(key, order)):
        standard = ruled[head.regime, head.standard]
        figure = now.get((head, place), Sum()).figure()
        handed_in = None if before is None or head.kind.startswith("open") else before.get((head, place), Sum())
        found.append(
            Measure(
                head,
                title(head.kind, standard),
                tuple(zip(by, place, strict=True)),
                figure,
                standard.threshold if head.kind == "standard" else None,
                None if handed_in is None else handed_in.figure(),
            )
        )
    return tuple(found)


def title(kind: Kind, standard: Standard) -> str:
    """Return what a measure counts, in words."""
    match kind:
        case "standard":
            return standard.title
        case "phase-38":
            return "Shared waits: days until the transfer was received"
        case "phase-24":
            return "Shared waits: days from the transfer to the treatment"
        case "backstop-104":
            return "Treated within 104 days"
        case "open":
            return "Still waiting, and in time"
        case "open-104":
            return "Still waiting, and not beyond 104 days"


def _order(key: Key, order: Mapping[tuple[str, str], tuple[int, int]]) -> tuple[object, ...]:
    head, place = key
    return (KINDS.index(head.kind), order[head.regime, head.standard], tuple(_natural(part) for part in place))


def _natural(text: str) -> tuple[int, str]:
    """Return what names are sorted by: bands by their first day, all others as text."""
    digits = text.partition("-")[0].removesuffix("+")
    return (int(digits), text) if digits.isdigit() and len(digits) < 4 else (0, text)
