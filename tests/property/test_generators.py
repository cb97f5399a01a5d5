"""What is drawn is what it says: checked definitions, lawful histories, departures with one change."""

from dataclasses import replace

from carepath.authoring.load import loads
from carepath.model import Pathway
from carepath.record import Entry
from carepath.testing import History, Question, histories, pathways, perturbed, records, written
from carepath.testing.legs import MONDAY
from carepath.testing.question import LATEST
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

IN_A_ROW = written("""
carepath: 1
id: in_a_row
version: "1.0.0"
title: Steps in a row
status: draft
roles: {home: {providers: any}}
events: {ref: {}, scan: {}, blood: {}, review: {}, operation: {}, call: {repeat: yes}}
start: [{on: ref, to: testing}]
states:
  testing: {role: home, tasks: {scan: required, blood: required, call: optional}, on: {review: planned}}
  planned: {role: home, tasks: {call: optional}, on: {operation: done}}
  done: {end: finished}
""")
SHRINKING = settings(
    max_examples=500, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip
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


def happened(entries: tuple[Entry, ...]) -> list[str | None]:
    return [entry.event for entry in entries]


def test_what_is_found_is_shrunk_to_the_shortest_way_and_the_first_days() -> None:
    def operated(history: History) -> bool:
        return "operation" in happened(history)

    found = find(histories(IN_A_ROW), operated, settings=SHRINKING)
    assert happened(found) == ["ref", "scan", "blood", "review", "operation"]
    assert found[0].occurred == MONDAY
    assert all(entry.recorded is None and not entry.data for entry in found)


def test_a_record_is_shrunk_to_what_matters() -> None:
    def restored(record: History) -> bool:
        return any(entry.kind == "replace" and entry.status == "planned" for entry in record)

    found = find(records(IN_A_ROW), restored, settings=SHRINKING)
    assert [(entry.kind, entry.provider, entry.patient) for entry in found] == [("replace", None, None)]


@given(data=st.data())
def test_a_definition_that_differs_in_a_state_alone_has_ways_of_its_own(data: st.DataObject) -> None:
    testing = IN_A_ROW.states["testing"]
    without = replace(testing, tasks=tuple(task for task in testing.tasks if task.event != "scan"))
    other = replace(IN_A_ROW, states={**IN_A_ROW.states, "testing": without})
    assert data.draw(histories(IN_A_ROW))
    assert "scan" not in happened(data.draw(histories(other)))
