"""Moves of a case between states, in compiled code: what `carepath.moves` and `carepath.standing` mean."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import Table, compiled
from carepath.cohort.machine.flat import copy_row, fill, line_of, row_of, slot_row
from carepath.cohort.machine.guards import holds
from carepath.cohort.machine.room import OWED, TROUBLE

BY_END, BY_EXIT, BY_REENTRY = range(3)
FULL = 2


@compiled
def begin_case(room: Table, slot: int) -> None:
    """Empty a standing."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    room[standing + f.STANDING_STATE] = -1
    room[standing + f.STANDING_EPISODE] = 1
    room[standing + f.STANDING_CLOSED] = -1
    room[standing + f.STANDING_STARTED] = -1
    room[standing + f.STANDING_VISITS] = 0
    room[standing + f.STANDING_HEARD] = 0
    room[standing + f.STANDING_SIGNALS] = 0
    room[standing + f.STANDING_MET] = 0
    room[standing + f.STANDING_BRANCHES] = 0
    room[standing + f.STANDING_CLOSINGS] = 0
    room[standing + f.STANDING_REOPENED] = 0
    room[standing + f.STANDING_OWING] = 0
    fill(room, f.ROOM_DONE, slot, 0)
    fill(room, f.ROOM_SETTLED, slot, 0)
    fill(room, f.ROOM_KNOWN, slot, -1)


@compiled
def copy(room: Table, to: int, source: int) -> None:
    """Copy a standing."""
    here = row_of(room, f.ROOM_STANDING, source)
    copy_row(room, row_of(room, f.ROOM_STANDING, to), here, f.STANDING_WIDTH)
    for at in range(room[here + f.STANDING_VISITS]):
        copy_row(room, slot_row(room, f.ROOM_VISITS, to, at), slot_row(room, f.ROOM_VISITS, source, at), f.VISIT_WIDTH)
    for at in range(room[here + f.STANDING_HEARD]):
        copy_row(room, slot_row(room, f.ROOM_HEARD, to, at), slot_row(room, f.ROOM_HEARD, source, at), f.HEARD_WIDTH)
    for at in range(room[here + f.STANDING_SIGNALS]):
        copy_row(
            room, slot_row(room, f.ROOM_SIGNALS, to, at), slot_row(room, f.ROOM_SIGNALS, source, at), f.SIGNAL_WIDTH
        )
    for at in range(room[here + f.STANDING_MET]):
        copy_row(room, slot_row(room, f.ROOM_MET, to, at), slot_row(room, f.ROOM_MET, source, at), f.MEETING_WIDTH)
    for at in range(room[here + f.STANDING_BRANCHES]):
        copy_row(
            room, slot_row(room, f.ROOM_BRANCHES, to, at), slot_row(room, f.ROOM_BRANCHES, source, at), f.BRANCH_WIDTH
        )
    for at in range(room[here + f.STANDING_CLOSINGS]):
        copy_row(
            room, slot_row(room, f.ROOM_CLOSINGS, to, at), slot_row(room, f.ROOM_CLOSINGS, source, at), f.CLOSING_WIDTH
        )
    for at in range(room[here + f.STANDING_REOPENED]):
        room[line_of(room, f.ROOM_REOPENED, to) + at] = room[line_of(room, f.ROOM_REOPENED, source) + at]
    for at in range(room[here + f.STANDING_OWING]):
        room[line_of(room, f.ROOM_OWING, to) + at] = room[line_of(room, f.ROOM_OWING, source) + at]
    copy_row(room, line_of(room, f.ROOM_DONE, to), line_of(room, f.ROOM_DONE, source), room[f.ROOM_DONE + 1])
    copy_row(room, line_of(room, f.ROOM_SETTLED, to), line_of(room, f.ROOM_SETTLED, source), room[f.ROOM_SETTLED + 1])
    copy_row(room, line_of(room, f.ROOM_KNOWN, to), line_of(room, f.ROOM_KNOWN, source), room[f.ROOM_KNOWN + 1])


