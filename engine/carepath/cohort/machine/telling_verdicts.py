"""What is said of milestones and of clocks with a target, in compiled code."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import ENDS, NONE, Table, compiled
from carepath.cohort.machine.counting import elapsed
from carepath.cohort.machine.days import SECOND, WORKING, days_from
from carepath.cohort.machine.flat import row_of, slot_row
from carepath.cohort.machine.hearing import opened_milestone
from carepath.cohort.machine.holding import holder_on
from carepath.cohort.machine.judging import LATE, MISSED, OVERDUE, Judged
from carepath.cohort.machine.meeting import anchored, reached
from carepath.cohort.machine.noting import (
    CLOCK,
    MILESTONE,
)
from carepath.cohort.machine.room import (
    MAIN,
    MILESTONES,
)
from carepath.cohort.machine.said import new_finding, next_row
from carepath.cohort.machine.verdicts import earliest, final, target_of, too_early_by
from carepath.findings import CODES

TIMING_LATE = CODES.index("late")
TIMING_OVERDUE = CODES.index("overdue")
TIMING_MISSED = CODES.index("missed")
BREACH = CODES.index("breach")
TOO_EARLY = CODES.index("too-early")
PRECISION_UNKNOWN = CODES.index("precision-unknown")
CALENDAR_ENDS = CODES.index("calendar-ends")


@compiled
def tell_verdicts(tables: Table, days: Table, block: Table, room: Table, told: Table, case: int) -> None:
    """Write every milestone and every clock with a target, by episode and id, and what is to be said of them."""
    for episode in range(1, room[row_of(room, f.ROOM_STANDING, MAIN) + f.STANDING_EPISODE] + 1):
        for said in range(tables[f.PLAN_SAID + 1]):
            number = tables[row_of(tables, f.PLAN_SAID, said) + f.SAID_NUMBER]
            if tables[row_of(tables, f.PLAN_SAID, said) + f.SAID_CLOCK] == 0:
                if opened_milestone(tables, room, MAIN, number, episode):
                    _tell_milestone(tables, days, block, room, told, case, episode, said, number)
            elif room[slot_row(room, f.ROOM_RUNS, episode, number) + f.RUN_INSTANCE] >= 0:
                _tell_target(tables, days, block, room, told, case, episode, said, number)


@compiled
def _verdict(
    tables: Table,
    block: Table,
    room: Table,
    told: Table,
    case: int,
    episode: int,
    said: int,
    judged: Judged,
    clock: int,
) -> int:
    """Write what milestones and targets have in common; return the place of the row or -1."""
    at = next_row(room, told, MILESTONES, told[f.SAID_MILESTONES + 1])
    if at < 0:
        return at
    row = row_of(told, f.SAID_MILESTONES, at)
    told[row + f.SAY_MILESTONE_CASE] = case
    told[row + f.SAY_MILESTONE_SAID] = said
    told[row + f.SAY_MILESTONE_EPISODE] = episode
    told[row + f.SAY_MILESTONE_VERDICT] = judged.verdict
    told[row + f.SAY_MILESTONE_LAST] = judged.last
    told[row + f.SAY_MILESTONE_LAST_AT] = judged.last_at
    told[row + f.SAY_MILESTONE_OVER] = judged.over
    told[row + f.SAY_MILESTONE_SECONDS] = judged.seconds
    told[row + f.SAY_MILESTONE_LEFT] = judged.left
    told[row + f.SAY_MILESTONE_CLOCK] = clock
    told[row + f.SAY_MILESTONE_UNCLEAR] = judged.unclear
    told[row + f.SAY_MILESTONE_EARLIEST] = NONE
    told[row + f.SAY_MILESTONE_EARLIEST_AT] = NONE
    return at


@compiled
def _tell_milestone(
    tables: Table, days: Table, block: Table, room: Table, told: Table, case: int, episode: int, said: int, number: int
) -> None:
    rule = row_of(tables, f.PLAN_MILESTONES, number)
    anchor, fate, judged, event = reached(
        tables, days, block, room, MAIN, number, episode, block[f.BLOCK_TODAY], block[f.BLOCK_NOW]
    )
    clock = (
        tables[row_of(tables, f.PLAN_DEADLINES, tables[rule + f.MILESTONE_DUE]) + f.DEADLINE_CLOCK]
        if tables[rule + f.MILESTONE_DUE] >= 0
        else -1
    )
    protects = clock
    if clock < 0 and tables[f.PLAN_DAY_ZERO] >= 0:
        zero = room[slot_row(room, f.ROOM_RUNS, episode, tables[f.PLAN_DAY_ZERO]) + f.RUN_INSTANCE]
        if (
            zero >= 0
            and room[row_of(room, f.ROOM_INSTANCES, zero) + f.INSTANCE_START] != NONE
            and (room[row_of(room, f.ROOM_INSTANCES, zero) + f.INSTANCE_ENDED] == 0)
        ):
            protects = tables[f.PLAN_DAY_ZERO]
    at = _verdict(tables, block, room, told, case, episode, said, judged, protects)
    if at < 0:
        return
    row = row_of(told, f.SAID_MILESTONES, at)
    told[row + f.SAY_MILESTONE_DONE] = fate.done
    told[row + f.SAY_MILESTONE_DONE_AT] = fate.done_at
    told[row + f.SAY_MILESTONE_START] = anchor.start
    told[row + f.SAY_MILESTONE_START_AT] = anchor.start_at
    told[row + f.SAY_MILESTONE_PROVIDER] = (
        block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_PROVIDER]
        if event >= 0
        else holder_on(room, block[f.BLOCK_TODAY])
    )
    told[row + f.SAY_MILESTONE_FINAL] = 1 if final(tables, block, room, MAIN, judged.verdict, clock, episode) else 0
    told[row + f.SAY_MILESTONE_FIRST] = anchor.event
    told[row + f.SAY_MILESTONE_SECOND] = event
    if tables[rule + f.MILESTONE_NOT_BEFORE] >= 0:
        begins = anchored(
            tables,
            block,
            room,
            MAIN,
            tables[rule + f.MILESTONE_NOT_BEFORE],
            episode,
            tables[rule + f.MILESTONE_PREVIOUS],
            tables[rule + f.MILESTONE_UNCLEAR],
        )
        limit = row_of(tables, f.PLAN_DEADLINES, tables[rule + f.MILESTONE_NOT_BEFORE])
        if begins.start != NONE:
            told[row + f.SAY_MILESTONE_EARLIEST], told[row + f.SAY_MILESTONE_EARLIEST_AT] = earliest(
                days, room, begins, tables[limit + f.DEADLINE_AMOUNT], tables[limit + f.DEADLINE_UNIT]
            )
    _find_late(block, room, told, case, said, at, judged, MILESTONE, number)
    if fate.done != NONE and (
        told[row + f.SAY_MILESTONE_EARLIEST] != NONE or told[row + f.SAY_MILESTONE_EARLIEST_AT] != NONE
    ):
        _find_too_early(tables, days, block, room, told, case, at, number, judged)


@compiled
def _tell_target(
    tables: Table, days: Table, block: Table, room: Table, told: Table, case: int, episode: int, said: int, number: int
) -> None:
    at = room[slot_row(room, f.ROOM_RUNS, episode, number) + f.RUN_INSTANCE]
    one = row_of(room, f.ROOM_INSTANCES, at)
    judged = target_of(tables, days, room, MAIN, at, block[f.BLOCK_TODAY], block[f.BLOCK_NOW])
    place = _verdict(tables, block, room, told, case, episode, said, judged, number)
    if place < 0:
        return
    row, stopped = (row_of(told, f.SAID_MILESTONES, place), room[one + f.INSTANCE_STOP_EVENT])
    told[row + f.SAY_MILESTONE_DONE] = room[one + f.INSTANCE_STOP]
    told[row + f.SAY_MILESTONE_DONE_AT] = room[one + f.INSTANCE_STOP_AT]
    told[row + f.SAY_MILESTONE_START] = room[one + f.INSTANCE_START]
    told[row + f.SAY_MILESTONE_START_AT] = room[one + f.INSTANCE_START_AT]
    told[row + f.SAY_MILESTONE_PROVIDER] = (
        block[row_of(block, f.BLOCK_TOLD, stopped) + f.TOLD_PROVIDER]
        if stopped >= 0
        else holder_on(room, block[f.BLOCK_TODAY])
    )
    told[row + f.SAY_MILESTONE_FINAL] = 1 if final(tables, block, room, MAIN, judged.verdict, number, episode) else 0
    told[row + f.SAY_MILESTONE_FIRST] = room[one + f.INSTANCE_START_EVENT]
    told[row + f.SAY_MILESTONE_SECOND] = stopped
    _find_late(block, room, told, case, said, place, judged, CLOCK, number)


@compiled
def _found(room: Table, told: Table, case: int, code: int, kind: int, number: int, at: int, judged: Judged) -> int:
    """Write a finding on a verdict with the entries it rests on, each once; return where its row begins, or -1."""
    row = row_of(told, f.SAID_MILESTONES, at)
    episode, provider = (told[row + f.SAY_MILESTONE_EPISODE], told[row + f.SAY_MILESTONE_PROVIDER])
    place = new_finding(room, told, case, code, kind, number, episode, judged, provider)
    if place < 0:
        return -1
    found = row_of(told, f.SAID_FINDINGS, place)
    told[found + f.SAY_FINDING_FIRST] = told[row + f.SAY_MILESTONE_FIRST]
    if told[row + f.SAY_MILESTONE_SECOND] != told[row + f.SAY_MILESTONE_FIRST]:
        told[found + f.SAY_FINDING_SECOND] = told[row + f.SAY_MILESTONE_SECOND]
    return found


@compiled
def _find_late(
    block: Table, room: Table, told: Table, case: int, said: int, at: int, judged: Judged, kind: int, number: int
) -> None:
    """Say that a milestone or clock is late, overdue, missed or unclear."""
    row, verdict = (row_of(told, f.SAID_MILESTONES, at), judged.verdict)
    if judged.unclear == 1:
        code = CALENDAR_ENDS
    elif judged.unclear == 2:
        code = PRECISION_UNKNOWN
    elif verdict == OVERDUE or verdict == LATE or verdict == MISSED:
        code = (
            BREACH
            if kind == CLOCK
            else TIMING_OVERDUE
            if verdict == OVERDUE
            else TIMING_LATE
            if verdict == LATE
            else TIMING_MISSED
        )
    else:
        return
    found = _found(room, told, case, code, kind, number, at, judged)
    if found < 0:
        return
    told[found + f.SAY_FINDING_OTHER] = told[row + f.SAY_MILESTONE_DONE]
    told[found + f.SAY_FINDING_OTHER_AT] = told[row + f.SAY_MILESTONE_DONE_AT]
    if code == PRECISION_UNKNOWN:
        told[found + f.SAY_FINDING_DAY] = told[row + f.SAY_MILESTONE_DONE]
        told[found + f.SAY_FINDING_AT] = told[row + f.SAY_MILESTONE_DONE_AT]


@compiled
def _find_too_early(
    tables: Table, days: Table, block: Table, room: Table, told: Table, case: int, at: int, number: int, judged: Judged
) -> None:
    """Say that a milestone was met before its first day."""
    row, rule = (row_of(told, f.SAID_MILESTONES, at), row_of(tables, f.PLAN_MILESTONES, number))
    short = too_early_by(
        days,
        told[row + f.SAY_MILESTONE_DONE],
        told[row + f.SAY_MILESTONE_EARLIEST],
        told[row + f.SAY_MILESTONE_DONE_AT],
        told[row + f.SAY_MILESTONE_EARLIEST_AT],
    )
    if short <= 0:
        return
    limit = row_of(tables, f.PLAN_DEADLINES, tables[rule + f.MILESTONE_NOT_BEFORE])
    over, seconds = (short, NONE)
    if told[row + f.SAY_MILESTONE_EARLIEST_AT] != NONE:
        seconds = short // SECOND
        over = short // (86400 * SECOND)
    else:
        anchor = anchored(
            tables,
            block,
            room,
            MAIN,
            tables[rule + f.MILESTONE_NOT_BEFORE],
            told[row + f.SAY_MILESTONE_EPISODE],
            tables[rule + f.MILESTONE_PREVIOUS],
            0,
        )
        target = days_from(tables[limit + f.DEADLINE_AMOUNT], tables[limit + f.DEADLINE_UNIT], anchor.start)
        if told[row + f.SAY_MILESTONE_DONE] < anchor.start and tables[limit + f.DEADLINE_UNIT] != WORKING:
            over = target + anchor.start - told[row + f.SAY_MILESTONE_DONE]
        else:
            spent = elapsed(
                days,
                room,
                anchor.low,
                anchor.high,
                0,
                anchor.start,
                told[row + f.SAY_MILESTONE_DONE],
                tables[limit + f.DEADLINE_UNIT],
                1,
            )
            over = target if spent == ENDS else target - spent
    found = _found(room, told, case, TOO_EARLY, MILESTONE, number, at, judged)
    if found < 0:
        return
    told[found + f.SAY_FINDING_DAY] = told[row + f.SAY_MILESTONE_DONE]
    told[found + f.SAY_FINDING_AT] = told[row + f.SAY_MILESTONE_DONE_AT]
    told[found + f.SAY_FINDING_OVER] = over
    told[found + f.SAY_FINDING_SECONDS] = seconds
    told[found + f.SAY_FINDING_OTHER] = told[row + f.SAY_MILESTONE_EARLIEST]
    told[found + f.SAY_FINDING_OTHER_AT] = told[row + f.SAY_MILESTONE_EARLIEST_AT]
