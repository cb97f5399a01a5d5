"""The days of a definition for people and for programs: a table of how much room they leave, and what fixes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import cast

from carepath.authoring.checks.temporal.networks import Networks, networks
from carepath.authoring.checks.temporal.slack import Room, rooms
from carepath.authoring.checks.temporal.watches import Bound
from carepath.authoring.checks.timing_faults import a_path
from carepath.calendar import Span
from carepath.model import Pathway
from carepath.table import WIDTH, table

HEAD = ("", "Target", "Due", "Earliest", "Latest", "Slack", "Fixed by")
NONE = "-"
NATIONAL = 62  # days: where they are counted from day zero, the waits below are asked for
WAITS = (28, 38, NATIONAL)  # days until the patient is told, until the handover, until the treatment
Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]
Table = dict[str, Plain]
Row = Mapping[str, Plain]


def as_data(pathway: Pathway) -> Table:
    """Return how much room the days of a definition leave, with the file and line of each clause.

    `rows`: one for each target; `absent`: the national waits that neither the definition nor its standards have;
    `complete`: whether every path was followed.
    """
    found = networks(pathway)
    rows: list[Plain] = [_row(row) for row in rooms(found)]  # first: it is what the paths are walked for
    return {
        "pathway": pathway.name,
        "file": pathway.source.file,
        "day_zero": pathway.day_zero,
        "complete": found.complete,
        "rows": rows,
        "absent": list(_absent(found)),
    }


def as_table(data: Table) -> tuple[str, ...]:
    """Return the lines of the table of a definition, each at most 110 characters wide."""
    rows = [cast("Row", row) for row in _list(data["rows"])]
    cells = [tuple(str(row[key]) for key in ("kind", "id", "due")) + _days(row) for row in rows]
    absent = [f"{days} days" for days in _list(data["absent"])]
    cells += [("wait", days, "", NONE, NONE, NONE, "not in this definition") for days in absent]
    head = f"{data['pathway']}: days counted from day zero (the start of the clock {data['day_zero']})"
    lines = table(HEAD, cells, right=(3, 4, 5)) if cells else ("No milestone, clock or transfer has a day.",)
    notes = [line for row in rows if row["unbounded"] is not None for line in _note(row)]
    if absent:
        notes.append("not in this definition: no clause of it, and no clock of its standards, counts to that day.")
    if not data["complete"]:
        notes.append("There are too many paths to follow them all; these are the days of the shortest.")
    return (head[:WIDTH], *lines, *notes)


def _absent(found: Networks) -> Iterator[int]:
    """Yield the national waits that nothing counts to; none where day zero is no start of one by shared standards."""
    clock = found.pathway.clocks.get(found.pathway.day_zero or "")
    if clock is None or clock.target != Span(NATIONAL) or clock.source.file == found.pathway.source.file:
        return
    counted = {bound.days.most for bound in found.watched.bounds if bound.side == "due"}
    yield from (days for days in WAITS if days not in counted)


def _row(row: Room) -> Plain:
    return {
        "kind": row.owner,
        "id": row.id,
        "title": row.title,
        "due": row.due,
        "earliest": row.earliest,
        "latest": row.latest,
        "slack": row.slack,
        "critical": [_clause(bound) for bound in row.critical],
        "waits_for": [_clause(bound) for bound in row.waits],
        "fixed_by": _chain(row),
        "unbounded": row.unbounded,
        "path": list(row.path),
    }


def _clause(bound: Bound) -> Plain:
    return {"clause": bound.words, "file": bound.source.file, "line": bound.source.line}


def _days(row: Row) -> tuple[str, ...]:
    """Return the earliest day, the latest day, the slack, and what fixes the latest or that nothing does."""
    fixed = "no bound" if row["unbounded"] is not None else str(row["fixed_by"])
    return (*(NONE if row[key] is None else str(row[key]) for key in ("earliest", "latest", "slack")), fixed)


def _note(row: Row) -> Sequence[str]:
    """Say why a target has no latest day, and on which path."""
    path = tuple(str(state) for state in _list(row["path"]))
    there = f" on {a_path(path)}" if path else ""
    return wrap(f"{row['id']}, no bound: {row['unbounded']}{there}.", WIDTH, subsequent_indent="  ")


def _chain(row: Room) -> str:
    """Say the chain that fixes the latest day, the row's own target without its name; where nothing does, nothing."""
    parts = [f"{'+' if bound.side == 'due' else '-'} {_short(bound, row)}" for bound in row.critical]
    return " ".join(parts).removeprefix("+ ")


def _short(bound: Bound, row: Room) -> str:
    if bound.side == "due" and bound.id == row.id:
        return bound.written
    if bound.owner == "clock":
        return bound.words
    return f"{bound.id} {bound.written}" if bound.side == "due" else f"{bound.id} at least {bound.written}"


def _list(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []
