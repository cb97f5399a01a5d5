"""Room to work in, and room for what is said: flat tables of integers of the right size.

-1 is no number of a thing, NONE no day and no instant. Room holds SLOTS standings: the case itself, and those
that are tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import Table

SLOTS = 4
MAIN, HERE, TOLD, OTHER = range(SLOTS)
# Places in `counts` of the room.
INSTANCES, GAPS, EARLY, PASSINGS, MISSING, HOLDERS, TROUBLE, QUIET, OWED, WAITING = range(10)
# Places in `used` of what is said.
MILESTONES, CLOCKS, PAUSES, TRANSFERS, SEGMENTS, CASES, FINDINGS, DETAILS, MISSINGS = range(9)

SAID_ROWS: Mapping[int, tuple[int, tuple[str, ...]]] = {
    f.SAID_MILESTONES: (MILESTONES, f.SAY_MILESTONE_FIELDS),
    f.SAID_CLOCKS: (CLOCKS, f.SAY_CLOCK_FIELDS),
    f.SAID_PAUSES: (PAUSES, f.SAY_PAUSE_FIELDS),
    f.SAID_TRANSFERS: (TRANSFERS, f.SAY_TRANSFER_FIELDS),
    f.SAID_SEGMENTS: (SEGMENTS, f.SAY_SEGMENT_FIELDS),
    f.SAID_CASES: (CASES, f.SAY_CASE_FIELDS),
    f.SAID_FINDINGS: (FINDINGS, f.SAY_FINDING_FIELDS),
    f.SAID_DETAILS: (DETAILS, f.SAY_DETAIL_FIELDS),
}


class Empty(NamedTuple):
    """Room that is still empty: only its shape."""

    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return prod(self.shape)


Piece = Table | Empty | int


def packed(head: int, parts: Mapping[int, Piece]) -> Table:
    """Return a flat table: rows or lines as matrices, lists as they are, numbers in the head itself.

    A matrix has the number of its columns in the head, rows of fields (negated places) that of their rows.
    """
    data = np.zeros(head + sum(part.size for part in parts.values() if not isinstance(part, int)), np.int64)
    at = head
    for place, part in parts.items():
        if isinstance(part, int):
            data[abs(place)] = part
            continue
        count, width = part.shape[0], 1
        if len(part.shape) == 2:
            count, width = (part.shape[1], 1) if place >= 0 else part.shape
        elif len(part.shape) == 3:
            count, width = part.shape[1:]
        data[abs(place) : abs(place) + 3] = at, count, width
        if not isinstance(part, Empty):
            data[at : at + part.size] = part.reshape(-1)
        at += part.size
    return data


def rows(width: int, *shape: int) -> Empty:
    """Return empty rows."""
    return Empty((*shape, width))


def room(tables: Table, longest: int, attributes: int, reasons: int) -> Table:
    """Return room for cases of at most `longest` events."""
    n = longest + 1
    states, clocks, milestones, transfers, events, items, tasks = (
        int(tables[place + 1])
        for place in (f.PLAN_STATES, f.PLAN_CLOCKS, f.PLAN_MILESTONES, f.PLAN_TRANSFERS, f.PLAN_EVENTS, f.PLAN_ITEMS,
                      f.PLAN_TASKS)
    )  # fmt: skip
    first = int(tables[f.PLAN_EVENTS])
    kinds = tables[first : first + events * f.EVENT_WIDTH].reshape(-1, f.EVENT_WIDTH)
    per_event = int((kinds[:, f.EVENT_TRIGGER_END] - kinds[:, f.EVENT_TRIGGER]).max(initial=0))
    met = int((kinds[:, f.EVENT_MEETS_END] - kinds[:, f.EVENT_MEETS]).max(initial=0))
    visits = 4 * n + 2 * states + 8
    signals = n * per_event + visits * clocks
    words = int(tables[f.PLAN_STATES] // 4) + 8
    parts: dict[int, Piece] = {
        -f.ROOM_STANDING: rows(f.STANDING_WIDTH, SLOTS),
        f.ROOM_VISITS: rows(f.VISIT_WIDTH, SLOTS, visits),
        f.ROOM_HEARD: rows(f.HEARD_WIDTH, SLOTS, n),
        f.ROOM_SIGNALS: rows(f.SIGNAL_WIDTH, SLOTS, n * per_event + 1),
        f.ROOM_MET: rows(f.MEETING_WIDTH, SLOTS, n * met + 1),
        f.ROOM_BRANCHES: rows(f.BRANCH_WIDTH, SLOTS, visits),
        f.ROOM_CLOSINGS: rows(f.CLOSING_WIDTH, SLOTS, visits),
        f.ROOM_RUNS: rows(f.RUN_WIDTH, n + 1, clocks + 1),
        -f.ROOM_INSTANCES: rows(f.INSTANCE_WIDTH, signals + n * clocks + 1),
        -f.ROOM_GAPS: rows(f.GAP_WIDTH, 4 * signals + 64),
        -f.ROOM_PASSINGS: rows(f.PASSING_WIDTH, (n + 1) * (transfers + 1)),
        -f.ROOM_HOLDERS: rows(f.HOLDER_WIDTH, (n + 1) * (transfers + 1) + 1),
        -f.ROOM_OWN: rows(f.SIGNAL_WIDTH, signals + 1),
        -f.ROOM_PAUSED: rows(f.GAP_WIDTH, signals + 1),
        f.ROOM_REOPENED: Empty((SLOTS, n)),
        f.ROOM_OWING: Empty((SLOTS, visits * (tasks + 1))),
        f.ROOM_DONE: Empty((SLOTS, events)),
        f.ROOM_SETTLED: Empty((SLOTS, events)),
        f.ROOM_KNOWN: Empty((SLOTS, attributes)),
        f.ROOM_PATH: Empty((states + 1, states + 2)),
        f.ROOM_OUTCOME: Empty((2, 16 * (n + 1) * (clocks + milestones + transfers + 1) + 16 * signals + 64)),
        f.ROOM_OUTCOME_ROWS: Empty((2, signals + (n + 1) * (2 * clocks + milestones + transfers + 1) + 8)),
    }
    parts |= _lists({
        f.ROOM_WORLD: attributes, f.ROOM_WORLD_DONE: events, f.ROOM_STACK: words, f.ROOM_OWED: tasks + 1,
        f.ROOM_WAITING: attributes + 1, f.ROOM_COST: states, f.ROOM_SETTLED_STATES: states, f.ROOM_FOUND: states + 1,
        f.ROOM_ORDER: signals + 1, f.ROOM_OPENED: signals + 1, f.ROOM_EARLY: 2 * signals + 1, f.ROOM_THERE: events,
        f.ROOM_ATTRIBUTE_THERE: attributes, f.ROOM_MISSING: 2 * (n + 1) * (items + 1),
        f.ROOM_NAMED: (n + 1) * (transfers + 1) + 1, f.ROOM_MOVING: n, f.ROOM_COUNTS: 16, f.ROOM_OUTCOME_SIZE: 2,
        f.ROOM_UNION_ORDER: 4 * signals + 64, f.ROOM_UNION_FIRST: 4 * signals + 64,
        f.ROOM_UNION_LAST: 4 * signals + 64, f.ROOM_UNION_SPENT: reasons + 1, f.ROOM_UNION_LEFT: reasons + 1,
        f.ROOM_KEPT: 16,
    })  # fmt: skip
    return packed(f.ROOM_HEAD, parts)


def _lists(sizes: Mapping[int, int]) -> dict[int, Piece]:
    return {place: Empty((size,)) for place, size in sizes.items()}


def told(cases: int, capacity: int) -> Table:
    """Return room for what is said of a block of cases; each table holds about `capacity` rows."""
    sizes = {f.SAID_CASES: cases, f.SAID_DETAILS: 4 * capacity}
    parts: dict[int, Piece] = {
        -place: rows(len(fields), sizes.get(place, capacity)) for place, (_, fields) in SAID_ROWS.items()
    }
    return packed(f.SAID_HEAD, parts | _lists({f.SAID_MISSING: capacity, f.SAID_USED: 9, f.SAID_TROUBLE: cases}))


def listed(data: Table, place: int) -> Table:
    """Return a list of a flat table, which may be written to."""
    return data[data[place] : data[place] + data[place + 1]]


def said_rows(data: Table, place: int) -> Mapping[str, Table]:
    """Return the columns of a table of what was said, as far as it is used."""
    number, fields = SAID_ROWS[place]
    count = int(data[place + 1]) if place == f.SAID_CASES else int(listed(data, f.SAID_USED)[number])
    whole = data[data[place] : data[place] + count * len(fields)].reshape(count, len(fields))
    return {field: whole[:, at] for at, field in enumerate(fields)}


def column(data: Table, place: int, fields: Sequence[str], field: str) -> Table:
    """Return a column of rows of a flat table."""
    width = len(fields)
    return data[data[place] : data[place] + data[place + 1] * width].reshape(-1, width)[:, fields.index(field)]
