"""From what the compiled code says of a block to the tables of a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from carepath.cohort.arrays import civil_days, instants, lists, numbers, with_civil_days, words
from carepath.cohort.blocks import Words
from carepath.cohort.columns import PAUSE, schemas
from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table
from carepath.cohort.machine.room import MISSINGS, column, listed, said_rows
from carepath.cohort.speech.sayings import VERDICTS, Sayer
from carepath.plan import Plan

ENDED = (None, "stop", "close", "exclude", "void")
Rows = Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The words that the numbers of a block stand for."""

    plan: Plan
    zone: str
    cases: pa.Array[Any]
    words: Words
    sayer: Sayer

    def table(self, name: str, columns: Mapping[str, pa.Array[Any]]) -> pa.Table:
        """Return a table of the columns, in the order of its schema."""
        schema = schemas(self.zone)[name]
        return pa.Table.from_arrays([columns[field.name] for field in schema], schema=schema)


def _moments(shelf: Shelf, rows: Rows, day: str, at: str, days: str, ats: str) -> Mapping[str, pa.Array[Any]]:
    civil = with_civil_days(rows[day], rows[at], shelf.zone)
    return {days: civil_days(civil), ats: instants(rows[at], shelf.zone)}


def milestones(shelf: Shelf, told: Table) -> pa.Table:
    """Return the table of milestones and clocks with a target."""
    rows = said_rows(told, f.SAID_MILESTONES)
    base, said = shelf.sayer.said, rows["said"]
    return shelf.table(
        "milestones",
        {
            "case": words(rows["case"], shelf.cases),
            "id": words(said, [each.id for each in base]),
            "title": words(said, [each.title for each in base]),
            "episode": numbers(rows["episode"]),
            "verdict": words(rows["verdict"], VERDICTS),
            **_moments(shelf, rows, "start", "start_at", "start", "start_at"),
            **_moments(shelf, rows, "done", "done_at", "done", "done_at"),
            **_moments(shelf, rows, "earliest", "earliest_at", "earliest", "earliest_at"),
            **_moments(shelf, rows, "last", "last_at", "last_good_day", "last_good_at"),
            "days_over": numbers(rows["over"]),
            "seconds_over": numbers(rows["seconds"], pa.int64()),
            "days_left": numbers(rows["left"]),
            "provider": words(rows["provider"], shelf.words.providers),
            "final": pa.array(rows["final"] == 1),
            "target": words(said, [each.target for each in base]),
            "level": words(said, [each.level for each in base]),
            "clock": words(rows["clock"], shelf.plan.names.clocks),
            "source": words(said, [str(each.source) for each in base]),
            "cite": words(said, [str(each.citation) for each in base]),
        },
    )


def clocks(shelf: Shelf, told: Table) -> pa.Table:
    """Return the table of clocks."""
    rows, pauses = said_rows(told, f.SAID_CLOCKS), said_rows(told, f.SAID_PAUSES)
    names, number = shelf.plan.names, rows["clock"]
    rules = [shelf.plan.pathway.clocks[name] for name in names.clocks]
    taken = (rows["gross"] == NONE) | (rows["net"] == NONE)
    gaps = pa.StructArray.from_arrays(
        [
            civil_days(pauses["start"]),
            civil_days(pauses["end"]),
            words(pauses["reason"], names.reasons).cast(pa.string()),
            numbers(pauses["days"]),
        ],
        fields=list(PAUSE),
    )
    return shelf.table(
        "clocks",
        {
            "case": words(rows["case"], shelf.cases),
            "id": words(number, names.clocks),
            "title": words(number, [rule.title for rule in rules]),
            "episode": numbers(rows["episode"]),
            "instance": numbers(rows["instance"]),
            **_moments(shelf, rows, "start", "start_at", "start", "start_at"),
            **_moments(shelf, rows, "stop", "stop_at", "stop", "stop_at"),
            "ended": words(rows["ended"], ENDED),
            "gross": numbers(rows["gross"]),
            "not_counted": numbers(np.where(taken, NONE, rows["gross"] - rows["net"])),
            "net": numbers(rows["net"]),
            "target": words(number, [str(rule.target) if rule.target else None for rule in rules]),
            "verdict": words(rows["verdict"], VERDICTS),
            "paused_since": civil_days(rows["paused"]),
            "pauses": lists(rows["pause"], rows["pause_end"], gaps),
        },
    )


def transfers(shelf: Shelf, told: Table) -> pa.Table:
    """Return the table of transfers."""
    rows = said_rows(told, f.SAID_TRANSFERS)
    names = shelf.plan.names
    missing = words(_missing(told), shelf.sayer.items).cast(pa.string())
    titles = [shelf.plan.pathway.transfers[name].title for name in names.transfers]
    return shelf.table(
        "transfers",
        {
            "case": words(rows["case"], shelf.cases),
            "id": words(rows["transfer"], names.transfers),
            "title": words(rows["transfer"], titles),
            "episode": numbers(rows["episode"]),
            **{name: civil_days(rows[name]) for name in ("sent", "received", "accepted", "handover")},
            "complete": pa.array(rows["complete"] == 1),
            "missing": lists(rows["missing"], rows["missing_end"], missing),
            "verdict": words(rows["verdict"], VERDICTS),
            **_moments(shelf, rows, "last", "last_at", "last_good_day", "last_good_at"),
            "days_over": numbers(rows["over"]),
            "days_left": numbers(rows["left"]),
            "sender": words(rows["sender"], shelf.words.providers),
            "receiver": words(rows["receiver"], shelf.words.providers),
        },
    )


def responsibility(shelf: Shelf, told: Table) -> pa.Table:
    """Return the table of who answered for the wait."""
    rows = said_rows(told, f.SAID_SEGMENTS)
    return shelf.table(
        "responsibility",
        {
            "case": words(rows["case"], shelf.cases),
            "provider": words(rows["provider"], shelf.words.providers),
            "from": civil_days(rows["start"]),
            "to": civil_days(rows["end"]),
            "days": numbers(rows["days"]),
        },
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of each case of a block beside its events."""

    patients: pa.Array[Any]
    read: Table
    left_out: Table


def cases(shelf: Shelf, told: Table, kept: Kept, first: int, end: int) -> pa.Table:
    """Return the table of cases [first, end), without those that were not told."""
    told_of = np.flatnonzero(listed(told, f.SAID_TROUBLE)[first:end] == 0) + first
    rows = {name: cells[told_of] for name, cells in said_rows(told, f.SAID_CASES).items()}
    names = shelf.plan.names
    live = numbers(rows["live"])
    return shelf.table(
        "cases",
        {
            "case": shelf.cases.take(pa.array(told_of, pa.int64())),
            "patient": kept.patients.take(pa.array(told_of, pa.int64())),
            "state": words(rows["state"], names.states),
            "episode": numbers(rows["episode"]),
            "closed": words(rows["closed"], names.kinds),
            "read": numbers(kept.read[told_of]),
            "live": live,
            "placed": live,
            "left_out": numbers(kept.left_out[told_of]),
            "engine": words(np.zeros(len(told_of), np.int64), ["kernel"]),
        },
    )


def _missing(told: Table) -> Table:
    return listed(told, f.SAID_MISSING)[: listed(told, f.SAID_USED)[MISSINGS]]


def place_of(block: Table, events: Table, field: str) -> Table:
    """Return a field of the events with these numbers; -1 for no event."""
    found = column(block, f.BLOCK_TOLD, f.TOLD_FIELDS, field)
    return np.where(events < 0, -1, found[np.where(events < 0, 0, events)]) if len(found) else events
