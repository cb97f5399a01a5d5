"""Equal rows found in one pass, in compiled code: a table of hashes, and the rows themselves to be certain."""

from __future__ import annotations

import numpy as np

from carepath.cohort.machine.compiled import Table, callable_from_python

ODD = 0x9E3779B97F4A7C1  # spreads the bits of what it is multiplied with
BITS = (1 << 62) - 1


@callable_from_python
def _group(rows: Table, slots: Table, numbers: Table, firsts: Table) -> int:
    last, found = slots.size - 1, 0
    for at in range(rows.shape[0]):
        mixed = 0
        for column in range(rows.shape[1]):
            mixed = ((mixed ^ int(rows[at, column])) * ODD) & BITS
            mixed ^= mixed >> 31
        slot = mixed & last
        number = -1
        while slots[slot] >= 0:
            number = slots[slot]
            for column in range(rows.shape[1]):
                if rows[firsts[number], column] != rows[at, column]:
                    number = -1
                    break
            if number >= 0:
                break
            slot = (slot + 1) & last
        if number < 0:
            number = found
            slots[slot] = number
            firsts[number] = at
            found += 1
        numbers[at] = number
    return found


def groups(rows: Table) -> tuple[Table, Table]:
    """Return a number for each row of a matrix, the same for equal rows, and the first row of each number.

    Numbers are given in the order in which rows come.
    """
    count = len(rows)
    numbers, firsts = np.empty(count, np.int64), np.empty(count, np.int64)
    slots = np.full(1 << (2 * count + 1).bit_length(), -1, np.int64)
    found = _group(np.ascontiguousarray(rows), slots, numbers, firsts)
    return numbers, firsts[:found]


def distinct(numbers: Table) -> tuple[Table, Table]:
    """Return the distinct ones of some numbers, in the order in which they come, and the place of each among them."""
    places, firsts = groups(numbers.reshape(-1, 1))
    return numbers[firsts], places
