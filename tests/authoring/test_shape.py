"""The quick answer whether a file has the right shape is that of an independent validator, for right and for wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from carepath.authoring import schema
from carepath.authoring.nodes import Fields, plain
from carepath.authoring.shape import fitting
from carepath.authoring.source import parse
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

PATHWAYS = Path(__file__).parents[2] / "pathways"
WHOLE = schema.schema()
QUICK = fitting(WHOLE, WHOLE["$defs"])
SLOW = Draft202012Validator(WHOLE)
OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    "",
    "yes",
    "no",
    "day 3",
    "a b",
    [],
    ["x"],
    [{}],
    {},
    {"a": "b"},
)
FILES = sorted(PATHWAYS.glob("*.yaml")) + sorted((PATHWAYS / "shared").rglob("*.yaml"))


def read(file: Path) -> Any:
    root = parse(file.read_text("utf-8"), file.name).root
    assert isinstance(root, Fields)
    return plain(root)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in below for place in places(each, (*path, key)))]


def put(value: Any, path: tuple[str | int, ...], other: Any) -> Any:
    """Return a value with another one at a place."""
    if not path:
        return other
    key, *rest = path
    if isinstance(value, dict):
        return value | {key: put(value[key], tuple(rest), other)}
    return [put(each, tuple(rest), other) if place == key else each for place, each in enumerate(value)]


def without(value: Any, path: tuple[str | int, ...]) -> Any:
    """Return a value without what stands at a place, or with a key more where nothing can be left out."""
    if not path:
        return {**value, "more": 1} if isinstance(value, dict) else value
    key, *rest = path
    if rest:
        return put(value, (key,), without(value[key], tuple(rest)))
    return {name: each for name, each in value.items() if name != key} if isinstance(value, dict) else value[:-1]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_bundled_file_fits(file: Path) -> None:
    assert QUICK(read(file))


# One of each kind, so that every part of the language is reached.
DRAWN = [read(PATHWAYS / "og.yaml"), read(PATHWAYS / "lung.yaml"), read(PATHWAYS / "shared/regimes/v12-2023.yaml")]
PLACES = [places(each) for each in DRAWN]


@given(st.data())
def test_a_file_with_one_thing_changed_gets_the_verdict_of_an_independent_validator(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(DRAWN) - 1))
    path = data.draw(st.sampled_from(PLACES[number]))
    changed = data.draw(
        st.one_of(
            st.sampled_from(OTHERS).map(lambda other: put(DRAWN[number], path, other)),
            st.just(without(DRAWN[number], path)),
        )
    )
    assert QUICK(changed) is SLOW.is_valid(changed)


@pytest.mark.parametrize(
    ("asked", "value", "fits"),
    [
        ({"type": "integer"}, True, False),
        ({"const": 1}, True, False),
        ({"enum": ["yes", 1]}, 1, True),
        ({"type": ["string", "null"]}, None, True),
        ({"properties": {"a": {"type": "string"}}}, {"b": 1}, True),
        ({"properties": {"a": {"type": "string"}}, "additionalProperties": False}, {"b": 1}, False),
        ({"propertyNames": {"pattern": "^a"}}, {"b": 1}, False),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"a": 1}, False),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"c": 1}, True),
        ({"minItems": 2}, ["x"], False),
        ({"maxProperties": 1}, {"a": 1, "b": 2}, False),
        ({"minimum": 2}, 1, False),
        ({"minimum": 2}, "1", True),
    ],
)
def test_a_keyword_means_what_it_means_to_an_independent_validator(asked: Any, value: Any, fits: bool) -> None:
    assert fitting(asked, {})(value) is fits
    assert Draft202012Validator(asked).is_valid(value) is fits


def test_what_refers_to_itself_is_followed_as_deep_as_the_value() -> None:
    tree = {"type": "object", "properties": {"a": {"$ref": "#/$defs/tree"}}, "additionalProperties": False}
    fits = fitting({"$ref": "#/$defs/tree"}, {"tree": tree})
    assert fits({"a": {"a": {}}})
    assert not fits({"a": {"a": {"b": {}}}})


def test_a_keyword_that_is_not_known_fits_nothing_so_that_the_validator_is_asked() -> None:
    assert not fitting({"multipleOf": 2}, {})(4)


def test_what_refers_to_nothing_fits_nothing_so_that_the_validator_is_asked() -> None:
    assert not fitting({"$ref": "#/$defs/nowhere"}, {})({})
    parts: Any = {"parts": [{"type": "null"}, {"type": "object"}]}
    assert fitting({"anyOf": [{"$ref": "#/$defs/parts/1"}]}, parts)({})
