"""Worked cases: what differs is shown side by side with its reason, for people and for programs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from carepath.__main__ import main
from carepath.cases.expected import named
from carepath.cases.said import finding_text
from carepath.findings import Finding
from carepath.model import UNCITED

DEFINITION = """\
carepath: 1
id: demo
version: "1.0.0"
title: Demonstration
status: draft
zone: Europe/London
calendar: england
day_zero: "62"
uses: [events/cancer, exits/cancer]
roles:
  local: {title: Diagnosing trust, providers: any}
events: {ogd: {title: Gastroscopy}}
start: [{on: referral, to: testing}]
states:
  testing: {title: Tests, role: local, tasks: {ogd: required}, on: {told: planning}}
  planning: {title: Waiting for treatment, role: local, on: {treatment: treated}}
  treated: {title: Treated, end: treated}
clocks:
  "62": {title: Wait, start: referral, stop: treatment, target: 62 days, verified: false}
milestones:
  ogd: {title: Endoscopy, event: ogd, due: day 7, verified: false}
"""
CASES = """\
pathway: demo@1.0.0
cases:
  endoscopy <late> & "quoted":
    events:
      - 2016-09-05 referral RK5
      - 2016-09-14 ogd RK5
    at:
      2016-09-12: {state: testing, findings: []}
      2016-09-20: {state: planning, findings: [late ogd 1 day]}
"""
RIGHT = CASES.replace("state: planning", "state: testing").replace("late ogd 1 day", "late ogd 2 days")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "demo.yaml").write_text(DEFINITION)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "demo.yaml").write_text(CASES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def called(*arguments: str) -> tuple[int, str, str]:
        status = main(("test", *arguments))
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return called


def test_what_differs_stands_side_by_side_with_its_reason(run: Run) -> None:
    status, out, err = run("cases/demo.yaml")
    assert (status, err) == (1, "")
    assert (
        out
        == """\
cases/demo.yaml:9: endoscopy <late> & "quoted"
  as of 20 September 2016, demo@1.0.0
            Expected        Got
  state     planning        testing
  findings  late ogd 1 day  late ogd 2 days
  Why
    day 0    5 Sep 2016       Referral received, RK5: the case starts in “Tests”.
                              Clock 62 starts.
                              [entry e1; demo.yaml:13]
    day 9    14 Sep 2016      Gastroscopy, RK5: done in “Tests”.
                              [entry e2; demo.yaml:15]
    late                      Endoscopy was done on 14 September 2016, 2 days after its last day, 12 September
                              2016.
                              [entries e1, e2; demo.yaml:21; not verified]

