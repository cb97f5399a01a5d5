"""Where an event belongs that the current state does not take, in compiled code: as in `carepath.placement`."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import Table, compiled
from carepath.cohort.machine.flat import fill, line_of, row_of, slot_row
from carepath.cohort.machine.guards import holds
from carepath.cohort.machine.noting import (
    AMBIGUOUS_JUMP,
    EVENT,
    OTHER_BRANCH,
    OUT_OF_ORDER,
    REPEATED,
    SKIPPED,
    SKIPPED_REQUIRED,
    STATE,
    detail,
    note,
)
from carepath.cohort.machine.walking import owed

FAR = 1 << 40
NO_WAY, GAP, AHEAD = (-1, -2, 0)


@compiled
def _undone(tables: Table, room: Table, slot: int, state: int) -> int:
    """Return how many required tasks of a state are neither done nor settled."""
    count = 0
    for at in range(
        tables[row_of(tables, f.PLAN_STATES, state) + f.STATE_TASK],
        tables[row_of(tables, f.PLAN_STATES, state) + f.STATE_TASK_END],
    ):
        task = row_of(tables, f.PLAN_TASKS, at)
        if (
            tables[task + f.TASK_REQUIRED] == 1
            and room[line_of(room, f.ROOM_DONE, slot) + tables[task + f.TASK_EVENT]] == 0
            and (room[line_of(room, f.ROOM_SETTLED, slot) + tables[task + f.TASK_EVENT]] == 0)
        ):
            count += 1
    return count


@compiled
def _takes(tables: Table, block: Table, room: Table, state: int, kind: int) -> bool:
    """Return whether a state has the event as a task, or a transition on it that may be true."""
    row = row_of(tables, f.PLAN_STATES, state)
    for at in range(tables[row + f.STATE_TASK], tables[row + f.STATE_TASK_END]):
        if tables[row_of(tables, f.PLAN_TASKS, at) + f.TASK_EVENT] == kind:
            return True
    for at in range(tables[row + f.STATE_MOVE], tables[row + f.STATE_MOVE_END]):
        move = row_of(tables, f.PLAN_MOVES, at)
        if (
            tables[move + f.MOVE_EVENT] == kind
            and holds(tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], tables[move + f.MOVE_GUARD])
            != 0
        ):
            return True
    return False


@compiled
def _smaller(room: Table, here: int, to: int, other: int) -> bool:
    """Return whether the path to `here` and on to `to` is smaller by states than the path to `other`."""
    length, rival = (room[line_of(room, f.ROOM_PATH, here) + 0], room[line_of(room, f.ROOM_PATH, other) + 0])
    for at in range(min(length + 1, rival)):
        mine = to if at == length else room[line_of(room, f.ROOM_PATH, here) + (at + 1)]
        if mine != room[line_of(room, f.ROOM_PATH, other) + (at + 1)]:
            return mine < room[line_of(room, f.ROOM_PATH, other) + (at + 1)]
    return length + 1 < rival


@compiled
def _path_before(room: Table, one: int, other: int) -> bool:
    length, rival = (room[line_of(room, f.ROOM_PATH, one) + 0], room[line_of(room, f.ROOM_PATH, other) + 0])
    for at in range(min(length, rival)):
        if room[line_of(room, f.ROOM_PATH, one) + (at + 1)] != room[line_of(room, f.ROOM_PATH, other) + (at + 1)]:
            return room[line_of(room, f.ROOM_PATH, one) + (at + 1)] < room[line_of(room, f.ROOM_PATH, other) + (at + 1)]
    return length < rival


@compiled
def _search(tables: Table, block: Table, room: Table, slot: int) -> None:
    """Find the cheapest path to every state over moves whose guard is not false; the smallest among equals."""
    states = tables[f.PLAN_STATES + 1]
    first = room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_STATE]
    fill(room, f.ROOM_COST, 0, FAR)
    fill(room, f.ROOM_SETTLED_STATES, 0, 0)
    room[room[f.ROOM_COST] + first] = owed(tables, block, room, slot)
    room[line_of(room, f.ROOM_PATH, first) + 0] = 1
    room[line_of(room, f.ROOM_PATH, first) + 1] = first
    for _ in range(states):
        here = -1
        for state in range(states):
            if room[room[f.ROOM_SETTLED_STATES] + state] == 1 or room[room[f.ROOM_COST] + state] == FAR:
                continue
            if (
                here < 0
                or room[room[f.ROOM_COST] + state] < room[room[f.ROOM_COST] + here]
                or (
                    room[room[f.ROOM_COST] + state] == room[room[f.ROOM_COST] + here]
                    and _path_before(room, state, here)
                )
            ):
                here = state
        if here < 0:
            return
        room[room[f.ROOM_SETTLED_STATES] + here] = 1
        row = row_of(tables, f.PLAN_STATES, here)
        price = room[room[f.ROOM_COST] + here]
        if here != first:
            price += _undone(tables, room, slot, here) + (1 - tables[row + f.STATE_OPTIONAL])
        for at in range(tables[row + f.STATE_MOVE], tables[row + f.STATE_MOVE_END]):
            move = row_of(tables, f.PLAN_MOVES, at)
            to = tables[move + f.MOVE_TO]
            if room[room[f.ROOM_SETTLED_STATES] + to] == 1 or room[room[f.ROOM_COST] + to] < price:
                continue
            if (
                holds(tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], tables[move + f.MOVE_GUARD])
                == 0
            ):
                continue
            if price < room[room[f.ROOM_COST] + to] or _smaller(room, here, to, to):
                room[room[f.ROOM_COST] + to] = price
                length = room[line_of(room, f.ROOM_PATH, here) + 0]
                for place in range(1, length + 1):
                    room[line_of(room, f.ROOM_PATH, to) + place] = room[line_of(room, f.ROOM_PATH, here) + place]
                room[line_of(room, f.ROOM_PATH, to) + (length + 1)] = to
                room[line_of(room, f.ROOM_PATH, to) + 0] = length + 1


@compiled
def jump(tables: Table, block: Table, room: Table, told: Table, case: int, slot: int, event: int) -> int:
    """Return the nearest state ahead that takes the event, and note what is passed over; NO_WAY or GAP."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    kind, first = (block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_TYPE], room[standing + f.STANDING_STATE])
    goals, ahead = (0, False)
    for at in range(
        tables[row_of(tables, f.PLAN_EVENTS, kind) + f.EVENT_TAKER],
        tables[row_of(tables, f.PLAN_EVENTS, kind) + f.EVENT_TAKER_END],
    ):
        state = tables[tables[f.PLAN_TAKERS] + at]
        if state != first and _takes(tables, block, room, state, kind):
            room[room[f.ROOM_FOUND] + goals] = state
            goals += 1
            ahead = ahead or tables[line_of(tables, f.PLAN_REACHABLE, first) + state] == 1
    if not ahead:
        return NO_WAY
    _search(tables, block, room, slot)
    best = -1
    for at in range(goals):
        state = room[room[f.ROOM_FOUND] + at]
        if room[room[f.ROOM_COST] + state] < FAR and (
            best < 0 or room[room[f.ROOM_COST] + state] < room[room[f.ROOM_COST] + best]
        ):
            best = state
    if best < 0:
        return NO_WAY
    tasks = owed(tables, block, room, slot)
    required, length = (tasks, room[line_of(room, f.ROOM_PATH, best) + 0])
    for at in range(2, length):
        state = room[line_of(room, f.ROOM_PATH, best) + at]
        required += _undone(tables, room, slot, state) + (
            1 - tables[row_of(tables, f.PLAN_STATES, state) + f.STATE_OPTIONAL]
        )
    if tables[f.PLAN_ON_GAP_STAYS] == 1 and required > 0:
        return GAP
    code = SKIPPED_REQUIRED if required > 0 else SKIPPED
    note(block, room, told, case, code, EVENT, kind, event, room[standing + f.STANDING_EPISODE])
    for at in range(tasks):
        detail(room, told, EVENT, room[room[f.ROOM_OWED] + at])
    for at in range(2, length):
        state = room[line_of(room, f.ROOM_PATH, best) + at]
        for place in range(
            tables[row_of(tables, f.PLAN_STATES, state) + f.STATE_TASK],
            tables[row_of(tables, f.PLAN_STATES, state) + f.STATE_TASK_END],
        ):
            task = row_of(tables, f.PLAN_TASKS, place)
            undone = (
                room[line_of(room, f.ROOM_DONE, slot) + tables[task + f.TASK_EVENT]] == 0
                and room[line_of(room, f.ROOM_SETTLED, slot) + tables[task + f.TASK_EVENT]] == 0
            )
            if tables[task + f.TASK_REQUIRED] == 1 and undone:
                detail(room, told, EVENT, tables[task + f.TASK_EVENT])
        if tables[row_of(tables, f.PLAN_STATES, state) + f.STATE_OPTIONAL] == 0:
            detail(room, told, STATE, state)
    for at in range(2, length):
        if tables[row_of(tables, f.PLAN_STATES, room[line_of(room, f.ROOM_PATH, best) + at]) + f.STATE_OPTIONAL] == 1:
            detail(room, told, STATE, room[line_of(room, f.ROOM_PATH, best) + at])
    rivals = 0
    for at in range(goals):
        state = room[room[f.ROOM_FOUND] + at]
        if state != best and room[room[f.ROOM_COST] + state] == room[room[f.ROOM_COST] + best]:
            if rivals == 0:
                note(block, room, told, case, AMBIGUOUS_JUMP, EVENT, kind, event, room[standing + f.STANDING_EPISODE])
                detail(room, told, STATE, best)
            rivals += 1
            detail(room, told, STATE, state)
    return best


@compiled
def why_it_stays(tables: Table, room: Table, slot: int, kind: int) -> int:
    """Return why an event that fits no state ahead stays: repeated, out-of-order or other-branch."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    for at in range(
        tables[row_of(tables, f.PLAN_EVENTS, kind) + f.EVENT_TAKER],
        tables[row_of(tables, f.PLAN_EVENTS, kind) + f.EVENT_TAKER_END],
    ):
        for place in range(room[standing + f.STANDING_VISITS]):
            visit = slot_row(room, f.ROOM_VISITS, slot, place)
            if (
                room[visit + f.VISIT_STATE] == tables[tables[f.PLAN_TAKERS] + at]
                and room[visit + f.VISIT_EPISODE] == room[standing + f.STANDING_EPISODE]
            ):
                return REPEATED if room[line_of(room, f.ROOM_DONE, slot) + kind] == 1 else OUT_OF_ORDER
    return REPEATED if tables[row_of(tables, f.PLAN_EVENTS, kind) + f.EVENT_STARTS] == 1 else OTHER_BRANCH
