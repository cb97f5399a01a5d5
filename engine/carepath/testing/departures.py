"""Departures: a lawful history with one thing changed, and what must follow of it, worked out without the engine.

A change is made only where its effect can be told from the definition and the standing before it; which changes
these are stands beside each kind. What is told: the findings that appear and vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.testing.before import Before, Made, anywhere, of_step, seen, strangers
from carepath.testing.changes import (
    STRANGER,
    Change,
    Kind,
    again,
    day_of,
    told,
)
from carepath.testing.effects import Effect
from carepath.testing.incomplete import at_the_end, incomplete
from carepath.testing.moved_days import FURTHEST, delay, exchangeable, first_of_a_day, redate, swap, with_room
from carepath.testing.shown import History
from carepath.testing.undone import drop, droppable, retract

ALL: tuple[Kind, ...] = (
    "duplicate", "late entry", "delay", "redate", "drop", "retract", "swap", "wrong provider", "incomplete transfer",
)  # fmt: skip


class Perturbed(History):
    """A history with its change, the history before it, and what must follow."""

    change: Change
    before: History
    effect: Effect

    def __repr__(self) -> str:
        return f"{super().__repr__()}\n# {self.change}; {self.effect}"


@st.composite
def perturbed(draw: DrawFn, history: History, kinds: Sequence[str] = ALL) -> Perturbed:
    """Draw a history that departs in one thing from the one given, which must have entries, with what must follow.

    `kinds`: the changes to draw from; a history in which none of them can be made is thrown away.
    """
    last = max(day_of(entry) for entry in history)
    as_of = last + timedelta(days=FURTHEST + draw(st.integers(1, 40)))
    before = seen(history, as_of)
    places = {kind: found for kind, where, _ in KINDS if kind in kinds and (found := list(where(before)))}
    assume(places)
    kind = draw(st.sampled_from(list(places)))
    make = next(make for name, _, make in KINDS if name == kind)
    entries, change, effect = make(before, draw(st.sampled_from(places[kind])), draw)
    made = Perturbed(entries, history.pathway)
    made.change, made.before, made.effect = change, history, effect
    return made


# Told late: nothing may differ once it is told. Told twice, under its own id or another: nothing, or one duplicate.


def _late_entry(before: Before, place: int, draw: DrawFn) -> Made:
    entries, entry, days = list(before.history), before.history[place], draw(st.integers(1, FURTHEST))
    if entry.recorded == told(entry, days):  # it was told then already
        days = days - 1 if days > 1 else days + 1
    entries[place] = replace(entry, recorded=told(entry, days))
    return entries, Change("late entry", entry.id, days), Effect(before.as_of)


def _duplicate(before: Before, place: int, draw: DrawFn) -> Made:
    entry, event = before.history[place], before.type_at(place)
    same_id = before.pathway.events[event].repeat or draw(st.booleans())
    entries = [*before.history, entry if same_id else again(entry)]
    appear = frozenset() if same_id else frozenset({of_step("possible-duplicate", before.steps()[entry.id])})
    return entries, Change("duplicate", entry.id), Effect(before.as_of, appear)


# By a provider that plays no role: said where all roles of the step name their providers.


def _not_transfers(before: Before) -> Iterator[int]:
    yield from (place for place in anywhere(before) if not before.type_at(place).startswith("transfer."))


def _wrong_provider(before: Before, place: int, draw: DrawFn) -> Made:
    entries, entry = list(before.history), before.history[place]
    entries[place] = replace(entry, provider=STRANGER)
    appear = strangers(before, [(before.steps()[entry.id], STRANGER, day_of(entry))])
    first = before.assessment.steps and before.assessment.steps[0].entry == entry.id  # who answers for the wait
    left_open = frozenset(before.pathway.transfers) if first else frozenset()
    return entries, Change("wrong provider", entry.id), Effect(before.as_of, appear, left_open=left_open)


Where = Callable[[Before], Iterator[int]]
Make = Callable[[Before, int, DrawFn], Made]
KINDS: tuple[tuple[Kind, Where, Make], ...] = (
    ("duplicate", anywhere, _duplicate),
    ("late entry", anywhere, _late_entry),
    ("delay", first_of_a_day, delay),
    ("redate", with_room, redate),
    ("drop", droppable, drop),
    ("retract", droppable, retract),
    ("swap", exchangeable, swap),
    ("wrong provider", _not_transfers, _wrong_provider),
    ("incomplete transfer", at_the_end, incomplete),
)
