"""What is drawn is what it says: checked definitions, lawful histories, departures with one change."""

from carepath.authoring.load import loads
from carepath.model import Pathway
from carepath.testing import Question, histories, pathways, perturbed, records
from carepath.testing.question import LATEST
from hypothesis import given
from hypothesis import strategies as st

Asked = st.SearchStrategy[Question]

# What a lawful history may still cause: things late, early or counted strangely, never a departure from the graph.
OF_TIME = {
    "overdue", "late", "missed", "breach", "too-early", "precision-unknown", "stop-without-start", "stop-before-start",
    "calendar-ends", "late-transfer", "overdue-transfer", "transfer-incomplete", "late-acknowledgement",
}  # fmt: skip


@given(pathways())
def test_every_definition_passes_its_checks_and_prints_as_its_text(pathway: Pathway) -> None:
    text = repr(pathway).removeprefix(f"{pathway.name}\n")
    assert [problem for problem in loads(text).problems if problem.severity == "error"] == []


@given(data=st.data())
def test_a_lawful_history_departs_in_nothing_but_time(asked_of_lawful: Asked, data: st.DataObject) -> None:
    question = data.draw(asked_of_lawful).at(LATEST)
    answer = question.answer()
    assert {finding.code for finding in answer.findings} - OF_TIME == set()
    assert {step.placement for step in answer.steps} <= {"applied"}


@given(data=st.data())
def test_the_days_of_a_lawful_history_increase(data: st.DataObject) -> None:
    entries = data.draw(histories(data.draw(pathways())))
    days = [str(entry.occurred) for entry in entries]
    assert days == sorted(set(days))


@given(data=st.data())
def test_a_departure_says_what_was_changed(data: st.DataObject) -> None:
    history = data.draw(histories(data.draw(pathways())))
    departure = data.draw(perturbed(history))
    assert departure.before == history
    assert departure.change.entry in {entry.id for entry in history}
    if departure.change.kind not in ("swap", "redate"):
        assert tuple(departure) != history


@given(data=st.data())
def test_what_is_drawn_prints_as_a_worked_case(data: st.DataObject) -> None:
    pathway = data.draw(pathways())
    record = data.draw(records(pathway))
    lines = repr(record).splitlines()
    assert lines[0] == f"pathway: {pathway.name}"
    assert len([line for line in lines if line.startswith("      - ")]) == len(record)
