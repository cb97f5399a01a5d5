"""What a regime is: the national standards of a period, the clocks they count on, the table of allocation.

Frozen values, built only by the loader from a shared file with `standards:`. Which waits count in which
standard is a matter of `regimes`, who is credited one of `allocation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from carepath.model import ALWAYS, UNCITED, Citation, ClockRule, Condition, Exit, Reference, Source

Method = Literal["halves", "phases"]
ScenarioB = Literal["split", "investigating"]
Jointly = Literal["equally", "first"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A part of the waits that was planned to be in time by a month, short of the threshold."""

    by: str
    threshold: Fraction
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class Standard:
    """What is reported: the stops of a clock that count, the days in time, the part that is to be in time.

    `threshold` is exact, None where waits are counted only. `event_types` are those of the treatments that
    count, empty where all do.
    """

    code: str
    title: str
    source: Source
    clock: str
    days: int
    threshold: Fraction | None = None
    guard: Condition = ALWAYS
    event_types: tuple[str, ...] = ()
    allocated: bool = False
    plans: tuple[Plan, ...] = ()
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of the table: what was in time, and the part of the investigating side; the treating one has the rest."""

    id: str
    investigating: bool
    treating: bool
    whole: bool
    share: Fraction
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class Allocation:
    """How a shared wait is credited. Days are the most that are in time, both inclusive."""

    method: Method
    investigating: int | None = None
    treating: int | None = None
    scenarios: tuple[Scenario, ...] = ()
    scenario_b: ScenarioB = "split"
    jointly: Jointly = "equally"
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class Regime:
    """The standards by which waits that stop between two days (both inclusive) are reported."""

    id: str
    title: str
    source: Source
    effective_from: date
    effective_to: date | None
    effective_verified: bool
    clocks: Mapping[str, ClockRule]
    exits: tuple[Exit, ...]
    standards: Mapping[str, Standard]
    allocation: Allocation | None
    references: Mapping[str, Reference]

    def in_force(self, day: date) -> bool:
        """Return whether waits that stop on that day are reported by this regime."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)
