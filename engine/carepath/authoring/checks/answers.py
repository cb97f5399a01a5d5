"""Checks of choices: no two answers true at once, none missing, and no ways out that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby

from carepath.authoring.checks.naming import event_named, named
from carepath.authoring.checks.worlds import impossible, in_words, none_of, together
from carepath.model import ALWAYS, Exit, Pathway, Reentry, State, Transition
from carepath.problems import Problem


def overlapping_answers(pathway: Pathway) -> Iterator[Problem]:
    """Report two answers to one question, or two automatic moves of one state, that can both be true."""
    for state, moves in _choices(pathway):
        for first, second in combinations([move for move in moves if not move.otherwise], 2):
            guards = (first.guard, second.guard)
            world = together(guards, pathway.attributes)
            if world is not None:
                yield Problem(
                    second.source,
                    "answers-overlap",
                    f"{_where(pathway, state, first)} {_answer(first)} and {_answer(second)} can both be true, for "
                    f"example with {in_words(world, guards)}.",
                    "Make sure that only one of them can be true at a time; a case would stay where it is otherwise.",
                )


def two_for_the_rest(pathway: Pathway) -> Iterator[Problem]:
    """Report a choice with more than one answer for all the rest."""
    for state, moves in _choices(pathway):
        for move in [move for move in moves if move.otherwise][1:]:
            yield Problem(
                move.source,
                "two-otherwise",
                f"{_where(pathway, state, move)} two answers say `otherwise`, so nothing decides between them.",
                "Leave `otherwise` on one answer and give the other one a `when:`.",
            )


def missing_answers(pathway: Pathway) -> Iterator[Problem]:
    """Report an event on which no answer is true and no exit; automatic moves wait, so nothing is missing there."""
    for state, moves in _choices(pathway):
        if moves[0].event is None or any(move.otherwise for move in moves):
            continue
        guards = tuple(move.guard for move in moves)
        leaving = tuple(way.guard for way in pathway.exits if way.event == moves[0].event)
        world = none_of((*guards, *leaving), pathway.attributes)
        if world is not None:
            yield Problem(
                moves[0].source,
                "answers-gap",
                f"{_where(pathway, state, moves[0])} no answer is true with {in_words(world, guards)}, so the case "
                f"would stay where it is.",
                "Add an answer for it, or one with `otherwise: true` for all the rest.",
            )


def contradicting_exits(pathway: Pathway) -> Iterator[Problem]:
    """Report two exits, or two re-entries, on one event that can both be true."""
    out_and_in: tuple[tuple[str, tuple[Exit | Reentry, ...]], ...] = (
        ("exits", pathway.exits),
        ("re-entries", pathway.reentries),
    )
    for what, ways in out_and_in:
        for first, second in combinations(sorted(ways, key=_place), 2):
            guards = (first.guard, second.guard)
            world = together(guards, pathway.attributes) if first.event == second.event else None
            if world is not None:
                yield Problem(
                    second.source,
                    "exits-overlap",
                    f"The {what} {named(first)} and {named(second)} both follow from the event "
                    f"{event_named(pathway, first.event)}, for example with {in_words(world, guards)}.",
                    "Give them events of their own, or a `when:` that tells them apart.",
                )


def exits_taken_by_states(pathway: Pathway) -> Iterator[Problem]:
    """Report an event that ends the case by an exit and is also a step or task of a state."""
    for way in pathway.exits:
        for state in pathway.states.values():
            moves = (move for move in state.transitions if move.event == way.event)
            taken = [(move.source, move.guard) for move in moves]
            taken += [(task.source, ALWAYS) for task in state.tasks if task.event == way.event]
            for source, guard in taken:
                if together((way.guard, guard), pathway.attributes) is not None:
                    yield Problem(
                        source,
                        "exit-event-in-state",
                        f"The event {event_named(pathway, way.event)} ends the case by the exit {named(way)}, so the "
                        f"state {named(state)} never gets to take it.",
                        "Use another event in the state, or give the exit a `when:` that leaves this case out.",
                    )
                    break


def answers_never_true(pathway: Pathway) -> Iterator[Problem]:
    """Report an answer whose condition contradicts itself."""
    for state, moves in _choices(pathway):
        for move in moves:
            if not move.otherwise and impossible((move.guard,), pathway.attributes):
                yield Problem(
                    move.source,
                    "answer-never-true",
                    f"{_where(pathway, state, move)} {_answer(move)} can never be true: its `when:` contradicts "
                    f"itself or asks for a value that there is not.",
                    "Correct the condition, or take the answer out.",
                )


def _choices(pathway: Pathway) -> Iterator[tuple[State, tuple[Transition, ...]]]:
    """Yield the moves of each state on one event (or none), in the order in which they are written."""
    for state in pathway.states.values():
        moves = sorted(state.transitions, key=lambda move: move.event or "")
        for _, group in groupby(moves, key=lambda move: move.event or ""):
            yield state, tuple(group)


def _where(pathway: Pathway, state: State, move: Transition) -> str:
    if move.event is None:
        return f"In the state {named(state)}, of the moves that it makes by itself,"
    return f"In the state {named(state)}, on {event_named(pathway, move.event)},"


def _answer(move: Transition) -> str:
    return f'the answer "{move.answer}"' if move.answer else f"the move to {move.to}"


def _place(way: Exit | Reentry) -> tuple[str, int, str]:
    return (way.source.file, way.source.line, way.id)
