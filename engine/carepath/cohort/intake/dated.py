"""Columns of written days as columns of days: each distinct text is read once, by the function that reads rows."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from carepath.calendar import END_OF_DAY
from carepath.cohort.intake.coding import encoded, is_text, looked_up
from carepath.cohort.intake.instants import whole
from carepath.cohort.machine.compiled import Table
from carepath.rows import BadRow, moment

DAY, INSTANT = pa.date32(), pa.timestamp("us")
UNSAID = 2  # no day, or one that is written with an offset, which such a column does not keep


def dated(table: pa.Table) -> tuple[pa.Table, Table]:
    """Return a table of events with written days and instants as such, and the rows of which that cannot be said.

    Those rows are to be read one by one, from the table as it was.
    """
    left = np.zeros(table.num_rows, bool)
    for name in ("occurred", "recorded"):
        if name not in table.column_names or not is_text(table.schema.field(name).type):
            continue
        column, unsaid = written(whole(table.column(name)), name == "recorded")
        table = table.set_column(table.column_names.index(name), name, column)
        left |= unsaid
    return table, left


def written(column: pa.Array[Any], recorded: bool) -> tuple[pa.Array[Any], Table]:
    """Return a column of texts as days, or as instants where most of it are such, and of which rows that is not all.

    What was `recorded` on a day was recorded at its end. Those rows hold a text that is none of these.
    """
    found = encoded(column)
    values = [_moment(text, recorded) for text in found.dictionary.to_pylist()]
    kinds = [UNSAID if value == "" else int(isinstance(value, datetime)) for value in values]
    places = looked_up(found, list(range(len(values))))
    rows = Counter(dict(enumerate(np.bincount(looked_up(found, kinds, UNSAID), minlength=3).tolist())))
    instants = recorded or rows[1] > rows[0]
    fitting = [value if kind == int(instants) else None for value, kind in zip(values, kinds, strict=True)]
    texts = [isinstance(text, str) and bool(text.strip()) for text in found.dictionary.to_pylist()]
    away = [there and value is None for there, value in zip(texts, fitting, strict=True)]
    read = pa.array(fitting, INSTANT if instants else DAY)
    absent = pa.nulls(1, read.type)  # in the last place, which -1 is
    taken: pa.Array[Any] = pa.concat_arrays([read, absent]).take(np.where(places < 0, len(read), places))
    return taken, looked_up(found, [int(each) for each in away], 0) == 1


def _moment(text: object, recorded: bool) -> date | datetime | str:
    """Return the day or instant of a text; an empty text where it is none, or has an offset."""
    try:
        value = moment(text) if isinstance(text, str) else ""
    except BadRow:
        return ""
    if isinstance(value, datetime):
        return value if value.tzinfo is None else ""
    return datetime.combine(value, END_OF_DAY) if recorded and isinstance(value, date) else value
