"""Milestones and clock targets judged in compiled code: as in `carepath.milestones` and `carepath.verdicts`."""

from __future__ import annotations

from carepath.cohort import fields as f
from carepath.cohort.compiled import ENDS, NONE, Table, compiled
from carepath.cohort.counting import (
    LATE,
    MET,
    NOT_NEEDED,
    NOT_POSSIBLE,
    NOT_STARTED,
    OVERDUE,
    PENDING,
    UNKNOWN,
    VOID,
    Anchor,
    Fate,
    Judged,
    begins_after_closing,
    in_the_case,
    judge,
    judged,
    last_good_day,
    limits,
    not_begun,
)
from carepath.cohort.days import DAYS, HOURS, WORKING, days_from
from carepath.cohort.flat import copy_row, line_of, row_of, slot_row
from carepath.cohort.guards import holds
from carepath.cohort.hearing import DONE
from carepath.cohort.hearing import NOT_NEEDED as SAID_NOT_NEEDED
from carepath.cohort.hearing import NOT_POSSIBLE as SAID_NOT_POSSIBLE
from carepath.cohort.running import CLOSE, ENDED_VOID, EXCLUDE
from carepath.cohort.walking import BY_END


@compiled
def no_anchor() -> Anchor:
    """Return the anchor of a count that has not begun."""
    return Anchor(NONE, NONE, 0, 0, 0, 0, -1)


@compiled
def anchored(
    tables: Table, block: Table, room: Table, slot: int, deadline: int, episode: int, previous: int, unclear: int
) -> Anchor:
    """Return where a deadline's count begins: the clock's current instance, or the first event it names."""
    due = row_of(tables, f.PLAN_DEADLINES, deadline)
    if tables[due + f.DEADLINE_CLOCK] >= 0:
        at = room[slot_row(room, f.ROOM_RUNS, episode, tables[due + f.DEADLINE_CLOCK]) + f.RUN_INSTANCE]
        if at < 0 or room[row_of(room, f.ROOM_INSTANCES, at) + f.INSTANCE_START] == NONE:
            return no_anchor()
        now = row_of(room, f.ROOM_INSTANCES, at)
        return Anchor(
            room[now + f.INSTANCE_START],
            room[now + f.INSTANCE_START_AT],
            room[now + f.INSTANCE_GAP],
            room[now + f.INSTANCE_GAP_END],
            previous,
            unclear,
            room[now + f.INSTANCE_START_EVENT],
        )
    for place in range(room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_HEARD]):
        heard = slot_row(room, f.ROOM_HEARD, slot, place)
        one = row_of(block, f.BLOCK_TOLD, room[heard + f.HEARD_EVENT])
        if (
            room[heard + f.HEARD_EPISODE] == episode
            and block[one + f.TOLD_STATUS] == DONE
            and (tables[line_of(tables, f.PLAN_ANCHORS, deadline) + block[one + f.TOLD_TYPE]] == 1)
        ):
            return Anchor(
                block[one + f.TOLD_DAY], block[one + f.TOLD_AT], 0, 0, previous, unclear, room[heard + f.HEARD_EVENT]
            )
    return no_anchor()


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


@compiled
def _since(block: Table, event: int, anchor: Anchor) -> bool:
    one = row_of(block, f.BLOCK_TOLD, event)
    if block[one + f.TOLD_AT] != NONE and anchor.start_at != NONE:
        return anchor.start_at <= block[one + f.TOLD_AT]
    return block[one + f.TOLD_DAY] >= anchor.start


@compiled
def _first(tables: Table, block: Table, room: Table, slot: int, milestone: int, episode: int, anchor: Anchor) -> int:
    """Return the first event of the episode that meets the milestone; -1 where there is none."""
    row, standing = (row_of(tables, f.PLAN_MILESTONES, milestone), row_of(room, f.ROOM_STANDING, slot))
    fresh = tables[row + f.MILESTONE_FRESH] == 1
    if fresh and anchor.start == NONE:
        return -1
    if tables[row + f.MILESTONE_STATE] >= 0:
        for at in range(room[standing + f.STANDING_VISITS]):
            visit = slot_row(room, f.ROOM_VISITS, slot, at)
            if (
                room[visit + f.VISIT_STATE] == tables[row + f.MILESTONE_STATE]
                and room[visit + f.VISIT_EPISODE] == episode
                and (not fresh or _since(block, room[visit + f.VISIT_EVENT], anchor))
            ):
                return room[visit + f.VISIT_EVENT]
        return -1
    for at in range(room[standing + f.STANDING_MET]):
        met = slot_row(room, f.ROOM_MET, slot, at)
        if room[met + f.MEETING_MILESTONE] == milestone and room[met + f.MEETING_EPISODE] == episode:
            event = room[met + f.MEETING_EVENT]
            if block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_STATUS] == DONE and (
                not fresh or _since(block, event, anchor)
            ):
                return event
    return -1


