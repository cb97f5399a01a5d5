"""Every mistake in a file of worked cases is a problem with its place, its code and what was probably meant."""

from pathlib import Path

import pytest
from carepath.authoring.load import load
from carepath.cases.casebook import Casebook, casebooks
from carepath.cases.outcome import outcome

DEFINITION = """\
carepath: 1
id: demo
version: "1.0.0"
title: Demonstration
status: draft
zone: Europe/London
calendar: england
day_zero: "62"
uses: [events/cancer]
roles:
  local: {title: Diagnosing trust, providers: any}
  centre: {title: Specialist centre, providers: [RX1]}
events: {ogd: {title: Gastroscopy, data: {result: [malignant, benign], size: whole, first: day}}}
start: [{on: referral, to: testing}]
states:
  testing: {title: Tests, role: local, tasks: {ogd: required}, on: {told: planning}}
  planning: {title: Waiting for treatment, role: centre, on: {treatment: treated}}
  treated: {title: Treated, end: treated}
clocks:
  "62": {title: Wait, start: referral, stop: treatment, target: 62 days, verified: false}
milestones:
  ogd: {event: ogd, due: day 7, verified: false}
datasets: {handover: {report: {after: ogd}}}
transfers: {to_centre: {from: local, to: centre, due: day 38, dataset: handover}}
rules:
  chase: {when: [{milestone: {id: ogd, verdict: pending}}], then: {due: Ask for a slot, role: local, within: 1 day}}
"""
CASE = """\
pathway: ../demo.yaml
cases:
  seen in time:
    events:
      - 2016-09-05 referral RK5
      - 2016-09-12 ogd RK5 result=benign
    as_of: 2016-09-13
    expect:
      state: testing
      findings: []
"""


def book(folder: Path, text: str, name: str = "demo.yaml") -> Casebook:
    cases = folder / "cases"
    cases.mkdir(exist_ok=True)
    (folder / "demo.yaml").write_text(DEFINITION, "utf-8")
    (cases / name).write_text(text, "utf-8")
    return casebooks([cases / name])[0]


def changed(old: str, new: str) -> str:
    assert CASE.count(old) == 1, old
    return CASE.replace(old, new)


def test_a_file_without_mistakes_has_no_problem(tmp_path: Path) -> None:
    read = book(tmp_path, CASE)
    assert (read.problems, read.untried) == ((), 0)
    assert outcome([read]).passed


