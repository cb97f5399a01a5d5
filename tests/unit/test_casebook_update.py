"""`carepath test --update` writes what is there as what is expected, and leaves all else as it was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from carepath.__main__ import main

HEAD = """\
# A comment
pathway: og@1.1.0
cases:
"""
EVENTS = """\
    events:
      - 2016-09-05 referral RK5 route=usc    # day 0
      - 2016-09-06 triage RK5 fit_for_endoscopy=yes
      - 2016-09-14 ogd RK5
"""

Update = Callable[[str], tuple[str, str]]


@pytest.fixture
def update(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Update:
    """Return the part of the file after its events, and what was said."""

    def called(rest: str, end: str = "\n") -> tuple[str, str]:
        before = f"{HEAD}  one case:\n{EVENTS}"
        file = tmp_path / "cases.yaml"
        file.write_bytes((before + rest).replace("\n", end).encode())
        main(["test", str(file), "--update"])
        after = file.read_bytes().decode()
        assert after.startswith(before.replace("\n", end))
        return after.replace(end, "\n").removeprefix(before), capsys.readouterr().err

    return called


def test_only_what_differs_is_rewritten(update: Update) -> None:
    after, said = update("""\
    as_of: 2016-09-15  # day 10
    expect:
      state: staging   # not so
      closed: null
      # all of them
      findings: [late ogd 3 days, repeated ogd]  # here too
      due_include: [ct, ogd]
""")
    assert (
        after
        == """\
    as_of: 2016-09-15  # day 10
    expect:
      state: testing   # not so
      closed: null
      # all of them
      findings: [late ogd 2 days]  # here too
      due_include: [ct]
"""
    )
    assert "was rewritten. Review what is now expected of:\n  one case, as of 2016-09-15\n" in said


def test_what_is_right_is_left_alone(update: Update) -> None:
    rest = """\
    at:
      2016-09-13: {findings: [overdue ogd],   state: testing}
      2016-09-15:
        findings:   [late ogd 2 days]
"""
    assert update(rest) == (rest, "")


def test_a_list_of_lines_keeps_the_lines_that_stay_with_their_comments(update: Update) -> None:
    after, _ = update("""\
    as_of: 2016-09-20
    expect:
      findings:
        # first
        - late ogd  # whatever the days
        # gone
        - repeated ogd
      state: testing
""")
    assert (
        after
        == """\
    as_of: 2016-09-20
    expect:
      findings:
        # first
        - late ogd  # whatever the days
        - overdue ct 3 days
      state: testing
"""
    )


@pytest.mark.parametrize("expect", ["", "    expect:\n"])
def test_where_nothing_is_expected_yet_the_standing_is_written(update: Update, expect: str) -> None:
    after, _ = update(f"    as_of: 2016-09-15  # day 10\n{expect}  # the end\n")
    assert (
        after
        == """\
    as_of: 2016-09-15  # day 10
    expect:
      state: testing
      findings: [late ogd 2 days]
  # the end
"""
    )


def test_several_days_of_a_case_are_rewritten_each_for_itself(update: Update) -> None:
    after, said = update("""\
    as_of: 2016-09-06
    expect: {state: referred}
    at:
      2016-09-12: {state: testing, findings: [late ogd]}
      2016-09-13: {verdicts: {ogd: met, "62": pending}, findings_include: [late ogd], findings_exclude: [overdue ogd]}
      2016-09-15: {clocks: {"62": {net: 9, target: 62 days}}, next_change: 2016-09-15, closed: died}
      2016-09-16: {known_at: 2016-09-16T12:00, justified: {late ogd: x}, due_exclude: [ct, treatment], positions: []}
""")
    assert (
        after
        == """\
    as_of: 2016-09-06
    expect: {state: testing}
    at:
      2016-09-12: {state: testing, findings: []}
      2016-09-13: {verdicts: {ogd: overdue, "62": pending}, findings_include: [], findings_exclude: []}
      2016-09-15: {clocks: {"62": {net: 10, target: 62 days}}, next_change: 2016-09-16, closed: null}
      2016-09-16: {known_at: 2016-09-16T12:00, justified: {late ogd: null}, due_exclude: [], \
positions: [referred, testing, testing]}
"""
    )
    assert said.count("\n") == 6


def test_line_ends_and_letters_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    text = f"{HEAD}  Barrett's:  # œsophagus\n{EVENTS}    as_of: 2016-09-15\n    expect:\n      state: staging\n"
    file.write_bytes(text.replace("\n", "\r\n").encode())
    assert main(["test", str(file), "--update"]) == 0
    assert file.read_bytes().decode() == text.replace("staging", "testing").replace("\n", "\r\n")


def test_a_file_with_mistakes_keeps_them(update: Update) -> None:
    rest = """\
    as_of: 2016-09-15
    expect: {state: staging}
  second:
    events: [2016-09-05 refferal RK5]
    as_of: 2016-09-06
    expect: {state: testing}
"""
    assert update(rest)[0] == rest.replace("expect: {state: staging}", "expect: {state: testing}", 1)


@pytest.mark.parametrize(
    "rest",
    [
        '    as_of: 2016-09-15\n    expect:\n      state: "stag\\\n        ing"\n',
        "    as_of: 2016-09-15\n    expect:\n      state: >-\n        staging\n",
        "    as_of: 2016-09-15\n    expect: {findings: [overdue\n      ogd]}\n",
    ],
)
def test_what_cannot_be_rewritten_safely_is_left_as_it_is(update: Update, rest: str) -> None:
    after, said = update(rest)
    assert after == rest
    assert "was left as it is: one case: " in said


def test_an_interrupted_write_leaves_the_file(update: Update, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rest = "    as_of: 2016-09-15\n    expect: {state: staging}\n"

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    assert update(rest)[0] == rest
    assert [file.name for file in tmp_path.iterdir()] == ["cases.yaml"]
