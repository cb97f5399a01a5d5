"""Ways on from where a lawful history has come to: what may happen next, with what data, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from hypothesis.strategies import DrawFn

from carepath.conditions import World, truth
from carepath.model import Value
from carepath.record import Entry
from carepath.testing import ways
from carepath.testing.guards import Same
from carepath.testing.ways import Leg, Way, players

MONDAY = date(2016, 1, 4)


@dataclass(slots=True)
class Walk:
    """Where a walk has come to; thrown away afterwards."""

    of: Same
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
    def place(self) -> str:
        """The state it is in."""
        assert self.state is not None, "a walk goes on from where it has begun"
        return self.state

    def enter(self, state: str) -> None:
        """Go to a state."""
        self.here = set() if state in self.visited else set(self.done)
        self.visited.add(state)
        self.state = state
        self.closed = self.of.pathway.states[state].end is not None


def legs(walk: Walk) -> list[Leg]:
    """Return the ways on from here, the plainest first."""
    if walk.dead:
        return []
    if walk.closed:
        return _ready(walk, ways.back(walk.of))
    onwards = _ready(walk, (*_tasks(walk), *_moves(walk)))
    others = _ready(walk, (*_transfers(walk), *ways.aside(walk.of), *ways.exits(walk.of)))
    return [*onwards, *onwards, *others]


def _ready(walk: Walk, ways: Iterable[Way]) -> list[Leg]:
    """Return ways on with the data that they need."""
    return [leg for way in ways for leg in way.legs(walk.values, walk.done)]


def _tasks(walk: Walk) -> list[Way]:
    """Return the tasks that are open; one that would end the stay comes when no other required one is left."""
    owed = ways.required(walk.of, walk.place) - walk.here
    return [
        task
        for task in ways.tasks(walk.of, walk.place)
        if (event := task.leg.event) not in walk.here and not (owed - {event} and _goes_on(walk, event))
    ]


def _goes_on(walk: Walk, event: str) -> bool:
    """Return whether an automatic move could follow an event at once."""
    world = World(walk.values, walk.done | {event})
    return any(truth(move.guard, world) is not False for move in ways.by_itself(walk.of, walk.place))


def _moves(walk: Walk) -> tuple[Way, ...]:
    return ways.moves(walk.of, walk.place) if ways.required(walk.of, walk.place) <= walk.here else ()


def _transfers(walk: Walk) -> list[Way]:
    """Return the next move of the next transfer: sent, received, accepted."""
    pathway = walk.of.pathway
    order = pathway.routes.transfer_order
    place, move = divmod(walk.sent, 3)
    if place >= len(order):
        return []
    transfer = pathway.transfers[order[place]]
    event = ("transfer.sent", "transfer.received", "transfer.accepted")[move]
    receiving = players(walk.of, (transfer.receiver,), last_day(walk))
    if not receiving:
        return []
    named = (("transfer", transfer.id),) if len(order) > 1 else ()
    if move == 0:
        sending = players(walk.of, (transfer.sender,), last_day(walk)) or (None,)
        return [ways.way(walk.of, Leg(event, data=(("to", receiving[0]), *named), provider=sending[0]))]
    return [ways.way(walk.of, Leg(event, data=named, provider=receiving[0]))]


def last_day(walk: Walk) -> date:
    """Return the day of the last event."""
    before = walk.entries[-1].occurred if walk.entries else MONDAY
    assert before is not None, "events have dates"
    return before.date() if isinstance(before, datetime) else before
