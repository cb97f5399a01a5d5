"""The kernel of waits: every case of a block read in order, and its waits told, in compiled code."""

from __future__ import annotations

from collections.abc import Callable

from carepath.cohort.machine import fields as f
from carepath.cohort.machine import waitrows as w
from carepath.cohort.machine.compiled import NONE, Table, callable_from_python, compiled
from carepath.cohort.machine.flat import fill, row_of
from carepath.cohort.machine.hearing import opened_clock
from carepath.cohort.machine.holding import holders
from carepath.cohort.machine.kernel import stamp
from carepath.cohort.machine.noting import NO_ROOM
from carepath.cohort.machine.passing import passings
from carepath.cohort.machine.room import GAPS, INSTANCES, MAIN, QUIET, TROUBLE
from carepath.cohort.machine.stepping import step
from carepath.cohort.machine.waiting import tell_case, tell_clock
from carepath.cohort.machine.walking import begin_case


@compiled
def _read(tables: Table, block: Table, room: Table, quiet: Table, low: int, high: int, case: int) -> bool:
    """Read the events of a case; return whether it has begun, and there was room for it."""
    begin_case(room, MAIN)
    room[room[f.ROOM_COUNTS] + QUIET] = 1
    for event in range(low, high):
        step(tables, block, room, quiet, case, MAIN, event)
    return (
        room[room[f.ROOM_COUNTS] + TROUBLE] == 0 and room[row_of(room, f.ROOM_STANDING, MAIN) + f.STANDING_STARTED] >= 0
    )


@compiled
def _case(
    tables: Table,
    regimes: Table,
    days: Table,
    block: Table,
    room: Table,
    quiet: Table,
    asked: Table,
    waits: Table,
    case: int,
) -> None:
    """Write the waits of a case. `regimes` are the tables of a plan in which every transfer counts by its handover."""
    low, high = (block[block[f.BLOCK_FIRST] + case], block[block[f.BLOCK_FIRST] + (case + 1)])
    if not _read(tables, block, room, quiet, low, high, case):
        return
    first = waits[waits[w.WAITS_USED]]
    room[room[f.ROOM_COUNTS] + INSTANCES] = 0
    room[room[f.ROOM_COUNTS] + GAPS] = 0
    passings(tables, block, room, quiet, case, MAIN)
    holders(regimes, block, room, MAIN)
    for episode in range(1, room[row_of(room, f.ROOM_STANDING, MAIN) + f.STANDING_EPISODE] + 1):
        for clock in range(tables[f.PLAN_CLOCKS + 1]):
            if room[room[f.ROOM_COUNTS] + TROUBLE] == 0 and opened_clock(tables, room, MAIN, clock, episode):
                tell_clock(tables, days, block, room, asked, waits, case, clock, episode)
    if room[room[f.ROOM_COUNTS] + TROUBLE] == 0:
        holders(tables, block, room, MAIN)
        tell_case(block, room, asked, waits, first)


@compiled
def _cases(
    tables: Table, regimes: Table, days: Table, block: Table, room: Table, quiet: Table, asked: Table, waits: Table,
    first: int, end: int,
) -> int:  # fmt: skip
    for case in range(first, end):
        fill(room, f.ROOM_COUNTS, 0, 0)
        used = waits[waits[w.WAITS_USED]]
        _case(tables, regimes, days, block, room, quiet, asked, waits, case)
        trouble = room[room[f.ROOM_COUNTS] + TROUBLE]
        if trouble == 0:
            continue
        waits[waits[w.WAITS_USED]] = used
        if trouble == NO_ROOM:
            return case
        waits[waits[w.WAITS_TROUBLE] + case] = trouble
    return end


@compiled
def _start(tables: Table, block: Table, room: Table, quiet: Table, case: int) -> int:
    """Return the day on which a case starts; without a start that of its earliest event, without events NONE."""
    low, high = (block[block[f.BLOCK_FIRST] + case], block[block[f.BLOCK_FIRST] + (case + 1)])
    begin_case(room, MAIN)
    room[room[f.ROOM_COUNTS] + QUIET] = 1
    earliest = NONE
    for event in range(low, high):
        one = row_of(block, f.BLOCK_TOLD, event)
        step(tables, block, room, quiet, case, MAIN, event)
        if room[row_of(room, f.ROOM_STANDING, MAIN) + f.STANDING_STARTED] >= 0:
            return block[one + f.TOLD_DAY]
        forecast = block[one + f.TOLD_STATUS] == 1 or block[one + f.TOLD_STATUS] == 2
        if not forecast and (earliest == NONE or block[one + f.TOLD_DAY] < earliest):
            earliest = block[one + f.TOLD_DAY]
    return earliest


@compiled
def _starts(tables: Table, block: Table, room: Table, quiet: Table, days: Table) -> None:
    for case in range(len(days)):
        fill(room, f.ROOM_COUNTS, 0, 0)
        days[case] = _start(tables, block, room, quiet, case)


Waits = Callable[[Table, Table, Table, Table, Table, Table, Table, Table, int, int], int]
Starts = Callable[[Table, Table, Table, Table, Table], int]


def _made(stamp: int) -> tuple[Waits, Starts]:
    """Return both as machine code; that kept from an earlier run serves while no source has changed."""

    @callable_from_python
    def waits_of(
        tables: Table, regimes: Table, days: Table, block: Table, room: Table, quiet: Table, asked: Table, waits: Table,
        first: int, end: int,
    ) -> int:  # fmt: skip
        return _cases(tables, regimes, days, block, room, quiet, asked, waits, first, end) if first < end else stamp

    @callable_from_python
    def starts_of(tables: Table, block: Table, room: Table, quiet: Table, days: Table) -> int:
        _starts(tables, block, room, quiet, days)
        return stamp

    return waits_of, starts_of


_waits, _begun = _made(stamp())


def waits(
    tables: Table, regimes: Table, days: Table, block: Table, room: Table, quiet: Table, asked: Table, told: Table,
    first: int, end: int,
) -> int:  # fmt: skip
    """Tell the waits of the cases [first, end); return the first that was not told because `told` is full.

    A case with more moves than there is room for is left out and marked in the list `trouble` of `told`.
    """
    return _waits(tables, regimes, days, block, room, quiet, asked, told, first, end)


def starts(tables: Table, block: Table, room: Table, quiet: Table, days: Table) -> None:
    """Write the day on which each case starts into `days`; without a start its earliest event, else NONE."""
    _begun(tables, block, room, quiet, days)


def ready() -> bool:
    """Return whether the machine code of waits is there: made in this run, or read from an earlier one."""
    return bool(getattr(_waits, "signatures", True))
