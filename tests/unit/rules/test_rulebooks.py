"""The bundled rulebooks: on both matchers, with cases in which each rule holds and others in which it does not."""

from collections import defaultdict
from pathlib import Path

import pytest
from carepath import Calendar, load
from carepath.authoring.nodes import Fields, fields, text, yes
from carepath.authoring.places import asked_for
from carepath.cases.casebook import casebooks, found
from carepath.cases.outcome import outcome
from carepath.cases.trial import Trial
from carepath.rules.concluding import rulebook
from carepath.rules.hosted import hosted
from carepath.rules.judging import judge

PATHWAYS = Path(__file__).parents[3] / "pathways"
BOOKS = sorted((PATHWAYS / "shared" / "rules").glob("*.yaml"))
TRIED = outcome(casebooks(found(PATHWAYS / "cases" / "rules")))
DEFINITIONS = {trial.pathway.name: trial.pathway for trial in TRIED.trials}


def test_the_worked_cases_of_rules_are_as_expected() -> None:
    assert TRIED.problems == ()
    assert [(str(trial.case.name), trial.day, trial.differences) for trial in TRIED.trials if not trial.passed] == []


@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_case_is_judged_the_same_on_both_matchers(name: str) -> None:
    pytest.importorskip("durable", reason="durable_rules is not installed")
    pathway = DEFINITIONS[name]
    rules = rulebook(pathway.rules, hosted)
    calendar = Calendar.named(pathway.calendar)
    for trial in (trial for trial in TRIED.trials if trial.pathway.name == name):
        question = trial.question
        again = judge(pathway, calendar, trial.case.entries, question.as_of, question.known_at, rules)
        assert again == trial.judged, f"{trial.case.name}, as of {trial.day}"


def of_book(book: Path, trials: tuple[Trial, ...]) -> dict[str, set[bool]]:
    """Return for each rule of a rulebook whether it holds: in some case, and not in some other."""
    said: dict[str, set[bool]] = defaultdict(set)
    for trial in trials:
        for rule in trial.pathway.rules:
            if Path(rule.source.file).name == book.name:
                said[rule.id].add(rule.id in trial.held)
    return said


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_each_rule_of_a_rulebook_holds_in_one_case_and_not_in_another(book: Path) -> None:
    said = of_book(book, TRIED.trials)
    assert said, f"no definition with cases uses {book.stem}"
    assert {name for name, answers in said.items() if answers != {True, False}} == set()


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_each_rule_says_what_it_rests_on_and_that_it_was_not_checked(book: Path) -> None:
    root = asked_for(book).read().root
    for section in ("rules", "forms", "algorithms"):
        for key, node in fields(fields(root).get(section)).pairs():
            given = fields(node)
            assert isinstance(given, Fields)
            assert text(given.get("cite")), f"{key.source} cites nothing"
            assert yes(given.get("verified")) is False, f"{key.source} is not marked as unverified"


def test_the_definitions_with_rules_are_drafts() -> None:
    for file in (PATHWAYS / "cases" / "rules").glob("*-rules.yaml"):
        assert load(file).require().draft
