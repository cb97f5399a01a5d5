"""An event that did not happen, or was taken back: what is skipped, and what is then overdue or missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis.strategies import DrawFn

from carepath.cases.expected import Named
from carepath.findings import Step
from carepath.testing import hearing
from carepath.testing.before import Before, Made, at_home, closing, only_way
from carepath.testing.changes import (
    Change,
    retraction,
)
from carepath.testing.effects import Effect
from carepath.testing.moved_days import timed

# Not done, or said and taken back: a task, something beside the graph, or the one way from a state to the next.


def droppable(before: Before) -> Iterator[int]:
    if before.assessment.episode > 1:
        return
    steps = before.steps()
    for place, entry in enumerate(before.history):
        if not hearing.plain(before.pathway, before.loud, entry) or not before.alone(place):
            continue
        step = steps[entry.id]
        task = hearing.is_task(before.pathway, step) and at_home(before, step)
        if task or hearing.is_aside(before.pathway, step) or _passed_over(before, place):
            yield place


def _passed_over(before: Before, place: int) -> bool:
    """Return whether without an event the next one jumps over its move: over one plain move to the only taker."""
    steps, history, pathway = before.steps(), before.history, before.pathway
    if place + 1 == len(history):
        return False
    step, after = steps[history[place].id], steps[history[place + 1].id]
    if not only_way(before, step) or step.after is None or not before.alone(place + 1):
        return False
    taken_there = after.before == step.after and (
        hearing.is_task(pathway, after) or hearing.move_of(pathway, after) is not None
    )
    return (
        taken_there
        and pathway.routes.takers[after.event] == (step.after,)
        and all(step.after not in (other.after, *other.via) for other in steps.values() if other.day < step.day)
    )


def drop(before: Before, place: int, draw: DrawFn) -> Made:
    entry = before.history[place]
    entries = [one for one in before.history if one is not entry]
    return entries, Change("drop", entry.id), _undone(before, place)


def retract(before: Before, place: int, draw: DrawFn) -> Made:
    entry = before.history[place]
    return [*before.history, retraction(entry)], Change("retract", entry.id), _undone(before, place)


def _undone(before: Before, place: int) -> Effect:
    """Return what follows where an event did not happen."""
    pathway, steps = before.pathway, before.steps()
    entry = before.history[place]
    step = steps[entry.id]
    later = [steps[one.id] for one in before.history[place + 1 :]]
    days = {**before.days, entry.id: None}
    if hearing.move_of(pathway, step) is not None:
        jumps = later[0]
        effect = timed(before, days, {**before.days, entry.id: jumps.day})
        return replace(effect, appear=effect.appear | {Named("skipped", jumps.event)})
    effect = timed(before, days)
    owed = hearing.required(pathway, step)
    if owed and any(_leaves(before, other, step.before) for other in later):
        return replace(effect, appear=effect.appear | {Named("skipped", step.event)})
    ended = before.assessment.closed is not None and closing(before)[0] is not None
    aside = hearing.is_aside(pathway, step)
    chosen = any((move := hearing.move_of(pathway, other)) is None or move.guarded for other in later if _moves(other))
    if (aside and ended) or (not aside and chosen):  # a lawful branch may have taken it away
        heard = frozenset(one.id for one in hearing.milestones_of(pathway, step.event))
        return _opened(effect, heard)
    return effect


def _moves(step: Step) -> bool:
    return step.after != step.before or bool(step.via) or step.answer is not None


def _leaves(before: Before, step: Step, state: str | None) -> bool:
    """Return whether a step goes on from a state, also to itself; an exit does not."""
    if step.before != state:
        return False
    return hearing.move_of(before.pathway, step) is not None or step.after != state or bool(step.via)


def _opened(effect: Effect, subjects: frozenset[str]) -> Effect:
    """Return an effect that says nothing of the time of some subjects."""
    return replace(
        effect,
        appear=frozenset(one for one in effect.appear if one.subject not in subjects),
        vanish=frozenset(one for one in effect.vanish if one.subject not in subjects),
        left_open=effect.left_open | subjects,
    )
