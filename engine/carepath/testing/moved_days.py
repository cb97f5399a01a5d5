"""Events on other days: all of the rest later, one put right, two exchanged; what that does to findings of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.cases.expected import Named
from carepath.findings import Step
from carepath.record import Entry
from carepath.testing import hearing
from carepath.testing.before import Before, Made, anywhere, at_home, closing, only_way, strangers
from carepath.testing.changes import (
    Change,
    correction,
    day_of,
    delayed,
    swapped,
)
from carepath.testing.effects import Effect
from carepath.testing.timings import Days, Open, timings

FURTHEST = 60  # days by which a history is delayed at most

# On another day: the order stays, and no two events of one day are parted, so that only what is counted differs.


def countable(before: Before) -> bool:
    """Return whether days may be moved: none is named in data, and no transfer depends on who plays a role when."""
    named = any(isinstance(value, date) for entry in before.history for value in entry.data.values())
    dated = any(one.opened or one.closed for role in before.pathway.roles.values() for one in role.listings)
    transfers = any(step.event.startswith("transfer.") for step in before.assessment.steps)
    return not named and not (transfers and (dated or before.pathway.organisations))


def first_of_a_day(before: Before) -> Iterator[int]:
    if countable(before):
        days = [day_of(entry) for entry in before.history]
        yield from (place for place, day in enumerate(days) if place == 0 or days[place - 1] < day)


def delay(before: Before, place: int, draw: DrawFn) -> Made:
    days = draw(st.integers(1, FURTHEST))
    entries = delayed(before.history, place, days)
    return entries, Change("delay", before.history[place].id, days), moved_to(before, entries)


def with_room(before: Before) -> Iterator[int]:
    if countable(before):
        yield from (place for place in anywhere(before) if len(_room(before, place)) > 1)


def _room(before: Before, place: int) -> range:
    """Return by how many days an event can be moved without meeting another; 0 is among them where it is alone."""
    days = [day_of(entry) for entry in before.history]
    first = days[place - 1] - days[place] if place else timedelta(days=-20)
    last = days[place + 1] - days[place] if place + 1 < len(days) else timedelta(days=FURTHEST)
    return range(first.days + 1, last.days)


def redate(before: Before, place: int, draw: DrawFn) -> Made:
    entry = before.history[place]
    days = draw(st.sampled_from([ahead for ahead in _room(before, place) if ahead]))
    right = correction(entry, days)
    entries = [*before.history, right]
    effect = moved_to(before, [right if one is entry else one for one in before.history])
    return entries, Change("redate", entry.id, days), effect


def moved_to(before: Before, entries: Sequence[Entry], appear: frozenset[Named] = frozenset()) -> Effect:
    """Return what follows where the same events stand on the days of these entries, in the order of the history."""
    ids = [entry.id for entry in before.history]
    by_id = {entry.target or entry.id: entry for entry in entries}
    steps = before.steps()
    lawful = strangers(before, [(steps[one.id], one.provider, day_of(one)) for one in before.history])
    now = strangers(before, [(steps[name], by_id[name].provider, day_of(by_id[name])) for name in ids])
    effect = timed(before, {name: day_of(by_id[name]) for name in ids})
    return replace(effect, appear=effect.appear | appear | (now - lawful), vanish=effect.vanish | (lawful - now))


def timed(before: Before, days: Mapping[str, date | None], states: Mapping[str, date | None] | None = None) -> Effect:
    """Return how findings of time differ once entries stand on other days, or (None) are gone.

    `states`: the same for milestones on states, where it is another event that leads there.
    """
    pathway, standing = before.pathway, before.assessment
    end, out = closing(before)
    appear, vanish, left_open = set[Named](), set[Named](), set(pathway.transfers)
    for verdict in standing.milestones:
        milestone = pathway.milestones.get(verdict.id)
        moved = states if states is not None and milestone is not None and milestone.state is not None else days
        try:
            was = timings(pathway, standing, verdict, Days(before.days, out, end), before.as_of)
            now = timings(pathway, standing, verdict, Days(moved, out, end), before.as_of)
        except Open:
            left_open.add(verdict.id)
            continue
        appear |= now - was
        vanish |= was - now
    return Effect(before.as_of, frozenset(appear), frozenset(vanish), frozenset(left_open))


# In the other order: two tasks of one visit, or a required task and the one way on, which is then taken without it.


def exchangeable(before: Before) -> Iterator[int]:
    if before.assessment.episode > 1 or not countable(before):
        return
    for place in range(len(before.history) - 1):
        if _two_tasks(before, place) or _task_and_move(before, place):
            yield place


def _pair(before: Before, place: int) -> tuple[Step, Step]:
    steps = before.steps()
    return steps[before.history[place].id], steps[before.history[place + 1].id]


def _two_tasks(before: Before, place: int) -> bool:
    first, second = _pair(before, place)
    both = (place, place + 1)
    return (
        first.before == second.before
        and all(hearing.is_task(before.pathway, step) for step in (first, second))
        and all(hearing.plain(before.pathway, before.loud, before.history[each]) for each in both)
        and all(before.alone(each) for each in both)
    )


def _task_and_move(before: Before, place: int) -> bool:
    first, second = _pair(before, place)
    pathway = before.pathway
    return (
        hearing.is_task(pathway, first)
        and hearing.required(pathway, first)
        and at_home(before, first)
        and first.before == second.before
        and only_way(before, second)
        and hearing.plain(pathway, before.loud, before.history[place])
        and second.event not in hearing.asked_done(pathway)
        and before.alone(place)
        and all(not hearing.conditional(one) for one in hearing.milestones_of(pathway, first.event))
    )


def swap(before: Before, place: int, draw: DrawFn) -> Made:
    first, second = before.history[place : place + 2]
    entries = [*before.history[:place], *swapped(first, second), *before.history[place + 2 :]]
    task = _pair(before, place)[0].event
    skipped = frozenset({Named("skipped", task), Named("out-of-order", task)})
    appear = frozenset() if _two_tasks(before, place) else skipped
    return entries, Change("swap", first.id), moved_to(before, entries, appear)
