"""The other order of a day, in compiled code: neighbours that are unordered are exchanged, as in `carepath.fold`."""

from __future__ import annotations

from carepath.cohort import fields as f
from carepath.cohort.compiled import NONE, Table, compiled
from carepath.cohort.days import day_ends
from carepath.cohort.flat import line_of, row_of, slot_row
from carepath.cohort.hearing import opened_milestone
from carepath.cohort.meeting import reached, target_of
from carepath.cohort.noting import CLOCK, EVENT, MILESTONE, ORDER_AMBIGUOUS, PAIR, STATE, TRANSFER, detail, note
from carepath.cohort.passing import passings
from carepath.cohort.room import HERE, MAIN, OTHER, PASSINGS, QUIET, TOLD
from carepath.cohort.running import view
from carepath.cohort.stepping import EFFECT, step
from carepath.cohort.walking import copy, owed

DIFFERENCE, BETWEEN = (11, 12)
POSITION, TASKS, VERDICTS = range(3)


@compiled
def moves(block: Table, event: int) -> bool:
    """Return whether an event has an effect and is no plan."""
    one = row_of(block, f.BLOCK_TOLD, event)
    return block[one + f.TOLD_VOID] == EFFECT and block[one + f.TOLD_STATUS] != 1 and (block[one + f.TOLD_STATUS] != 2)


@compiled
def may_be_exchanged(tables: Table, block: Table, first: int, second: int) -> bool:
    """Return whether two neighbours of a day are unordered, and something could tell the two orders apart."""
    one, two = (row_of(block, f.BLOCK_TOLD, first), row_of(block, f.BLOCK_TOLD, second))
    if (
        block[one + f.TOLD_AT] != NONE
        and block[two + f.TOLD_AT] != NONE
        and (block[one + f.TOLD_AT] != block[two + f.TOLD_AT])
    ):
        return False
    if (
        tables[row_of(tables, f.PLAN_EVENTS, block[one + f.TOLD_TYPE]) + f.EVENT_INERT] == 1
        and block[one + f.TOLD_VALUE] == block[one + f.TOLD_VALUE_END]
    ):
        return False
    return not (
        tables[row_of(tables, f.PLAN_EVENTS, block[two + f.TOLD_TYPE]) + f.EVENT_INERT] == 1
        and block[two + f.TOLD_VALUE] == block[two + f.TOLD_VALUE_END]
    )


@compiled
def exchange(
    tables: Table, days: Table, block: Table, room: Table, told: Table, case: int, low: int, high: int
) -> None:
    """Note each pair of neighbours of the day [low, high) whose order makes a difference at its end.

    HERE is the standing in the morning, MAIN that in the evening.
    """
    count = 0
    for event in range(low, high):
        if moves(block, event):
            room[room[f.ROOM_MOVING] + count] = event
            count += 1
    for place in range(count - 1):
        first, second = (room[room[f.ROOM_MOVING] + place], room[room[f.ROOM_MOVING] + (place + 1)])
        if may_be_exchanged(tables, block, first, second):
            room[room[f.ROOM_COUNTS] + QUIET] = 1
            same = _exchanged(tables, days, block, room, told, case, place, count)
            room[room[f.ROOM_COUNTS] + QUIET] = 0
            if not same:
                _note(tables, block, room, told, case, first, second)
        room[room[f.ROOM_COUNTS] + QUIET] = 1
        step(tables, block, room, told, case, HERE, first)
        room[room[f.ROOM_COUNTS] + QUIET] = 0


@compiled
def _exchanged(
    tables: Table, days: Table, block: Table, room: Table, told: Table, case: int, place: int, count: int
) -> bool:
    """Read the rest of the day with its first two events exchanged; return whether it ends the same."""
    first, second = (room[room[f.ROOM_MOVING] + place], room[room[f.ROOM_MOVING] + (place + 1)])
    copy(room, TOLD, HERE)
    step(tables, block, room, told, case, TOLD, first)
    step(tables, block, room, told, case, TOLD, second)
    copy(room, OTHER, HERE)
    step(tables, block, room, told, case, OTHER, second)
    step(tables, block, room, told, case, OTHER, first)
    if _same_future(tables, block, room, room[row_of(room, f.ROOM_STANDING, HERE) + f.STANDING_HEARD]):
        return True
    for later in range(place + 2, count):
        step(tables, block, room, told, case, OTHER, room[room[f.ROOM_MOVING] + later])
    day = block[row_of(block, f.BLOCK_TOLD, first) + f.TOLD_DAY]
    evening = day_ends(days, day) if days[f.DAYS_BEGINS + 1] > 0 else 0
    one = _outcome(tables, days, block, room, told, case, MAIN, 0, day, evening)
    two = _outcome(tables, days, block, room, told, case, OTHER, 1, day, evening)
    room[room[f.ROOM_OUTCOME_SIZE] + 0] = one
    room[room[f.ROOM_OUTCOME_SIZE] + 1] = two
    if one != two:
        return False
    for row in range(one):
        if _row_differs(room, row, 0):
            return False
    return True


