"""The schema of case files says what `carepath test` reads, for editors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from carepath.authoring.nodes import plain
from carepath.authoring.source import parse
from carepath.cases.expected import KEYS
from carepath.cases.reading import CASE_KEYS, FILE_KEYS
from carepath.commands.schema import schema
from carepath.findings import CODES

ROOT = Path(__file__).parents[2]
SCHEMA = schema("cases")
FILES = sorted((ROOT / "pathways" / "cases").glob("*.yaml"))
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def written(text: str) -> Any:
    root = parse(text, "cases.yaml").root
    assert root is not None
    return plain(root)


def nodes(part: Any) -> Iterator[Any]:
    if isinstance(part, dict):
        yield part
    for below in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from nodes(below)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_bundled_cases_have_its_shape(file: Path) -> None:
    jsonschema.validate(written(file.read_text("utf-8")), SCHEMA)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_bundled_cases_name_it_for_editors(file: Path) -> None:
    found = MODELINE.match(file.read_text("utf-8"))
    assert found is not None
    assert (file.parent / found[1]).resolve() == ROOT / "engine" / "carepath" / "schemas" / "cases.schema.json"


def test_it_has_the_keys_that_are_read() -> None:
    assert set(SCHEMA["properties"]) == set(FILE_KEYS)
    assert set(SCHEMA["$defs"]["case"]["properties"]) == set(CASE_KEYS)
    assert set(SCHEMA["$defs"]["expect"]["properties"]) == {*KEYS, "known_at"}


def test_it_knows_every_code() -> None:
    pattern = re.compile(SCHEMA["$defs"]["finding"]["pattern"])
    assert all(pattern.search(f"{code} ogd 4 days") for code in (*CODES, "rule:chase"))
    assert not pattern.search("lat ogd")


def test_every_key_is_described() -> None:
    for part in nodes(SCHEMA):
        for name, below in part.get("properties", {}).items():
            shared = below.get("$ref", "").rpartition("/")[2]
            described = below if "description" in below or not shared else SCHEMA["$defs"][shared]
            assert described.get("description") or name in PLAIN, name


PLAIN = ("id", "title", "episode", "instance", "event", "day", "at", "provider", "before", "after", "via", "source",
         "citation", "read", "live", "placed", "left_out")  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        "cases: {}",
        "pathway: og\ncases: {a: {events: []}}",
        "pathway: og\ncases: {a: {as_of: 1.9.2016}}",
        "pathway: og\ncases: {a: {as_of: 2016-09-01, expect: {stat: x}}}",
        "pathway: og\ncases: {a: {as_of: 2016-09-01, expect: {findings: [lat ogd]}}}",
        "pathway: og\ncases: {a: {as_of: 2016-09-01, expect: {verdicts: {ogd: mett}}}}",
        "pathway: og\ncases: {a: {at: {soon: {state: x}}}}",
        "pathway: og\ncases: {a: {as_of: 2016-09-01, events: [[x]]}}",
    ],
)
def test_it_refuses_what_cannot_be_read(wrong: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written(wrong), SCHEMA)
