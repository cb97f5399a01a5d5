"""Milestones: what has to happen between two deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from carepath.authoring.build_clocks import LEVELS, NONWORKING, UNCLEAR
from carepath.authoring.build_conditions import condition
from carepath.authoring.build_spans import deadline
from carepath.authoring.nodes import Fields, Node, Scalar, fields, text, yes
from carepath.authoring.scope import Scope, title
from carepath.model import ClockRule, EventType, Milestone, State, Task, Transition


def milestones(
    root: Fields,
    events: Mapping[str, EventType],
    states: Mapping[str, State],
    clocks: Mapping[str, ClockRule],
    scope: Scope,
) -> dict[str, Milestone]:
    """Return the milestones of a definition; one without title is called what its event or state is called."""
    pairs = fields(root.get("milestones")).pairs()
    titles = {name: each.title for name, each in states.items()}
    titles |= {name: each.title for name, each in events.items()}
    return {str(key.value): _milestone(key, node, titles, states, clocks, scope) for key, node in pairs}


def _milestone(
    key: Scalar,
    node: Node,
    titles: Mapping[str, str],
    states: Mapping[str, State],
    clocks: Mapping[str, ClockRule],
    scope: Scope,
) -> Milestone:
    given, name = fields(node), str(key.value)
    if ("event" in given) == ("state" in given):
        message = f'"{name}" needs either an event or a state.'
        scope.report.flaw(key, "missing-key", message, "Write event: or state:, not both.")
    if "due" not in given and "not_before" not in given:
        scope.report.flaw(key, "missing-key", f'"{name}" has no day.', "Write due: day 28, or not_before:.")
    if name in clocks:
        message = f'"{name}" is already the name of a clock, which is judged under its own name.'
        scope.report.flaw(key, "duplicate-name", message, "Choose another name.")
    named = scope.names("event", given.get("event"))
    state = scope.name("state", given.get("state"))
    events = tuple(dict.fromkeys(heard for event in named for heard in scope.hears(event)))
    return Milestone(
        id=name,
        title=title(node, titles.get(named[0] if named else state or name, name)),
        source=key.source,
        events=events,
        guard=condition(given.get("when"), scope),
        state=state,
        due=deadline(given.get("due"), scope),
        not_before=deadline(given.get("not_before"), scope),
        fresh=yes(given.get("fresh")) is True,
        nonworking=NONWORKING.get(text(given.get("on_nonworking")), "next"),
        if_unclear=UNCLEAR.get(text(given.get("if_unclear")), "unknown"),
        level=LEVELS.get(text(given.get("level")), "local"),
        roles=scope.names("role", given.get("role")) or tuple(dict.fromkeys(_roles(events, state, states))),
        citation=scope.citation(node),
    )


def _roles(events: tuple[str, ...], state: str | None, states: Mapping[str, State]) -> Iterable[str]:
    """Yield the roles of those that take the events, or of the state."""
    if state is not None and state in states:
        yield from states[state].roles
    for place in states.values():
        taking: tuple[Task | Transition, ...] = (*place.tasks, *place.transitions)
        for taken in taking:
            if taken.event in events:
                yield from taken.roles
