"""Lawful histories: walks through the state graph of any pathway, on its way to an end.

Required tasks are done before a state is left, data make the chosen guard true, days increase, providers
play the roles. Nothing here asks whether a thing is in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.calendar import END_OF_DAY
from carepath.conditions import World, truth
from carepath.model import ALWAYS, AllOf, Condition, Not, Pathway, State, Value
from carepath.record import Entry
from carepath.routes import triggers
from carepath.testing.guards import Data, asked_for, fitting, listeners, named_days, possible_values
from carepath.testing.shown import History

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
class _Walk:
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

    def enter(self, state: str) -> None:
        """Go to a state."""
        self.here = set() if state in self.visited else set(self.done)
        self.visited.add(state)
        self.state = state
        self.closed = self.pathway.states[state].end is not None


@st.composite
def histories(draw: DrawFn, pathway: Pathway, most: int = 10) -> History:
    """Draw a lawful history of a pathway, of at most `most` events; it may stop anywhere on the way."""
    precision = draw(st.sampled_from(["day", "day", "instant", "mixed"]))
    lags = draw(st.sampled_from([(), (), (0,), (0, 1, 9)]))
    walk = _Walk(pathway, draw, precision, lags)
    _begin(walk)
    count = min(most, draw(st.integers(1, 2 * most))) - 1 if walk.entries else 0
    for _ in range(count):
        legs = _legs(walk)
        if not legs:
            break
        _follow(walk, draw(st.sampled_from(legs)))
    return History(walk.entries, pathway.name)


def _begin(walk: _Walk) -> None:
    """Start by one of the start rules, so that no earlier one on the same event holds."""
    ways = []
    for place, rule in enumerate(walk.pathway.starts):
        before = [other.guard for other in walk.pathway.starts[:place] if other.event == rule.event]
        for data in fitting(walk.pathway, AllOf((rule.guard, *_refused(walk, rule.event))), {}, ()):
            if not any(truth(guard, World(data, ())) for guard in before):
                ways.append(
                    Leg(rule.event, rule.to, AllOf(tuple(_holding([rule.guard], before, data))), data=_pairs(data))
                )
    if ways:
        _follow(walk, walk.draw(st.sampled_from(ways)))


def _holding(wanted: Sequence[Condition], unwanted: Sequence[Condition], data: Data) -> list[Condition]:
    """Return conditions that more data must keep as they are."""
    return [*wanted, *(Not(guard) for guard in unwanted if truth(guard, World(data, ())) is False)]


def _refused(walk: _Walk, event: str) -> tuple[Condition, ...]:
    """Return what must hold for an event to be allowed."""
    refused = walk.pathway.events[event].not_allowed
    return () if refused is None else (Not(refused),)


def _legs(walk: _Walk) -> list[Leg]:
    """Return the ways on from here, the plainest first."""
    if walk.dead:
        return []
    if walk.closed:
        found = [Leg(way.event, way.to, way.guard, opens=True) for way in walk.pathway.reentries]
    else:
        onwards = [*_tasks(walk), *_moves(walk)]
        found = [*onwards, *onwards, *_transfers(walk), *_aside(walk), *_exits(walk)]
    return [ready for leg in found for ready in _ready(walk, leg)]


def _ready(walk: _Walk, leg: Leg) -> list[Leg]:
    """Return a way on with the data that it needs, once for each that is possible."""
    guard = AllOf((leg.guard, *_refused(walk, leg.event)))
    ways = fitting(walk.pathway, guard, walk.values, walk.done)[:6]
    return [
        Leg(leg.event, leg.to, guard, leg.roles, leg.opens, leg.closes, leg.data + _pairs(data), leg.provider)
        for data in ways
    ]


def _tasks(walk: _Walk) -> list[Leg]:
    """Return the tasks that are open; one that would end the stay comes when no other required one is left."""
    tasks = [task for task in _here(walk).tasks if task.event not in walk.here]
    owed = {task.event for task in tasks if task.required}
    return [
        Leg(task.event, roles=task.roles or _here(walk).roles)
        for task in tasks
        if not (owed - {task.event} and _goes_on(walk, task.event))
    ]


def _goes_on(walk: _Walk, event: str) -> bool:
    """Return whether an automatic move could follow an event at once."""
    world = World(walk.values, walk.done | {event})
    return any(move.event is None and truth(move.guard, world) is not False for move in _here(walk).transitions)


def _moves(walk: _Walk) -> list[Leg]:
    here = _here(walk)
    if any(task.required and task.event not in walk.here for task in here.tasks):
        return []
    return [
        Leg(move.event, move.to, move.guard, move.roles or here.roles)
        for move in here.transitions
        if move.event is not None
    ]


def _exits(walk: _Walk) -> list[Leg]:
    return [Leg(way.event, None, way.guard, closes=True) for way in walk.pathway.exits]


def _aside(walk: _Walk) -> list[Leg]:
    """Return events that only clocks and milestones hear."""
    pathway = walk.pathway
    heard = {rule.event for clock in pathway.clocks.values() for rule in triggers(clock)}
    heard |= {event for milestone in pathway.milestones.values() for event in milestone.events}
    ways = {way.event for way in (*pathway.starts, *pathway.exits, *pathway.reentries)}
    return [
        Leg(event) for event in sorted(heard - set(pathway.routes.takers) - ways) if not event.startswith("transfer.")
    ]


def _transfers(walk: _Walk) -> list[Leg]:
    """Return the next move of the next transfer: sent, received, accepted."""
    order = walk.pathway.routes.transfer_order
    place, move = divmod(walk.sent, 3)
    if place >= len(order):
        return []
    transfer = walk.pathway.transfers[order[place]]
    event = ("transfer.sent", "transfer.received", "transfer.accepted")[move]
    receiving = _players(walk.pathway, (transfer.receiver,), _last_day(walk))
    if not receiving:
        return []
    named = (("transfer", transfer.id),) if len(order) > 1 else ()
    if move == 0:
        sending = _players(walk.pathway, (transfer.sender,), _last_day(walk)) or (None,)
        return [Leg(event, data=(("to", receiving[0]), *named), provider=sending[0])]
    return [Leg(event, data=named, provider=receiving[0])]


def _here(walk: _Walk) -> State:
    assert walk.state is not None, "a walk goes on from where it has begun"
    return walk.pathway.states[walk.state]


def _follow(walk: _Walk, leg: Leg) -> None:
    """Let the event happen, and all that follows by itself."""
    moment = _moment(walk)
    day = moment.date() if isinstance(moment, datetime) else moment
    data = _more(walk, leg, day)
    provider = leg.provider
    if provider is None:
        players = _players(walk.pathway, leg.roles, day)
        provider = walk.draw(st.sampled_from(players)) if players else None
    recorded = None
    if walk.lags:
        lag = timedelta(days=walk.draw(st.sampled_from(walk.lags)))
        recorded = datetime.combine(day, END_OF_DAY) + lag
    walk.entries.append(
        Entry(
            case="c",
            id=f"e{len(walk.entries) + 1}",
            event=leg.event,
            occurred=moment,
            recorded=recorded,
            provider=provider,
            data=data,
        )
    )
    _arrive(walk, leg, data)


def _arrive(walk: _Walk, leg: Leg, data: Data) -> None:
    walk.values |= {name: value for name, value in data.items() if name in walk.pathway.attributes}
    walk.dead = walk.pathway.events[leg.event].life == "death"
    walk.sent += leg.event.startswith("transfer.")
    if leg.opens:
        walk.done, walk.visited = set(), set()
    walk.closed = walk.closed or leg.closes
    if leg.to is not None:
        walk.closed = False
        walk.enter(leg.to)
    walk.done.add(leg.event)
    walk.here.add(leg.event)
    while not walk.closed:
        world = World(walk.values, walk.done)
        by_itself = [move for move in _here(walk).transitions if move.event is None and truth(move.guard, world)]
        if not by_itself:
            break
        walk.enter(by_itself[0].to)


def _more(walk: _Walk, leg: Leg, day: date) -> Data:
    """Return the data of the event: what its way asks for, and what those who listen to it need to know."""
    data = dict(leg.data)
    guards = listeners(walk.pathway, leg.event)
    for name in asked_for(guards):
        if name not in data and name not in walk.values:
            values = possible_values(walk.pathway, name, guards)
            if values:
                _keep(walk, leg, data, name, walk.draw(st.sampled_from(values)))
    for name in named_days(walk.pathway, leg.event):
        if walk.draw(st.booleans()):
            _keep(walk, leg, data, name, day + timedelta(days=walk.draw(st.integers(-3, 9))))
    return data


def _keep(walk: _Walk, leg: Leg, data: Data, name: str, value: Value) -> None:
    """Add a value, if the event still goes the way that it was to go."""
    if truth(leg.guard, World({**walk.values, **data, name: value}, walk.done)):
        data[name] = value


def _moment(walk: _Walk) -> date | datetime:
    """Return when the next event happens: later than the one before, whatever the precision of the two."""
    draw = walk.draw
    precise = walk.precision == "instant" or (walk.precision == "mixed" and draw(st.booleans()))
    gap = draw(st.one_of(st.integers(0, 3), st.integers(0, 12), st.integers(0, 45)))
    before = walk.entries[-1].occurred if walk.entries else None
    if before is None:
        day = MONDAY + timedelta(days=draw(st.integers(0, 330)))
        return datetime.combine(day, time(9)) if precise else day
    if isinstance(before, datetime) and precise:
        if gap == 0 and before.hour < 20:
            return before + timedelta(minutes=draw(st.integers(1, 120)))
        return datetime.combine(before.date() + timedelta(days=max(gap, 1)), time(draw(st.integers(8, 17))))
    day = _last_day(walk) + timedelta(days=gap + 1)
    return datetime.combine(day, time(draw(st.integers(8, 17)))) if precise else day


def _last_day(walk: _Walk) -> date:
    before = walk.entries[-1].occurred if walk.entries else MONDAY
    assert before is not None, "events have dates"
    return before.date() if isinstance(before, datetime) else before


def _players(pathway: Pathway, roles: Sequence[str], day: date) -> tuple[str, ...]:
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


def _pairs(data: Data) -> tuple[tuple[str, Value], ...]:
    return tuple(data.items())
