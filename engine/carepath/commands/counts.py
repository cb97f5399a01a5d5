"""What the tables of a cohort say about a diagram: how many cases, where they stand, how the days were kept.

The tables name no moves, so that the arrows have no counts; those come from a record (`--events` without `--case`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from carepath.commands.options import Misuse
from carepath.commands.pictures import renderer

COLUMNS = {
    "cases": ["case", "state"],
    "milestones": ["title", "episode", "verdict", "start", "done"],
    "transfers": ["case", "title", "episode", "verdict", "handover"],
    "clocks": ["case", "episode", "start"],
}
WANTED = "--counts takes the folder of 'carepath cohort'"
FIRST = pa.scalar(1, pa.int32())  # the episode that counts from day 0


def counts(folder: str) -> Any:
    """Return the counts of the tables in a folder that 'carepath cohort' wrote."""
    tables = {name: _table(Path(folder), name) for name in COLUMNS}
    standing = {row["state"]: row["n"] for row in _grouped(tables["cases"], ["state"]) if row["state"]}
    rows = [*_judged(_dated(tables["milestones"], "start", "done")), *_judged(_transfers(tables))]
    tally = renderer("views.tally")
    return tally.Counts(tables["cases"].num_rows, standing, {}, tally.kept(rows))


def _table(folder: Path, name: str) -> pa.Table:
    file = folder / f"{name}.parquet"
    try:
        table = pq.read_table(file, columns=COLUMNS[name])
    except FileNotFoundError:
        raise Misuse(
            f"{folder}: there is no {file.name} in it; --counts takes the folder of 'carepath cohort'"
        ) from None
    except (pa.ArrowInvalid, OSError) as error:
        raise Misuse(f"{file}: this is no table of a cohort ({error}); {WANTED}") from None
    missing = [column for column in COLUMNS[name] if column not in table.column_names]
    if missing:
        raise Misuse(f"{file}: it has no column {missing[0]}; {WANTED}")
    plain = [
        pc.cast(column, column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    return pa.table(plain, names=table.column_names)


def _transfers(tables: dict[str, pa.Table]) -> pa.Table:
    """Return the transfers of first episodes with the day of the wait, counted from the first clock of the case."""
    clocks = tables["clocks"].filter(pc.equal(tables["clocks"]["episode"], FIRST))
    starts = clocks.group_by(["case"]).aggregate([("start", "min")]).rename_columns(["case", "start"])
    return _dated(tables["transfers"].join(starts, "case"), "start", "handover")


def _dated(table: pa.Table, start: str, done: str) -> pa.Table:
    """Return the rows of first episodes with the day on which a thing was done."""
    first = table.filter(pc.equal(table["episode"], FIRST))
    days: Any = pc.days_between(first[start], first[done])  # a column, of which the stubs know only the parts
    return first.append_column("day", days)


def _judged(table: pa.Table) -> Iterator[tuple[str, str, int | None, int]]:
    for row in _grouped(table, ["title", "verdict", "day"]):
        yield row["title"], row["verdict"], row["day"], row["n"]


def _grouped(table: pa.Table, by: list[str]) -> list[dict[str, Any]]:
    counted = table.group_by(by).aggregate([([], "count_all")])
    rows: list[dict[str, Any]] = counted.rename_columns([*by, "n"]).to_pylist()
    return rows
