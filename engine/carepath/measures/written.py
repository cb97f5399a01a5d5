"""Measures as text in columns, CSV, JSON or a Parquet table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import BinaryIO

from carepath.measures.columns import COLUMNS, HISTORY, NUMBERS, WHOLE_NUMBERS, YES_NO, Cell, cells
from carepath.measures.question import DIMENSIONS
from carepath.measures.sums import Measure
from carepath.table import table

HIDDEN = "*"  # of a suppressed number, where people read
SHOWN = {
    "standard": "Measure", "month": "Month", "provider": "Provider", "site": "Site",
    "route": "Route", "scenario": "Scenario", "band": "Days", "denominator": "Counted", "numerator": "In time",
    "late": "Late", "percent": "%", "threshold": "Set", "reached": "Reached", "adjusted": "Adjusted",
    "excluded": "Excluded", "ended": "Ended", "not_known": "Not known", "submitted_denominator": "Submitted",
    "submitted_numerator": "in time", "submitted_percent": "then %",
}  # fmt: skip
RIGHT = ("denominator", "numerator", "late", "percent", "threshold", "adjusted", *WHOLE_NUMBERS, *HISTORY)
# Beside the figures that were handed in there is no room for these; the other forms have them.
LEFT_OUT = ("adjusted", "excluded", "ended", "not_known")


def as_text(measures: Sequence[Measure]) -> str:
    """Return the measures as a table for people; `*` is a number too small to be shown."""
    if not measures:
        return "No wait of these cases is reported in these months.\n"
    compared = any(one.submitted is not None for one in measures)
    names = [name for name in SHOWN if name not in (LEFT_OUT if compared else ())]
    rows = []
    for one in measures:
        row = cells(one)
        if one.head.kind != "standard":
            row["standard"] = f"{one.head.standard} {one.head.kind}"
        hidden = one.hidden | {f"submitted_{name}" for name in one.hidden if one.submitted is not None}
        rows.append(tuple(HIDDEN if name in hidden else _shown(name, row[name]) for name in names))
    right = tuple(place for place, name in enumerate(names) if name in RIGHT)
    return "\n".join(table(tuple(SHOWN[name] for name in names), rows, right)) + "\n"


def _shown(name: str, value: Cell) -> str:
    if name in ("adjusted", *WHOLE_NUMBERS) and not value:
        return ""
    return _cell(value)


def as_csv(measures: Sequence[Measure]) -> str:
    """Return the measures as CSV with the names of COLUMNS; hidden numbers are empty."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in cells(one).values()] for one in measures)
    return stream.getvalue()


def as_json(measures: Sequence[Measure]) -> str:
    """Return the measures as one JSON object: {"measures": [...]}; hidden numbers are null."""
    return json.dumps({"measures": [cells(one) for one in measures]}, ensure_ascii=False, indent=1) + "\n"


def as_parquet(measures: Sequence[Measure], stream: BinaryIO) -> None:
    """Write the measures as a Parquet table with the columns of COLUMNS; hidden numbers are null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [cells(one) for one in measures]
    kinds: dict[str, pa.DataType] = {
        **dict.fromkeys(COLUMNS, pa.string()),
        **dict.fromkeys(NUMBERS, pa.float64()),
        **dict.fromkeys(WHOLE_NUMBERS, pa.int64()),
        **dict.fromkeys(YES_NO, pa.bool_()),
    }
    schema = pa.schema([(name, kinds[name]) for name in COLUMNS])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), stream)


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


assert set(DIMENSIONS) <= set(SHOWN), "every dimension has a heading"
