"""Events from a Parquet table, read a batch of rows at a time. Needs pyarrow (the extra `cohort`)."""

from __future__ import annotations

import io
from collections.abc import Iterator

from carepath.files import BROKEN, UnreadableLog
from carepath.rows import Rejected, Row, columns

BATCH = 1 << 14  # rows
INSTALL = "pip install 'carepath[cohort]'"


def rows(file: str, stream: io.BufferedReader) -> Iterator[Row | Rejected]:
    """Yield the rows of a Parquet file; a damaged row group is one rejection and the others are read."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq

        from carepath.cohort.intake.cells import check, row, values
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
        check(file, column.name, column.type)
    fields, data = columns(file, schema.names)
    number = 1
    for group in range(table.metadata.num_row_groups):
        size, read = table.metadata.row_group(group).num_rows, 0
        try:
            for batch in table.iter_batches(BATCH, row_groups=[group]):
                lists = [values(column) for column in batch.columns]
                for place, cells in enumerate(zip(*lists, strict=True)):
                    yield row(file, number + read + place, cells, fields, data)
                read += batch.num_rows
        except damage:
            yield Rejected(file, number + read, "this part of the table is damaged", size - read)
        else:
            if read < size:
                yield Rejected(file, number + read, "rows that the table announces are not there", size - read)
        number += size


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["damaged"])[0]
