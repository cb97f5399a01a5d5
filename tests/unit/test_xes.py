"""XES event logs: what is read, what is refused, and a real log of 15,214 events."""

from __future__ import annotations

import gzip
import tempfile
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from carepath.files import UnreadableLog
from carepath.intake import Log, each, read
from carepath.record import Entry
from carepath.rows import Rejected, Remark, cases
from hypothesis import given
from hypothesis import strategies as st

SEPSIS = Path(__file__).parents[2] / ".." / "shared" / "data" / "sepsis" / "sepsis_cases.xes.gz"
EVENT = (
    '<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="2014-10-22T11:15:41.000+02:00"'
    "/>"
    "{more}</event>"
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n'
GLOBAL = '<global scope="trace"><string key="concept:name" value="DEFAULT"/></global>'


def event(name: str = "ogd", more: str = "") -> str:
    return EVENT.format(name=name, more=more) + "\n"


def trace(*parts: str, name: str = "A") -> str:
    return f'<trace>\n<string key="concept:name" value="{name}"/>\n' + "".join(parts) + "</trace>\n"


def log(tmp_path: Path, content: str | bytes, name: str = "e.xes") -> Log:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(str(path))


def test_traces_are_cases_and_events_are_entries(tmp_path: Path) -> None:
    more = '<string key="org:group" value="B"/><string key="org:resource" value="Z"/><int key="Age" value="85"/>'
    (entry,) = log(tmp_path, HEAD + GLOBAL + trace(event(more=more)) + "</log>").entries
    assert (entry.case, entry.event, entry.provider) == ("A", "ogd", "B")
    assert entry.occurred == datetime(2014, 10, 22, 11, 15, 41, tzinfo=timezone(timedelta(hours=2)))
    assert dict(entry.data) == {"Age": 85, "org:resource": "Z"}


def test_a_resource_is_the_provider_where_there_is_no_group(tmp_path: Path) -> None:
    more = '<string key="org:resource" value="Z"/>'
    assert log(tmp_path, HEAD + trace(event(more=more)) + "</log>").entries[0].provider == "Z"


def test_attributes_keep_their_types_and_stay_text_where_they_are_not_of_them(tmp_path: Path) -> None:
    more = (
        '<float key="a" value="9.60"/><boolean key="b" value="true"/><date key="c" value="2014-10-22"/>'
        '<int key="d" value="many"/><float key="e" value="NaN"/><string key="f" value=""/><boolean key="g" value="x"/>'
    )
    data = log(tmp_path, HEAD + trace(event(more=more)) + "</log>").entries[0].data
    assert dict(data) == {
        "a": Decimal("9.60"), "b": True, "c": date(2014, 10, 22), "d": "many", "e": "NaN", "g": "x",
    }  # fmt: skip


def test_the_first_event_gets_the_attributes_of_its_trace_that_it_lacks(tmp_path: Path) -> None:
    trait = '<string key="sex" value="F"/><int key="Age" value="80"/>'
    found = log(tmp_path, HEAD + trace(trait, event(more='<int key="Age" value="85"/>'), event("ct")) + "</log>")
    assert [dict(entry.data) for entry in found.entries] == [{"Age": 85, "sex": "F"}, {}]


def test_nested_attributes_and_empty_traces_are_counted(tmp_path: Path) -> None:
    more = '<list key="x"><string key="y" value="1"/></list><string key="z" value="2"><int key="w" value="3"/></string>'
    found = log(tmp_path, HEAD + trace(event(more=more)) + trace(name="B") + "</log>")
    assert dict(found.entries[0].data) == {"z": "2"}
    assert [remark.text for remark in found.remarks] == [
        "3 nested attributes or lists were not read",
        "1 traces hold no event",
    ]


@pytest.mark.parametrize(
    ("body", "row", "reason"),
    [
        (trace("<event>\n</event>\n"), 5, "'event' is empty"),
        (trace('<event>\n<string key="concept:name" value="a"/></event>\n'), 5, "'occurred' is empty"),
        ("<trace>" + event() + "</trace>", 3, "its trace has no concept:name, so it has no case"),
        (event(), 3, "the event stands outside a trace, so has no case"),
        (trace(event(more='<id key="a" value="1"/>' * 2)), 5, "the event has two attributes called 'a'"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_read_never_stops_the_rest(tmp_path: Path, body: str, row: int, reason: str) -> None:
    found = log(tmp_path, HEAD + body + trace(event(), name="Z") + "</log>")
    assert [entry.case for entry in found.entries] == ["Z"]
    assert [(item.row, item.reason) for item in found.rejected] == [(row, reason)]


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><log>&b;</log>',
        '<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>',
        '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]><log><trace>&x;</trace></log>',
    ],
)
def test_document_types_are_refused(tmp_path: Path, bomb: str) -> None:
    with pytest.raises(UnreadableLog, match="DOCTYPE"):
        log(tmp_path, bomb)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "e.xes:1: this is not well-formed XML"),
        ("case,event,occurred\n", "not well-formed"),
        ("<html/>", "not an XES log"),
        ('<?xml version="1.0" encoding="x-nothing"?><log/>', "encoding|not well-formed"),
        ("<log>" + "<list>" * 200, "nested too deeply"),
        ('<log><string key="a" value="' + "x" * (17 << 20), "longer than"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_log_is_one_clear_sentence(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(UnreadableLog, match=said):
        log(tmp_path, content)


def test_events_before_a_break_are_kept_and_the_break_is_said(tmp_path: Path) -> None:
    found = log(tmp_path, HEAD + trace(event()) + trace(event(), event(), name="B")[:-30])
    assert [entry.case for entry in found.entries] == ["A", "B"]
    assert "what would follow was not read" in found.rejected[-1].reason


def test_a_truncated_compressed_log_keeps_what_came_before(tmp_path: Path) -> None:
    body = "".join(
        trace(event(more=f'<int key="n" value="{number * 7919}"/>'), name=str(number)) for number in range(3000)
    )
    found = log(tmp_path, gzip.compress((HEAD + body + "</log>").encode())[:-2000], "e.xes.gz")
    assert found.entries
    assert "ends early" in found.rejected[-1].reason


def test_an_empty_log_has_no_entries(tmp_path: Path) -> None:
    assert log(tmp_path, HEAD + "</log>").entries == ()


VALID = (HEAD + GLOBAL + trace(event(), event("ct")) + trace(event("told"), name="B") + "</log>").encode()


@given(st.data())
def test_a_damaged_log_is_read_or_refused_and_no_event_is_lost_silently(data: st.DataObject) -> None:
    body = bytearray(VALID)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=3))
    with tempfile.NamedTemporaryFile(suffix=".xes") as file:
        file.write(body)
        file.flush()
        try:
            found = list(each(file.name))
        except UnreadableLog:
            return
    told = [item for item in found if isinstance(item, Entry | Rejected)]
    assert len(told) >= 3 or any(isinstance(item, Rejected | Remark) for item in found) or body.count(b"<event>") < 3


@pytest.mark.skipif(not SEPSIS.exists(), reason="../shared/data is not here")
def test_the_sepsis_log_is_read_whole() -> None:
    found = read(str(SEPSIS))
    assert (len(found.entries), found.left_out, found.remarks) == (15_214, 0, ())
    by_case = cases(found.entries)
    assert len(by_case) == 1_050
    assert by_case["NA"][0].case == "NA"
    assert len({entry.event for entry in found.entries}) == 16
    assert len({(entry.case, entry.id) for entry in found.entries}) == 15_214
