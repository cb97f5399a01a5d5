"""Counting days in compiled code, over rows of gaps: what `carepath.clocks` means."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import ENDS, NONE, Table, compiled
from carepath.cohort.machine.days import (
    WORKING,
    days_from,
    next_working,
    working_days,
)
from carepath.cohort.machine.flat import row_of


@compiled
def _union(room: Table, low: int, high: int, only_ended: int, until: int) -> int:
    """Unite the gaps [low, high) into runs [first, last], open ones up to `until`; return how many runs."""
    count = 0
    for at in range(low, high):
        gap = row_of(room, f.ROOM_GAPS, at)
        if only_ended == 1 and room[gap + f.GAP_END] == NONE and (room[gap + f.GAP_CAP] < 0):
            continue
        place = count
        end = room[gap + f.GAP_END] if room[gap + f.GAP_END] != NONE else -NONE
        while place > 0:
            other = row_of(room, f.ROOM_GAPS, room[room[f.ROOM_UNION_ORDER] + (place - 1)])
            other_end = room[other + f.GAP_END] if room[other + f.GAP_END] != NONE else -NONE
            if (room[other + f.GAP_START], other_end, room[other + f.GAP_REASON]) <= (
                room[gap + f.GAP_START],
                end,
                room[gap + f.GAP_REASON],
            ):
                break
            room[room[f.ROOM_UNION_ORDER] + place] = room[room[f.ROOM_UNION_ORDER] + (place - 1)]
            place -= 1
        room[room[f.ROOM_UNION_ORDER] + place] = at
        count += 1
    for at in range(count):
        reason = room[row_of(room, f.ROOM_GAPS, room[room[f.ROOM_UNION_ORDER] + at]) + f.GAP_REASON]
        room[room[f.ROOM_UNION_SPENT] + reason] = NONE
        room[room[f.ROOM_UNION_LEFT] + reason] = NONE
    runs = 0
    for at in range(count):
        gap = row_of(room, f.ROOM_GAPS, room[room[f.ROOM_UNION_ORDER] + at])
        reason = room[gap + f.GAP_REASON]
        first = room[gap + f.GAP_START]
        if room[room[f.ROOM_UNION_SPENT] + reason] != NONE and room[room[f.ROOM_UNION_SPENT] + reason] > first:
            first = room[room[f.ROOM_UNION_SPENT] + reason]
        last = until if room[gap + f.GAP_END] == NONE else room[gap + f.GAP_END] - 1
        if room[gap + f.GAP_CAP] >= 0:
            if room[room[f.ROOM_UNION_LEFT] + reason] == NONE:
                room[room[f.ROOM_UNION_LEFT] + reason] = room[gap + f.GAP_CAP]
            last = min(last, first + room[room[f.ROOM_UNION_LEFT] + reason] - 1)
            room[room[f.ROOM_UNION_LEFT] + reason] -= max(0, last - first + 1)
        if last >= first:
            room[room[f.ROOM_UNION_SPENT] + reason] = last + 1
            place = runs
            while place > 0 and (
                room[room[f.ROOM_UNION_FIRST] + (place - 1)],
                room[room[f.ROOM_UNION_LAST] + (place - 1)],
            ) > (first, last):
                room[room[f.ROOM_UNION_FIRST] + place] = room[room[f.ROOM_UNION_FIRST] + (place - 1)]
                room[room[f.ROOM_UNION_LAST] + place] = room[room[f.ROOM_UNION_LAST] + (place - 1)]
                place -= 1
            room[room[f.ROOM_UNION_FIRST] + place] = first
            room[room[f.ROOM_UNION_LAST] + place] = last
            runs += 1
    merged = 0
    for at in range(runs):
        if merged > 0 and room[room[f.ROOM_UNION_FIRST] + at] <= room[room[f.ROOM_UNION_LAST] + (merged - 1)] + 1:
            room[room[f.ROOM_UNION_LAST] + (merged - 1)] = max(
                room[room[f.ROOM_UNION_LAST] + (merged - 1)], room[room[f.ROOM_UNION_LAST] + at]
            )
        else:
            room[room[f.ROOM_UNION_FIRST] + merged] = room[room[f.ROOM_UNION_FIRST] + at]
            room[room[f.ROOM_UNION_LAST] + merged] = room[room[f.ROOM_UNION_LAST] + at]
            merged += 1
    return merged


@compiled
def taken_out(days: Table, room: Table, low: int, high: int, only_ended: int, start: int, day: int, unit: int) -> int:
    """Return how many days of (start, day] the gaps take out; ENDS past the table."""
    if low >= high:
        return 0
    runs = _union(room, low, high, only_ended, day)
    total = 0
    for at in range(runs):
        begin, end = (max(room[room[f.ROOM_UNION_FIRST] + at] - 1, start), min(room[room[f.ROOM_UNION_LAST] + at], day))
        if unit == WORKING:
            found = working_days(days, begin, end)
            if found == ENDS:
                return ENDS
            total += found
        else:
            total += max(0, end - begin)
    return total


@compiled
def counted_as(days: Table, day: int, unit: int, previous: int) -> int:
    """Return the working day as which a day counts; itself for calendar days."""
    return day if unit != WORKING or previous == 1 else next_working(days, day)


@compiled
def elapsed(
    days: Table, room: Table, low: int, high: int, only_ended: int, start: int, day: int, unit: int, previous: int
) -> int:
    """Return the counted days in (start, day]; ENDS past the table."""
    if day <= start:
        return 0
    if unit != WORKING:
        return day - start - taken_out(days, room, low, high, only_ended, start, day, unit)
    day = counted_as(days, day, unit, previous)
    if day == ENDS:
        return ENDS
    whole = working_days(days, start, day)
    if whole == ENDS:
        return ENDS
    taken = taken_out(days, room, low, high, only_ended, start, day, unit)
    return ENDS if taken == ENDS else whole - taken


@compiled
def last_good_day(
    days: Table, room: Table, low: int, high: int, start: int, amount: int, unit: int, previous: int
) -> int:
    """Return the last day in time; NONE while an open gap puts it off, ENDS past the table."""
    target = days_from(amount, unit, start)
    day = start + target
    while True:
        so_far = elapsed(days, room, low, high, 1, start, day, unit, previous)
        if so_far == ENDS:
            return ENDS
        if target - so_far <= 0:
            break
        day += target - so_far
    while True:
        so_far = elapsed(days, room, low, high, 1, start, day + 1, unit, previous)
        if so_far == ENDS:
            return ENDS
        if so_far > target:
            break
        day += 1
    opened = NONE
    for at in range(low, high):
        if (
            room[row_of(room, f.ROOM_GAPS, at) + f.GAP_END] == NONE
            and room[row_of(room, f.ROOM_GAPS, at) + f.GAP_CAP] < 0
            and (opened == NONE or room[row_of(room, f.ROOM_GAPS, at) + f.GAP_START] < opened)
        ):
            opened = room[row_of(room, f.ROOM_GAPS, at) + f.GAP_START]
    if opened == NONE:
        return day
    bad = counted_as(days, day + 1, unit, previous)
    if bad == ENDS:
        return ENDS
    return NONE if opened <= bad else day
