"""The bundled worked cases are as expected, and reach all of every definition."""

from pathlib import Path

import pytest
from carepath import library
from carepath.cases.casebook import casebooks, found
from carepath.cases.outcome import outcome
from carepath.cases.trial import Trial

CASES = Path(__file__).parents[1] / "pathways" / "cases"
OUTCOME = outcome(casebooks(found(CASES)))


def test_the_bundled_files_of_cases_have_no_mistake() -> None:
    assert OUTCOME.books
    assert OUTCOME.problems == ()


@pytest.mark.parametrize("trial", OUTCOME.trials, ids=lambda trial: f"{trial.case.name}, {trial.day}")
def test_a_bundled_case_is_as_expected(trial: Trial) -> None:
    assert [str(difference) for difference in trial.differences] == []


def test_every_bundled_case_says_what_becomes_of_the_patient() -> None:
    silent = [
        trial.case.name
        for trial in OUTCOME.trials
        if not {key for key, _ in trial.question.expect.parts} & {"state", "closed", "findings", "findings_include"}
    ]
    assert silent == []


@pytest.mark.parametrize("name", library.names())
def test_the_cases_reach_everything_that_the_definition_says(name: str) -> None:
    (reached,) = [each for each in OUTCOME.coverage if each.pathway == name]
    assert [f"{goal.source} {goal.words}" for goal in reached.missing] == []
