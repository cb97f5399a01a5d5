"""What hears an event, in compiled code: clocks, pauses and milestones, as in `carepath.listening`."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.flat import line_of, row_of, slot_row
from carepath.cohort.machine.guards import add_waits, holds
from carepath.cohort.machine.room import WAITING
from carepath.plan.tables import KINDS

START, REBASE = (KINDS.index("start"), KINDS.index("rebase"))
NOT_APPLICABLE = KINDS.index("not-applicable")
DONE, PLANNED, CANCELLED, NOT_POSSIBLE, NOT_NEEDED = range(5)


@compiled
def opened_clock(tables: Table, room: Table, slot: int, clock: int, episode: int) -> bool:
    """Return whether a clock belongs to an episode: all to the first, later those the re-entry names."""
    return (
        episode == 1
        or tables[
            line_of(tables, f.PLAN_OPENED_CLOCKS, room[line_of(room, f.ROOM_REOPENED, slot) + (episode - 2)]) + clock
        ]
        == 1
    )


@compiled
def opened_milestone(tables: Table, room: Table, slot: int, milestone: int, episode: int) -> bool:
    """Return whether a milestone belongs to an episode."""
    return (
        episode == 1
        or tables[
            line_of(tables, f.PLAN_OPENED_MILESTONES, room[line_of(room, f.ROOM_REOPENED, slot) + (episode - 2)])
            + milestone
        ]
        == 1
    )


@compiled
def waiting_for(tables: Table, block: Table, room: Table, event: int) -> int:
    """Put the attributes that keep a clock or milestone from hearing the event into `waiting`; return how many."""
    kind = row_of(tables, f.PLAN_EVENTS, block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_TYPE])
    count = 0
    for at in range(tables[kind + f.EVENT_TRIGGER], tables[kind + f.EVENT_TRIGGER_END]):
        guard = tables[row_of(tables, f.PLAN_TRIGGERS, at) + f.TRIGGER_GUARD]
        if guard > 0 and holds(tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], guard) == 2:
            count = add_waits(tables, room, room[f.ROOM_WORLD], guard, count)
    for at in range(tables[kind + f.EVENT_MEETS], tables[kind + f.EVENT_MEETS_END]):
        guard = tables[row_of(tables, f.PLAN_MEETS, at) + f.MEETS_GUARD]
        if guard > 0 and holds(tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], guard) == 2:
            count = add_waits(tables, room, room[f.ROOM_WORLD], guard, count)
    room[room[f.ROOM_COUNTS] + WAITING] = count
    return count


@compiled
def _signal(
    tables: Table, block: Table, room: Table, slot: int, event: int, trigger: int, kind: int, start: int
) -> None:
    """Add a signal, dated by the attribute the clause names if the event carries a day there."""
    standing, one, rule = (
        row_of(room, f.ROOM_STANDING, slot),
        row_of(block, f.BLOCK_TOLD, event),
        row_of(tables, f.PLAN_TRIGGERS, trigger),
    )
    day, at = (block[one + f.TOLD_DAY], block[one + f.TOLD_AT])
    dated = -1 if kind == NOT_APPLICABLE else tables[rule + f.TRIGGER_DATED_BY]
    if dated < 0 and start >= 0 and (kind == START or kind == REBASE):
        dated = tables[row_of(tables, f.PLAN_STARTS, start) + f.START_DATED_BY]
    if dated >= 0:
        for place in range(block[one + f.TOLD_VALUE], block[one + f.TOLD_VALUE_END]):
            if (
                block[line_of(block, f.BLOCK_VALUES, place) + 0] == dated
                and block[block[f.BLOCK_VALUE_DAY] + block[line_of(block, f.BLOCK_VALUES, place) + 1]] != NONE
            ):
                day, at = (block[block[f.BLOCK_VALUE_DAY] + block[line_of(block, f.BLOCK_VALUES, place) + 1]], NONE)
    row = slot_row(room, f.ROOM_SIGNALS, slot, room[standing + f.STANDING_SIGNALS])
    room[row + f.SIGNAL_CLOCK] = tables[rule + f.TRIGGER_CLOCK]
    room[row + f.SIGNAL_KIND] = kind
    room[row + f.SIGNAL_DAY] = day
    room[row + f.SIGNAL_AT] = at
    room[row + f.SIGNAL_TOLD] = block[one + f.TOLD_DAY]
    room[row + f.SIGNAL_EVENT] = event
    room[row + f.SIGNAL_TRIGGER] = trigger
    room[row + f.SIGNAL_EPISODE] = room[standing + f.STANDING_EPISODE]
    room[standing + f.STANDING_SIGNALS] += 1


@compiled
def _signals(tables: Table, block: Table, room: Table, slot: int, event: int, start: int) -> None:
    """Add what the event does to the clocks of the episode; of each group of clauses the first true one counts."""
    kind = row_of(tables, f.PLAN_EVENTS, block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_TYPE])
    episode = room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_EPISODE]
    at = tables[kind + f.EVENT_TRIGGER]
    while at < tables[kind + f.EVENT_TRIGGER_END]:
        clock, group = (
            tables[row_of(tables, f.PLAN_TRIGGERS, at) + f.TRIGGER_CLOCK],
            tables[row_of(tables, f.PLAN_TRIGGERS, at) + f.TRIGGER_GROUP],
        )
        first, taken, all_false = (at, -1, True)
        here = opened_clock(tables, room, slot, clock, episode)
        while (
            at < tables[kind + f.EVENT_TRIGGER_END]
            and tables[row_of(tables, f.PLAN_TRIGGERS, at) + f.TRIGGER_CLOCK] == clock
            and (tables[row_of(tables, f.PLAN_TRIGGERS, at) + f.TRIGGER_GROUP] == group)
        ):
            if here and taken < 0:
                truth = holds(
                    tables,
                    block,
                    room,
                    room[f.ROOM_WORLD],
                    room[f.ROOM_WORLD_DONE],
                    tables[row_of(tables, f.PLAN_TRIGGERS, at) + f.TRIGGER_GUARD],
                )
                if truth == 1:
                    taken = at
                if truth != 0:
                    all_false = False
            at += 1
        if taken >= 0:
            _signal(
                tables,
                block,
                room,
                slot,
                event,
                taken,
                tables[row_of(tables, f.PLAN_TRIGGERS, taken) + f.TRIGGER_KIND],
                start,
            )
        elif here and group == 0 and all_false:
            _signal(tables, block, room, slot, event, first, NOT_APPLICABLE, start)


@compiled
def listen(tables: Table, block: Table, room: Table, slot: int, event: int, start: int) -> None:
    """Add the event to what was heard, done and known."""
    standing, one = (row_of(room, f.ROOM_STANDING, slot), row_of(block, f.BLOCK_TOLD, event))
    heard = slot_row(room, f.ROOM_HEARD, slot, room[standing + f.STANDING_HEARD])
    room[heard + f.HEARD_EVENT] = event
    room[heard + f.HEARD_EPISODE] = room[standing + f.STANDING_EPISODE]
    room[heard + f.HEARD_SIGNAL] = room[standing + f.STANDING_SIGNALS]
    room[heard + f.HEARD_MET] = room[standing + f.STANDING_MET]
    done = block[one + f.TOLD_STATUS] == DONE
    if done:
        _signals(tables, block, room, slot, event, start)
    kind = row_of(tables, f.PLAN_EVENTS, block[one + f.TOLD_TYPE])
    for at in range(tables[kind + f.EVENT_MEETS], tables[kind + f.EVENT_MEETS_END]):
        meets = row_of(tables, f.PLAN_MEETS, at)
        if not opened_milestone(
            tables, room, slot, tables[meets + f.MEETS_MILESTONE], room[standing + f.STANDING_EPISODE]
        ):
            continue
        if holds(tables, block, room, room[f.ROOM_WORLD], room[f.ROOM_WORLD_DONE], tables[meets + f.MEETS_GUARD]) == 1:
            row = slot_row(room, f.ROOM_MET, slot, room[standing + f.STANDING_MET])
            room[row + f.MEETING_MILESTONE] = tables[meets + f.MEETS_MILESTONE]
            room[row + f.MEETING_EVENT] = event
            room[row + f.MEETING_EPISODE] = room[standing + f.STANDING_EPISODE]
            room[standing + f.STANDING_MET] += 1
    room[heard + f.HEARD_SIGNAL_END] = room[standing + f.STANDING_SIGNALS]
    room[heard + f.HEARD_MET_END] = room[standing + f.STANDING_MET]
    room[standing + f.STANDING_HEARD] += 1
    for place in range(block[one + f.TOLD_VALUE], block[one + f.TOLD_VALUE_END]):
        room[line_of(room, f.ROOM_KNOWN, slot) + block[line_of(block, f.BLOCK_VALUES, place) + 0]] = block[
            line_of(block, f.BLOCK_VALUES, place) + 1
        ]
    if done:
        room[line_of(room, f.ROOM_DONE, slot) + block[one + f.TOLD_TYPE]] = 1
    else:
        room[line_of(room, f.ROOM_SETTLED, slot) + block[one + f.TOLD_TYPE]] = 1
