"""The rows of what is said, in compiled code: the place of the next one, and a finding on something judged."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.flat import row_of
from carepath.cohort.machine.judging import Judged
from carepath.cohort.machine.noting import (
    NO_ROOM,
)
from carepath.cohort.machine.room import (
    DETAILS,
    FINDINGS,
    TROUBLE,
)


@compiled
def next_row(room: Table, told: Table, table: int, size: int) -> int:
    """Return the place of the next row of a table; -1 where it is full."""
    at = told[told[f.SAID_USED] + table]
    if at >= size:
        room[room[f.ROOM_COUNTS] + TROUBLE] = NO_ROOM
        return -1
    told[told[f.SAID_USED] + table] = at + 1
    return at


@compiled
def new_finding(
    room: Table, told: Table, case: int, code: int, kind: int, subject: int, episode: int, judged: Judged, provider: int
) -> int:
    """Write a finding on something judged, dated by its last good day; return its place or -1."""
    at = next_row(room, told, FINDINGS, told[f.SAID_FINDINGS + 1])
    if at < 0:
        return at
    row = row_of(told, f.SAID_FINDINGS, at)
    told[row + f.SAY_FINDING_CASE] = case
    told[row + f.SAY_FINDING_CODE] = code
    told[row + f.SAY_FINDING_SUBJECT_KIND] = kind
    told[row + f.SAY_FINDING_SUBJECT] = subject
    told[row + f.SAY_FINDING_EPISODE] = episode
    told[row + f.SAY_FINDING_ROOT] = -1
    told[row + f.SAY_FINDING_DAY] = judged.last
    told[row + f.SAY_FINDING_AT] = judged.last_at
    told[row + f.SAY_FINDING_OVER] = judged.over
    told[row + f.SAY_FINDING_SECONDS] = judged.seconds
    told[row + f.SAY_FINDING_PROVIDER] = provider
    told[row + f.SAY_FINDING_VERDICT] = judged.verdict
    told[row + f.SAY_FINDING_LAST] = judged.last
    told[row + f.SAY_FINDING_LAST_AT] = judged.last_at
    told[row + f.SAY_FINDING_OTHER] = NONE
    told[row + f.SAY_FINDING_OTHER_AT] = NONE
    told[row + f.SAY_FINDING_DETAIL] = told[told[f.SAID_USED] + DETAILS]
    told[row + f.SAY_FINDING_DETAIL_END] = told[told[f.SAID_USED] + DETAILS]
    told[row + f.SAY_FINDING_FIRST] = -1
    told[row + f.SAY_FINDING_SECOND] = -1
    told[row + f.SAY_FINDING_THIRD] = -1
    return at
