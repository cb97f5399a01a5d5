"""What is drawn, as values that print as an author would write them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from hypothesis.vendor.pretty import RepresentationPrinter

from carepath.authoring.load import loads
from carepath.authoring.nodes import Plain
from carepath.cases.lines import BadLine, line
from carepath.model import Pathway
from carepath.record import Entry

QUOTE = '"'  # what begins with one is not plain YAML


class History(tuple[Entry, ...]):
    """The entries of one case; prints as a worked case of its definition."""

    pathway: Pathway

    def __new__(cls, entries: Iterable[Entry], pathway: Pathway) -> History:
        """Make a history of these entries of a case that goes by a pathway."""
        made = super().__new__(cls, entries)
        made.pathway = pathway
        return made

    @property
    def name(self) -> str:
        """The id and version of the definition, such as og@1.1.0."""
        return self.pathway.name

    def __repr__(self) -> str:
        return worked(self.name, self)


@dataclass(frozen=True, slots=True, repr=False)
class Written(Pathway):
    """A pathway with the text that it was loaded from, which is what it prints as."""

    text: str

    def __repr__(self) -> str:
        return f"{self.name}\n{self.text}"

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        printer.text(repr(self))  # Hypothesis spells out the fields of dataclasses otherwise


def written(text: str, file: str = "<text>") -> Written:
    """Return the pathway of a definition; raises InvalidPathway where it has problems."""
    pathway = loads(text, file).require()
    return Written(**{field.name: getattr(pathway, field.name) for field in fields(Pathway)}, text=text)


def as_yaml(definition: Mapping[str, Plain]) -> str:
    """Return a definition as text: a line for each clause, flow style below it."""
    lines: list[str] = []
    for section, value in definition.items():
        if isinstance(value, dict) and section not in ("site", "effective", "governance"):
            lines.append(f"{section}:")
            lines += [f"  {_flow(name)}: {_flow(below)}" for name, below in value.items()]
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            lines.append(f"{section}:")
            lines += [f"  - {_flow(item)}" for item in value]
        else:
            lines.append(f"{section}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Plain) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{_flow(name)}: {_flow(below)}" for name, below in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(item) for item in value) + "]"
        case str() if value.isidentifier() and value not in ("true", "false", "null"):
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)


def worked(
    name: str, entries: Iterable[Entry], as_of: date | datetime | None = None, known_at: datetime | None = None
) -> str:
    """Return entries as a worked case of the definition of that name, in their order."""
    lines = [f"pathway: {name}", "cases:", "  drawn:", "    events:"]
    lines += [f"      - {_line(entry, place)}" for place, entry in enumerate(entries, start=1)]
    lines += [f"    as_of: {as_of.isoformat()}"] if as_of is not None else []
    lines += [f"    known_at: {known_at.isoformat()}"] if known_at is not None else []
    return "\n".join(lines)


def _line(entry: Entry, place: int) -> str:
    """Return an entry as a line of a worked case, without its id where it has the one of its place."""
    try:
        text = line(entry).removeprefix(f"e{place}: ")
    except BadLine as wrong:
        return f"null  # {wrong}"
    return json.dumps(text, ensure_ascii=False) if text.startswith(QUOTE) else text
