"""Events as comma-separated text: read row by row, and written so that they read back identical.

A row that cannot be read never takes another with it: after a stray quotation mark reading resumes
at the next line.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

from carepath.files import BROKEN, UnreadableLog, broken
from carepath.record import Entry, Scalar
from carepath.rows import COLUMNS, NEEDED, PREFIX, Places, Rejected, Row, columns

LONGEST_LINE = 1 << 20  # characters
UTF16 = "it is not UTF-8 text, probably UTF-16; save it as CSV UTF-8"


class Unwritable(ValueError):
    """An entry cannot be written so that it reads back identical; the message says why."""


class _Lines:
    """Lines of text with their numbers, which can be put back; keeps what is wrong with each."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
        self._waiting: deque[tuple[int, str, str | None]] = deque()
        self.number = 0
        self.taken: list[tuple[int, str, str | None]] = []
        self.broken: str | None = None

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._waiting:
            line = self._waiting.popleft()
        else:
            try:
                text = self._text.readline(LONGEST_LINE)
                long = len(text) == LONGEST_LINE and not text.endswith(("\n", "\r"))
                while long and len(rest := self._text.readline(LONGEST_LINE)) == LONGEST_LINE:
                    long = not rest.endswith(("\n", "\r"))
            except BROKEN as error:
                self.broken = broken(error)
                raise StopIteration from None
            if not text:
                raise StopIteration
            self.number += 1
            line = (self.number, text, _fault(text))
        self.taken.append(line)
        return line[1]

    def put_back(self) -> None:
        """Put back all lines taken but the first."""
        self._waiting.extendleft(reversed(self.taken[1:]))

    def release(self) -> None:
        """Let go of the stream without closing it."""
        with suppress(*BROKEN):
            self._text.detach()


def _fault(line: str) -> str | None:
    if "\0" in line:
        return "the line holds a NUL byte"
    if len(line) == LONGEST_LINE:
        return f"the line is longer than {LONGEST_LINE:,} characters"
    if not line.isascii() and any("\ud800" <= letter <= "\udfff" for letter in line):
        return "the line holds bytes that are not UTF-8 text"
    return None


def rows(file: str, stream: io.BufferedReader) -> Iterator[Row | Rejected]:
    """Yield the rows of a CSV file; UnreadableLog where its first line does not name the columns."""
    lines = _Lines(stream)
    try:
        fields, data, nameless, width = _header(file, lines)
        while (record := _record(file, lines)) is not None:
            if isinstance(record, Rejected):
                yield record
                continue
            number, cells = record
            if len(cells) != width:
                lines.put_back()
                yield Rejected(file, number, f"the row has {_cells(len(cells))}, the first line {width}")
            elif stray := next((place for place in nameless if cells[place]), None):
                yield Rejected(file, number, f"there is a value in column {stray + 1}, which has no name")
            elif any(cells):
                yield Row(
                    number,
                    {name: cells[place] for name, place in fields if cells[place]},
                    {name: cells[place] for name, place in data if cells[place]},
                )
        if lines.broken:
            yield Rejected(file, lines.number + 1, lines.broken)
    finally:
        lines.release()


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} cells"


def _record(file: str, lines: _Lines) -> tuple[int, list[str]] | Rejected | None:
    """Return the next record with the number of its first line; None at the end."""
    while True:
        lines.taken.clear()
        try:
            cells = next(csv.reader(lines, strict=True), None)
        except csv.Error as error:
            lines.put_back()
            number, _, fault = lines.taken[0]
            return Rejected(file, number, fault or _reason(str(error)))
        if cells is None:
            return None
        number = lines.taken[0][0]
        if fault := next((fault for _, _, fault in lines.taken if fault), None):
            lines.put_back()
            return Rejected(file, number, fault)
        if cells:
            return number, cells


def _reason(message: str) -> str:
    if "end of data" in message:
        return "a quotation mark is opened and never closed"
    if "field larger" in message:
        return f"a cell is longer than {csv.field_size_limit():,} characters"
    return "a quotation mark inside a quoted cell is not doubled"


def _header(file: str, lines: _Lines) -> tuple[Places, Places, list[int], int]:
    """Return the columns of fields, of data, those without a name, and how many there are."""
    record = _record(file, lines)
    if record is None:
        raise UnreadableLog(f"{file}: {lines.broken or 'the file is empty; its first line should name the columns'}")
    if isinstance(record, Rejected):
        wide = "NUL" in record.reason or lines.taken[0][1].startswith(("\udcff\udcfe", "\udcfe\udcff"))
        raise UnreadableLog(f"{file}:{record.row}: {UTF16 if wide else record.reason}")
    number, cells = record
    names = [cell.strip() for cell in cells]
    if len(cells) == 1 and any(mark in cells[0] for mark in (";", "\t")):
        mark = "semicolons" if ";" in cells[0] else "tabs"
        raise UnreadableLog(f"{file}:{number}: the cells are separated by {mark}; save the file with commas")
    fields, data = columns(f"{file}:{number}", names)
    return fields, data, [place for place, name in enumerate(names) if not name], len(names)


def written(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV file that reads back as these entries, data as text; Unwritable where it would not."""
    listed = list(entries)
    fields = [name for name in COLUMNS if name in (*NEEDED, "id") or any(_field(entry, name) for entry in listed)]
    data = sorted({name for entry in listed for name in entry.data})
    yield _line([*fields, *(_heading(name) for name in data)])
    for entry in listed:
        yield _line([*(_field(entry, name) for name in fields), *(_datum(entry, name) for name in data)])


def _line(cells: Sequence[str]) -> str:
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(cell: str) -> str:
    if "\0" in cell or any("\ud800" <= letter <= "\udfff" for letter in cell):
        raise Unwritable("CSV cannot hold a NUL or half a character; write JSON lines")
    if any(letter in cell for letter in ',"\r\n') or cell != cell.strip() or cell.startswith("\ufeff"):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _heading(name: str) -> str:
    if not name or name != name.strip():
        raise Unwritable("CSV cannot hold an attribute without a name or with spaces around it; write JSON lines")
    return PREFIX + name if name in COLUMNS or name.startswith(PREFIX) else name


def _field(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    if (name, value) in (("kind", "event"), ("status", "done")) or value is None:
        return ""
    if isinstance(value, str) and not value.strip():
        raise Unwritable(f"'{name}' is blank, which reads back as absent")
    return _as_text(value)


def _datum(entry: Entry, name: str) -> str:
    if name not in entry.data:
        return ""
    if entry.data[name] == "":
        raise Unwritable(f"'{name}' is an empty text, which CSV reads back as absent; write JSON lines")
    return _as_text(entry.data[name])


def _as_text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | int) else value
