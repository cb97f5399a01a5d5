"""Rules across the pathway, matched over the facts of an assessed case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carepath.calendar import Span
from carepath.model.conditions import Value
from carepath.model.sources import UNCITED, Citation, Source


@dataclass(frozen=True, slots=True)
class FieldOf:
    """The value of a field of another fact of the same rule, named by its alias."""

    alias: str
    field: str

    def __str__(self) -> str:
        return f"{self.alias}.{self.field}"


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A test of one field of a fact, against values or against a field of another fact; without the field it fails.

    `is`: one of the values · `is_not`: none of them · `at_least`, `at_most`: a bound, inclusive.
    """

    field: str
    op: Literal["is", "is_not", "at_least", "at_most"]
    values: tuple[Value, ...] = ()
    other: FieldOf | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of fact and the tests it must pass; `absent`: no such fact may exist; `alias`: its name in the rule."""

    kind: str
    tests: tuple[FieldTest, ...]
    absent: bool = False
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """When these facts stand together in an episode, this follows.

    `about` is the alias of the fact that the conclusion is about: one conclusion for each; None: one in all.
    `form` is a form to fill in, `note` what is said in explanations and nowhere else.
    """

    id: str
    patterns: tuple[Pattern, ...]
    source: Source
    title: str = ""
    finding: str | None = None
    due: str | None = None
    role: str | None = None
    within: Span | None = None
    about: str | None = None
    citation: Citation = UNCITED
    form: str | None = None
    note: str | None = None
