"""Where an event belongs that the current state does not take: a jump ahead, or why it stays.

The search runs over transitions whose guard is not false; its cost is what is passed over
(docs/reference/semantics.md, section 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

from carepath.conditions import World, truth
from carepath.model import Pathway, State
from carepath.moves import owed
from carepath.standing import Standing


@dataclass(frozen=True, slots=True)
class Jump:
    """A way ahead to a state that takes the event, and what it passes over.

    `owed` are required tasks and states, `optional` the rest; `rivals` other targets of equal cost.
    """

    to: str
    owed: tuple[str, ...]
    optional: tuple[str, ...]
    rivals: tuple[str, ...]


def takes(state: State, event: str, world: World) -> bool:
    """Return whether the state has the event as a task, or a transition on it that may be true."""
    return any(task.event == event for task in state.tasks) or any(
        move.event == event and truth(move.guard, world) is not False for move in state.transitions
    )


def jump(pathway: Pathway, standing: Standing, event: str, world: World) -> Jump | None:
    """Return the cheapest way ahead to a state that takes the event; None where there is none."""
    assert standing.state is not None, "a case without a start never jumps"
    goals = {name for name in pathway.routes.takers.get(event, ()) if takes(pathway.states[name], event, world)}
    goals -= {standing.state}
    if not goals & pathway.routes.reachable[standing.state]:
        return None
    found = _cheapest(pathway, standing, goals, world)
    if not found:
        return None
    cost, path = min(found, key=lambda each: (each[0], each[1][-1], each[1]))
    rivals = tuple(sorted({way[-1] for price, way in found if price == cost} - {path[-1]}))
    passed: list[str] = list(owed(pathway, standing))
    optional: list[str] = []
    for name in path[1:-1]:
        state = pathway.states[name]
        passed += _undone(state, standing)
        (optional if state.optional else passed).append(name)
    return Jump(path[-1], tuple(passed), tuple(optional), rivals)


def _cheapest(pathway: Pathway, standing: Standing, goals: set[str], world: World) -> list[tuple[int, tuple[str, ...]]]:
    """Return each goal's cheapest path (the smallest by name among equals), nearest first."""
    assert standing.state is not None, "a case without a start never jumps"
    first = pathway.states[standing.state]
    queue: list[tuple[int, tuple[str, ...]]] = [(len(owed(pathway, standing)), (first.id,))]
    settled: set[str] = set()
    found: list[tuple[int, tuple[str, ...]]] = []
    while queue:
        cost, path = heappop(queue)
        here = path[-1]
        if here in settled:
            continue
        settled.add(here)
        if here in goals:
            found.append((cost, path))
        state = pathway.states[here]
        passing = 0 if here == first.id else len(_undone(state, standing)) + (not state.optional)
        for move in state.transitions:
            if move.to not in settled and truth(move.guard, world) is not False:
                heappush(queue, (cost + passing, (*path, move.to)))
    return found


def _undone(state: State, standing: Standing) -> tuple[str, ...]:
    return tuple(
        task.event
        for task in state.tasks
        if task.required and task.event not in standing.done and task.event not in standing.settled
    )


def stay(pathway: Pathway, standing: Standing, event: str) -> str:
    """Return why an event that fits no state ahead stays: repeated, out-of-order or other-branch."""
    takers = pathway.routes.takers.get(event, ())
    visited = {visit.state for visit in standing.visits if visit.episode == standing.episode}
    if any(name in visited for name in takers):
        return "repeated" if event in standing.done else "out-of-order"
    if any(rule.event == event for rule in pathway.starts):
        return "repeated"
    return "other-branch"
