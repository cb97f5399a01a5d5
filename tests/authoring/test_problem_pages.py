"""Every problem has a page, and the page tells the truth: its wrong example gives the problem, its right one none.

The wrong examples are the broken definitions of each code. Only where a page cannot show one (bytes that are no
text, two files, a folder) it lies in `bad/` or is made here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

import carepath
import pytest
import yaml
from carepath.authoring.folder import check
from carepath.authoring.load import load, loads
from carepath.authoring.merge import overlaid
from carepath.authoring.nodes import Node, plain
from carepath.authoring.pages import codes, page
from carepath.authoring.regimes import load_regime
from carepath.authoring.source import parse
from carepath.cases.reading import read
from carepath.findings import CODES
from carepath.problems import Problem

PACKAGE = Path(carepath.__file__).parent
AUTHORING = PACKAGE / "authoring"
CASES = PACKAGE / "cases"
PAGES = AUTHORING / "help_pages"
BAD = Path(__file__).parent / "bad"
BASE = (PAGES / "_base.yaml").read_text("utf-8")
PROBLEM_PAGES = sorted(file.stem for file in PAGES.glob("*.md"))
FINDING_PAGES = sorted(file.stem for file in (PAGES / "findings").glob("*.md"))

BLOCK = re.compile(r"^```yaml (?P<half>wrong|right)(?P<whole> file)?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CASE = re.compile(r"^```yaml case (?P<half>wrong|right)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
REGIME = re.compile(r"^```yaml regime (?P<half>wrong|right)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
SENTENCE = re.compile(r"\S.*[.!?]", re.DOTALL)
ALSO = re.compile(r"`([a-z-]+)`")


def root(text: str) -> Node:
    parsed = parse(text, "page.yaml")
    assert parsed.root is not None, parsed.problems
    return parsed.root


def blocks(code: str, half: str) -> list[str]:
    """Return the definitions of a page: blocks of whole files, and the others laid over the shared definition."""
    shown = (page(code) or "").replace("\r\n", "\n")
    found = []
    for block in BLOCK.finditer(shown):
        if block["half"] == half:
            merged = overlaid(root(BASE), root(block["text"])) if not block["whole"] else None
            found.append(yaml.safe_dump(plain(merged), sort_keys=False) if merged else block["text"])
    return found


def also(code: str) -> frozenset[str]:
    """Return the other codes that a page says its wrong example gives."""
    lines = [line for line in (page(code) or "").splitlines() if line.startswith("Also reported:")]
    return frozenset(name for line in lines for name in ALSO.findall(line))


def given(problems: tuple[Problem, ...]) -> frozenset[str]:
    return frozenset(problem.code for problem in problems)


def example(folder: Path, text: str) -> Path:
    """Write a definition beside the shared one of the pages, which it may extend, and return its file."""
    (folder / "example.yaml").write_text(BASE, "utf-8")
    (folder / "page.yaml").write_text(text, "utf-8")
    return folder / "page.yaml"


def agreed(version: str, first: str, last: str = "") -> str:
    """Return the shared definition of the pages as an agreed version, in force from one day to another."""
    until = f", to: {last}" if last else ""
    text = BASE.replace("status: draft", f"status: agreed\neffective: {{from: {first}{until}}}")
    return text.replace('version: "1.0.0"', f'version: "{version}"')


def locked(folder: Path, text: str) -> tuple[Problem, ...]:
    (folder / "agreed.lock").write_text(text, "utf-8")
    return load(example(folder, agreed("1.0.0", "2016-08-01"))).problems


def bad_encoding(_: Path) -> tuple[Problem, ...]:
    return load(BAD / "bad-encoding.yaml").problems


def of_cases(half: str) -> tuple[Problem, ...]:
    """Return what is wrong with the worked case that the page shows."""
    (shown,) = (block["text"] for block in CASE.finditer(page("bad-line") or "") if block["half"] == half)
    return read(parse(f"pathway: example@1.0.0\n{shown}", "page.yaml")).problems


def bad_line(_: Path) -> tuple[Problem, ...]:
    assert of_cases("right") == ()
    return of_cases("wrong")


def of_regimes(code: str, half: str, folder: Path) -> Iterator[tuple[Problem, ...]]:
    """Yield what is wrong with each shared file of standards that the page shows."""
    found = [block["text"] for block in REGIME.finditer(page(code) or "") if block["half"] == half]
    assert found
    for text in found:
        (folder / "regime.yaml").write_text(text, "utf-8")
        yield load_regime(folder / "regime.yaml").problems


def of_standards(code: str, folder: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the wrong halves of a page on standards, whose right ones are without problem."""
    assert set(of_regimes(code, "right", folder)) == {()}
    return tuple(problem for problems in of_regimes(code, "wrong", folder) for problem in problems)


def regimes_overlap(folder: Path) -> tuple[Problem, ...]:
    (text,) = (block["text"] for block in REGIME.finditer(page("bad-share") or "") if block["half"] == "right")
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return check([folder / "one.yaml", folder / "two.yaml"]).problems


def shared_name(folder: Path) -> tuple[Problem, ...]:
    (folder / "shared" / "events").mkdir(parents=True)
    (folder / "shared" / "events" / "local.yaml").write_text("carepath: 1\nshared: events/cancer\n", "utf-8")
    return load(example(folder, BASE.replace("[events/cancer]", "[events/cancer, events/local]"))).problems


def file_not_found(folder: Path) -> tuple[Problem, ...]:
    return load(folder / "nowhere.yaml").problems