@compiled
def _same_future(tables: Table, block: Table, room: Table, before: int) -> bool:
    """Return whether TOLD and OTHER can only lead to the same end of the day."""
    one, two = (row_of(room, f.ROOM_STANDING, TOLD), row_of(room, f.ROOM_STANDING, OTHER))
    if (
        room[one + f.STANDING_STATE] != room[two + f.STANDING_STATE]
        or room[one + f.STANDING_EPISODE] != room[two + f.STANDING_EPISODE]
        or room[one + f.STANDING_VISITS] != room[two + f.STANDING_VISITS]
    ):
        return False
    if (
        room[one + f.STANDING_CLOSINGS] != room[two + f.STANDING_CLOSINGS]
        or room[one + f.STANDING_BRANCHES] != room[two + f.STANDING_BRANCHES]
        or room[one + f.STANDING_HEARD] != room[two + f.STANDING_HEARD]
    ):
        return False
    for at in range(room[one + f.STANDING_VISITS]):
        if (
            room[slot_row(room, f.ROOM_VISITS, TOLD, at) + f.VISIT_STATE]
            != room[slot_row(room, f.ROOM_VISITS, OTHER, at) + f.VISIT_STATE]
        ):
            return False
    for at in range(room[one + f.STANDING_CLOSINGS]):
        left, right = (slot_row(room, f.ROOM_CLOSINGS, TOLD, at), slot_row(room, f.ROOM_CLOSINGS, OTHER, at))
        if (
            room[left + f.CLOSING_EPISODE] != room[right + f.CLOSING_EPISODE]
            or room[left + f.CLOSING_DAY] != room[right + f.CLOSING_DAY]
            or room[left + f.CLOSING_AT] != room[right + f.CLOSING_AT]
        ):
            return False
        if (
            room[left + f.CLOSING_BY] != room[right + f.CLOSING_BY]
            or room[left + f.CLOSING_KIND] != room[right + f.CLOSING_KIND]
            or room[left + f.CLOSING_EVENT] != room[right + f.CLOSING_EVENT]
        ):
            return False
    for at in range(room[one + f.STANDING_BRANCHES]):
        if _branch_differs(room, at):
            return False
    for at in range(room[f.ROOM_DONE + 1]):
        if (
            room[line_of(room, f.ROOM_DONE, TOLD) + at] != room[line_of(room, f.ROOM_DONE, OTHER) + at]
            or room[line_of(room, f.ROOM_SETTLED, TOLD) + at] != room[line_of(room, f.ROOM_SETTLED, OTHER) + at]
        ):
            return False
    for at in range(room[f.ROOM_KNOWN + 1]):
        if room[line_of(room, f.ROOM_KNOWN, TOLD) + at] != room[line_of(room, f.ROOM_KNOWN, OTHER) + at]:
            return False
    more = room[one + f.STANDING_HEARD] - before
    for at in range(more):
        if _heard_differs(tables, room, before + at, before + more - 1 - at):
            return False
    if more < 2:
        return True
    return not _both_heard(tables, block, room, before)


@compiled
def _branch_differs(room: Table, at: int) -> bool:
    left, right = (slot_row(room, f.ROOM_BRANCHES, TOLD, at), slot_row(room, f.ROOM_BRANCHES, OTHER, at))
    if (
        room[left + f.BRANCH_EPISODE] != room[right + f.BRANCH_EPISODE]
        or room[left + f.BRANCH_DAY] != room[right + f.BRANCH_DAY]
        or room[left + f.BRANCH_EVENT] != room[right + f.BRANCH_EVENT]
    ):
        return True
    if (
        room[left + f.BRANCH_LEFT] != room[right + f.BRANCH_LEFT]
        or room[left + f.BRANCH_ENTERED] != room[right + f.BRANCH_ENTERED]
    ):
        return True
    if (
        room[left + f.BRANCH_OWING_END] - room[left + f.BRANCH_OWING]
        != room[right + f.BRANCH_OWING_END] - room[right + f.BRANCH_OWING]
    ):
        return True
    for place in range(room[left + f.BRANCH_OWING_END] - room[left + f.BRANCH_OWING]):
        if (
            room[line_of(room, f.ROOM_OWING, TOLD) + (room[left + f.BRANCH_OWING] + place)]
            != room[line_of(room, f.ROOM_OWING, OTHER) + (room[right + f.BRANCH_OWING] + place)]
        ):
            return True
    return False


