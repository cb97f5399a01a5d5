"""The shape of a definition: each slip is one problem, in plain words, where it stands."""

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from carepath.authoring.schema import Part, problems, schema
from carepath.authoring.source import parse
from jsonschema import Draft202012Validator

MINIMAL = (Path(__file__).parent / "minimal.yaml").read_text(encoding="utf-8")


def found(text: str, part: Part = "definition") -> list[tuple[str, int, int]]:
    return [(each.code, each.source.line, each.source.column) for each in given(text, part)]


def given(text: str, part: Part = "definition") -> Any:
    parsed = parse(dedent(text), "x.yaml")
    assert parsed.root is not None
    return problems(parsed.root, part)


def edited(old: str, new: str) -> str:
    assert MINIMAL.count(old) == 1, old
    return MINIMAL.replace(old, new)


def test_the_schema_is_valid_json_schema() -> None:
    Draft202012Validator.check_schema(schema())


def properties(node: object, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, below in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            yield f"{path}/{name}", below
        for name, below in node.items():
            yield from properties(below, f"{path}/{name}")
    elif isinstance(node, list):
        for below in node:
            yield from properties(below, path)


def test_every_property_is_described() -> None:
    undescribed = [path for path, below in properties(schema()) if not below.get("description")]
    assert undescribed == []


def test_a_whole_file_in_an_editor_is_told_apart_by_its_own_keys() -> None:
    whole = Draft202012Validator(schema())
    assert whole.is_valid({"carepath": 1, "shared": "events/x", "events": {"a": None}})
    assert whole.is_valid({"carepath": 1, "extends": "og@1.1.0", "milestones": {"ogd": {"due": "day 5"}}})
    assert not whole.is_valid({"carepath": 1, "extends": "og@1.1.0", "milestone": {}})
    assert not whole.is_valid({"carepath": 1, "id": "og"})


def test_the_minimal_definition_has_the_right_shape() -> None:
    assert given(MINIMAL) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "word"),
    [
        ("zone: Europe", "zzone: Europe", "unknown-key", "zzone"),
        ("status: draft", "status: drafty", "not-one-of", "drafty"),
        ("carepath: 1", "carepath: 2", "not-one-of", "2"),
        ('version: "1.0.0"', "version: 1", "wrong-type", "1"),
        ("title: Being tested", "title: [Being]", "wrong-type", "[Being]"),
        ("test: required", "test: requird", "not-one-of", "requird"),
        ("need: optional", "ned: optional", "unknown-key", "ned"),
        ("score: whole", "score: hole", "not-one-of", "hole"),
        ("route: [usc, other]}}", "route: {a: b}}}", "wrong-type", "{a: b}"),
        ("treatment: treated", "treatment: [treated]", "wrong-type", "[treated]"),
        ("target: 62 days", "target: 62", "wrong-type", "62"),
        ('"62": close}}\nclocks', '"62": closed}}\nclocks', "not-one-of", "closed"),
        ("{fit: yes}", "{fit: true}", "wrong-type", "true"),
        ("life: death", "life: deth", "not-one-of", "deth"),
        ("  planned:", "  pl anned:", "bad-name", "pl anned"),
    ],
)
def test_a_slip_is_one_problem_and_its_caret_is_under_the_word(old: str, new: str, code: str, word: str) -> None:
    text = edited(old, new)
    (problem,) = given(text)
    line = text.splitlines()[problem.source.line - 1]
    assert problem.code == code
    assert line[problem.source.column - 1 :][: problem.width] == word


def test_a_slip_in_a_needed_key_is_not_also_a_missing_key() -> None:
    (problem,) = given(edited("stop: treatment", "stopp: treatment"))
    assert (problem.code, problem.hint) == ("unknown-key", 'Did you mean "stop"?')


def test_a_missing_key_is_reported_at_the_name_of_what_lacks_it() -> None:
    assert found(edited("    stop: treatment\n", "")) == [("missing-key", 52, 3)]


def test_an_empty_list_or_mapping_is_reported_at_its_key() -> None:
    text = edited("start:\n  - {on: referral, when: {route: [usc, other]}, to: referred}", "start: []")
    assert found(text) == [("empty", 22, 1)]


def test_problems_come_by_place_and_each_once() -> None:
    text = edited("status: draft", "status: drafty").replace("life: death", "life: deth").replace("zone:", "zon:")
    assert [code for code, _, _ in found(text)] == ["not-one-of", "unknown-key", "not-one-of"]


def test_a_shared_file_may_not_hold_what_belongs_to_one_definition() -> None:
    text = """\
        carepath: 1
        shared: events/x
        states: {}
        """
    assert found(text, "shared") == [("unknown-key", 3, 1)]


def test_the_file_holds_the_schema_as_it_is_handed_out() -> None:
    file = Path(__file__).parents[2] / "engine/carepath/authoring/pathway.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == schema()
