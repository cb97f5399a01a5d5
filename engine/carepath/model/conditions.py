"""Conditions: three-valued, over attributes and over what has been done; never over time or verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Value = str | int | Decimal | date


@dataclass(frozen=True, slots=True)
class OneOf:
    """The attribute has one of these values."""

    attribute: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The attribute lies between two bounds, both inclusive; None is no bound."""

    attribute: str
    at_least: Value | None
    at_most: Value | None


@dataclass(frozen=True, slots=True)
class Known:
    """The attribute has (or has not) a value."""

    attribute: str
    known: bool


@dataclass(frozen=True, slots=True)
class Done:
    """The event has (or has not) been done in this episode."""

    event: str
    done: bool
    also: tuple[str, ...] = ()  # events that count as this one


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; true where there is none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; false where there is none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = OneOf | Within | Known | Done | AllOf | AnyOf | Not
ALWAYS = AllOf(())