@compiled
def _heard_differs(tables: Table, room: Table, one: int, two: int) -> bool:
    left, right = (slot_row(room, f.ROOM_HEARD, TOLD, one), slot_row(room, f.ROOM_HEARD, OTHER, two))
    if (
        room[left + f.HEARD_EVENT] != room[right + f.HEARD_EVENT]
        or room[left + f.HEARD_EPISODE] != room[right + f.HEARD_EPISODE]
    ):
        return True
    if (
        room[left + f.HEARD_SIGNAL_END] - room[left + f.HEARD_SIGNAL]
        != room[right + f.HEARD_SIGNAL_END] - room[right + f.HEARD_SIGNAL]
    ):
        return True
    if (
        room[left + f.HEARD_MET_END] - room[left + f.HEARD_MET]
        != room[right + f.HEARD_MET_END] - room[right + f.HEARD_MET]
    ):
        return True
    for place in range(room[left + f.HEARD_SIGNAL_END] - room[left + f.HEARD_SIGNAL]):
        a, b = (
            slot_row(room, f.ROOM_SIGNALS, TOLD, room[left + f.HEARD_SIGNAL] + place),
            slot_row(room, f.ROOM_SIGNALS, OTHER, room[right + f.HEARD_SIGNAL] + place),
        )
        if (
            room[a + f.SIGNAL_CLOCK] != room[b + f.SIGNAL_CLOCK]
            or room[a + f.SIGNAL_KIND] != room[b + f.SIGNAL_KIND]
            or room[a + f.SIGNAL_DAY] != room[b + f.SIGNAL_DAY]
            or (room[a + f.SIGNAL_AT] != room[b + f.SIGNAL_AT])
        ):
            return True
        if room[a + f.SIGNAL_TRIGGER] != room[b + f.SIGNAL_TRIGGER]:
            x, y = (
                row_of(tables, f.PLAN_TRIGGERS, room[a + f.SIGNAL_TRIGGER]),
                row_of(tables, f.PLAN_TRIGGERS, room[b + f.SIGNAL_TRIGGER]),
            )
            if (
                tables[x + f.TRIGGER_REASON] != tables[y + f.TRIGGER_REASON]
                or tables[x + f.TRIGGER_RULE] != tables[y + f.TRIGGER_RULE]
                or tables[x + f.TRIGGER_CAP] != tables[y + f.TRIGGER_CAP]
            ):
                return True
    for place in range(room[left + f.HEARD_MET_END] - room[left + f.HEARD_MET]):
        if (
            room[slot_row(room, f.ROOM_MET, TOLD, room[left + f.HEARD_MET] + place) + f.MEETING_MILESTONE]
            != room[slot_row(room, f.ROOM_MET, OTHER, room[right + f.HEARD_MET] + place) + f.MEETING_MILESTONE]
        ):
            return True
    return False


