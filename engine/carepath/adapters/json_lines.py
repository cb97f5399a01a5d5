"""Events as JSON lines: one object a line, read line by line and written so that they read back identical."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from carepath.files import BROKEN, UnreadableLog, broken
from carepath.record import Entry, Scalar
from carepath.rows import COLUMNS, BadRow, Rejected, Row

LONGEST_LINE = 1 << 22  # bytes
BOM = b"\xef\xbb\xbf"
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def rows(file: str, stream: io.BufferedReader) -> Iterator[Row | Rejected]:
    """Yield the rows of a file of JSON lines; UnreadableLog where it is something else."""
    number = 0
    while True:
        try:
            line = stream.readline(LONGEST_LINE)
            whole = len(line) < LONGEST_LINE or line.endswith(b"\n")
            if not whole:
                _skip(stream)
        except BROKEN as error:
            if not number:
                raise UnreadableLog(f"{file}: {broken(error)}") from None
            yield Rejected(file, number + 1, broken(error))
            return
        if not line:
            return
        number += 1
        if number == 1:
            line = line.removeprefix(BOM)
            _check(file, line)
        if not whole:
            yield Rejected(file, number, f"the line is longer than {LONGEST_LINE:,} bytes")
        elif line.strip():
            try:
                yield _row(number, line)
            except BadRow as error:
                yield Rejected(file, number, str(error))


def _skip(stream: io.BufferedReader) -> None:
    while len(rest := stream.readline(LONGEST_LINE)) == LONGEST_LINE and not rest.endswith(b"\n"):
        pass


def _check(file: str, line: bytes) -> None:
    if line.startswith(UTF16):
        raise UnreadableLog(f"{file}: it is UTF-16 text; save it as UTF-8")
    if line.strip() == b"[" or line.lstrip().startswith((b"[{", b"[[")):
        raise UnreadableLog(f"{file}:1: this is one JSON list; write one object a line, without brackets and commas")


def _row(number: int, line: bytes) -> Row:
    try:
        value = json.loads(
            line.decode("utf-8"), parse_float=_decimal, parse_constant=_no_number, object_pairs_hook=_object
        )
    except BadRow:
        raise
    except UnicodeDecodeError:
        raise BadRow("the line holds bytes that are not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise BadRow(f"this is not JSON (look at character {error.pos + 1})") from None
    except ValueError:
        raise BadRow("a number is too long") from None
    except RecursionError:
        raise BadRow("the objects are nested too deeply") from None
    if not isinstance(value, dict):
        raise BadRow("the line is not a JSON object")
    fields = {name: value.pop(name) for name in COLUMNS if name in value}
    data = value.pop("data") if isinstance(value.get("data"), dict) else {}
    if twice := sorted(data.keys() & value.keys()):
        raise BadRow(f"'{twice[0]}' is given twice, in 'data' and beside it")
    return Row(number, fields, value | data)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadRow("a name is given twice in one object")
    for name, value in pairs:
        if any("\ud800" <= letter <= "\udfff" for text in (name, value) if isinstance(text, str) for letter in text):
            raise BadRow("a text holds half a character")
    return found


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise BadRow("a number is too long") from None


def _no_number(text: str) -> NoReturn:
    raise BadRow(f"{text} is not a number in JSON")


def written(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a file of JSON lines that reads back as these entries, days in data as text."""
    for entry in entries:
        parts = [
            f"{json.dumps(name)}: {_text(value)}"
            for name in COLUMNS
            if (value := getattr(entry, name)) is not None
            and (name, value) not in (("kind", "event"), ("status", "done"))
        ]
        if entry.data:
            data = ", ".join(f"{json.dumps(name)}: {_text(value)}" for name, value in entry.data.items())
            parts.append(f'"data": {{{data}}}')
        yield "{" + ", ".join(parts) + "}\n"


def _text(value: Scalar) -> str:
    if isinstance(value, Decimal):
        text = str(value)
        return text if "." in text or "E" in text else text + "e0"  # else it reads back as a whole number
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    return json.dumps(value, ensure_ascii=False)
