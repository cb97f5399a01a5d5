"""What each step of a definition does to its time points: bits of whole numbers, so that a path is few operations.

The state graph is one; what its steps may be differs between worlds (see `worlds`). Alike steps are kept once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

NEVER = -1  # more than is ever told


class Open(NamedTuple):
    """Points that a step is where a condition holds on what the path has told so far."""

    points: int
    holds: int  # what must have been told, any of it, for the step surely to be one
    fails: int  # what must have been told, all of it, for the step surely not to be one


class Effect(NamedTuple):
    """The points that a step may be (`maybe`) and surely is (`sure`), and what it says was done and is so."""

    maybe: int = 0
    sure: int = 0
    done: int = 0
    not_done: int = 0
    handed: int = 0  # transfers that are over once this step is taken, if the sender had the case
    senders: int = 0  # those of them whose sender does this step
    clears: int = 0  # what was told that no longer needs to be so
    tells: int = 0
    open: tuple[Open, ...] = ()  # of what it may be


class Stay(NamedTuple):
    """What may, and what must be passed while a case is in a state."""

    maybe: int = 0
    must: int = 0
    holds: int = 0  # transfers whose sender has the case here
    clears: int = 0
    open: tuple[Open, ...] = ()
    open_must: tuple[Open, ...] = ()


NOTHING = Effect()
QUIET = Stay()


@dataclass(frozen=True, slots=True)
class Graph:
    """The states, and the arrows that lead on from each: the number of the arrow and of the state it leads to."""

    states: tuple[str, ...]
    arrows: tuple[tuple[tuple[int, int], ...], ...]
    homeward: tuple[int | None, ...]  # the place of the arrow on the shortest way to an end; None at an end
    backwards: tuple[int, ...]  # the states, those that lead on after those that they lead to, as far as that goes


class World(NamedTuple):
    """All steps in one world, as numbers of effects and stays: the ways in, the states, the arrows."""

    ways: tuple[tuple[int, int], ...]  # state and effect
    stays: tuple[int, ...]
    moves: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """The state graph with what its steps do in each world that differs from the others."""

    graph: Graph
    effects: tuple[Effect, ...]
    stays: tuple[Stay, ...]
    worlds: tuple[World, ...]


@dataclass(frozen=True, slots=True)
class Masks:
    """Which points are what."""

    handovers: int  # of transfers
    telling: int  # the events that tell of them
    after_transfers: int  # what follows a handover: the stops of clocks, and what minimum times count from
    known: int  # conditions on what was done that the state graph can settle
    supersets: tuple[int, ...]  # for each point, those that it also is

    @property
    def transfers(self) -> int:
        """Handovers and what tells of them."""
        return self.handovers | self.telling


def homeward(arrows: tuple[tuple[tuple[int, int], ...], ...]) -> tuple[int | None, ...]:
    """Return for each state the place of that of its arrows which leads to an end by the fewest steps."""
    near = {state for state, leaving in enumerate(arrows) if not leaving}
    found: dict[int, int] = {}
    while True:
        added = {
            state: place
            for state, leaving in enumerate(arrows)
            if state not in near
            for place, (_, to) in reversed(list(enumerate(leaving)))
            if to in near
        }
        if not added:
            return tuple(found.get(state) for state in range(len(arrows)))
        found |= added
        near |= added.keys()


def backwards(arrows: tuple[tuple[tuple[int, int], ...], ...]) -> tuple[int, ...]:
    """Return the states, each after those that it leads to, but for circles."""
    found: dict[int, None] = {}
    entered: set[int] = set()
    for first in range(len(arrows)):
        waiting = [(first, iter(arrows[first]))] if first not in entered else []
        entered.add(first)
        while waiting:
            state, leaving = waiting[-1]
            to = next((to for _, to in leaving if to not in entered), None)
            if to is None:
                found[state] = None
                waiting.pop()
            else:
                entered.add(to)
                waiting.append((to, iter(arrows[to])))
    return tuple(found)