@compiled
def _both_heard(tables: Table, block: Table, room: Table, before: int) -> bool:
    """Return whether a clock, a milestone or a transfer heard both of the last two events of TOLD."""
    one, two = (slot_row(room, f.ROOM_HEARD, TOLD, before), slot_row(room, f.ROOM_HEARD, TOLD, before + 1))
    for a in range(room[one + f.HEARD_SIGNAL], room[one + f.HEARD_SIGNAL_END]):
        for b in range(room[two + f.HEARD_SIGNAL], room[two + f.HEARD_SIGNAL_END]):
            if (
                room[slot_row(room, f.ROOM_SIGNALS, TOLD, a) + f.SIGNAL_CLOCK]
                == room[slot_row(room, f.ROOM_SIGNALS, TOLD, b) + f.SIGNAL_CLOCK]
            ):
                return True
    for a in range(room[one + f.HEARD_MET], room[one + f.HEARD_MET_END]):
        for b in range(room[two + f.HEARD_MET], room[two + f.HEARD_MET_END]):
            if (
                room[slot_row(room, f.ROOM_MET, TOLD, a) + f.MEETING_MILESTONE]
                == room[slot_row(room, f.ROOM_MET, TOLD, b) + f.MEETING_MILESTONE]
            ):
                return True
    first, second = (
        block[row_of(block, f.BLOCK_TOLD, room[one + f.HEARD_EVENT]) + f.TOLD_TYPE],
        block[row_of(block, f.BLOCK_TOLD, room[two + f.HEARD_EVENT]) + f.TOLD_TYPE],
    )
    return (
        tables[row_of(tables, f.PLAN_EVENTS, first) + f.EVENT_TRANSFER] > 0
        and tables[row_of(tables, f.PLAN_EVENTS, second) + f.EVENT_TRANSFER] > 0
    )


@compiled
def _row(room: Table, buffer: int, row: int, end: int) -> int:
    """End a row of an outcome; return the number of the next one."""
    room[line_of(room, f.ROOM_OUTCOME_ROWS, buffer) + (row + 1)] = end
    return row + 1


@compiled
def _outcome(
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
def _row_differs(room: Table, row: int, after: int) -> bool:
    """Return whether a row of two outcomes differs in what stands after its first places."""
    one, two = (room[line_of(room, f.ROOM_OUTCOME_ROWS, 0) + row], room[line_of(room, f.ROOM_OUTCOME_ROWS, 1) + row])
    length = room[line_of(room, f.ROOM_OUTCOME_ROWS, 0) + (row + 1)] - one
    if length != room[line_of(room, f.ROOM_OUTCOME_ROWS, 1) + (row + 1)] - two:
        return True
    for at in range(after, length):
        if room[line_of(room, f.ROOM_OUTCOME, 0) + (one + at)] != room[line_of(room, f.ROOM_OUTCOME, 1) + (two + at)]:
            return True
    return False


@compiled
def _note(tables: Table, block: Table, room: Table, told: Table, case: int, first: int, second: int) -> None:
    """Say that the order of two events is ambiguous, naming both outcomes."""
    note(
        block,
        room,
        told,
        case,
        ORDER_AMBIGUOUS,
        PAIR,
        block[row_of(block, f.BLOCK_TOLD, second) + f.TOLD_TYPE],
        first,
        room[row_of(room, f.ROOM_STANDING, HERE) + f.STANDING_EPISODE],
    )
    detail(room, told, EVENT, block[row_of(block, f.BLOCK_TOLD, first) + f.TOLD_TYPE])
    detail(room, told, EVENT, block[row_of(block, f.BLOCK_TOLD, second) + f.TOLD_TYPE])
    if _row_differs(room, 0, 0):
        detail(room, told, DIFFERENCE, POSITION)
        detail(room, told, STATE, room[line_of(room, f.ROOM_OUTCOME, 0) + 0])
        detail(room, told, STATE, room[line_of(room, f.ROOM_OUTCOME, 1) + 0])
        return
    if _row_differs(room, 1, 0):
        detail(room, told, DIFFERENCE, TASKS)
        for at in range(
            room[line_of(room, f.ROOM_OUTCOME_ROWS, 0) + 1], room[line_of(room, f.ROOM_OUTCOME_ROWS, 0) + 2]
        ):
            detail(room, told, EVENT, room[line_of(room, f.ROOM_OUTCOME, 0) + at])
        detail(room, told, BETWEEN, 0)
        for at in range(
            room[line_of(room, f.ROOM_OUTCOME_ROWS, 1) + 1], room[line_of(room, f.ROOM_OUTCOME_ROWS, 1) + 2]
        ):
            detail(room, told, EVENT, room[line_of(room, f.ROOM_OUTCOME, 1) + at])
        return
    detail(room, told, DIFFERENCE, VERDICTS)
    for row in range(2, min(room[room[f.ROOM_OUTCOME_SIZE] + 0], room[room[f.ROOM_OUTCOME_SIZE] + 1])):
        if _row_differs(room, row, 2):
            at = room[line_of(room, f.ROOM_OUTCOME_ROWS, 0) + row]
            detail(
                room,
                told,
                room[line_of(room, f.ROOM_OUTCOME, 0) + at],
                room[line_of(room, f.ROOM_OUTCOME, 0) + (at + 1)],
            )
