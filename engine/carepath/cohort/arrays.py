"""Arrow arrays from the numbers of the compiled code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carepath.cohort.frames import EPOCH_DAY
from carepath.cohort.intake.instants import civil
from carepath.cohort.machine.compiled import NONE, Table
from carepath.cohort.narrowing import narrow

THERE = NONE + 1  # the least number that is one


def _narrowed(values: Table, least: int, less: int, kind: pa.DataType) -> pa.Array[Any]:
    """Return values less a number, as this type of 32 or 64 bits; those under `least` are null."""
    found = np.empty(len(values), np.int32 if kind.bit_width == 32 else np.int64)
    valid = np.zeros((len(values) + 7) // 8, np.uint8)
    away = int(narrow(values, least, less, found, valid))
    bits = pa.py_buffer(valid.data) if away else None
    return pa.Array.from_buffers(kind, len(values), [bits, pa.py_buffer(found.data)], away)


def numbers(values: Table, kind: pa.DataType | None = None) -> pa.Array[Any]:
    """Return numbers; NONE is null."""
    return _narrowed(values, THERE, 0, kind or pa.int32())


def civil_days(values: Table) -> pa.Array[Any]:
    """Return days; NONE is null."""
    return _narrowed(values, THERE, EPOCH_DAY, pa.date32())


def instants(values: Table, zone: str) -> pa.Array[Any]:
    """Return instants in a zone; NONE is null."""
    return _narrowed(values, THERE, 0, pa.timestamp("us", zone))


def with_civil_days(days: Table, at: Table, zone: str) -> Table:
    """Return days where, if only the instant is known, its civil day stands."""
    only = (days == NONE) & (at != NONE)
    if not only.any():
        return days
    found = days.copy()
    found[only] = civil(at[only], zone)
    return found


def numbers_or_none(values: Table) -> pa.Array[Any]:
    """Return places to take from; those under nought are null."""
    return _narrowed(values, 0, 0, pa.int64())


def words(numbers: Table, texts: Sequence[str | None] | pa.Array[Any]) -> pa.Array[Any]:
    """Return words by their numbers; -1, and a word that is none, is null. An array of words has each once."""
    if isinstance(texts, pa.Array):
        return pa.DictionaryArray.from_arrays(_narrowed(numbers, 0, 0, pa.int32()), texts)
    # Each once: Parquet writes a dictionary in which a word stands twice with bytes that nobody has set.
    shelf = list(dict.fromkeys(text for text in texts if text is not None))
    places = {text: number for number, text in enumerate(shelf)}
    known = np.array([*(-1 if text is None else places[text] for text in texts), -1], np.int64)
    return pa.DictionaryArray.from_arrays(_narrowed(known[numbers], 0, 0, pa.int32()), pa.array(shelf, pa.string()))


def lists(starts: Table, ends: Table, values: pa.Array[Any]) -> pa.Array[Any]:
    """Return lists whose values follow each other: list n is values[starts[n]:ends[n]]."""
    return lists_from(np.append(starts, ends[-1:] if len(ends) else 0), values)


def lists_from(offsets: Table, values: pa.Array[Any]) -> pa.Array[Any]:
    """Return lists: list n is values[offsets[n]:offsets[n + 1]]."""
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)


def joined(pieces: Sequence[pa.Array[Any] | str], between: str = "") -> pa.Array[Any]:
    """Return texts written one after the other, piece by piece; a missing piece is passed over."""
    join: Any = pc.binary_join_element_wise  # its types know no text beside arrays
    found: pa.Array[Any] = join(*pieces, between, null_handling="skip")
    return found
