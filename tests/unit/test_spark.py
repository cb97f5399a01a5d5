"""What a worker of Spark is asked and answers, without Spark; `make test-spark` tries it with Spark itself."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest
from carepath import Calendar, Pathway, cohort, library
from carepath.adapters.spark import Asked, judged
from carepath.authoring.carried import carried
from carepath.cohort.columns import TABLES

DAY = date(2016, 11, 3)
EVENTS = """\
a 2016-09-01 referral RK5
b 2016-09-02 referral RX1
a 2016-09-12 ogd RK5
c soon referral RX1
b 2016-09-30 ogd RX1
d 2016-09-30 ogd RX1
"""
NAMES = ("case", "occurred", "event", "provider", "data.event")


@pytest.fixture(scope="module")
def pathway() -> Pathway:
    return library.find("og@1.1.0")


def events(cases: str = "abcd") -> pa.Table:
    """Return the events of some cases; the last column is an attribute that is called as a field is."""
    rows = [[*line.split(), "x"] for line in EVENTS.splitlines() if line[0] in cases]
    return pa.table([pa.array(column) for column in zip(*rows, strict=True)], names=list(NAMES))


def asked(pathway: Pathway, known_at: datetime | None = None) -> Asked:
    calendar = Calendar.england()
    days = (calendar.name, calendar.holidays, calendar.first, calendar.last)
    return Asked(carried(pathway), NAMES, DAY, known_at, days)


def sent(question: Asked, parts: Iterable[pa.Table]) -> Mapping[str, list[dict[str, Any]]]:
    """Return the rows that workers send for these parts, by the name of their table."""
    numbered = [part.rename_columns([f"column_{place}" for place in range(len(NAMES))]) for part in parts]
    batches = [batch for part in numbered for batch in judged(question, part.to_batches(max_chunksize=2))]
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert all(sum(value is not None for value in row.values()) == 1 for row in rows), "a row is of one table"
    return {name: [row[name] for row in rows if row[name] is not None] for name in batches[0].schema.names}


def test_the_parts_together_say_what_one_replay_says(pathway: Pathway) -> None:
    alone = cohort.replay(pathway, events(), DAY)
    together = sent(asked(pathway), [events("ac"), events("bd")])
    for name in TABLES:
        by_case = sorted(together[name], key=lambda row: row["case"])
        assert by_case == sorted(alone.tables()[name].to_pylist(), key=lambda row: row["case"]), name
    assert together["cases"]


def test_rows_that_cannot_be_read_are_counted_by_reason(pathway: Pathway) -> None:
    (row,) = sent(asked(pathway), [events()])["left_out"]
    assert row["rows"] == 1
    assert row["reason"].startswith("'occurred' is not a date")


def test_a_part_without_rows_says_nothing(pathway: Pathway) -> None:
    assert list(judged(asked(pathway), events().slice(0, 0).to_batches())) == []


def test_a_worker_with_other_files_stops(pathway: Pathway) -> None:
    question = asked(pathway)
    other = replace(question, definition=replace(question.definition, hash="0" * 64))
    with pytest.raises(ValueError, match="is the same version of carepath installed everywhere"):
        sent(other, [events()])


def test_what_travels_is_text_and_days(pathway: Pathway) -> None:
    question = asked(pathway)
    assert {type(part) for pair in question.definition.texts for part in pair} == {str}
