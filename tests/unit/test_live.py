"""What stands of a log, where tables do not reach: mixed cases, long chains, circles, any order of arrival."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from carepath.live import Record, record
from carepath.record import Entry, MixedCases
from hypothesis import given
from hypothesis import strategies as st

ZONE = ZoneInfo("Europe/London")
DAY = date(2016, 9, 1)


def event(name: str, **parts: Any) -> Entry:
    return Entry(**{"case": "c", "id": name, "event": "ogd", "occurred": DAY, **parts})


def acting(kind: str, name: str, target: str, minute: int = 0) -> Entry:
    return event(name, kind=kind, target=target, recorded=datetime(2016, 9, 2, 9, minute))


entries = st.lists(
    st.one_of(
        st.builds(event, st.sampled_from("abc"), provider=st.sampled_from(["RK5", "RX1"])),
        st.builds(
            acting,
            st.sampled_from(["replace", "retract"]),
            st.sampled_from("defgh"),
            st.sampled_from("abcdefgh"),
            st.integers(0, 3),
        ),
    ),
    max_size=10,
)


def test_entries_of_two_cases_are_refused() -> None:
    with pytest.raises(MixedCases, match="2 cases"):
        record([event("e1"), event("e2", case="d")], ZONE)


def test_entries_of_two_cases_are_refused_also_where_one_is_not_known_yet() -> None:
    later = event("e2", case="d", recorded=datetime(2017, 1, 1))
    with pytest.raises(MixedCases):
        record([event("e1"), later], ZONE, known_at=datetime(2016, 9, 2, tzinfo=ZONE))


def test_an_empty_log_has_no_case() -> None:
    assert record([], ZONE) == Record(None, None, (), (), (), (), 0, 0)


def test_a_long_chain_of_corrections_keeps_its_root() -> None:
    chain = [event("r0000")]
    chain += [
        event(f"r{n:04}", kind="replace", target=f"r{n - 1:04}", recorded=datetime(2016, 9, 2)) for n in range(1, 3000)
    ]
    (told,) = record(chain, ZONE).told
    assert (told.root, told.entry.id, len(told.chain)) == ("r0000", "r2999", 3000)


def test_a_long_chain_of_retractions_ends_by_its_last() -> None:
    chain = [event("r0000")]
    chain += [
        Entry(case="c", id=f"r{n:04}", kind="retract", target=f"r{n - 1:04}", recorded=datetime(2016, 9, 2))
        for n in range(1, 3000)
    ]
    assert [told.root for told in record(chain, ZONE).told] == []
    assert [told.root for told in record(chain[:-1], ZONE).told] == ["r0000"]


@given(given_entries=entries, data=st.data())
def test_the_order_of_arrival_makes_no_difference(given_entries: list[Entry], data: st.DataObject) -> None:
    assert record(data.draw(st.permutations(given_entries)), ZONE) == record(given_entries, ZONE)


@given(given_entries=entries)
def test_an_entry_told_twice_changes_nothing(given_entries: list[Entry]) -> None:
    assert record([*given_entries, *given_entries], ZONE) == record(given_entries, ZONE)


@given(given_entries=entries)
def test_every_event_stands_once_or_was_withdrawn(given_entries: list[Entry]) -> None:
    kept = record(given_entries, ZONE)
    roots = [told.root for told in kept.told]
    events = {entry.id for entry in given_entries if entry.kind == "event"}
    assert len(roots) == len(set(roots))
    assert set(roots) <= events
    retracted = {entry.target for entry in given_entries if entry.kind == "retract"}
    assert events - set(roots) <= retracted


@given(given_entries=entries)
def test_what_stands_hangs_together(given_entries: list[Entry]) -> None:
    """Each entry of a chain replaces the one before it, and the last one holds the content."""
    by_id = {(entry.id, entry.target): entry for entry in given_entries}
    for told in record(given_entries, ZONE).told:
        assert told.chain[0] == told.root
        assert told.chain[-1] == told.entry.id
        for before, after in zip(told.chain, told.chain[1:], strict=False):
            assert (after, before) in by_id
