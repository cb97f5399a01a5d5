"""The rows in which waits are told, and what the compiled code is asked of them: places in flat tables of integers.

The columns of a wait are those of WAIT_FIELDS, then one for each attribute asked for (its value, -1 for none), one for
each event (1 where it was done), then the first HOLDERS providers that held the case and the days of each.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from carepath.cohort.machine.compiled import Table
from carepath.cohort.machine.room import Empty, Piece, packed

HOLDERS = 6  # a wait that passed through more hands is read by the reference engine

# Places in the head of what is asked: flags of clocks by events and by attributes; lists; numbers.
(
    ASKED_STOPS,
    ASKED_OWN,
    ASKED_ATTRIBUTES,
    ASKED_EVENTS,
    ASKED_FIRST_SEEN,
    ASKED_SHARED,
    ASKED_ROUTE,
    ASKED_UPGRADE,
) = range(3, 27, 3)
ASKED_HEAD = 27

# Places in the head of the rows of waits.
(
    WAITS_ROWS,
    WAITS_USED,
    WAITS_TROUBLE,
) = range(3, 12, 3)
WAITS_HEAD = 12

# A row of a wait. `ended` is 0 for an open one, else as in `instances`; `until` is the day of its stop or end, else
# that of looking; `provider` that of the stopping event, else who held the case; `left` who held it by the pathway's
# own rule; `first` whether no event that would stop it came before; `held` how many held the case between both ends.
(
    WAIT_CASE,
    WAIT_CLOCK,
    WAIT_START,
    WAIT_STOP,
    WAIT_ENDED,
    WAIT_UNTIL,
    WAIT_NET,
    WAIT_PROVIDER,
    WAIT_LEFT,
    WAIT_FIRST,
    WAIT_FIRST_SEEN,
    WAIT_ROUTE,
    WAIT_UPGRADED,
    WAIT_BEGAN,
    WAIT_HELD,
) = range(15)
WAIT_WIDTH = 15
WAIT_FIELDS = (
    "case",
    "clock",
    "start",
    "stop",
    "ended",
    "until",
    "net",
    "provider",
    "left",
    "first",
    "first_seen",
    "route",
    "upgraded",
    "began",
    "held",
)


def width(asked: Table) -> int:
    """Return how many columns a wait has."""
    return WAIT_WIDTH + int(asked[ASKED_ATTRIBUTES + 1]) + int(asked[ASKED_EVENTS + 1]) + 2 * HOLDERS


def told(asked: Table, cases: int, capacity: int) -> Table:
    """Return room for so many waits of a block of cases."""
    parts: dict[int, Piece] = {
        -WAITS_ROWS: Empty((capacity, width(asked))), WAITS_USED: Empty((1,)), WAITS_TROUBLE: Empty((cases,)),
    }  # fmt: skip
    return packed(WAITS_HEAD, parts)


def rows(waits: Table, asked: Table) -> Table:
    """Return the waits that were told, a line each."""
    wide, count = width(asked), int(waits[waits[WAITS_USED]])
    return waits[waits[WAITS_ROWS] : waits[WAITS_ROWS] + count * wide].reshape(count, wide)


def lists(asked: Mapping[int, Piece]) -> Table:
    """Return what is asked as one flat table."""
    return packed(ASKED_HEAD, asked)


def flags(lines: int, columns: int) -> Table:
    """Return a matrix of zeros."""
    return np.zeros((lines, columns), np.int64)
