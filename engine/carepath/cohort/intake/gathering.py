"""Rows written from columns, in compiled code: the events of a block, the values of each row, events that are alike.

The tables have no places of their own here, so that what is kept of the machine code fits any layout of them.
"""

from __future__ import annotations

from carepath.cohort.machine.compiled import Table, callable_from_python, compiled

DAY, AT, TYPE, PROVIDER, ID = range(5)  # the columns of `keys`, as in `arranging`


@callable_from_python
def write_rows(rows: Table, places: Table, columns: tuple[Table, ...], chosen: Table) -> None:
    """Write the chosen rows of the columns into a matrix, each column to its place."""
    for at in range(chosen.size):
        row = chosen[at]
        for number in range(len(columns)):
            rows[at, places[number]] = columns[number][row]


@callable_from_python
def count(rows: Table, counts: Table) -> None:
    """Count how often each row is named."""
    for at in range(rows.size):
        counts[rows[at]] += 1


@callable_from_python
def write_values(rows: Table, values: Table, attribute: int, free: Table, pairs: Table) -> None:
    """Write the values that an attribute has in rows to where the next pair of each row goes."""
    for at in range(rows.size):
        place = free[rows[at]]
        pairs[place, 0] = attribute
        pairs[place, 1] = values[at]
        free[rows[at]] = place + 1


@compiled
def _after(keys: Table, one: int, two: int) -> bool:
    if keys[one, DAY] != keys[two, DAY]:
        return keys[one, DAY] > keys[two, DAY]
    if keys[one, TYPE] != keys[two, TYPE]:
        return keys[one, TYPE] > keys[two, TYPE]
    return keys[one, PROVIDER] > keys[two, PROVIDER]


@callable_from_python
def mark_alike(keys: Table, order: Table, first: Table, alike: Table) -> int:
    """Mark the events of a case that share day, type and provider with another; return how many.

    `order[first[c]:first[c + 1]]` are the events of case c; they are put in order by what is compared.
    """
    found = 0
    for case in range(first.size - 1):
        for at in range(first[case] + 1, first[case + 1]):
            one, place = order[at], at
            while place > first[case] and _after(keys, order[place - 1], one):
                order[place] = order[place - 1]
                place -= 1
            order[place] = one
        for at in range(first[case] + 1, first[case + 1]):
            one, two = order[at - 1], order[at]
            if not _after(keys, two, one):
                found += 2 - alike[one] - alike[two]
                alike[one] = 1
                alike[two] = 1
    return found
