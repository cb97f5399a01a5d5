"""Labels side by side on as few levels as they need, each as near to its place as it can be, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 8.0


@dataclass(frozen=True, slots=True)
class Label:
    """A text of a width that belongs to a place."""

    place: float
    width: float


@dataclass(frozen=True, slots=True)
class Shelved:
    """Where a label begins, and on which level (0 is the first)."""

    left: float
    level: int


def shelved(labels: Sequence[Label], left: float, right: float) -> tuple[Shelved, ...]:
    """Return where each label stands between `left` and `right`, centred on its place where the edges let it.

    The earlier of two that are in each other's way has the first level.
    """
    levels: list[list[tuple[float, float]]] = []
    found: dict[int, Shelved] = {}
    for number, label in enumerate(labels):
        start = max(left, min(label.place - label.width / 2, right - label.width))
        end = start + label.width
        level = next(
            (
                place
                for place, taken in enumerate(levels)
                if all(end + GAP <= first or last + GAP <= start for first, last in taken)
            ),
            len(levels),
        )
        if level == len(levels):
            levels.append([])
        levels[level].append((start, end))
        found[number] = Shelved(start, level)
    return tuple(found[number] for number in range(len(labels)))
