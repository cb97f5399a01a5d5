"""Laws of cohorts read from columns: what a table says is what its rows say one by one, corrections and all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
from carepath.calendar import instant
from carepath.cohort import replay
from carepath.cohort.columns import of_assessments
from carepath.cohort.intake.ids import of_rows
from carepath.evaluate import evaluate
from carepath.record import Entry, Kind
from carepath.rows import cases
from carepath.testing import Question, records
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Asked = st.SearchStrategy[Question]
NOON = time(12)
KINDS: tuple[Kind, ...] = ("replace", "retract", "note")
FIELDS = {
    "case": pa.string(), "event": pa.string(), "id": pa.string(), "kind": pa.string(), "status": pa.string(),
    "recorded": pa.timestamp("us", "UTC"), "target": pa.string(), "provider": pa.string(), "patient": pa.string(),
    "pathway": pa.string(),
}  # fmt: skip


@st.composite
def corrected(draw: DrawFn, log: Sequence[Entry]) -> list[Entry]:
    """Draw a log with some of its events replaced or taken back, most of them once, and notes on the case."""
    entries = list(log)
    for number, entry in enumerate(each for each in log if each.kind == "event" and each.occurred is not None):
        manner = draw(st.integers(0, 5))
        if manner > 2:
            continue
        assert entry.occurred is not None, "only what occurred is chosen"
        told = datetime.combine(entry.occurred, NOON, UTC) + timedelta(days=draw(st.integers(-1, 20)))
        kind = KINDS[manner]
        moved = entry.occurred + timedelta(days=draw(st.integers(-2, 2)))
        if date(1901, 1, 1) < date(moved.year, moved.month, moved.day) < date(2199, 1, 1):
            change = replace(entry, id=f"k{number}", kind=kind, target=entry.id, recorded=told, occurred=moved)
            entries.append(replace(change, status=draw(st.sampled_from(("done", entry.status)))))
            if manner == 0 and draw(st.integers(0, 4)) == 0:
                entries.append(replace(change, id=f"l{number}", target=change.id))
    return entries


def table(logs: Sequence[Sequence[Entry]], zone: ZoneInfo, precise: bool) -> pa.Table:
    """Return the entries as columns; `occurred` as instants, or as days."""
    entries = [replace(entry, case=f"case {place}") for place, log in enumerate(logs) for entry in log]
    columns = {name: pa.array([_cell(getattr(each, name), zone) for each in entries], kind)
               for name, kind in FIELDS.items()}  # fmt: skip
    columns["occurred"] = pa.array(
        [_moment(each.occurred, zone, precise) for each in entries],
        pa.timestamp("us", "UTC") if precise else pa.date32(),
    )
    for name in sorted({name for each in entries for name in each.data}):
        texts = [None if name not in each.data else str(each.data[name]) for each in entries]
        columns[f"data.{name}"] = pa.array(texts, pa.string()).dictionary_encode()
    return pa.table(columns)


def _cell(value: object, zone: ZoneInfo) -> object:
    return instant(value, zone) if isinstance(value, datetime) else value


def _moment(moment: date | datetime | None, zone: ZoneInfo, precise: bool) -> date | datetime | None:
    if moment is None:
        return None
    at = instant(moment if isinstance(moment, datetime) else datetime.combine(moment, NOON), zone)
    return at if precise else at.astimezone(zone).date()


def worded(given_: pa.Table, zone: ZoneInfo, offset: bool) -> pa.Table:
    """Return the same table with its days and instants written out, those with or without an offset."""
    for name in ("occurred", "recorded"):
        moments = [
            each.astimezone(zone).replace(tzinfo=each.tzinfo if offset else None)
            if isinstance(each, datetime)
            else each
            for each in given_.column(name).to_pylist()
        ]
        texts = pa.array([None if each is None else each.isoformat() for each in moments], pa.string())
        given_ = given_.set_column(given_.column_names.index(name), name, texts)
    return given_


@given(data=st.data())
def test_a_table_says_in_columns_what_its_rows_say_one_by_one(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    logs = [question.entries, *data.draw(st.lists(records(question.pathway, 4), max_size=2))]
    given_ = table([data.draw(corrected(log)) for log in logs], question.zone, data.draw(st.booleans()))
    if data.draw(st.integers(0, 3)) == 0:
        given_ = given_.drop_columns(["id"])
    if data.draw(st.integers(0, 2)) == 0:
        given_ = worded(given_, question.zone, data.draw(st.booleans()))
    rows = of_rows("table", {name: given_.column(name).combine_chunks() for name in given_.column_names},
                   range(given_.num_rows), range(given_.num_rows))  # fmt: skip
    alone = cases(each for each in rows if isinstance(each, Entry))
    told = sorted(entry.recorded for log in alone.values() for entry in log if entry.recorded)
    for known in {None, *told[:: max(1, len(told) // 2)]}:
        result = replay(question.pathway, given_, question.as_of, known, question.calendar)
        expected = of_assessments(
            question.pathway.zone,
            ((evaluate(question.pathway, question.calendar, log, question.as_of, known), "kernel")
             for log in alone.values()),
        )  # fmt: skip
        for name, columns in result.tables().items():
            found = sorted(columns.to_pylist(), key=lambda row: str(row["case"]))
            assert found == expected[name].to_pylist(), name
