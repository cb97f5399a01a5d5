"""The rows of a table of whole cases, and what can be said of each without a definition's words.

Rows that are more than plain events and their plain corrections (pins, rows of another pathway, ids sent twice,
corrections of corrections, cells that cannot be read) take their whole case with them: such a case is read as entries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import types

from carepath.cohort.intake.cells import UNREADABLE, values
from carepath.cohort.intake.coding import (
    ABSENT,
    Cases,
    Coded,
    cases_of,
    coded,
    decoded,
    encoded,
    is_text,
    kept_cases,
    looked_up,
    nothing,
    value_type,
)
from carepath.cohort.intake.corrections import (
    EVENT,
    NOTE,
    OTHER,
    REPLACE,
    RETRACT,
    Corrections,
    Line,
    corrections,
    none,
)
from carepath.cohort.intake.dated import written
from carepath.cohort.intake.ids import of_rows
from carepath.cohort.intake.instants import ends_of, moments, whole
from carepath.cohort.machine.compiled import NONE, Table
from carepath.record import STATUSES, Entry
from carepath.rows import columns

TEXTS = ("case", "event", "id", "kind", "status", "target", "provider", "patient", "pathway")
FIRST_DAY, LAST_DAY = ((day - date(1970, 1, 1)).days for day in (date.min, date.max))  # that there are as values
KINDS: Mapping[str | None, int] = {None: EVENT, "event": EVENT, "replace": REPLACE, "retract": RETRACT, "note": NOTE}


@dataclass(frozen=True, slots=True)
class Times:
    """When rows occurred and were recorded: civil days and instants, NONE where there is none."""

    day: Table
    at: Table
    recorded: Table
    recorded_day: Table

    def of(self, rows: Table) -> Times:
        """Return the times of some rows."""
        return Times(self.day[rows], self.at[rows], self.recorded[rows], self.recorded_day[rows])

    def known(self, zone: str) -> Table:
        """Return the instant from which each row is known; what has no time at all was always known."""
        found = np.where(self.recorded != NONE, self.recorded, self.at)
        missing = (found == NONE) & (self.day != NONE)
        if missing.any():
            found[missing] = ends_of(self.day[missing], zone)
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table: fields and data as arrays, their cases, and what each row is.

    `odd` are the rows of cases that are read as entries; they are of no case here.
    """

    file: str
    table: Mapping[str, pa.Array[Any]]
    data: Mapping[str, str]
    case: Cases
    event: Coded
    status: Table
    kind: Table
    times: Times
    corrections: Corrections
    notes: Sequence[tuple[int, Entry]]
    odd: Table

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.odd)


def part(file: str, table: pa.Table, pathway: str, zone: str) -> Part:
    """Return the rows of a table with what can be said of each."""
    _, data = columns(file, table.column_names)
    arrays = {name: whole(table.column(name)) for name in table.column_names}
    named = {name: table.column_names[place] for name, place in data}
    rows, case = table.num_rows, cases_of(arrays["case"])
    event, fits = coded(arrays["event"]), np.array(case.numbers >= 0)
    for name in TEXTS:
        if name in arrays and not _is_name(arrays[name].type):
            fits[:] = False
    kind, kinds_fit = _worded(arrays, "kind", KINDS, EVENT, rows)
    status, statuses_fit = _worded(arrays, "status", {word: at for at, word in enumerate(STATUSES)}, 0, rows)
    times, times_fit, dated = _times(arrays, zone, rows)
    fits &= kinds_fit & statuses_fit & times_fit & _one_of(arrays, "pathway", (pathway,), rows)
    told = (kind == EVENT) | (kind == REPLACE)
    fits &= ~told | ((event.numbers >= 0) & dated)
    fits &= (kind != EVENT) | ~_filled(arrays, "target", rows)
    corrects = (kind == REPLACE) | (kind == RETRACT)
    fits &= ~corrects | (times.recorded != NONE)
    for name in named.values():
        fits &= _readable(arrays[name])
    if "id" in arrays:
        fits &= _once(case.numbers, arrays["id"])
    else:
        fits &= kind == EVENT
    kept = _without(np.ones(len(case.names), bool), case.numbers[~fits])
    found, unusual = none(), set[int]()
    if "id" in arrays and corrects.any():
        found, unusual = corrections(_lines(arrays, kept_cases(case, kept), kind, corrects, times, zone))
        kept = _without(kept, np.flatnonzero(kept)[list(unusual)])
    notes = _notes(file, arrays, np.flatnonzero((kind == NOTE) & np.append(kept, False)[case.numbers]))
    if notes is None:
        kept = _without(kept, case.numbers[kind == NOTE])
    left = kept_cases(case, kept)
    odd = left.numbers < 0
    placed = [(int(left.numbers[place]), entry) for place, entry in notes or ()]
    placed.sort(key=lambda note: (note[0], note[1].id))
    return Part(file, arrays, named, left, event, status, kind, times, found, placed, odd)


def _without(kept: Table, cases: Table) -> Table:
    """Return which cases are kept without some; ABSENT is none."""
    left = np.append(kept, False)
    left[cases] = False
    return left[:-1]


def _is_name(kind: pa.DataType) -> bool:
    return is_text(kind) or types.is_integer(value_type(kind)) or types.is_null(value_type(kind))


def _column(arrays: Mapping[str, pa.Array[Any]], name: str, rows: int) -> Coded:
    """Return a column of words, which may not be there."""
    if name not in arrays or arrays[name].null_count == rows:
        return nothing(rows)
    return coded(arrays[name])


