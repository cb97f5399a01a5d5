"""Every finding has a page, and the record on the page gives that finding."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
import yaml
from carepath.authoring.load import loads
from carepath.authoring.merge import overlaid
from carepath.authoring.nodes import Fields, Node, Scalar, plain
from carepath.authoring.pages import page
from carepath.authoring.source import parse
from carepath.calendar import Calendar
from carepath.cases.expected import differences
from carepath.cases.reading import Case, case
from carepath.evaluate import evaluate
from carepath.findings import CODES, Assessment
from carepath.problems import Problem

BASE = (files("carepath.authoring") / "help_pages" / "_base.yaml").read_text("utf-8")
BLOCK = re.compile(r"^```yaml (?P<what>pathway|record)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
# Its conditions have more cases than can be tried; a page cannot show so many.
NOT_SHOWN = ("nondeterministic",)


def root(text: str) -> Node:
    parsed = parse(text, "page.yaml")
    assert parsed.root is not None, parsed.problems
    return parsed.root


def block(code: str, what: str) -> str:
    """Return the one block of that kind on a page, empty where there is none."""
    found = [match["text"] for match in BLOCK.finditer(page(code) or "") if match["what"] == what]
    assert len(found) <= 1
    return found[0] if found else ""


def worked(code: str) -> Case:
    record = root(block(code, "record"))
    assert isinstance(record, Fields)
    problems: list[Problem] = []
    found = list(case(Scalar("example", record.source), record, problems))
    assert problems == []
    return found[0]


def judged(code: str) -> Assessment:
    """Judge the record of a page by the shared definition of the pages, changed as the page says."""
    patch = block(code, "pathway")
    merged = overlaid(root(BASE), root(patch)) if patch else root(BASE)
    pathway = loads(yaml.safe_dump(plain(merged), sort_keys=False))
    assert pathway.problems == ()
    shown = worked(code)
    question = shown.questions[0]
    return evaluate(pathway.require(), Calendar.england(), shown.entries, question.as_of, question.known_at)


@pytest.mark.parametrize("code", [code for code in (*CODES, "rule") if code not in NOT_SHOWN])
def test_the_record_of_a_page_is_judged_as_the_page_says(code: str) -> None:
    assert differences(judged(code), worked(code).questions[0].expect) == ()


@pytest.mark.parametrize("code", [code for code in CODES if code not in NOT_SHOWN])
def test_the_record_of_a_page_gives_its_finding(code: str) -> None:
    assert code in [finding.code for finding in judged(code).findings]


@pytest.mark.parametrize("code", [*CODES, "rule"])
def test_a_page_says_what_it_means_and_what_to_do(code: str) -> None:
    title, _, explanation, *rest = (page(code) or "").splitlines()
    assert title.startswith("# ")
    assert len(explanation.split()) > 12
    assert any(line.startswith("What to do: ") for line in rest)
