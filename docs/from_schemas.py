"""Tables of the JSON Schemas: what a definition, an entry and an assessment may hold, in the words of the schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from carepath.commands.schema import schema

Schema = dict[str, Any]

WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "nothing",
    "array": "list",
    "object": "mapping",
}
ROW = "| {} | {} | {} |"
# What every clause may carry is said once, above the tables.
EVERYWHERE = ("cite", "verified")


def pathway() -> str:
    """Return the keys of a definition, object by object."""
    whole = _inlined(schema("pathway"), schema("pathway")["$defs"])
    definition = [*_table("definition", whole["$defs"]["definition"])]
    rest = {name: part for name, part in whole["$defs"].items() if name not in ("definition", "shared", "override")}
    parts = [line for name, part in rest.items() if _holders(part) for line in _table(name, part)]
    values = [(name, part) for name, part in rest.items() if not _holders(part) and part.get("description")]
    simple = [ROW.format(f'<a id="{name}"></a>{name}', _kind(part, ""), part["description"]) for name, part in values]
    return "\n".join([*definition, *parts, "### Values", "", *_head("Value"), *simple, ""])


def entry() -> str:
    """Return the columns of a record."""
    rows = _rows(schema("entry"))
    return "\n".join(
        [*_head("Column", last="", kinds=False), *(f"| `{name}` | {said} |" for name, _, said in rows), ""]
    )


def assessment() -> str:
    """Return the names in the JSON of an assessment, object by object."""
    whole = schema("assessment")
    parts = [
        line for name, part in whole["$defs"].items() if _holders(part) for line in _table(name, part, answer=True)
    ]
    values = [
        line
        for name, part in whole["$defs"].items()
        if not _holders(part)
        for line in (f"### {name}", "", f"{part.get('description', '')} {_kind(part, '')}", "")
    ]
    return "\n".join([*_table("assessment", whole, answer=True), *parts, *values])


def _head(first: str, last: str = "What it is", kinds: bool = True) -> list[str]:
    if not kinds:
        return [f"| {first} | Meaning |", "|---|---|"]
    return [ROW.format(first, last, "Meaning"), "|---|---|---|"]


def _table(name: str, part: Schema, answer: bool = False) -> Iterator[str]:
    """Yield a section for an object: a row for each of its keys, of which an answer always has all."""
    yield from (f"### {name}", "")
    if part.get("description"):
        yield from (part["description"], "")
    yield from _head("Key")
    for key, kind, said in (row for holder in _holders(part) for row in _rows(holder, always=answer)):
        if answer or key not in EVERYWHERE:
            yield ROW.format(f"`{key}`", kind, said)
    yield ""


def _holders(part: Schema) -> list[Schema]:
    """Return the objects with named keys in a schema, those that it refers to left out."""
    if "properties" in part:
        return [part]
    inner = [*part.get("anyOf", ()), *(part[key] for key in ("items", "additionalProperties") if key in part)]
    return [holder for each in inner if isinstance(each, dict) for holder in _holders(each)]


def _inlined(part: Any, parts: Schema) -> Any:
    """Return a schema with what only stands for a mapping of something put in the place of its name."""
    if isinstance(part, list):
        return [_inlined(each, parts) for each in part]
    if not isinstance(part, dict):
        return part
    name = str(part.get("$ref", "")).removeprefix("#/$defs/")
    if name in parts and "description" not in parts[name] and not _holders(parts[name]):
        return _inlined(parts[name], parts) | {"description": part.get("description", "")}
    return {key: _inlined(value, parts) for key, value in part.items()}


def _rows(part: Schema, prefix: str = "", always: bool = False) -> Iterator[tuple[str, str, str]]:
    """Yield name, kind and meaning of each key; keys of keys by their path."""
    needed = () if always else part.get("required", ())
    for key, value in part["properties"].items():
        said = value.get("description", "")
        yield f"{prefix}{key}", _kind(value, "**needed**, " if key in needed else ""), said
        for holder in _holders(value):
            yield from _rows(holder, f"{prefix}{key}.", always)


def _kind(value: Schema, before: str) -> str:
    return before + " or ".join(dict.fromkeys(_kinds(value)))


def _kinds(value: Schema) -> Iterator[str]:
    if "$ref" in value:
        name = value["$ref"].split("/")[2]
        yield f"[{name}](#{name})"
    elif "const" in value:
        yield f"`{value['const']}`"
    elif "enum" in value:
        yield " ".join(f"`{word}`" for word in value["enum"] if isinstance(word, str))
    elif "anyOf" in value:
        for each in value["anyOf"]:
            yield from _kinds(each)
    elif "type" in value:
        types = value["type"] if isinstance(value["type"], list) else [value["type"]]
        for each in types:
            inner = value.get("items" if each == "array" else "additionalProperties")
            of = f" of {_kind(inner, '')}" if isinstance(inner, dict) and each in ("array", "object") else ""
            yield WORDS[each] + of
    else:
        yield "as in [definition](#definition)"
