"""Chance that is the same everywhere: numbers that follow from a text alone.

Only `random.Random.random` of a text is used, whose sequence Python promises to keep (its documentation, "Notes on
Reproducibility"); all choices are made from it by arithmetic that is exact in binary.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")
Draw = Callable[[], float]  # the next number from 0 to below 1


def drawn_from(*words: object) -> Draw:
    """Return the source of numbers that follows from these words."""
    return Random(" ".join(map(str, words))).random


def whole(draw: Draw, least: int, most: int) -> int:
    """Draw a whole number from least to most, both inclusive."""
    return least + int(draw() * (most - least + 1))


def chosen(draw: Draw, items: Sequence[Item]) -> Item:
    """Draw one of the items."""
    return items[int(draw() * len(items))]


def weighted(draw: Draw, sums: Sequence[int]) -> int:
    """Draw a place by the running sums of whole weights."""
    return bisect_right(sums, int(draw() * sums[-1]))


def shuffled(draw: Draw, items: Sequence[Item]) -> list[Item]:
    """Return the items in an order that is drawn."""
    left = list(items)
    found = []
    while left:
        found.append(left.pop(int(draw() * len(left))))
    return found
