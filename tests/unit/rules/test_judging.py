"""What rules make of a case: findings and due actions, with reasons, counted from the day their facts came to be."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from carepath import Calendar, load
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rules.concluding import rulebook
from carepath.rules.hosted import hosted
from carepath.rules.judging import Judgement, book, judge
from carepath.rules.matching import plain
from carepath.rules.reasons import reasons, why_not

START = date(2026, 3, 2)  # a Monday
DEFINITION = """
carepath: 1
id: tiny
version: "1.0.0"
title: Tiny
status: draft
effective: {{from: 2026-01-01}}
site: {{name: Tiny, icd10: [C00]}}
governance: {{owner: Nobody}}
zone: Europe/London
calendar: england
day_zero: "62"
roles: {{local: {{title: Hospital, providers: any}}, navigator: {{title: Navigator}}}}
events:
  referral: {{title: Referral}}
  scan: {{title: Scan, repeat: yes, data: {{stage: whole, her2: [positive, negative]}}}}
  treatment: {{title: Treatment}}
start: [{{on: referral, to: waiting}}]
states:
  waiting: {{title: Waiting, role: local, tasks: {{scan: optional}}, on: {{treatment: treated}}}}
  treated: {{title: Treated, end: treated}}
clocks:
  "62": {{title: Wait, start: [{{on: referral}}], stop: {{on: treatment}}, target: 62 days}}
milestones:
  scan: {{title: Scan, event: scan, due: 3 working days after referral}}
rules:
{rules}
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Callable[[str], Pathway]:
    def made(rules: str) -> Pathway:
        file = tmp_path / "tiny.yaml"
        file.write_text(DEFINITION.format(rules=rules), encoding="utf-8")
        return load(file).require()

    return made


def entry(event: str, day: int, **data: str | int) -> Entry:
    return Entry(
        case="c", id=f"{event}{day}", event=event, occurred=START + timedelta(days=day), provider="RK5", data=data
    )


def judged(pathway: Pathway, entries: Sequence[Entry], day: int) -> Judgement:
    """Judge a case on a day of its pathway, the same on both matchers."""
    as_of = START + timedelta(days=day)
    found = judge(pathway, Calendar.england(), entries, as_of, rules=rulebook(pathway.rules, plain))
    try:
        assert judge(pathway, Calendar.england(), entries, as_of, rules=rulebook(pathway.rules, hosted)) == found
    except ImportError:  # durable_rules cannot be imported from Python 3.13 on; the plain matcher serves
        assert judge(pathway, Calendar.england(), entries, as_of, rules=book(pathway)) == found
    return found


CHASE = """
  chase:
    title: The scan is near its day
    when: [{milestone: {id: scan, verdict: pending, days_left: {at_most: 1}}}]
    then: {due: Book a slot, role: navigator, within: 1 working day}
"""


def test_what_a_rule_asks_for_is_counted_from_the_day_it_began_to_hold(tiny: Callable[[str], Pathway]) -> None:
    pathway = tiny(CHASE)
    for day, left in ((1, None), (2, 1), (3, 0)):
        due = [
            each for each in judged(pathway, [entry("referral", 0)], day).assessment.due if each.what == "rule:chase"
        ]
        assert [each.days_left for each in due] == ([] if left is None else [left])
        assert [each.last_good_day for each in due] == ([] if left is None else [START + timedelta(days=3)])


def test_a_rule_adds_a_finding_and_changes_nothing_else(tiny: Callable[[str], Pathway]) -> None:
    pathway = tiny(
        "  late:\n    when: [{milestone: {id: scan, verdict: overdue}}]\n    then: {finding: The scan is late}\n"
    )
    with_rules = judged(pathway, [entry("referral", 0)], 9).assessment
    assert [(each.code, each.message) for each in with_rules.findings][-1] == ("rule:late", "The scan is late.")
    assert with_rules.findings[-1].day == START + timedelta(days=3)
    assert with_rules.due == judged(tiny(CHASE), [entry("referral", 0)], 9).assessment.due


def test_a_rule_uses_the_conclusion_of_another(tiny: Callable[[str], Pathway]) -> None:
    pathway = tiny("""
  told: {when: [{rule: {id: late}}, {no: {event: {id: treatment}}}], then: {due: Ring the patient}}
  late: {when: [{milestone: {id: scan, verdict: [overdue, late]}}], then: {finding: The scan is late}}
""")
    assert [each.rule.id for each in judged(pathway, [entry("referral", 0)], 9).conclusions] == ["late", "told"]
    treated = [entry("referral", 0), entry("treatment", 8)]
    assert [each.rule.id for each in judged(pathway, treated, 9).conclusions] == []


def test_one_conclusion_for_each_fact_it_is_about(tiny: Callable[[str], Pathway]) -> None:
    pathway = tiny("""
  again:
    when: [{event: {id: scan}, as: first}, {event: {id: scan, day: {at_least: first.day}, number: {not: 1}}}]
    then: {finding: Scanned again}
""")
    scans = [entry("referral", 0), entry("scan", 1), entry("scan", 2), entry("scan", 3)]
    found = judged(pathway, scans, 9).conclusions
    assert [(each.about, each.also) for each in found] == [("again", 2)]  # 1 and 2, 1 and 3, 2 and 3


def test_data_of_events_and_of_the_case_can_be_asked_for(tiny: Callable[[str], Pathway]) -> None:
    pathway = tiny("""
  her2: {when: [{case: {data: {her2: positive, stage: {at_most: 2}}}}], then: {finding: HER2 positive}}
  first: {when: [{event: {id: scan, number: 1, data: {her2: negative}}}], then: {finding: Was negative at first}}
""")
    scans = [
        entry("referral", 0),
        entry("scan", 1, her2="negative", stage=3),
        entry("scan", 2, her2="positive", stage=2),
    ]
    assert [each.rule.id for each in judged(pathway, scans, 5).conclusions] == ["her2", "first"]


def test_the_reasons_name_the_facts(tiny: Callable[[str], Pathway]) -> None:
    (conclusion,) = judged(tiny(CHASE), [entry("referral", 0)], 2).conclusions
    assert reasons(conclusion) == ("Milestone scan: verdict pending, days left 1, since 2 Mar 2026.",)
    assert conclusion.entries == ("referral0",)


def test_why_a_rule_does_not_hold_names_the_nearest_fact(tiny: Callable[[str], Pathway]) -> None:
    pathway = tiny(CHASE)
    early = judged(pathway, [entry("referral", 0)], 0)
    assert why_not(pathway.rules[0], early.facts, 1) == (
        "There is no milestone with id scan and verdict pending and days left at most 1. "
        "Nearest: Milestone scan: verdict pending, days left 3, since 2 Mar 2026.",
    )


def test_nothing_is_concluded_before_the_start(tiny: Callable[[str], Pathway]) -> None:
    pathway = tiny("  none: {when: [{no: {event: {id: scan}}}], then: {finding: Not scanned}}\n")
    assert judged(pathway, [], 5).conclusions == ()
    assert [each.rule.id for each in judged(pathway, [entry("referral", 0)], 5).conclusions] == ["none"]
