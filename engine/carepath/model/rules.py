"""Rules across the pathway, matched over the assessment of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carepath.calendar import Span
from carepath.model.conditions import Value
from carepath.model.sources import UNCITED, Citation, Source


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A test of one field of a fact."""

    field: str
    op: Literal["is", "at_least", "at_most"]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of fact and the tests it must pass; `absent`: no such fact may exist."""

    kind: str
    tests: tuple[FieldTest, ...]
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """When these facts stand together, this follows."""

    id: str
    patterns: tuple[Pattern, ...]
    source: Source
    finding: str | None = None
    due: str | None = None
    role: str | None = None
    within: Span | None = None
    citation: Citation = UNCITED
