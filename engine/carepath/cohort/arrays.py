"""Arrow arrays from the numbers of the compiled code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carepath.cohort.compiled import NONE, Table
from carepath.cohort.frames import EPOCH_DAY
from carepath.cohort.instants import civil


def numbers(values: Table, kind: pa.DataType | None = None) -> pa.Array[Any]:
    """Return numbers; NONE is null."""
    return pa.array(np.where(values == NONE, 0, values), kind or pa.int32(), mask=values == NONE)


def civil_days(values: Table) -> pa.Array[Any]:
    """Return days; NONE is null."""
    away = values == NONE
    return pa.array(np.where(away, 0, values - EPOCH_DAY).astype(np.int32), pa.date32(), mask=away)


def instants(values: Table, zone: str) -> pa.Array[Any]:
    """Return instants in a zone; NONE is null."""
    away = values == NONE
    return pa.array(np.where(away, 0, values), pa.timestamp("us", zone), mask=away)


def with_civil_days(days: Table, at: Table, zone: str) -> Table:
    """Return days where, if only the instant is known, its civil day stands."""
    only = (days == NONE) & (at != NONE)
    if not only.any():
        return days
    found = days.copy()
    found[only] = civil(at[only], zone)
    return found


def words(numbers: Table, texts: Sequence[str | None] | pa.Array[Any]) -> pa.Array[Any]:
    """Return words by their numbers; -1, and a word that is none, is null."""
    shelf = texts if isinstance(texts, pa.Array) else pa.array(list(texts), pa.string())
    away = numbers < 0
    if shelf.null_count:
        gone = np.asarray(shelf.is_null())
        away = away | gone[np.where(away, 0, numbers)] if len(gone) else away
        shelf = shelf.fill_null("")
    places = pa.array(np.where(away, 0, numbers).astype(np.int32), pa.int32(), mask=away)
    return pa.DictionaryArray.from_arrays(places, shelf)


def lists(starts: Table, ends: Table, values: pa.Array[Any]) -> pa.Array[Any]:
    """Return lists whose values follow each other: list n is values[starts[n]:ends[n]]."""
    offsets = np.append(starts, ends[-1:] if len(ends) else 0)
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)


def joined(pieces: Sequence[pa.Array[Any] | str], between: str = "") -> pa.Array[Any]:
    """Return texts written one after the other, piece by piece; a missing piece is passed over."""
    join: Any = pc.binary_join_element_wise  # its types know no text beside arrays
    found: pa.Array[Any] = join(*pieces, between, null_handling="skip")
    return found
