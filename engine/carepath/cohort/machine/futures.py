"""Whether two standings of a case have the same future, in compiled code."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import Table, compiled
from carepath.cohort.machine.flat import line_of, row_of, slot_row
from carepath.cohort.machine.room import OTHER, TOLD


@compiled
def same_future(tables: Table, block: Table, room: Table, before: int) -> bool:
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
