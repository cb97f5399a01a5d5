"""Choices among things that are there, cheaply: Hypothesis is shown their places alone, by strategies made once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

T = TypeVar("T")


def picked(draw: DrawFn, items: Sequence[T]) -> T:
    """Draw one of some things, the first where it does not matter; of a single thing there is nothing to draw."""
    return items[draw(places(len(items)))] if len(items) > 1 else items[0]


@lru_cache(maxsize=1024)  # a strategy is checked and named when it is first used, which takes longer than to draw
def places(count: int) -> st.SearchStrategy[int]:
    """Return the places of so many things."""
    return st.sampled_from(range(count))
