"""What is said of a case as a whole, in compiled code: its row, unknown organisations, no start."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.flat import row_of, slot_row
from carepath.cohort.machine.judging import Judged
from carepath.cohort.machine.noting import (
    NO_START,
    PATHWAY,
    PROVIDER,
    UNKNOWN_ORGANISATION,
    note,
)
from carepath.cohort.machine.room import (
    CASES,
    MAIN,
)
from carepath.cohort.machine.said import new_finding


@compiled
def tell_case(tables: Table, room: Table, told: Table, case: int, live: int) -> None:
    """Write the row of a case."""
    standing, row = (row_of(room, f.ROOM_STANDING, MAIN), row_of(told, f.SAID_CASES, case))
    told[row + f.SAY_CASE_CASE] = case
    told[row + f.SAY_CASE_STATE] = room[standing + f.STANDING_STATE]
    told[row + f.SAY_CASE_EPISODE] = room[standing + f.STANDING_EPISODE]
    told[row + f.SAY_CASE_CLOSED] = (
        room[slot_row(room, f.ROOM_CLOSINGS, MAIN, room[standing + f.STANDING_CLOSED]) + f.CLOSING_KIND]
        if room[standing + f.STANDING_CLOSED] >= 0
        else -1
    )
    told[row + f.SAY_CASE_LIVE] = live
    told[told[f.SAID_USED] + CASES] = case + 1


@compiled
def tell_organisations(tables: Table, block: Table, room: Table, told: Table, case: int, low: int, high: int) -> None:
    """Name each provider that the definition's organisations do not know on the day, once."""
    if tables[f.PLAN_ORGANISATIONS + 1] == 0:
        return
    named = 0
    for event in range(low, high):
        one = row_of(block, f.BLOCK_TOLD, event)
        provider = block[one + f.TOLD_PROVIDER]
        if provider < 0 or block[one + f.TOLD_STATUS] == 1 or block[one + f.TOLD_STATUS] == 2:
            continue
        known = False
        for at in range(tables[f.PLAN_ORGANISATIONS + 1]):
            row = row_of(tables, f.PLAN_ORGANISATIONS, at)
            if (
                tables[row + f.ORGANISATION_PROVIDER] == provider
                and tables[row + f.ORGANISATION_OPENED]
                <= block[one + f.TOLD_DAY]
                <= tables[row + f.ORGANISATION_CLOSED]
            ):
                known = True
                break
        if known:
            continue
        for at in range(named):
            known = known or room[room[f.ROOM_NAMED] + at] == provider
        if not known:
            room[room[f.ROOM_NAMED] + named] = provider
            named += 1
            note(block, room, told, case, UNKNOWN_ORGANISATION, PROVIDER, provider, event, 1)


@compiled
def tell_no_start(block: Table, room: Table, told: Table, case: int, low: int, high: int) -> None:
    """Say that nothing in the record starts the pathway."""
    if room[row_of(room, f.ROOM_STANDING, MAIN) + f.STANDING_STARTED] >= 0:
        return
    first = NONE
    for event in range(low, high):
        one = row_of(block, f.BLOCK_TOLD, event)
        if (
            block[one + f.TOLD_STATUS] != 1
            and block[one + f.TOLD_STATUS] != 2
            and (first == NONE or block[one + f.TOLD_DAY] < first)
        ):
            first = block[one + f.TOLD_DAY]
    plain = Judged(-1, first, NONE, NONE, NONE, NONE, NONE, 0)
    new_finding(room, told, case, NO_START, PATHWAY, 0, 1, plain, -1)