@compiled
def owed(tables: Table, block: Table, room: Table, slot: int) -> int:
    """Put the required tasks of the current visit that are neither done nor settled into `owed`; return how many."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    room[room[f.ROOM_COUNTS] + OWED] = 0
    visits = room[standing + f.STANDING_VISITS]
    if visits == 0 or room[standing + f.STANDING_STATE] < 0:
        return 0
    visit = slot_row(room, f.ROOM_VISITS, slot, visits - 1)
    state = row_of(tables, f.PLAN_STATES, room[visit + f.VISIT_STATE])
    since = -1
    if room[visit + f.VISIT_NUMBER] > 1:
        for at in range(visits - 1):
            other = slot_row(room, f.ROOM_VISITS, slot, at)
            if (
                room[other + f.VISIT_STATE] == room[visit + f.VISIT_STATE]
                and room[other + f.VISIT_EPISODE] == room[visit + f.VISIT_EPISODE]
            ):
                since = room[slot_row(room, f.ROOM_VISITS, slot, at + 1) + f.VISIT_HEARD]
    count = 0
    for at in range(tables[state + f.STATE_TASK], tables[state + f.STATE_TASK_END]):
        task = row_of(tables, f.PLAN_TASKS, at)
        if tables[task + f.TASK_REQUIRED] == 0:
            continue
        event = tables[task + f.TASK_EVENT]
        if since < 0:
            seen = (
                room[line_of(room, f.ROOM_DONE, slot) + event] == 1
                or room[line_of(room, f.ROOM_SETTLED, slot) + event] == 1
            )
        else:
            seen = False
            for place in range(since, room[standing + f.STANDING_HEARD]):
                if (
                    block[
                        row_of(block, f.BLOCK_TOLD, room[slot_row(room, f.ROOM_HEARD, slot, place) + f.HEARD_EVENT])
                        + f.TOLD_TYPE
                    ]
                    == event
                ):
                    seen = True
                    break
        if not seen:
            room[room[f.ROOM_OWED] + count] = event
            count += 1
    room[room[f.ROOM_COUNTS] + OWED] = count
    return count


@compiled
def close(room: Table, block: Table, slot: int, kind: int, by: int, event: int) -> None:
    """End the episode."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    place = room[standing + f.STANDING_CLOSINGS]
    if place >= room[f.ROOM_CLOSINGS + 1]:
        room[room[f.ROOM_COUNTS] + TROUBLE] = FULL
        return
    closing = slot_row(room, f.ROOM_CLOSINGS, slot, place)
    room[closing + f.CLOSING_EPISODE] = room[standing + f.STANDING_EPISODE]
    room[closing + f.CLOSING_DAY] = block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_DAY]
    room[closing + f.CLOSING_AT] = block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_AT]
    room[closing + f.CLOSING_BY] = by
    room[closing + f.CLOSING_KIND] = kind
    room[closing + f.CLOSING_EVENT] = event
    room[standing + f.STANDING_CLOSINGS] = place + 1
    room[standing + f.STANDING_CLOSED] = place


