"""Where things stand in the flat tables of integers that the compiled code runs on.

A flat table begins with a head: for each of its tables three numbers, where it starts, how many rows (or columns)
it has, and how wide a row is. `PLAN_…`, `BLOCK_…`, `ROOM_…`, `SAID_…` and `DAYS_…` are places in the heads; the
others are fields of a row. One kind of array keeps the compiler quick.
"""

from carepath.cohort.machine.fields.block import *  # noqa: F403
from carepath.cohort.machine.fields.days import *  # noqa: F403
from carepath.cohort.machine.fields.plan import *  # noqa: F403
from carepath.cohort.machine.fields.room import *  # noqa: F403
from carepath.cohort.machine.fields.said import *  # noqa: F403
