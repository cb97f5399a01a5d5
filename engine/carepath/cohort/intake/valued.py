"""The values of attributes in the rows of a table: each distinct cell is read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from carepath.attributes import BadValue, typed
from carepath.cohort.intake.cells import UNREADABLE, values
from carepath.cohort.intake.coding import ABSENT, encoded
from carepath.cohort.intake.gathering import count, write_values
from carepath.cohort.intake.parts import Part
from carepath.cohort.machine.compiled import Table
from carepath.model import AttributeType, Value
from carepath.plan import Plan


@dataclass(frozen=True, slots=True)
class Values:
    """The values of all rows: (attribute, value) pairs by row, and the attributes whose value is of no kind.

    The pairs of row n are pairs[first[n]:first[n + 1]]; `known` are the distinct values of each attribute.
    """

    first: Table
    pairs: Table
    bad_first: Table
    bad: Table
    known: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute by its number: the rows that have a value, which, and the rows whose value is of no kind."""

    attribute: int
    rows: Table
    values: Table
    bad: Table


def values_of(plan: Plan, own: Part) -> Values:
    """Return the values of the rows of a part."""
    found, known = list[Column](), list[tuple[Value, ...]]()
    for number, name in enumerate(plan.names.attributes):
        column = own.table[own.data[name]] if name in own.data else None
        if column is None or column.null_count == len(column):
            known.append(())
            continue
        one, distinct = _read(number, column, plan.pathway.attributes[name])
        found.append(one)
        known.append(distinct)
    first, pairs = _by_row(own.rows, [(each.attribute, each.rows, each.values) for each in found])
    bad_first, bad = _by_row(own.rows, [(each.attribute, each.bad, each.bad) for each in found])
    return Values(first, pairs, bad_first, np.ascontiguousarray(bad[:, 0]), tuple(known))


def _by_row(rows: int, columns: list[tuple[int, Table, Table]]) -> tuple[Table, Table]:
    """Return where the pairs of each row begin, and the pairs: by row, and in a row as the columns come."""
    first = np.zeros(rows + 1, np.int64)
    for _, places, _ in columns:
        count(places, first[1:])
    np.cumsum(first, out=first)
    pairs, free = np.empty((int(first[-1]), 2), np.int64), first[:-1].copy()
    for attribute, places, numbers in columns:
        write_values(places, numbers, attribute, free, pairs)
    return first, pairs


def _read(attribute: int, column: pa.Array[Any], kind: AttributeType) -> tuple[Column, tuple[Value, ...]]:
    """Return an attribute's values and their numbers, each distinct cell read once."""
    found = encoded(column)
    distinct: dict[Value, int] = {}
    table, wrong = [], []
    for raw in values(found.dictionary):
        number, bad = ABSENT, False
        if raw is not None and raw != "" and raw is not UNREADABLE:
            try:
                value = typed(kind, raw)  # type: ignore[arg-type]  # cells of plain columns are scalars
            except BadValue:
                bad = True
            else:
                number = ABSENT if value is None else distinct.setdefault(value, len(distinct))
        table.append(number)
        wrong.append(bad)
    rows, cells = np.flatnonzero(np.asarray(column.is_valid())), np.asarray(found.indices.drop_null())
    numbers = np.array(table, np.int64)[cells]
    away = rows[np.array(wrong)[cells]] if any(wrong) else np.zeros(0, np.int64)
    if ABSENT in table:
        rows, numbers = rows[numbers >= 0], numbers[numbers >= 0]
    return Column(attribute, rows, numbers, away), tuple(distinct)
