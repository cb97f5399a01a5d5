"""Ids of the rows of a table: those it has, else the hash of the content, worked out only where it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, overload

import numpy as np
import pyarrow as pa

from carepath.cohort.cells import row, values
from carepath.cohort.compiled import Table
from carepath.record import Entry
from carepath.rows import Read, columns, entries


class Ids(Sequence[str]):
    """The id of each row; two rows of one case and day may hold the same and then differ by what stands after `#`."""

    def __init__(self, file: str, table: Mapping[str, pa.Array[Any]], rows: int) -> None:
        self._file, self._table, self._rows = file, table, rows
        self._own = table.get("id")
        self._made: dict[int, str] = {}

    def __len__(self) -> int:
        return self._rows

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...

    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        """Return the id of a row."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._rows))]
        if self._own is not None:
            return str(self._own[place].as_py())
        if place not in self._made:
            self._make([place])
        return self._made[place]

    def ranks(self, alike: Table) -> Table:
        """Return for each row the rank of its id among the rows that are `alike`, by their text; 0 for all others."""
        ranks = np.zeros(self._rows, np.int64)
        places = np.flatnonzero(alike)
        if self._own is None and len(places):
            self._make(places.tolist())
        named = [self[place] for place in places.tolist()]
        order = {name: number for number, name in enumerate(sorted(set(named)))}
        ranks[places] = [order[name] for name in named]
        return ranks

    def fetch(self, places: Table) -> None:
        """Work out the ids of these rows together, which is quicker than one by one."""
        if self._own is None:
            wanted = [place for place in np.unique(places).tolist() if place >= 0 and place not in self._made]
            if wanted:
                self._make(wanted)

    def _make(self, places: Sequence[int]) -> None:
        for place, entry in zip(places, of_rows(self._file, self._table, places, places), strict=True):
            assert isinstance(entry, Entry), "a plain row is an entry"
            self._made[place] = entry.id


def of_rows(file: str, table: Mapping[str, pa.Array[Any]], places: Sequence[int], numbers: Sequence[int]) -> list[Read]:
    """Return the entries or rejections of some rows, given with their numbers in the file, in order."""
    names = list(table)
    fields, data = columns(file, names)
    chosen = pa.array(places, pa.int64())
    cells = [values(table[name].take(chosen)) for name in names]
    rows = (
        row(file, number, each, fields, data) for number, each in zip(numbers, zip(*cells, strict=True), strict=True)
    )
    return list(entries(file, rows))
