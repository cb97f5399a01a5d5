"""A standard that is missed again and again: runs of months below a threshold, over figures that somebody else counted.

How many months make a persistent failure is a local rule and an argument. Compared exactly: 84.96 % is below 85 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """Of how many in a period how many were in time; halves are possible where trusts share a wait."""

    period: str
    in_time: Fraction | int
    all: Fraction | int

    def below(self, threshold: Fraction) -> bool:
        """Return whether fewer than the threshold were in time; nobody is not fewer."""
        return self.in_time < threshold * self.all


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Periods one after the other, each below the threshold."""

    threshold: Fraction
    figures: tuple[Figure, ...]

    @property
    def first(self) -> str:
        """The first period of the run."""
        return self.figures[0].period

    @property
    def last(self) -> str:
        """The last period of the run."""
        return self.figures[-1].period


def shortfalls(figures: Iterable[Figure], threshold: Fraction, periods: int) -> tuple[Shortfall, ...]:
    """Return the runs of at least so many periods below the threshold, each as long as it is, in order.

    Figures come in the order of time with no period left out. A period in which nobody was counted says nothing: it
    neither counts nor ends a run. Raises ValueError for fewer than one period.
    """
    if periods < 1:
        raise ValueError(f"a run has at least one period, not {periods}")
    runs: list[list[Figure]] = [[]]
    for figure in figures:
        if figure.all == 0:
            continue
        if figure.below(threshold):
            runs[-1].append(figure)
        else:
            runs.append([])
    return tuple(Shortfall(threshold, tuple(run)) for run in runs if len(run) >= periods)
