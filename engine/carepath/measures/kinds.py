"""Rows of waits as kinds: what decides how each is reported, as columns of small numbers, and where it belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import numpy as np
import polars as pl

from carepath.cohort.blocks import Words
from carepath.cohort.machine import waitrows as w
from carepath.cohort.machine.compiled import ENDS, NONE, Table
from carepath.cohort.machine.signals import STOP
from carepath.crediting import EVENT_TYPE
from carepath.measures.hearing import Hearing
from carepath.measures.portions import route
from carepath.measures.templates import CHAIN, KEY, PLACES
from carepath.model import Value

Name = TypeVar("Name")
Thing = TypeVar("Thing")
LAST = date.max.toordinal()
EPOCH_DAY = date(1970, 1, 1).toordinal()
PROVIDERS = tuple(f"provider {place}" for place in range(PLACES))  # as numbers of names, of all blocks
WHERE = ("case", "month", "route", *PROVIDERS)


@dataclass(slots=True)
class Shelf:
    """Providers, values and routes by numbers that hold for all blocks of a file; filled as they are met."""

    providers: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)
    _providers: dict[str, int] = field(default_factory=dict)
    _values: dict[tuple[type, Value], int] = field(default_factory=dict)
    _routes: dict[str, int] = field(default_factory=dict)

    def provider(self, name: str) -> int:
        """Return the number of a provider."""
        return _number(self._providers, self.providers, name, name)

    def value(self, value: Value) -> int:
        """Return the number of a value."""
        return _number(self._values, self.values, (type(value), value), value)

    def route(self, value: Value | None, upgraded: bool) -> int:
        """Return the number of the route of a case."""
        name = route("" if value is None else str(value), upgraded)
        return _number(self._routes, self.routes, name, name)


def _number(known: dict[Name, int], things: list[Thing], name: Name, thing: Thing) -> int:
    found = known.setdefault(name, len(things))
    if found == len(things):
        things.append(thing)
    return found


def key_of(hearing: Hearing) -> tuple[str, ...]:
    """Return the columns that make a kind of wait, in the order in which a template reads them."""
    return (
        *KEY,
        *(f"place {place}" for place in range(PLACES)),
        *(f"attribute {name}" for name in hearing.attributes),
        *(f"event {name}" for name in hearing.events),
        *(f"days {place}" for place in range(w.HOLDERS)),
    )


def kinds(hearing: Hearing, rows: Table, words: Words, shelf: Shelf, today: date) -> pl.DataFrame:
    """Return each wait under each standard of the regime in force when it stopped or ended: its kind, and WHERE.

    `month` counts months from the year 0, `case` is the number of the case in its block.
    """
    rows = rows[_in_force(hearing, rows, today)]
    place, standard = _by_standard(hearing, rows[:, w.WAIT_CLOCK])
    rows = rows[place]
    attributes, events = len(hearing.attributes), len(hearing.events)
    told = rows[:, w.WAIT_WIDTH : w.WAIT_WIDTH + attributes]
    done = rows[:, w.WAIT_WIDTH + attributes : w.WAIT_WIDTH + attributes + events]
    chain = rows[:, w.WAIT_WIDTH + attributes + events :]
    stopped, known = rows[:, w.WAIT_ENDED] == STOP, rows[:, w.WAIT_NET] != ENDS
    shared = np.array([one.standard.allocated for one in hearing.standards], bool)[standard] & stopped & known
    names = np.array([*(shelf.provider(name) for name in words.providers), -1], np.int64)
    held = chain.T[: w.HOLDERS]
    hands = np.stack([rows[:, w.WAIT_PROVIDER], rows[:, w.WAIT_LEFT], *held, rows[:, w.WAIT_FIRST_SEEN]], 1)
    hands = names[hands]
    hands[:, CHAIN:][~shared] = -1
    columns: dict[str, Table] = {
        "standard": standard,
        "ended": rows[:, w.WAIT_ENDED],
        "gross": np.where(known, np.maximum(0, rows[:, w.WAIT_UNTIL] - rows[:, w.WAIT_START]), 0),
        "net": np.where(known, rows[:, w.WAIT_NET], -1),
        "first": _asked_first(hearing, rows, told),
        "held": np.where(shared, rows[:, w.WAIT_HELD], 0),
    }
    columns |= {f"place {at}": each for at, each in enumerate(_symbols(hands))}
    columns |= {f"attribute {name}": _values(told[:, at], words, shelf) for at, name in enumerate(hearing.attributes)}
    columns |= {f"event {name}": done[:, at] for at, name in enumerate(hearing.events)}
    columns |= {f"days {at}": np.where(shared, chain[:, w.HOLDERS + at], -1) for at in range(w.HOLDERS)}
    columns |= {"case": rows[:, w.WAIT_CASE], "month": _months(rows), "route": _routes(rows, words, shelf)}
    columns |= {name: hands[:, at] for at, name in enumerate(PROVIDERS)}
    return pl.DataFrame({name: np.ascontiguousarray(each, np.int32) for name, each in columns.items()})


def _in_force(hearing: Hearing, rows: Table, today: date) -> Table:
    """Return which waits are reported by the regime of their clock."""
    regimes = [clock.regime for clock in hearing.clocks]
    first = np.array([one.effective_from.toordinal() for one in regimes], np.int64)[rows[:, w.WAIT_CLOCK]]
    ends = [LAST if one.effective_to is None else one.effective_to.toordinal() for one in regimes]
    last = np.array(ends, np.int64)[rows[:, w.WAIT_CLOCK]]
    until = rows[:, w.WAIT_UNTIL]
    found: Table = (first <= until) & (until <= last) & (first <= today.toordinal()) & (rows[:, w.WAIT_BEGAN] <= last)
    return found


def _by_standard(hearing: Hearing, clocks: Table) -> tuple[Table, Table]:
    """Return for each wait and each standard of its clock the place of the wait and the number of the standard."""
    own = [
        [number for number, one in enumerate(hearing.standards) if one.clock == clock]
        for clock in range(len(hearing.clocks))
    ]
    counts = np.array([len(each) for each in own], np.int64)[clocks]
    flat = np.array([number for each in own for number in each], np.int64)
    firsts = np.cumsum([0, *(len(each) for each in own)])[clocks]
    place = np.repeat(np.arange(len(clocks)), counts)
    within = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    return place, flat[firsts[place] + within]


def _asked_first(hearing: Hearing, rows: Table, told: Table) -> Table:
    """Return whether a treatment was the first, where that says its event type."""
    typed = np.array([clock.typed for clock in hearing.clocks], bool)[rows[:, w.WAIT_CLOCK]]
    if EVENT_TYPE not in hearing.attributes:
        return np.where(typed, rows[:, w.WAIT_FIRST], 0)
    missing = told[:, hearing.attributes.index(EVENT_TYPE)] < 0
    return np.where(typed & missing, rows[:, w.WAIT_FIRST], 0)


def _symbols(hands: Table) -> list[Table]:
    """Return for each place the first place that names the same provider; -1 where nobody is named."""
    found = []
    for place in range(hands.shape[1]):
        symbol = np.full(len(hands), place)
        for before in range(place - 1, -1, -1):
            symbol = np.where(hands[:, before] == hands[:, place], before, symbol)
        found.append(np.where(hands[:, place] < 0, -1, symbol))
    return found


def _values(numbers: Table, words: Words, shelf: Shelf) -> Table:
    """Return values of a block by the numbers of the shelf."""
    return _renumbered(
        numbers, {each: shelf.value(words.values[each]) for each in np.unique(numbers).tolist() if each >= 0}
    )


def _renumbered(numbers: Table, table: Mapping[int, int]) -> Table:
    found = np.full(max(table, default=-1) + 2, -1, np.int64)
    found[list(table)] = list(table.values())
    return found[numbers]


def _months(rows: Table) -> Table:
    """Return the month of the stop, else that of the end as a figure takes it."""
    stop = rows[:, w.WAIT_STOP]
    ended = np.where(stop != NONE, stop, np.maximum(rows[:, w.WAIT_START], rows[:, w.WAIT_UNTIL]))
    days = pl.Series((ended - EPOCH_DAY).astype(np.int32)).cast(pl.Date)
    return (days.dt.year().cast(pl.Int64) * 12 + days.dt.month() - 1).to_numpy()


def _routes(rows: Table, words: Words, shelf: Shelf) -> Table:
    both = (rows[:, w.WAIT_ROUTE] + 1) * 2 + rows[:, w.WAIT_UPGRADED]
    found: Sequence[int] = np.unique(both).tolist()
    return _renumbered(both, {
        each: shelf.route(words.values[each // 2 - 1] if each >= 2 else None, bool(each % 2)) for each in found
    })  # fmt: skip
