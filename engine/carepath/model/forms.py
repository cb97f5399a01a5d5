"""Forms that a rule asks to be filled in: parts for different roles, fields filled in from the case as far as known."""

from __future__ import annotations

from dataclasses import dataclass

from carepath.model.sources import UNCITED, Citation, Source
from carepath.model.vocabulary import AttributeType


@dataclass(frozen=True, slots=True)
class FieldFrom:
    """The field of a fact of the case: its kind, the name of the fact (None: there is only one), the field."""

    kind: str
    name: str | None
    field: str

    def __str__(self) -> str:
        return ".".join(part for part in (self.kind, self.name, self.field) if part is not None)


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing to be said; `origin` is where the case already says it, None where somebody has to."""

    id: str
    title: str
    source: Source
    type: AttributeType
    origin: FieldFrom | None = None


@dataclass(frozen=True, slots=True)
class FormPart:
    """What one role fills in; `returned` is the event that says that it came back."""

    id: str
    title: str
    source: Source
    role: str | None
    returned: str | None
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form with its parts, each of which is open until it was returned."""

    id: str
    title: str
    source: Source
    parts: tuple[FormPart, ...]
    citation: Citation = UNCITED
