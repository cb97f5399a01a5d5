"""The shape of a definition: keys, types and fixed words, by JSON Schema, said plainly.

The schema beside this module also serves editors. What names mean is no matter of shape: see `build`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, cast

from carepath.authoring.nodes import Fields, Items, Node, Scalar, plain
from carepath.authoring.shape import Test, fitting
from carepath.authoring.words import closest, hint, listed
from carepath.problems import Problem

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

Part = Literal["definition", "shared", "override"]
TYPES = {
    "string": "text",
    "integer": "a whole number",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
    "boolean": "true or false",
}
SHAPES = ("type", "enum", "const")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of definitions and shared files."""
    loaded: dict[str, Any] = json.loads((files("carepath.authoring") / "pathway.schema.json").read_text("utf-8"))
    return loaded


def problems(root: Node, part: Part) -> tuple[Problem, ...]:
    """Return what is wrong with the shape of a file, in the order of its lines, each thing once."""
    value = plain(root)
    if _fits(part)(value):
        return ()
    found: list[Problem] = []
    for error in _validator(part).iter_errors(value):
        found.extend(_plainly(error, root))
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.place))


@cache
def _fits(part: Part) -> Test:
    defs = schema()["$defs"]
    return fitting(defs[part], defs)


@cache
def _validator(part: Part) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # heavy, and needed only where something is wrong

    whole = schema()
    return Draft202012Validator({"$ref": f"#/$defs/{part}", "$defs": whole["$defs"]})


def _plainly(error: ValidationError, root: Node) -> Iterator[Problem]:
    """Yield an error of the schema as problems of the author."""
    path = tuple(error.absolute_path)
    node = _at(root, path)
    match error.validator:
        case "anyOf":
            yield from _best(error, root)
        case "additionalProperties":
            yield from _unknown(error, node)
        case "required":
            yield from _missing(error, root, path)
        case "pattern":
            yield _bad_name(error, node)
        case "enum" | "const":
            yield _not_one_of(error, node)
        case "type":
            yield _wrong_type(error, node, _list(_value(error)))
        case "minItems" | "minProperties":
            yield _problem(_named(root, path), "empty", "At least one thing has to stand here.", error)
        case "minimum":
            yield _problem(node, "bad-number", f"A number from {error.validator_value} upwards is needed.", error)
        case "maxProperties":
            yield _problem(node, "too-many-keys", f"Only {error.validator_value} key may stand here.", error)
        case _:
            yield _problem(node, "wrong-type", "This does not fit here.", error)


def _best(error: ValidationError, root: Node) -> Iterator[Problem]:
    """Yield the problems of that alternative which the author most probably meant."""
    branches: dict[int, list[ValidationError]] = {}
    for below in error.context or ():
        branches.setdefault(int(below.relative_schema_path[0]), []).append(below)
    shaped = [found for found in branches.values() if not any(_misshapen(below) for below in found)]
    if shaped:
        for below in min(shaped, key=len):
            yield from _plainly(below, root)
        return
    node = _at(root, tuple(error.absolute_path))
    words = [below for found in branches.values() for below in found if below.validator in ("enum", "const")]
    if words and isinstance(error.instance, str):
        known = [word for below in words for word in _words(below)]
        yield _not_one_of(words[0], node, known)
        return
    wanted = [kind for found in branches.values() for below in found for kind in _wanted(below)]
    yield _wrong_type(error, node, list(dict.fromkeys(wanted)))


def _misshapen(error: ValidationError) -> bool:
    """Whether an alternative fails already by the kind of thing that stands there."""
    if error.relative_path:
        return False
    return error.validator in SHAPES or (
        error.validator == "anyOf" and all(_misshapen(below) for below in error.context or ())
    )


def _wanted(error: ValidationError) -> list[str]:
    if error.validator == "type":
        return _list(_value(error))
    return ["string"] if error.validator in ("enum", "const") else []


