"""Who holds a case, and whether a transfer was in time, in compiled code."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.flat import row_of
from carepath.cohort.machine.judging import MET, NOT_NEEDED, NOT_STARTED, PENDING, Fate, Judged, judge, judged
from carepath.cohort.machine.meeting import anchored
from carepath.cohort.machine.passing import switched, touched
from carepath.cohort.machine.room import HOLDERS, PASSINGS
from carepath.cohort.machine.stepping import plays
from carepath.cohort.machine.taking import closed, receiver_gone


@compiled
def holders(tables: Table, block: Table, room: Table, slot: int) -> None:
    """Work out who held the case from its start on, in order of time, as rows of `holders`."""
    started = room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_STARTED]
    room[room[f.ROOM_COUNTS] + HOLDERS] = 0
    if started < 0:
        return
    room[row_of(room, f.ROOM_HOLDERS, 0) + f.HOLDER_PROVIDER] = block[
        row_of(block, f.BLOCK_TOLD, started) + f.TOLD_PROVIDER
    ]
    room[row_of(room, f.ROOM_HOLDERS, 0) + f.HOLDER_AFTER] = block[row_of(block, f.BLOCK_TOLD, started) + f.TOLD_DAY]
    room[room[f.ROOM_COUNTS] + HOLDERS] = 1
    switches = 0
    for at in range(room[room[f.ROOM_COUNTS] + PASSINGS]):
        day = switched(tables, block, room, at)
        if day == NONE:
            continue
        place = switches
        while place > 0 and switched(tables, block, room, room[room[f.ROOM_NAMED] + (place - 1)]) > day:
            room[room[f.ROOM_NAMED] + place] = room[room[f.ROOM_NAMED] + (place - 1)]
            place -= 1
        room[room[f.ROOM_NAMED] + place] = at
        switches += 1
    for turn in range(switches):
        at = room[room[f.ROOM_NAMED] + turn]
        last = row_of(room, f.ROOM_HOLDERS, room[room[f.ROOM_COUNTS] + HOLDERS] - 1)
        provider = room[row_of(room, f.ROOM_PASSINGS, at) + f.PASSING_TO]
        if provider != room[last + f.HOLDER_PROVIDER]:
            row = row_of(room, f.ROOM_HOLDERS, room[room[f.ROOM_COUNTS] + HOLDERS])
            room[row + f.HOLDER_PROVIDER] = provider
            room[row + f.HOLDER_AFTER] = max(switched(tables, block, room, at), room[last + f.HOLDER_AFTER])
            room[room[f.ROOM_COUNTS] + HOLDERS] += 1


@compiled
def holder_on(room: Table, day: int) -> int:
    """Return the provider that answers for a day; on the day of handover still the sender."""
    provider = (
        room[row_of(room, f.ROOM_HOLDERS, 0) + f.HOLDER_PROVIDER] if room[room[f.ROOM_COUNTS] + HOLDERS] > 0 else -1
    )
    for at in range(1, room[room[f.ROOM_COUNTS] + HOLDERS]):
        if room[row_of(room, f.ROOM_HOLDERS, at) + f.HOLDER_AFTER] < day:
            provider = room[row_of(room, f.ROOM_HOLDERS, at) + f.HOLDER_PROVIDER]
    return provider


@compiled
def judge_transfer(
    tables: Table, days: Table, block: Table, room: Table, slot: int, at: int, today: int, now: int
) -> Judged:
    """Return the verdict on a transfer's own day."""
    row = row_of(room, f.ROOM_PASSINGS, at)
    transfer, known = (row_of(tables, f.PLAN_TRANSFERS, room[row + f.PASSING_TRANSFER]), touched(room, at))
    if not known and plays(tables, tables[transfer + f.TRANSFER_RECEIVER], holder_on(room, today), today):
        return judged(NOT_NEEDED)
    gone, gone_at = receiver_gone(
        tables, room, slot, tables[transfer + f.TRANSFER_RECEIVER], room[row + f.PASSING_EPISODE]
    )
    end, end_at = closed(room, slot, room[row + f.PASSING_EPISODE])
    if tables[transfer + f.TRANSFER_DUE] < 0:
        if room[row + f.PASSING_HANDOVER] != NONE:
            return judged(MET)
        if gone != NONE or end != NONE:
            return judged(NOT_NEEDED)
        return judged(PENDING if known else NOT_STARTED)
    fate = Fate(room[row + f.PASSING_HANDOVER], NONE, NONE, NONE, gone, gone_at, end, end_at)
    due = row_of(tables, f.PLAN_DEADLINES, tables[transfer + f.TRANSFER_DUE])
    anchor = anchored(tables, block, room, slot, tables[transfer + f.TRANSFER_DUE], room[row + f.PASSING_EPISODE], 0, 0)
    return judge(days, room, anchor, tables[due + f.DEADLINE_AMOUNT], tables[due + f.DEADLINE_UNIT], fate, today, now)
