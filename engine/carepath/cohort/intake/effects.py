"""Events without effect: unknown, dated after they were told, outside a lifetime, or told twice over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from carepath.cohort.blocks import VOIDS
from carepath.cohort.intake.cells import values
from carepath.cohort.intake.parts import Part
from carepath.cohort.machine.compiled import NONE, Table
from carepath.plan import Plan

LIVES = {None: 0, "birth": 1, "death": 2}


@dataclass(frozen=True, slots=True)
class Placed:
    """The events of a part, in order: the row of each, the row of what stands of it, its case.

    `alike` are those that share case, day, type and provider with another.
    """

    root: Table
    entry: Table
    case: Table
    alike: Table


def forecast(status: Table) -> Table:
    """Return which events are plans, or take one back."""
    return (status == 1) | (status == 2)


def voids(plan: Plan, own: Part, types: Table, provider: Table, placed: Placed) -> Table:
    """Return for each event in order why it has no effect, a place in VOIDS; types and providers are those of rows."""
    entry = placed.entry
    kinds, status, day, told = types[entry], own.status[entry], own.times.day[entry], own.times.recorded_day[entry]
    forecasts, unknown = forecast(status), kinds >= len(plan.names.events)
    early = ~unknown & (told != NONE) & (day > told) & ~forecasts
    void = np.where(unknown, VOIDS.index("unknown-event"), np.where(early, VOIDS.index("dated-in-future"), 0))
    effective = (void == 0) & ~forecasts
    lives = np.array([LIVES[plan.pathway.events[name].life] for name in plan.names.events] + [0])
    if lives.any():
        marks = np.where((void == 0) & (status == 0), lives[np.minimum(kinds, len(lives) - 1)], 0)
        born = _first_day(placed.case, day, marks == LIVES["birth"])
        died = _first_day(placed.case, day, marks == LIVES["death"])
        outside = ((born != NONE) & (day < born)) | ((died != NONE) & (day > died))
        void[effective & outside] = VOIDS.index("impossible-date")
    keys = (kinds, placed.case, provider[entry], day, own.times.at[entry], status)
    _mark_twins(plan, own, placed, keys, effective, void)
    return void


def _first_day(case: Table, day: Table, chosen: Table) -> Table:
    """Return for each event the first day of the chosen events of its case; NONE where there is none."""
    if not chosen.any():
        return np.full(len(case), NONE)
    least = np.full(int(case[-1]) + 1, -NONE)
    np.minimum.at(least, case[chosen], day[chosen])
    return np.where(least == -NONE, NONE, least)[case]


def _mark_twins(plan: Plan, own: Part, placed: Placed, keys: tuple[Table, ...], effective: Table, void: Table) -> None:
    """Mark events that are like one before in these keys (the first are the types) and in their data."""
    places = np.flatnonzero(placed.alike & effective)
    seen: set[tuple[object, ...]] = set()
    said = zip(*(key[places].tolist() for key in keys), strict=True)
    for place, key, held in zip(places.tolist(), said, _data(own, placed.entry[places]), strict=True):
        twin = (key, held)
        if twin in seen and void[place] == 0 and not plan.pathway.events[plan.names.events[key[0]]].repeat:
            void[place] = VOIDS.index("possible-duplicate")
        seen.add(twin)


def _data(own: Part, rows: Table) -> list[tuple[tuple[str, object], ...]]:
    """Return the data of some rows: the names and values that are there."""
    chosen, names = pa.array(rows, pa.int64()), sorted(own.data)
    cells = [values(own.table[own.data[name]].take(chosen)) for name in names]
    return [
        tuple((name, value) for name, value in zip(names, each, strict=True) if value is not None and value != "")
        for each in zip(*cells, strict=True)
    ] if names else [()] * len(rows)  # fmt: skip
