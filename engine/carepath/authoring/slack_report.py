"""The days of a definition for people and for programs: a table of how much room they leave, and what fixes them."""

from __future__ import annotations

from carepath.authoring.checks.temporal.networks import networks
from carepath.authoring.checks.temporal.slack import Room, rooms
from carepath.authoring.checks.temporal.watches import Bound
from carepath.model import Pathway
from carepath.table import WIDTH, table

HEAD = ("", "Target", "Due", "Earliest", "Latest", "Slack", "Fixed by")
UNBOUNDED = "-"
Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


def as_table(pathway: Pathway) -> tuple[str, ...]:
    """Return the lines of the table of a definition, each at most 110 characters wide."""
    found = networks(pathway)
    rows = rooms(found)
    cells = [
        (row.owner, row.id, row.due, _day(row.earliest), _day(row.latest), _day(row.slack), _chain(row)) for row in rows
    ]
    head = f"{pathway.name}: days counted from day zero (the start of the clock {pathway.day_zero})"
    part = (
        () if found.complete else ("There are too many paths to follow them all; these are the days of the shortest.",)
    )
    lines = table(HEAD, cells, right=(3, 4, 5)) if cells else ("No milestone, clock or transfer has a day.",)
    return (head[:WIDTH], *lines, *part)


def as_data(pathway: Pathway) -> Plain:
    """Return what the table of a definition says, with the file and line of each clause."""
    found = networks(pathway)
    rows: list[Plain] = [_row(row) for row in rooms(found)]  # first: it is what the paths are walked for
    return {
        "pathway": pathway.name,
        "file": pathway.source.file,
        "complete": found.complete,
        "rows": rows,
    }


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
    }


def _clause(bound: Bound) -> Plain:
    return {"clause": bound.words, "file": bound.source.file, "line": bound.source.line}


def _day(number: int | None) -> str:
    return UNBOUNDED if number is None else str(number)


def _chain(row: Room) -> str:
    """Say the chain that fixes the latest day, the row's own target without its name; where nothing does, that."""
    parts = [f"{'+' if bound.side == 'due' else '-'} {_short(bound, row)}" for bound in row.critical]
    return " ".join(parts).removeprefix("+ ") or UNBOUNDED


def _short(bound: Bound, row: Room) -> str:
    if bound.side == "due" and bound.id == row.id:
        return bound.written
    if bound.owner == "clock":
        return bound.words
    return f"{bound.id} {bound.written}" if bound.side == "due" else f"{bound.id} at least {bound.written}"
