"""Ids of the rows of a table: those it has, else the hash of the content, worked out only where it is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carepath.cohort.intake.cells import row, values
from carepath.cohort.intake.coding import decoded
from carepath.cohort.intake.contents import contents
from carepath.cohort.machine.compiled import Table
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
            return [str(each) for each in self.texts(np.arange(*place.indices(self._rows))).to_pylist()]
        return self[place : place + 1][0]

    def texts(self, places: Table) -> pa.Array[Any]:
        """Return the ids of some distinct rows."""
        if self._own is not None:
            return decoded(self._own.take(pa.array(places, pa.int64()))).cast(pa.string())
        wanted = [place for place in places.tolist() if place not in self._made]
        if wanted:
            self._make(wanted)
        return pa.array([self._made[place] for place in places.tolist()], pa.string())

    def ranks(self, rows: Table) -> Table:
        """Return the rank of the id of each of these rows among them, by their text."""
        named = self.texts(rows).dictionary_encode()
        ranks = np.empty(len(named.dictionary), np.int64)
        ranks[np.asarray(pc.sort_indices(named.dictionary))] = np.arange(len(ranks))
        return ranks[np.asarray(named.indices)]

    def _make(self, places: Sequence[int]) -> None:
        """Work out the ids of these rows together, as `carepath.rows.entries` does."""
        seen: dict[str, int] = defaultdict(int)
        chosen = pa.array(places, pa.int64())
        written = contents(self._file, {name: column.take(chosen) for name, column in self._table.items()})
        if written is None:
            for place, entry in zip(places, of_rows(self._file, self._table, places, places), strict=True):
                assert isinstance(entry, Entry), "a plain row is an entry"
                self._made[place] = entry.id
            return
        for place, text in zip(places, written.to_pylist(), strict=True):
            name = blake2b(str(text).encode(), digest_size=8).hexdigest()
            seen[name] += 1
            self._made[place] = f"{name}#{seen[name]}"


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