def _worded(
    arrays: Mapping[str, pa.Array[Any]], name: str, words: Mapping[Any, int], without: int, rows: int
) -> tuple[Table, Table]:
    """Return the number of each cell's word, `without` for an empty one, and which cells hold a known word or none."""
    found = _column(arrays, name, rows)
    known = np.array([words.get(text, ABSENT) for text in found.texts] + [without], np.int64)
    numbers = known[found.numbers]
    return np.where(numbers < 0, OTHER, numbers), numbers >= 0


def _one_of(arrays: Mapping[str, pa.Array[Any]], name: str, allowed: Sequence[str], rows: int) -> Table:
    """Return which cells are empty or one of the allowed words."""
    return _worded(arrays, name, dict.fromkeys(allowed, 0), 0, rows)[1]


def _filled(arrays: Mapping[str, pa.Array[Any]], name: str, rows: int) -> Table:
    """Return which cells hold something; of text only what is not blank."""
    if name not in arrays:
        return np.zeros(rows, bool)
    there = np.asarray(arrays[name].is_valid())
    if there.any() and is_text(arrays[name].type):
        there = there & (coded(arrays[name]).numbers >= 0)
    return there


def _times(arrays: Mapping[str, pa.Array[Any]], zone: str, rows: int) -> tuple[Times, Table, Table]:
    """Return the times of rows, of which rows they can be read or are not there, and which rows occurred at a time."""
    none_at_all = np.full(rows, NONE)
    found, good = [], np.ones(rows, bool)
    for name, kinds in (("occurred", (types.is_date32, types.is_timestamp)), ("recorded", (types.is_timestamp,))):
        if name not in arrays:
            found += [none_at_all, none_at_all]
            continue
        column = arrays[name]
        if is_text(column.type):
            column, unsaid = written(column, name == "recorded")
            good &= ~unsaid
        empty = np.asarray(column.is_null())
        if not any(test(column.type) for test in kinds):
            found += [none_at_all, none_at_all]
            good &= empty
            continue
        day, at, fits = moments(column, zone)
        good &= fits | empty
        found += [np.where(fits, day, NONE), np.where(fits, at, NONE)]
    day, at, recorded_day, recorded = found
    return Times(day, at, recorded, recorded_day), good, day != NONE


def _readable(column: pa.Array[Any]) -> Table:
    """Return which cells are values of an entry's data, or empty."""
    kind = value_type(column.type)
    if column.null_count == len(column) or is_text(kind) or types.is_integer(kind) or types.is_boolean(kind):
        return np.ones(len(column), bool)
    if types.is_date32(column.type):
        days = np.asarray(column.view(pa.int32()).drop_null())
        if days.min() >= FIRST_DAY and days.max() <= LAST_DAY:
            return np.ones(len(column), bool)
    found = encoded(column)
    good = [
        int(value is not UNREADABLE and not (isinstance(value, Decimal) and not value.is_finite()))
        for value in values(found.dictionary)
    ]
    return looked_up(found, good, 1) == 1


def _once(case: Table, ids: pa.Array[Any]) -> Table:
    """Return which rows have an id that no other row of their case has."""
    ids = decoded(ids)
    if not (is_text(ids.type) or types.is_integer(ids.type)):
        return np.zeros(len(case), bool)
    if types.is_integer(ids.type) and ids.null_count == 0 and bool((np.diff(np.asarray(ids)) > 0).all()):
        return np.ones(len(case), bool)  # they rise: no two are the same
    column = pl.Series("id", pl.from_arrow(ids))
    there = column.is_not_null()
    if column.dtype == pl.String:
        there &= column.str.strip_chars() != ""
    once = column.is_unique()
    if not once.all():
        twice = np.flatnonzero(~once.to_numpy())
        both = pl.DataFrame({"case": case[twice], "id": column.gather(twice)})
        apart = once.to_numpy().copy()
        apart[twice] = both.is_unique().to_numpy()
        return apart & there.fill_null(False).to_numpy()
    return there.fill_null(False).to_numpy()


def _lines(
    arrays: Mapping[str, pa.Array[Any]], case: Cases, kind: Table, corrects: Table, times: Times, zone: str
) -> list[Line]:
    """Return the rows of the cases that hold a correction."""
    held = np.zeros(len(case.names) + 1, bool)
    held[case.numbers[corrects]] = True
    held[ABSENT] = False
    places = np.flatnonzero(held[case.numbers])
    chosen = pa.array(places, pa.int64())
    ids = decoded(arrays["id"]).take(chosen).cast(pa.string()).to_pylist()
    targets: list[Any] = [None] * len(places)
    if "target" in arrays:
        targets = decoded(arrays["target"]).take(chosen).cast(pa.string()).to_pylist()
    rows = zip(places.tolist(), case.numbers[places].tolist(), kind[places].tolist(), ids, targets, strict=True)
    return [
        Line(place, number, what, str(own), target, when)
        for (place, number, what, own, target), when in zip(rows, times.of(places).known(zone).tolist(), strict=True)
    ]


def _notes(file: str, arrays: Mapping[str, pa.Array[Any]], places: Table) -> list[tuple[int, Entry]] | None:
    """Return the notes as entries, by row; None where one of them is none."""
    found = of_rows(file, arrays, places.tolist(), places.tolist()) if len(places) else []
    entries = [each for each in found if isinstance(each, Entry)]
    return list(zip(places.tolist(), entries, strict=True)) if len(entries) == len(found) else None