@compiled
def reached(
    tables: Table, days: Table, block: Table, room: Table, slot: int, milestone: int, episode: int, today: int, now: int
) -> tuple[Anchor, Fate, Judged, int]:
    """Return the anchor of a milestone, what became of it, the verdict, and the event that met it."""
    row, standing = (row_of(tables, f.PLAN_MILESTONES, milestone), row_of(room, f.ROOM_STANDING, slot))
    deadline = (
        tables[row + f.MILESTONE_DUE] if tables[row + f.MILESTONE_DUE] >= 0 else tables[row + f.MILESTONE_NOT_BEFORE]
    )
    anchor = anchored(
        tables,
        block,
        room,
        slot,
        deadline,
        episode,
        tables[row + f.MILESTONE_PREVIOUS],
        tables[row + f.MILESTONE_UNCLEAR],
    )
    event = _first(tables, block, room, slot, milestone, episode, anchor)
    impossible, unneeded = (-1, -1)
    for at in range(room[standing + f.STANDING_MET]):
        met = slot_row(room, f.ROOM_MET, slot, at)
        if room[met + f.MEETING_MILESTONE] == milestone and room[met + f.MEETING_EPISODE] == episode:
            status = block[row_of(block, f.BLOCK_TOLD, room[met + f.MEETING_EVENT]) + f.TOLD_STATUS]
            if status == SAID_NOT_POSSIBLE and impossible < 0:
                impossible = room[met + f.MEETING_EVENT]
            if status == SAID_NOT_NEEDED and unneeded < 0:
                unneeded = room[met + f.MEETING_EVENT]
    taken, taken_at = taken_away(tables, room, slot, milestone, episode)
    if unneeded >= 0 and (taken == NONE or block[row_of(block, f.BLOCK_TOLD, unneeded) + f.TOLD_DAY] < taken):
        taken, taken_at = (
            block[row_of(block, f.BLOCK_TOLD, unneeded) + f.TOLD_DAY],
            block[row_of(block, f.BLOCK_TOLD, unneeded) + f.TOLD_AT],
        )
    end, end_at = closed(room, slot, episode)
    fate = Fate(
        block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_DAY] if event >= 0 else NONE,
        block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_AT] if event >= 0 else NONE,
        block[row_of(block, f.BLOCK_TOLD, impossible) + f.TOLD_DAY] if impossible >= 0 else NONE,
        block[row_of(block, f.BLOCK_TOLD, impossible) + f.TOLD_AT] if impossible >= 0 else NONE,
        taken,
        taken_at,
        end,
        end_at,
    )
    met_by = event if event >= 0 else impossible
    if tables[row + f.MILESTONE_DUE] < 0:
        return (anchor, fate, _undated(anchor, fate), met_by)
    due = row_of(tables, f.PLAN_DEADLINES, tables[row + f.MILESTONE_DUE])
    if tables[due + f.DEADLINE_CLOCK] >= 0:
        at = room[slot_row(room, f.ROOM_RUNS, episode, tables[due + f.DEADLINE_CLOCK]) + f.RUN_INSTANCE]
        if at >= 0 and room[row_of(room, f.ROOM_INSTANCES, at) + f.INSTANCE_ENDED] == ENDED_VOID:
            return (anchor, fate, judged(VOID), met_by)
    return (
        anchor,
        fate,
        judge(days, room, anchor, tables[due + f.DEADLINE_AMOUNT], tables[due + f.DEADLINE_UNIT], fate, today, now),
        met_by,
    )


@compiled
def _undated(anchor: Anchor, fate: Fate) -> Judged:
    """Judge a milestone that has an earliest day only: it is met or it waits."""
    if anchor.start == NONE or begins_after_closing(anchor, fate):
        return not_begun(fate)
    if in_the_case(fate, fate.done, fate.done_at):
        return judged(MET)
    if in_the_case(fate, fate.impossible, fate.impossible_at):
        return judged(NOT_POSSIBLE)
    return judged(PENDING if fate.taken == NONE and fate.closed == NONE else NOT_NEEDED)