1 case on 2 days, 1 not as expected
demo@1.0.0: its cases reach 12 % of it: states 1 of 3, transitions 0 of 2, conditions 0 of 2, milestones 1 of 8, \
exits 0 of 7, tasks left undone 0 of 1  (--coverage lists the rest)
"""
    )


def test_all_as_expected_gives_status_0(here: Path, run: Run) -> None:
    (here / "cases" / "demo.yaml").write_text(RIGHT)
    status, out, err = run("cases")
    assert (status, err) == (0, "")
    assert out.startswith("1 case on 2 days, all as expected\n")


def test_what_no_case_reaches_is_listed_by_place(here: Path, run: Run) -> None:
    (here / "cases" / "demo.yaml").write_text(RIGHT)
    lines = run("cases", "--coverage")[1].splitlines()
    assert "    demo.yaml:15                          testing: Patient told the outcome → planning" in lines
    assert "    demo.yaml:15                          testing: Gastroscopy left undone" in lines
    assert "    demo.yaml:21                          ogd (Endoscopy) missed" in lines
    assert "    pathways/shared/exits/cancer.yaml:11  died (Died)" in lines
    assert not any("ogd (Endoscopy) late" in line for line in lines)


def test_a_finding_that_is_missing_is_explained_by_its_milestone(here: Path, run: Run) -> None:
    (here / "cases" / "demo.yaml").write_text(RIGHT.replace("late ogd 2 days", "missed ogd, breach 62"))
    out = run("cases")[1]
    assert "  findings  missed ogd  late ogd 2 days\n" in out
    assert "  findings  breach 62   (nothing)\n" in out
    assert "Endoscopy: late; due day 7; last day in time 12 September 2016; done 14 September" in out
    assert "Gross 15 days, not counted 0 days, net 15 days" in out


@pytest.mark.parametrize(
    ("expected", "shown", "why"),
    [
        ("closed: died", "closed  died      none", "Gastroscopy, RK5"),
        ("verdicts: {ogd: met}", "verdicts ogd  met       late", "Endoscopy: late"),
        ('clocks: {"62": {net: 14}}', "clocks 62 net  14        15", "Wait: from 5 September 2016"),
        ("due_include: [ogd]", "due  ogd       (nothing)", "Endoscopy: late"),
        ("due_exclude: [treatment]", "due  (nothing)  treatment", "Start of treatment"),
        ("responsible: RX1", "responsible  RX1       RK5", "5 September 2016 to 20 September 2016: 15 days."),
        ("justified: {late ogd: told}", "justified late ogd  told      none", "Gastroscopy, RK5"),
        ("next_change: 2016-10-01", "next_change  2016-10-01  2016-11-07", "Gastroscopy, RK5"),
        ("findings_exclude: [late ogd]", "findings  (nothing)  late ogd 2 days", "Endoscopy was done on"),
    ],
)
def test_each_part_of_an_expectation_has_its_reason(expected: str, shown: str, why: str, here: Path, run: Run) -> None:
    (here / "cases" / "demo.yaml").write_text(
        RIGHT.replace("{state: testing, findings: [late ogd 2 days]}", f"{{{expected}}}")
    )
    status, out, _ = run("cases")
    assert status == 1
    assert f"  {shown}\n" in out
    assert why in out


def test_findings_and_due_actions_that_differ_are_told_apart(here: Path, run: Run) -> None:
    text = RIGHT.replace("findings: [late ogd 2 days]", "findings_include: [missed ogd], due_exclude: [treatment]")
    (here / "cases" / "demo.yaml").write_text(text)
    out = run("cases")[1]
    assert "  findings  missed ogd  (nothing)\n" in out
    assert "  due       (nothing)   treatment\n" in out


def test_a_subject_of_several_words_stands_in_quotes(here: Path, run: Run) -> None:
    text = RIGHT.replace("findings: [late ogd 2 days]", "findings: ['order-ambiguous \"ogd and told\"', late ogd]")
    (here / "cases" / "demo.yaml").write_text(text)
    assert '  findings  order-ambiguous "ogd and told"  (nothing)\n' in run("cases")[1]


def test_a_case_that_expects_nothing_is_not_as_expected(here: Path, run: Run) -> None:
    (here / "cases" / "demo.yaml").write_text(RIGHT.partition("    at:")[0] + "    as_of: 2016-09-20\n")
    status, out, _ = run("cases")
    assert status == 1
    assert "cases/demo.yaml:3:" in out
    assert "Nothing is expected of this case. Write `expect:`, or let --update write what is there." in out


def test_mistakes_are_shown_before_the_cases_that_are_without(here: Path, run: Run) -> None:
    second = RIGHT.partition("cases:\n")[2].replace("endoscopy", "second").replace("ogd RK5", "odg RK5")
    (here / "cases" / "demo.yaml").write_text(RIGHT + second)
    status, out, _ = run("cases")
    assert status == 1
    assert out.startswith("cases/demo.yaml:13:20: error unknown-name: demo@1.0.0 has no event “odg”.\n")
    assert "1 case on 2 days, all as expected, 1 not tried because of mistakes" in out


@pytest.mark.parametrize("subject", ["ogd", "a#1", "ogd#2x", "#", 'dtt and "told"', "two words#3", "a,b", "“a”"])
@pytest.mark.parametrize("episode", [1, 2])
def test_a_finding_can_be_expected_as_it_is_written(subject: str, episode: int) -> None:
    found = Finding("late", subject, episode, None, None, 3, None, None, "It was late.", (), None, UNCITED)
    wish = named(finding_text(found))
    assert (wish.subject, wish.days) == (subject, 3)
    assert wish.fits(found)
    assert named(str(wish)) == wish


# For programs


def test_json_says_the_same(run: Run) -> None:
    status, out, err = run("cases", "--format", "json")
    told = json.loads(out)
    assert (status, err) == (1, "")
    assert (told["passed"], told["summary"], told["problems"]) == (False, "1 case on 2 days, 1 not as expected", [])
    first, second = told["cases"]
    assert first["passed"]
    assert (first["why"], first["differences"]) == ([], [])
    assert second["differences"] == [
        {"key": "state", "expected": "planning", "got": "testing"},
        {"key": "findings", "expected": "late ogd 1 day", "got": "late ogd 2 days"},
    ]
    named = ("file", "line", "name", "pathway", "as_of", "known_at")
    assert [second[name] for name in named] == [
        "cases/demo.yaml", 9, 'endoscopy <late> & "quoted"', "demo@1.0.0", "2016-09-20", None,
    ]  # fmt: skip
    (reached,) = told["coverage"]
    assert reached["counts"]["states"] == {"reached": 1, "of": 3}
    planning = {"file": "demo.yaml", "line": 16, "kind": "states", "what": "planning (Waiting for treatment)"}
    assert planning in reached["missing"]


def test_junit_is_xml_with_a_test_for_each_day(run: Run) -> None:
    status, out, _ = run("cases", "--format", "junit")
    root = ElementTree.fromstring(out.encode())
    assert status == 1
    (suite,) = root
    assert suite.attrib == {"name": "cases/demo.yaml", "tests": "2", "failures": "1", "errors": "0"}
    first, second = suite
    assert first.attrib["name"] == 'endoscopy <late> & "quoted", as of 2016-09-12'
    assert list(first) == []
    assert second.attrib["line"] == "9"
    (failure,) = second
    assert failure.attrib["message"].startswith("state: expected planning, is testing; ")
    assert "[entry e2; demo.yaml:15]" in (failure.text or "")


def test_junit_has_an_error_for_each_mistake(here: Path, run: Run) -> None:
    (here / "cases" / "demo.yaml").write_text(RIGHT.replace("ogd RK5", "odg<& RK5"))
    root = ElementTree.fromstring(run("cases", "--format", "junit")[1].encode())
    (suite,) = root
    assert (suite.attrib["tests"], suite.attrib["errors"]) == ("1", "1")
    error = suite.find("testcase/error")
    assert error is not None
    assert error.attrib["type"] == "unknown-name"
    assert "has no event “odg<&”" in error.attrib["message"]


# Which files


def test_a_folder_gives_all_files_below_it_that_hold_cases(here: Path, run: Run) -> None:
    (here / "cases" / "demo.yaml").write_text(RIGHT)
    (here / "north").mkdir()
    (here / "north" / "more.yaml").write_text(RIGHT.replace("endoscopy", "more").replace("demo@1.0.0", "../demo.yaml"))
    assert run(".")[1].startswith("2 cases on 4 days, all as expected\n")


def test_a_definition_is_found_beside_its_folder_of_cases_and_by_its_id(here: Path, run: Run) -> None:
    for name in ("demo", "demo@1.0.0", "../demo.yaml"):
        (here / "cases" / "demo.yaml").write_text(RIGHT.replace("demo@1.0.0", name))
        assert run("cases")[0] == 0


def test_a_case_under_an_id_goes_by_the_version_of_its_day(here: Path, run: Run) -> None:
    agreed = DEFINITION.replace("status: draft", "status: agreed\neffective: {from: 2016-01-01, to: 2016-12-31}")
    later = agreed.replace("1.0.0", "2.0.0").replace("2016-01-01, to: 2016-12-31", "2017-01-01")
    (here / "demo.yaml").write_text(agreed)
    (here / "later.yaml").write_text(later.replace("day 7", "day 14"))
    cases = RIGHT.replace("demo@1.0.0", "demo")
    cases += cases.partition("cases:\n")[2].replace("endoscopy", "next").replace("2016", "2017")
    (here / "cases" / "demo.yaml").write_text(
        cases.replace(
            "2017-09-20: {state: testing, findings: [late ogd 2 days]}", "2017-09-20: {state: testing, findings: []}"
        )
    )
    status, out, _ = run("cases")
    assert status == 0, out
    assert "\ndemo@1.0.0: " in out
    assert "\ndemo@2.0.0: " in out


def test_a_case_for_which_nothing_was_in_force_is_a_problem(here: Path, run: Run) -> None:
    agreed = DEFINITION.replace("status: draft", "status: agreed\neffective: {from: 2018-01-01, to: 2018-12-31}")
    (here / "demo.yaml").write_text(agreed)
    (here / "later.yaml").write_text(agreed.replace("1.0.0", "2.0.0").replace("2018", "2019"))
    (here / "cases" / "demo.yaml").write_text(RIGHT.replace("demo@1.0.0", "demo"))
    status, out, _ = run("cases")
    assert status == 1
    assert "No version of demo was in force on 2016-09-05." in out


def test_without_paths_the_bundled_cases_are_run(run: Run) -> None:
    assert "og@1.1.0: its cases reach 100 % of it" in run()[1]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("casse", "carepath test: there is no casse; did you mean cases?\n"),
        ("cases/dmo.yaml", "carepath test: there is no cases/dmo.yaml; did you mean cases/demo.yaml?\n"),
        ("empty", "carepath test: there are no cases in empty\n"),
    ],
)
def test_misuse_is_one_sentence_and_status_2(path: str, said: str, here: Path, run: Run) -> None:
    (here / "empty").mkdir()
    assert run(path) == (2, "", said)


def test_what_a_case_needs_is_light() -> None:
    light = (
        "import sys, carepath.cases.trial; print([name for name in ('jsonschema', 'networkx') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", light], capture_output=True, text=True, check=True).stdout
    assert shown == "[]\n"
