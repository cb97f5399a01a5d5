"""Checks that every state can be reached, and that a way leads on from it to an end."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.authoring.checks.graph import caught, entered, first_of, last_of
from carepath.authoring.checks.naming import named
from carepath.authoring.words import listed
from carepath.model import Pathway, State
from carepath.problems import Problem


def unreachable_states(pathway: Pathway) -> Iterator[Problem]:
    """Report states that no start and no re-entry leads to; of several in a row only the first."""
    for group in first_of(pathway, pathway.states.keys() - entered(pathway)):
        state = _first_written(pathway, group)
        yield Problem(
            state.source,
            "unreachable-state",
            f"No case can get into the state {named(state)}: no start, no re-entry and no state that a case can be in "
            f"leads to it.",
            f"Name it after `to:` where it belongs, or take {state.id} out.",
        )


def states_without_end(pathway: Pathway) -> Iterator[Problem]:
    """Report states from which no way leads to an end: those nothing leads out of, and circles."""
    for group in last_of(pathway, caught(pathway)):
        states = [pathway.states[state] for state in group]
        state = _first_written(pathway, group)
        if len(group) == 1 and not state.transitions:
            yield Problem(
                state.source,
                "dead-end",
                f"Nothing leads out of the state {named(state)}, and it is not an end.",
                "Say under `on:` how it goes on, or make it an end with `end:` and the kind of end.",
            )
        else:
            names = listed(map(named, states), "and")
            circle = f"the state {names}" if len(states) == 1 else f"the states {names}"
            yield Problem(
                state.source,
                "no-way-to-end",
                f"A case in {circle} can never come to an end: every way on leads back there.",
                "Add a way out to a state with `end:`.",
            )


def _first_written(pathway: Pathway, group: tuple[str, ...]) -> State:
    return min((pathway.states[state] for state in group), key=lambda state: (state.source.line, state.id))
