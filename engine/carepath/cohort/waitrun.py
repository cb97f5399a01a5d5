"""One block of cases through the compiled code of waits: their rows, and the days on which cases start."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from carepath.calendar import Calendar
from carepath.cohort.frames import days, tables
from carepath.cohort.machine import room, waitkernel
from carepath.cohort.machine import waitrows as w
from carepath.cohort.machine.compiled import Table
from carepath.cohort.prepared import Prepared
from carepath.plan import Plan

CAPACITY = 1 << 17  # waits told at a time, at most at first
FEW = 12  # waits of a case, about
NO_ROOM_AT_ALL = 2


def waits(
    made: Plan, handed: Plan, asked: Table, calendar: Calendar, prepared: Prepared, spare: list[int]
) -> Iterator[Table]:
    """Yield the waits of a block, a part at a time; the numbers of cases that are left out go to `spare`.

    `handed` is the plan in which every transfer counts by its handover. The rows are those of `waitrows`.
    """
    numbers = {name: number for number, name in enumerate(prepared.words.providers)}
    own, ruled, counted = tables(made, numbers), tables(handed, numbers), days(made, calendar)
    space, quiet = _space(own, made, prepared), room.told(1, 1)
    count, first = len(prepared.names), 0
    capacity = min(CAPACITY, FEW * (count + FEW))
    said = w.told(asked, count, capacity)
    while first < count:
        room.listed(said, w.WAITS_USED)[:] = 0
        end = waitkernel.waits(own, ruled, counted, prepared.columns, space, quiet, asked, said, first, count)
        if end == first and capacity <= 64 * CAPACITY:
            capacity *= 2
            larger = w.told(asked, count, capacity)
            room.listed(larger, w.WAITS_TROUBLE)[:] = room.listed(said, w.WAITS_TROUBLE)
            said = larger
            continue
        if end == first:
            room.listed(said, w.WAITS_TROUBLE)[first] = NO_ROOM_AT_ALL
            end = first + 1
        yield w.rows(said, asked)
        first = end
    spare += np.flatnonzero(room.listed(said, w.WAITS_TROUBLE)).tolist()


def starts(made: Plan, prepared: Prepared) -> Table:
    """Return the day on which each case starts; without a start that of its earliest event, without events NONE."""
    own = tables(made, {name: number for number, name in enumerate(prepared.words.providers)})
    found = np.zeros(len(prepared.names), np.int64)
    waitkernel.starts(own, prepared.columns, _space(own, made, prepared), room.told(1, 1), found)
    return found


def _space(own: Table, made: Plan, prepared: Prepared) -> Table:
    return room.room(own, prepared.longest, len(made.names.attributes), len(made.names.reasons))
