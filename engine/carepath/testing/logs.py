"""Any record at all: what a pathway knows and what it does not, in every kind, status and state of disorder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.model import AttributeType, Pathway
from carepath.record import STATUSES, Entry, Kind, Scalar
from carepath.testing.legs import MONDAY
from carepath.testing.shown import History
from carepath.testing.walks import histories

PROVIDERS = (None, "RK5", "RX1", "RX3", "ZZZ")
ODD_DAYS = (date(1900, 1, 1), date(1999, 12, 31), date(2016, 2, 29), date(2031, 1, 1), date(2200, 12, 31))
SUMMER = timezone(timedelta(hours=1))
TURNS = (datetime(2016, 3, 27, 1, 30), datetime(2016, 10, 30, 1, 30), datetime(2016, 3, 27, 1, 0))  # of the clocks
ODD_VALUES: tuple[Scalar, ...] = ("", "unknown", "?", "no", True, Decimal("2.50"), -1, "2016-02-30", "9999-12-31")
KINDS: tuple[Kind, ...] = ("event", "event", "event", "event", "event", "replace", "replace", "retract", "note", "pin")


@st.composite
def records(draw: DrawFn, pathway: Pathway, most: int = 8) -> History:
    """Draw entries of one case in any order, at most `most` of them beside a lawful history."""
    lawful = draw(histories(pathway, most)) if draw(st.integers(0, 3)) else ()
    entries = list(lawful)
    first = entries[0].occurred if entries else MONDAY
    assert first is not None, "histories are made of events"
    for place in range(draw(st.integers(0, most))):
        entries.append(draw(_entries(pathway, f"x{place + 1}", [entry.id for entry in entries], first)))
    return History(draw(st.permutations(entries)) if draw(st.booleans()) else entries, pathway)


@st.composite
def _entries(draw: DrawFn, pathway: Pathway, name: str, there: Sequence[str], first: date) -> Entry:
    begin = date(first.year, first.month, first.day)
    kind = draw(st.sampled_from(KINDS))
    event = kind in ("event", "replace")
    aims = [*there, *there, "nowhere", name]
    told = draw(_instants(begin)) if kind in ("replace", "retract") else draw(st.one_of(st.none(), _instants(begin)))
    return Entry(
        case="c",
        id=draw(st.sampled_from(there)) if there and draw(st.integers(0, 9)) == 9 else name,
        kind=kind,
        event=draw(_types(pathway)) if event else None,
        occurred=draw(_moments(begin)) if event else draw(st.one_of(st.none(), _moments(begin))),
        recorded=told,
        status=draw(st.sampled_from([STATUSES[0], *STATUSES])) if event else "done",
        target=draw(st.sampled_from(aims)) if kind in ("replace", "retract") else None,
        provider=draw(st.sampled_from(PROVIDERS)),
        patient=draw(st.sampled_from([None, None, "p1", "p2"])),
        pathway=draw(st.sampled_from([None, None, None, pathway.id, "elsewhere"])),
        data=draw(_data(pathway, event, begin)),
    )


def _types(pathway: Pathway) -> st.SearchStrategy[str]:
    known = [*(rule.event for rule in pathway.starts), *pathway.routes.takers, *pathway.events]
    foreign = [name for name in pathway.routes.names if name not in pathway.events]
    return st.sampled_from([*known, *foreign, "never heard of"])


def _moments(begin: date) -> st.SearchStrategy[date | datetime]:
    """Return days and instants that often coincide, with and without an offset, some at the edges of calendars."""
    days = st.integers(0, 60).map(lambda ahead: begin + timedelta(days=ahead))
    hours = st.tuples(days, st.sampled_from([time(0), time(9), time(9), time(23, 59)])).map(
        lambda at: datetime.combine(*at)
    )
    return st.one_of(
        days,
        days,
        hours,
        hours.map(lambda at: at.replace(tzinfo=UTC)),
        st.sampled_from(ODD_DAYS),
        st.sampled_from([at.replace(tzinfo=zone) for at in TURNS for zone in (None, UTC, SUMMER)]),
    )


def _instants(begin: date) -> st.SearchStrategy[datetime]:
    days = st.integers(0, 90).map(lambda ahead: datetime.combine(begin + timedelta(days=ahead), time(12)))
    return st.one_of(days, days.map(lambda at: at.replace(tzinfo=UTC)))


@st.composite
def _data(draw: DrawFn, pathway: Pathway, event: bool, begin: date) -> dict[str, Scalar]:
    if not event:
        return draw(
            st.sampled_from([{"code": "late", "subject": "m0", "version": "drawn@1.0.0", "reason": "agreed"}, {}])
        )
    names = draw(st.lists(st.sampled_from([*pathway.attributes, "colour"]), max_size=3, unique=True))
    data = {name: draw(_values(pathway.attributes.get(name), begin)) for name in names}
    transferred = bool(pathway.transfers)
    if transferred and draw(st.booleans()):
        data["to"] = draw(st.sampled_from(["RX1", "RX3", "RX4", "ZZZ", ""]))
    if transferred and draw(st.integers(0, 3)) == 3:
        data["transfer"] = draw(st.sampled_from([*pathway.transfers, "t9"]))
    return data


def _values(kind: AttributeType | None, begin: date) -> st.SearchStrategy[Scalar]:
    odd = st.sampled_from(ODD_VALUES)
    match kind:
        case AttributeType(kind="words", words=words):
            return st.one_of(st.sampled_from(words), st.sampled_from(words), odd)
        case AttributeType(kind="yes_no"):
            return st.one_of(st.sampled_from(["yes", "no"]), odd)
        case AttributeType(kind="whole" | "decimal"):
            return st.one_of(st.integers(-1, 5), odd)
        case AttributeType(kind="day"):
            days = st.integers(-9, 60).map(lambda ahead: begin + timedelta(days=ahead))
            return st.one_of(days, days, st.sampled_from(ODD_DAYS), odd)
        case _:
            return odd
