"""Entries as lines of text and back: nothing is lost, and what cannot be read is said plainly."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from carepath.cases.lines import BadLine, entries, entry, line
from carepath.record import STATUSES, Entry
from hypothesis import given
from hypothesis import strategies as st

FIELDS = (
    "provider",
    "occurred",
    "case",
    "kind",
    "status",
    "recorded",
    "target",
    "data.kind",
    "data.",
    "version",
    "code",
)

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | st.sampled_from(
    ["planned", "retract", "2016-09-01", "a b", 'a"b', "a=b", "@x", "x:", "#1", "a\\b", "a\nb", ":"]
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
days = st.dates(date(1901, 1, 1), date(2199, 12, 31))
civil = st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 30))
instants = civil | st.builds(lambda moment, zone: moment.replace(tzinfo=zone), civil, zones)
data = st.dictionaries(texts | st.sampled_from(FIELDS), texts | st.just(""), max_size=3)
some = st.none() | texts

parts = {"case": st.just("c"), "id": texts, "provider": some, "patient": some, "pathway": some}
told = {**parts, "event": texts, "occurred": days | instants, "status": st.sampled_from(STATUSES), "data": data}
seen = st.none() | instants

events = st.builds(Entry, kind=st.just("event"), recorded=seen, **told)
replaces = st.builds(Entry, kind=st.just("replace"), recorded=instants, target=texts, **told)
retracts = st.builds(
    Entry, kind=st.just("retract"), recorded=instants, target=texts, occurred=st.none() | days, data=data, **parts
)
pins = st.builds(
    lambda version, rest, **others: Entry(kind="pin", data={**rest, "version": version}, **others),
    texts,
    data,
    recorded=seen,
    **parts,
)
notes = st.builds(
    lambda code, subject, rest, **others: Entry(kind="note", data={**rest, "code": code, "subject": subject}, **others),
    texts,
    texts,
    data,
    recorded=seen,
    **parts,
)


@given(one=st.one_of(events, replaces, retracts, pins, notes))
def test_an_entry_written_as_a_line_is_read_back_as_it_was(one: Entry) -> None:
    assert entry(line(one), "c", 1) == one


@given(one=events)
def test_a_line_is_written_the_same_after_it_was_read(one: Entry) -> None:
    assert line(entry(line(one), "c", 1)) == line(one)


def test_a_line_is_read_word_by_word() -> None:
    assert entry('e9: 2016-09-01T10:05 planned ogd RK5 reason="by letter" n=1 @2016-09-02T09:00', "c", 1) == Entry(
        case="c",
        id="e9",
        event="ogd",
        occurred=datetime(2016, 9, 1, 10, 5),
        status="planned",
        provider="RK5",
        recorded=datetime(2016, 9, 2, 9, 0),
        data={"reason": "by letter", "n": "1"},
    )


def test_entries_without_an_id_are_named_by_their_place() -> None:
    assert [one.id for one in entries(["2016-09-01 referral", "x: 2016-09-02 ogd", "2016-09-03 ct"], "c")] == [
        "e1",
        "x",
        "e3",
    ]


def test_a_day_of_recording_means_all_of_that_day() -> None:
    assert entry("2016-09-01 ogd @2016-09-02", "c", 1).recorded == datetime(2016, 9, 2, 23, 59, 59, 999999)


def test_a_pin_names_a_version_and_a_note_a_finding() -> None:
    assert dict(entry("pin og@1.1.0 @2016-09-02T09:00", "c", 1).data) == {"version": "og@1.1.0"}
    assert dict(entry('note late ogd reason="was away"', "c", 1).data) == {
        "code": "late",
        "subject": "ogd",
        "reason": "was away",
    }


def test_data_named_like_a_field_is_written_with_its_kind_of_name() -> None:
    one = entry("2016-09-01 ogd RK5 data.provider=x data.kind=y", "c", 1)
    assert (one.provider, dict(one.data)) == ("RK5", {"provider": "x", "kind": "y"})
    assert line(one) == "e1: 2016-09-01 ogd RK5 data.kind=y data.provider=x"


def test_data_that_is_not_text_is_written_as_text() -> None:
    one = Entry(
        case="c", id="e1", event="ogd", occurred=date(2016, 9, 1), data={"a": True, "b": 3, "d": date(2016, 9, 2)}
    )
    assert line(one) == "e1: 2016-09-01 ogd a=yes b=3 d=2016-09-02"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "The day, such as 2016-09-01, is missing"),
        ("ogd RK5", "“ogd” is not a day such as 2016-09-01"),
        ("2016-09-31 ogd", "is not a day or a time that exists"),
        ("2016-09-01", "The event is missing"),
        ("2016-09-01 route=usc", "The event is missing before “route=usc”"),
        ("2016-09-01 ogd RK5 RX1", "“RX1” is not expected"),
        ("2016-09-01 ogd n=1 n=2", "“n” stands twice"),
        ("2016-09-01 ogd RK5 provider=RX1", "“provider” stands twice"),
        ("2016-09-01 ogd status=planned", "“status” has its own place in a line"),
        ("2016-09-01 ogd @2016-09-02 @2016-09-03", "When it was recorded stands twice"),
        ('2016-09-01 ogd reason="open', "A quote is not closed"),
        ('2016-09-01 ogd reason="a\\q"', "in quotes a backslash is written twice"),
        ("retract e1 @2016-09-02", "A retract needs an id of its own"),
        ("c1: retract e1", "A retract says when it was recorded"),
        ("c1: replace e1 ogd @2016-09-02", "“ogd” is not a day such as 2016-09-01"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_its_reason(written: str, said: str) -> None:
    with pytest.raises(BadLine) as wrong:
        entry(written, "c", 1)
    assert said in str(wrong.value)
    assert f"“{written}”" in str(wrong.value)


@pytest.mark.parametrize(
    "one",
    [
        Entry(case="c", id="e1", event="ogd", occurred=date(2016, 9, 1), target="e0"),
        Entry(case="c", id="e1", kind="pin"),
        Entry(case="c", id="e1", kind="note", data={"code": "late"}),
        Entry(case="c", id="e1", kind="pin", event="ogd", data={"version": "og@1.1.0"}),
    ],
)
def test_an_entry_that_no_line_can_say_is_refused(one: Entry) -> None:
    with pytest.raises(BadLine):
        line(one)
