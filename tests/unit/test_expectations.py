"""Where an assessment differs from what an author expects is said in plain words; a part may be asked alone."""

from __future__ import annotations

from datetime import date

import pytest
from carepath.authoring.load import loads
from carepath.authoring.nodes import Plain
from carepath.calendar import Calendar
from carepath.cases.expected import BadExpectation, differences, expected, named
from carepath.cases.lines import entries
from carepath.evaluate import evaluate
from carepath.findings import Assessment

PATHWAY = """
carepath: 1
id: example
version: "1.0.0"
title: Example
status: agreed
effective: {from: 2016-01-01}
day_zero: "62"
roles: {local: {providers: any}}
events: {arrival: {}, antibiotics: {}, ogd: {}, treatment: {}}
start: [{on: arrival, to: testing}]
states:
  testing: {role: local, tasks: {ogd: required, antibiotics: optional}, on: {treatment: treated}}
  treated: {end: treated}
clocks: {"62": {start: arrival, stop: treatment, target: 62 days}}
milestones:
  ogd: {event: ogd, due: day 7}
  antibiotics: {event: antibiotics, due: 1 hour after arrival}
"""


@pytest.fixture(scope="module")
def said() -> Assessment:
    lines = ("2016-09-01T10:00 arrival RK5", "2016-09-01T11:30 antibiotics RK5", "2016-09-12 ogd RK5")
    pathway = loads(PATHWAY).require()
    return evaluate(pathway, Calendar.england(), entries(lines, "c"), date(2016, 9, 20))


@pytest.mark.parametrize(
    "given",
    [
        {"state": "testing", "closed": None, "episode": 1, "version": "1.0.0", "draft": "no", "responsible": "RK5"},
        {"findings": ["late ogd 4 days", "late antibiotics 30 minutes"]},
        {"findings": ["late ogd", 'late "antibiotics" 1800 seconds']},
        {"findings_include": ["late ogd"], "findings_exclude": ["late ogd 5 days", "breach 62"]},
        {"verdicts": {"ogd": "late", "62#1": "pending"}, "last_good_day": {"antibiotics": "2016-09-01T11:00"}},
        {"days_over": {"ogd": 4}, "final": {"ogd": True, "62": "no"}, "done": {"62": None}},
        {"clocks": {"62": {"gross": 19, "net": 19, "stop": None}, "62/1": {"instance": 1}}},
        {"due": ["treatment for 62"], "due_include": ["treatment"], "due_exclude": ["ogd"]},
        {"due_of": {"62": {"days_left": 43}, "treatment": {"provider": "RK5"}}},
        {"steps": {"e3": {"from": "testing", "to": "testing"}}, "remarks": {"e3": []}, "order": ["e1", "e2", "e3"]},
        {"responsibility": ["RK5 19"], "events": {"read": 3, "left_out": 0}, "placements": ["applied"] * 3},
        {"justified": {"late ogd": None}},
    ],
)
def test_what_is_as_expected_is_not_mentioned(said: Assessment, given: Plain) -> None:
    assert differences(said, expected(given)) == ()


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ({"state": "treated"}, ("state: expected treated, is testing",)),
        ({"closed": "treated"}, ("closed: expected treated, is none",)),
        (
            {"findings": ["late ogd 5 days", "breach 62"]},
            (
                "findings: expected late ogd 5 days, is late ogd 4 days",
                "findings: breach 62 is expected and not there",
                "findings: late antibiotics 30 minutes is not expected: antibiotics was done on 1 September 2016 "
                "11:30, 30 minutes after 1 September 2016 11:00.",
            ),
        ),
        ({"findings_include": ["late ogd#2"]}, ("findings: late ogd#2 is expected and not there",)),
        (
            {"findings_exclude": ["late ogd"]},
            (
                "findings: late ogd 4 days is not expected: ogd was done on 12 September 2016, 4 days after its last "
                "day, 8 September 2016.",
            ),
        ),
        ({"verdicts": {"ogd": "met"}}, ("verdicts ogd: expected met, is late",)),
        ({"verdicts": {"ct": "met"}}, ("verdicts ct: expected met, is not there",)),
        ({"clocks": {"62": {"net": 20}}}, ("clocks 62 net: expected 20, is 19",)),
        ({"clocks": {"31": {"net": 20}}}, ("clocks 31: expected {net: 20}, is not there",)),
        ({"due": []}, ("due: expected [], is [treatment for 62]",)),
        ({"due_include": ["ogd"]}, ("due: ogd is expected and not there",)),
        ({"due_exclude": ["treatment"]}, ("due: treatment is not expected",)),
        ({"next_change": "2016-11-03"}, ("next_change: expected 2016-11-03, is none",)),
    ],
)
def test_what_differs_is_said_plainly(said: Assessment, given: Plain, sentences: tuple[str, ...]) -> None:
    assert differences(said, expected(given)) == sentences


def test_the_next_change_is_compared_with_the_day_that_is_given(said: Assessment) -> None:
    assert differences(said, expected({"next_change": "2016-11-03"}), date(2016, 11, 3)) == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["late ogd"], "is a mapping"),
        ({"findigs": []}, "did you mean “findings”?"),
        ({"findings": "late ogd"}, "“findings” is a list"),
        ({"verdicts": ["ogd"]}, "“verdicts” is a mapping"),
        ({"state": ["a"]}, "“state” is a single value"),
        ({"clocks": {"62": {"nett": 3}}}, "“nett” is not a part of clocks"),
        ({"findings": ["lat ogd"]}, "did you mean “late”?"),
        ({"findings": ["late"]}, "is not a finding such as: late ogd 4 days"),
        ({"findings": ["late ogd 4 weeks"]}, "is not a finding such as: late ogd 4 days"),
        ({"findings": ["late ogd 4"]}, "is not a finding such as: late ogd 4 days"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(given: Plain, words: str) -> None:
    with pytest.raises(BadExpectation) as wrong:
        expected(given)
    assert words in str(wrong.value)


def test_a_finding_is_named_by_code_subject_episode_and_amount() -> None:
    found = named('order-ambiguous "ogd and told#2"')
    assert (found.code, found.subject, found.episode, found.days) == ("order-ambiguous", "ogd and told", 2, None)
    assert named("late ogd 2 hours").seconds == 7200
    assert named("rule:chase_ogd ogd").code == "rule:chase_ogd"
