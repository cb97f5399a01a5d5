"""Plain words for the parts of a pathway, as they stand in pictures: conditions, days, what is not verified."""

from __future__ import annotations

from collections.abc import Mapping

from carepath.model import (
    AllOf,
    AnyOf,
    Citation,
    Condition,
    Done,
    EventType,
    Known,
    Milestone,
    Not,
    OneOf,
    Pathway,
    State,
)

UNVERIFIED = "†"


def mark(text: str, citation: Citation) -> str:
    """Return the text, with a dagger where its number was not checked against the original."""
    return text if citation.verified else f"{text}\u00a0{UNVERIFIED}"


def due(milestone: Milestone, pathway: Pathway) -> str:
    """Return by when a milestone is due, or from when on it may be met."""
    deadline, prefix = milestone.due or milestone.not_before, "" if milestone.due else "not before "
    if deadline is None:
        return ""
    text = str(deadline)
    if deadline.after in pathway.events:
        text = f"{deadline.span} after {pathway.events[str(deadline.after)].title}"
    return mark(f"{prefix}{text}", milestone.citation)


def dues(event: str, state: State, pathway: Pathway) -> tuple[str, ...]:
    """Return the days on which milestones expect an event, as far as they fall due while a case is in the state."""
    return tuple(
        due(each, pathway) for each in pathway.milestones.values() if event in each.events and _falls_due(each, state)
    )


def _falls_due(milestone: Milestone, state: State) -> bool:
    deadline = milestone.due or milestone.not_before
    if deadline is None:
        return False
    if deadline.after is not None:
        return any(event in (deadline.after, *deadline.also) for event in taken(state))
    return deadline.span.exact or (state.band is not None and deadline.span.amount <= state.band)


def taken(state: State) -> tuple[str, ...]:
    """Return the events that a state takes, tasks first, each once."""
    moves = (move.event for move in state.transitions if move.event)
    return tuple(dict.fromkeys((*(task.event for task in state.tasks), *moves)))


def unverified(pathway: Pathway) -> tuple[int, int]:
    """Return how many days of a pathway were not checked against the original, and how many there are."""
    cited = [each.citation for each in pathway.milestones.values()]
    cited += [each.citation for each in pathway.clocks.values() if each.target]
    cited += [each.citation for each in pathway.transfers.values() if each.due]
    return sum(not each.verified for each in cited), len(cited)


def condition(guard: Condition, events: Mapping[str, EventType]) -> str:
    """Return a condition as a phrase; empty where it always holds."""
    match guard:
        case OneOf(attribute, values):
            return f"{_name(attribute)} {' or '.join(_name(str(value)) for value in values)}"
        case Known(attribute, known):
            return f"{_name(attribute)} {'known' if known else 'not known'}"
        case Done(event, done):
            return f"{events[event].title} {'done' if done else 'not done'}"
        case AllOf(parts):
            return " and ".join(condition(part, events) for part in parts)
        case AnyOf(parts):
            return " or ".join(condition(part, events) for part in parts)
        case Not(part):
            return f"not ({condition(part, events)})"
        case _:
            bounds = (("at least", guard.at_least), ("at most", guard.at_most))
            said = " and ".join(f"{word} {bound}" for word, bound in bounds if bound is not None)
            return f"{_name(guard.attribute)} {said}"


def _name(identifier: str) -> str:
    return identifier.replace("_", " ")
