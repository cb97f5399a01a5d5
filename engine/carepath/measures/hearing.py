"""A definition as it listens with the clocks of several regimes at once, and what is asked of each of its waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from carepath.cohort.machine import waitrows as w
from carepath.cohort.machine.compiled import Table
from carepath.crediting import EVENT_TYPE
from carepath.measures.portions import ROUTE, UPGRADE
from carepath.measures.united import attributes_of, by_handover, clock_named, events_of, planned, united
from carepath.model import Condition, Pathway
from carepath.plan import Plan
from carepath.regimes import FIRST_SEEN, data_of, stopping
from carepath.standards import Regime, Standard
from carepath.waits import heard_as, in_words_of


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of a regime. `typed`: whether it is for the stopping event to say the event type."""

    regime: Regime
    name: str
    typed: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A standard of a regime, the number of its clock, and its condition in the words of the pathway."""

    regime: Regime
    standard: Standard
    clock: int
    guard: Condition


@dataclass(frozen=True, slots=True)
class Hearing:
    """A definition with the clocks of regimes. `handed` is the plan in which every transfer counts by its handover.

    `attributes` and `events` are those that conditions of standards look at, `asked` the same for the compiled code.
    """

    pathway: Pathway
    plan: Plan
    handed: Plan
    clocks: tuple[Clock, ...]
    standards: tuple[Judged, ...]
    attributes: tuple[str, ...]
    events: tuple[str, ...]
    asked: Table


def hearing(pathway: Pathway, regimes: Sequence[Regime]) -> Hearing:
    """Return a definition as it listens with the clocks of regimes."""
    of_regimes = {clock_named(regime, name): (regime, name) for regime in regimes for name in regime.clocks}
    judged = [
        (regime, standard, in_words_of(pathway, standard.guard))
        for regime in regimes
        for standard in regime.standards.values()
    ]
    looked = {name for _, _, guard in judged for name in attributes_of(guard)} | {EVENT_TYPE}
    attributes = tuple(sorted(looked & pathway.attributes.keys()))
    events = tuple(sorted({name for _, _, guard in judged for name in events_of(guard)} & pathway.events.keys()))
    made = planned(united(pathway, regimes), {*attributes, ROUTE})
    clocks = tuple(
        Clock(regime, name, EVENT_TYPE in data_of(pathway, stopping(pathway, regime, name)))
        for regime, name in (of_regimes[each] for each in made.names.clocks)
    )
    numbers = {(each.regime.id, each.name): number for number, each in enumerate(clocks)}
    standards = tuple(Judged(regime, one, numbers[regime.id, one.clock], guard) for regime, one, guard in judged)
    asked = _asked(pathway, made, clocks, standards, attributes, events)
    return Hearing(made.pathway, made, by_handover(made), clocks, standards, attributes, events, asked)


def _asked(
    pathway: Pathway,
    made: Plan,
    clocks: Sequence[Clock],
    standards: Sequence[Judged],
    attributes: Sequence[str],
    events: Sequence[str],
) -> Table:
    """Return what the compiled code is asked of each wait."""
    types = {name: number for number, name in enumerate(made.names.events)}
    numbers = {name: number for number, name in enumerate(made.names.attributes)}
    stops, own = w.flags(len(clocks), len(types)), w.flags(len(clocks), len(attributes))
    shared = np.zeros(len(clocks), np.int64)
    for place, clock in enumerate(clocks):
        stopped_by = stopping(pathway, clock.regime, clock.name)
        told = data_of(pathway, stopped_by)
        stops[place] = [name in stopped_by for name in made.names.events]
        own[place] = [name in told for name in attributes]
    for one in standards:
        shared[one.clock] |= one.standard.allocated
    seen = heard_as(pathway, FIRST_SEEN)
    return w.lists({
        w.ASKED_STOPS: stops,
        w.ASKED_OWN: own,
        w.ASKED_ATTRIBUTES: _numbers(numbers, attributes),
        w.ASKED_EVENTS: _numbers(types, events),
        w.ASKED_FIRST_SEEN: np.array([name in seen for name in made.names.events], np.int64),
        w.ASKED_SHARED: shared,
        w.ASKED_ROUTE: numbers.get(ROUTE, -1),
        w.ASKED_UPGRADE: types.get(UPGRADE, -1),
    })  # fmt: skip


def _numbers(known: Mapping[str, int], names: Sequence[str]) -> Table:
    return np.array([known[name] for name in names], np.int64)
