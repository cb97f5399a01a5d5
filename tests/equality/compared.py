"""A cohort in columns beside `evaluate`, case by case: every table, every row, every column."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from carepath.adapters.json_lines import written
from carepath.calendar import Calendar
from carepath.cohort import replay
from carepath.cohort.columns import of_assessments
from carepath.evaluate import evaluate
from carepath.intake import read
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rows import COLUMNS, PREFIX, cases
from carepath.testing import Written

Tables = Mapping[str, pa.Table]
ENGINE = "engine"  # the one column in which they differ by right
NOTHING: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that the two engines do not say alike; None in a row that one of them does not have."""

    case: str
    table: str
    column: str
    reference: object
    cohort: object

    def __str__(self) -> str:
        said = f"reference {self.reference!r}, cohort {self.cohort!r}"
        return f"{self.case}: {self.table}.{self.column}: {said}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found for one question: differences, and how many cases the cohort left to the reference engine."""

    differences: tuple[Difference, ...]
    by_reference: Mapping[str, int]
    cases: int


def of_entries(
    pathway: Pathway, entries: Sequence[Entry], as_of: date | datetime, known_at: datetime | None
) -> Comparison:
    """Compare a cohort that is given as entries."""
    result = replay(pathway, entries, as_of, known_at)
    return _compared(pathway, entries, as_of, known_at, result.tables(), result.by_reference)


def of_file(
    pathway: Pathway, entries: Sequence[Entry], as_of: date | datetime, known_at: datetime | None
) -> Comparison:
    """Compare a cohort that is given as a Parquet file; the reference is asked about its rows as they are read."""
    return _of_table(pathway, table(entries), as_of, known_at)


def of_file_without_ids(
    pathway: Pathway, entries: Sequence[Entry], as_of: date | datetime, known_at: datetime | None
) -> Comparison:
    """Compare a cohort that is given as a Parquet file whose rows are named by their content."""
    return _of_table(pathway, table(entries).drop_columns(["id"]), as_of, known_at)


MANNERS = (of_entries, of_file, of_file_without_ids)


def _of_table(pathway: Pathway, columns: pa.Table, as_of: date | datetime, known_at: datetime | None) -> Comparison:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cohort.parquet"
        pq.write_table(columns, path)
        result = replay(pathway, path, as_of, known_at)
        there = read(str(path)).entries
    return _compared(pathway, there, as_of, known_at, result.tables(), result.by_reference)


def table(entries: Sequence[Entry]) -> pa.Table:
    """Return entries as the columns of a file of events, all of them text."""
    names = sorted({name for entry in entries for name in entry.data})
    columns = {name: [_text(getattr(entry, name)) for entry in entries] for name in COLUMNS}
    columns |= {f"{PREFIX}{name}": [_text(entry.data.get(name)) for entry in entries] for name in names}
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


def _compared(
    pathway: Pathway,
    entries: Sequence[Entry],
    as_of: date | datetime,
    known_at: datetime | None,
    tables: Tables,
    by_reference: Mapping[str, int],
) -> Comparison:
    calendar, own = Calendar.named(pathway.calendar), cases(entries)
    assessed = [(evaluate(pathway, calendar, own[case], as_of, known_at), "kernel") for case in sorted(own)]
    found = differences(of_assessments(pathway.zone, assessed), tables)
    return Comparison(tuple(found), by_reference, len(own))


def differences(expected: Tables, found: Tables) -> Iterator[Difference]:
    """Yield each value in which tables differ, rows of a case in their order; the name of the engine apart."""
    if expected.keys() != found.keys():
        yield Difference("", "", "tables", sorted(expected), sorted(found))
    for name in expected:
        there, other = _sorted(expected[name]), _sorted(found[name])
        if there.schema != other.schema:
            yield Difference("", name, "schema", str(there.schema), str(other.schema))
        elif not there.equals(other):
            yield from _values(name, there.to_pylist(), other.to_pylist())


def _values(name: str, expected: list[dict[str, Any]], found: list[dict[str, Any]]) -> Iterator[Difference]:
    rows: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {}
    for place, table in enumerate((expected, found)):
        for row in table:
            rows.setdefault(row["case"], ([], []))[place].append(row)
    for case, (there, other) in rows.items():
        for one, two in zip_longest(there, other, fillvalue=NOTHING):
            for column in one | two:
                if one.get(column) != two.get(column):
                    yield Difference(case, name, column, one.get(column), two.get(column))


def _sorted(table: pa.Table) -> pa.Table:
    """Return the rows by case, each case's in their order, with words instead of their numbers."""
    kept = table.drop_columns([ENGINE]) if ENGINE in table.column_names else table
    plain = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in kept.itercolumns()
    ]
    there = pa.table(plain, names=kept.column_names).combine_chunks()
    names = np.array(there.column("case").to_pylist(), dtype=object)
    return there.take(np.argsort(names, kind="stable"))


def report(
    pathway: Pathway,
    entries: Sequence[Entry],
    as_of: date | datetime,
    known_at: datetime | None,
    found: Sequence[Difference],
) -> str:
    """Return differences as a text that can be handed on: what was asked, the record as JSON lines, both values."""
    case = found[0].case
    own = [entry for entry in entries if entry.case == case]
    alone = of_entries(pathway, own, as_of, known_at).differences if own else ()
    lines = [
        f"{pathway.name}, case {case!r}, as_of {as_of!r}, known_at {known_at!r}",
        f"alone: {'the same difference' if alone else 'no difference'}",
        *(str(each) for each in found if each.case == case),
        *(line.rstrip("\n") for line in written(own)),
    ]
    if isinstance(pathway, Written):
        lines += ["definition:", pathway.text]
    return "\n".join(lines)


def reduced(
    pathway: Pathway, entries: Sequence[Entry], as_of: date | datetime, known_at: datetime | None
) -> list[Entry]:
    """Return as few entries of one case as still differ; the entries given where the case alone does not."""
    left = list(entries)
    if not of_entries(pathway, left, as_of, known_at).differences:
        return left
    for entry in [*left]:
        fewer = [each for each in left if each is not entry]
        if fewer and of_entries(pathway, fewer, as_of, known_at).differences:
            left = fewer
    return [
        bare
        if of_entries(
            pathway, [*left[:place], bare := replace(each, provider=None, data={}), *left[place + 1 :]], as_of, known_at
        ).differences
        else each
        for place, each in enumerate(left)
    ]
