"""The gaps of a clock, in compiled code: pauses paired with their ends, and what a reset leaves out."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.flat import row_of
from carepath.cohort.machine.room import GAPS, TROUBLE
from carepath.cohort.machine.signals import PAUSE, RESUME
from carepath.cohort.machine.walking import FULL


@compiled
def new_gap(room: Table, at: int, start: int, end: int, reason: int, cap: int) -> None:
    """Add a gap to the instance that is being made, whose gaps are the last there are."""
    if room[room[f.ROOM_COUNTS] + GAPS] >= room[f.ROOM_GAPS + 1]:
        room[room[f.ROOM_COUNTS] + TROUBLE] = FULL
        return
    row = row_of(room, f.ROOM_GAPS, room[room[f.ROOM_COUNTS] + GAPS])
    room[row + f.GAP_START] = start
    room[row + f.GAP_END] = end
    room[row + f.GAP_REASON] = reason
    room[row + f.GAP_CAP] = cap
    room[room[f.ROOM_COUNTS] + GAPS] += 1
    room[row_of(room, f.ROOM_INSTANCES, at) + f.INSTANCE_GAP_END] = room[room[f.ROOM_COUNTS] + GAPS]


@compiled
def pauses(tables: Table, room: Table, first: int, end: int, count: int, today: int) -> None:
    """Add to each instance, after its resets, the pauses that had begun when it stopped or ended."""
    pauses = _paired(tables, room, count, today)
    if pauses == 0:
        return
    for at in range(first, end):
        now = row_of(room, f.ROOM_INSTANCES, at)
        low, high = (room[now + f.INSTANCE_GAP], room[now + f.INSTANCE_GAP_END])
        if high != room[room[f.ROOM_COUNTS] + GAPS]:
            room[now + f.INSTANCE_GAP] = room[room[f.ROOM_COUNTS] + GAPS]
            room[now + f.INSTANCE_GAP_END] = room[room[f.ROOM_COUNTS] + GAPS]
            for place in range(low, high):
                gap = row_of(room, f.ROOM_GAPS, place)
                new_gap(
                    room,
                    at,
                    room[gap + f.GAP_START],
                    room[gap + f.GAP_END],
                    room[gap + f.GAP_REASON],
                    room[gap + f.GAP_CAP],
                )
        until = room[now + f.INSTANCE_STOP] if room[now + f.INSTANCE_STOP] != NONE else room[now + f.INSTANCE_OVER]
        for place in range(pauses):
            pause = row_of(room, f.ROOM_PAUSED, place)
            if until == NONE or room[pause + f.GAP_START] <= until:
                new_gap(
                    room,
                    at,
                    room[pause + f.GAP_START],
                    room[pause + f.GAP_END],
                    room[pause + f.GAP_REASON],
                    room[pause + f.GAP_CAP],
                )


@compiled
def _paired(tables: Table, room: Table, count: int, today: int) -> int:
    """Pair each pause with the next end of its rule into `paused`; one that begins after `today` has not begun."""
    waiting, found = (0, 0)
    for turn in range(count):
        place = room[room[f.ROOM_ORDER] + turn]
        signal = row_of(room, f.ROOM_OWN, place)
        if room[signal + f.SIGNAL_KIND] == PAUSE:
            room[room[f.ROOM_OPENED] + waiting] = place
            waiting += 1
        elif room[signal + f.SIGNAL_KIND] == RESUME:
            rule, kept = (tables[row_of(tables, f.PLAN_TRIGGERS, room[signal + f.SIGNAL_TRIGGER]) + f.TRIGGER_RULE], 0)
            for at in range(waiting):
                begun = row_of(room, f.ROOM_OWN, room[room[f.ROOM_OPENED] + at])
                if tables[row_of(tables, f.PLAN_TRIGGERS, room[begun + f.SIGNAL_TRIGGER]) + f.TRIGGER_RULE] == rule:
                    if room[begun + f.SIGNAL_DAY] <= today and room[begun + f.SIGNAL_DAY] < room[signal + f.SIGNAL_DAY]:
                        _pause(tables, room, found, room[room[f.ROOM_OPENED] + at], room[signal + f.SIGNAL_DAY])
                        found += 1
                else:
                    room[room[f.ROOM_OPENED] + kept] = room[room[f.ROOM_OPENED] + at]
                    kept += 1
            waiting = kept
    for at in range(waiting):
        if room[row_of(room, f.ROOM_OWN, room[room[f.ROOM_OPENED] + at]) + f.SIGNAL_DAY] <= today:
            _pause(tables, room, found, room[room[f.ROOM_OPENED] + at], NONE)
            found += 1
    return found


@compiled
def _pause(tables: Table, room: Table, found: int, place: int, end: int) -> None:
    rule = row_of(tables, f.PLAN_TRIGGERS, room[row_of(room, f.ROOM_OWN, place) + f.SIGNAL_TRIGGER])
    room[row_of(room, f.ROOM_PAUSED, found) + f.GAP_START] = room[row_of(room, f.ROOM_OWN, place) + f.SIGNAL_DAY]
    room[row_of(room, f.ROOM_PAUSED, found) + f.GAP_END] = end
    room[row_of(room, f.ROOM_PAUSED, found) + f.GAP_REASON] = tables[rule + f.TRIGGER_REASON]
    room[row_of(room, f.ROOM_PAUSED, found) + f.GAP_CAP] = tables[rule + f.TRIGGER_CAP]
