"""Problems for people, for programs and for GitHub: text with carets, JSON, annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from carepath.problems import Problem

WIDEST = 110  # characters of a line that are shown
BEFORE = 60  # of these, at most so many before the caret


def as_text(problems: Iterable[Problem]) -> str:
    """Return each problem with its line, a caret under the place, and what to do; then how many."""
    given = tuple(problems)
    return "\n".join([*(line for problem in given for line in _lines(problem)), counted(given)])


def as_json(problems: Iterable[Problem], timing: object = None) -> str:
    """Return `{"problems": [...]}`, with `timing` beside it where it is given."""
    said: dict[str, object] = {"problems": [problem_dict(problem) for problem in problems]}
    return json.dumps(said if timing is None else said | {"timing": timing}, ensure_ascii=False, indent=2)


def problem_dict(problem: Problem) -> dict[str, str | int | None]:
    """Return the fields of a problem for programs."""
    return {
        "file": problem.source.file,
        "line": problem.source.line,
        "column": problem.source.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
    }


def as_github(problems: Iterable[Problem]) -> str:
    """Return workflow commands that annotate the lines of a pull request."""
    return "\n".join(_command(problem) for problem in problems)


def counted(problems: Iterable[Problem]) -> str:
    """Return how many errors and warnings there are, in a few words."""
    given = tuple(problems)
    errors = sum(problem.severity == "error" for problem in given)
    parts = [_number(count, word) for count, word in ((errors, "error"), (len(given) - errors, "warning")) if count]
    return ", ".join(parts) if parts else "No problems."


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _lines(problem: Problem) -> Iterator[str]:
    place = f"{problem.source.file}:{problem.source.line}:{problem.source.column}"
    yield _visible(f"{place}: {problem.severity} {problem.code}: {problem.message}")
    number = str(problem.source.line)
    margin = " " * len(number)
    if problem.excerpt is not None:
        column = problem.source.column - 1
        skipped = max(0, column - BEFORE)
        line = _visible(problem.excerpt)[skipped : skipped + WIDEST]
        width = max(1, min(problem.width, len(line) - (column - skipped)))
        yield f"{margin} |"
        yield f"{number} | {line}"
        yield f"{margin} | {' ' * (column - skipped)}{'^' * width}"
    if problem.hint:
        yield _visible(f"{margin} = {problem.hint}")
    yield ""


def _visible(text: str) -> str:
    """Return text that does nothing to a terminal and keeps its columns."""
    letters = text.replace("\t", " ")
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in letters)


def _command(problem: Problem) -> str:
    source = problem.source
    where = f"file={_property(source.file)},line={source.line},col={source.column}"
    said = " ".join(filter(None, [f"{problem.code}: {problem.message}", problem.hint]))
    return f"::{problem.severity} {where}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
