"""Events from a Parquet table, read a batch of rows at a time. Needs pyarrow (the extra `cohort`)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from math import isnan
from typing import TYPE_CHECKING, Any

from carepath.files import BROKEN, UnreadableLog
from carepath.rows import Rejected, Row, columns

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 1 << 14  # rows
INSTALL = "pip install 'carepath[cohort]'"


class _Unreadable:
    """Stands for a value that the library cannot turn into a Python value."""


UNREADABLE = _Unreadable()


def rows(file: str, stream: io.BufferedReader) -> Iterator[Row | Rejected]:
    """Yield the rows of a Parquet file; a damaged row group is one rejection and the others are read."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UnreadableLog(f"{file}: reading Parquet needs pyarrow; install it with: {INSTALL}") from None
    damage = (pa.ArrowException, *BROKEN, ValueError)
    try:
        source = stream if stream.seekable() else io.BytesIO(stream.read())
        table = pq.ParquetFile(source)
        schema = table.schema_arrow
    except damage as error:
        raise UnreadableLog(f"{file}: this is not a Parquet file that can be read ({_first_line(error)})") from None
    for column in schema:
        _check(file, column.name, column.type)
    fields, data = columns(file, schema.names)
    number = 1
    for group in range(table.metadata.num_row_groups):
        size, read = table.metadata.row_group(group).num_rows, 0
        try:
            for batch in table.iter_batches(BATCH, row_groups=[group]):
                lists = [_values(column) for column in batch.columns]
                for place, cells in enumerate(zip(*lists, strict=True)):
                    yield _row(file, number + read + place, cells, fields, data)
                read += batch.num_rows
        except damage:
            yield Rejected(file, number + read, "this part of the table is damaged", size - read)
        else:
            if read < size:
                yield Rejected(file, number + read, "rows that the table announces are not there", size - read)
        number += size


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["damaged"])[0]


def _check(file: str, name: str, kind: pa.DataType) -> None:
    """Refuse a column whose values are not plain."""
    import pyarrow as pa
    from pyarrow import types

    if isinstance(kind, pa.DictionaryType):
        kind = kind.value_type
    plain = (
        types.is_string, types.is_large_string, types.is_boolean, types.is_integer, types.is_floating,
        types.is_decimal, types.is_date, types.is_timestamp, types.is_null,
    )  # fmt: skip
    if not any(test(kind) for test in plain):
        what = "lists or objects" if types.is_nested(kind) else f"values of type {kind}"
        raise UnreadableLog(f"{file}: column '{name}' holds {what}; make them text or leave the column out")


def _values(column: pa.Array[Any]) -> list[object]:
    import pyarrow as pa

    if isinstance(column.type, pa.TimestampType) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values: list[object]
    try:
        values = column.to_pylist()
    except (ValueError, OverflowError):
        values = [_one(value) for value in column]
    return [_decimal(value) if isinstance(value, float) else value for value in values]


def _decimal(value: float) -> Decimal | None:
    """Return a number in the digits that were meant; absent for NaN, which is how tables say it."""
    return None if isnan(value) else Decimal(repr(value))


def _one(value: pa.Scalar[Any]) -> object:
    try:
        return value.as_py()
    except (ValueError, OverflowError):
        return UNREADABLE


def _row(
    file: str, number: int, cells: tuple[object, ...], fields: list[tuple[str, int]], data: list[tuple[str, int]]
) -> Row | Rejected:
    for name, place in (*fields, *data):
        if cells[place] is UNREADABLE:
            return Rejected(file, number, f"'{name}' holds a value that cannot be read")
    return Row(
        number,
        {name: cells[place] for name, place in fields},
        {name: cells[place] for name, place in data if cells[place] != ""},
    )
