"""Parquet files of events as chunks of whole cases: as they come where cases stand together, else sorted into parts.

A file that does not fit into memory is first spread over part files by a hash of the case, never sorted.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

from carepath.cohort.intake.cells import check
from carepath.cohort.intake.coding import decoded
from carepath.cohort.intake.hashing import by_hash
from carepath.cohort.intake.instants import whole
from carepath.cohort.machine.compiled import Table
from carepath.files import UnreadableLog
from carepath.rows import Rejected, columns

ROWS = 1 << 20  # rows of a chunk, about
DAMAGE = (pa.ArrowException, OSError, ValueError)
Progress = Callable[[int, int], None]  # rows done, of how many


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of whole cases, with the number of each in its file."""

    table: pa.Table
    numbers: Table


def opened(file: str) -> pq.ParquetFile:
    """Open a Parquet file; UnreadableLog where it is none."""
    try:
        return pq.ParquetFile(file)
    except FileNotFoundError:
        raise UnreadableLog(f"{file}: cannot be opened: there is no such file") from None
    except DAMAGE as error:
        reason = (str(error).splitlines() or ["damaged"])[0]
        raise UnreadableLog(f"{file}: this is not a Parquet file that can be read ({reason})") from None


def rows_of(file: str) -> int:
    """Return how many rows a Parquet file says it has."""
    with opened(file) as source:
        return int(source.metadata.num_rows)


def chunks(file: str, left_out: list[Rejected]) -> Iterator[Chunk]:
    """Yield a Parquet file in chunks of whole cases; damaged row groups are named in `left_out`."""
    source = opened(file)
    for column in source.schema_arrow:
        check(file, column.name, column.type)
    columns(file, source.schema_arrow.names)
    with source:
        groups = range(source.metadata.num_row_groups)
        if source.metadata.num_rows <= ROWS:
            yield from of_tables([chunk for group in groups for chunk in _group(source, file, group, left_out)])
        elif _in_order(source):
            yield from _as_they_come(source, file, left_out)
        else:
            yield from _spread(source, file, left_out)


def of_tables(found: list[Chunk]) -> Iterator[Chunk]:
    """Yield several chunks as one."""
    if found:
        numbers = np.concatenate([chunk.numbers for chunk in found])
        yield Chunk(pa.concat_tables([chunk.table for chunk in found]), numbers)


def _group(source: pq.ParquetFile, file: str, group: int, left_out: list[Rejected]) -> Iterator[Chunk]:
    """Yield a row group; a damaged one is left out as a whole."""
    first = 1 + sum(source.metadata.row_group(before).num_rows for before in range(group))
    size = source.metadata.row_group(group).num_rows
    try:
        table = source.read_row_group(group)
    except DAMAGE:
        left_out.append(Rejected(file, first, "this part of the table is damaged", size))
        return
    if table.num_rows < size:
        missing = size - table.num_rows
        left_out.append(Rejected(file, first + table.num_rows, "rows that the table announces are not there", missing))
    yield Chunk(table, np.arange(first, first + table.num_rows))


def _in_order(source: pq.ParquetFile) -> bool:
    """Return whether the row groups follow each other by case, as far as their statistics say."""
    place = source.schema_arrow.names.index("case")
    edges: list[tuple[Any, Any]] = []
    for group in range(source.metadata.num_row_groups):
        statistics = source.metadata.row_group(group).column(place).statistics
        if statistics is None or not statistics.has_min_max:
            return False
        edges.append((statistics.min, statistics.max))
    return all(before[1] <= after[0] for before, after in pairwise(edges))


def _as_they_come(source: pq.ParquetFile, file: str, left_out: list[Rejected]) -> Iterator[Chunk]:
    """Yield row group by row group; the greatest case of each waits for the next, in which it may go on."""
    waiting: list[Chunk] = []
    for group in range(source.metadata.num_row_groups):
        for chunk in _group(source, file, group, left_out):
            for joined in of_tables([*waiting, chunk]):
                case = decoded(whole(joined.table.column("case")))
                ended, last = _apart(joined, np.asarray(pc.equal(case, pc.max(case)).fill_null(False)))
                waiting = [last]
                if ended.table.num_rows:
                    yield ended
    yield from of_tables(waiting)


def _apart(chunk: Chunk, last: Table) -> tuple[Chunk, Chunk]:
    """Return the rows of a chunk that are not of its last case, and those that are: no copy where these come last."""
    first, table, numbers = len(last) - int(np.count_nonzero(last)), chunk.table, chunk.numbers
    if last[first:].all():
        return Chunk(table.slice(0, first), numbers[:first]), Chunk(table.slice(first), numbers[first:])
    return Chunk(table.filter(pa.array(~last)), numbers[~last]), Chunk(table.filter(pa.array(last)), numbers[last])


def _spread(source: pq.ParquetFile, file: str, left_out: list[Rejected]) -> Iterator[Chunk]:
    """Spread the rows over part files by a hash of their case, and yield these one by one."""
    parts = -(-source.metadata.num_rows // ROWS)
    with tempfile.TemporaryDirectory(prefix="carepath-cohort-") as folder:
        paths = [Path(folder) / f"{part}.arrow" for part in range(parts)]
        schema = source.schema_arrow.append(pa.field(_NUMBER, pa.int64()))
        # A stream, not a file: the row groups of a file may have dictionaries of their own.
        writers = [ipc.new_stream(str(path), schema) for path in paths]
        try:
            for group in range(source.metadata.num_row_groups):
                for chunk in _group(source, file, group, left_out):
                    _scatter(chunk, writers)
        finally:
            for writer in writers:
                writer.close()
        for path in paths:
            with pa.memory_map(str(path)) as mapped:
                table = ipc.open_stream(mapped).read_all()
                numbers = np.asarray(whole(table.column(_NUMBER)))
                yield Chunk(table.drop_columns([_NUMBER]), numbers)
            path.unlink()


_NUMBER = "\x00number"  # no column of a file is called so


def _scatter(chunk: Chunk, writers: list[ipc.RecordBatchStreamWriter]) -> None:
    order, edges = by_hash(decoded(whole(chunk.table.column("case"))), len(writers), 0)
    numbered = chunk.table.append_column(_NUMBER, pa.array(chunk.numbers)).take(pa.array(order, pa.int64()))
    for number, writer in enumerate(writers):
        if edges[number + 1] > edges[number]:
            writer.write_table(numbered.slice(edges[number], edges[number + 1] - edges[number]))
