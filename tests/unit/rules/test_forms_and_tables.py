"""Forms are filled in from the facts, open until they are returned; tables become rules; mistakes are named."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from carepath import Calendar, load
from carepath.authoring.load import Loaded
from carepath.rules.concluding import rulebook
from carepath.rules.judging import Judgement, judge
from carepath.rules.matching import plain
from carepath.rules.openforms import form_dict, open_forms
from carepath.worklist import worklist

from .test_judging import DEFINITION, START, entry

FORM = """
  late: {when: [{milestone: {id: scan, verdict: overdue}}], then: {form: delay, within: 5 days}}
forms:
  delay:
    title: Delay
    parts:
      ward: {title: Ward, role: local, returned: treatment, fields: {
        scanned: {title: Scanned, from: event.scan.day}, stage: {from: event.scan.data.stage},
        waited: {from: clock.62.net}, her2: {from: case.data.her2}, why: {title: Why}}}
      tracker: {title: Tracker, role: navigator, fields: {her2: {attribute: her2}, state: {from: case.state}}}
"""
TABLE = """
  ring: {when: [{rule: {id: drug_off}}], then: {due: Ring the unit, role: navigator}}
algorithms:
  drug:
    title: Drug
    event: scan
    attribute: her2
    rows: [{title: early, when: {stage: {at_most: 2}}, choose: positive}]
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Loaded]:
    def made(rules: str) -> Loaded:
        file = tmp_path / "tiny.yaml"
        file.write_text(DEFINITION.format(rules=rules), encoding="utf-8")
        return load(file)

    return made


def judged(loaded: Loaded, day: int, *scans: tuple[int, dict[str, str | int]], treated: int | None = None) -> Judgement:
    pathway = loaded.require()
    entries = [entry("referral", 0), *(entry("scan", when, **data) for when, data in scans)]
    entries += [] if treated is None else [entry("treatment", treated)]
    as_of = START + timedelta(days=day)
    return judge(pathway, Calendar.england(), entries, as_of, rules=rulebook(pathway.rules, plain))


def test_a_form_is_filled_in_as_far_as_the_case_says(written: Callable[[str], Loaded]) -> None:
    loaded = written(FORM)
    (form,) = open_forms(loaded.require(), judged(loaded, 9))
    assert form.since == date(2026, 3, 5)
    assert [(part.part.id, part.provider) for part in form.parts] == [("ward", "RK5"), ("tracker", None)]
    ward = {each.field.id: each.value for each in form.parts[0].fields}
    assert ward == {"scanned": None, "stage": None, "waited": 9, "her2": None, "why": None}
    assert {each.field.id: str(each.field.type) for each in form.parts[0].fields} == {
        "scanned": "day", "stage": "whole", "waited": "whole", "her2": "one of positive, negative", "why": "text",
    }  # fmt: skip


def test_days_are_dates_and_the_latest_event_is_taken(written: Callable[[str], Loaded]) -> None:
    loaded = written(FORM.replace("verdict: overdue", "verdict: late"))
    case = judged(loaded, 12, (6, {"stage": 3, "her2": "negative"}), (8, {"stage": 2}))
    ward = {each.field.id: (each.value, each.entries) for each in open_forms(loaded.require(), case)[0].parts[0].fields}
    assert ward["scanned"] == (date(2026, 3, 10), ("scan8",))
    assert ward["stage"] == (2, ("scan8",))
    assert ward["her2"][0] == "negative"
    told = form_dict(case, open_forms(loaded.require(), case)[0])
    assert (told["form"], told["rule"], told["since"]) == ("delay", "rule:late", "2026-03-08")


