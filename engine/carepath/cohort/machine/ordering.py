"""Events of one day whose order is not known, in compiled code: both orders are tried, as in `carepath.fold`."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.days import day_ends
from carepath.cohort.machine.flat import line_of, row_of
from carepath.cohort.machine.futures import same_future
from carepath.cohort.machine.noting import EVENT, ORDER_AMBIGUOUS, PAIR, STATE, detail, note
from carepath.cohort.machine.outcomes import outcome, row_differs
from carepath.cohort.machine.room import HERE, MAIN, OTHER, QUIET, TOLD
from carepath.cohort.machine.stepping import EFFECT, step
from carepath.cohort.machine.walking import copy

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
    if same_future(tables, block, room, room[row_of(room, f.ROOM_STANDING, HERE) + f.STANDING_HEARD]):
        return True
    for later in range(place + 2, count):
        step(tables, block, room, told, case, OTHER, room[room[f.ROOM_MOVING] + later])
    day = block[row_of(block, f.BLOCK_TOLD, first) + f.TOLD_DAY]
    evening = day_ends(days, day) if days[f.DAYS_BEGINS + 1] > 0 else 0
    one = outcome(tables, days, block, room, told, case, MAIN, 0, day, evening)
    two = outcome(tables, days, block, room, told, case, OTHER, 1, day, evening)
    room[room[f.ROOM_OUTCOME_SIZE] + 0] = one
    room[room[f.ROOM_OUTCOME_SIZE] + 1] = two
    if one != two:
        return False
    for row in range(one):
        if row_differs(room, row, 0):
            return False
    return True


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
    if row_differs(room, 0, 0):
        detail(room, told, DIFFERENCE, POSITION)
        detail(room, told, STATE, room[line_of(room, f.ROOM_OUTCOME, 0) + 0])
        detail(room, told, STATE, room[line_of(room, f.ROOM_OUTCOME, 1) + 0])
        return
    if row_differs(room, 1, 0):
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
        if row_differs(room, row, 2):
            at = room[line_of(room, f.ROOM_OUTCOME_ROWS, 0) + row]
            detail(
                room,
                told,
                room[line_of(room, f.ROOM_OUTCOME, 0) + at],
                room[line_of(room, f.ROOM_OUTCOME, 0) + (at + 1)],
            )
