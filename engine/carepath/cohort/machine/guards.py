"""Conditions in compiled code: the programs of a plan, run over the values and the events of a world."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import Table, compiled
from carepath.cohort.machine.flat import line_of
from carepath.plan.programs import ALL, ANY, ATOM, DONE, KNOWN, NOT

FALSE, TRUE, UNKNOWN = (0, 1, 2)


@compiled
def holds(tables: Table, block: Table, room: Table, known: int, done: int, program: int) -> int:
    """Return whether a condition holds: 0 no, 1 yes, 2 not known."""
    top = 0
    for at in range(
        tables[line_of(tables, f.PLAN_PROGRAMS, program) + 0], tables[line_of(tables, f.PLAN_PROGRAMS, program) + 1]
    ):
        operation, a, b, c = (
            tables[line_of(tables, f.PLAN_WORDS, at) + 0],
            tables[line_of(tables, f.PLAN_WORDS, at) + 1],
            tables[line_of(tables, f.PLAN_WORDS, at) + 2],
            tables[line_of(tables, f.PLAN_WORDS, at) + 3],
        )
        value = TRUE
        if operation == ATOM:
            if room[known + b] < 0:
                value = UNKNOWN
            else:
                value = block[
                    block[f.BLOCK_ATOM_TRUTH]
                    + (block[block[f.BLOCK_ATOM_FIRST] + a] + room[known + b] - block[block[f.BLOCK_VALUE_FIRST] + b])
                ]
        elif operation == KNOWN:
            value = TRUE if (room[known + a] >= 0) == (b == 1) else FALSE
        elif operation == DONE:
            there = 0
            for place in range(a, b):
                there |= room[done + tables[tables[f.PLAN_DONE_EVENTS] + place]]
            value = TRUE if there == c else FALSE
        elif operation == ALL:
            for place in range(top - a, top):
                if room[room[f.ROOM_STACK] + place] == FALSE:
                    value = FALSE
                    break
                if room[room[f.ROOM_STACK] + place] == UNKNOWN:
                    value = UNKNOWN
            top -= a
        elif operation == ANY:
            value = FALSE
            for place in range(top - a, top):
                if room[room[f.ROOM_STACK] + place] == TRUE:
                    value = TRUE
                    break
                if room[room[f.ROOM_STACK] + place] == UNKNOWN:
                    value = UNKNOWN
            top -= a
        elif operation == NOT:
            top -= 1
            value = UNKNOWN if room[room[f.ROOM_STACK] + top] == UNKNOWN else 1 - room[room[f.ROOM_STACK] + top]
        room[room[f.ROOM_STACK] + top] = value
        top += 1
    return room[room[f.ROOM_STACK] + 0]


@compiled
def add_waits(tables: Table, room: Table, known: int, program: int, count: int) -> int:
    """Add the attributes without value that a condition compares, in order, each once; return how many there are."""
    for at in range(
        tables[line_of(tables, f.PLAN_PROGRAMS, program) + 2], tables[line_of(tables, f.PLAN_PROGRAMS, program) + 3]
    ):
        attribute = tables[tables[f.PLAN_WAITS] + at]
        if room[known + attribute] >= 0:
            continue
        place = count
        while place > 0 and room[room[f.ROOM_WAITING] + (place - 1)] > attribute:
            place -= 1
        if place > 0 and room[room[f.ROOM_WAITING] + (place - 1)] == attribute:
            continue
        for other in range(count, place, -1):
            room[room[f.ROOM_WAITING] + other] = room[room[f.ROOM_WAITING] + (other - 1)]
        room[room[f.ROOM_WAITING] + place] = attribute
        count += 1
    return count
