"""Lawful histories: walks through the state graph of any pathway, on its way to an end.

Required tasks are done before a state is left, data make the chosen guard true, days increase, providers
play the roles. Nothing here asks whether a thing is in time.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.calendar import END_OF_DAY
from carepath.conditions import World, truth
from carepath.model import Pathway, Value
from carepath.record import Entry
from carepath.testing import ways
from carepath.testing.guards import Data, Same, asked_by_listeners, named_days
from carepath.testing.legs import MONDAY, Walk, last_day, legs
from carepath.testing.picked import picked
from carepath.testing.shown import History
from carepath.testing.ways import Leg

PRECISIONS = ("day", "day", "instant", "mixed")
LAGS: tuple[tuple[int, ...], ...] = ((), (), (0,), (0, 1, 9))
COIN = st.booleans()
BEGINNINGS = st.integers(0, 330)  # days after the first Monday
GAPS = st.one_of(st.integers(0, 3), st.integers(0, 12), st.integers(0, 45))  # days to the next event
MINUTES = st.integers(1, 120)
HOURS = st.integers(8, 17)
ASIDE = st.integers(-3, 9)  # days from an event to the day that it names


@st.composite
def histories(draw: DrawFn, pathway: Pathway, most: int = 10) -> History:
    """Draw a lawful history of a pathway, of at most `most` events; it may stop anywhere on the way."""
    walk = Walk(Same(pathway), draw, picked(draw, PRECISIONS), picked(draw, LAGS))
    starts = ways.starts(walk.of)
    if starts:
        _follow(walk, picked(draw, starts))
    count = min(most, draw(_lengths(most))) - 1 if walk.entries else 0
    for _ in range(count):
        onwards = legs(walk)
        if not onwards:
            break
        _follow(walk, picked(draw, onwards))
    return History(walk.entries, pathway)


@lru_cache(maxsize=64)
def _lengths(most: int) -> st.SearchStrategy[int]:
    return st.integers(1, 5 * most // 2)  # more often than not as many as there may be


def _follow(walk: Walk, leg: Leg) -> None:
    """Let the event happen, and all that follows by itself."""
    moment = _moment(walk)
    day = moment.date() if isinstance(moment, datetime) else moment
    data = _more(walk, leg, day)
    provider = leg.provider
    if provider is None:
        able = ways.players(walk.of, leg.roles, day)
        provider = picked(walk.draw, able) if able else None
    recorded = None
    if walk.lags:
        lag = timedelta(days=picked(walk.draw, walk.lags))
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
    pathway = walk.of.pathway
    walk.values |= {name: value for name, value in data.items() if name in pathway.attributes}
    walk.dead = pathway.events[leg.event].life == "death"
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
        onwards = [move for move in ways.by_itself(walk.of, walk.place) if truth(move.guard, world)]
        if not onwards:
            break
        walk.enter(onwards[0].to)


def _more(walk: Walk, leg: Leg, day: date) -> Data:
    """Return the data of the event: what its way asks for, and what those who listen to it need to know."""
    data = dict(leg.data)
    for name, values in asked_by_listeners(walk.of, leg.event):
        if name not in data and name not in walk.values:
            _keep(walk, leg, data, name, picked(walk.draw, values))
    for name in named_days(walk.of, leg.event):
        if walk.draw(COIN):
            _keep(walk, leg, data, name, day + timedelta(days=walk.draw(ASIDE)))
    return data


def _keep(walk: Walk, leg: Leg, data: Data, name: str, value: Value) -> None:
    """Add a value, if the event still goes the way that it was to go."""
    if truth(leg.guard, World({**walk.values, **data, name: value}, walk.done)):
        data[name] = value


def _moment(walk: Walk) -> date | datetime:
    """Return when the next event happens: later than the one before, whatever the precision of the two."""
    draw = walk.draw
    precise = walk.precision == "instant" or (walk.precision == "mixed" and draw(COIN))
    gap = draw(GAPS)
    before = walk.entries[-1].occurred if walk.entries else None
    if before is None:
        day = MONDAY + timedelta(days=draw(BEGINNINGS))
        return datetime.combine(day, time(9)) if precise else day
    if isinstance(before, datetime) and precise:
        if gap == 0 and before.hour < 20:
            return before + timedelta(minutes=draw(MINUTES))
        return datetime.combine(before.date() + timedelta(days=max(gap, 1)), time(draw(HOURS)))
    day = last_day(walk) + timedelta(days=gap + 1)
    return datetime.combine(day, time(draw(HOURS))) if precise else day
