"""Milestones judged in compiled code, as in `carepath.milestones`."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.flat import line_of, row_of, slot_row
from carepath.cohort.machine.hearing import DONE
from carepath.cohort.machine.hearing import NOT_NEEDED as SAID_NOT_NEEDED
from carepath.cohort.machine.hearing import NOT_POSSIBLE as SAID_NOT_POSSIBLE
from carepath.cohort.machine.judging import (
    MET,
    NOT_NEEDED,
    NOT_POSSIBLE,
    PENDING,
    VOID,
    Anchor,
    Fate,
    Judged,
    begins_after_closing,
    in_the_case,
    judge,
    judged,
    not_begun,
)
from carepath.cohort.machine.signals import ENDED_VOID
from carepath.cohort.machine.taking import closed, taken_away


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
