"""The events of a part as columns for the kernel, without an object for each event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from carepath.cohort.assembly import Kept
from carepath.cohort.blocks import Words, worlds
from carepath.cohort.frames import microseconds
from carepath.cohort.intake.arranging import arrange, scatter
from carepath.cohort.intake.cells import values
from carepath.cohort.intake.coding import ABSENT, Coded, coded, encoded, is_text, looked_up, nothing, worded
from carepath.cohort.intake.corrections import EVENT
from carepath.cohort.intake.effects import Placed, forecast, voids
from carepath.cohort.intake.gathering import mark_alike, write_rows
from carepath.cohort.intake.ids import Ids
from carepath.cohort.intake.parts import Part
from carepath.cohort.intake.valued import values_of
from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table
from carepath.cohort.machine.room import Empty, Piece, packed
from carepath.cohort.prepared import Prepared
from carepath.cohort.told_cases import Question, numbers_of
from carepath.plan import Plan
from carepath.record import Entry

NO_TRANSFER, UNKNOWN_TRANSFER = -2, -1
LONG = 1 << 9  # events of a case for which it pays to sort before they are put in order one by one


@dataclass(frozen=True, slots=True)
class Live:
    """The events that stand: the row of each and the row that holds what stands of it, by case, and counts by case."""

    root: Table
    entry: Table
    first: Table
    read: Table
    later: Table


def prepared(question: Question, plan: Plan, own: Part) -> Prepared:
    """Return the block of the cases of a part that are not odd."""
    known = _known(question, own)
    live = _live(question, own, known)
    event_types, names = _types(plan, own.event)
    providers, provider, to = _providers(plan, own)
    types = event_types[own.event.numbers]
    ids = Ids(own.file, own.table, own.rows)
    placed = _arranged(own, live, types, provider, ids)
    found = values_of(plan, own)
    void = np.zeros(own.rows, np.int64)
    void[placed.entry] = voids(plan, own, types, provider, placed)
    today, now = numbers_of(question)
    parts: dict[int, Piece] = {
        f.BLOCK_FIRST: live.first, -f.BLOCK_TOLD: Empty((len(live.root), f.TOLD_WIDTH)), f.BLOCK_BAD: found.bad,
        f.BLOCK_TODAY: today, f.BLOCK_NOW: now,
    }  # fmt: skip
    block = packed(f.BLOCK_HEAD, parts | worlds(plan.programs, found.known, found.pairs))
    told = block[block[f.BLOCK_TOLD] :][: placed.root.size * f.TOLD_WIDTH].reshape(-1, f.TOLD_WIDTH)
    told[:, f.TOLD_ROOT], told[:, f.TOLD_ENTRY] = placed.root, placed.entry
    columns = {
        f.TOLD_TYPE: types, f.TOLD_PROVIDER: provider, f.TOLD_STATUS: own.status, f.TOLD_DAY: own.times.day,
        f.TOLD_AT: own.times.at, f.TOLD_VOID: void, f.TOLD_VALUE: found.first[:-1], f.TOLD_VALUE_END: found.first[1:],
        f.TOLD_BAD: found.bad_first[:-1], f.TOLD_BAD_END: found.bad_first[1:], f.TOLD_TO: to,
        f.TOLD_NAMED: _named(plan, own),
    }  # fmt: skip
    write_rows(told, np.array(list(columns)), tuple(columns.values()), placed.entry)
    cases = len(own.case.names)
    return Prepared(
        own.case.names,
        block,
        Words(providers, names, ids, tuple(value for each in found.known for value in each)),
        Kept(_patients(own.table, own.case.numbers, known, cases), live.read, live.later),
        int(np.diff(live.first).max(initial=0)),
        notes=[note for note in own.notes if _heard(question, note[1])],
    )


def _known(question: Question, own: Part) -> Table:
    """Return which rows are of a case and were known."""
    there = own.case.numbers >= 0
    if question.known is None:
        return there
    return there & (own.times.known(question.pathway.zone) <= microseconds(question.known))


def _heard(question: Question, entry: Entry) -> bool:
    return question.known is None or entry.known(question.zone) <= question.known


def _live(question: Question, own: Part, known: Table) -> Live:
    """Return the events that stand and had occurred, or are forecasts."""
    stands, case = own.corrections.stands(own.rows, known), own.case.numbers
    root = np.flatnonzero(known & (own.kind == EVENT) & (stands >= 0))
    entry = stands[root]
    day, at = own.times.day[entry], own.times.at[entry]
    today, now = numbers_of(question)
    within = forecast(own.status[entry]) | np.where(at == NONE, day <= today, at <= now)
    cases = len(own.case.names)
    read = np.bincount(case[known], minlength=cases)
    later = np.bincount(case[root[~within]], minlength=cases)
    root, entry = root[within], entry[within]
    first = np.zeros(cases + 1, np.int64)
    np.cumsum(np.bincount(case[root], minlength=cases), out=first[1:])
    order = np.empty(len(root), np.int64)
    scatter(case[root], first[:-1].copy(), order)
    return Live(root[order], entry[order], first, read, later)


def _arranged(own: Part, live: Live, types: Table, provider: Table, ids: Ids) -> Placed:
    """Return the events in the order of section 2 of the semantics, and which are alike but for their ids."""
    keys = np.zeros((len(live.root), 5), np.int64)
    write_rows(keys, np.arange(4), (own.times.day, own.times.at, types, provider), live.entry)
    case = np.repeat(np.arange(len(live.first) - 1), np.diff(live.first))
    longest = int(np.diff(live.first).max(initial=0))
    order, alike = np.arange(len(keys)), np.zeros(len(keys), np.int64)
    if longest > LONG:
        order = np.lexsort((keys[:, 3], keys[:, 2], keys[:, 0], case))
    if mark_alike(keys, order, live.first, alike):
        same = np.flatnonzero(alike)
        keys[same, 4] = ids.ranks(live.root[same])
    if longest > LONG:
        order = np.lexsort((*keys.T[:0:-1], keys[:, 0], case))
    arrange(keys, order, live.first, np.empty(longest + 1, np.int64))
    return Placed(live.root[order], live.entry[order], case, alike[order] == 1)


def _types(plan: Plan, event: Coded) -> tuple[Table, tuple[str, ...]]:
    """Return the type of each distinct name, and the names of all types; those unknown come last, by name."""
    places = {name: number for number, name in enumerate(plan.names.events)}
    known = plan.pathway.routes.names
    unknown = [name for name in event.texts if name not in known]
    places |= {name: len(plan.names.events) + number for number, name in enumerate(unknown)}
    numbers = [places[known.get(name, name)] for name in event.texts]
    return np.array([*numbers, 0], np.int64), (*plan.names.events, *unknown)


def _providers(plan: Plan, own: Part) -> tuple[tuple[str, ...], Table, Table]:
    """Return all providers by name, and the numbers of those of each row and of those it goes to."""
    provider, to, column = nothing(own.rows), nothing(own.rows), own.data.get("to")
    if "provider" in own.table:
        provider = coded(own.table["provider"])
    if column is not None and is_text(own.table[column].type):
        to = worded(own.table[column])
    everyone = tuple(sorted({*plan.names.providers, *provider.texts, *to.texts}))
    places = {name: number for number, name in enumerate(everyone)}

    def numbered(column: Coded) -> Table:
        return np.array([*(places[name] for name in column.texts), ABSENT], np.int64)[column.numbers]

    return everyone, numbered(provider), numbered(to)


def _named(plan: Plan, own: Part) -> Table:
    """Return the transfer that each row names."""
    column = own.data.get("transfer")
    if column is None:
        return np.full(own.rows, NO_TRANSFER)
    places = {name: number for number, name in enumerate(plan.names.transfers)}
    found = encoded(own.table[column])
    named = [
        NO_TRANSFER if value is None or value == "" else places.get(str(value), UNKNOWN_TRANSFER)
        for value in values(found.dictionary)
    ]
    return looked_up(found, named, NO_TRANSFER)


def _patients(table: Mapping[str, pa.Array[Any]], case: Table, known: Table, cases: int) -> pa.Array[Any]:
    """Return the least patient that each case names."""
    if "patient" not in table:
        return pa.nulls(cases, pa.string())
    patient = coded(table["patient"])
    least = np.full(cases, len(patient.texts))
    there = known & (patient.numbers >= 0)
    np.minimum.at(least, case[there], patient.numbers[there])
    return pa.array([*patient.texts, None], pa.string()).take(pa.array(least))
