"""Rows become entries or rejections: dates, words, ids, and files written whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from carepath.files import UnreadableLog, opened, whole, whole_bytes
from carepath.record import Entry
from carepath.rows import BadRow, Rejected, Row, cases, columns, entries, moment

BASE: dict[str, object] = {"case": "1", "event": "ogd", "occurred": "2016-09-12"}


def one(fields: dict[str, object], data: dict[str, object] | None = None) -> Entry | str:
    (found,) = entries("f", [Row(7, fields, data or {})])
    return found.reason if isinstance(found, Rejected) else found if isinstance(found, Entry) else str(found)


def entry(fields: dict[str, object], data: dict[str, object] | None = None) -> Entry:
    found = one(fields, data)
    assert isinstance(found, Entry), found
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2016-02-29", date(2016, 2, 29)),
        (" 2016-02-03 ", date(2016, 2, 3)),
        ("2016-02-03T14:05", datetime(2016, 2, 3, 14, 5)),
        ("2016-02-03 14:05:06", datetime(2016, 2, 3, 14, 5, 6)),
        ("2016-02-03T14:05:06.123456789", datetime(2016, 2, 3, 14, 5, 6, 123456)),
        ("2016-02-03T14:05Z", datetime(2016, 2, 3, 14, 5, tzinfo=UTC)),
        ("2016-02-03T14:05:00+01:00", datetime(2016, 2, 3, 14, 5, tzinfo=timezone(timedelta(hours=1)))),
        ("2016-02-03T14:05-0130", datetime(2016, 2, 3, 14, 5, tzinfo=timezone(-timedelta(minutes=90)))),
        ("1900-01-01", date(1900, 1, 1)),
        ("2200-12-31", date(2200, 12, 31)),
    ],
)
def test_iso_dates_and_instants_are_read(text: str, value: date) -> None:
    assert moment(text) == value
    assert type(moment(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    ["", "20160203", "2016-W05-3", "2016-2-3", "3 Feb 2016", "2016-02-03T14", "2016-02-03T25:00", "2016-02-30", "42403",
     "2016-02-03T10:00+99:00", "1899-12-31", "2201-01-01", "0000-00-00", "\uff12\uff10\uff11\uff16-02-03",
     "2016-02-03\n2016-02-03"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadRow):
        moment(text)


def test_british_dates_need_to_be_asked_for_and_the_hint_says_how() -> None:
    with pytest.raises(BadRow, match="--dates dmy"):
        moment("03/02/2016")
    assert moment("03/02/2016", "dmy") == date(2016, 2, 3)
    assert moment("3.2.2016", "dmy") == date(2016, 2, 3)
    assert moment("03/02/2016 14:05", "dmy") == datetime(2016, 2, 3, 14, 5)
    assert moment("2016-02-03", "dmy") == date(2016, 2, 3)


def test_an_unreadable_british_date_is_not_offered_the_hint_where_dmy_is_already_asked_for() -> None:
    with pytest.raises(BadRow, match="exists"):
        moment("31/02/2016", "dmy")


def test_a_row_becomes_an_entry_with_defaults() -> None:
    found = entry(BASE)
    assert (found.kind, found.status, found.recorded, dict(found.data)) == ("event", "done", None, {})


def test_blank_fields_are_absent() -> None:
    found = entry({**BASE, "provider": "", "status": " ", "recorded": "", "target": None})
    assert (found.provider, found.status, found.recorded, found.target) == (None, "done", None, None)


def test_a_case_named_na_is_a_case() -> None:
    assert entry({**BASE, "case": "NA"}).case == "NA"


def test_a_day_of_recording_means_all_of_that_day() -> None:
    assert entry({**BASE, "recorded": "2016-09-13"}).recorded == datetime(2016, 9, 13, 23, 59, 59, 999999)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"case": ""}, "'case' is empty"),
        ({"event": None}, "'event' is empty"),
        ({"occurred": " "}, "'occurred' is empty"),
        ({"kind": "Event"}, "'kind' is one of event, replace, retract, pin, note; did you mean event?"),
        ({"status": "plannd"},
         "'status' is one of done, planned, cancelled, not_possible, not_needed; did you mean planned?"),
        ({"kind": "retract"}, "an entry of kind retract needs the id of its target"),
        ({"case": True}, "'case' should be text"),
        ({"occurred": 42403}, "'occurred' should be a date or an instant"),
        ({"recorded": "yesterday"},
         "'recorded' is not a date such as 2016-02-03 or an instant such as 2016-02-03T14:05"),
        ({"occurred": date(1800, 1, 1)}, "'occurred' lies outside the years 1900 to 2200"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_without_repeating_the_value(change: dict[str, object], reason: str) -> None:
    assert one({**BASE, **change}) == reason


def test_a_retraction_needs_neither_event_nor_day() -> None:
    fields: dict[str, object] = {"case": "1", "kind": "retract", "target": "a", "recorded": "2016-09-14T10:00"}
    assert entry(fields).target == "a"


def test_data_keeps_its_types_and_refuses_what_is_not_plain() -> None:
    data: dict[str, object] = {"a": "x", "b": 1, "c": True, "d": Decimal("1.5"), "e": date(2016, 1, 1), "f": None}
    assert dict(entry(BASE, data).data) == {name: value for name, value in data.items() if name != "f"}
    assert one(BASE, {"a": [1]}) == "'a' holds a list or an object; data is text, a number, a date, true or false"
    assert one(BASE, {"a": Decimal("Infinity")}) == "'a' is a number without end"


def test_rows_without_id_are_named_by_content_whatever_their_order() -> None:
    rows = [Row(1, BASE, {}), Row(2, {**BASE, "case": "2"}, {}), Row(3, BASE, {}), Row(4, BASE, {"x": "1"})]
    forward = [found.id for found in entries("f", rows) if isinstance(found, Entry)]
    backward = [found.id for found in entries("f", reversed(rows)) if isinstance(found, Entry)]
    assert sorted(forward) == sorted(backward)
    assert len(set(forward)) == 4
    assert forward[0].removesuffix("#1") == forward[2].removesuffix("#2")


def test_two_rows_that_differ_only_in_recording_get_different_names() -> None:
    rows = [Row(1, {**BASE, "recorded": "2016-09-13"}, {}), Row(2, {**BASE, "recorded": "2016-09-14"}, {})]
    first, second = (found.id for found in entries("f", rows) if isinstance(found, Entry))
    assert first.split("#")[0] != second.split("#")[0]


def test_cases_come_in_the_order_of_their_ids_and_entries_as_read() -> None:
    rows = [Row(place, {**BASE, "case": case, "id": str(place)}, {}) for place, case in enumerate("bab")]
    found = cases(each for each in entries("f", rows) if isinstance(each, Entry))
    assert [(case, [each.id for each in listed]) for case, listed in found.items()] == [("a", ["1"]), ("b", ["0", "2"])]


def test_columns_are_told_apart_and_a_prefix_frees_a_name() -> None:
    fields, data = columns("f:1", ["case", "event", "occurred", "ward", "data.event"])
    assert [name for name, _ in fields] == ["case", "event", "occurred"]
    assert data == [("ward", 3), ("event", 4)]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["case", "event"], "f:1: there is no column occurred"),
        (["Case", "event", "occurred"], "f:1: there is no column case; is 'Case' meant as 'case'?"),
        (["case", "event", "occurred", "event"], "f:1: two columns are called 'event'"),
        (["case", "event", "occurred", "x", "data.x"], "two columns hold the same attribute"),
    ],
)
def test_unclear_columns_are_refused(names: list[str], said: str) -> None:
    with pytest.raises(UnreadableLog) as caught:
        columns("f:1", names)
    assert said in str(caught.value)


def test_a_missing_file_and_a_folder_are_clear_sentences(tmp_path: Path) -> None:
    with pytest.raises(UnreadableLog, match="there is no such file"), opened(str(tmp_path / "no.csv")):
        pass
    with pytest.raises(UnreadableLog, match="it is a folder"), opened(str(tmp_path)):
        pass
    with pytest.raises(UnreadableLog, match="cannot be opened"), opened("a\0b"):
        pass


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    with whole(tmp_path / "a.txt") as stream:
        stream.write("né\n")
        assert not (tmp_path / "a.txt").exists()
    with whole_bytes(tmp_path / "b") as binary:
        binary.write(b"x")
    assert (tmp_path / "a.txt").read_bytes() == "né\n".encode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b"]


@pytest.mark.parametrize("writing", [whole, whole_bytes])
def test_where_a_folder_stands_the_folder_is_named(tmp_path: Path, writing: Any) -> None:
    (tmp_path / "dir.svg").mkdir()
    with pytest.raises(IsADirectoryError) as wrong, writing(tmp_path / "dir.svg"):
        pass
    assert wrong.value.filename == str(tmp_path / "dir.svg")
    assert wrong.value.strerror == "this is a folder, not a file"
    assert [path.name for path in tmp_path.iterdir()] == ["dir.svg"]


def test_a_failed_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), whole(target) as stream:
        stream.writelines(f"{10 / part}" for part in (1, 0))
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
