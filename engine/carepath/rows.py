"""From a row of any file to an entry or a rejection: what every reader of events shares.

A reader yields `Row`s and `Rejected`s; `entries` reads their dates, names those without an id and
says what is wrong with the others. Every row comes out exactly once. No file is opened here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from hashlib import blake2b
from typing import Any, Literal

from carepath.calendar import END_OF_DAY, YEARS
from carepath.files import UnreadableLog
from carepath.record import KINDS, STATUSES, BadEntry, Entry, Scalar

COLUMNS = (
    "case", "event", "occurred", "id", "kind", "status", "recorded", "target", "provider", "patient", "pathway",
)  # fmt: skip
NEEDED = ("case", "event", "occurred")
NAMES = ("case", "event", "id", "target", "provider", "patient", "pathway")
PREFIX = "data."  # column `data.event` is the attribute `event`, as a column `event` means something else

Dates = Literal["iso", "dmy"]
ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?(Z|[-+][0-9]{2}(:?[0-9]{2}){0,2})?)?"
)
DMY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})([T ].+)?")


class BadRow(ValueError):
    """A row cannot become an entry; the message says why and repeats no value of the row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as its file has it: its number there, the fields of an entry, and the data."""

    number: int
    fields: Mapping[str, object]
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rows that were left out: where (a line of text, or a row of a table), why, and how many."""

    file: str
    row: int
    reason: str
    rows: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader passed over that is not a row, or read in a way worth knowing."""

    file: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.text}"


Read = Entry | Rejected | Remark
Places = list[tuple[str, int]]


def columns(where: str, names: Sequence[str]) -> tuple[Places, Places]:
    """Return which columns are fields of an entry and which are data; UnreadableLog where that is not clear."""
    twice = next((name for place, name in enumerate(names) if name and name in names[:place]), None)
    if twice:
        raise UnreadableLog(f"{where}: two columns are called '{twice}'")
    missing = [name for name in NEEDED if name not in names]
    if missing:
        near = next(
            (name for name in names if name.strip().lower() in get_close_matches(missing[0], [name.lower()])), None
        )
        which = "is no column" if len(missing) == 1 else "are no columns"
        hint = f"; is '{near}' meant as '{missing[0]}'?" if near else ""
        raise UnreadableLog(f"{where}: there {which} {', '.join(missing)}{hint}")
    fields = [(name, place) for place, name in enumerate(names) if name in COLUMNS]
    data = [(name.removeprefix(PREFIX), place) for place, name in enumerate(names) if name and name not in COLUMNS]
    if len({name for name, _ in data}) < len(data):
        raise UnreadableLog(f"{where}: two columns hold the same attribute, one with '{PREFIX}' before its name")
    return fields, data


def entries(file: str, rows: Iterable[Row | Rejected | Remark], dates: Dates = "iso") -> Iterator[Read]:
    """Yield an entry or a rejection for each row, in the order of the file."""
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        if not isinstance(row, Row):
            yield row
            continue
        try:
            parts = _parts(row, dates)
            if parts["id"] is None:  # the same for equal rows whatever their order
                name = blake2b(repr(parts).encode(), digest_size=8).hexdigest()
                seen[name] += 1
                parts["id"] = f"{name}#{seen[name]}"
            yield Entry(**parts)
        except (BadRow, BadEntry) as error:
            yield Rejected(file, row.number, str(error))


def cases(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the entries of each case, cases in the order of their ids."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.case].append(entry)
    return {case: found[case] for case in sorted(found)}


def moment(text: str, dates: Dates = "iso") -> date | datetime:
    """Read a date or an instant; BadRow where it is neither, with what to do about it."""
    text = text.strip()
    found = DMY.fullmatch(text)
    if found and dates == "dmy":
        day, _, month, year, time = found.groups()
        text = f"{year}-{month:>02}-{day:>02}{time or ''}"
    if not ISO.fullmatch(text):
        hint = " (--dates dmy reads 03/02/2016 as 3 February)" if found else ""
        raise BadRow(f"is not a date such as 2016-02-03 or an instant such as 2016-02-03T14:05{hint}")
    try:
        value = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise BadRow("is not a day or a time that exists") from None
    return _in_range(value)


def _in_range(value: date | datetime) -> date | datetime:
    if value.year not in YEARS:
        raise BadRow(f"lies outside the years {YEARS[0]} to {YEARS[-1]}")
    return value


def _parts(row: Row, dates: Dates) -> dict[str, Any]:
    parts: dict[str, Any] = {name: _text(name, row.fields.get(name)) for name in NAMES}
    parts["occurred"] = _moment("occurred", row.fields.get("occurred"), dates)
    recorded = _moment("recorded", row.fields.get("recorded"), dates)
    if recorded is not None and not isinstance(recorded, datetime):  # a day means all of that day
        recorded = datetime.combine(recorded, END_OF_DAY)
    parts["recorded"] = recorded
    parts["kind"] = _word("kind", row.fields.get("kind"), KINDS, "event")
    parts["status"] = _word("status", row.fields.get("status"), STATUSES, "done")
    parts["data"] = {name: _value(name, value) for name, value in sorted(row.data.items()) if value is not None}
    for name in NEEDED[1:]:
        if parts[name] is None and parts["kind"] in ("event", "replace"):
            raise BadRow(f"'{name}' is empty")
    if parts["case"] is None:
        raise BadRow("'case' is empty")
    return parts


def _text(name: str, value: object) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise BadRow(f"'{name}' should be text")


def _moment(name: str, value: object, dates: Dates) -> date | datetime | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        if isinstance(value, str):
            return moment(value, dates)
        if isinstance(value, date):
            return _in_range(value)
    except BadRow as error:
        raise BadRow(f"'{name}' {error}") from None
    raise BadRow(f"'{name}' should be a date or an instant")


def _word(name: str, value: object, words: tuple[str, ...], default: str) -> str:
    word = _text(name, value)
    if word is None:
        return default
    if word in words:
        return word
    near = get_close_matches(word.strip().lower(), words, 1)
    raise BadRow(f"'{name}' is one of {', '.join(words)}" + (f"; did you mean {near[0]}?" if near else ""))


def _value(name: str, value: object) -> Scalar:
    if isinstance(value, Decimal) and not value.is_finite():
        raise BadRow(f"'{name}' is a number without end")
    if isinstance(value, str | int | Decimal | date):
        return value
    raise BadRow(f"'{name}' holds a list or an object; data is text, a number, a date, true or false")
