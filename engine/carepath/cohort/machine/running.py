"""When each clock ran, in compiled code: from what it heard to its instances, as in `carepath.instances`."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.days import HOURS
from carepath.cohort.machine.flat import copy_row, line_of, row_of, slot_row
from carepath.cohort.machine.hearing import opened_clock
from carepath.cohort.machine.pausing import new_gap, pauses
from carepath.cohort.machine.room import EARLY, GAPS, INSTANCES
from carepath.cohort.machine.signals import (
    CLOSE,
    CLOSES,
    CONTINUE,
    EFFECT_CLOSE,
    EFFECT_STOP,
    ENDED_VOID,
    EXCLUDE,
    EXCLUDES,
    FINISH,
    NULLIFY,
    OFF,
    REBASE,
    RESET,
    RESTART,
    START,
    STOP,
    STOPS,
)
from carepath.cohort.machine.walking import BY_END, BY_EXIT


@compiled
def view(tables: Table, room: Table, slot: int, today: int) -> None:
    """Work out every clock of every episode: rows of `instances`, and for each (episode, clock) a row of `runs`."""
    room[room[f.ROOM_COUNTS] + INSTANCES] = 0
    room[room[f.ROOM_COUNTS] + GAPS] = 0
    room[room[f.ROOM_COUNTS] + EARLY] = 0
    for episode in range(1, room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_EPISODE] + 1):
        for clock in range(tables[f.PLAN_CLOCKS + 1]):
            run = slot_row(room, f.ROOM_RUNS, episode, clock)
            room[run + f.RUN_INSTANCE] = -1
            if opened_clock(tables, room, slot, clock, episode):
                count = heard_by(tables, room, slot, clock, episode)
                run_clock(tables, room, clock, episode, count, today)


@compiled
def heard_by(tables: Table, room: Table, slot: int, clock: int, episode: int) -> int:
    """Put what a clock of an episode heard, with what closed it, into `own`; return how many signals."""
    standing, count = (row_of(room, f.ROOM_STANDING, slot), 0)
    for place in range(room[standing + f.STANDING_HEARD]):
        heard = slot_row(room, f.ROOM_HEARD, slot, place)
        for at in range(room[heard + f.HEARD_SIGNAL], room[heard + f.HEARD_SIGNAL_END]):
            signal = slot_row(room, f.ROOM_SIGNALS, slot, at)
            if room[signal + f.SIGNAL_CLOCK] == clock and room[signal + f.SIGNAL_EPISODE] == episode:
                copy_row(room, row_of(room, f.ROOM_OWN, count), signal, f.SIGNAL_WIDTH)
                count += 1
        for at in range(room[standing + f.STANDING_CLOSINGS]):
            closing = slot_row(room, f.ROOM_CLOSINGS, slot, at)
            if (
                room[closing + f.CLOSING_EVENT] == room[heard + f.HEARD_EVENT]
                and room[closing + f.CLOSING_EPISODE] == episode
            ):
                kind = _closed_by(tables, room, slot, clock, at)
                if kind >= 0:
                    row = row_of(room, f.ROOM_OWN, count)
                    room[row + f.SIGNAL_CLOCK] = clock
                    room[row + f.SIGNAL_KIND] = kind
                    room[row + f.SIGNAL_DAY] = room[closing + f.CLOSING_DAY]
                    room[row + f.SIGNAL_AT] = room[closing + f.CLOSING_AT]
                    room[row + f.SIGNAL_TOLD] = room[closing + f.CLOSING_DAY]
                    room[row + f.SIGNAL_EVENT] = room[closing + f.CLOSING_EVENT]
                    room[row + f.SIGNAL_TRIGGER] = -1
                    room[row + f.SIGNAL_EPISODE] = episode
                    count += 1
    return count


@compiled
def _closed_by(tables: Table, room: Table, slot: int, clock: int, place: int) -> int:
    """Return the kind of signal that a closing is to a clock; -1 where it goes on."""
    closing, effect = (slot_row(room, f.ROOM_CLOSINGS, slot, place), EFFECT_CLOSE)
    if room[closing + f.CLOSING_BY] == BY_EXIT:
        for way in range(tables[f.PLAN_EXITS + 1]):
            if tables[row_of(tables, f.PLAN_EXITS, way) + f.EXIT_KIND] == room[closing + f.CLOSING_KIND]:
                effect = tables[line_of(tables, f.PLAN_EXIT_EFFECTS, way) + clock]
                break
    elif room[closing + f.CLOSING_BY] == BY_END:
        for at in range(room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_VISITS] - 1, -1, -1):
            if room[slot_row(room, f.ROOM_VISITS, slot, at) + f.VISIT_EVENT] == room[closing + f.CLOSING_EVENT]:
                effect = tables[
                    line_of(tables, f.PLAN_STATE_EFFECTS, room[slot_row(room, f.ROOM_VISITS, slot, at) + f.VISIT_STATE])
                    + clock
                ]
                break
    if effect == CONTINUE:
        return -1
    return FINISH if effect == EFFECT_STOP else CLOSES if effect == EFFECT_CLOSE else EXCLUDES


@compiled
def _sorted(room: Table, count: int) -> None:
    """Put the places of `own` in order into `order`: by day told, starts before all else, else as heard."""
    for at in range(count):
        told, later = (
            room[row_of(room, f.ROOM_OWN, at) + f.SIGNAL_TOLD],
            1 if room[row_of(room, f.ROOM_OWN, at) + f.SIGNAL_KIND] > REBASE else 0,
        )
        place = at
        while place > 0:
            other = row_of(room, f.ROOM_OWN, room[room[f.ROOM_ORDER] + (place - 1)])
            if room[other + f.SIGNAL_TOLD] < told or (
                room[other + f.SIGNAL_TOLD] == told and (1 if room[other + f.SIGNAL_KIND] > REBASE else 0) <= later
            ):
                break
            room[room[f.ROOM_ORDER] + place] = room[room[f.ROOM_ORDER] + (place - 1)]
            place -= 1
        room[room[f.ROOM_ORDER] + place] = at


@compiled
def _new(room: Table, clock: int, episode: int, number: int) -> int:
    at = room[room[f.ROOM_COUNTS] + INSTANCES]
    row = row_of(room, f.ROOM_INSTANCES, at)
    room[row + f.INSTANCE_CLOCK] = clock
    room[row + f.INSTANCE_EPISODE] = episode
    room[row + f.INSTANCE_NUMBER] = number
    room[row + f.INSTANCE_START] = NONE
    room[row + f.INSTANCE_START_AT] = NONE
    room[row + f.INSTANCE_START_EVENT] = -1
    room[row + f.INSTANCE_REBASED] = 0
    room[row + f.INSTANCE_STOP] = NONE
    room[row + f.INSTANCE_STOP_AT] = NONE
    room[row + f.INSTANCE_STOP_EVENT] = -1
    room[row + f.INSTANCE_ENDED] = 0
    room[row + f.INSTANCE_OVER] = NONE
    room[row + f.INSTANCE_GAP] = room[room[f.ROOM_COUNTS] + GAPS]
    room[row + f.INSTANCE_GAP_END] = room[room[f.ROOM_COUNTS] + GAPS]
    room[room[f.ROOM_COUNTS] + INSTANCES] = at + 1
    return at


@compiled
def _before_start(tables: Table, room: Table, at: int, place: int) -> bool:
    """Return whether a stop lies before the start: by day, for a target in hours also by instant."""
    now, signal = (row_of(room, f.ROOM_INSTANCES, at), row_of(room, f.ROOM_OWN, place))
    unit = tables[row_of(tables, f.PLAN_CLOCKS, room[now + f.INSTANCE_CLOCK]) + f.CLOCK_UNIT]
    if 0 <= unit <= HOURS and room[now + f.INSTANCE_START_AT] != NONE and (room[signal + f.SIGNAL_AT] != NONE):
        return room[signal + f.SIGNAL_AT] < room[now + f.INSTANCE_START_AT]
    return room[now + f.INSTANCE_START] != NONE and room[signal + f.SIGNAL_DAY] < room[now + f.INSTANCE_START]


@compiled
def _stopped(room: Table, at: int, place: int) -> None:
    now, signal = (row_of(room, f.ROOM_INSTANCES, at), row_of(room, f.ROOM_OWN, place))
    room[now + f.INSTANCE_STOP] = room[signal + f.SIGNAL_DAY]
    room[now + f.INSTANCE_STOP_AT] = room[signal + f.SIGNAL_AT]
    room[now + f.INSTANCE_STOP_EVENT] = room[signal + f.SIGNAL_EVENT]
    room[now + f.INSTANCE_ENDED] = STOP


@compiled
def _started(room: Table, at: int, place: int) -> None:
    """Take the first start; one that is said to stand instead of another moves it while it may."""
    now, signal = (row_of(room, f.ROOM_INSTANCES, at), row_of(room, f.ROOM_OWN, place))
    if room[now + f.INSTANCE_ENDED] != 0:
        return
    if room[now + f.INSTANCE_START] != NONE and (
        room[signal + f.SIGNAL_KIND] == START
        or (room[now + f.INSTANCE_REBASED] == 1 and room[signal + f.SIGNAL_TOLD] > room[now + f.INSTANCE_START])
    ):
        return
    room[now + f.INSTANCE_START] = room[signal + f.SIGNAL_DAY]
    room[now + f.INSTANCE_START_AT] = room[signal + f.SIGNAL_AT]
    room[now + f.INSTANCE_START_EVENT] = room[signal + f.SIGNAL_EVENT]
    room[now + f.INSTANCE_REBASED] = 1 if room[signal + f.SIGNAL_KIND] == REBASE else 0


@compiled
def run_clock(tables: Table, room: Table, clock: int, episode: int, count: int, today: int) -> None:
    """Let the signals of one clock in one episode make its instances; within a day a start goes before all else."""
    _sorted(room, count)
    run = slot_row(room, f.ROOM_RUNS, episode, clock)
    room[run + f.RUN_FIRST] = room[room[f.ROOM_COUNTS] + INSTANCES]
    now = _new(room, clock, episode, 1)
    waiting, early, applicable = (0, 0, True)
    base = room[room[f.ROOM_COUNTS] + EARLY]
    for turn in range(count):
        place = room[room[f.ROOM_ORDER] + turn]
        signal, here = (row_of(room, f.ROOM_OWN, place), row_of(room, f.ROOM_INSTANCES, now))
        kind = room[signal + f.SIGNAL_KIND]
        running = room[here + f.INSTANCE_START] != NONE and room[here + f.INSTANCE_ENDED] == 0
        if kind == START or kind == REBASE:
            _started(room, now, place)
            if room[here + f.INSTANCE_START] != NONE and room[here + f.INSTANCE_ENDED] == 0:
                for at in range(waiting):
                    if not _before_start(tables, room, now, room[room[f.ROOM_OPENED] + at]):
                        _stopped(room, now, room[room[f.ROOM_OPENED] + at])
                        waiting = at
                        break
        elif kind == OFF:
            applicable = applicable and room[here + f.INSTANCE_START] != NONE
        elif kind == STOPS:
            if room[here + f.INSTANCE_START] == NONE and room[here + f.INSTANCE_ENDED] == 0:
                room[room[f.ROOM_OPENED] + waiting] = place
                waiting += 1
            elif running and _before_start(tables, room, now, place):
                room[room[f.ROOM_EARLY] + (base + early)] = place
                early += 1
            elif running:
                _stopped(room, now, place)
        elif kind == RESET:
            if running and room[signal + f.SIGNAL_DAY] > room[here + f.INSTANCE_START]:
                reason = tables[row_of(tables, f.PLAN_TRIGGERS, room[signal + f.SIGNAL_TRIGGER]) + f.TRIGGER_REASON]
                new_gap(room, now, room[here + f.INSTANCE_START] + 1, room[signal + f.SIGNAL_DAY] + 1, reason, -1)
        elif kind == RESTART:
            if running:
                room[here + f.INSTANCE_ENDED] = ENDED_VOID
                room[here + f.INSTANCE_OVER] = room[signal + f.SIGNAL_DAY]
                number = room[here + f.INSTANCE_NUMBER] + 1
                now = _new(room, clock, episode, number)
                fresh = row_of(room, f.ROOM_INSTANCES, now)
                room[fresh + f.INSTANCE_START] = room[signal + f.SIGNAL_DAY]
                room[fresh + f.INSTANCE_START_AT] = room[signal + f.SIGNAL_AT]
                room[fresh + f.INSTANCE_START_EVENT] = room[signal + f.SIGNAL_EVENT]
        elif kind == NULLIFY:
            if running:
                room[here + f.INSTANCE_ENDED] = ENDED_VOID
                room[here + f.INSTANCE_OVER] = room[signal + f.SIGNAL_DAY]
        elif kind == FINISH and running and (not _before_start(tables, room, now, place)):
            _stopped(room, now, place)
        elif kind == FINISH or kind == CLOSES:
            if room[here + f.INSTANCE_ENDED] == 0:
                room[here + f.INSTANCE_ENDED] = CLOSE
                room[here + f.INSTANCE_OVER] = room[signal + f.SIGNAL_DAY]
        elif kind == EXCLUDES and room[here + f.INSTANCE_ENDED] == 0:
            room[here + f.INSTANCE_ENDED] = EXCLUDE
            room[here + f.INSTANCE_OVER] = room[signal + f.SIGNAL_DAY]
    room[run + f.RUN_INSTANCE] = now
    started = room[row_of(room, f.ROOM_INSTANCES, now) + f.INSTANCE_START] != NONE
    _keep_stops(room, episode, clock, base, waiting, early, started, applicable)
    pauses(tables, room, room[run + f.RUN_FIRST], now + 1, count, today)


@compiled
def _keep_stops(
    room: Table, episode: int, clock: int, base: int, waiting: int, early: int, started: bool, applicable: bool
) -> None:
    """Keep the events of stops that came before the start of their clock, or without one, in `early`."""
    run = slot_row(room, f.ROOM_RUNS, episode, clock)
    room[run + f.RUN_EARLY] = base
    room[run + f.RUN_EARLY_END] = base
    room[run + f.RUN_UNSTARTED] = base
    room[run + f.RUN_UNSTARTED_END] = base
    if started:
        for at in range(early - 1, -1, -1):
            room[room[f.ROOM_EARLY] + (base + waiting + at)] = room[
                row_of(room, f.ROOM_OWN, room[room[f.ROOM_EARLY] + (base + at)]) + f.SIGNAL_EVENT
            ]
        for at in range(waiting):
            room[room[f.ROOM_EARLY] + (base + at)] = room[
                row_of(room, f.ROOM_OWN, room[room[f.ROOM_OPENED] + at]) + f.SIGNAL_EVENT
            ]
        room[run + f.RUN_EARLY_END] = base + waiting + early
        room[run + f.RUN_UNSTARTED] = room[run + f.RUN_EARLY_END]
        room[run + f.RUN_UNSTARTED_END] = room[run + f.RUN_EARLY_END]
        room[room[f.ROOM_COUNTS] + EARLY] = base + waiting + early
        return
    for at in range(early):
        room[room[f.ROOM_EARLY] + (base + at)] = room[
            row_of(room, f.ROOM_OWN, room[room[f.ROOM_EARLY] + (base + at)]) + f.SIGNAL_EVENT
        ]
    room[run + f.RUN_EARLY_END] = base + early
    room[run + f.RUN_UNSTARTED] = base + early
    room[run + f.RUN_UNSTARTED_END] = base + early
    if applicable:
        for at in range(waiting):
            room[room[f.ROOM_EARLY] + (base + early + at)] = room[
                row_of(room, f.ROOM_OWN, room[room[f.ROOM_OPENED] + at]) + f.SIGNAL_EVENT
            ]
        room[run + f.RUN_UNSTARTED_END] = base + early + waiting
    room[room[f.ROOM_COUNTS] + EARLY] = room[run + f.RUN_UNSTARTED_END]
