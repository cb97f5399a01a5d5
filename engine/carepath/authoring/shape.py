"""Whether a value has the shape that a JSON Schema asks for: yes or no, quickly, without saying what is wrong.

Most files have the right shape, and a plain yes needs no validator. It knows the keywords that the schema of
definitions uses; where there is any other, nothing fits, and `schema` asks jsonschema, which also says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

Value = Any  # what JSON can say
Test = Callable[[Value], bool]
Schema = Mapping[str, Any]

SAYING = {"title", "description", "examples", "$schema", "$defs"}
TYPES: dict[str, Test] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
}


def fitting(schema: Schema, defs: Mapping[str, Schema]) -> Test:
    """Return the test whether a value fits a schema; `defs` are what it refers to with `#/$defs/…`."""
    return _Compiler(defs, {}).test(schema)


class _Compiler:
    """Makes tests out of schemas, of each definition once, however often and in whatever circle it is referred to."""

    def __init__(self, defs: Mapping[str, Schema], made: dict[str, Test]) -> None:
        self.defs = defs
        self.made = made

    def test(self, schema: Schema | bool) -> Test:
        if isinstance(schema, bool):
            return lambda _: schema
        with_others = {"then", "else"} | ({"properties"} if "additionalProperties" in schema else set())
        names = [name for name in schema if name not in SAYING | with_others]
        tests = [self._keyword(name, schema[name], schema) for name in names]
        if len(tests) == 1:
            return tests[0]
        return lambda value: all(test(value) for test in tests)

    def _keyword(self, name: str, said: Any, schema: Schema) -> Test:
        match name:
            case "$ref":
                return self._referred(str(said).removeprefix("#/$defs/"))
            case "type":
                kinds = [TYPES[kind] for kind in ([said] if isinstance(said, str) else said)]
                return kinds[0] if len(kinds) == 1 else lambda value: any(kind(value) for kind in kinds)
            case "properties" | "additionalProperties":
                return self._fields(schema)
            case "if":
                return self._either(schema)
            case "anyOf":
                parts = [self.test(part) for part in said]
                return lambda value: any(part(value) for part in parts)
            case "items" | "propertyNames":
                part, kind = self.test(said), list if name == "items" else dict
                return lambda value: not isinstance(value, kind) or all(part(each) for each in value)
            case "required":
                return lambda value: not isinstance(value, dict) or all(key in value for key in said)
            case "enum" | "const":
                return _one_of(said if name == "enum" else [said])
            case "pattern":
                pattern = re.compile(said)
                return lambda value: not isinstance(value, str) or pattern.search(value) is not None
            case "minimum":
                return lambda value: not TYPES["integer"](value) or value >= said
            case "minItems":
                return lambda value: not isinstance(value, list) or len(value) >= said
            case "minProperties":
                return lambda value: not isinstance(value, dict) or len(value) >= said
            case "maxProperties":
                return lambda value: not isinstance(value, dict) or len(value) <= said
            case _:
                return lambda _: False

    def _referred(self, name: str) -> Test:
        if name not in self.made:
            self.made[name] = lambda value: self.made[name](value)  # in a circle it is asked for before it is made
            self.made[name] = self.test(self._at(name))
        return self.made[name]

    def _at(self, pointer: str) -> Schema | bool:
        found: Any = self.defs
        for step in pointer.split("/"):
            if isinstance(found, list) and step.isdigit() and int(step) < len(found):
                found = found[int(step)]
            elif isinstance(found, dict) and step in found:
                found = found[step]
            else:
                return False  # nothing fits what is not there; the validator says what is the matter
        return cast("Schema", found)

    def _fields(self, schema: Schema) -> Test:
        known = {name: self.test(part) for name, part in schema.get("properties", {}).items()}
        other = self.test(schema.get("additionalProperties", True))

        def fits(value: Value) -> bool:
            return not isinstance(value, dict) or all(known.get(key, other)(each) for key, each in value.items())

        return fits

    def _either(self, schema: Schema) -> Test:
        asked, then, otherwise = (self.test(schema.get(part, True)) for part in ("if", "then", "else"))
        return lambda value: then(value) if asked(value) else otherwise(value)


def _one_of(words: list[Any]) -> Test:
    if not all(isinstance(word, str | int | None) for word in words):
        return lambda _: False
    known = {(type(word), word) for word in words}  # true is not 1
    return lambda value: isinstance(value, str | int | None) and (type(value), value) in known