def file_unreadable(folder: Path) -> tuple[Problem, ...]:
    file = example(folder, BASE)
    with patch.object(Path, "open", side_effect=PermissionError(13, "Permission denied")):
        return load(file).problems


def agreed_not_locked(folder: Path) -> tuple[Problem, ...]:
    return locked(folder, "")


def agreed_changed(folder: Path) -> tuple[Problem, ...]:
    return locked(folder, f"example@1.0.0 {'0' * 64}\n")


def version_twice(folder: Path) -> tuple[Problem, ...]:
    example(folder, BASE)
    return check([folder]).problems


def versions_overlap(folder: Path) -> tuple[Problem, ...]:
    (folder / "one.yaml").write_text(agreed("1.0.0", "2015-04-01"), "utf-8")
    (folder / "two.yaml").write_text(agreed("1.1.0", "2016-08-01"), "utf-8")
    return check([folder]).problems


# Problems that no single text can show.
ELSEWHERE: dict[str, Callable[[Path], tuple[Problem, ...]]] = {
    "bad-encoding": bad_encoding,
    "bad-line": bad_line,
    "shared-name": shared_name,
    "file-not-found": file_not_found,
    "file-unreadable": file_unreadable,
    "agreed-not-locked": agreed_not_locked,
    "agreed-changed": agreed_changed,
    "version-twice": version_twice,
    "versions-overlap": versions_overlap,
    "bad-share": partial(of_standards, "bad-share"),
    "allocation-gap": partial(of_standards, "allocation-gap"),
    "regimes-overlap": regimes_overlap,
}


def test_the_shared_definition_of_the_pages_has_no_problem() -> None:
    assert loads(BASE).problems == ()


@pytest.mark.parametrize("code", sorted(set(PROBLEM_PAGES) - set(ELSEWHERE)))
def test_the_wrong_example_gives_exactly_its_code(code: str, tmp_path: Path) -> None:
    examples = blocks(code, "wrong")
    assert examples
    for text in examples:
        problems = load(example(tmp_path, text)).problems
        assert code in given(problems)
        assert given(problems) <= {code} | also(code)
        assert all(SENTENCE.fullmatch(problem.message) for problem in problems)


@pytest.mark.parametrize("code", sorted(ELSEWHERE))
def test_what_no_text_can_show_gives_exactly_its_code(code: str, tmp_path: Path) -> None:
    assert given(ELSEWHERE[code](tmp_path)) == {code}


@pytest.mark.parametrize("code", PROBLEM_PAGES)
def test_the_right_example_gives_no_problem(code: str, tmp_path: Path) -> None:
    for text in blocks(code, "right"):
        assert load(example(tmp_path, text)).problems == ()


def test_agreed_versions_that_follow_each_other_do_not_overlap(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(agreed("1.0.0", "2015-04-01", "2016-07-31"), "utf-8")
    (tmp_path / "two.yaml").write_text(agreed("1.1.0", "2016-08-01"), "utf-8")
    assert check([tmp_path]).problems == ()


@pytest.mark.parametrize("code", PROBLEM_PAGES)
def test_a_page_has_a_title_an_explanation_and_both_halves(code: str) -> None:
    title, blank, explanation, *_ = (page(code) or "").splitlines()
    assert title.startswith("# ")
    assert blank == ""
    assert len(explanation.split()) > 5
    assert code in ELSEWHERE or (blocks(code, "wrong") and blocks(code, "right"))


def test_every_code_that_a_problem_can_have_has_a_page_and_every_page_has_its_code() -> None:
    assert set(PROBLEM_PAGES) == emitted()


def test_every_finding_has_a_page_and_every_page_has_its_finding() -> None:
    assert set(FINDING_PAGES) == {*CODES, "rule"}


def test_codes_and_pages_agree() -> None:
    assert codes() == (*PROBLEM_PAGES, *FINDING_PAGES)
    assert all(page(code) for code in codes())
    assert page("rule:chase") == page("rule")
    assert page("no-such-code") is None


# Codes, collected from the source: a text in the place of the code of Problem, or of a function that hands it on.


def emitted() -> set[str]:
    """Return every code that the reading of definitions and of cases can give to a problem."""
    files = (*sorted(AUTHORING.rglob("*.py")), *sorted(CASES.glob("*.py")))
    trees = [ast.parse(file.read_text("utf-8")) for file in files]
    makers = {"Problem": 1}  # function → place of the code among its arguments
    while True:
        known = dict(makers)
        for tree in trees:
            makers.update(_handing_on(tree, makers))
        if makers == known:
            break
    return {code for tree in trees for code in _codes(tree, makers)}


def _handing_on(tree: ast.AST, makers: dict[str, int]) -> Iterator[tuple[str, int]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            names = [argument.arg for argument in function.args.args]
            method = bool(names) and names[0] == "self"
            for argument in _code_arguments(function, makers):
                if isinstance(argument, ast.Name) and argument.id in names:
                    yield function.name, names.index(argument.id) - method


def _codes(tree: ast.AST, makers: dict[str, int]) -> Iterator[str]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            assigned = {
                target.id: node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for argument in _code_arguments(function, makers):
                value = assigned.get(argument.id) if isinstance(argument, ast.Name) else argument
                for part in ast.walk(value) if value is not None else ():
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def _code_arguments(function: ast.FunctionDef, makers: dict[str, int]) -> Iterator[ast.expr]:
    for call in ast.walk(function):
        if isinstance(call, ast.Call):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if name in makers and len(call.args) > makers[name]:
                yield call.args[makers[name]]
