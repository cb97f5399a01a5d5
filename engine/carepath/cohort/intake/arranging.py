"""The events of each case put in order, in compiled code: as in `carepath.order`."""

from __future__ import annotations

from carepath.cohort.machine.compiled import NONE, Table, callable_from_python, compiled

DAY, AT, TYPE, PROVIDER, ID = range(5)  # columns of `keys`: the last three are the key of section 2, as ranks


@compiled
def _smaller(keys: Table, one: int, two: int) -> bool:
    if keys[one, TYPE] != keys[two, TYPE]:
        return keys[one, TYPE] < keys[two, TYPE]
    if keys[one, PROVIDER] != keys[two, PROVIDER]:
        return keys[one, PROVIDER] < keys[two, PROVIDER]
    return keys[one, ID] < keys[two, ID]


@compiled
def _by_day(keys: Table, order: Table, low: int, high: int) -> None:
    """Sort by day, days without instants before those with, then by instant, then by key."""
    for at in range(low + 1, high):
        one, place = order[at], at
        while place > low:
            two = order[place - 1]
            if keys[two, DAY] != keys[one, DAY]:
                after = keys[two, DAY] > keys[one, DAY]
            elif keys[two, AT] != keys[one, AT]:
                after = keys[two, AT] > keys[one, AT]
            else:
                after = _smaller(keys, one, two)
            if not after:
                break
            order[place] = two
            place -= 1
        order[place] = one


@compiled
def _mixed(keys: Table, order: Table, room: Table, low: int, high: int) -> None:
    """Order a day [low, high) of which some events are instants: of those nothing precedes the smallest comes next."""
    free = low
    while free < high and keys[order[free], AT] == NONE:
        free += 1
    if free in (low, high):
        return  # all instants, or none: the sorting has said it
    early, late, count = low, free, 0  # the next day-precision event, and the next instant
    while early < free or late < high:
        best = -1
        if early < free:
            best = early
        first = keys[order[late], AT] if late < high else NONE
        # the instants that are equal to the first one left stand together, in the order of their keys
        if late < high and (best < 0 or _smaller(keys, order[late], order[best])) and first != NONE:
            best = late
        room[count] = order[best]
        count += 1
        if best == late:
            late += 1
        else:
            early += 1
    for at in range(count):
        order[low + at] = room[at]


@callable_from_python
def arrange(keys: Table, order: Table, first: Table, room: Table) -> None:
    """Put the rows `order[first[c]:first[c + 1]]` of each case into the order of section 2."""
    for case in range(first.size - 1):
        low, high = first[case], first[case + 1]
        _by_day(keys, order, low, high)
        at = low
        while at < high:
            after = at + 1
            while after < high and keys[order[after], DAY] == keys[order[at], DAY]:
                after += 1
            if after - at > 1:
                _mixed(keys, order, room, at, after)
            at = after


@callable_from_python
def scatter(codes: Table, first: Table, order: Table) -> None:
    """Put the places of rows into `order`, by code and as they come; `first`, where each code begins, is used up."""
    for row in range(codes.size):
        order[first[codes[row]]] = row
        first[codes[row]] += 1
