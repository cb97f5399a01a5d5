"""What the state graph of a pathway allows, worked out once when it is loaded.

Plain reachability over transitions, whatever their guards say; nothing here judges a case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from carepath.model import (
    AllOf,
    AnyOf,
    ClockRule,
    Condition,
    Deadline,
    Done,
    EventType,
    Exit,
    Milestone,
    Not,
    Reentry,
    Routes,
    StartRule,
    State,
    Transfer,
    Trigger,
)


def routes(
    events: Mapping[str, EventType],
    starts: Collection[StartRule],
    states: Mapping[str, State],
    clocks: Mapping[str, ClockRule],
    milestones: Mapping[str, Milestone],
    transfers: Mapping[str, Transfer],
    exits: Collection[Exit],
    reentries: Collection[Reentry],
) -> Routes:
    """Return what these parts of one definition allow."""
    takers: dict[str, set[str]] = {}
    for state in states.values():
        for event in taken_by(state):
            takers.setdefault(event, set()).add(state.id)
    reachable = {state: _reachable(states, state) for state in sorted(states)}
    return Routes(
        takers={event: tuple(sorted(takers[event])) for event in sorted(takers)},
        reachable=reachable,
        inert=unheard(events, *listening(events, starts, states, clocks, milestones, transfers, exits, reentries)),
        transfer_order=_transfer_order(transfers),
        names=_names(events),
        events_ahead={
            state: frozenset(
                heard
                for follower in followers
                for event in taken_by(states[follower])
                for heard in heard_as(events, event)
            )
            for state, followers in reachable.items()
        },
        roles_ahead={
            state: frozenset(role for follower in followers for role in states[follower].roles)
            for state, followers in reachable.items()
        },
    )


def taken_by(state: State) -> frozenset[str]:
    """Return the events that a state takes as transition or as task."""
    moves = {transition.event for transition in state.transitions if transition.event is not None}
    return frozenset(moves | {task.event for task in state.tasks})


def heard_as(events: Mapping[str, EventType], event: str) -> frozenset[str]:
    """Return an event and all that it counts as, directly or through another."""
    found = {event}
    waiting = [event]
    while waiting:
        kind = events.get(waiting.pop())
        for other in kind.counts_as if kind else ():
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def mentions(condition: Condition) -> tuple[frozenset[str], frozenset[str]]:
    """Return the attributes and the events that a condition reads."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            pairs = [mentions(part) for part in parts]
            attributes = frozenset(name for pair in pairs for name in pair[0])
            return attributes, frozenset(name for pair in pairs for name in pair[1])
        case Not(part):
            return mentions(part)
        case Done(event=event, also=also):
            return frozenset(), frozenset((event, *also))
        case _:
            return frozenset((condition.attribute,)), frozenset()


def triggers(clock: ClockRule) -> Iterator[Trigger]:
    """Yield everything that does something to a clock."""
    yield from (*clock.starts, *clock.stops, *clock.resets, *clock.restarts, *clock.nullifies)
    for pause in clock.pauses:
        yield pause.begin
        yield from pause.until


def listening(
    events: Mapping[str, EventType],
    starts: Collection[StartRule],
    states: Mapping[str, State],
    clocks: Mapping[str, ClockRule],
    milestones: Mapping[str, Milestone],
    transfers: Mapping[str, Transfer],
    exits: Collection[Exit],
    reentries: Collection[Reentry],
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the events that the parts of a definition hear, and the attributes that they read."""
    rules = [trigger for clock in clocks.values() for trigger in triggers(clock)]
    items = [item for transfer in transfers.values() for item in transfer.items]
    deadlines = [span for milestone in milestones.values() for span in (milestone.due, milestone.not_before)]
    deadlines += [transfer.due for transfer in transfers.values()]

    heard = {rule.event for rule in rules}
    heard |= {start.event for start in starts} | {way.event for way in exits} | {way.event for way in reentries}
    heard |= {event for rule in rules for event in rule.instead_of}
    heard |= {event for state in states.values() for event in taken_by(state)}
    heard |= {event for milestone in milestones.values() for event in milestone.events}
    heard |= {event for item in items for event in item.after}
    heard |= {event for deadline in deadlines for event in _anchors(deadline)}

    read = {rule.dated_by for rule in rules if rule.dated_by is not None}
    read |= {start.dated_by for start in starts if start.dated_by is not None}
    read |= {item.attribute for item in items if item.attribute is not None}
    moves = [transition for state in states.values() for transition in state.transitions]
    guards = [start.guard for start in starts] + [way.guard for way in exits] + [way.guard for way in reentries]
    guards += [rule.guard for rule in rules] + [move.guard for move in moves]
    guards += [milestone.guard for milestone in milestones.values()]
    guards += [kind.not_allowed for kind in events.values() if kind.not_allowed is not None]
    for guard in guards:
        attributes, done = mentions(guard)
        read |= attributes
        heard |= done

    return frozenset(heard), frozenset(read)


def unheard(events: Mapping[str, EventType], heard: Collection[str], read: Collection[str]) -> frozenset[str]:
    """Return the events that are not heard under any name and declare no attribute that is read."""
    return frozenset(
        event
        for event, kind in events.items()
        if kind.life is None
        and kind.not_allowed is None
        and not event.startswith("transfer.")
        and heard_as(events, event).isdisjoint(heard)
        and not any(name in read for name, _ in kind.data)
    )


def _reachable(states: Mapping[str, State], start: str) -> frozenset[str]:
    found = {start}
    waiting = [start]
    while waiting:
        for transition in states[waiting.pop()].transitions:
            if transition.to not in found and transition.to in states:
                found.add(transition.to)
                waiting.append(transition.to)
    return frozenset(found)


def _anchors(deadline: Deadline | None) -> Iterable[str]:
    if deadline is None or deadline.after is None:
        return ()
    return (deadline.after, *deadline.also)


def _transfer_order(transfers: Mapping[str, Transfer]) -> tuple[str, ...]:
    """Return the transfers in layers: first those that no other one hands over to; a circle opens at its least id."""
    order: list[str] = []
    left = set(transfers)
    while left:
        waiting = {one for one in left for other in left - {one} if transfers[other].receiver == transfers[one].sender}
        layer = sorted(left - waiting) or [min(left)]
        order += layer
        left -= set(layer)
    return tuple(order)


def _names(events: Mapping[str, EventType]) -> dict[str, str]:
    """Return what each name of an event stands for; an id wins over a foreign name."""
    foreign = {name: kind.id for kind in reversed(tuple(events.values())) for name in kind.match}
    return foreign | {event: event for event in events}
