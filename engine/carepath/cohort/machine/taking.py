"""When a case ended, and when a branch took away what lay ahead of it, in compiled code."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.flat import line_of, row_of, slot_row
from carepath.cohort.machine.walking import BY_END


@compiled
def closed(room: Table, slot: int, episode: int) -> tuple[int, int]:
    """Return when the episode ended, however it did."""
    for at in range(room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_CLOSINGS]):
        closing = slot_row(room, f.ROOM_CLOSINGS, slot, at)
        if room[closing + f.CLOSING_EPISODE] == episode:
            return (room[closing + f.CLOSING_DAY], room[closing + f.CLOSING_AT])
    return (NONE, NONE)


@compiled
def shut(room: Table, slot: int, episode: int) -> tuple[int, int]:
    """Return when the episode was closed by something other than its end state."""
    for at in range(room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_CLOSINGS]):
        closing = slot_row(room, f.ROOM_CLOSINGS, slot, at)
        if room[closing + f.CLOSING_EPISODE] == episode and room[closing + f.CLOSING_BY] != BY_END:
            return (room[closing + f.CLOSING_DAY], room[closing + f.CLOSING_AT])
    return (NONE, NONE)


@compiled
def _cut_off(tables: Table, room: Table, slot: int, at: int, milestone: int) -> bool:
    """Return whether the events of a milestone lay ahead of a branch and no longer do; what is owed stays owed."""
    branch = slot_row(room, f.ROOM_BRANCHES, slot, at)
    for place in range(room[branch + f.BRANCH_OWING], room[branch + f.BRANCH_OWING_END]):
        if tables[line_of(tables, f.PLAN_MET_BY, milestone) + room[line_of(room, f.ROOM_OWING, slot) + place]] == 1:
            return False
    left, entered, state = (
        room[branch + f.BRANCH_LEFT],
        room[branch + f.BRANCH_ENTERED],
        tables[row_of(tables, f.PLAN_MILESTONES, milestone) + f.MILESTONE_STATE],
    )
    if state >= 0:
        before_it = left < 0 or tables[line_of(tables, f.PLAN_REACHABLE, left) + state] == 1
        return before_it and tables[line_of(tables, f.PLAN_REACHABLE, entered) + state] == 0
    taken = tables[row_of(tables, f.PLAN_MILESTONES, milestone) + f.MILESTONE_TAKEN] == 1
    if tables[row_of(tables, f.PLAN_STATES, entered) + f.STATE_END] >= 0 and (not taken):
        return left >= 0
    lies_ahead = tables[line_of(tables, f.PLAN_MILESTONES_AHEAD, entered) + milestone] == 1
    lay_ahead = taken if left < 0 else tables[line_of(tables, f.PLAN_MILESTONES_AHEAD, left) + milestone] == 1
    return lay_ahead and (not lies_ahead)


@compiled
def taken_away(tables: Table, room: Table, slot: int, milestone: int, episode: int) -> tuple[int, int]:
    """Return when an exit, a re-entry or a lawful branch took a milestone away."""
    for at in range(room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_BRANCHES]):
        if room[slot_row(room, f.ROOM_BRANCHES, slot, at) + f.BRANCH_EPISODE] == episode and _cut_off(
            tables, room, slot, at, milestone
        ):
            return (room[slot_row(room, f.ROOM_BRANCHES, slot, at) + f.BRANCH_DAY], NONE)
    return shut(room, slot, episode)


@compiled
def receiver_gone(tables: Table, room: Table, slot: int, role: int, episode: int) -> tuple[int, int]:
    """Return when an exit, a re-entry or a lawful branch took away every state of a receiving role."""
    for at in range(room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_BRANCHES]):
        branch = slot_row(room, f.ROOM_BRANCHES, slot, at)
        if room[branch + f.BRANCH_EPISODE] != episode:
            continue
        lay_ahead = (
            room[branch + f.BRANCH_LEFT] < 0
            or tables[line_of(tables, f.PLAN_ROLES_AHEAD, room[branch + f.BRANCH_LEFT]) + role] == 1
        )
        if lay_ahead and tables[line_of(tables, f.PLAN_ROLES_AHEAD, room[branch + f.BRANCH_ENTERED]) + role] == 0:
            return (room[branch + f.BRANCH_DAY], NONE)
    return shut(room, slot, episode)
