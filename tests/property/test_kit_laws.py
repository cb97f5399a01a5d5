"""The laws that the kit gives to users hold for every definition of the tests, and fail where one is broken."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from carepath.authoring.load import load
from carepath.calendar import Calendar
from carepath.evaluate import evaluate
from carepath.findings import Assessment, Verdict
from carepath.model import Pathway
from carepath.record import Entry
from carepath.testing import Law, Question, cohorts, constructs, laws, question, written
from hypothesis import strategies as st

HERE = Path(__file__).parent
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(HERE.glob("definitions/*.yaml"))}


LATE = 20  # days


def of(name: str) -> tuple[Law, ...]:
    return laws(written(TEXTS[name], name))


@pytest.mark.parametrize("law", [law for name in ("counting", "handovers") for law in of(name)], ids=str)
def test_a_law_holds(law: Law) -> None:
    law()


def test_the_laws_have_names_of_their_own_and_sentences() -> None:
    found = of("hours")
    assert len({law.name for law in found}) == len(found) > 10
    assert all(law.sentence.endswith(".") for law in found)


def test_a_law_that_does_not_hold_fails_and_shows_a_worked_case() -> None:
    def never(question: Question, data: st.DataObject) -> None:
        assert not question.answer().steps

    law = replace(of("plain_days")[0], holds=never)
    with pytest.raises(AssertionError) as raised:
        law()
    assert "cases:\n  drawn:\n    events:" in "\n".join(raised.value.__notes__)


def test_the_laws_of_a_bundled_definition_can_be_asked_for() -> None:
    og = load(HERE.parents[1] / "pathways" / "og.yaml").require()
    of_og, of_hours = ([law.name for law in found] for found in (laws(og), of("hours")))
    assert [name for name in of_og if name not in ("holidays", "pauses")] == of_hours


@pytest.mark.parametrize(
    ("name", "there"),
    [("working_days", {"holidays"}), ("plain_days", {"pauses"}), ("counting", {"holidays", "pauses"}), ("ways", set())],
)
def test_a_law_of_working_days_or_pauses_is_there_where_a_definition_has_them(name: str, there: set[str]) -> None:
    assert {law.name for law in of(name)} & {"holidays", "pauses"} == there


def test_the_law_of_cohorts_holds() -> None:
    cohorts.law(written(TEXTS["counting"], "counting"))()


# Engines that are wrong in one thing. A law that holds for one of them would see nothing.


def as_written(pathway: Pathway, *asked: Any) -> Assessment:
    """Answer in the order in which the definition is written."""
    there = [*pathway.clocks, *pathway.milestones]
    found = evaluate(pathway, *asked)
    return replace(found, milestones=tuple(sorted(found.milestones, key=lambda each: there.index(each.id))))


def forgiving(pathway: Pathway, *asked: Any) -> Assessment:
    """Take what is very late for done in time."""

    def forgiven(each: Verdict) -> Verdict:
        return replace(each, verdict="met") if each.verdict == "late" and (each.days_over or 0) > LATE else each

    found = evaluate(pathway, *asked)
    return replace(found, milestones=tuple(map(forgiven, found.milestones)))


def never_resting(pathway: Pathway, calendar: Calendar, *asked: Any) -> Assessment:
    """Work on all holidays but the last, so that one more brings the others back."""
    none = replace(calendar, holidays=()) if len(calendar.holidays) > len(Calendar.england().holidays) else calendar
    return evaluate(pathway, none, *asked)


def reopening(pathway: Pathway, calendar: Calendar, entries: Iterable[Entry], *asked: Any) -> Assessment:
    """Let a pause begin again what was stopped."""
    given = list(entries)
    found = evaluate(pathway, calendar, given, *asked)
    late = given and given[-1].event in constructs.pausing(pathway)
    pending = tuple(replace(each, verdict="pending") for each in found.milestones)
    return replace(found, milestones=pending) if late else found


@pytest.mark.parametrize(
    ("law", "name", "engine"),
    [
        ("order", "counting", as_written),
        ("postponed", "plain_days", forgiving),
        ("holidays", "working_days", never_resting),
        ("pauses", "plain_days", reopening),
    ],
)
def test_a_law_notices_an_engine_that_is_wrong(
    law: str, name: str, engine: Callable[..., Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (question, constructs):
        monkeypatch.setattr(module, "evaluate", engine)
    (broken,) = (each for each in of(name) if each.name == law)
    with pytest.raises(AssertionError):
        broken()