def _unknown(error: ValidationError, node: Node) -> Iterator[Problem]:
    known = [str(name) for name in _schema(error).get("properties", {})]
    for name in sorted(set(_instance(error)) - set(known)):
        key = node.key(name) if isinstance(node, Fields) else node
        message = f'"{name}" is not a key that can stand here.'
        yield Problem(key.source, "unknown-key", message, hint(name, known, "keys"), width=key.width)


def _missing(error: ValidationError, root: Node, path: Sequence[str | int]) -> Iterator[Problem]:
    given = set(_instance(error))
    known = _schema(error).get("properties", {})
    meant = {closest(name, known) for name in given - set(known)}  # a slip in a key is reported there, once
    for name in _value(error):
        if name not in given and name not in meant:
            description = known.get(name, {}).get("description")
            place = _named(root, path)
            yield Problem(place.source, "missing-key", f'"{name}:" is missing here.', description, width=place.width)


def _bad_name(error: ValidationError, node: Node) -> Problem:
    name = str(error.instance)
    place = node.key(name) if isinstance(node, Fields) and name in node.entries else node
    message = f'"{name}" cannot be a name.'
    return Problem(place.source, "bad-name", message, _schema(error).get("description"), width=place.width)


def _not_one_of(error: ValidationError, node: Node, known: Iterable[str] = ()) -> Problem:
    words = list(known) or _words(error)
    given = error.instance
    said = f'"{given}"' if isinstance(given, str | int) else TYPES[_kind(given)]
    near = closest(given, words) if isinstance(given, str) else None
    help_ = f'Did you mean "{near}"?' if near else None
    return Problem(node.source, "not-one-of", f"{said} is not {listed(words)}.", help_, width=node.width)


def _wrong_type(error: ValidationError, node: Node, wanted: list[str]) -> Problem:
    given = error.instance
    needed = listed([TYPES[kind] for kind in wanted if kind != "null"])
    help_ = _schema(error).get("description")
    if "examples" in _schema(error):
        help_ = f"Write it like this: {_schema(error)['examples'][0]}."
    elif "string" in wanted and isinstance(given, bool):
        help_ = f"Write {'yes' if given else 'no'}, or put the word in quotes."
    elif "string" in wanted and isinstance(given, int):
        help_ = f'Put it in quotes: "{given}".'
    said = TYPES[_kind(given)]
    return _problem(node, "wrong-type", f"{said.capitalize()} stands where {needed} is needed.", error, help_)


def _problem(node: Node, code: str, message: str, error: ValidationError, hint: str | None = None) -> Problem:
    return Problem(node.source, code, message, hint or _schema(error).get("description"), width=node.width)


def _words(error: ValidationError) -> list[str]:
    values = [_value(error)] if error.validator == "const" else _value(error)
    return [str(value) for value in values if not isinstance(value, bool)]


def _schema(error: ValidationError) -> dict[str, Any]:
    return cast("dict[str, Any]", error.schema)


def _value(error: ValidationError) -> Any:
    return error.validator_value


def _instance(error: ValidationError) -> Iterable[str]:
    return cast("Iterable[str]", error.instance)


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _kind(value: object) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case str():
            return "string"
        case list():
            return "array"
        case None:
            return "null"
        case _:
            return "object"


def _at(root: Node, path: Sequence[str | int]) -> Node:
    """Return the node at a path."""
    node = root
    for step in path:
        if isinstance(node, Fields) and isinstance(step, str):
            node = node.entries[step][1]
        elif isinstance(node, Items) and isinstance(step, int):
            node = node.items[step]
    return node


def _named(root: Node, path: Sequence[str | int]) -> Node | Scalar:
    """Return the key over the node at a path, the node itself where it has none."""
    if not path:
        return _start(root)
    around = _at(root, path[:-1])
    return around.key(str(path[-1])) if isinstance(around, Fields) else _at(root, path)


def _start(root: Node) -> Node:
    """Return the first key of a file, so that a caret underlines a word and not all of the line."""
    first = next(iter(root.pairs()), None) if isinstance(root, Fields) else None
    return first[0] if first else root