def test_a_part_is_due_until_it_was_returned(written: Callable[[str], Loaded]) -> None:
    loaded = written(FORM.replace("verdict: overdue", "verdict: [overdue, late]"))
    before = [each for each in judged(loaded, 9).assessment.due if each.what == "rule:late"]
    assert [(each.title, each.role, each.days_left) for each in before] == [
        ("Ward: Delay", "local", -1),
        ("Tracker: Delay", "navigator", -1),
    ]
    after = judged(loaded, 12, (6, {}), treated=10)
    assert [each.title for each in after.assessment.due if each.what == "rule:late"] == ["Tracker: Delay"]


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("form: dely", "form: delay", 'There is no form "dely".'),
        ("event.scann.day", "event.scan.day", 'There is no event "scann".'),
        ("event.day", "event.scan.day", '"event.day" does not name a field of one event.'),
        ("event.scan.dey", "event.scan.day", 'A event has no field "dey".'),
        ("weather.scan.day", "event.scan.day", 'There is no kind of fact "weather" that fills in a field.'),
        ("case.scan.state", "case.state", '"case.scan.state" does not name a field of one case.'),
        ("attribute: her3", "attribute: her2", 'There is no attribute "her3".'),
    ],
)
def test_a_slip_in_a_form_is_named(written: Callable[[str], Loaded], wrong: str, right: str, said: str) -> None:
    assert FORM.count(right) == 1
    assert said in [problem.message for problem in written(FORM.replace(right, wrong)).problems]


def test_a_table_says_on_off_or_not_covered(written: Callable[[str], Loaded]) -> None:
    loaded = written(TABLE)
    answers: tuple[tuple[dict[str, str | int], list[str]], ...] = (
        ({"stage": 1, "her2": "positive"}, ["drug_fits_1", "drug_on_1", "drug_on"]),
        ({"stage": 2, "her2": "negative"}, ["drug_fits_1", "drug_off", "ring"]),
        ({"stage": 3, "her2": "negative"}, ["drug_not_covered"]),
        ({"her2": "negative"}, ["drug_not_covered"]),
        ({"stage": 1}, ["drug_fits_1"]),
    )
    for data, expected in answers:
        assert sorted(each.rule.id for each in judged(loaded, 2, (1, data)).conclusions) == sorted(expected)


def test_only_off_the_table_is_a_finding(written: Callable[[str], Loaded]) -> None:
    loaded = written(TABLE)
    off = judged(loaded, 2, (1, {"stage": 1, "her2": "negative"})).assessment.findings
    assert [(each.code, each.message) for each in off] == [
        ("rule:drug_off", "Drug: what was chosen is not on the table, and no reason is recorded.")
    ]
    assert judged(loaded, 2, (1, {"stage": 1, "her2": "positive"})).assessment.findings == ()


def test_a_table_on_numbers_is_refused(written: Callable[[str], Loaded]) -> None:
    found = written(TABLE.replace("attribute: her2\n    rows", "attribute: stage\n    rows")).problems
    assert '"stage" is whole; a table needs a list of words.' in [problem.message for problem in found]


def test_a_choice_that_is_no_word_of_the_attribute_is_named(written: Callable[[str], Loaded]) -> None:
    found = written(TABLE.replace("choose: positive", "choose: posotive")).problems
    assert ("bad-value-in-condition", 'Did you mean "positive"?') in [(each.code, each.hint) for each in found]


def test_a_rule_with_the_name_of_one_of_a_table_is_refused(written: Callable[[str], Loaded]) -> None:
    found = written(TABLE.replace("  ring:", "  drug_on:")).problems
    assert [each.code for each in found] == ["duplicate-name"]


def test_what_two_rules_ask_in_the_same_words_stands_once_in_a_worklist(written: Callable[[str], Loaded]) -> None:
    loaded = written("""
  one: {when: [{milestone: {id: scan, verdict: overdue}}], then: {due: Ring, role: navigator, within: 9 days}}
  two: {when: [{milestone: {id: scan, verdict: overdue}}], then: {due: Ring, role: navigator, within: 3 days}}
  other: {when: [{milestone: {id: scan, verdict: overdue}}], then: {due: Ring, role: local}}
""")
    items = [item.due for item in worklist([judged(loaded, 9).assessment]) if item.due.what.startswith("rule:")]
    assert [(due.what, due.role) for due in items] == [("rule:two", "navigator"), ("rule:other", "local")]
