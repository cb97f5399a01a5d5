"""Which of the things that are expected stands for which of those that are there: as many pairs as there can be.

Taken one after the other, a wide wish (`late ogd`) would take what only a narrow one (`late ogd 4 days`) fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Wish = TypeVar("Wish")
Thing = TypeVar("Thing")


def pairs(wishes: Sequence[Wish], things: Sequence[Thing], fits: Callable[[Wish, Thing], bool]) -> Mapping[int, int]:
    """Return for each wish that can be met the place of the thing that meets it, no thing twice.

    There is no larger set of pairs: a wish without a thing makes others change theirs (Berge, 1957).
    Where the order decides, earlier wishes and things come first.
    """
    takers: dict[int, int] = {}

    def found(wish: int, asked: set[int]) -> bool:
        for place, thing in enumerate(things):
            if place in asked or not fits(wishes[wish], thing):
                continue
            asked.add(place)
            if place not in takers or found(takers[place], asked):
                takers[place] = wish
                return True
        return False

    for wish in range(len(wishes)):
        found(wish, set())
    return {wish: place for place, wish in takers.items()}
