"""What a replay gives: six tables, how many cases went which way, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from carepath.cohort.columns import TABLES
from carepath.cohort.writing import describe, folder, write
from carepath.rows import Rejected


@dataclass(frozen=True, slots=True)
class Result:
    """The tables of a cohort (docs/reference/cohort.md).

    `about` says what was asked; `by_reference` counts by cause the cases that the reference engine judged;
    `left_out` are rows that could not be read.
    """

    cases: pa.Table
    milestones: pa.Table
    clocks: pa.Table
    transfers: pa.Table
    findings: pa.Table
    responsibility: pa.Table
    about: Mapping[str, object]
    zone: str
    by_reference: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[Rejected, ...] = ()

    def tables(self) -> Mapping[str, pa.Table]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in TABLES}

    def write(self, path: str | Path) -> None:
        """Write the tables as Parquet files into a folder that appears complete, or not at all."""
        with folder(path) as temporary:
            counts = write(temporary, self.zone, [self.tables()])
            describe(temporary, summary(self.about, counts, self.by_reference, self.left_out))


def summary(
    about: Mapping[str, object], counts: Mapping[str, int], causes: Mapping[str, int], left_out: tuple[Rejected, ...]
) -> Mapping[str, object]:
    """Return what a result is of, in the order in which it is written."""
    return {
        **about,
        "rows": dict(counts),
        "by_reference": dict(causes),
        "left_out": [{"row": each.row, "rows": each.rows, "reason": each.reason} for each in left_out],
    }
