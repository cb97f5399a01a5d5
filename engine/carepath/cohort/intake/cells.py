"""Cells of Arrow columns as plain Python values: what every reader of tables makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import isnan
from typing import Any

import pyarrow as pa
from pyarrow import types

from carepath.files import UnreadableLog
from carepath.rows import Places, Rejected, Row


class Unreadable:
    """Stands for a value that the library cannot turn into a Python value."""


UNREADABLE = Unreadable()
PLAIN = (
    types.is_string, types.is_large_string, types.is_boolean, types.is_integer, types.is_floating,
    types.is_decimal, types.is_date, types.is_timestamp, types.is_null,
)  # fmt: skip


def check(file: str, name: str, kind: pa.DataType) -> None:
    """Refuse a column whose values are not plain."""
    if isinstance(kind, pa.DictionaryType):
        kind = kind.value_type
    if not any(test(kind) for test in PLAIN):
        what = "lists or objects" if types.is_nested(kind) else f"values of type {kind}"
        raise UnreadableLog(f"{file}: column '{name}' holds {what}; make them text or leave the column out")


def values(column: pa.Array[Any]) -> list[object]:
    """Return the cells of a column; UNREADABLE where one cannot be read."""
    if isinstance(column.type, pa.TimestampType) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    found: list[object]
    try:
        found = column.to_pylist()
    except (ValueError, OverflowError):
        found = [_one(value) for value in column]
    return [_decimal(value) if isinstance(value, float) else value for value in found]


def _decimal(value: float) -> Decimal | None:
    """Return a number in the digits that were meant; absent for NaN, which is how tables say it."""
    return None if isnan(value) else Decimal(repr(value))


def _one(value: pa.Scalar[Any]) -> object:
    try:
        return value.as_py()
    except (ValueError, OverflowError):
        return UNREADABLE


def row(file: str, number: int, cells: Sequence[object], fields: Places, data: Places) -> Row | Rejected:
    """Return a row of a table as an adapter has it; a rejection where a cell cannot be read."""
    for name, place in (*fields, *data):
        if cells[place] is UNREADABLE:
            return Rejected(file, number, f"'{name}' holds a value that cannot be read")
    return Row(
        number,
        {name: cells[place] for name, place in fields},
        {name: cells[place] for name, place in data if cells[place] != ""},
    )
