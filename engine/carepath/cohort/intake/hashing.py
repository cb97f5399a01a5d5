"""Rows brought together by a hash of their case, so that each part holds whole cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from carepath.cohort.machine.compiled import Table


def by_hash(case: pa.Array[Any], count: int, seed: int) -> tuple[Table, Table]:
    """Return the rows in the order of so many parts, and where each part begins and ends among them."""
    part = (pl.Series(pl.from_arrow(case)).hash(seed=seed) % count).to_numpy().astype(np.uint16)
    order = np.argsort(part, kind="stable")  # a radix sort: numbers of 16 bits
    return order, np.append(0, np.cumsum(np.bincount(part, minlength=count)))
