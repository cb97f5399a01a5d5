"""What a standing comes to, as rows that two standings can be compared by, in compiled code."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import Table, compiled
from carepath.cohort.machine.flat import line_of, row_of, slot_row
from carepath.cohort.machine.hearing import opened_milestone
from carepath.cohort.machine.meeting import reached
from carepath.cohort.machine.noting import CLOCK, MILESTONE, TRANSFER
from carepath.cohort.machine.passing import passings
from carepath.cohort.machine.room import PASSINGS
from carepath.cohort.machine.running import view
from carepath.cohort.machine.verdicts import target_of
from carepath.cohort.machine.walking import owed


@compiled
def _row(room: Table, buffer: int, row: int, end: int) -> int:
    """End a row of an outcome; return the number of the next one."""
    room[line_of(room, f.ROOM_OUTCOME_ROWS, buffer) + (row + 1)] = end
    return row + 1


@compiled
def outcome(
    tables: Table,
    days: Table,
    block: Table,
    room: Table,
    told: Table,
    case: int,
    slot: int,
    buffer: int,
    day: int,
    evening: int,
) -> int:
    """Write what must be the same at the end of a day whatever its order; return how many rows.

    Row 0 is the position, row 1 the tasks undone, the others begin with the kind and number of what they are about.
    """
    standing = row_of(room, f.ROOM_STANDING, slot)
    view(tables, room, slot, day)
    room[line_of(room, f.ROOM_OUTCOME, buffer) + 0] = room[standing + f.STANDING_STATE]
    room[line_of(room, f.ROOM_OUTCOME, buffer) + 1] = room[standing + f.STANDING_EPISODE]
    room[line_of(room, f.ROOM_OUTCOME, buffer) + 2] = (
        room[slot_row(room, f.ROOM_CLOSINGS, slot, room[standing + f.STANDING_CLOSED]) + f.CLOSING_KIND]
        if room[standing + f.STANDING_CLOSED] >= 0
        else -1
    )
    room[line_of(room, f.ROOM_OUTCOME_ROWS, buffer) + 0] = 0
    row = _row(room, buffer, 0, 3)
    at = 3
    for place in range(owed(tables, block, room, slot)):
        room[line_of(room, f.ROOM_OUTCOME, buffer) + at] = room[room[f.ROOM_OWED] + place]
        at += 1
    row = _row(room, buffer, row, at)
    for clock in range(tables[f.PLAN_CLOCKS + 1]):
        for episode in range(1, room[standing + f.STANDING_EPISODE] + 1):
            run = slot_row(room, f.ROOM_RUNS, episode, clock)
            if room[run + f.RUN_INSTANCE] < 0:
                continue
            for instance in range(room[run + f.RUN_FIRST], room[run + f.RUN_INSTANCE] + 1):
                at = _instance(tables, days, room, slot, instance, day, evening, buffer, at)
                row = _row(room, buffer, row, at)
    for episode in range(1, room[standing + f.STANDING_EPISODE] + 1):
        for milestone in range(tables[f.PLAN_MILESTONES + 1]):
            if not opened_milestone(tables, room, slot, milestone, episode):
                continue
            judged = reached(tables, days, block, room, slot, milestone, episode, day, evening)[2]
            room[line_of(room, f.ROOM_OUTCOME, buffer) + at] = MILESTONE
            room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 1)] = milestone
            room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 2)] = episode
            room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 3)] = judged.verdict
            room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 4)] = judged.last
            room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 5)] = judged.last_at
            at += 6
            row = _row(room, buffer, row, at)
    passings(tables, block, room, told, case, slot)
    for place in range(room[room[f.ROOM_COUNTS] + PASSINGS]):
        passing = row_of(room, f.ROOM_PASSINGS, place)
        room[line_of(room, f.ROOM_OUTCOME, buffer) + at] = TRANSFER
        room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 1)] = room[passing + f.PASSING_TRANSFER]
        room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 2)] = room[passing + f.PASSING_EPISODE]
        room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 3)] = room[passing + f.PASSING_HANDOVER]
        room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 4)] = 1 if room[passing + f.PASSING_RECEIVED] >= 0 else 0
        room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 5)] = 1 if room[passing + f.PASSING_RETURNED] >= 0 else 0
        at += 6
        row = _row(room, buffer, row, at)
    return row


@compiled
def _instance(
    tables: Table, days: Table, room: Table, slot: int, instance: int, day: int, evening: int, buffer: int, at: int
) -> int:
    """Write one instance of a clock: when it ran, its gaps as a set, its verdict; return the next place."""
    one = row_of(room, f.ROOM_INSTANCES, instance)
    room[line_of(room, f.ROOM_OUTCOME, buffer) + at] = CLOCK
    room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 1)] = room[one + f.INSTANCE_CLOCK]
    room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 2)] = room[one + f.INSTANCE_START]
    room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 3)] = room[one + f.INSTANCE_STOP]
    room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 4)] = room[one + f.INSTANCE_ENDED]
    room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 5)] = room[one + f.INSTANCE_OVER]
    room[line_of(room, f.ROOM_OUTCOME, buffer) + (at + 6)] = target_of(
        tables, days, room, slot, instance, day, evening
    ).verdict
    at += 7
    first = at
    for place in range(room[one + f.INSTANCE_GAP], room[one + f.INSTANCE_GAP_END]):
        gap = row_of(room, f.ROOM_GAPS, place)
        key = (room[gap + f.GAP_START], room[gap + f.GAP_END], room[gap + f.GAP_REASON], room[gap + f.GAP_CAP])
        spot, twin = (at, False)
        while spot > first:
            other = (
                room[line_of(room, f.ROOM_OUTCOME, buffer) + (spot - 4)],
                room[line_of(room, f.ROOM_OUTCOME, buffer) + (spot - 3)],
                room[line_of(room, f.ROOM_OUTCOME, buffer) + (spot - 2)],
                room[line_of(room, f.ROOM_OUTCOME, buffer) + (spot - 1)],
            )
            if other <= key:
                twin = other == key
                break
            spot -= 4
        if twin:
            continue
        for moved in range(at - 1, spot - 1, -1):
            room[line_of(room, f.ROOM_OUTCOME, buffer) + (moved + 4)] = room[
                line_of(room, f.ROOM_OUTCOME, buffer) + moved
            ]
        room[line_of(room, f.ROOM_OUTCOME, buffer) + spot] = key[0]
        room[line_of(room, f.ROOM_OUTCOME, buffer) + (spot + 1)] = key[1]
        room[line_of(room, f.ROOM_OUTCOME, buffer) + (spot + 2)] = key[2]
        room[line_of(room, f.ROOM_OUTCOME, buffer) + (spot + 3)] = key[3]
        at += 4
    return at


@compiled
def row_differs(room: Table, row: int, after: int) -> bool:
    """Return whether a row of two outcomes differs in what stands after its first places."""
    one, two = (room[line_of(room, f.ROOM_OUTCOME_ROWS, 0) + row], room[line_of(room, f.ROOM_OUTCOME_ROWS, 1) + row])
    length = room[line_of(room, f.ROOM_OUTCOME_ROWS, 0) + (row + 1)] - one
    if length != room[line_of(room, f.ROOM_OUTCOME_ROWS, 1) + (row + 1)] - two:
        return True
    for at in range(after, length):
        if room[line_of(room, f.ROOM_OUTCOME, 0) + (one + at)] != room[line_of(room, f.ROOM_OUTCOME, 1) + (two + at)]:
            return True
    return False
