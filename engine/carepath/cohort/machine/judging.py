"""Whether a thing was in time, in compiled code: what `carepath.deadlines` means."""

from __future__ import annotations

from typing import NamedTuple

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import ENDS, NONE, Table, compiled
from carepath.cohort.machine.counting import elapsed, last_good_day
from carepath.cohort.machine.days import (
    HOURS,
    SECOND,
    civil_day,
    day_begins,
    day_ends,
    days_from,
)
from carepath.cohort.machine.flat import row_of

NOT_STARTED, PENDING, MET, OVERDUE, LATE, MISSED, NOT_NEEDED, NOT_POSSIBLE, VOID, UNKNOWN = range(10)


class Fate(NamedTuple):
    """What became of the thing judged: days and instants, NONE where nothing did."""

    done: int
    done_at: int
    impossible: int
    impossible_at: int
    taken: int
    taken_at: int
    closed: int
    closed_at: int


class Judged(NamedTuple):
    """A verdict and its numbers; NONE where there is none. `unclear`: 1 the calendar ends, 2 days are too coarse."""

    verdict: int
    last: int
    last_at: int
    over: int
    seconds: int
    left: int
    paused: int
    unclear: int


class Anchor(NamedTuple):
    """Where a count begins (`start` NONE: not at all), its gaps, how it treats other days, the event it begins with."""

    start: int
    start_at: int
    low: int
    high: int
    previous: int
    unclear: int
    event: int


@compiled
def judged(verdict: int) -> Judged:
    """Return a verdict without numbers."""
    return Judged(verdict, NONE, NONE, NONE, NONE, NONE, NONE, 0)


@compiled
def before(first: int, first_at: int, second: int, second_at: int) -> bool:
    """Return whether one moment lies before another: by instants where both are known, else by days."""
    if first_at != NONE and second_at != NONE:
        return first_at < second_at
    return first < second


@compiled
def begins_after_closing(anchor: Anchor, fate: Fate) -> bool:
    """Return whether a count begins only when the case has ended."""
    return fate.closed != NONE and before(fate.closed, fate.closed_at, anchor.start, anchor.start_at)


@compiled
def in_the_case(fate: Fate, when: int, when_at: int) -> bool:
    """Return whether something happened, and before it was taken away and the case ended."""
    if when == NONE:
        return False
    if fate.taken != NONE and before(fate.taken, fate.taken_at, when, when_at):
        return False
    return not (fate.closed != NONE and before(fate.closed, fate.closed_at, when, when_at))


@compiled
def not_begun(fate: Fate) -> Judged:
    """Return the verdict on a thing whose count has not begun."""
    ended = fate.taken != NONE or fate.closed != NONE
    return judged(NOT_NEEDED if ended and (not in_the_case(fate, fate.done, fate.done_at)) else NOT_STARTED)


@compiled
def judge(days: Table, room: Table, anchor: Anchor, amount: int, unit: int, fate: Fate, today: int, now: int) -> Judged:
    """Return the verdict on a thing due within a span of its anchor."""
    if anchor.start == NONE or begins_after_closing(anchor, fate):
        return not_begun(fate)
    if (
        fate.done == NONE
        and fate.impossible != NONE
        and (fate.taken != NONE)
        and (not before(fate.taken, fate.taken_at, fate.impossible, fate.impossible_at))
    ):
        fate = Fate(
            fate.done, fate.done_at, fate.impossible, fate.impossible_at, NONE, NONE, fate.closed, fate.closed_at
        )
    if unit <= HOURS:
        return _by_instants(days, anchor, amount, unit, fate, today, now)
    return _by_days(days, room, anchor, amount, unit, fate, today)


@compiled
def _calendar_ends() -> Judged:
    return Judged(UNKNOWN, NONE, NONE, NONE, NONE, NONE, NONE, 1)


@compiled
def _on(verdict: int, last: int, over: int, left: int) -> Judged:
    return Judged(verdict, last, NONE, over, NONE, left, NONE, 0)


