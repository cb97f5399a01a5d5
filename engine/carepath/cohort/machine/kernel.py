"""The kernel: every case of a block read in order and told, in compiled code. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import Table, callable_from_python, compiled
from carepath.cohort.machine.flat import fill, row_of
from carepath.cohort.machine.holding import holders
from carepath.cohort.machine.noting import NO_ROOM
from carepath.cohort.machine.ordering import exchange, may_be_exchanged, moves
from carepath.cohort.machine.passing import passings
from carepath.cohort.machine.room import HERE, MAIN, QUIET, TROUBLE
from carepath.cohort.machine.running import view
from carepath.cohort.machine.stepping import step
from carepath.cohort.machine.telling import tell_case, tell_no_start, tell_organisations
from carepath.cohort.machine.telling_clocks import tell_clocks
from carepath.cohort.machine.telling_holders import tell_responsibility
from carepath.cohort.machine.telling_transfers import tell_transfers
from carepath.cohort.machine.telling_verdicts import tell_verdicts
from carepath.cohort.machine.walking import begin_case, copy


@compiled
def _case(tables: Table, days: Table, block: Table, room: Table, told: Table, case: int) -> None:
    low, high = (block[block[f.BLOCK_FIRST] + case], block[block[f.BLOCK_FIRST] + (case + 1)])
    begin_case(room, MAIN)
    event = low
    while event < high:
        after, before, unordered = (event + 1, -1, False)
        while (
            after < high
            and block[row_of(block, f.BLOCK_TOLD, after) + f.TOLD_DAY]
            == block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_DAY]
        ):
            after += 1
        if after - event > 1:
            for at in range(event, after):
                if moves(block, at):
                    if before >= 0 and may_be_exchanged(tables, block, before, at):
                        unordered = True
                    before = at
        if unordered:
            copy(room, HERE, MAIN)
        for at in range(event, after):
            step(tables, block, room, told, case, MAIN, at)
        if unordered and room[room[f.ROOM_COUNTS] + TROUBLE] == 0:
            exchange(tables, days, block, room, told, case, event, after)
        event = after
    if room[room[f.ROOM_COUNTS] + TROUBLE] != 0:
        return
    room[room[f.ROOM_COUNTS] + QUIET] = 0
    view(tables, room, MAIN, block[f.BLOCK_TODAY])
    passings(tables, block, room, told, case, MAIN)
    holders(tables, block, room, MAIN)
    tell_case(tables, room, told, case, high - low)
    tell_organisations(tables, block, room, told, case, low, high)
    tell_no_start(block, room, told, case, low, high)
    tell_verdicts(tables, days, block, room, told, case)
    tell_clocks(tables, days, block, room, told, case)
    tell_transfers(tables, days, block, room, told, case)
    tell_responsibility(tables, days, block, room, told, case)


@compiled
def _cases(tables: Table, days: Table, block: Table, room: Table, told: Table, first: int, end: int) -> int:
    kept, used = room[f.ROOM_KEPT], told[f.SAID_USED]
    for case in range(first, end):
        fill(room, f.ROOM_COUNTS, 0, 0)
        for at in range(told[f.SAID_USED + 1]):
            room[kept + at] = told[used + at]
        _case(tables, days, block, room, told, case)
        trouble = room[room[f.ROOM_COUNTS] + TROUBLE]
        if trouble == 0:
            continue
        for at in range(told[f.SAID_USED + 1]):
            told[used + at] = room[kept + at]
        if trouble == NO_ROOM:
            return case
        told[told[f.SAID_TROUBLE] + case] = trouble
    return end


def _made(stamp: int) -> Callable[[Table, Table, Table, Table, Table, int, int], int]:
    """Return the kernel as machine code; that kept from an earlier run serves while no source has changed.

    The compiler looks only at the file of the function that is kept, so the others go into `stamp`.
    """

    @callable_from_python
    def replay(tables: Table, days: Table, block: Table, room: Table, told: Table, first: int, end: int) -> int:
        return _cases(tables, days, block, room, told, first, end) if first < end else stamp

    return replay


def stamp() -> int:
    """Return a number that changes whenever a source of the compiled code does."""
    here = Path(__file__).parent
    others = ("plan/programs.py", "plan/tables.py", "findings.py")
    files = [*sorted(here.rglob("*.py")), *(here.parents[1] / name for name in others)]
    return crc32(repr([(file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files]).encode())


_replay = _made(stamp())


def replay(tables: Table, days: Table, block: Table, room: Table, told: Table, first: int, end: int) -> int:
    """Read the cases [first, end); return the first that was not told because a table of `told` is full.

    A case with more moves than there is room for is left out and marked in the list `trouble` of `told`.
    """
    return _replay(tables, days, block, room, told, first, end)


def ready() -> bool:
    """Return whether the machine code is there: made in this run, or read from an earlier one."""
    return bool(getattr(_replay, "signatures", True))
