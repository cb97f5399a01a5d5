"""Laws of figures: in columns they are what they are case by case, of any definition, record and time of knowing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from carepath import library
from carepath.calendar import Span, Unit
from carepath.intake import read
from carepath.measures import Dimension, Measure, Question, measured
from carepath.measures.columnar import measured_in_columns
from carepath.measures.question import DIMENSIONS, month_of
from carepath.measures.served import Choice, Unserved, serving
from carepath.measures.tables import measured_file
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rows import cases
from carepath.testing import Question as Asked
from carepath.testing import histories, records
from hypothesis import given
from hypothesis import strategies as st

REGIMES = library.regimes()
BUNDLED = library.definitions()
TURNS = [date(2016, 4, 1), date(2018, 4, 1), date(2021, 4, 1), date(2023, 10, 1), date(2024, 6, 3)]
SPANS = [None, Span(5), Span(3, Unit.WEEKS), Span(25, Unit.WORKING_DAYS)]
Case = tuple[Pathway, Sequence[Entry]]
Time = TypeVar("Time", date, datetime)
NEAR = range(1910, 2190)


def moved(entries: Sequence[Entry], by: timedelta) -> list[Entry]:
    """Return the same record some time earlier or later; times that would leave the years of a record stay."""

    def later(time: Time | None) -> Time | None:
        return time + by if time is not None and time.year + by.days // 365 in NEAR else time

    return [replace(entry, occurred=later(entry.occurred), recorded=later(entry.recorded)) for entry in entries]


@st.composite
def asked_of(draw: st.DrawFn, given: Sequence[Case]) -> tuple[list[Case], Question]:
    """Draw a question about records, moved to where the rules change."""
    moments = [each for _, entries in given for entry in entries for each in (entry.occurred, entry.recorded) if each]
    usual = [each for each in moments if each.year in range(2000, 2030)]
    days = sorted(date(each.year, each.month, each.day) for each in usual) or TURNS[:1]
    by = draw(st.sampled_from(TURNS)) - draw(st.sampled_from(days))
    there: list[Case] = [(pathway, moved(entries, by)) for pathway, entries in given]
    first, last = days[0] + by, days[-1] + by
    known = [entry.recorded for _, entries in there for entry in entries if entry.recorded]
    question = Question(
        month_of(first + timedelta(days=draw(st.integers(-20, 40)))),
        month_of(last + timedelta(days=40)),
        draw(st.sampled_from([first, last, last + timedelta(days=90)])),
        draw(st.sampled_from([DIMENSIONS, ("month",), ("provider", "scenario"), ("route", "band"), ()])),
        draw(st.sampled_from([None, None, *known])),
        draw(st.sampled_from(SPANS)),
    )
    return there, question


def same(columns: Sequence[Measure], one_by_one: Sequence[Measure]) -> None:
    assert list(columns) == list(one_by_one)


@given(data=st.data())
def test_figures_in_columns_are_those_of_each_case(asked: st.SearchStrategy[Asked], data: st.DataObject) -> None:
    one = data.draw(asked)
    logs = [one.entries, *data.draw(st.lists(records(one.pathway, 5), max_size=2))]
    given, question = data.draw(asked_of([(one.pathway, log) for log in logs]))
    same(measured_in_columns(given, REGIMES, question), measured(given, REGIMES, question))


@pytest.mark.parametrize("pathway", BUNDLED, ids=[each.name for each in BUNDLED])
@given(data=st.data())
def test_figures_of_bundled_definitions_in_columns_are_those_of_each_case(
    pathway: Pathway, data: st.DataObject
) -> None:
    logs = data.draw(st.lists(st.one_of(histories(pathway, 14), records(pathway, 5)), min_size=1, max_size=3))
    given, question = data.draw(asked_of([(pathway, log) for log in logs]))
    same(measured_in_columns(given, REGIMES, question), measured(given, REGIMES, question))


def choices(names: Sequence[str], known_at: datetime | None) -> list[Choice]:
    found = []
    for name in names:
        versions = library.versions(name)

        def choose(
            entries: Sequence[Entry], name: str = name, versions: tuple[Pathway, ...] = versions
        ) -> Pathway | str:
            try:
                return library.choose(name, entries, known_at, versions)
            except library.NoDefinition as error:
                return str(error)

        found.append(Choice(name, versions, False, choose))
    return found


def table(entries: Sequence[Entry], typed: bool) -> pa.Table:
    """Return entries as a table: days and instants as text, or as days where there are no instants."""
    rows = [
        {
            "case": entry.case, "id": entry.id, "kind": entry.kind, "event": entry.event,
            "occurred": entry.occurred, "recorded": entry.recorded, "status": entry.status, "target": entry.target,
            "provider": entry.provider, "pathway": entry.pathway,
            **{f"data.{name}": str(value) for name, value in entry.data.items()},
        }
        for entry in entries
    ]  # fmt: skip
    names = list(dict.fromkeys(name for row in rows for name in row))
    days = typed and not any(isinstance(row["occurred"], datetime) for row in rows)
    columns = {}
    for name in names:
        values = [row.get(name) for row in rows]
        texts = [None if value is None else value.isoformat() if isinstance(value, date) else value for value in values]
        columns[name] = pa.array(values, pa.date32()) if name == "occurred" and days else pa.array(texts, pa.string())
    return pa.table(columns)


@given(data=st.data())
def test_the_figures_of_a_table_are_those_of_its_rows(data: st.DataObject) -> None:
    names = ["og", "lung"]
    pathways = st.sampled_from([each for each in BUNDLED if each.id in (*names, "breast")])
    given: list[Case] = []
    for place, pathway in enumerate(data.draw(st.lists(pathways, min_size=1, max_size=3))):
        drawn = data.draw(st.one_of(histories(pathway, 12), records(pathway, 4)))
        named = data.draw(st.sampled_from([pathway.id, pathway.id, None, "og"]))
        given.append((pathway, [replace(each, case=f"case {place}", pathway=named) for each in drawn]))
    there, question = data.draw(asked_of(given))
    entries = [entry for _, log in there for entry in log]
    if not entries:
        return
    asked = choices(names[: data.draw(st.integers(1, 2))], question.known_at)
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "events.parquet")
        pq.write_table(table(entries, data.draw(st.booleans())), path)
        found = measured_file(path, asked, REGIMES, question)
        log = read(path)
    unserved: list[Unserved] = []
    served: list[Case] = []
    for name, own in cases(log.entries).items():
        for one in serving(asked, name, own):
            if isinstance(one, Unserved):
                unserved.append(one)
            else:
                served.append((one, own))
    same(found.measures, measured(served, REGIMES, question))
    assert found.unserved == unserved
    assert found.rejected == list(log.rejected)
    assert found.entries == len(log.entries)


def test_every_dimension_is_asked_for() -> None:
    known: tuple[Dimension, ...] = ("month", "provider", "site", "route", "scenario", "band")
    assert known == DIMENSIONS