@compiled
def _by_days(days: Table, room: Table, anchor: Anchor, amount: int, unit: int, fate: Fate, today: int) -> Judged:
    low, high, start, previous = (anchor.low, anchor.high, anchor.start, anchor.previous)
    last = last_good_day(days, room, low, high, start, amount, unit, previous)
    if last == ENDS:
        return _calendar_ends()
    target = days_from(amount, unit, start)
    if fate.taken != NONE and (fate.done == NONE or fate.taken < fate.done):
        spent = elapsed(days, room, low, high, 0, start, fate.taken, unit, previous)
        if spent == ENDS:
            return _calendar_ends()
        if spent <= target:
            return _on(NOT_NEEDED, last, NONE, NONE)
        if fate.done == NONE:
            return _on(MISSED, last, spent - target, NONE)
    if fate.done != NONE:
        spent = elapsed(days, room, low, high, 0, start, fate.done, unit, previous)
        if spent == ENDS:
            return _calendar_ends()
        return _on(MET, last, NONE, NONE) if spent <= target else _on(LATE, last, spent - target, NONE)
    if fate.impossible != NONE:
        return _on(NOT_POSSIBLE, last, NONE, NONE)
    spent = elapsed(days, room, low, high, 0, start, today, unit, previous)
    if spent == ENDS:
        return _calendar_ends()
    beyond = spent - target
    if beyond <= 0:
        paused = NONE
        if last == NONE:
            for at in range(low, high):
                if room[row_of(room, f.ROOM_GAPS, at) + f.GAP_END] == NONE and (
                    paused == NONE or room[row_of(room, f.ROOM_GAPS, at) + f.GAP_START] < paused
                ):
                    paused = room[row_of(room, f.ROOM_GAPS, at) + f.GAP_START]
        return Judged(PENDING, last, NONE, NONE, NONE, -beyond, paused, 0)
    if fate.closed == NONE:
        return _on(OVERDUE, last, beyond, -beyond)
    spent = elapsed(days, room, low, high, 0, start, fate.closed, unit, previous)
    if spent == ENDS:
        return _calendar_ends()
    return _on(MISSED, last, spent - target if spent > target else NONE, NONE)


@compiled
def limits(days: Table, anchor: Anchor, amount: int, unit: int) -> tuple[int, int]:
    """Return the first and the last bound of a target in hours."""
    length = amount * SECOND * (3600 if unit == HOURS else 60)
    if anchor.start_at != NONE:
        return (anchor.start_at + length, anchor.start_at + length)
    return (day_begins(days, anchor.start) + length, day_ends(days, anchor.start) + length)


@compiled
def _inside(days: Table, first: int, last: int, unclear: int, day: int, at: int) -> int:
    """Return whether a thing done then is in time: 1, 0, or 2 where days are too coarse to say."""
    begins, ends = (day_begins(days, day), day_ends(days, day)) if at == NONE else (at, at)
    if ends <= first:
        return 1
    if begins > last:
        return 0
    return 2 if unclear == 0 else 1 if unclear == 1 else 0


@compiled
def _late_by(verdict: int, limit: int, at: int, left: int) -> Judged:
    seconds = (at - limit) // SECOND
    return Judged(verdict, NONE, limit, seconds // 86400, seconds, left, NONE, 0)


@compiled
def _at(verdict: int, limit: int, left: int, unclear: int) -> Judged:
    return Judged(verdict, NONE, limit, NONE, NONE, left, NONE, unclear)


@compiled
def _by_instants(days: Table, anchor: Anchor, amount: int, unit: int, fate: Fate, today: int, now: int) -> Judged:
    first, last = limits(days, anchor, amount, unit)
    limit = first if anchor.unclear == 2 else last
    if fate.taken != NONE and (fate.done == NONE or before(fate.taken, fate.taken_at, fate.done, fate.done_at)):
        if _inside(days, first, last, anchor.unclear, fate.taken, fate.taken_at) != 0:
            return _at(NOT_NEEDED, limit, NONE, 0)
        if fate.done == NONE:
            return _at(MISSED, limit, NONE, 0)
    if fate.done != NONE:
        inside = _inside(days, first, last, anchor.unclear, fate.done, fate.done_at)
        if inside == 2:
            return _at(UNKNOWN, limit, NONE, 2)
        if inside == 1:
            return _at(MET, limit, NONE, 0)
        if fate.done_at != NONE:
            return _late_by(LATE, limit, fate.done_at, NONE)
        return _at(LATE, limit, NONE, 0)
    if fate.impossible != NONE:
        return _at(NOT_POSSIBLE, limit, NONE, 0)
    if now <= limit:
        return _at(PENDING, limit, civil_day(days, limit) - today, 0)
    if fate.closed != NONE:
        return _at(MISSED, limit, NONE, 0)
    return _late_by(OVERDUE, limit, now, NONE)
