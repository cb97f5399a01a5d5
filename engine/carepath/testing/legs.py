"""Ways on from where a lawful history has come to: what may happen next, with what data, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from hypothesis.strategies import DrawFn

from carepath.conditions import World, truth
from carepath.model import ALWAYS, AllOf, Condition, Not, Pathway, State, Value
from carepath.record import Entry
from carepath.routes import triggers
from carepath.testing.guards import Data, fitting

MONDAY = date(2016, 1, 4)
ANYBODY = ("RK5", "RX1")


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


@dataclass(slots=True)
class Walk:
    """Where a walk has come to; thrown away afterwards."""

    pathway: Pathway
    draw: DrawFn
    precision: str
    lags: Sequence[int]
    entries: list[Entry] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)
    here: set[str] = field(default_factory=set)  # done in this visit, or in the episode where it is the first
    state: str | None = None
    closed: bool = False
    dead: bool = False
    sent: int = 0  # how many of the moves of transfers have been made

    @property
    def place(self) -> State:
        """The state it is in."""
        assert self.state is not None, "a walk goes on from where it has begun"
        return self.pathway.states[self.state]

    def enter(self, state: str) -> None:
        """Go to a state."""
        self.here = set() if state in self.visited else set(self.done)
        self.visited.add(state)
        self.state = state
        self.closed = self.pathway.states[state].end is not None


def legs(walk: Walk) -> list[Leg]:
    """Return the ways on from here, the plainest first."""
    if walk.dead:
        return []
    if walk.closed:
        back = [Leg(way.event, way.to, way.guard, opens=True) for way in walk.pathway.reentries]
        return [ready for leg in back for ready in _ready(walk, leg)]
    onwards = [ready for leg in (*_tasks(walk), *_moves(walk)) for ready in _ready(walk, leg)]
    others = [*_transfers(walk), *_aside(walk), *_exits(walk)]
    return [*onwards, *onwards, *(ready for leg in others for ready in _ready(walk, leg))]


def _ready(walk: Walk, leg: Leg) -> list[Leg]:
    """Return a way on with the data that it needs, once for each that is possible."""
    guard = AllOf((leg.guard, *refused(walk, leg.event)))
    if guard == AllOf((ALWAYS,)):
        return [replace(leg, guard=guard)]  # most ways ask for nothing
    ways = fitting(walk.pathway, guard, walk.values, walk.done)[:6]
    return [
        Leg(leg.event, leg.to, guard, leg.roles, leg.opens, leg.closes, leg.data + pairs(data), leg.provider)
        for data in ways
    ]


def _tasks(walk: Walk) -> list[Leg]:
    """Return the tasks that are open; one that would end the stay comes when no other required one is left."""
    tasks = [task for task in walk.place.tasks if task.event not in walk.here]
    owed = {task.event for task in tasks if task.required}
    return [
        Leg(task.event, roles=task.roles or walk.place.roles)
        for task in tasks
        if not (owed - {task.event} and _goes_on(walk, task.event))
    ]


def _goes_on(walk: Walk, event: str) -> bool:
    """Return whether an automatic move could follow an event at once."""
    world = World(walk.values, walk.done | {event})
    return any(move.event is None and truth(move.guard, world) is not False for move in walk.place.transitions)


def _moves(walk: Walk) -> list[Leg]:
    here = walk.place
    if any(task.required and task.event not in walk.here for task in here.tasks):
        return []
    return [
        Leg(move.event, move.to, move.guard, move.roles or here.roles)
        for move in here.transitions
        if move.event is not None
    ]


def _exits(walk: Walk) -> list[Leg]:
    return [Leg(way.event, None, way.guard, closes=True) for way in walk.pathway.exits]


def _aside(walk: Walk) -> list[Leg]:
    """Return events that only clocks and milestones hear."""
    pathway = walk.pathway
    heard = {rule.event for clock in pathway.clocks.values() for rule in triggers(clock)}
    heard |= {event for milestone in pathway.milestones.values() for event in milestone.events}
    ways = {way.event for way in pathway.starts} | {way.event for way in pathway.exits}
    ways |= {way.event for way in pathway.reentries}
    return [
        Leg(event) for event in sorted(heard - set(pathway.routes.takers) - ways) if not event.startswith("transfer.")
    ]


def _transfers(walk: Walk) -> list[Leg]:
    """Return the next move of the next transfer: sent, received, accepted."""
    order = walk.pathway.routes.transfer_order
    place, move = divmod(walk.sent, 3)
    if place >= len(order):
        return []
    transfer = walk.pathway.transfers[order[place]]
    event = ("transfer.sent", "transfer.received", "transfer.accepted")[move]
    receiving = players(walk.pathway, (transfer.receiver,), last_day(walk))
    if not receiving:
        return []
    named = (("transfer", transfer.id),) if len(order) > 1 else ()
    if move == 0:
        sending = players(walk.pathway, (transfer.sender,), last_day(walk)) or (None,)
        return [Leg(event, data=(("to", receiving[0]), *named), provider=sending[0])]
    return [Leg(event, data=named, provider=receiving[0])]


def refused(walk: Walk, event: str) -> tuple[Condition, ...]:
    """Return what must hold for an event to be allowed."""
    refused = walk.pathway.events[event].not_allowed
    return () if refused is None else (Not(refused),)


def last_day(walk: Walk) -> date:
    before = walk.entries[-1].occurred if walk.entries else MONDAY
    assert before is not None, "events have dates"
    return before.date() if isinstance(before, datetime) else before


def players(pathway: Pathway, roles: Sequence[str], day: date) -> tuple[str, ...]:
    """Return the providers that play one of the roles on a day; without a role, those that are there anyway."""
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
    return tuple(data.items())
