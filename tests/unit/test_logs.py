"""CSV and JSON lines: what is read, what is left out with which reason, and writing that reads back identical."""

from __future__ import annotations

import gzip
import io
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from carepath.adapters import csv_log, json_lines
from carepath.files import UnreadableLog, whole
from carepath.intake import Log, each, read
from carepath.record import KINDS, STATUSES, Entry, Scalar
from carepath.rows import Rejected
from hypothesis import given
from hypothesis import strategies as st

HEAD = "case,event,occurred\n"
CSV = HEAD.encode() + b"1,ogd,2016-09-12\n2,ct,2016-09-13\nNA,told,2016-09-20T10:00\n"
JSONL = (
    b'{"case": "1", "event": "ogd", "occurred": "2016-09-12", "ward": "A"}\n'
    b'{"case": "2", "event": "ct", "occurred": "2016-09-13T10:00", "data": {"ct_report": true}}\n'
    b'{"case": "NA", "event": "told", "occurred": "2016-09-20", "n": 1.50}\n'
)


def log(tmp_path: Path, content: str | bytes, name: str = "e.csv") -> Log:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(str(path))


def reasons(found: Log) -> list[tuple[int, str]]:
    return [(row.row, row.reason) for row in found.rejected]


def test_a_csv_log_is_read(tmp_path: Path) -> None:
    found = log(tmp_path, "id,case,event,occurred,provider,route\ne1,1,referral,2016-09-01,RK5,usc\n")
    (entry,) = found.entries
    assert entry == Entry(
        id="e1", case="1", event="referral", occurred=date(2016, 9, 1), provider="RK5", data={"route": "usc"}
    )
    assert (found.rejected, found.remarks, found.left_out) == ((), (), 0)


def test_data_stays_text_in_csv(tmp_path: Path) -> None:
    (entry,) = log(tmp_path, "case,event,occurred,a,b,c\n1,ogd,2016-09-01,007,true,NA\n").entries
    assert dict(entry.data) == {"a": "007", "b": "true", "c": "NA"}


@pytest.mark.parametrize("content", [
    b"\xef\xbb\xbf" + CSV, CSV.replace(b"\n", b"\r\n"), CSV.replace(b"\n", b"\r"),
    CSV.rstrip(b"\n"), b"\n\n" + CSV + b",,\n\n", CSV.replace(b"case,", b" case ,"),
])  # fmt: skip
def test_marks_line_ends_and_blank_rows_change_nothing(tmp_path: Path, content: bytes) -> None:
    assert [entry.case for entry in log(tmp_path, content).entries] == ["1", "2", "NA"]
    assert log(tmp_path, content).rejected == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,ogd", "the row has 2 cells, the first line 3"),
        ("1", "the row has 1 cell, the first line 3"),
        ("1,ogd,2016-09-12,x", "the row has 4 cells, the first line 3"),
        ("1,,2016-09-12", "'event' is empty"),
        ('1,"ogd,2016-09-12', "a quotation mark is opened and never closed"),
        ('1,"o"gd,2016-09-12', "a quotation mark inside a quoted cell is not doubled"),
        ("1,o\0gd,2016-09-12", "the line holds a NUL byte"),
        ("1," + "x" * 200_000 + ",2016-09-12", "a cell is longer than 131,072 characters"),
        ("1," + "x," * 600_000 + ",2016-09-12", "the line is longer than 1,048,576 characters"),
    ],
    ids=lambda value: value[:20],
)
def test_a_bad_row_never_stops_the_rest(tmp_path: Path, row: str, reason: str) -> None:
    found = log(tmp_path, f"{HEAD}0,ogd,2016-09-12\n{row}\n2,ct,2016-09-13\n3,ct,2016-09-13\n")
    assert [entry.case for entry in found.entries] == ["0", "2", "3"]
    assert reasons(found) == [(3, reason)]


def test_bytes_that_are_not_utf8_leave_out_their_row_only(tmp_path: Path) -> None:
    found = log(tmp_path, HEAD.encode() + b"1,caf\xe9,2016-09-12\n2,ct,2016-09-13\n")
    assert [entry.case for entry in found.entries] == ["2"]
    assert reasons(found) == [(2, "the line holds bytes that are not UTF-8 text")]


def test_an_unclosed_quotation_mark_does_not_swallow_the_rows_below(tmp_path: Path) -> None:
    rows = "".join(f"{number},ogd,2016-09-12\n" for number in range(5000))
    found = log(tmp_path, f'{HEAD}a,"ogd,2016-09-12\n{rows}b,"x"\n')
    assert len(found.entries) == 5000
    assert [row.row for row in found.rejected] == [2, 5003]


def test_a_quoted_cell_may_hold_commas_quotation_marks_and_lines(tmp_path: Path) -> None:
    found = log(tmp_path, 'case,event,occurred,n\n1,ogd,2016-09-12,"a, ""b""\nc"\n2,"x"y,2016-09-12,\n')
    assert found.entries[0].data["n"] == 'a, "b"\nc'
    assert [row.row for row in found.rejected] == [4]


