"""Laws of cohorts: many cases together are each case alone, whatever the engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from carepath.calendar import Calendar
from carepath.cohort import replay
from carepath.cohort.columns import of_assessments
from carepath.evaluate import evaluate
from carepath.findings import Assessment
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rows import cases
from carepath.testing import Question, records
from carepath.testing.cohorts import answers, by_reference
from hypothesis import given
from hypothesis import strategies as st

Asked = st.SearchStrategy[Question]
Engine = Callable[[Pathway, Calendar, Sequence[Entry], date | datetime], Mapping[str, Assessment]]


def reference(
    pathway: Pathway, calendar: Calendar, entries: Sequence[Entry], as_of: date | datetime
) -> Mapping[str, Assessment]:
    """Ask the reference engine about each case of a mixed log."""
    return {case: evaluate(pathway, calendar, own, as_of) for case, own in cases(entries).items()}


ENGINES: dict[str, Engine] = {
    "reference": reference,
    "cohort": answers,
}  # each takes a mixed log and answers for all its cases


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@given(data=st.data())
def test_a_cohort_is_each_of_its_cases_alone(engine: Engine, asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    logs = [question.entries, *data.draw(st.lists(records(question.pathway, 4), max_size=3))]
    named = {f"case {place}": [replace(entry, case=f"case {place}") for entry in log] for place, log in enumerate(logs)}
    mixed = data.draw(st.permutations([entry for log in named.values() for entry in log]))
    together = engine(question.pathway, question.calendar, mixed, question.as_of)
    alone = {case: question.of(log).answer() for case, log in named.items() if log}
    assert together == alone


@given(data=st.data())
def test_a_cohort_says_in_columns_what_the_reference_engine_says(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    known = data.draw(st.sampled_from([None, *(entry.recorded for entry in question.entries if entry.recorded)]))
    result = replay(question.pathway, question.entries, question.as_of, known, question.calendar)
    alone = [(question.knowing(known).answer(), "kernel")] if question.entries else []
    expected = of_assessments(question.pathway.zone, alone)
    assert {name: table.to_pylist() for name, table in result.tables().items()} == {
        name: table.to_pylist() for name, table in expected.items()
    }
    assert by_reference(result) == 0
