"""Many histories: the worked cases of `og`, each begun on many days, with delays and with events that nobody sent.

Nothing about the patients is meant to be true: every worked case comes as often as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from carepath import Entry, Pathway, library
from carepath.cases.casebook import casebooks
from carepath.record import Scalar
from environment import ROOT

PATHWAY = "og@1.1.0"
FILES = tuple(ROOT / "pathways" / "cases" / name for name in (
    "og.yaml", "og_days.yaml", "og_diagnosis.yaml", "og_treatment.yaml", "og_waits.yaml",
))  # fmt: skip
AS_OF = date(2019, 12, 31)  # after the last event of all
SPREAD = 365  # days over which the beginnings are spread
SEED = 20160905
DELAYED = 0.3  # part of the events that come one to seven days later, and all after them
LOST = 0.08  # part of the events that were never sent
CASES = 100_000  # made at a time
GROUP = 1 << 20  # rows of a row group
FIRST_CASE = 1_000_000_000
FIELDS = ("kind", "status", "target", "recorded", "provider")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
Cell = object


@dataclass(frozen=True, slots=True)
class Stock:
    """The worked cases one after the other as columns, and where each begins and ends among the rows."""

    rows: pa.Table
    first: np.ndarray
    firm: np.ndarray  # rows that are never left out: where a case begins, and all of a case with corrections
    days: tuple[str, ...]  # columns of days, which move with the case


def worked() -> tuple[Pathway, tuple[tuple[Entry, ...], ...]]:
    """Return the definition and the events of its worked cases."""
    books = casebooks(FILES)
    assert {book.pathway(()).name for book in books} == {PATHWAY}, "all are cases of one definition"
    return library.find(PATHWAY), tuple(case.entries for book in books for case in book.cases)


def stock(cases: tuple[tuple[Entry, ...], ...]) -> Stock:
    """Return the cases as columns; a target is the number of its row within the case."""
    lines = [_line(entry, [each.id for each in case]) for case in cases for entry in case]
    names = sorted({name for line in lines for name in line})
    columns = {name: _column([line.get(name) for line in lines]) for name in names}
    firm = [place == 0 or any(each.target for each in case) for case in cases for place in range(len(case))]
    days = tuple(name for name, column in columns.items() if pa.types.is_date32(column.type))
    return Stock(pa.table(columns), np.cumsum([0, *(len(case) for case in cases)]), np.array(firm), days)


def _line(entry: Entry, ids: list[str]) -> dict[str, Cell]:
    assert entry.patient is entry.pathway is None, "no worked case of og names a patient or another pathway"
    own: dict[str, Cell] = {"event": entry.event, "occurred": entry.occurred}
    own |= {name: getattr(entry, name) for name in FIELDS}
    if entry.target is not None:
        own["target"] = ids.index(entry.target)
    if entry.recorded is not None:
        own["recorded"] = entry.recorded if entry.recorded.tzinfo else entry.recorded.replace(tzinfo=UTC)
    return own | {f"data.{name}": meant(value) for name, value in entry.data.items()}


def meant(value: Scalar) -> Scalar:
    """Return a day where the text of a worked case is one."""
    return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value


def _column(cells: list[Cell]) -> pa.Array:
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {date}:
        return pa.array(cells, pa.date32())
    if kinds == {datetime}:
        return pa.array(cells, pa.timestamp("us", "UTC"))
    if kinds == {int}:
        return pa.array(cells, pa.int64())
    words = [_word(cell) for cell in cells]
    return pa.array(words, pa.string()).dictionary_encode()


def _word(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return None if cell is None else str(cell)


def tables(held: Stock, events: int) -> Iterator[pa.Table]:
    """Yield cases until there are so many events or a few more, the same for the same number."""
    random, case, row = np.random.default_rng(SEED), FIRST_CASE, 0
    mean = len(held.rows) / len(held.first) * (1 - LOST)
    while row < events:
        count = max(1, min(CASES, round((events - row) / mean)))
        some = _drawn(held, random, count, case, row)
        yield some
        case, row = case + count, row + len(some)


def _drawn(held: Stock, random: np.random.Generator, count: int, case: int, row: int) -> pa.Table:
    """Return so many cases; the first is number `case`, its first row number `row`."""
    chosen = random.integers(0, len(held.first) - 1, count)
    sizes = np.diff(held.first)[chosen]
    place = np.repeat(np.arange(count), sizes)
    begin = np.repeat(np.cumsum(sizes) - sizes, sizes)
    rows = held.first[chosen][place] + np.arange(len(place)) - begin
    by = random.integers(0, SPREAD, count)[place] + _delays(random, begin)
    kept = held.firm[rows] | (random.random(len(rows)) >= LOST)
    place, rows, by = place[kept], rows[kept], by[kept]
    told = held.rows.take(pa.array(rows))
    for name in held.days:
        moved = pc.add(told.column(name).cast(pa.int32()).cast(pa.int64()), pa.array(by))
        told = _with(told, name, moved.cast(pa.int32()).cast(pa.date32()))
    span = pa.array(by * 86_400_000_000).cast(pa.duration("us"))
    told = _with(told, "recorded", pc.add(told.column("recorded"), span))
    first = np.searchsorted(place, place)
    told = _with(told, "target", pc.add(told.column("target"), pa.array(first + row)))
    named = told.add_column(0, "id", pa.array(np.arange(row, row + len(rows))))
    return named.add_column(0, "case", pa.array(place + case))


def _delays(random: np.random.Generator, begin: np.ndarray) -> np.ndarray:
    """Return by how many days each event comes later because those before it in its case did."""
    late = np.where(random.random(len(begin)) < DELAYED, random.integers(1, 8, len(begin)), 0)
    total = np.cumsum(late)
    return total - (total - late)[begin]


def _with(told: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    return told.set_column(told.column_names.index(name), name, column)


def write(held: Stock, events: int, by_case: Path, by_day: Path) -> None:
    """Write the events as two files: one case after the other, and one day after the other."""
    schema = next(tables(held, 1)).schema
    with TemporaryDirectory(dir=by_case.parent) as folder:
        months: dict[int, pq.ParquetWriter] = {}
        with pq.ParquetWriter(by_case, schema) as writer:
            for told in tables(held, events):
                writer.write_table(told, row_group_size=GROUP)
                _by_month(told, months, Path(folder))
        for each in months.values():
            each.close()
        with pq.ParquetWriter(by_day, schema) as arriving:
            for month in sorted(months):
                whole = pq.read_table(Path(folder) / f"{month}.parquet", schema=schema)
                arriving.write_table(whole.sort_by([("occurred", "ascending"), ("id", "ascending")]))


def _by_month(told: pa.Table, months: dict[int, pq.ParquetWriter], folder: Path) -> None:
    month = np.asarray(told.column("occurred").cast(pa.int32())) // 30
    for number in np.unique(month).tolist():
        if number not in months:
            months[number] = pq.ParquetWriter(folder / f"{number}.parquet", told.schema)
        months[number].write_table(told.filter(pa.array(month == number)))
