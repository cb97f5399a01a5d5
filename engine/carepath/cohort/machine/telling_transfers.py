"""What is said of transfers, in compiled code."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import ENDS, NONE, Table, compiled
from carepath.cohort.machine.counting import elapsed, last_good_day
from carepath.cohort.machine.days import days_from
from carepath.cohort.machine.flat import row_of
from carepath.cohort.machine.holding import holder_on, judge_transfer
from carepath.cohort.machine.judging import LATE, MISSED, NOT_NEEDED, OVERDUE, Judged
from carepath.cohort.machine.noting import (
    TRANSFER,
    detail,
)
from carepath.cohort.machine.room import (
    MAIN,
    MISSINGS,
    PASSINGS,
    TRANSFERS,
)
from carepath.cohort.machine.said import new_finding, next_row
from carepath.findings import CODES

LATE_TRANSFER = CODES.index("late-transfer")
OVERDUE_TRANSFER = CODES.index("overdue-transfer")
INCOMPLETE = CODES.index("transfer-incomplete")
LATE_ANSWER = CODES.index("late-acknowledgement")
ITEM = 10


@compiled
def tell_transfers(tables: Table, days: Table, block: Table, room: Table, told: Table, case: int) -> None:
    """Write each transfer, by episode and id, and what is to be said of it."""
    for episode in range(1, room[row_of(room, f.ROOM_STANDING, MAIN) + f.STANDING_EPISODE] + 1):
        for turn in range(tables[f.PLAN_TRANSFERS + 1]):
            for at in range(room[room[f.ROOM_COUNTS] + PASSINGS]):
                passing = row_of(room, f.ROOM_PASSINGS, at)
                if (
                    room[passing + f.PASSING_EPISODE] == episode
                    and room[passing + f.PASSING_TRANSFER] == tables[tables[f.PLAN_TRANSFERS_BY_ID] + turn]
                ):
                    _tell_transfer(tables, days, block, room, told, case, at)


@compiled
def _tell_transfer(tables: Table, days: Table, block: Table, room: Table, told: Table, case: int, at: int) -> None:
    place = next_row(room, told, TRANSFERS, told[f.SAID_TRANSFERS + 1])
    if place < 0:
        return
    passing, row = (row_of(room, f.ROOM_PASSINGS, at), row_of(told, f.SAID_TRANSFERS, place))
    judged = judge_transfer(tables, days, block, room, MAIN, at, block[f.BLOCK_TODAY], block[f.BLOCK_NOW])
    sent, received, accepted = (
        room[passing + f.PASSING_SENT],
        room[passing + f.PASSING_RECEIVED],
        room[passing + f.PASSING_ACCEPTED],
    )
    told[row + f.SAY_TRANSFER_CASE] = case
    told[row + f.SAY_TRANSFER_TRANSFER] = room[passing + f.PASSING_TRANSFER]
    told[row + f.SAY_TRANSFER_EPISODE] = room[passing + f.PASSING_EPISODE]
    told[row + f.SAY_TRANSFER_SENT] = block[row_of(block, f.BLOCK_TOLD, sent) + f.TOLD_DAY] if sent >= 0 else NONE
    told[row + f.SAY_TRANSFER_RECEIVED] = (
        block[row_of(block, f.BLOCK_TOLD, received) + f.TOLD_DAY] if received >= 0 else NONE
    )
    told[row + f.SAY_TRANSFER_ACCEPTED] = (
        block[row_of(block, f.BLOCK_TOLD, accepted) + f.TOLD_DAY] if accepted >= 0 else NONE
    )
    told[row + f.SAY_TRANSFER_HANDOVER] = room[passing + f.PASSING_HANDOVER]
    told[row + f.SAY_TRANSFER_COMPLETE] = room[passing + f.PASSING_COMPLETE]
    told[row + f.SAY_TRANSFER_VERDICT] = judged.verdict
    told[row + f.SAY_TRANSFER_LAST] = judged.last
    told[row + f.SAY_TRANSFER_LAST_AT] = judged.last_at
    told[row + f.SAY_TRANSFER_OVER] = judged.over
    told[row + f.SAY_TRANSFER_LEFT] = judged.left
    told[row + f.SAY_TRANSFER_RECEIVER] = room[passing + f.PASSING_TO]
    told[row + f.SAY_TRANSFER_SENDER] = block[row_of(block, f.BLOCK_TOLD, sent) + f.TOLD_PROVIDER] if sent >= 0 else -1
    if told[row + f.SAY_TRANSFER_SENDER] < 0:
        told[row + f.SAY_TRANSFER_SENDER] = holder_on(
            room, told[row + f.SAY_TRANSFER_SENT] if sent >= 0 else block[f.BLOCK_TODAY]
        )
    told[row + f.SAY_TRANSFER_MISSING] = told[told[f.SAID_USED] + MISSINGS]
    for item in range(room[passing + f.PASSING_MISSING], room[passing + f.PASSING_MISSING_END]):
        spot = next_row(room, told, MISSINGS, told[f.SAID_MISSING + 1])
        if spot < 0:
            return
        told[told[f.SAID_MISSING] + spot] = room[room[f.ROOM_MISSING] + item]
    told[row + f.SAY_TRANSFER_MISSING_END] = told[told[f.SAID_USED] + MISSINGS]
    _find_transfer(tables, block, room, told, case, at, judged, told[row + f.SAY_TRANSFER_SENDER])
    if judged.verdict != NOT_NEEDED and sent >= 0:
        _find_answer(tables, days, block, room, told, case, at)


@compiled
def _find_transfer(
    tables: Table, block: Table, room: Table, told: Table, case: int, at: int, judged: Judged, sender: int
) -> None:
    """Say that a transfer was handed over too late, is overdue, or was received incomplete."""
    passing = row_of(room, f.ROOM_PASSINGS, at)
    number, episode = (room[passing + f.PASSING_TRANSFER], room[passing + f.PASSING_EPISODE])
    if judged.verdict == LATE:
        place = new_finding(room, told, case, LATE_TRANSFER, TRANSFER, number, episode, judged, sender)
        if place >= 0:
            told[row_of(told, f.SAID_FINDINGS, place) + f.SAY_FINDING_SECONDS] = NONE
            told[row_of(told, f.SAID_FINDINGS, place) + f.SAY_FINDING_OTHER] = room[passing + f.PASSING_HANDOVER]
            _moved_by(room, told, place, at)
    elif judged.verdict == OVERDUE or judged.verdict == MISSED:
        place = new_finding(room, told, case, OVERDUE_TRANSFER, TRANSFER, number, episode, judged, sender)
        if place >= 0:
            told[row_of(told, f.SAID_FINDINGS, place) + f.SAY_FINDING_SECONDS] = NONE
            _moved_by(room, told, place, at)
            if room[passing + f.PASSING_RECEIVED] >= 0:
                for item in range(room[passing + f.PASSING_MISSING], room[passing + f.PASSING_MISSING_END]):
                    detail(room, told, ITEM, room[room[f.ROOM_MISSING] + item])
    if (
        room[passing + f.PASSING_RECEIVED] >= 0
        and room[passing + f.PASSING_SHORT] < room[passing + f.PASSING_SHORT_END]
    ):
        place = new_finding(room, told, case, INCOMPLETE, TRANSFER, number, episode, judged, sender)
        if place >= 0:
            found = row_of(told, f.SAID_FINDINGS, place)
            told[found + f.SAY_FINDING_DAY] = block[
                row_of(block, f.BLOCK_TOLD, room[passing + f.PASSING_RECEIVED]) + f.TOLD_DAY
            ]
            told[found + f.SAY_FINDING_AT] = NONE
            told[found + f.SAY_FINDING_OVER] = NONE
            told[found + f.SAY_FINDING_SECONDS] = NONE
            told[found + f.SAY_FINDING_FIRST] = room[passing + f.PASSING_RECEIVED]
            for item in range(room[passing + f.PASSING_SHORT], room[passing + f.PASSING_SHORT_END]):
                detail(room, told, ITEM, room[room[f.ROOM_MISSING] + item])


@compiled
def _moved_by(room: Table, told: Table, place: int, at: int) -> None:
    """Name the entries that moved a transfer."""
    found, passing = (row_of(told, f.SAID_FINDINGS, place), row_of(room, f.ROOM_PASSINGS, at))
    told[found + f.SAY_FINDING_FIRST] = room[passing + f.PASSING_SENT]
    told[found + f.SAY_FINDING_SECOND] = room[passing + f.PASSING_RECEIVED]
    told[found + f.SAY_FINDING_THIRD] = room[passing + f.PASSING_ACCEPTED]


@compiled
def _find_answer(tables: Table, days: Table, block: Table, room: Table, told: Table, case: int, at: int) -> None:
    """Say that receipt was confirmed later after sending than was agreed, or still is not."""
    passing = row_of(room, f.ROOM_PASSINGS, at)
    transfer = row_of(tables, f.PLAN_TRANSFERS, room[passing + f.PASSING_TRANSFER])
    amount, unit = (tables[transfer + f.TRANSFER_ACKNOWLEDGE], tables[transfer + f.TRANSFER_ACKNOWLEDGE_UNIT])
    if amount < 0:
        return
    sent, answered = (block[row_of(block, f.BLOCK_TOLD, room[passing + f.PASSING_SENT]) + f.TOLD_DAY], NONE)
    for event in (
        room[passing + f.PASSING_RECEIVED],
        room[passing + f.PASSING_RETURNED],
        room[passing + f.PASSING_ACCEPTED],
    ):
        if event >= 0 and (answered == NONE or block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_DAY] < answered):
            answered = block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_DAY]
    until = block[f.BLOCK_TODAY] if answered == NONE else answered
    spent = elapsed(days, room, 0, 0, 0, sent, until, unit, 0)
    last = last_good_day(days, room, 0, 0, sent, amount, unit, 0)
    if spent == ENDS or last == ENDS:
        return
    over = spent - days_from(amount, unit, sent)
    if over <= 0:
        return
    plain = Judged(-1, last, NONE, over, NONE, NONE, NONE, 0)
    place = new_finding(
        room,
        told,
        case,
        LATE_ANSWER,
        TRANSFER,
        room[passing + f.PASSING_TRANSFER],
        room[passing + f.PASSING_EPISODE],
        plain,
        room[passing + f.PASSING_TO],
    )
    if place >= 0:
        told[row_of(told, f.SAID_FINDINGS, place) + f.SAY_FINDING_OTHER] = answered
        told[row_of(told, f.SAID_FINDINGS, place) + f.SAY_FINDING_OTHER_AT] = sent
        told[row_of(told, f.SAID_FINDINGS, place) + f.SAY_FINDING_FIRST] = room[passing + f.PASSING_SENT]
