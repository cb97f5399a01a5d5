"""Who answered for the wait, provider by provider, in compiled code."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import ENDS, NONE, Table, compiled
from carepath.cohort.machine.counting import elapsed
from carepath.cohort.machine.days import DAYS, WORKING
from carepath.cohort.machine.flat import row_of, slot_row
from carepath.cohort.machine.holding import holder_on
from carepath.cohort.machine.room import (
    HOLDERS,
    MAIN,
    SEGMENTS,
)
from carepath.cohort.machine.said import next_row


@compiled
def tell_responsibility(tables: Table, days: Table, block: Table, room: Table, told: Table, case: int) -> None:
    """Split the wait by provider: on the day-zero clock while it ran, else over the days of the case."""
    standing = row_of(room, f.ROOM_STANDING, MAIN)
    if room[standing + f.STANDING_STARTED] < 0:
        return
    end = block[f.BLOCK_TODAY]
    for at in range(room[standing + f.STANDING_CLOSINGS]):
        if room[slot_row(room, f.ROOM_CLOSINGS, MAIN, at) + f.CLOSING_EPISODE] == 1:
            end = room[slot_row(room, f.ROOM_CLOSINGS, MAIN, at) + f.CLOSING_DAY]
            break
    clock = (
        room[slot_row(room, f.ROOM_RUNS, 1, tables[f.PLAN_DAY_ZERO]) + f.RUN_INSTANCE]
        if tables[f.PLAN_DAY_ZERO] >= 0
        else -1
    )
    start = block[row_of(block, f.BLOCK_TOLD, room[standing + f.STANDING_STARTED]) + f.TOLD_DAY]
    if clock >= 0 and room[row_of(room, f.ROOM_INSTANCES, clock) + f.INSTANCE_START] == NONE:
        clock = -1
    if clock >= 0:
        one = row_of(room, f.ROOM_INSTANCES, clock)
        start, end = (room[one + f.INSTANCE_START], block[f.BLOCK_TODAY])
        if room[one + f.INSTANCE_STOP] != NONE:
            end = room[one + f.INSTANCE_STOP]
        elif room[one + f.INSTANCE_OVER] != NONE:
            end = room[one + f.INSTANCE_OVER]
        end = max(end, start)
    found, held = (0, room[room[f.ROOM_COUNTS] + HOLDERS])
    low = start
    for at in range(held):
        high = end
        if at + 1 < held:
            high = max(start, min(room[row_of(room, f.ROOM_HOLDERS, at + 1) + f.HOLDER_AFTER], end))
        if high > low:
            _segment(
                tables,
                days,
                room,
                told,
                case,
                room[row_of(room, f.ROOM_HOLDERS, at) + f.HOLDER_PROVIDER],
                low,
                high,
                clock,
            )
            found += 1
        low = high
    if found == 0 and held > 0:
        _segment(tables, days, room, told, case, holder_on(room, end), start, end, clock)


@compiled
def _segment(
    tables: Table, days: Table, room: Table, told: Table, case: int, provider: int, low: int, high: int, clock: int
) -> None:
    place = next_row(room, told, SEGMENTS, told[f.SAID_SEGMENTS + 1])
    if place < 0:
        return
    row = row_of(told, f.SAID_SEGMENTS, place)
    told[row + f.SAY_SEGMENT_CASE] = case
    told[row + f.SAY_SEGMENT_PROVIDER] = provider
    told[row + f.SAY_SEGMENT_START] = low
    told[row + f.SAY_SEGMENT_END] = high
    told[row + f.SAY_SEGMENT_DAYS] = NONE
    if clock >= 0:
        one = row_of(room, f.ROOM_INSTANCES, clock)
        rule = row_of(tables, f.PLAN_CLOCKS, room[one + f.INSTANCE_CLOCK])
        unit = WORKING if tables[rule + f.CLOCK_AMOUNT] >= 0 and tables[rule + f.CLOCK_UNIT] == WORKING else DAYS
        first, end, previous = (
            room[one + f.INSTANCE_GAP],
            room[one + f.INSTANCE_GAP_END],
            tables[rule + f.CLOCK_PREVIOUS],
        )
        upper = elapsed(days, room, first, end, 0, room[one + f.INSTANCE_START], high, unit, previous)
        lower = elapsed(days, room, first, end, 0, room[one + f.INSTANCE_START], low, unit, previous)
        if upper != ENDS and lower != ENDS:
            told[row + f.SAY_SEGMENT_DAYS] = upper - lower
