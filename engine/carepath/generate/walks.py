"""Walks: which events a made-up case has, in which order, with what data, by whom. Days are not chosen here.

A walk is made with the engine itself: an event is taken only where the step it makes has nothing to remark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from carepath.authoring.checks.worlds import worlds
from carepath.conditions import World, truth
from carepath.generate.chance import Draw, chosen, shuffled
from carepath.generate.terrain import ANY, Data, Stop, Terrain, Wish, players
from carepath.model import AllOf, Condition, Not, Pathway, Transfer, Value
from carepath.reading import Event
from carepath.routes import heard_as, mentions, triggers
from carepath.standing import Standing
from carepath.step import step

LONGEST = 48  # events
OFTEN = 3  # one of so many optional tasks that nothing asks for is done
ROUTE = "route"


@dataclass(slots=True)
class _Walk:
    """Where a walk has come to; thrown away afterwards."""

    terrain: Terrain
    draw: Draw
    wish: Wish
    standing: Standing = field(default_factory=Standing)
    stops: list[Stop] = field(default_factory=list)
    holder: str | None = None
    partners: dict[str, str | None] = field(default_factory=dict)
    here: set[str] = field(default_factory=set)  # events done during this stay


def walk(terrain: Terrain, draw: Draw, wish: Wish = ANY) -> tuple[Stop, ...]:
    """Return a walk from a start to an end, or to the event that is wished for; empty where this one leads nowhere."""
    walking = _Walk(terrain, draw, wish)
    if not _begun(walking):
        return ()
    events = terrain.pathway.events
    while wish.until is None or wish.until not in heard_as(events, walking.stops[-1].event):
        if walking.standing.closed:
            return () if wish.until else tuple(walking.stops)
        if len(walking.stops) >= LONGEST or not _went_on(walking):
            return ()
    return tuple(walking.stops)


def _begun(walking: _Walk) -> bool:
    pathway, first = walking.terrain.pathway, walking.wish.first
    carried = {name for name, _ in walking.wish.route}
    rules = [rule for rule in pathway.starts if rule.dated_by is None and carried <= _own(pathway, rule.event)]
    for rule in shuffled(walking.draw, rules):
        roles = pathway.states[rule.to].roles
        walking.holder = first if first is not None else _player(walking, roles)
        for data in _fitting(walking, rule.guard, rule.event):
            given = dict(data) | dict(walking.wish.route)
            if ROUTE in _own(pathway, rule.event) and ROUTE not in given:  # no measure counts a wait without its route
                given[ROUTE] = _value(walking, ROUTE)
            if truth(rule.guard, World(given, ())) and _done(walking, rule.event, tuple(given.items()), walking.holder):
                return True
    return False


def _went_on(walking: _Walk) -> bool:
    """Take the next event; false where there is none."""
    pathway, standing = walking.terrain.pathway, walking.standing
    assert standing.state is not None, "a walk goes on from where it has begun"
    place = pathway.states[standing.state]
    tasks = [task for task in place.tasks if task.event not in walking.here and task.event not in walking.terrain.dated]
    for task in shuffled(walking.draw, tasks):
        needed = task.required or (task.event in walking.terrain.wanted and not _stands_for(walking, task.event))
        if not task.required and task.event in walking.terrain.wanted:
            if not needed:
                continue  # another event has been done that counts as the same
            needed = not _comes_later(walking, task.event)  # what leads on further ahead is seldom done before
        if (needed or walking.draw() * OFTEN < 1) and _taken(walking, task.event, task.roles or place.roles, None):
            return True
        walking.here.add(task.event)
    moves = [move for move in place.transitions if move.event is not None]
    visited = {visit.state for visit in standing.visits}
    for move in sorted(shuffled(walking.draw, moves), key=lambda move: move.to in visited):
        assert move.event is not None, "automatic moves are made by the engine"
        if _taken(walking, move.event, move.roles or place.roles, move.guard):
            return True
    return False


def _comes_later(walking: _Walk, event: str) -> bool:
    """Return whether a state that may follow is left by an event."""
    pathway, here = walking.terrain.pathway, walking.standing.state or ""
    ahead = (pathway.states[name] for name in sorted(pathway.routes.reachable[here]))
    return any(move.event == event for state in ahead for move in state.transitions)


def _stands_for(walking: _Walk, event: str) -> bool:
    """Return whether an event has been done, or another that meets or starts or counts as the same."""
    pathway, done = walking.terrain.pathway, walking.standing.done
    alike = {name for one in pathway.milestones.values() if event in one.events for name in one.events} | {event}
    for clock in pathway.clocks.values():
        starts = {trigger.event for trigger in clock.starts}
        alike |= starts if event in starts else set()
    counts = heard_as(pathway.events, event) - {event}
    return bool(alike & done) or any(counts & heard_as(pathway.events, other) for other in done)


def _taken(walking: _Walk, event: str, roles: Sequence[str], guard: Condition | None) -> bool:
    """Do an event, after the transfer that it needs; false where it cannot be done without a remark."""
    kept = (walking.standing, list(walking.stops), walking.holder)
    provider = walking.holder
    if not _plays(walking, roles, walking.holder):
        provider = _handed_over(walking, roles)
    for data in _fitting(walking, guard, event):
        if _done(walking, event, data, provider):
            return True
    walking.standing, walking.stops, walking.holder = kept
    return False


def _handed_over(walking: _Walk, roles: Sequence[str]) -> str | None:
    """Send the patient on where a transfer leads to one of the roles; return who does the work."""
    provider = _player(walking, roles)
    pathway = walking.terrain.pathway
    for name in pathway.routes.transfer_order:
        transfer = pathway.transfers[name]
        if transfer.receiver in roles and _plays(walking, (transfer.sender,), walking.holder):
            named: Data = (("transfer", name),) if len(pathway.transfers) > 1 else ()
            sent = (*_missing(walking, transfer), ("to", provider or ""), *named)
            if _done(walking, "transfer.sent", sent, walking.holder) and _done(
                walking, "transfer.received", named, provider
            ):
                if transfer.acknowledge is not None:
                    _done(walking, "transfer.accepted", named, provider)
                walking.holder = provider
            break
    return provider


def _missing(walking: _Walk, transfer: Transfer) -> Data:
    """Return values for what a transfer asks for and is not known yet."""
    known = walking.standing.attributes
    found: dict[str, Value] = {}
    for item in transfer.items:
        done = any(event in walking.standing.done for event in item.after)
        kind = walking.terrain.pathway.attributes[item.attribute].kind if item.attribute else "day"
        if (
            not item.optional
            and item.attribute is not None
            and not done
            and item.attribute not in known
            and kind != "day"
        ):
            found[item.attribute] = _value(walking, item.attribute)
    return tuple(found.items())


def _value(walking: _Walk, attribute: str) -> Value:
    kind = walking.terrain.pathway.attributes[attribute]
    match kind.kind:
        case "words":
            return chosen(walking.draw, kind.words)
        case "yes_no":
            return True
        case "whole" | "decimal":
            return 1
        case _:
            return "recorded"


def _done(walking: _Walk, event: str, data: Data, provider: str | None) -> bool:
    """Make the step of an event; nothing happens where the engine remarks on it."""
    pathway = walking.terrain.pathway
    if event not in pathway.events or any(isinstance(value, date) for _, value in data):
        return False  # a day among the data would have to move with the days that are chosen later
    given = dict(data)
    for name in _asked(pathway, event):
        day = pathway.attributes[name].kind == "day"
        if name not in given and name not in walking.standing.attributes and not day:
            given[name] = _value(walking, name)
    day_of = walking.terrain.day + timedelta(days=len(walking.stops))
    name = f"e{len(walking.stops) + 1:02}"
    told = Event(
        name, name, (name,), event, pathway.events[event].rank, "done", day_of, None, None, provider, given, given, ()
    )  # fmt: skip
    before = len(walking.standing.visits)
    standing, _, notes = step(pathway, walking.standing, told)
    if notes:
        if given.keys() != dict(data).keys():  # what was added for those who listen may lead elsewhere
            return _bare(walking, told, data)
        return False
    return _kept(walking, told, standing, tuple(given.items()), before)


def _bare(walking: _Walk, told: Event, data: Data) -> bool:
    bare = replace(told, values=dict(data), raw=dict(data))
    before = len(walking.standing.visits)
    standing, _, notes = step(walking.terrain.pathway, walking.standing, bare)
    return False if notes else _kept(walking, bare, standing, data, before)


def _kept(walking: _Walk, told: Event, standing: Standing, data: Data, before: int) -> bool:
    walking.standing = standing
    walking.stops.append(Stop(told.type, tuple(sorted(data)), told.provider))
    if len(standing.visits) > before:
        walking.here = set()
    walking.here.add(told.type)
    return True


def _fitting(walking: _Walk, guard: Condition | None, event: str) -> Iterator[Data]:
    """Yield the data with which an event makes a guard true, in an order that is drawn, the least first."""
    pathway, standing = walking.terrain.pathway, walking.standing
    kind = pathway.events.get(event)
    parts = [*([guard] if guard is not None else []), *([Not(kind.not_allowed)] if kind and kind.not_allowed else [])]
    if not parts:
        yield ()
        return
    whole = AllOf(tuple(parts))
    own = _own(pathway, event)
    found: dict[Data, None] = {}
    for world in worlds((whole,), pathway.attributes):
        data = {name: value for name, value in world.attributes.items() if standing.attributes.get(name) != value}
        if any(name not in own and name in standing.attributes for name in data):
            continue  # what another event has said stays as it is
        if truth(whole, World({**standing.attributes, **data}, standing.done)):
            found.setdefault(tuple(sorted(data.items(), key=lambda pair: pair[0])), None)
    order = shuffled(walking.draw, list(found))
    yield from sorted(order, key=lambda data: (sum(name not in own for name, _ in data), len(data)))


def _asked(pathway: Pathway, event: str) -> Iterator[str]:
    """Yield attributes of an event that clocks or milestones which hear it ask for."""
    names = heard_as(pathway.events, event)
    guards = [
        *(rule.guard for clock in pathway.clocks.values() for rule in triggers(clock) if rule.event in names),
        *(one.guard for one in pathway.milestones.values() if names.intersection(one.events)),
    ]
    own = {name for name, _ in pathway.events[event].data}
    yield from sorted({name for guard in guards for name in mentions(guard)[0]} & own)


def _own(pathway: Pathway, event: str) -> set[str]:
    """Return the attributes that an event declares."""
    return {name for name, _ in pathway.events[event].data} if event in pathway.events else set()


def _plays(walking: _Walk, roles: Sequence[str], provider: str | None) -> bool:
    return not roles or provider in _players(walking, roles)


def _player(walking: _Walk, roles: Sequence[str]) -> str | None:
    """Return the provider that plays one of the roles in this walk, always the same for the same roles."""
    key = " ".join(roles)
    if key not in walking.partners:
        able = _players(walking, roles)
        second = walking.wish.second
        walking.partners[key] = second if second in able else chosen(walking.draw, able) if able else None
    return walking.partners[key]


def _players(walking: _Walk, roles: Sequence[str]) -> list[str]:
    """Return the providers that play one of the roles; where nobody is named for a role, all that are there."""
    return players(walking.terrain.pathway, roles, walking.terrain.day)
