"""Every row of every specification table, on every engine; docs/reference/spec is made from the same tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from carepath.calendar import Calendar
from carepath.cases.expected import differences
from carepath.cases.reading import Case
from carepath.cases.tables import Table, table
from carepath.evaluate import evaluate
from carepath.findings import CODES, Assessment, Placement, VerdictWord
from carepath.history import next_change
from carepath.model import Pathway
from carepath.testing.cohorts import answer

HERE = Path(__file__).parent
Engine = Callable[..., Assessment]
ENGINES: dict[str, Engine] = {"reference": evaluate, "cohort": answer}

TABLES: dict[str, Table] = {
    path.stem: table(path.read_text(encoding="utf-8"), path.name) for path in sorted(HERE.glob("*.yaml"))
}


def rows() -> Iterator[tuple[str, Pathway, Case]]:
    for name, each in TABLES.items():
        for section in each.sections:
            for row in section.rows:
                yield f"{name}: {row.name}", section.definition.pathway, row


ROWS = tuple(rows())


def answers(engine: Engine, pathway: Pathway, row: Case) -> Iterator[Assessment]:
    calendar = Calendar.named(pathway.calendar)
    for question in row.questions:
        yield engine(pathway, calendar, row.entries, question.as_of, question.known_at)


@pytest.fixture(params=tuple(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.mark.parametrize(("pathway", "row"), [each[1:] for each in ROWS], ids=[each[0] for each in ROWS])
def test_the_engine_says_what_the_row_says(engine: Engine, pathway: Pathway, row: Case) -> None:
    calendar = Calendar.named(pathway.calendar)
    for question, assessment in zip(row.questions, answers(engine, pathway, row), strict=True):
        asked = any(key == "next_change" for key, _ in question.expect.parts)
        change = next_change(pathway, calendar, row.entries, question.as_of, question.known_at) if asked else None
        assert differences(assessment, question.expect, change) == (), f"as of {question.as_of}"


def test_a_row_asks_for_something() -> None:
    assert [name for name, _, row in ROWS if not all(question.expect.parts for question in row.questions)] == []


@pytest.fixture(scope="module")
def everything() -> tuple[Assessment, ...]:
    return tuple(assessment for _, pathway, row in ROWS for assessment in answers(evaluate, pathway, row))


def test_every_code_is_caused_by_a_row(everything: tuple[Assessment, ...]) -> None:
    caused = {finding.code for assessment in everything for finding in assessment.findings}
    assert set(CODES) - caused == set()


def test_every_placement_is_caused_by_a_row(everything: tuple[Assessment, ...]) -> None:
    caused = {step.placement for assessment in everything for step in assessment.steps}
    assert set(get_args(Placement)) - caused == set()


def test_every_verdict_is_caused_by_a_row(everything: tuple[Assessment, ...]) -> None:
    caused = {verdict.verdict for assessment in everything for verdict in assessment.milestones}
    assert set(get_args(VerdictWord)) - caused == set()


def test_every_live_event_stands_in_the_trace_exactly_once(everything: tuple[Assessment, ...]) -> None:
    for assessment in everything:
        roots = [step.root for step in assessment.steps]
        assert len(roots) == len(set(roots)) == assessment.events.placed == assessment.events.live
        events = assessment.events
        assert events.left_out <= events.read
