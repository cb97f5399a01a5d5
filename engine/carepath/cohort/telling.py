"""What is said of a case, in compiled code: rows of milestones, clocks, transfers, responsibility and findings."""

from __future__ import annotations

from carepath.cohort import fields as f
from carepath.cohort.compiled import ENDS, NONE, Table, compiled
from carepath.cohort.counting import LATE, MISSED, NOT_NEEDED, OVERDUE, Judged, elapsed, last_good_day, taken_out
from carepath.cohort.days import DAYS, SECOND, WORKING, days_from
from carepath.cohort.flat import row_of, slot_row
from carepath.cohort.hearing import opened_milestone
from carepath.cohort.meeting import anchored, earliest, final, reached, target_of, too_early_by
from carepath.cohort.noting import (
    CLOCK,
    EARLY_STOP,
    MILESTONE,
    NO_ROOM,
    NO_START,
    PATHWAY,
    PROVIDER,
    STOP_UNSTARTED,
    TRANSFER,
    UNKNOWN_ORGANISATION,
    detail,
    note,
)
from carepath.cohort.passing import holder_on, judge_transfer
from carepath.cohort.room import (
    CASES,
    CLOCKS,
    DETAILS,
    FINDINGS,
    HOLDERS,
    MAIN,
    MILESTONES,
    MISSINGS,
    PASSINGS,
    PAUSES,
    SEGMENTS,
    TRANSFERS,
    TROUBLE,
)
from carepath.findings import CODES

TIMING_LATE = CODES.index("late")
TIMING_OVERDUE = CODES.index("overdue")
TIMING_MISSED = CODES.index("missed")
BREACH = CODES.index("breach")
TOO_EARLY = CODES.index("too-early")
PRECISION_UNKNOWN = CODES.index("precision-unknown")
CALENDAR_ENDS = CODES.index("calendar-ends")
LATE_TRANSFER = CODES.index("late-transfer")
OVERDUE_TRANSFER = CODES.index("overdue-transfer")
INCOMPLETE = CODES.index("transfer-incomplete")
LATE_ANSWER = CODES.index("late-acknowledgement")
ITEM = 10


@compiled
def _place(room: Table, told: Table, table: int, size: int) -> int:
    """Return the place of the next row of a table; -1 where it is full."""
    at = told[told[f.SAID_USED] + table]
    if at >= size:
        room[room[f.ROOM_COUNTS] + TROUBLE] = NO_ROOM
        return -1
    told[told[f.SAID_USED] + table] = at + 1
    return at


@compiled
def _finding(
    room: Table, told: Table, case: int, code: int, kind: int, subject: int, episode: int, judged: Judged, provider: int
) -> int:
    """Write a finding on something judged, dated by its last good day; return its place or -1."""
    at = _place(room, told, FINDINGS, told[f.SAID_FINDINGS + 1])
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
    at = _place(room, told, MILESTONES, told[f.SAID_MILESTONES + 1])
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
    place = _finding(
        room,
        told,
        case,
        code,
        kind,
        number,
        told[row + f.SAY_MILESTONE_EPISODE],
        judged,
        told[row + f.SAY_MILESTONE_PROVIDER],
    )
    if place < 0:
        return
    found = row_of(told, f.SAID_FINDINGS, place)
    told[found + f.SAY_FINDING_OTHER] = told[row + f.SAY_MILESTONE_DONE]
    told[found + f.SAY_FINDING_OTHER_AT] = told[row + f.SAY_MILESTONE_DONE_AT]
    if code == PRECISION_UNKNOWN:
        told[found + f.SAY_FINDING_DAY] = told[row + f.SAY_MILESTONE_DONE]
        told[found + f.SAY_FINDING_AT] = told[row + f.SAY_MILESTONE_DONE_AT]
    _rests_on(told, place, at)


@compiled
def _rests_on(told: Table, place: int, at: int) -> None:
    """Name the entries of a verdict, each once."""
    row, found = (row_of(told, f.SAID_MILESTONES, at), row_of(told, f.SAID_FINDINGS, place))
    told[found + f.SAY_FINDING_FIRST] = told[row + f.SAY_MILESTONE_FIRST]
    if told[row + f.SAY_MILESTONE_SECOND] != told[row + f.SAY_MILESTONE_FIRST]:
        told[found + f.SAY_FINDING_SECOND] = told[row + f.SAY_MILESTONE_SECOND]


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
    place = _finding(
        room,
        told,
        case,
        TOO_EARLY,
        MILESTONE,
        number,
        told[row + f.SAY_MILESTONE_EPISODE],
        judged,
        told[row + f.SAY_MILESTONE_PROVIDER],
    )
    if place < 0:
        return
    found = row_of(told, f.SAID_FINDINGS, place)
    told[found + f.SAY_FINDING_DAY] = told[row + f.SAY_MILESTONE_DONE]
    told[found + f.SAY_FINDING_AT] = told[row + f.SAY_MILESTONE_DONE_AT]
    told[found + f.SAY_FINDING_OVER] = over
    told[found + f.SAY_FINDING_SECONDS] = seconds
    told[found + f.SAY_FINDING_OTHER] = told[row + f.SAY_MILESTONE_EARLIEST]
    told[found + f.SAY_FINDING_OTHER_AT] = told[row + f.SAY_MILESTONE_EARLIEST_AT]
    _rests_on(told, place, at)


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
    place = _place(room, told, CLOCKS, told[f.SAID_CLOCKS + 1])
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
        place = _place(room, told, PAUSES, told[f.SAID_PAUSES + 1])
        if place < 0:
            return False
        row = row_of(told, f.SAID_PAUSES, place)
        told[row + f.SAY_PAUSE_START] = room[row_of(room, f.ROOM_GAPS, gap) + f.GAP_START]
        told[row + f.SAY_PAUSE_END] = room[row_of(room, f.ROOM_GAPS, gap) + f.GAP_END]
        told[row + f.SAY_PAUSE_REASON] = room[row_of(room, f.ROOM_GAPS, gap) + f.GAP_REASON]
        told[row + f.SAY_PAUSE_DAYS] = so_far - before
        before = so_far
    return True


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
    place = _place(room, told, TRANSFERS, told[f.SAID_TRANSFERS + 1])
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
        spot = _place(room, told, MISSINGS, told[f.SAID_MISSING + 1])
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
        place = _finding(room, told, case, LATE_TRANSFER, TRANSFER, number, episode, judged, sender)
        if place >= 0:
            told[row_of(told, f.SAID_FINDINGS, place) + f.SAY_FINDING_SECONDS] = NONE
            told[row_of(told, f.SAID_FINDINGS, place) + f.SAY_FINDING_OTHER] = room[passing + f.PASSING_HANDOVER]
            _moved_by(room, told, place, at)
    elif judged.verdict == OVERDUE or judged.verdict == MISSED:
        place = _finding(room, told, case, OVERDUE_TRANSFER, TRANSFER, number, episode, judged, sender)
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
        place = _finding(room, told, case, INCOMPLETE, TRANSFER, number, episode, judged, sender)
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
    place = _finding(
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
    place = _place(room, told, SEGMENTS, told[f.SAID_SEGMENTS + 1])
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
    _finding(room, told, case, NO_START, PATHWAY, 0, 1, plain, -1)
