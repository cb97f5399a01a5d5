"""The outcome of worked cases for programs: JSON, and the XML of JUnit that build servers read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from carepath.authoring.report import problem_dict
from carepath.cases.coverage import Coverage
from carepath.cases.outcome import Outcome
from carepath.cases.reasons import reasons
from carepath.cases.telling import summary
from carepath.cases.trial import Trial
from carepath.problems import Problem
from carepath.table import plain


def as_json(outcome: Outcome) -> str:
    """Return `{"passed", "summary", "problems", "cases", "coverage"}`."""
    told = {
        "passed": outcome.passed,
        "summary": summary(outcome),
        "problems": [problem_dict(problem) for problem in outcome.problems],
        "cases": [_case(trial) for trial in outcome.trials],
        "coverage": [_coverage(each) for each in outcome.coverage],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _case(trial: Trial) -> dict[str, Any]:
    known = trial.question.known_at
    return {
        "file": trial.question.source.file,
        "line": trial.question.source.line,
        "name": trial.case.name,
        "pathway": trial.pathway.name,
        "as_of": trial.day,
        "known_at": None if known is None else known.isoformat(),
        "passed": trial.passed,
        "differences": [{"key": each.key, "expected": each.wanted, "got": each.got} for each in trial.differences],
        "why": [] if trial.passed else list(reasons(trial)),
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "pathway": coverage.pathway,
        "percent": coverage.percent,
        "counts": {kind: {"reached": reached, "of": total} for kind, reached, total in coverage.counts()},
        "missing": [
            {"file": goal.source.file, "line": goal.source.line, "kind": goal.kind, "what": goal.words}
            for goal in coverage.missing
        ],
    }


def as_junit(outcome: Outcome) -> str:
    """Return a suite for each file, with a test for each case and day, and an error for each problem."""
    root = ElementTree.Element("testsuites", name="carepath test")
    for book in outcome.books:
        tried = [trial for trial in outcome.trials if trial.question.source.file == book.file]
        failures = sum(not trial.passed for trial in tried)
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=plain(book.file),
            tests=str(len(tried) + len(book.problems)),
            failures=str(failures),
            errors=str(len(book.problems)),
        )
        for problem in book.problems:
            _problem(suite, problem)
        for trial in tried:
            _test(suite, trial)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _test(suite: ElementTree.Element, trial: Trial) -> None:
    source = trial.question.source
    test = ElementTree.SubElement(
        suite,
        "testcase",
        classname=plain(Path(source.file).stem),
        name=plain(f"{trial.case.name}, as of {trial.day}"),
        file=plain(source.file),
        line=str(source.line),
    )
    if not trial.passed:
        said = [plain(str(each)) for each in trial.differences]
        failure = ElementTree.SubElement(test, "failure", message="; ".join(said), type="difference")
        failure.text = "\n".join((*said, "", *reasons(trial)))


def _problem(suite: ElementTree.Element, problem: Problem) -> None:
    source = problem.source
    name = plain(f"{problem.code}, line {source.line}")
    test = ElementTree.SubElement(
        suite,
        "testcase",
        classname=plain(Path(source.file).stem),
        name=name,
        file=plain(source.file),
        line=str(source.line),
    )
    said = plain(" ".join(filter(None, [problem.message, problem.hint])))
    ElementTree.SubElement(test, "error", message=said, type=problem.code).text = f"{source}:{source.column}: {said}"
