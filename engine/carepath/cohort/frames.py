"""From a plan, a calendar and a zone to what the compiled code runs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from carepath.calendar import Calendar, end_of, start_of
from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import Table
from carepath.cohort.machine.room import Piece, packed
from carepath.plan import Plan
from carepath.plan.tables import FIELDS

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = date(1970, 1, 1).toordinal()
FIRST, LAST = date(1899, 12, 1), date(2210, 12, 31)  # the days that a record or a deadline may name
MATRICES = (
    "state_effects", "exit_effects", "opened_clocks", "opened_milestones", "reachable", "milestones_ahead",
    "roles_ahead", "anchors", "met_by",
)  # fmt: skip
LISTS = ("takers", "role_items", "item_events", "moving", "transfers_by_id")


def microseconds(at: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    passed = at.astimezone(UTC) - EPOCH
    return (passed.days * 86400 + passed.seconds) * 1_000_000 + passed.microseconds


def tables(plan: Plan, providers: Mapping[str, int]) -> Table:
    """Return the tables of a plan as one flat table, its providers by the numbers of a block."""
    parts: dict[int, Piece] = {
        f.PLAN_DAY_ZERO: plan.day_zero,
        f.PLAN_ON_GAP_STAYS: int(plan.on_gap_stays),
        f.PLAN_WORDS: np.array(plan.programs.words, np.int64).reshape(-1, 4),
        f.PLAN_PROGRAMS: np.array(plan.programs.programs, np.int64).reshape(-1, 4),
        f.PLAN_DONE_EVENTS: np.array(plan.programs.events, np.int64),
        f.PLAN_WAITS: np.array(plan.programs.waits, np.int64),
    }
    for name, fields in FIELDS.items():
        found = np.array(plan.rows[name], np.int64).reshape(-1, len(fields))
        if name in ("listings", "organisations"):
            found[:, 0] = [providers[plan.names.providers[row[0]]] for row in plan.rows[name]]
        parts[-_place(name)] = found
    for name in MATRICES:
        found = np.array(plan.sets[name], np.int64)
        parts[_place(name)] = found if found.ndim == 2 else np.zeros((0, len(plan.names.events)), np.int64)
    for name in LISTS:
        parts[_place(name)] = np.array(plan.sets.get(name, ()), np.int64).reshape(-1)
    return packed(f.PLAN_HEAD, parts)


def _place(name: str) -> int:
    place: int = getattr(f, f"PLAN_{name.upper()}")
    return place


def days(plan: Plan, calendar: Calendar) -> Table:
    """Return what days are; the edges of civil days only where something is counted in hours."""
    begins, ends = _edges(plan.pathway.zone) if plan.exact else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    return packed(
        f.DAYS_HEAD,
        {
            f.DAYS_FIRST: calendar.first.toordinal(),
            f.DAYS_LAST: calendar.last.toordinal(),
            f.DAYS_EDGE: FIRST.toordinal(),
            f.DAYS_WORKED: _worked(calendar),
            f.DAYS_BEGINS: begins,
            f.DAYS_ENDS: ends,
        },
    )


@lru_cache(maxsize=8)
def _worked(calendar: Calendar) -> Table:
    first, last = calendar.first.toordinal(), calendar.last.toordinal()
    working = [calendar.working(date.fromordinal(day)) for day in range(first, last + 1)]
    return np.cumsum(np.array(working, np.int64))


@lru_cache(maxsize=8)
def _edges(name: str) -> tuple[Table, Table]:
    """Return the first and last instants of all civil days of a zone."""
    zone = ZoneInfo(name)
    civil: Sequence[date] = [date.fromordinal(day) for day in range(FIRST.toordinal(), LAST.toordinal() + 1)]
    begins = np.array([microseconds(start_of(day, zone)) for day in civil], np.int64)
    ends = np.array([microseconds(end_of(day, zone)) for day in civil], np.int64)
    return begins, ends
