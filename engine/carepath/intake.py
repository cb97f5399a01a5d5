"""A file of events of any form read whole: entries, the rows left out with reasons, and remarks."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from carepath.adapters import csv_log, json_lines, parquet, xes
from carepath.files import BROKEN, UnreadableLog, broken, opened
from carepath.record import Entry
from carepath.rows import Dates, Read, Rejected, Remark, Row, entries

Form = Literal["csv", "jsonl", "parquet", "xes"]
FORMS = get_args(Form)
ENDINGS: tuple[tuple[str, Form], ...] = (
    (".csv", "csv"), (".jsonl", "jsonl"), (".ndjson", "jsonl"), (".parquet", "parquet"), (".xes", "xes"),
)  # fmt: skip
READERS: dict[Form, Callable[[str, io.BufferedReader], Iterator[Row | Rejected | Remark]]] = {
    "csv": csv_log.rows,
    "jsonl": json_lines.rows,
    "parquet": parquet.rows,
    "xes": xes.rows,
}


@dataclass(frozen=True, slots=True)
class Log:
    """All that a file of events gave. Every row is in `entries` or counted in `rejected`."""

    file: str
    entries: tuple[Entry, ...]
    rejected: tuple[Rejected, ...]
    remarks: tuple[Remark, ...]

    @property
    def left_out(self) -> int:
        """How many rows were left out."""
        return sum(row.rows for row in self.rejected)


def read(path: str, form: Form | None = None, dates: Dates = "iso") -> Log:
    """Read a file of events (`-`: standard input); UnreadableLog where nothing of it can be read.

    The form follows from the file's name, else from how it begins. `dates="dmy"` also reads 03/02/2016.
    """
    found = tuple(each(path, form, dates))
    return Log(
        path,
        tuple(item for item in found if isinstance(item, Entry)),
        tuple(item for item in found if isinstance(item, Rejected)),
        tuple(item for item in found if isinstance(item, Remark)),
    )


def each(path: str, form: Form | None = None, dates: Dates = "iso") -> Iterator[Read]:
    """Yield the entries, rejections and remarks of a file of events one by one."""
    with opened(path) as stream:
        yield from entries(path, READERS[form or _form(path, stream)](path, stream), dates)


def _form(path: str, stream: io.BufferedReader) -> Form:
    """Return the form that the name ends in, else the one that the first bytes look like."""
    name = path.lower().removesuffix(".gz")
    for ending, form in ENDINGS:
        if name.endswith(ending):
            return form
    try:
        start = stream.peek(16).removeprefix(json_lines.BOM).lstrip()
    except BROKEN as error:
        raise UnreadableLog(f"{path}: {broken(error)}") from None
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"<"):
        return "xes"
    return "jsonl" if start.startswith((b"{", b"[")) else "csv"
