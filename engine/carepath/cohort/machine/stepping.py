"""One step in compiled code: an event placed, heard, and what it moves; as in `carepath.step`."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import Table, compiled
from carepath.cohort.machine.flat import copy_row, line_of, row_of
from carepath.cohort.machine.guards import add_waits, holds
from carepath.cohort.machine.hearing import DONE, listen, waiting_for
from carepath.cohort.machine.moving import in_this_episode, left, remark, start
from carepath.cohort.machine.noting import (
    ATTRIBUTE,
    BAD_VALUE,
    DATED_IN_FUTURE,
    EVENT,
    IMPOSSIBLE_DATE,
    NONDETERMINISTIC,
    POSSIBLE_DUPLICATE,
    ROLE,
    UNKNOWN_EVENT,
    UPGRADE_NOT_ALLOWED,
    WRONG_PROVIDER,
    detail,
    note,
    note_waiting,
)
from carepath.cohort.machine.room import WAITING
from carepath.cohort.machine.walking import only_automatic, reopen

EFFECT, UNKNOWN, FUTURE, IMPOSSIBLE, DUPLICATE = range(5)


@compiled
def plays(tables: Table, role: int, provider: int, day: int) -> bool:
    """Return whether a provider plays a role on a day."""
    if provider < 0:
        return False
    if tables[row_of(tables, f.PLAN_ROLES, role) + f.ROLE_ANYONE] == 1:
        return True
    for at in range(
        tables[row_of(tables, f.PLAN_ROLES, role) + f.ROLE_FIRST],
        tables[row_of(tables, f.PLAN_ROLES, role) + f.ROLE_END],
    ):
        listing = row_of(tables, f.PLAN_LISTINGS, at)
        if (
            tables[listing + f.LISTING_PROVIDER] == provider
            and tables[listing + f.LISTING_OPENED] <= day <= tables[listing + f.LISTING_CLOSED]
        ):
            return True
    return False


@compiled
def step(tables: Table, block: Table, room: Table, told: Table, case: int, slot: int, event: int) -> None:
    """Let one event move a standing, and note what there is to say about it."""
    standing, one = (row_of(room, f.ROOM_STANDING, slot), row_of(block, f.BLOCK_TOLD, event))
    kind = block[one + f.TOLD_TYPE]
    copy_row(room, room[f.ROOM_WORLD], line_of(room, f.ROOM_KNOWN, slot), room[f.ROOM_WORLD + 1])
    copy_row(room, room[f.ROOM_WORLD_DONE], line_of(room, f.ROOM_DONE, slot), room[f.ROOM_WORLD_DONE + 1])
    for at in range(block[one + f.TOLD_VALUE], block[one + f.TOLD_VALUE_END]):
        room[room[f.ROOM_WORLD] + block[line_of(block, f.BLOCK_VALUES, at) + 0]] = block[
            line_of(block, f.BLOCK_VALUES, at) + 1
        ]
    counts, unclear, roles, start = _placed(tables, block, room, told, case, slot, event)
    if counts:
        if waiting_for(tables, block, room, event) > 0 and (not unclear):
            note_waiting(block, room, told, case, event, room[standing + f.STANDING_EPISODE])
        listen(tables, block, room, slot, event, start)
        _entered_by_itself(tables, block, room, told, case, slot, event)
        if (
            block[one + f.TOLD_PROVIDER] >= 0
            and roles >= 0
            and (tables[row_of(tables, f.PLAN_ROLE_SETS, roles) + f.ROLE_SET_JUDGED] == 1)
        ):
            _judge_provider(tables, block, room, told, case, slot, event, roles)
    for at in range(block[one + f.TOLD_BAD], block[one + f.TOLD_BAD_END]):
        note(
            block,
            room,
            told,
            case,
            BAD_VALUE,
            ATTRIBUTE,
            block[block[f.BLOCK_BAD] + at],
            event,
            room[standing + f.STANDING_EPISODE],
        )
        detail(room, told, EVENT, kind)


@compiled
def _judge_provider(
    tables: Table, block: Table, room: Table, told: Table, case: int, slot: int, event: int, roles: int
) -> None:
    one, chosen = (row_of(block, f.BLOCK_TOLD, event), row_of(tables, f.PLAN_ROLE_SETS, roles))
    for at in range(tables[chosen + f.ROLE_SET_FIRST], tables[chosen + f.ROLE_SET_END]):
        if plays(tables, tables[tables[f.PLAN_ROLE_ITEMS] + at], block[one + f.TOLD_PROVIDER], block[one + f.TOLD_DAY]):
            return
    note(
        block,
        room,
        told,
        case,
        WRONG_PROVIDER,
        EVENT,
        block[one + f.TOLD_TYPE],
        event,
        room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_EPISODE],
    )
    for at in range(tables[chosen + f.ROLE_SET_FIRST], tables[chosen + f.ROLE_SET_END]):
        detail(room, told, ROLE, tables[tables[f.PLAN_ROLE_ITEMS] + at])


@compiled
def _entered_by_itself(tables: Table, block: Table, room: Table, told: Table, case: int, slot: int, event: int) -> None:
    """Follow automatic transitions until none is true."""
    standing, kind = (row_of(room, f.ROOM_STANDING, slot), block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_TYPE])
    for _ in range(tables[f.PLAN_STATES + 1]):
        move = only_automatic(tables, block, room, slot)
        if move == -1:
            return
        if move == -2:
            note(block, room, told, case, NONDETERMINISTIC, EVENT, kind, event, room[standing + f.STANDING_EPISODE])
            return
        left(tables, block, room, told, case, slot, event, move)


@compiled
def _placed(
    tables: Table, block: Table, room: Table, told: Table, case: int, slot: int, event: int
) -> tuple[bool, bool, int, int]:
    """Find the place of an event; return whether it counts, is unclear, its set of roles and its start rule."""
    standing, one = (row_of(room, f.ROOM_STANDING, slot), row_of(block, f.BLOCK_TOLD, event))
    kind, status, void = (block[one + f.TOLD_TYPE], block[one + f.TOLD_STATUS], block[one + f.TOLD_VOID])
    if status == 1 or status == 2:
        return (False, False, -1, -1)
    if void != EFFECT:
        code = (
            UNKNOWN_EVENT
            if void == UNKNOWN
            else DATED_IN_FUTURE
            if void == FUTURE
            else IMPOSSIBLE_DATE
            if void == IMPOSSIBLE
            else POSSIBLE_DUPLICATE
        )
        remark(block, room, told, case, slot, event, code)
        return (False, False, -1, -1)
    refused = tables[row_of(tables, f.PLAN_EVENTS, kind) + f.EVENT_REFUSED]
    if refused >= 0 and holds(tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], refused) == 1:
        remark(block, room, told, case, slot, event, UPGRADE_NOT_ALLOWED)
        return (False, False, -1, -1)
    if room[standing + f.STANDING_STATE] < 0:
        return start(tables, block, room, told, case, slot, event)
    returns = _may_return(tables, room, slot, kind, status)
    if returns:
        for way in range(tables[f.PLAN_REENTRIES + 1]):
            if _way_back(tables, block, room, way, kind) == 1:
                reopen(tables, block, room, slot, way, event)
                return (True, False, -1, -1)
    episode = room[standing + f.STANDING_EPISODE]
    counts, unclear, roles = in_this_episode(tables, block, room, told, case, slot, event)
    if returns and (not unclear):
        count = 0
        for way in range(tables[f.PLAN_REENTRIES + 1]):
            if _way_back(tables, block, room, way, kind) == 2:
                guard = tables[row_of(tables, f.PLAN_REENTRIES, way) + f.REENTRY_GUARD]
                count = add_waits(tables, room, room[f.ROOM_WORLD], guard, count)
        room[room[f.ROOM_COUNTS] + WAITING] = count
        if count > 0:
            note_waiting(block, room, told, case, event, episode)
    return (counts, unclear, roles, -1)


@compiled
def _way_back(tables: Table, block: Table, room: Table, way: int, kind: int) -> int:
    """Return whether a re-entry is opened by a type of event: 1, 0, or 2 where its condition is not known."""
    again = row_of(tables, f.PLAN_REENTRIES, way)
    if tables[again + f.REENTRY_EVENT] != kind:
        return 0
    return holds(tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], tables[again + f.REENTRY_GUARD])


@compiled
def _may_return(tables: Table, room: Table, slot: int, kind: int, status: int) -> bool:
    """Return whether the event may open the next episode: not where the current state itself moves on it."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    if status != DONE or tables[f.PLAN_REENTRIES + 1] == 0:
        return False
    if room[standing + f.STANDING_CLOSED] < 0:
        state = row_of(tables, f.PLAN_STATES, room[standing + f.STANDING_STATE])
        for at in range(tables[state + f.STATE_MOVE], tables[state + f.STATE_MOVE_END]):
            if tables[row_of(tables, f.PLAN_MOVES, at) + f.MOVE_EVENT] == kind:
                return False
    return True