# What stands where, the place of the problem, its code, and what it says
MISTAKES = [
    # the file
    ("pathway: ../demo.yaml\n", "", (1, 1), "missing-key", "“pathway” says which definition"),
    ("../demo.yaml", "../dmo.yaml", (1, 10), "unknown-name", "There is no definition “../dmo.yaml”."),
    ("../demo.yaml", "ogg", (1, 10), "unknown-name", "There is no definition “ogg”."),
    ("../demo.yaml", "demo@1.0.1", (1, 10), "unknown-name", 'Did you mean "demo@1.0.0"?'),
    ("cases:", "case:", (2, 1), "unknown-key", 'Did you mean "cases"?'),
    ("cases:", "case:", (1, 1), "missing-key", "“cases” names each worked case"),
    # the case
    ("    as_of: 2016-09-13\n", "", (7, 5), "missing-key", "as_of: says on which day this is expected."),
    ("as_of: 2016-09-13", "asof: 2016-09-13", (7, 5), "unknown-key", 'Did you mean "as_of"?'),
    ("as_of: 2016-09-13", "as_of: 13/09/2016", (7, 12), "bad-date", "“13/09/2016” is not a day such as 2016-09-01"),
    ("as_of: 2016-09-13", "as_of: 2016-09-31", (7, 12), "bad-date", "“2016-09-31” is not a day or a time that exists."),
    ("as_of: 2016-09-13", "as_of: 2016-09-13\n    known_at: 2016-09-20", (8, 15), "bad-date", "is an instant such as"),
    ("    expect:\n", "    expect: soon\n    at:\n", (8, 13), "wrong-type", "What is expected is a mapping"),
    ("    as_of: 2016-09-13\n    expect:\n", "    at:\n      2016-09:\n", (8, 7), "bad-date", "“2016-09” is not a day"),
    # its lines
    ("2016-09-12 ogd", "2016-09-12 odg", (6, 20), "unknown-name", 'Did you mean "ogd"?'),
    ("2016-09-12 ogd", "2016-02-30 ogd", (6, 9), "bad-date", "“2016-02-30” is not a day or a time that exists."),
    ("2016-09-12 ogd", "12.9.2016 ogd", (6, 9), "bad-date", "“12.9.2016” is not a day such as 2016-09-01"),
    ("2016-09-12 ogd RK5", "2016-09-12", (6, 9), "bad-line", "The event is missing"),
    ("ogd RK5 result=benign", "ogd RK5 benign", (6, 9), "bad-line", "a value is written name=value"),
    ("result=benign", "reslt=benign", (6, 28), "unknown-name", 'Did you mean "result"?'),
    ("result=benign", "result=bening", (6, 28), "wrong-type", 'Did you mean "benign"?'),
    (
        "result=benign",
        "size=big",
        (6, 28),
        "wrong-type",
        "“big” cannot be the value of “size”, which is a",
    ),
    ("result=benign", "first=soon", (6, 28), "wrong-type", "which is a day such as 2016-09-01."),
    ("- 2016-09-12 ogd RK5 result=benign", "- c: retract a", (6, 12), "bad-line", "says when it was recorded"),
    (
        "    events:\n      - 2016",
        "    events:\n      first: 2016",
        (6, 7),
        "yaml-syntax",
        "The indentation does not fit the lines above",
    ),
    # what is expected
    ("state: testing", "state: tests", (9, 14), "unknown-name", "demo@1.0.0 has no state “tests”."),
    ("state: testing", "stat: testing", (9, 7), "unknown-key", "did you mean “state”?"),
    ("state: testing", "state: [testing]", (9, 14), "wrong-type", "“state” is a single value."),
    ("state: testing", "closed: treatd", (9, 15), "unknown-name", 'Did you mean "treated"?'),
    ("findings: []", "findings: late ogd", (10, 17), "wrong-type", "“findings” is a list."),
    ("findings: []", "findings: [lat ogd]", (10, 18), "unknown-name", "did you mean “late”?"),
    ("findings: []", "findings: [late ogd four days]", (10, 18), "wrong-type", "is not a finding such as"),
    ("findings: []", "findings: [late odg 4 days]", (10, 23), "unknown-name", "demo@1.0.0 has no milestone “odg”."),
    ("findings: []", "findings: [late-transfer to_center]", (10, 32), "unknown-name", 'Did you mean "to_centre"?'),
    ("findings: []", "findings: [stop-without-start x]", (10, 37), "unknown-name", "demo@1.0.0 has no clock “x”."),
    ("findings: []", "findings: [repeated x]", (10, 27), "unknown-name", "demo@1.0.0 has no event “x”."),
    ("findings: []", 'findings: ["rule:chas ogd"]', (10, 18), "unknown-name", "demo@1.0.0 has no rule “rule:chas”."),
    ("findings: []", "verdicts: {ogd: mett}", (10, 23), "not-one-of", 'Did you mean "met"?'),
    ("findings: []", "verdicts: {odg: met}", (10, 18), "unknown-name", 'Did you mean "ogd"?'),
    ("findings: []", "clocks: {63: {net: 8}}", (10, 16), "unknown-name", "demo@1.0.0 has no clock “63”."),
    ("findings: []", 'clocks: {"62": {nett: 8}}', (10, 15), "wrong-type", "“nett” is not a part of clocks"),
    ("findings: []", "transfers: {to: {sent: null}}", (10, 19), "unknown-name", "demo@1.0.0 has no transfer “to”."),
    ("findings: []", "due_include: [ogdd]", (10, 21), "unknown-name", 'Did you mean "ogd"?'),
    ("findings: []", "positions: [testing, tests]", (10, 28), "unknown-name", "demo@1.0.0 has no state “tests”."),
]


@pytest.mark.parametrize(("old", "new", "place", "code", "said"), MISTAKES, ids=[f"{each[1]!r}" for each in MISTAKES])
def test_a_mistake_is_a_problem_with_its_place(
    old: str, new: str, place: tuple[int, int], code: str, said: str, tmp_path: Path
) -> None:
    found = book(tmp_path, changed(old, new)).problems
    told = [(each.source.line, each.source.column, each.code) for each in found]
    assert (*place, code) in told
    problem = found[told.index((*place, code))]
    assert said in f"{problem.message} {problem.hint}"
    assert problem.source.file.endswith("demo.yaml")
    assert problem.excerpt is not None


