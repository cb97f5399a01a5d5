"""Numbers of the kernel as the buffers of Arrow arrays, in compiled code: one pass for values and nulls."""

from __future__ import annotations

from carepath.cohort.machine.compiled import Table, callable_from_python


@callable_from_python
def narrow(values: Table, least: int, less: int, found: Table, valid: Table) -> int:
    """Write values less a number, and a bit for each that is there; return how many are not: those under `least`."""
    away = 0
    for at in range(values.size):
        if values[at] < least:
            found[at] = 0
            away += 1
        else:
            found[at] = values[at] - less
            valid[at >> 3] |= 1 << (at & 7)
    return away
