"""The check that automatic moves come to rest: no circle of them can be walked without an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carepath.authoring.checks.graph import circle, knots
from carepath.authoring.checks.naming import named
from carepath.authoring.checks.worlds import countable, worlds
from carepath.authoring.words import listed
from carepath.conditions import truth
from carepath.model import Condition, Pathway, Source
from carepath.problems import Problem

Move = tuple[str, str, Condition, Source]


def automatic_circles(pathway: Pathway) -> Iterator[Problem]:
    """Report circles of automatic moves, unless it is certain that their conditions never hold together."""
    moves = [
        (state.id, move.to, move.guard, move.source)
        for state in pathway.states.values()
        for move in state.transitions
        if move.event is None
    ]
    for knot in knots((state, to) for state, to, _, _ in moves):
        walked = _walked(pathway, [move for move in moves if move[0] in knot and move[1] in knot])
        if walked:
            names = [named(pathway.states[state]) for state in walked]
            yield Problem(
                min((source for state, _, _, source in moves if state in walked), key=lambda source: source.line),
                "automatic-circle",
                f"The state {names[0]} leads back to itself without any event."
                if len(names) == 1
                else f"The states {listed(names, 'and')} lead round in a circle without any event.",
                "Let one of these moves wait for an event (`on:`), or give them conditions that exclude one another.",
            )


def _walked(pathway: Pathway, moves: Sequence[Move]) -> tuple[str, ...]:
    """Return a circle that can be walked; where there are too many cases to try, any circle."""
    guards = [guard for _, _, guard, _ in moves]
    if not countable(guards, pathway.attributes):
        return circle((state, to) for state, to, _, _ in moves)
    for world in worlds(guards, pathway.attributes):
        found = circle((state, to) for state, to, guard, _ in moves if truth(guard, world))
        if found:
            return found
    return ()