def test_every_mistake_of_a_case_is_told_at_once(tmp_path: Path) -> None:
    text = CASE.replace("ogd RK5", "odg RK5").replace("referral", "refferal").replace("[]", "[late odg, lat ogd]")
    read = book(tmp_path, text.replace("state: testing", "state: tests"))
    assert [each.source.line for each in read.problems] == [5, 6, 9, 10, 10]
    assert (read.cases, read.untried) == ((), 1)


def test_a_mistake_in_one_case_leaves_the_others_to_be_tried(tmp_path: Path) -> None:
    second = CASE.partition("cases:\n")[2].replace("seen in time", "second").replace("ogd RK5", "odg RK5")
    read = book(tmp_path, CASE + second)
    assert [case.name for case in read.cases] == ["seen in time"]
    assert read.untried == 1


def test_a_name_given_twice_in_a_file_is_a_mistake(tmp_path: Path) -> None:
    read = book(tmp_path, CASE + CASE.partition("cases:\n")[2])
    assert [(each.source.line, each.code) for each in read.problems] == [(11, "duplicate-key")]


def test_a_name_given_twice_in_two_files_of_one_pathway_is_a_mistake(tmp_path: Path) -> None:
    book(tmp_path, CASE)
    book(tmp_path, CASE, "other.yaml")
    first, second = casebooks([tmp_path / "cases" / "demo.yaml", tmp_path / "cases" / "other.yaml"])
    assert first.problems == ()
    (problem,) = second.problems
    assert (problem.source.line, problem.source.column, problem.code) == (3, 3, "duplicate-name")
    assert "demo.yaml:3" in problem.message


def test_a_case_about_a_mistake_of_the_record_may_make_it(tmp_path: Path) -> None:
    text = CASE.replace("ogd RK5 result=benign", "ogd RK5 size=big").replace("[]", "[bad-value size]")
    assert outcome([book(tmp_path, text)]).passed
    text = CASE.replace("ogd RK5 result=benign", "odg RK5")
    text = text.replace("[]", "[unknown-event odg, overdue ogd 1 day]")
    assert outcome([book(tmp_path, text)]).passed


def test_a_broken_definition_gives_its_own_problems(tmp_path: Path) -> None:
    book(tmp_path, CASE)
    (tmp_path / "demo.yaml").write_text(DEFINITION.replace("target: 62 days", "target: soon"), "utf-8")
    read = casebooks([tmp_path / "cases" / "demo.yaml"])[0]
    assert [each.code for each in read.problems] == ["bad-span"]
    assert read.problems[0].source.file.endswith("demo.yaml")
    assert (read.cases, read.untried) == ((), 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-file"),
        ("- a", "wrong-type"),
        ("pathway: og@1.1.0\ncases: []", "wrong-type"),
        ("pathway: og@1.1.0\ncases: {a: b}", "wrong-type"),
        ("pathway: og@1.1.0\ncases: {a: {}}", "missing-key"),
        ("pathway: og@1.1.0\ncases: {a: {as_of: 2016-09-01, events: soon}}", "wrong-type"),
        ("pathway: og@1.1.0\ncases: {a: {as_of: 2016-09-01, events: [[1]]}}", "wrong-type"),
        ("pathway: og@1.1.0\ncases: {a: {at: soon}}", "wrong-type"),
        ("pathway: og@1.1.0\ncases: {a: {at: {2016-09-01: soon}}}", "wrong-type"),
        ("\tpathway: og@1.1.0", "tab-indent"),
    ],
)
def test_a_file_of_another_shape_gives_problems_and_no_exception(text: str, code: str, tmp_path: Path) -> None:
    assert code in [each.code for each in book(tmp_path, text).problems]


def test_a_file_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_bytes(b"pathway: \xff")
    assert [each.code for each in casebooks([file])[0].problems] == ["bad-encoding"]


def test_a_definition_is_no_file_of_cases(tmp_path: Path) -> None:
    book(tmp_path, CASE)
    (problem,) = casebooks([tmp_path / "demo.yaml"])[0].problems
    assert (problem.code, problem.message) == ("wrong-type", "This is no file of worked cases, but a definition.")


def test_a_file_of_cases_is_no_definition(tmp_path: Path) -> None:
    book(tmp_path, CASE)
    (problem,) = load(tmp_path / "cases" / "demo.yaml").problems
    assert (problem.source.line, problem.code, problem.hint) == (2, "wrong-type", "Try them with carepath test.")
