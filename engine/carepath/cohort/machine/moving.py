"""How an event moves a case through its states, in compiled code."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import Table, compiled
from carepath.cohort.machine.flat import line_of, row_of
from carepath.cohort.machine.guards import add_waits, holds
from carepath.cohort.machine.hearing import DONE
from carepath.cohort.machine.noting import (
    AFTER_END,
    BEFORE_START,
    EVENT,
    NONDETERMINISTIC,
    OUT_OF_ORDER,
    REPEATED,
    SKIPPED,
    STATE,
    detail,
    note,
    note_waiting,
)
from carepath.cohort.machine.placing import GAP, NO_WAY, jump, why_it_stays
from carepath.cohort.machine.room import WAITING
from carepath.cohort.machine.walking import BY_EXIT, begin, close, enter, leave, owed


@compiled
def start(
    tables: Table, block: Table, room: Table, told: Table, case: int, slot: int, event: int
) -> tuple[bool, bool, int, int]:
    """Try the start rules in their order; the first true one wins."""
    one, count = (row_of(block, f.BLOCK_TOLD, event), 0)
    if block[one + f.TOLD_STATUS] == DONE:
        for rule in range(tables[f.PLAN_STARTS + 1]):
            start = row_of(tables, f.PLAN_STARTS, rule)
            if tables[start + f.START_EVENT] != block[one + f.TOLD_TYPE]:
                continue
            truth = holds(
                tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], tables[start + f.START_GUARD]
            )
            if truth == 1:
                begin(tables, block, room, slot, tables[start + f.START_TO], event)
                return (True, False, -1, rule)
            if truth == 2:
                count = add_waits(tables, room, room[f.ROOM_WORLD], tables[start + f.START_GUARD], count)
    if count > 0:
        room[room[f.ROOM_COUNTS] + WAITING] = count
        note_waiting(block, room, told, case, event, room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_EPISODE])
    remark(block, room, told, case, slot, event, BEFORE_START)
    return (True, count > 0, -1, -1)


@compiled
def in_this_episode(
    tables: Table, block: Table, room: Table, told: Table, case: int, slot: int, event: int
) -> tuple[bool, bool, int]:
    """Find the place of an event that opens no further episode."""
    standing, one = (row_of(room, f.ROOM_STANDING, slot), row_of(block, f.BLOCK_TOLD, event))
    kind = block[one + f.TOLD_TYPE]
    if room[standing + f.STANDING_CLOSED] >= 0:
        remark(block, room, told, case, slot, event, AFTER_END)
        return (True, False, -1)
    if block[one + f.TOLD_STATUS] != DONE or 1 <= tables[row_of(tables, f.PLAN_EVENTS, kind) + f.EVENT_TRANSFER] <= 4:
        return (True, False, -1)
    unclear = -1
    for way in range(tables[f.PLAN_EXITS + 1]):
        out = row_of(tables, f.PLAN_EXITS, way)
        if tables[out + f.EXIT_EVENT] != kind:
            continue
        truth = holds(tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], tables[out + f.EXIT_GUARD])
        if truth == 1:
            close(room, block, slot, tables[out + f.EXIT_KIND], BY_EXIT, event)
            return (True, False, -1)
        if truth == 2 and unclear < 0:
            unclear = way
    if unclear >= 0:
        room[room[f.ROOM_COUNTS] + WAITING] = add_waits(
            tables, room, room[f.ROOM_WORLD], tables[row_of(tables, f.PLAN_EXITS, unclear) + f.EXIT_GUARD], 0
        )
        note_waiting(block, room, told, case, event, room[standing + f.STANDING_EPISODE])
        return (True, True, -1)
    return _in_the_graph(tables, block, room, told, case, slot, event)


@compiled
def _in_the_graph(
    tables: Table, block: Table, room: Table, told: Table, case: int, slot: int, event: int
) -> tuple[bool, bool, int]:
    """Take the event where the case is, or jump ahead, or let it stay."""
    kind = block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_TYPE]
    taken, unclear, roles = _taken(tables, block, room, told, case, slot, event)
    if taken:
        return (True, unclear, roles)
    if tables[row_of(tables, f.PLAN_EVENTS, kind) + f.EVENT_BESIDE] == 1:
        return (True, False, -1)
    if (
        tables[row_of(tables, f.PLAN_EVENTS, kind) + f.EVENT_REPEAT] == 1
        and room[line_of(room, f.ROOM_DONE, slot) + kind] == 1
    ):
        return (True, False, -1)
    ahead = jump(tables, block, room, told, case, slot, event)
    if ahead == NO_WAY:
        reason = why_it_stays(tables, room, slot, kind)
        remark(block, room, told, case, slot, event, reason)
        return (reason != REPEATED, False, -1)
    if ahead == GAP:
        remark(block, room, told, case, slot, event, OUT_OF_ORDER)
        return (True, False, -1)
    enter(tables, block, room, slot, ahead, event)
    taken, unclear, roles = _taken(tables, block, room, told, case, slot, event)
    return (True, unclear, roles)


@compiled
def _taken(
    tables: Table, block: Table, room: Table, told: Table, case: int, slot: int, event: int
) -> tuple[bool, bool, int]:
    """Let the current state take the event; return whether it does, is unclear, and its roles."""
    standing, kind = (row_of(room, f.ROOM_STANDING, slot), block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_TYPE])
    state = row_of(tables, f.PLAN_STATES, room[standing + f.STANDING_STATE])
    first, chosen, true = (-1, -1, 0)
    for at in range(tables[state + f.STATE_MOVE], tables[state + f.STATE_MOVE_END]):
        move = row_of(tables, f.PLAN_MOVES, at)
        if tables[move + f.MOVE_EVENT] != kind:
            continue
        if first < 0:
            first = at
        if holds(tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], tables[move + f.MOVE_GUARD]) == 1:
            chosen = at
            true += 1
    if first < 0:
        for at in range(tables[state + f.STATE_TASK], tables[state + f.STATE_TASK_END]):
            if tables[row_of(tables, f.PLAN_TASKS, at) + f.TASK_EVENT] == kind:
                return (True, False, tables[row_of(tables, f.PLAN_TASKS, at) + f.TASK_ROLES])
        return (False, False, -1)
    if true == 1:
        roles = tables[row_of(tables, f.PLAN_MOVES, chosen) + f.MOVE_ROLES]
        left(tables, block, room, told, case, slot, event, chosen)
        return (True, False, roles)
    roles = tables[row_of(tables, f.PLAN_MOVES, first) + f.MOVE_ROLES]
    if true > 1:
        remark(block, room, told, case, slot, event, NONDETERMINISTIC)
        return (True, False, roles)
    count = 0
    for at in range(tables[state + f.STATE_MOVE], tables[state + f.STATE_MOVE_END]):
        move = row_of(tables, f.PLAN_MOVES, at)
        if (
            tables[move + f.MOVE_EVENT] == kind
            and holds(tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], tables[move + f.MOVE_GUARD])
            == 2
        ):
            count = add_waits(tables, room, room[f.ROOM_WORLD], tables[move + f.MOVE_GUARD], count)
    if count == 0:
        return (True, False, roles)
    room[room[f.ROOM_COUNTS] + WAITING] = count
    note_waiting(block, room, told, case, event, room[standing + f.STANDING_EPISODE])
    return (True, True, roles)


@compiled
def left(tables: Table, block: Table, room: Table, told: Table, case: int, slot: int, event: int, move: int) -> None:
    """Follow a move and note the required tasks that it leaves undone."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    tasks, here = (owed(tables, block, room, slot), room[standing + f.STANDING_STATE])
    for at in range(tasks):
        note(
            block,
            room,
            told,
            case,
            SKIPPED,
            EVENT,
            room[room[f.ROOM_OWED] + at],
            event,
            room[standing + f.STANDING_EPISODE],
        )
        detail(room, told, STATE, here)
    leave(tables, block, room, slot, event, move, tasks)


@compiled
def remark(block: Table, room: Table, told: Table, case: int, slot: int, event: int, code: int) -> None:
    note(
        block,
        room,
        told,
        case,
        code,
        EVENT,
        block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_TYPE],
        event,
        room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_EPISODE],
    )