def test_a_value_under_no_name_leaves_out_its_row(tmp_path: Path) -> None:
    found = log(tmp_path, "case,event,occurred,\n1,ogd,2016-09-12,\n2,ogd,2016-09-12,x\n")
    assert reasons(found) == [(3, "there is a value in column 4, which has no name")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "e.csv: the file is empty; its first line should name the columns"),
        (b"\n\n", "the file is empty"),
        (b"1,ogd,2016-09-12\n", "e.csv:1: there are no columns case, event, occurred"),
        (b"case;event;occurred\n", "the cells are separated by semicolons; save the file with commas"),
        (b"case\tevent\toccurred\n", "the cells are separated by tabs"),
        (HEAD.encode("utf-16"), "probably UTF-16"),
        (HEAD.encode("utf-16-le"), "probably UTF-16"),
        (b'case,"event,occurred\n', "e.csv:1: a quotation mark is opened and never closed"),
        (b"case,event,occurred,event\n", "two columns are called 'event'"),
        (b"\x1f\x8b\x08garbage", "e.csv: the compressed file"),
    ],
    ids=repr,
)
def test_a_file_that_is_no_log_is_one_clear_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(UnreadableLog) as caught:
        log(tmp_path, content)
    assert said in str(caught.value)


@pytest.mark.parametrize(("name", "content"), [("e.csv.gz", CSV * 1), ("e.jsonl.gz", JSONL)])
def test_compressed_logs_are_read_and_a_truncated_one_says_so(tmp_path: Path, name: str, content: bytes) -> None:
    packed = gzip.compress(content)
    assert len(log(tmp_path, packed, name).entries) == 3
    head, _, rest = content.partition(b"\n")
    long = gzip.compress(head + b"\n" + rest * 2000)
    found = log(tmp_path, long[:-9], name)
    assert found.entries
    assert "ends early" in found.rejected[-1].reason


def test_the_form_follows_from_the_name_else_from_the_beginning(tmp_path: Path) -> None:
    assert len(log(tmp_path, CSV, "events.txt").entries) == 3
    assert len(log(tmp_path, JSONL, "events.log").entries) == 3
    with pytest.raises(UnreadableLog, match="not an XES log"):
        log(tmp_path, b"<html></html>", "events.txt")
    with pytest.raises(UnreadableLog, match="Parquet"):
        log(tmp_path, b"PAR1....PAR1", "events.txt")


@pytest.mark.parametrize("content", [CSV, JSONL])
def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert len(read("-").entries) == 3
    sys.stdin.buffer.read()


def test_british_dates_are_read_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(HEAD + "1,ogd,03/02/2016\n")
    assert [item.occurred for item in each(str(tmp_path / "e.csv"), dates="dmy") if isinstance(item, Entry)] == [
        date(2016, 2, 3)
    ]


def test_json_lines_keep_their_types_and_flatten_data(tmp_path: Path) -> None:
    first, second, third = log(tmp_path, JSONL, "e.jsonl").entries
    assert dict(first.data) == {"ward": "A"}
    assert dict(second.data) == {"ct_report": True}
    assert str(third.data["n"]) == "1.50"
    assert isinstance(third.data["n"], Decimal)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"case" 1}', "this is not JSON (look at character 9)"),
        ("[1]", "the line is not a JSON object"),
        ('{"case": "1", "case": "2"}', "a name is given twice in one object"),
        ('{"case": "1", "event": "a", "occurred": "2016-01-01", "x": {"y": 1}}',
         "'x' holds a list or an object; data is text, a number, a date, true or false"),
        ('{"case": "1", "x": 1, "data": {"x": 1}}', "'x' is given twice, in 'data' and beside it"),
        ('{"case": "1", "x": NaN}', "NaN is not a number in JSON"),
        ('{"case": "1", "x": ' + "9" * 5000 + "}", "a number is too long"),
        ('{"case": "1", "x": 1e99999999999999999999}', "a number is too long"),
        ('{"case": "1", "x": ' + "[" * 200_000 + "}", "the objects are nested too deeply"),
        ('{"case": "1", "x": "\\ud800"}', "a text holds half a character"),
        ('{"case": 1.5, "event": "a", "occurred": "2016-01-01"}', "'case' should be text"),
        ('{"case": "' + "x" * (1 << 23) + '"}', "the line is longer than 4,194,304 bytes"),
    ],
    ids=lambda value: value[:30],
)  # fmt: skip
def test_a_bad_json_line_never_stops_the_rest(tmp_path: Path, line: str, reason: str) -> None:
    found = log(tmp_path, JSONL + line.encode() + b"\n\n" + JSONL, "e.jsonl")
    assert len(found.entries) == 6
    assert reasons(found) == [(4, reason)]


