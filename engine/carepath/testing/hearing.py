"""Who hears an event: guards, clocks, deadlines and datasets. What none of them hears can be moved without more ado."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache

from carepath.findings import Step
from carepath.model import ALWAYS, Condition, Milestone, Pathway, State, Transition
from carepath.record import Entry
from carepath.routes import mentions, triggers
from carepath.testing.guards import Same


def plain(pathway: Pathway, loud: Container[str], entry: Entry) -> bool:
    """Return whether an event is heard by states and milestones alone, and carries nothing that is asked for."""
    name = type_of(pathway, entry)
    carries = any(attribute in pathway.attributes for attribute in entry.data)
    return not carries and not name.startswith("transfer.") and name not in loud


def type_of(pathway: Pathway, entry: Entry) -> str:
    """Return the type of an event of a lawful history, which the definition knows."""
    assert entry.event is not None, "histories are made of events"
    return pathway.routes.names[entry.event]


def loud_events(pathway: Pathway) -> frozenset[str]:
    """Return the events that more than states and milestones hear: clocks, deadlines, datasets, conditions, ways."""
    return _loud(Same(pathway))


@lru_cache(maxsize=1024)  # all departures of a definition ask for them
def _loud(of: Same) -> frozenset[str]:
    pathway = of.pathway
    found = asked_done(pathway)
    found |= {trigger.event for clock in pathway.clocks.values() for trigger in triggers(clock)}
    limits = [limit for one in pathway.milestones.values() for limit in (one.due, one.not_before)]
    limits += [one.due for one in pathway.transfers.values()]
    found |= {name for limit in limits if limit is not None for name in (limit.after or "", *limit.also)}
    found |= {event for one in pathway.transfers.values() for item in one.items for event in item.after}
    found |= {way.event for ways in (pathway.starts, pathway.exits, pathway.reentries) for way in ways}
    return found | {event.id for event in pathway.events.values() if event.life is not None}


def asked_done(pathway: Pathway) -> frozenset[str]:
    """Return the events of which some condition asks whether they were done."""
    return frozenset(event for guard in _guards(pathway) for event in mentions(guard)[1])


def _guards(pathway: Pathway) -> Iterator[Condition]:
    for state in pathway.states.values():
        yield from (move.guard for move in state.transitions)
    for clock in pathway.clocks.values():
        yield from (trigger.guard for trigger in triggers(clock))
    yield from (milestone.guard for milestone in pathway.milestones.values())
    yield from (way.guard for ways in (pathway.starts, pathway.exits, pathway.reentries) for way in ways)
    yield from (event.not_allowed for event in pathway.events.values() if event.not_allowed is not None)


def milestones_of(pathway: Pathway, event: str) -> tuple[Milestone, ...]:
    """Return the milestones that an event can meet."""
    return tuple(one for one in pathway.milestones.values() if event in one.events)


def is_task(pathway: Pathway, step: Step) -> bool:
    """Return whether an event was a task where the case stayed."""
    here = _state(pathway, step)
    return (
        here is not None
        and (step.placement, step.after, step.via) == ("applied", step.before, ())
        and any(task.event == step.event for task in here.tasks)
    )


def is_aside(pathway: Pathway, step: Step) -> bool:
    """Return whether an event stands beside the graph: no state takes it, and nothing moved."""
    still = (step.placement, step.after, step.via) == ("applied", step.before, ())
    return still and step.before is not None and step.event not in pathway.routes.takers


def move_of(pathway: Pathway, step: Step) -> Transition | None:
    """Return the transition that a lawful step followed on its event."""
    here = _state(pathway, step)
    moves = here.transitions if here is not None else ()
    same = (step.event, step.source, step.answer)
    return next((move for move in moves if (move.event, move.source, move.answer) == same), None)


def required(pathway: Pathway, step: Step) -> bool:
    """Return whether a task is required where it was done."""
    here = _state(pathway, step)
    return here is not None and any(task.event == step.event and task.required for task in here.tasks)


def roles_of(pathway: Pathway, step: Step) -> tuple[str, ...]:
    """Return the roles that do the work of a lawful step: of its move or task, else of its state."""
    here = _state(pathway, step)
    if here is None or step.placement != "applied":
        return ()
    clauses = [(move.event, move.source, move.roles) for move in here.transitions]
    clauses += [(task.event, task.source, task.roles) for task in here.tasks]
    found = next((roles for event, source, roles in clauses if (event, source) == (step.event, step.source)), None)
    return () if found is None else found or here.roles


def waits_by_itself(pathway: Pathway, state: str) -> bool:
    """Return whether a state has moves that follow by themselves."""
    return any(move.event is None for move in pathway.states[state].transitions)


def _state(pathway: Pathway, step: Step) -> State | None:
    return None if step.before is None else pathway.states[step.before]


def conditional(milestone: Milestone) -> bool:
    """Return whether not every event of its types meets a milestone."""
    return milestone.guard != ALWAYS
