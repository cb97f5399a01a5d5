"""What a row without an id is hashed by, written for whole columns: each distinct cell is read once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from carepath.cohort.arrays import joined
from carepath.cohort.intake.cells import row, values
from carepath.record import Entry
from carepath.rows import NAMES, Places, columns, entries

SAMPLE = {"case": "-", "event": "-", "id": "-", "occurred": date(2000, 1, 1)}  # beside it one cell is read at a time
BETWEEN = ", "
FIELDS = (*NAMES, "occurred", "recorded", "kind", "status")  # in the order of `carepath.rows`


def contents(file: str, table: Mapping[str, pa.Array[Any]]) -> pa.Array[Any] | None:
    """Return the text from which `carepath.rows.entries` makes the id of each row; None where a cell cannot be read.

    The columns have no ids, and no row is a correction.
    """
    fields, data = columns(file, list(table))
    known = dict(fields)
    pieces: list[pa.Array[Any] | str] = []
    for name in FIELDS:
        pieces.append(f"{', ' if pieces else '{'}{name!r}: ")
        if name in known:
            written = _written(file, name, table[name], False)
            if written is None:
                return None
            pieces.append(written)
        else:
            pieces.append(repr({"kind": "event", "status": "done"}.get(name)))
    pieces.append(", 'data': {")
    held = _data(file, table, data)
    if held is None:
        return None
    return joined([*pieces, held, "}}"])


def _data(file: str, table: Mapping[str, pa.Array[Any]], data: Places) -> pa.Array[Any] | str | None:
    """Return the names and values of each row, those that are there."""
    names, held = list(table), []
    for name, place in sorted(data):
        written = _written(file, name, table[names[place]], True)
        if written is None:
            return None
        held.append(written)
    # A row without data gets no line from a join with something between: so each text begins with it.
    return pc.utf8_slice_codeunits(joined(["", *held]), len(BETWEEN)) if held else ""


def _written(file: str, name: str, column: pa.Array[Any], data: bool) -> pa.Array[Any] | None:
    """Return how each cell is written, once for each distinct one.

    Data comes with its name and what stands between it and the data before; null where there is none.
    """
    if isinstance(column, pa.DictionaryArray):
        column = column.cast(column.type.value_type)
    found = column.dictionary_encode(null_encoding="encode")
    cells = values(found.dictionary)
    whole = {} if data else {name: 0}
    fields: Places = [(each, place) for place, each in enumerate({**SAMPLE, **whole})]
    places = dict(fields)
    rows, own = [], len(fields)
    for number, cell in enumerate(cells):
        line: list[object] = [*SAMPLE.values(), *[None] * (own - len(SAMPLE)), cell]
        if not data:
            line[places[name]] = cell
        rows.append(row(file, number, line, fields, [(name, own)] if data else []))
    texts: list[str | None] = []
    for entry in entries(file, rows):
        if not isinstance(entry, Entry):
            return None
        if data:
            texts.append(f"{BETWEEN}{name!r}: {entry.data[name]!r}" if name in entry.data else None)
        else:
            texts.append(repr(getattr(entry, name)))
    return pa.array(texts, pa.string()).take(found.indices)