def test_json_bytes_that_are_not_utf8_leave_out_their_line_only(tmp_path: Path) -> None:
    found = log(tmp_path, b"\xef\xbb\xbf" + JSONL + b'{"case": "\xe9"}\n', "e.jsonl")
    assert len(found.entries) == 3
    assert reasons(found) == [(4, "the line holds bytes that are not UTF-8 text")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[\n" + JSONL.decode(), "write one object a line"),
        ('[{"case": 1}]', "write one object a line"),
        (JSONL.decode().encode("utf-16"), "UTF-16"),
    ],
)
def test_json_that_is_not_lines_is_one_clear_sentence(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(UnreadableLog, match=said):
        log(tmp_path, content, "e.jsonl")


# Writing

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8).filter(
    lambda text: bool(text.strip())
) | st.sampled_from(["a,b", 'a"b', "a\r\nb", " a ", "NA", "\ufeff", "#", "'", "é\u2028ü", "\r", "data.x"]).filter(
    str.strip
)
names = words.filter(lambda text: text == text.strip()) | st.sampled_from(["event", "data", "data.event", "case"])
offsets = st.none() | st.builds(lambda minutes: timezone(timedelta(minutes=minutes)), st.integers(-720, 840))
days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
instants = st.builds(
    lambda moment, zone: moment.replace(tzinfo=zone),
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 31)),
    offsets,
)


def entry_of(values: st.SearchStrategy[Scalar]) -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        case=words, id=words, kind=st.sampled_from(KINDS), event=words, occurred=days | instants, recorded=instants,
        status=st.sampled_from(STATUSES), target=words, provider=st.none() | words, patient=st.none() | words,
        pathway=st.none() | words, data=st.dictionaries(names, values, max_size=3),
    )  # fmt: skip


def same(found: list[object], entries: list[Entry]) -> None:
    assert [(entry.content(), entry.recorded) for entry in found if isinstance(entry, Entry)] == [
        (entry.content(), entry.recorded) for entry in entries
    ]
    assert found == entries


@given(st.lists(entry_of(words), max_size=4))
def test_entries_written_as_csv_read_back_identical(entries: list[Entry]) -> None:
    text = "".join(csv_log.written(entries))
    same(parsed(text.encode(), "csv"), entries)


@given(
    st.lists(entry_of(words | st.just("") | st.booleans() | st.integers() | st.decimals(-(10**9), 10**9)), max_size=4)
)
def test_entries_written_as_json_lines_read_back_identical(entries: list[Entry]) -> None:
    text = "".join(json_lines.written(entries))
    same(parsed(text.encode(), "jsonl"), entries)


def test_a_written_file_reads_back(tmp_path: Path) -> None:
    entry = Entry(case="1", id="a", event="ogd", occurred=date(2016, 9, 1), data={"x": True, "d": date(2016, 1, 1)})
    with whole(tmp_path / "e.csv") as stream:
        stream.writelines(csv_log.written([entry]))
    assert (tmp_path / "e.csv").read_text() == "case,event,occurred,id,d,x\n1,ogd,2016-09-01,a,2016-01-01,yes\n"
    assert dict(read(str(tmp_path / "e.csv")).entries[0].data) == {"x": "yes", "d": "2016-01-01"}


@pytest.mark.parametrize(
    ("data", "provider"), [({"a": "x\0"}, None), ({" a": "x"}, None), ({"": "x"}, None), ({"a": ""}, None), ({}, " ")]
)
def test_what_would_not_read_back_from_csv_is_not_written(data: dict[str, Scalar], provider: str | None) -> None:
    entry = Entry(case="1", id="a", event="ogd", occurred=date(2016, 9, 1), data=data, provider=provider)
    with pytest.raises(csv_log.Unwritable):
        list(csv_log.written([entry]))


# Damage


def parsed(content: bytes, form: str) -> list[object]:
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=f".{form}") as file:
        file.write(content)
        file.flush()
        return list(each(file.name))


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    body = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(body) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                body[place] = draw(st.sampled_from(b'",\n\r\0\xff{}[]:\\ 1'))
            case 1:
                body[place] = draw(st.integers(0, 255))
            case 2:
                del body[place : place + draw(st.integers(1, 5))]
                body = body or bytearray(b"x")
            case _:
                body[place:place] = draw(st.binary(max_size=4))
    return bytes(body)


@given(damaged(CSV))
def test_damaged_csv_is_read_or_refused_and_no_row_is_lost(content: bytes) -> None:
    try:
        found = parsed(content, "csv")
    except UnreadableLog:
        return
    lines = [line for line in content.replace(b"\r", b"\n").split(b"\n") if line.strip(b' ,"')]
    merged = sum(
        str(value).replace("\r", "\n").count("\n")
        for item in found if isinstance(item, Entry)
        for value in (item.case, item.event, *item.data.values())
    )  # fmt: skip
    assert all(isinstance(item, Entry | Rejected) for item in found)
    assert len(found) + merged >= len(lines) - 1


@given(damaged(JSONL))
def test_damaged_json_lines_are_read_or_refused_and_no_line_is_lost(content: bytes) -> None:
    try:
        found = parsed(content, "jsonl")
    except UnreadableLog:
        return
    assert len(found) == len([line for line in content.split(b"\n") if line.strip()])
