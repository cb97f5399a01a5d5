"""The targets of clocks, what is final, and what is too early, in compiled code."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import ENDS, NONE, Table, compiled
from carepath.cohort.machine.counting import last_good_day
from carepath.cohort.machine.days import DAYS, HOURS, WORKING, days_from
from carepath.cohort.machine.flat import copy_row, line_of, row_of, slot_row
from carepath.cohort.machine.guards import holds
from carepath.cohort.machine.judging import (
    LATE,
    NOT_NEEDED,
    NOT_POSSIBLE,
    NOT_STARTED,
    OVERDUE,
    PENDING,
    UNKNOWN,
    VOID,
    Anchor,
    Fate,
    Judged,
    judge,
    judged,
    limits,
)
from carepath.cohort.machine.signals import CLOSE, ENDED_VOID, EXCLUDE
from carepath.cohort.machine.taking import closed


@compiled
def target_of(tables: Table, days: Table, room: Table, slot: int, at: int, today: int, now: int) -> Judged:
    """Return the verdict on a clock's own target, for one of its instances."""
    one = row_of(room, f.ROOM_INSTANCES, at)
    rule = row_of(tables, f.PLAN_CLOCKS, room[one + f.INSTANCE_CLOCK])
    if room[one + f.INSTANCE_ENDED] == ENDED_VOID:
        return judged(VOID)
    ended = room[one + f.INSTANCE_ENDED] == CLOSE or room[one + f.INSTANCE_ENDED] == EXCLUDE
    if tables[rule + f.CLOCK_AMOUNT] < 0 or room[one + f.INSTANCE_START] == NONE:
        return judged(NOT_NEEDED if ended and tables[rule + f.CLOCK_AMOUNT] >= 0 else NOT_STARTED)
    end, end_at = closed(room, slot, room[one + f.INSTANCE_EPISODE])
    taken = room[one + f.INSTANCE_OVER] if ended else NONE
    fate = Fate(room[one + f.INSTANCE_STOP], room[one + f.INSTANCE_STOP_AT], NONE, NONE, taken, NONE, end, end_at)
    anchor = Anchor(
        room[one + f.INSTANCE_START],
        room[one + f.INSTANCE_START_AT],
        room[one + f.INSTANCE_GAP],
        room[one + f.INSTANCE_GAP_END],
        tables[rule + f.CLOCK_PREVIOUS],
        tables[rule + f.CLOCK_UNCLEAR],
        room[one + f.INSTANCE_START_EVENT],
    )
    return judge(days, room, anchor, tables[rule + f.CLOCK_AMOUNT], tables[rule + f.CLOCK_UNIT], fate, today, now)


@compiled
def final(tables: Table, block: Table, room: Table, slot: int, verdict: int, clock: int, episode: int) -> bool:
    """Return whether no later event can change the verdict."""
    if verdict == NOT_STARTED or verdict == PENDING or verdict == NOT_POSSIBLE or (verdict == UNKNOWN):
        return False
    if (
        (verdict != OVERDUE and verdict != LATE)
        or clock < 0
        or room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_CLOSED] >= 0
    ):
        return True
    at = room[slot_row(room, f.ROOM_RUNS, episode, clock) + f.RUN_INSTANCE]
    if (
        at < 0
        or room[row_of(room, f.ROOM_INSTANCES, at) + f.INSTANCE_START] == NONE
        or room[row_of(room, f.ROOM_INSTANCES, at) + f.INSTANCE_ENDED] != 0
    ):
        return True
    rule = row_of(tables, f.PLAN_CLOCKS, clock)
    for place in range(tables[rule + f.CLOCK_MOVING], tables[rule + f.CLOCK_MOVING_END]):
        program = tables[tables[f.PLAN_MOVING] + place]
        if (
            holds(tables, block, room, line_of(room, f.ROOM_KNOWN, slot), line_of(room, f.ROOM_DONE, slot), program)
            == 1
        ):
            return False
    return True


@compiled
def earliest(days: Table, room: Table, anchor: Anchor, amount: int, unit: int) -> tuple[int, int]:
    """Return the first day or instant that is not too early; neither past the bank-holiday table."""
    if unit <= HOURS:
        return (NONE, limits(days, anchor, amount, unit)[0])
    length = days_from(amount, unit, anchor.start)
    if length <= 0:
        return (anchor.start, NONE)
    kept = 0
    first = room[f.ROOM_GAPS + 1] // 2
    for at in range(anchor.low, anchor.high):
        if (
            room[row_of(room, f.ROOM_GAPS, at) + f.GAP_END] != NONE
            or room[row_of(room, f.ROOM_GAPS, at) + f.GAP_CAP] >= 0
        ):
            copy_row(room, row_of(room, f.ROOM_GAPS, first + kept), row_of(room, f.ROOM_GAPS, at), f.GAP_WIDTH)
            kept += 1
    plain = WORKING if unit == WORKING else DAYS
    last = last_good_day(days, room, first, first + kept, anchor.start, length - 1, plain, 1)
    if last == ENDS or last == NONE:
        return (NONE, NONE)
    return (last + 1, NONE)


@compiled
def too_early_by(days: Table, day: int, limit: int, at: int, limit_at: int) -> int:
    """Return by how many days or microseconds a thing was done before the earliest moment; 0 where it was not."""
    if limit_at != NONE:
        return limit_at - at if at != NONE and at < limit_at else 0
    return limit - day if day < limit else 0
