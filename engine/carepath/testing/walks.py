"""Lawful histories: walks through the state graph of any pathway, on its way to an end.

Required tasks are done before a state is left, data make the chosen guard true, days increase, providers
play the roles. Nothing here asks whether a thing is in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.calendar import END_OF_DAY
from carepath.conditions import World, truth
from carepath.model import AllOf, Condition, Not, Pathway, Value
from carepath.record import Entry
from carepath.testing.guards import Data, asked_for, fitting, listeners, named_days, possible_values
from carepath.testing.legs import MONDAY, Leg, Walk, last_day, legs, pairs, players, refused
from carepath.testing.shown import History


@st.composite
def histories(draw: DrawFn, pathway: Pathway, most: int = 10) -> History:
    """Draw a lawful history of a pathway, of at most `most` events; it may stop anywhere on the way."""
    precision = draw(st.sampled_from(["day", "day", "instant", "mixed"]))
    lags = draw(st.sampled_from([(), (), (0,), (0, 1, 9)]))
    walk = Walk(pathway, draw, precision, lags)
    _begin(walk)
    count = min(most, draw(st.integers(1, 2 * most))) - 1 if walk.entries else 0
    for _ in range(count):
        ways = legs(walk)
        if not ways:
            break
        _follow(walk, draw(st.sampled_from(ways)))
    return History(walk.entries, pathway)


def _begin(walk: Walk) -> None:
    """Start by one of the start rules, so that no earlier one on the same event holds."""
    ways = []
    for place, rule in enumerate(walk.pathway.starts):
        before = [other.guard for other in walk.pathway.starts[:place] if other.event == rule.event]
        for data in fitting(walk.pathway, AllOf((rule.guard, *refused(walk, rule.event))), {}, ()):
            if not any(truth(guard, World(data, ())) for guard in before):
                ways.append(
                    Leg(rule.event, rule.to, AllOf(tuple(_holding([rule.guard], before, data))), data=pairs(data))
                )
    if ways:
        _follow(walk, walk.draw(st.sampled_from(ways)))


def _holding(wanted: Sequence[Condition], unwanted: Sequence[Condition], data: Data) -> list[Condition]:
    """Return conditions that more data must keep as they are."""
    return [*wanted, *(Not(guard) for guard in unwanted if truth(guard, World(data, ())) is False)]


def _follow(walk: Walk, leg: Leg) -> None:
    """Let the event happen, and all that follows by itself."""
    moment = _moment(walk)
    day = moment.date() if isinstance(moment, datetime) else moment
    data = _more(walk, leg, day)
    provider = leg.provider
    if provider is None:
        able = players(walk.pathway, leg.roles, day)
        provider = walk.draw(st.sampled_from(able)) if able else None
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


def _arrive(walk: Walk, leg: Leg, data: Data) -> None:
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
        by_itself = [move for move in walk.place.transitions if move.event is None and truth(move.guard, world)]
        if not by_itself:
            break
        walk.enter(by_itself[0].to)


def _more(walk: Walk, leg: Leg, day: date) -> Data:
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


def _keep(walk: Walk, leg: Leg, data: Data, name: str, value: Value) -> None:
    """Add a value, if the event still goes the way that it was to go."""
    if truth(leg.guard, World({**walk.values, **data, name: value}, walk.done)):
        data[name] = value


def _moment(walk: Walk) -> date | datetime:
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
    day = last_day(walk) + timedelta(days=gap + 1)
    return datetime.combine(day, time(draw(st.integers(8, 17)))) if precise else day
