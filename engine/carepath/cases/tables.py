"""Specification tables: rules of the engine, each with rows that say what follows from a record.

A table names its definitions and has sections; a section states one rule, and its rows are worked cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carepath.authoring.load import loads
from carepath.authoring.nodes import Fields, Items, Node, fields, text
from carepath.authoring.source import parse
from carepath.cases.reading import Case, case
from carepath.model import Pathway, Source
from carepath.problems import InvalidPathway, Problem


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of a table: its name, its text, and the pathway it is."""

    name: str
    text: str
    pathway: Pathway


@dataclass(frozen=True, slots=True)
class Section:
    """One rule in words, the definition it is shown with, and its rows."""

    title: str
    rule: str
    definition: Definition
    rows: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A specification table."""

    title: str
    about: str
    definitions: tuple[Definition, ...]
    sections: tuple[Section, ...]


def table(source: str, file: str) -> Table:
    """Return the table that a text holds; InvalidPathway with everything that is wrong with it."""
    parsed = parse(source, file)
    root, problems = fields(parsed.root), list(parsed.problems)
    definitions = {name: _definition(name, node, problems) for name, node in _named(root.get("definitions"))}
    known = {name: each for name, each in definitions.items() if each is not None}
    items = root.get("sections")
    sections = tuple(
        section
        for node in (items.items if isinstance(items, Items) else ())
        for section in _section(fields(node), known, problems)
    )
    _without_twins(sections, problems)
    if problems or not sections:
        raise InvalidPathway(tuple(problems) or (Problem(root.source, "missing-key", "A table has sections."),))
    return Table(text(root.get("title")) or "", text(root.get("about")) or "", tuple(known.values()), sections)


def _named(node: Node | None) -> Iterator[tuple[str, Node]]:
    for key, below in fields(node).pairs():
        yield str(key.value), below


def _definition(name: str, node: Node, problems: list[Problem]) -> Definition | None:
    written = text(node) or ""
    loaded = loads(written, f"{name} (line {node.source.line} of {node.source.file})")
    problems += (problem for problem in loaded.problems if problem.severity == "error")
    return None if loaded.pathway is None else Definition(name, written, loaded.pathway)


def _section(node: Fields, known: dict[str, Definition], problems: list[Problem]) -> Iterator[Section]:
    name = text(node.get("definition")) or next(iter(known), "")
    title = text(node.get("title")) or ""
    rows = tuple(each for key, row in fields(node.get("rows")).pairs() for each in case(key, row, problems))
    if name not in known:
        problems.append(Problem(node.source, "unknown-name", f"There is no definition “{name}” in this table."))
        return
    if not rows or not title:
        problems.append(Problem(node.source, "missing-key", "A section has a title and rows."))
        return
    yield Section(title, text(node.get("rule")) or "", known[name], rows)


def _without_twins(sections: tuple[Section, ...], problems: list[Problem]) -> None:
    """Add a problem for each row whose name another row of the table has."""
    seen: dict[str, Source] = {}
    for row in (row for section in sections for row in section.rows):
        if row.name in seen:
            problems.append(Problem(row.source, "duplicate-name", f"“{row.name}” stands also in {seen[row.name]}."))
        seen[row.name] = row.source
