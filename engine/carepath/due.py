"""Due actions: what is still to be done, by when, by whom, and which clock it protects."""

from __future__ import annotations

from datetime import date, datetime

from carepath.findings import Due, Moment, Verdict
from carepath.model import Pathway, State, Task, Transition
from carepath.moves import owed
from carepath.standing import Standing

STILL_DUE = ("pending", "overdue")


def role_for(pathway: Pathway, event: str, here: str | None) -> str | None:
    """Return the role that does the work: of the nearest states ahead that take the event.

    Where those have different roles it is not settled yet: the role of the state the case is in.
    """
    takers = pathway.routes.takers.get(event, ())
    roles = {_role_in(pathway.states[name], event) for name in _nearest(pathway, here, takers) or takers}
    if len(roles) > 1 and here is not None:
        roles = set(pathway.states[here].roles[:1])
    return min((role for role in roles if role is not None), default=None)


def _role_in(state: State, event: str) -> str | None:
    clauses: tuple[Task | Transition, ...] = (*state.tasks, *state.transitions)
    roles = next((clause.roles for clause in clauses if clause.event == event), ()) or state.roles
    return roles[0] if roles else None


def _nearest(pathway: Pathway, here: str | None, takers: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the states that are the fewest moves ahead, by id."""
    ring = {here} if here is not None else set()
    seen = set(ring)
    while ring:
        found = tuple(sorted(ring & set(takers)))
        if found:
            return found
        ring = {move.to for name in ring for move in pathway.states[name].transitions} - seen
        seen |= ring
    return ()


def provider_for(pathway: Pathway, role: str | None, holder: str | None, day: date) -> str | None:
    """Return the responsible provider if it plays the role, else the only one listed, else None."""
    if role is None or role not in pathway.roles:
        return holder
    playing = pathway.roles[role]
    if playing.played_by(holder, day):
        return holder
    listed = playing.providers(day)
    return listed[0] if len(listed) == 1 else None


def due_for(
    pathway: Pathway, verdict: Verdict, event: str, role: str | None, holder: str | None, day: date
) -> Due | None:
    """Return the action that a verdict still asks for; None where it asks for none."""
    if verdict.verdict not in STILL_DUE or verdict.target is None:
        return None
    title = pathway.events[event].title if event in pathway.events else verdict.title
    return Due(
        what=event,
        title=title,
        milestone=verdict.id,
        episode=verdict.episode,
        earliest=verdict.earliest,
        target=verdict.target,
        last_good_day=verdict.last_good_day,
        days_left=verdict.days_left,
        role=role,
        provider=provider_for(pathway, role, holder, day),
        protects=verdict.clock,
        level=verdict.level,
    )


def tasks_due(pathway: Pathway, standing: Standing, named: set[str], holder: str | None, day: date) -> list[Due]:
    """Return the required tasks of the current state that no milestone asks for."""
    if standing.state is None or standing.closed is not None:
        return []
    found = []
    for event in owed(pathway, standing):
        if event not in named:
            role = role_for(pathway, event, standing.state)
            title = pathway.events[event].title
            provider = provider_for(pathway, role, holder, day)
            found.append(
                Due(event, title, None, standing.episode, None, None, None, None, role, provider, None, "local")
            )
    return found


def urgency(due: Due) -> tuple[bool, str, bool, str, str]:
    """Return what due actions are ordered by: last good day (none: last), national first, id."""
    last = due.last_good_day
    return (last is None, _comparable(last), due.level != "national", due.milestone or "", due.what)


def _comparable(moment: Moment | None) -> str:
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        return moment.isoformat()
    return f"{moment.isoformat()}T~"  # a whole day ends after each of its instants
