"""Rules over a cohort conclude what they conclude case by case, by columns as far as those reach."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from carepath import Calendar, load
from carepath.cases.casebook import casebooks
from carepath.intake import read
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rules.concluding import rulebook
from carepath.rules.judging import judge
from carepath.rules.matching import plain

pytest.importorskip("polars", reason="a cohort needs polars")
pytest.importorskip("numba", reason="a cohort needs numba")

from carepath.cohort import replay
from carepath.cohort.ruled import Ruled, by_case, ruled

CASES = Path(__file__).parents[2] / "pathways" / "cases" / "rules"
Rows = list[tuple[object, ...]]


def over(pathway: Pathway, entries: Sequence[Entry], as_of: date) -> Ruled:
    return ruled(pathway, replay(pathway, entries, as_of), by_case(entries), as_of)


def one_by_one(pathway: Pathway, entries: Sequence[Entry], as_of: date) -> Rows:
    """Return the conclusions of every case judged by itself."""
    rules, calendar = rulebook(pathway.rules, plain), Calendar.named(pathway.calendar)
    return sorted(
        (case, each.episode, each.rule.id, each.about, each.also)
        for case, told in by_case(entries).items()
        for each in judge(pathway, calendar, told, as_of, rules=rules).conclusions
    )


def rows(found: Ruled) -> Rows:
    return sorted(found.conclusions.iter_rows())


@pytest.mark.parametrize("name", ["og", "lung", "breast"])
def test_the_worked_cases_of_rules_are_the_same_over_a_cohort(name: str) -> None:
    (book,) = casebooks([CASES / f"{name}-rules_cases.yaml"])
    pathway = book.pathways[0]
    entries = [entry for case in book.cases for entry in case.entries]
    days = sorted(
        {question.as_of for case in book.cases for question in case.questions if isinstance(question.as_of, date)}
    )
    for as_of in days[:: max(1, len(days) // 8)]:
        found = over(pathway, entries, as_of)
        assert rows(found) == one_by_one(pathway, entries, as_of), f"as of {as_of}"


WRITTEN = """
  late: {when: [{milestone: {verdict: [overdue, late, missed]}, as: m}], then: {finding: Late, about: m}}
  twice: {when: [{milestone: {verdict: [overdue, late]}, as: a}, {milestone: {days_over: {at_least: a.days_over}}}],
    then: {finding: Late twice}}
  there:
    when: [{transfer: {complete: yes}, as: t}, {milestone: {provider: {same_as: t.receiver}, verdict: {not: met}}}]
    then: {due: Ask}
  none: {when: [{no: {finding: {code: [overdue, late]}}}, {case: {closed: {not: died}, draft: yes}}],
         then: {note: None}}
  quiet: {when: [{no: {rule: {id: late}}}], then: {note: Nothing is late}}
  long:
    when: [{clock: {id: "62", net: {at_least: 40}, paused: no}}, {rule: {id: [late, twice]}, as: r}]
    then: {note: Long, about: r}
  told: {when: [{event: {id: told}}, {rule: {id: late}}], then: {note: Late and told}}
  after: {when: [{rule: {id: told}}, {case: {arm: curative}}], then: {note: And curative}}
  untold: {when: [{no: {event: {id: told}}}, {clock: {id: "62", verdict: overdue}}], then: {note: Overdue and untold}}
"""


@pytest.fixture(scope="module")
def record() -> tuple[Entry, ...]:
    return tuple(read(str(Path(__file__).parents[2] / "examples" / "og_record.csv")).entries)


@pytest.fixture(scope="module")
def pathway(tmp_path_factory: pytest.TempPathFactory) -> Pathway:
    file = tmp_path_factory.mktemp("rules") / "og.yaml"
    head = "carepath: 1\nextends: og@1.1.0\nid: og_local\nversion: '1.0.0'\nrules:\n  chase_endoscopy: null"
    file.write_text(head + WRITTEN, encoding="utf-8")
    return load(file).require()


def test_rules_of_every_kind_are_the_same_over_a_record(pathway: Pathway, record: tuple[Entry, ...]) -> None:
    last = max(entry.occurred for entry in record if isinstance(entry.occurred, date))
    for as_of in (last - timedelta(days=200), last, last + timedelta(days=400)):
        found = over(pathway, record, as_of)
        assert rows(found) == one_by_one(pathway, record, as_of), f"as of {as_of}"
        assert found.by_columns == ("late", "twice", "there", "none", "quiet", "long")


def test_other_rules_are_judged_only_where_they_may_hold(pathway: Pathway, record: tuple[Entry, ...]) -> None:
    last = max(entry.occurred for entry in record if isinstance(entry.occurred, date))
    found = over(pathway, record, last)
    late = found.conclusions.filter(rule="late")["case"].n_unique()
    assert found.judged["told"] == late < len(by_case(record))
    assert found.judged["untold"] <= late
