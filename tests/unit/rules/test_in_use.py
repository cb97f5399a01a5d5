"""What people see of rules: which matcher is in use, open forms, and rules in worked cases."""

import json
from pathlib import Path

import pytest
from carepath.__main__ import main
from carepath.cases.expected import BadExpectation, named
from carepath.rules import judging
from carepath.rules.hosted import hosted
from carepath.rules.matching import plain

from .test_judging import DEFINITION

RULES = """
  late: {when: [{milestone: {id: scan, verdict: overdue}}], then: {finding: The scan is late, form: delay}}
  quiet: {when: [{no: {rule: {id: late}}}], then: {note: Nothing is late}}
forms:
  delay: {title: Delay, parts: {ward: {role: local, fields: {
    scan: {title: Scanned, from: event.scan.day}, her2: {attribute: her2}, state: {from: case.state}}}}}
"""
CASES = """
pathway: tiny.yaml
cases:
  nobody scans:
    events: [2026-03-02 referral RK5]
    at:
      2026-03-05: {findings: [], rules_include: [quiet], rules_exclude: [late]}
      2026-03-06: {findings: [overdue scan 1 day, rule:late], due_include: [rule:late], rules_exclude: [quiet]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.yaml").write_text(DEFINITION.format(rules=RULES), encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "events.csv").write_text("case,id,event,occurred,provider\nc,1,referral,2026-03-02,RK5\n", "utf-8")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what a command prints, on both streams."""
    main(words)
    both = capsys.readouterr()
    return both.out + both.err


def missing(name: str) -> object:
    raise ImportError(name)


def test_the_plain_matcher_serves_where_the_other_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "import_module", missing)
    assert judging.matcher() is plain


def test_doctor_says_by_what_rules_are_matched(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(judging, "import_module", missing)
        assert "rules matched by     the plain matcher" in said(capsys, "doctor")
    pytest.importorskip("durable.engine", reason="durable_rules is not installed")
    assert judging.matcher() is hosted
    assert "rules matched by     durable_rules" in said(capsys, "doctor")


def test_open_forms_are_printed_with_what_is_known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "forms", "tiny.yaml", "events.csv", "--as-of", "2026-03-05") == "No form is open.\n"
    assert said(capsys, "forms", "tiny.yaml", "events.csv", "--as-of", "2026-03-09") == (
        "Case c: Delay (rule:late, since 5 March 2026)\n"
        "  ward (local, RK5)\n"
        "    Scanned  ………… (a day)\n"
        "    her2     ………… (positive / negative)\n"
        "    state    waiting\n"
    )
    told = json.loads(said(capsys, "forms", "tiny.yaml", "events.csv", "--as-of", "2026-03-09", "--format", "json"))
    assert [(each["field"], each["value"]) for each in told["parts"][0]["fields"]] == [
        ("scan", None), ("her2", None), ("state", "waiting"),
    ]  # fmt: skip
    assert said(capsys, "forms", "tiny.yaml", "events.csv", "--as-of", "2026-03-05", "--format", "json") == ""


def test_nothing_is_written_beside_the_record(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(folder.iterdir())
    said(capsys, "forms", "tiny.yaml", "events.csv", "--as-of", "2026-03-09")
    assert sorted(folder.iterdir()) == before


def test_worked_cases_are_judged_with_the_rules(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "1 case on 2 days, all as expected" in said(capsys, "test", "cases.yaml")


def test_what_no_case_reaches_of_the_rules_is_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "rules" not in said(capsys, "test", "cases.yaml")
    one = CASES.splitlines(keepends=True)[:-1]  # without the day on which the scan is late
    (folder / "cases.yaml").write_text("".join(one), encoding="utf-8")
    assert "rules 2 of 4" in said(capsys, "test", "cases.yaml")
    listed = said(capsys, "test", "cases.yaml", "--coverage")
    assert "late (late) holds" in listed
    assert "quiet (quiet) does not hold" in listed


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("rules_include: [quiet]", "rules_include: [late]", "There is no milestone with id scan and verdict overdue."),
        ("rules_exclude: [late]", "rules_exclude: [quiet]", "There is no rule with id late."),
        (", rule:late]", "]", "The scan is late."),
        ("rules_include: [quiet]", "rules_include: [quite]", 'Did you mean "quiet"?'),
        (", rule:late]", ", rule:later]", 'Did you mean "rule:late"?'),
    ],
)
def test_what_is_not_as_expected_of_a_rule_is_said_with_why(
    folder: Path, capsys: pytest.CaptureFixture[str], right: str, wrong: str, expected: str
) -> None:
    (folder / "cases.yaml").write_text(CASES.replace(right, wrong), encoding="utf-8")
    assert expected in said(capsys, "test", "cases.yaml")


def test_update_writes_what_rules_say(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = CASES.replace("overdue scan 1 day, rule:late", "").replace(
        "rules_include: [quiet]", "rules_include: [late]"
    )
    (folder / "cases.yaml").write_text(wrong, encoding="utf-8")
    assert "all as expected" in said(capsys, "test", "cases.yaml", "--update")
    updated = (folder / "cases.yaml").read_text(encoding="utf-8")
    assert "2026-03-05: {findings: [], rules_include: [], rules_exclude: [late]}" in updated
    assert "rule:late" in updated


def test_a_rule_that_is_about_itself_is_named_once() -> None:
    assert str(named("rule:late")) == str(named("rule:late late")) == "rule:late"
    assert (named("rule:late#2").episode, str(named("rule:late#2"))) == (2, "rule:late#2")
    assert str(named("rule:late scan")) == "rule:late scan"
    with pytest.raises(BadExpectation):
        named("late")
