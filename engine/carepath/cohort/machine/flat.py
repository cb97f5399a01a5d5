"""Rows of flat tables, in compiled code: where a row stands, how it is copied and filled."""

from __future__ import annotations

from carepath.cohort.machine.compiled import Table, compiled


@compiled
def row_of(data: Table, table: int, at: int) -> int:
    """Return where a row of a table begins."""
    return data[table] + at * data[table + 2]


@compiled
def slot_row(data: Table, table: int, slot: int, at: int) -> int:
    """Return where a row of one slot of a table begins."""
    return data[table] + (slot * data[table + 1] + at) * data[table + 2]


@compiled
def line_of(data: Table, table: int, at: int) -> int:
    """Return where a line of a matrix begins."""
    return data[table] + at * data[table + 1]


@compiled
def copy_row(data: Table, to: int, source: int, width: int) -> None:
    """Copy so many numbers from one place to another."""
    for at in range(width):
        data[to + at] = data[source + at]


@compiled
def fill(data: Table, table: int, line: int, value: int) -> None:
    """Fill a line of a matrix, or line 0 of a list, with a number."""
    for at in range(data[table + 1]):
        data[data[table] + line * data[table + 1] + at] = value
