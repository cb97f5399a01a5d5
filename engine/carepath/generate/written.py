"""Histories as rows of a file: CSV, JSON lines or Parquet, written a thousand cases at a time.

CSV and JSON lines are the same bytes everywhere. A Parquet file holds the same rows; its bytes also follow from
the version of the library that writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from carepath.generate.histories import History
from carepath.generate.templates import moment
from carepath.generate.terrain import Stop
from carepath.model import Pathway, Value

if TYPE_CHECKING:
    import pyarrow as pa

ENDINGS = (".csv", ".jsonl", ".ndjson", ".parquet")
COLUMNS = ("case", "event", "occurred", "recorded", "provider", "pathway")
BLOCK = 1000  # cases
CASE, PLACE = "\x00", "\x01"  # stand in a pattern for the name of the case and for a text of its own
EVENING = "T23:59:00"


@dataclass(frozen=True, slots=True)
class Shape:
    """What all rows of a file have: whether they say when they were recorded, and their attributes in order."""

    recorded: bool
    attributes: tuple[str, ...]
    patterns: dict[tuple[str, tuple[Stop, ...], int | None], str] = field(default_factory=dict)  # text of a walk
    days: dict[int, str] = field(default_factory=dict)


def shape(walks: Iterable[Sequence[Stop]], recorded: bool) -> Shape:
    """Return the shape of a file for histories of these walks."""
    return Shape(recorded, tuple(sorted({name for stops in walks for stop in stops for name, _ in stop.data})))


def write(path: str, stream: BinaryIO, histories: Iterable[History], form: Shape) -> None:
    """Write histories in the form that the name of the file ends in; cases are named in order."""
    if path.endswith(".parquet"):
        _parquet(stream, histories, form)
        return
    lines = not path.endswith(".csv")
    if not lines:
        stream.write((",".join(_heads(form)) + "\n").encode())
    numbered = enumerate(histories, 1)
    while block := list(islice(numbered, BLOCK)):
        stream.write("".join(_text(number, one, form, lines) for number, one in block).encode())


def name_of(number: int) -> str:
    """Return the name of the case of that number."""
    return f"c{number:08}"


def _heads(form: Shape) -> tuple[str, ...]:
    return (*(name for name in COLUMNS if form.recorded or name != "recorded"), *form.attributes)


def _text(number: int, one: History, form: Shape, lines: bool) -> str:
    key = (one.pathway.name, one.stops, one.left_out)
    pattern = form.patterns.get(key)
    if pattern is None:
        pattern = form.patterns[key] = "".join(
            _pattern(one.pathway, stop, form, lines) for place, stop in enumerate(one.stops) if place != one.left_out
        )
    return pattern.replace(CASE, name_of(number)) % tuple(_moments(one, form))


def _moments(one: History, form: Shape) -> Iterator[str]:
    """Yield when each event happened, and when it was recorded."""
    known, first = form.days, one.first.toordinal()
    for place, when in enumerate(one.times):
        if place == one.left_out:
            continue
        ordinal = first + when // one.unit
        day = known.get(ordinal) or known.setdefault(ordinal, date.fromordinal(ordinal).isoformat())
        yield day if one.unit == 1 else moment(one.first, when, one.unit).isoformat()
        if form.recorded:
            late = ordinal + one.lags[place] + (one.unit != 1)
            yield (known.get(late) or known.setdefault(late, date.fromordinal(late).isoformat())) + EVENING


def _pattern(pathway: Pathway, stop: Stop, form: Shape, lines: bool) -> str:
    """Return the row of an event with gaps for case and moments, as a pattern for the operator %."""
    fields = {"event": stop.event, "provider": stop.provider or "", "pathway": pathway.id}
    if lines:
        plain = {"case": CASE, "event": stop.event, "occurred": PLACE}
        plain |= {"recorded": PLACE} if form.recorded else {}
        plain |= {name: fields[name] for name in ("provider", "pathway") if fields[name]}
        text = json.dumps(plain | {name: _scalar(value) for name, value in stop.data}, ensure_ascii=False)
        return _percent(text.replace(json.dumps(CASE)[1:-1], CASE).replace(json.dumps(PLACE)[1:-1], PLACE)) + "\n"
    data = dict(stop.data)
    cells = [CASE, stop.event, PLACE, *([PLACE] if form.recorded else []), fields["provider"], pathway.id]
    cells += [_cell(data[name]) if name in data else "" for name in form.attributes]
    return _percent(",".join(_quoted(cell) for cell in cells)) + "\n"


def _percent(text: str) -> str:
    return text.replace("%", "%%").replace(PLACE, "%s")


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(letter in cell for letter in ',"\r\n') else cell


def _scalar(value: Value) -> object:
    return str(value) if isinstance(value, date | Decimal) else value


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _parquet(stream: BinaryIO, histories: Iterable[History], form: Shape) -> None:
    """Write a Parquet table; attributes are text, as in CSV."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _kind(name)) for name in _heads(form)])
    numbered = enumerate(histories, 1)
    with pq.ParquetWriter(stream, schema) as writer:
        while block := list(islice(numbered, 20 * BLOCK)):
            columns = _columns(block, form)
            writer.write_table(pa.table([pa.array(columns[each.name], each.type) for each in schema], schema=schema))


def _kind(name: str) -> pa.DataType:
    import pyarrow as pa

    if name == "occurred":
        return pa.string()
    return pa.string() if name == "case" else pa.dictionary(pa.int32(), pa.string())


def _columns(block: Sequence[tuple[int, History]], form: Shape) -> dict[str, list[str | None]]:
    heads = _heads(form)
    columns: dict[str, list[str | None]] = {name: [] for name in heads}
    for number, one in block:
        kept = [stop for place, stop in enumerate(one.stops) if place != one.left_out]
        moments = list(_moments(one, form))
        step = 2 if form.recorded else 1
        columns["case"] += [name_of(number)] * len(kept)
        columns["event"] += [stop.event for stop in kept]
        columns["occurred"] += moments[::step]
        if form.recorded:
            columns["recorded"] += moments[1::2]
        columns["provider"] += [stop.provider for stop in kept]
        columns["pathway"] += [one.pathway.id] * len(kept)
        for stop in kept:
            data = dict(stop.data)
            for name in form.attributes:
                columns[name].append(_cell(data[name]) if name in data else None)
    return columns
