"""Where a text is not YAML: the line that is named is the one in which the slip was made, in the file of `new`."""

from __future__ import annotations

import re

import pytest
from carepath.authoring.load import loads
from carepath.authoring.source import parse
from carepath.commands.new import draft
from carepath.problems import Problem

TEXT = draft("example", "Example", [("diagnosing", "Diagnosing trust"), ("centre", "Specialist centre")])
LINES = TEXT.split("\n")
SAYING = [number for number, line in enumerate(LINES, 1) if line.strip() and not line.strip().startswith("#")]


def only(number: int, line: str) -> Problem | None:
    """Return the one problem of the draft with another line, None where it is still YAML."""
    text = "\n".join((*LINES[: number - 1], line, *LINES[number:]))
    problems = parse(text, "new.yaml").problems
    assert len(problems) <= 1
    return problems[0] if problems else None


def test_the_draft_has_no_slip() -> None:
    assert loads(TEXT).problems == ()


def test_a_line_with_one_space_too_few_is_named() -> None:
    found = 0
    for number in SAYING:
        line = LINES[number - 1]
        problem = only(number, line[1:]) if line.startswith("  ") else None
        if problem is not None:
            spaces = len(line) - len(line.lstrip()) - 1
            assert (problem.code, problem.source.line, problem.source.column) == ("yaml-syntax", number, spaces + 1)
            assert f"indented by {spaces} space" in problem.message
            assert f" {spaces + 1} spaces" in (problem.hint or "")
            found += 1
    assert found > 15


def test_a_line_without_its_colon_is_named() -> None:
    found = 0
    for number in SAYING:
        line = LINES[number - 1]
        if re.match(r" *[a-z_]+:( +[^{\[ #]| *#|$)", line):
            problem = only(number, line.replace(":", "", 1))
            assert problem is not None
            assert (problem.code, problem.source.line) == ("yaml-syntax", number)
            assert problem.message == "This line has no colon after its key."
            assert f": {line.split(':')[0].strip()}:" in (problem.hint or "")
            found += 1
    assert found > 20


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_no_break_space_is_named_with_its_column(space: str) -> None:
    for number in SAYING:
        line = LINES[number - 1]
        if ": " in line:
            problem = only(number, line.replace(": ", f":{space}", 1))
            assert problem is not None
            place = (problem.source.line, problem.source.column)
            assert (problem.code, *place) == ("no-break-space", number, line.index(": ") + 2)
        if line.startswith("  "):
            problem = only(number, f"{space}{line[1:]}")
            assert problem is not None
            assert (problem.code, problem.source.line, problem.source.column) == ("no-break-space", number, 1)


def test_a_no_break_space_in_quotes_or_in_a_comment_is_text() -> None:
    assert parse('a: "62\u00a0days" # 62\u00a0days', "x.yaml").problems == ()


def test_a_quote_that_is_never_closed_is_named_where_it_opens() -> None:
    found = 0
    for number in SAYING:
        line = LINES[number - 1]
        if line.count('"') >= 2:
            opened = line.index('"')
            problem = only(number, line[: opened + 1] + line[opened + 1 :].replace('"', "", 1))
            assert problem is not None
            place = (problem.source.line, problem.source.column)
            assert (problem.code, *place) == ("yaml-syntax", number, opened + 1)
            assert "quote" in problem.message
            found += 1
    assert found > 5


@pytest.mark.parametrize(
    "text",
    [
        'a: "two\n  lines"\nb: c: d\n',
        "a: 'it''s'\nb: c: d\n",
        'a: "x" # don\'t\nb: c: d\n',
        "a: it's\nb: c: d\n",
        "a: [1,\n 2]\nb: c: d\n",
        "a: one text\n  on two lines\nb: c: d\n",
        "a: one text\n   on two\n   or three lines\nb: c: d\n",
        "a: |\n  a block\n   of text\nb: c: d\n",
        "a:b: 1\nb: c: d\n",
    ],
)
def test_what_is_right_above_a_slip_is_not_named(text: str) -> None:
    (problem,) = parse(text, "x.yaml").problems
    assert (problem.source.line, problem.source.column) == (text.count("\n"), 5)
    assert problem.message.startswith("A colon is not expected here.")
