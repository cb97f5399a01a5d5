"""Moves of a case between states: entering, leaving, closing, opening again.

Each returns the next standing; what the passing of a state means for milestones is kept as a
`Branch`, and read later.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from carepath.conditions import World, truth
from carepath.model import Pathway, Reentry, Transition
from carepath.reading import Event
from carepath.standing import Branch, Closing, Note, Standing, Visit


def owed(pathway: Pathway, standing: Standing) -> tuple[str, ...]:
    """Return the required tasks of the current visit that are neither done nor settled.

    On a first visit a task done anywhere in the episode is done; on later visits only what was
    heard since the visit before was left.
    """
    if not standing.visits or standing.state is None:
        return ()
    visit = standing.visits[-1]
    tasks = [task.event for task in pathway.states[visit.state].tasks if task.required]
    if not tasks:
        return ()
    seen: frozenset[str] = standing.done | standing.settled
    if visit.number > 1:
        since = _left_before(standing, visit)
        seen = frozenset(heard.event.type for heard in standing.heard[since:])
    return tuple(task for task in tasks if task not in seen)


def _left_before(standing: Standing, visit: Visit) -> int:
    """Return how much had been heard when the state was left for the last time before this visit."""
    place = standing.visits.index(visit)
    earlier = max(
        index
        for index, other in enumerate(standing.visits[:place])
        if other.state == visit.state and other.episode == visit.episode
    )
    return standing.visits[earlier + 1].heard


def begin(pathway: Pathway, standing: Standing, state: str, event: Event) -> Standing:
    """Open the case; the route in is a choice, so what lies off it is no longer to come."""
    branch = Branch(standing.episode, event.day, None, state, (), event.root)
    return enter(pathway, replace(standing, started=event, branches=(branch,)), state, event)


def enter(pathway: Pathway, standing: Standing, state: str, event: Event) -> Standing:
    """Put the case into a state; an end state closes the episode."""
    number = 1 + sum(visit.state == state and visit.episode == standing.episode for visit in standing.visits)
    visit = Visit(state, standing.episode, number, event.day, event, len(standing.heard))
    inside = replace(standing, state=state, visits=(*standing.visits, visit))
    kind = pathway.states[state].end
    return inside if kind is None else close(inside, kind, "end", event)


def leave(pathway: Pathway, standing: Standing, event: Event, move: Transition, tasks: tuple[str, ...]) -> Standing:
    """Follow a transition; `tasks` are those left undone."""
    gone = standing
    if move.guarded:
        branch = Branch(standing.episode, event.day, standing.state, move.to, tasks, event.root)
        gone = replace(standing, branches=(*standing.branches, branch))
    return enter(pathway, gone, move.to, event)


def close(standing: Standing, kind: str, by: Literal["end", "exit", "reentry"], event: Event) -> Standing:
    """End the episode."""
    closing = Closing(standing.episode, event.day, event.at, by, kind, event.root)
    return replace(standing, closed=closing, closings=(*standing.closings, closing))


def reopen(pathway: Pathway, standing: Standing, again: Reentry, event: Event) -> Standing:
    """Open the next episode; what the one before left open is closed."""
    ended = standing if standing.closed is not None else close(standing, again.id, "reentry", event)
    fresh = replace(
        ended,
        episode=ended.episode + 1,
        closed=None,
        done=frozenset(),
        settled=frozenset(),
        reopened=(*ended.reopened, again.id),
    )
    return enter(pathway, fresh, again.to, event)


def entered_by_itself(pathway: Pathway, standing: Standing, event: Event) -> tuple[Standing, list[Note]]:
    """Follow automatic transitions until none is true; their cycles were refused by the loader."""
    notes: list[Note] = []
    for _ in pathway.states:
        if standing.state is None or standing.closed is not None:
            break
        here = pathway.states[standing.state]
        world = World(standing.attributes, standing.done)
        moves = [move for move in here.transitions if move.event is None and truth(move.guard, world)]
        if not moves:
            break
        if len(moves) > 1:
            notes.append(Note("nondeterministic", event.type, event, standing.episode, (here.id,)))
            break
        tasks = owed(pathway, standing)
        notes += [Note("skipped", task, event, standing.episode, (here.id,)) for task in tasks]
        standing = leave(pathway, standing, event, moves[0], tasks)
    return standing, notes
