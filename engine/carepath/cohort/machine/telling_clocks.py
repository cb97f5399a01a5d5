"""What is said of clocks and their pauses, in compiled code."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import ENDS, NONE, Table, compiled
from carepath.cohort.machine.counting import elapsed, taken_out
from carepath.cohort.machine.days import DAYS, WORKING
from carepath.cohort.machine.flat import row_of, slot_row
from carepath.cohort.machine.noting import (
    CLOCK,
    EARLY_STOP,
    STOP_UNSTARTED,
    note,
)
from carepath.cohort.machine.room import (
    CLOCKS,
    MAIN,
    PAUSES,
)
from carepath.cohort.machine.said import next_row
from carepath.cohort.machine.verdicts import target_of


@compiled
def tell_clocks(tables: Table, days: Table, block: Table, room: Table, told: Table, case: int) -> None:
    """Write every instance of every clock, by episode, id and instance; and stops before or without a start."""
    for episode in range(1, room[row_of(room, f.ROOM_STANDING, MAIN) + f.STANDING_EPISODE] + 1):
        for clock in range(tables[f.PLAN_CLOCKS + 1]):
            run = slot_row(room, f.ROOM_RUNS, episode, clock)
            if room[run + f.RUN_INSTANCE] < 0:
                continue
            for at in range(room[run + f.RUN_FIRST], room[run + f.RUN_INSTANCE] + 1):
                _tell_clock(tables, days, block, room, told, case, at)
            for place in range(room[run + f.RUN_EARLY], room[run + f.RUN_EARLY_END]):
                note(block, room, told, case, EARLY_STOP, CLOCK, clock, room[room[f.ROOM_EARLY] + place], episode)
            for place in range(room[run + f.RUN_UNSTARTED], room[run + f.RUN_UNSTARTED_END]):
                note(block, room, told, case, STOP_UNSTARTED, CLOCK, clock, room[room[f.ROOM_EARLY] + place], episode)


@compiled
def _tell_clock(tables: Table, days: Table, block: Table, room: Table, told: Table, case: int, at: int) -> None:
    place = next_row(room, told, CLOCKS, told[f.SAID_CLOCKS + 1])
    if place < 0:
        return
    one, row = (row_of(room, f.ROOM_INSTANCES, at), row_of(told, f.SAID_CLOCKS, place))
    rule = row_of(tables, f.PLAN_CLOCKS, room[one + f.INSTANCE_CLOCK])
    judged = target_of(tables, days, room, MAIN, at, block[f.BLOCK_TODAY], block[f.BLOCK_NOW])
    told[row + f.SAY_CLOCK_CASE] = case
    told[row + f.SAY_CLOCK_CLOCK] = room[one + f.INSTANCE_CLOCK]
    told[row + f.SAY_CLOCK_EPISODE] = room[one + f.INSTANCE_EPISODE]
    told[row + f.SAY_CLOCK_INSTANCE] = room[one + f.INSTANCE_NUMBER]
    told[row + f.SAY_CLOCK_START] = room[one + f.INSTANCE_START]
    told[row + f.SAY_CLOCK_START_AT] = room[one + f.INSTANCE_START_AT]
    told[row + f.SAY_CLOCK_STOP] = room[one + f.INSTANCE_STOP]
    told[row + f.SAY_CLOCK_STOP_AT] = room[one + f.INSTANCE_STOP_AT]
    told[row + f.SAY_CLOCK_ENDED] = room[one + f.INSTANCE_ENDED]
    told[row + f.SAY_CLOCK_GROSS] = NONE
    told[row + f.SAY_CLOCK_NET] = NONE
    told[row + f.SAY_CLOCK_VERDICT] = judged.verdict
    told[row + f.SAY_CLOCK_PAUSED] = NONE
    told[row + f.SAY_CLOCK_PAUSE] = told[told[f.SAID_USED] + PAUSES]
    told[row + f.SAY_CLOCK_PAUSE_END] = told[told[f.SAID_USED] + PAUSES]
    if room[one + f.INSTANCE_START] == NONE:
        return
    until = block[f.BLOCK_TODAY]
    if room[one + f.INSTANCE_STOP] != NONE:
        until = room[one + f.INSTANCE_STOP]
    elif room[one + f.INSTANCE_OVER] != NONE:
        until = room[one + f.INSTANCE_OVER]
    unit = WORKING if tables[rule + f.CLOCK_AMOUNT] >= 0 and tables[rule + f.CLOCK_UNIT] == WORKING else DAYS
    previous = tables[rule + f.CLOCK_PREVIOUS]
    told[row + f.SAY_CLOCK_GROSS] = max(0, until - room[one + f.INSTANCE_START])
    net = elapsed(
        days,
        room,
        room[one + f.INSTANCE_GAP],
        room[one + f.INSTANCE_GAP_END],
        0,
        room[one + f.INSTANCE_START],
        until,
        unit,
        previous,
    )
    if net != ENDS and _tell_pauses(days, room, told, at, until, unit):
        told[row + f.SAY_CLOCK_NET] = net
        told[row + f.SAY_CLOCK_PAUSE_END] = told[told[f.SAID_USED] + PAUSES]
    else:
        told[told[f.SAID_USED] + PAUSES] = told[row + f.SAY_CLOCK_PAUSE]
    if room[one + f.INSTANCE_ENDED] == 0:
        if tables[rule + f.CLOCK_AMOUNT] >= 0:
            told[row + f.SAY_CLOCK_PAUSED] = judged.paused
        else:
            for gap in range(room[one + f.INSTANCE_GAP], room[one + f.INSTANCE_GAP_END]):
                start = room[row_of(room, f.ROOM_GAPS, gap) + f.GAP_START]
                if room[row_of(room, f.ROOM_GAPS, gap) + f.GAP_END] == NONE and (
                    told[row + f.SAY_CLOCK_PAUSED] == NONE or start < told[row + f.SAY_CLOCK_PAUSED]
                ):
                    told[row + f.SAY_CLOCK_PAUSED] = start


@compiled
def _tell_pauses(days: Table, room: Table, told: Table, at: int, until: int, unit: int) -> bool:
    """Write the gaps of a clock with the days each takes out; return False past the bank-holiday table."""
    one, before = (row_of(room, f.ROOM_INSTANCES, at), 0)
    for gap in range(room[one + f.INSTANCE_GAP], room[one + f.INSTANCE_GAP_END]):
        so_far = taken_out(
            days, room, room[one + f.INSTANCE_GAP], gap + 1, 0, room[one + f.INSTANCE_START], until, unit
        )
        if so_far == ENDS:
            return False
        place = next_row(room, told, PAUSES, told[f.SAID_PAUSES + 1])
        if place < 0:
            return False
        row = row_of(told, f.SAID_PAUSES, place)
        told[row + f.SAY_PAUSE_START] = room[row_of(room, f.ROOM_GAPS, gap) + f.GAP_START]
        told[row + f.SAY_PAUSE_END] = room[row_of(room, f.ROOM_GAPS, gap) + f.GAP_END]
        told[row + f.SAY_PAUSE_REASON] = room[row_of(room, f.ROOM_GAPS, gap) + f.GAP_REASON]
        told[row + f.SAY_PAUSE_DAYS] = so_far - before
        before = so_far
    return True