@compiled
def enter(tables: Table, block: Table, room: Table, slot: int, state: int, event: int) -> None:
    """Put the case into a state; an end state closes the episode."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    place = room[standing + f.STANDING_VISITS]
    if place >= room[f.ROOM_VISITS + 1]:
        room[room[f.ROOM_COUNTS] + TROUBLE] = FULL
        return
    number = 1
    for at in range(place):
        other = slot_row(room, f.ROOM_VISITS, slot, at)
        if (
            room[other + f.VISIT_STATE] == state
            and room[other + f.VISIT_EPISODE] == room[standing + f.STANDING_EPISODE]
        ):
            number += 1
    visit = slot_row(room, f.ROOM_VISITS, slot, place)
    room[visit + f.VISIT_STATE] = state
    room[visit + f.VISIT_EPISODE] = room[standing + f.STANDING_EPISODE]
    room[visit + f.VISIT_NUMBER] = number
    room[visit + f.VISIT_DAY] = block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_DAY]
    room[visit + f.VISIT_EVENT] = event
    room[visit + f.VISIT_HEARD] = room[standing + f.STANDING_HEARD]
    room[standing + f.STANDING_VISITS] = place + 1
    room[standing + f.STANDING_STATE] = state
    if tables[row_of(tables, f.PLAN_STATES, state) + f.STATE_END] >= 0:
        close(room, block, slot, tables[row_of(tables, f.PLAN_STATES, state) + f.STATE_END], BY_END, event)


@compiled
def branch(room: Table, block: Table, slot: int, left: int, entered: int, event: int, tasks: int) -> None:
    """Keep a lawful choice, with the tasks (in `owed`) that it leaves undone."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    place = room[standing + f.STANDING_BRANCHES]
    if place >= room[f.ROOM_BRANCHES + 1]:
        room[room[f.ROOM_COUNTS] + TROUBLE] = FULL
        return
    row = slot_row(room, f.ROOM_BRANCHES, slot, place)
    room[row + f.BRANCH_EPISODE] = room[standing + f.STANDING_EPISODE]
    room[row + f.BRANCH_DAY] = block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_DAY]
    room[row + f.BRANCH_LEFT] = left
    room[row + f.BRANCH_ENTERED] = entered
    room[row + f.BRANCH_OWING] = room[standing + f.STANDING_OWING]
    for at in range(tasks):
        room[line_of(room, f.ROOM_OWING, slot) + (room[standing + f.STANDING_OWING] + at)] = room[
            room[f.ROOM_OWED] + at
        ]
    room[standing + f.STANDING_OWING] += tasks
    room[row + f.BRANCH_OWING_END] = room[standing + f.STANDING_OWING]
    room[row + f.BRANCH_EVENT] = event
    room[standing + f.STANDING_BRANCHES] = place + 1


@compiled
def begin(tables: Table, block: Table, room: Table, slot: int, state: int, event: int) -> None:
    """Open the case; the route in is a choice."""
    room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_STARTED] = event
    branch(room, block, slot, -1, state, event, 0)
    enter(tables, block, room, slot, state, event)


@compiled
def leave(tables: Table, block: Table, room: Table, slot: int, event: int, move: int, tasks: int) -> None:
    """Follow a transition; the tasks in `owed` are those left undone."""
    taken = row_of(tables, f.PLAN_MOVES, move)
    if tables[taken + f.MOVE_GUARDED] == 1:
        branch(
            room,
            block,
            slot,
            room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_STATE],
            tables[taken + f.MOVE_TO],
            event,
            tasks,
        )
    enter(tables, block, room, slot, tables[taken + f.MOVE_TO], event)


@compiled
def reopen(tables: Table, block: Table, room: Table, slot: int, way: int, event: int) -> None:
    """Open the next episode; what the one before left open is closed."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    again = row_of(tables, f.PLAN_REENTRIES, way)
    if room[standing + f.STANDING_CLOSED] < 0:
        close(room, block, slot, tables[again + f.REENTRY_KIND], BY_REENTRY, event)
    room[standing + f.STANDING_EPISODE] += 1
    room[standing + f.STANDING_CLOSED] = -1
    fill(room, f.ROOM_DONE, slot, 0)
    fill(room, f.ROOM_SETTLED, slot, 0)
    room[line_of(room, f.ROOM_REOPENED, slot) + room[standing + f.STANDING_REOPENED]] = way
    room[standing + f.STANDING_REOPENED] += 1
    enter(tables, block, room, slot, tables[again + f.REENTRY_TO], event)


@compiled
def only_automatic(tables: Table, block: Table, room: Table, slot: int) -> int:
    """Return the automatic move that is true: its number, -1 where there is none, -2 where there are several."""
    standing = row_of(room, f.ROOM_STANDING, slot)
    if room[standing + f.STANDING_STATE] < 0 or room[standing + f.STANDING_CLOSED] >= 0:
        return -1
    state = row_of(tables, f.PLAN_STATES, room[standing + f.STANDING_STATE])
    chosen = -1
    for at in range(tables[state + f.STATE_MOVE], tables[state + f.STATE_MOVE_END]):
        move = row_of(tables, f.PLAN_MOVES, at)
        if tables[move + f.MOVE_EVENT] >= 0:
            continue
        if (
            holds(
                tables,
                block,
                room,
                line_of(room, f.ROOM_KNOWN, slot),
                line_of(room, f.ROOM_DONE, slot),
                tables[move + f.MOVE_GUARD],
            )
            == 1
        ):
            if chosen >= 0:
                return -2
            chosen = at
    return chosen
