"""Any record at all: what a pathway knows and what it does not, in every kind, status and state of disorder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import lru_cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.model import AttributeType, Pathway
from carepath.record import STATUSES, Entry, Kind, Scalar
from carepath.testing.guards import Same
from carepath.testing.legs import MONDAY
from carepath.testing.picked import picked, places
from carepath.testing.shown import History
from carepath.testing.walks import histories

PROVIDERS = (None, "RK5", "RX1", "RX3", "ZZZ")
ODD_DAYS = (date(1900, 1, 1), date(1999, 12, 31), date(2016, 2, 29), date(2031, 1, 1), date(2200, 12, 31))
SUMMER = timezone(timedelta(hours=1))
TURNS = (datetime(2016, 3, 27, 1, 30), datetime(2016, 10, 30, 1, 30), datetime(2016, 3, 27, 1, 0))  # of the clocks
ODD_VALUES: tuple[Scalar, ...] = ("", "unknown", "?", "no", True, Decimal("2.50"), -1, "2016-02-30", "9999-12-31")
KINDS: tuple[Kind, ...] = ("event", "event", "event", "event", "event", "replace", "replace", "retract", "note", "pin")


# Strategies are made once: to check and name one takes longer than to draw from it.
COIN, IN_FOUR, IN_TEN = st.booleans(), st.integers(0, 3), st.integers(0, 9)
MANNERS = places(6)  # of giving a moment
ODDLY = places(3)  # 2: a value that nobody expects
AHEAD = st.integers(0, 60)
LATER = st.integers(0, 90)
NUMBERS = st.integers(-1, 5)
NEAR = st.integers(-9, 60)
TIMES = (time(0), time(9), time(9), time(23, 59))
TURNED = tuple(at.replace(tzinfo=zone) for at in TURNS for zone in (None, UTC, SUMMER))
PATIENTS = (None, None, "p1", "p2")
NOTED: tuple[dict[str, Scalar], ...] = (
    {"code": "late", "subject": "m0", "version": "drawn@1.0.0", "reason": "agreed"}, {},
)  # fmt: skip
RECEIVERS = ("RX1", "RX3", "RX4", "ZZZ", "")


@st.composite
def records(draw: DrawFn, pathway: Pathway, most: int = 8) -> History:
    """Draw entries of one case in any order, at most `most` of them beside a lawful history."""
    lawful = draw(histories(pathway, most)) if draw(IN_FOUR) else ()
    entries = list(lawful)
    first = entries[0].occurred if entries else MONDAY
    assert first is not None, "histories are made of events"
    of, begin = Same(pathway), date(first.year, first.month, first.day)
    for place in range(draw(places(most + 1))):
        entries.append(_entry(draw, of, f"x{place + 1}", [entry.id for entry in entries], begin))
    return History(draw(st.permutations(entries)) if draw(COIN) else entries, pathway)


def _entry(draw: DrawFn, of: Same, name: str, there: Sequence[str], begin: date) -> Entry:
    kind = picked(draw, KINDS)
    event = kind in ("event", "replace")
    aims = [*there, *there, "nowhere", name]
    told = _instant(draw, begin) if kind in ("replace", "retract") or draw(COIN) else None
    return Entry(
        case="c",
        id=picked(draw, there) if draw(IN_TEN) == 9 and there else name,
        kind=kind,
        event=picked(draw, _types(of)) if event else None,
        occurred=_moment(draw, begin) if event or draw(COIN) else None,
        recorded=told,
        status=picked(draw, (STATUSES[0], *STATUSES)) if event else "done",
        target=picked(draw, aims) if kind in ("replace", "retract") else None,
        provider=picked(draw, PROVIDERS),
        patient=picked(draw, PATIENTS),
        pathway=picked(draw, (None, None, None, of.pathway.id, "elsewhere")),
        data=_data(draw, of, begin) if event else picked(draw, NOTED),
    )


@lru_cache(maxsize=1024)
def _types(of: Same) -> tuple[str, ...]:
    pathway = of.pathway
    known = [*(rule.event for rule in pathway.starts), *pathway.routes.takers, *pathway.events]
    foreign = [name for name in pathway.routes.names if name not in pathway.events]
    return (*known, *foreign, "never heard of")


def _moment(draw: DrawFn, begin: date) -> date | datetime:
    """Draw a day or an instant: they often coincide, with and without an offset, some at the edges of calendars."""
    manner = draw(MANNERS)
    if manner == 4:
        return picked(draw, ODD_DAYS)
    if manner == 5:
        return picked(draw, TURNED)
    day = begin + timedelta(days=draw(AHEAD))
    if manner < 2:
        return day
    return datetime.combine(day, picked(draw, TIMES), UTC if manner == 3 else None)


def _instant(draw: DrawFn, begin: date) -> datetime:
    return datetime.combine(begin + timedelta(days=draw(LATER)), time(12), UTC if draw(COIN) else None)


def _data(draw: DrawFn, of: Same, begin: date) -> dict[str, Scalar]:
    pathway = of.pathway
    data = {name: _value(draw, pathway.attributes.get(name), begin) for name in draw(_names(of))}
    if pathway.transfers:
        if draw(COIN):
            data["to"] = picked(draw, RECEIVERS)
        if draw(IN_FOUR) == 3:
            data["transfer"] = picked(draw, (*pathway.transfers, "t9"))
    return data


@lru_cache(maxsize=1024)
def _names(of: Same) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([*of.pathway.attributes, "colour"]), max_size=3, unique=True)


def _value(draw: DrawFn, kind: AttributeType | None, begin: date) -> Scalar:
    """Draw a value of an attribute, some of them odd; of an attribute that nobody knows only those."""
    if kind is not None and draw(ODDLY) < 2:
        match kind.kind:
            case "words":
                return picked(draw, kind.words)
            case "yes_no":
                return picked(draw, ("yes", "no"))
            case "whole" | "decimal":
                return draw(NUMBERS)
            case "day":
                return begin + timedelta(days=draw(NEAR)) if draw(IN_FOUR) < 3 else picked(draw, ODD_DAYS)
    return picked(draw, ODD_VALUES)
