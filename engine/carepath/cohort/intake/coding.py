"""Columns as numbers into their distinct texts: each distinct cell is looked at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from carepath.cohort.intake.cells import values
from carepath.cohort.machine.compiled import Table

ABSENT = -1
WRITTEN = "[!-~]"  # a text with one of these is not blank


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as numbers into distinct texts, which are in order; ABSENT for an empty cell."""

    numbers: Table
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """The case of each row as a number, ABSENT for none, and the names of the cases in their order."""

    numbers: Table
    names: pa.Array[Any]


def encoded(column: pa.Array[Any]) -> pa.DictionaryArray[Any, Any]:
    """Return a column as numbers into values: into those that occur where it is not yet one, or has more than rows."""
    if isinstance(column, pa.DictionaryArray):
        if len(column.dictionary) <= len(column):
            return column
        column = decoded(column)
    return column.dictionary_encode()


def decoded(column: pa.Array[Any]) -> pa.Array[Any]:
    """Return a column without a dictionary."""
    return column.cast(column.type.value_type) if isinstance(column, pa.DictionaryArray) else column


def value_type(kind: pa.DataType) -> pa.DataType:
    """Return the type of the cells of a column, with or without a dictionary."""
    return kind.value_type if isinstance(kind, pa.DictionaryType) else kind


def is_text(kind: pa.DataType) -> bool:
    """Whether cells of this type are text."""
    kind = value_type(kind)
    return bool(types.is_string(kind) or types.is_large_string(kind))


def looked_up(column: pa.DictionaryArray[Any, Any], table: list[int] | Table, absent: int = ABSENT) -> Table:
    """Return for each cell what stands in the table for its value; `absent` for an empty one."""
    indices = np.asarray(column.indices.cast(pa.int64()).fill_null(-1))
    return np.append(np.asarray(table, np.int64), absent)[indices]  # -1 is the last place


def _text(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


def _unless_blank(value: object) -> str | None:
    text = _text(value)
    return text if text is not None and text.strip() else None


def _unless_empty(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _coded(column: pa.Array[Any], text_of: Callable[[object], str | None]) -> Coded:
    found = encoded(column)
    known = [text_of(value) for value in values(found.dictionary)]
    ordered = sorted({text for text in known if text is not None})
    places: dict[str | None, int] = {text: number for number, text in enumerate(ordered)}
    return Coded(looked_up(found, [places.get(text, ABSENT) for text in known]), tuple(ordered))


def coded(column: pa.Array[Any]) -> Coded:
    """Return a column of text or whole numbers; a blank cell is an empty one."""
    return _coded(column, _unless_blank)


def worded(column: pa.Array[Any]) -> Coded:
    """Return a column of text as it is: a blank cell is a word too, an empty one is none."""
    return _coded(column, _unless_empty)


def nothing(rows: int) -> Coded:
    """Return a column that is not there."""
    return Coded(np.full(rows, ABSENT), ())


def cases_of(column: pa.Array[Any]) -> Cases:
    """Return the cases of rows. They may be many: no text becomes a Python object but those that may be blank."""
    column = decoded(column)
    if not (is_text(column.type) or types.is_integer(column.type)):
        return Cases(np.full(len(column), ABSENT), pa.array([], pa.string()))
    found = column.dictionary_encode()
    names = found.dictionary.cast(pa.string())
    order = np.asarray(pc.sort_indices(names), np.int64)
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    names = names.take(pa.array(order, pa.int64()))
    blank = np.flatnonzero(~np.asarray(pc.match_substring_regex(names, WRITTEN)))
    blank = np.array([place for place in blank.tolist() if not str(names[place]).strip()], np.int64)
    numbers = looked_up(found, places)
    if not len(blank):
        return Cases(numbers, names)
    kept = np.ones(len(order), bool)
    kept[blank] = False
    return kept_cases(Cases(numbers, names), kept)


def kept_cases(cases: Cases, kept: Table) -> Cases:
    """Return some of the cases; the rows of the others are of none."""
    if kept.all():
        return cases
    again = np.append(np.where(kept, np.cumsum(kept) - 1, ABSENT), ABSENT)
    return Cases(again[cases.numbers], cases.names.filter(pa.array(kept)))
