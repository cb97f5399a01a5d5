"""Days and instants of Arrow columns, in the zone of a definition, as numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import types

from carepath.calendar import YEARS, instant
from carepath.cohort.frames import EPOCH, EPOCH_DAY, microseconds
from carepath.cohort.grouping import distinct
from carepath.cohort.machine.compiled import NONE, Table

DAY = 86_400_000_000
FIRST, LAST = (
    (datetime(year, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1) for year in (YEARS[0], YEARS[-1] + 1)
)


def whole(column: pa.ChunkedArray[Any]) -> pa.Array[Any]:
    """Return a column in one piece."""
    combined = column.combine_chunks()
    return combined if isinstance(combined, pa.Array) else pa.concat_arrays(combined.chunks)


def moments(column: pa.Array[Any], zone: str) -> tuple[Table, Table, Table]:
    """Return the civil day, the instant (NONE for a whole day) and whether each can be used.

    The column holds dates or timestamps; those without a zone are civil time, of a repeated hour the first.
    """
    there = ~np.asarray(column.is_null())
    if types.is_date32(column.type):
        days = np.asarray(column.view(pa.int32()).fill_null(0)).astype(np.int64)
        fits = there & (days * DAY >= FIRST) & (days * DAY < LAST)
        return days + EPOCH_DAY, np.full(len(days), NONE), fits
    raw = np.asarray(column.cast(pa.timestamp("us", column.type.tz), safe=False).cast(pa.int64()).fill_null(0))
    if column.type.tz is None:
        fits = there & (raw >= FIRST) & (raw < LAST)
        return raw // DAY + EPOCH_DAY, _in_utc(np.where(fits, raw, 0), zone), fits
    fits = there & (raw >= FIRST + DAY) & (raw < LAST - DAY)
    at = np.where(fits, raw, 0)
    return civil(at, zone), at, fits


def civil(at: Table, zone: str) -> Table:
    """Return the civil day of each instant."""
    local = pl.Series(at).cast(pl.Datetime("us", "UTC")).dt.convert_time_zone(zone).dt.date()
    return local.cast(pl.Int32).to_numpy().astype(np.int64) + EPOCH_DAY


def _in_utc(local: Table, zone: str) -> Table:
    """Return civil times as instants; those the clocks jumped over are what the clocks showed instead."""
    series = pl.Series(local).cast(pl.Datetime("us"))
    shown = series.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    utc = shown.dt.convert_time_zone("UTC").cast(pl.Int64)
    found = utc.fill_null(NONE).to_numpy().copy()
    for place in np.flatnonzero(found == NONE):
        civil_time = (EPOCH + timedelta(microseconds=int(local[place]))).replace(tzinfo=None)
        found[place] = microseconds(instant(civil_time, ZoneInfo(zone)))
    return found


def ends_of(days: Table, zone: str) -> Table:
    """Return the last instant of each civil day."""
    each, places = distinct(days)
    return _in_utc((each - EPOCH_DAY + 1) * DAY - 1, zone)[places]