@compiled
def target_of(tables: Table, days: Table, room: Table, slot: int, at: int, today: int, now: int) -> Judged:
    """Return the verdict on a clock's own target, for one of its instances."""
    one = row_of(room, f.ROOM_INSTANCES, at)
    rule = row_of(tables, f.PLAN_CLOCKS, room[one + f.INSTANCE_CLOCK])
    if room[one + f.INSTANCE_ENDED] == ENDED_VOID:
        return judged(VOID)
    ended = room[one + f.INSTANCE_ENDED] == CLOSE or room[one + f.INSTANCE_ENDED] == EXCLUDE
    if tables[rule + f.CLOCK_AMOUNT] < 0 or room[one + f.INSTANCE_START] == NONE:
        return judged(NOT_NEEDED if ended and tables[rule + f.CLOCK_AMOUNT] >= 0 else NOT_STARTED)
    end, end_at = closed(room, slot, room[one + f.INSTANCE_EPISODE])
    taken = room[one + f.INSTANCE_OVER] if ended else NONE
    fate = Fate(room[one + f.INSTANCE_STOP], room[one + f.INSTANCE_STOP_AT], NONE, NONE, taken, NONE, end, end_at)
    anchor = Anchor(
        room[one + f.INSTANCE_START],
        room[one + f.INSTANCE_START_AT],
        room[one + f.INSTANCE_GAP],
        room[one + f.INSTANCE_GAP_END],
        tables[rule + f.CLOCK_PREVIOUS],
        tables[rule + f.CLOCK_UNCLEAR],
        room[one + f.INSTANCE_START_EVENT],
    )
    return judge(days, room, anchor, tables[rule + f.CLOCK_AMOUNT], tables[rule + f.CLOCK_UNIT], fate, today, now)


@compiled
def final(tables: Table, block: Table, room: Table, slot: int, verdict: int, clock: int, episode: int) -> bool:
    """Return whether no later event can change the verdict."""
    if verdict == NOT_STARTED or verdict == PENDING or verdict == NOT_POSSIBLE or (verdict == UNKNOWN):
        return False
    if (
        (verdict != OVERDUE and verdict != LATE)
        or clock < 0
        or room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_CLOSED] >= 0
    ):
        return True
    at = room[slot_row(room, f.ROOM_RUNS, episode, clock) + f.RUN_INSTANCE]
    if (
        at < 0
        or room[row_of(room, f.ROOM_INSTANCES, at) + f.INSTANCE_START] == NONE
        or room[row_of(room, f.ROOM_INSTANCES, at) + f.INSTANCE_ENDED] != 0
    ):
        return True
    rule = row_of(tables, f.PLAN_CLOCKS, clock)
    for place in range(tables[rule + f.CLOCK_MOVING], tables[rule + f.CLOCK_MOVING_END]):
        program = tables[tables[f.PLAN_MOVING] + place]
        if (
            holds(tables, block, room, line_of(room, f.ROOM_KNOWN, slot), line_of(room, f.ROOM_DONE, slot), program)
            == 1
        ):
            return False
    return True


@compiled
def earliest(days: Table, room: Table, anchor: Anchor, amount: int, unit: int) -> tuple[int, int]:
    """Return the first day or instant that is not too early; neither past the bank-holiday table."""
    if unit <= HOURS:
        return (NONE, limits(days, anchor, amount, unit)[0])
    length = days_from(amount, unit, anchor.start)
    if length <= 0:
        return (anchor.start, NONE)
    kept = 0
    first = room[f.ROOM_GAPS + 1] // 2
    for at in range(anchor.low, anchor.high):
        if (
            room[row_of(room, f.ROOM_GAPS, at) + f.GAP_END] != NONE
            or room[row_of(room, f.ROOM_GAPS, at) + f.GAP_CAP] >= 0
        ):
            copy_row(room, row_of(room, f.ROOM_GAPS, first + kept), row_of(room, f.ROOM_GAPS, at), f.GAP_WIDTH)
            kept += 1
    plain = WORKING if unit == WORKING else DAYS
    last = last_good_day(days, room, first, first + kept, anchor.start, length - 1, plain, 1)
    if last == ENDS or last == NONE:
        return (NONE, NONE)
    return (last + 1, NONE)


@compiled
def too_early_by(days: Table, day: int, limit: int, at: int, limit_at: int) -> int:
    """Return by how many days or microseconds a thing was done before the earliest moment; 0 where it was not."""
    if limit_at != NONE:
        return limit_at - at if at != NONE and at < limit_at else 0
    return limit - day if day < limit else 0
