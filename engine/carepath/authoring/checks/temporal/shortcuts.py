"""The state graph without the states in which nothing happens that is looked at: a few states, with longer arrows."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from carepath.authoring.checks.temporal.steps import Graph, Steps, World


class Landing(NamedTuple):
    """A state to which a state leads without anything happening on the way, and by how many arrows."""

    state: int
    steps: int


class Arrow(NamedTuple):
    """An arrow that is left: its number, its place among those of its state, and where it leads."""

    number: int
    turn: int
    to: Landing


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """The states that count (as bits), and what is left between them."""

    graph: Graph
    active: int
    landings: dict[int, tuple[Landing, ...]] = field(default_factory=dict)
    leaving: dict[int, tuple[Arrow, ...]] = field(default_factory=dict)

    def landing(self, state: int) -> tuple[Landing, ...]:
        """Return where a case in a state comes to next; the state itself if it counts, or if nothing follows."""
        if self.active >> state & 1:
            return (Landing(state, 0),)
        if state not in self.landings:
            self.landings[state] = tuple(self._landings(state)) or (Landing(state, 0),)
        return self.landings[state]

    def _landings(self, state: int) -> list[Landing]:
        found: list[Landing] = []
        passed = {state: 0}
        waiting = deque((state,))
        while waiting:
            here = waiting.popleft()
            for _, to in self.graph.arrows[here]:
                if to not in passed:
                    passed[to] = passed[here] + 1
                    if self.active >> to & 1:
                        found.append(Landing(to, passed[to]))
                    else:
                        waiting.append(to)
        return found

    def arrows(self, state: int) -> tuple[Arrow, ...]:
        """Return what leads on from a state that counts; nothing from an end, nor where nothing follows."""
        if not self.active >> state & 1:
            return ()
        if state not in self.leaving:
            self.leaving[state] = tuple(
                Arrow(number, turn, landing)
                for turn, (number, to) in enumerate(self.graph.arrows[state])
                for landing in self.landing(to)
            )
        return self.leaving[state]

    def between(self, state: int, to: int) -> tuple[tuple[int, int], ...]:
        """Return the shortest way between a state and one of its landings: each state on it and the turn from there."""
        came: dict[int, tuple[int, int]] = {}
        waiting = deque((state,))
        while to not in came and to != state:
            here = waiting.popleft()
            for turn, (_, next_) in enumerate(self.graph.arrows[here]):
                if next_ not in came and next_ != state:
                    came[next_] = here, turn
                    if not self.active >> next_ & 1:
                        waiting.append(next_)
        walked = []
        while to != state:
            walked.append(came[to])
            to = came[to][0]
        return tuple(reversed(walked))


def shortcuts(steps: Steps) -> Shortcuts:
    """Return what is left of the state graph where steps that do nothing are left out."""
    active = 0
    for state, leaving in enumerate(steps.graph.arrows):
        arrows = [number for number, _ in leaving]
        if not leaving or any(
            world.stays[state] or any(world.moves[number] for number in arrows) for world in steps.worlds
        ):
            active |= 1 << state
    return Shortcuts(steps.graph, active)


def ahead(steps: Steps, world: World, short: Shortcuts) -> dict[int, int]:
    """Return for each state that counts the points that may still be passed from there on."""
    passed = [effect.maybe | effect.handed for effect in steps.effects]
    states = [state for state in steps.graph.backwards if short.active >> state & 1]
    found = {state: steps.stays[world.stays[state]].maybe for state in states}
    for state in states:
        for number, _ in steps.graph.arrows[state]:
            found[state] |= passed[world.moves[number]]
    moving = True
    while moving:
        moving = False
        for state in states:
            points = found[state]
            for arrow in short.arrows(state):
                points |= found.get(arrow.to.state, 0)
            if points != found[state]:
                found[state], moving = points, True
    return found
