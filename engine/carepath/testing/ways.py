"""The ways on that a definition has, from each of its states, worked out once for all its histories."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from carepath.conditions import World, truth
from carepath.model import ALWAYS, AllOf, Condition, Not, Pathway, State, Transition, Value
from carepath.routes import mentions, triggers
from carepath.testing.guards import Data, Same, fitting

ANYBODY = ("RK5", "RX1")
KEPT = 4096  # of each kind: a few dozen for each definition


@dataclass(frozen=True, slots=True)
class Leg:
    """A way on: an event, what it must carry, who may do it, and where it leads (None: nowhere new)."""

    event: str
    to: str | None = None
    guard: Condition = ALWAYS
    roles: tuple[str, ...] = ()
    opens: bool = False  # a re-entry
    closes: bool = False  # an exit
    data: tuple[tuple[str, Value], ...] = ()
    provider: str | None = None


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each way, so each is the same as itself alone
class Way:
    """A leg whose data are still to be found, with all that its guard reads."""

    of: Same
    leg: Leg
    reads: tuple[str, ...]
    asks: tuple[str, ...]

    def legs(self, values: Mapping[str, Value], done: Collection[str]) -> tuple[Leg, ...]:
        """Return the leg with the data that it needs, once for each that is possible."""
        known = tuple([values.get(name) for name in self.reads])
        return _legs(self, known, tuple([event for event in self.asks if event in done]))


@lru_cache(maxsize=4 * KEPT)
def _legs(way: Way, known: tuple[Value | None, ...], done: tuple[str, ...]) -> tuple[Leg, ...]:
    leg = way.leg
    if leg.guard == AllOf((ALWAYS,)):
        return (leg,)  # most ways ask for nothing
    values = {name: value for name, value in zip(way.reads, known, strict=True) if value is not None}
    found = fitting(way.of.pathway, leg.guard, values, done)[:6]
    return tuple(replace(leg, data=leg.data + pairs(data)) for data in found)


@lru_cache(maxsize=KEPT)
def way(of: Same, leg: Leg) -> Way:
    """Return a leg with all that must hold for its event to be allowed."""
    guard = AllOf((leg.guard, *refused(of.pathway, leg.event)))
    attributes, events = mentions(guard)
    return Way(of, replace(leg, guard=guard), tuple(sorted(attributes)), tuple(sorted(events)))


@lru_cache(maxsize=KEPT)
def starts(of: Same) -> tuple[Leg, ...]:
    """Return the start rules as legs, so that no earlier one on the same event holds."""
    found, pathway = [], of.pathway
    for place, rule in enumerate(pathway.starts):
        before = [other.guard for other in pathway.starts[:place] if other.event == rule.event]
        for data in fitting(pathway, AllOf((rule.guard, *refused(pathway, rule.event))), {}, ()):
            if not any(truth(guard, World(data, ())) for guard in before):
                kept = AllOf(tuple(_holding([rule.guard], before, data)))
                found.append(Leg(rule.event, rule.to, kept, data=pairs(data)))
    return tuple(found)


def _holding(wanted: Sequence[Condition], unwanted: Sequence[Condition], data: Data) -> list[Condition]:
    """Return conditions that more data must keep as they are."""
    return [*wanted, *(Not(guard) for guard in unwanted if truth(guard, World(data, ())) is False)]


@lru_cache(maxsize=KEPT)
def tasks(of: Same, state: str) -> tuple[Way, ...]:
    """Return the tasks of a state."""
    here = of.pathway.states[state]
    return tuple(way(of, Leg(task.event, roles=task.roles or here.roles)) for task in here.tasks)


@lru_cache(maxsize=KEPT)
def required(of: Same, state: str) -> frozenset[str]:
    """Return the tasks that must be done before a state is left."""
    return frozenset(task.event for task in of.pathway.states[state].tasks if task.required)


@lru_cache(maxsize=KEPT)
def moves(of: Same, state: str) -> tuple[Way, ...]:
    """Return the moves from a state on an event."""
    here = of.pathway.states[state]
    found = (
        Leg(move.event, move.to, move.guard, move.roles or here.roles)
        for move in here.transitions
        if move.event is not None
    )
    return tuple(way(of, leg) for leg in found)


@lru_cache(maxsize=KEPT)
def by_itself(of: Same, state: str) -> tuple[Transition, ...]:
    """Return the moves from a state that wait for no event."""
    here: State = of.pathway.states[state]
    return tuple(move for move in here.transitions if move.event is None)


@lru_cache(maxsize=KEPT)
def exits(of: Same) -> tuple[Way, ...]:
    """Return the exits, which can be taken from every state."""
    return tuple(way(of, Leg(one.event, None, one.guard, closes=True)) for one in of.pathway.exits)


@lru_cache(maxsize=KEPT)
def back(of: Same) -> tuple[Way, ...]:
    """Return the re-entries, which can be taken from every end."""
    return tuple(way(of, Leg(one.event, one.to, one.guard, opens=True)) for one in of.pathway.reentries)


@lru_cache(maxsize=KEPT)
def aside(of: Same) -> tuple[Way, ...]:
    """Return events that only clocks and milestones hear."""
    pathway = of.pathway
    heard = {rule.event for clock in pathway.clocks.values() for rule in triggers(clock)}
    heard |= {event for milestone in pathway.milestones.values() for event in milestone.events}
    taken = {one.event for ways in (pathway.starts, pathway.exits, pathway.reentries) for one in ways}
    alone = sorted(heard - set(pathway.routes.takers) - taken)
    return tuple(way(of, Leg(event)) for event in alone if not event.startswith("transfer."))


def refused(pathway: Pathway, event: str) -> tuple[Condition, ...]:
    """Return what must hold for an event to be allowed."""
    refused = pathway.events[event].not_allowed
    return () if refused is None else (Not(refused),)


@lru_cache(maxsize=4 * KEPT)
def players(of: Same, roles: tuple[str, ...], day: date) -> tuple[str, ...]:
    """Return the providers that play one of the roles on a day; without a role, those that are there anyway."""
    pathway = of.pathway
    known = [
        code
        for code, one in pathway.organisations.items()
        if (one.opened is None or one.opened <= day) and (one.closed is None or day <= one.closed)
    ]
    anybody = tuple(known) if pathway.organisations else ANYBODY
    if not roles:
        return anybody
    found = [
        code
        for role in roles
        for code in (anybody if pathway.roles[role].anyone else pathway.roles[role].providers(day))
        if not pathway.organisations or code in known
    ]
    return tuple(dict.fromkeys(found))


def pairs(data: Data) -> tuple[tuple[str, Value], ...]:
    """Return data as a leg carries them."""
    return tuple(data.items())
