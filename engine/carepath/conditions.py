"""Three-valued conditions over attributes and over what has been done.

True, False, or None where a value is not known (Kleene's tables). Nothing here reads time.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from carepath.model import AllOf, AnyOf, Condition, Done, Known, Not, OneOf, Value, Within


@dataclass(frozen=True, slots=True)
class World:
    """What a condition may look at: the attributes that have a value, and the events done."""

    attributes: Mapping[str, Value]
    done: Container[str]


def truth(condition: Condition, world: World) -> bool | None:
    """Return whether the condition holds; None where that depends on a value not known."""
    match condition:
        case OneOf(attribute, values):
            value = world.attributes.get(attribute)
            return None if value is None else value in values
        case Within(attribute, at_least, at_most):
            value = world.attributes.get(attribute)
            return None if value is None else _between(value, at_least, at_most)
        case Known(attribute, known):
            return (attribute in world.attributes) is known
        case Done(event, done, also):
            return (event in world.done or any(name in world.done for name in also)) is done
        case AllOf(parts):
            return _all([truth(part, world) for part in parts])
        case AnyOf(parts):
            return _not(_all([_not(truth(part, world)) for part in parts]))
        case Not(part):
            return _not(truth(part, world))


def unknown_attributes(condition: Condition, world: World) -> tuple[str, ...]:
    """Return the attributes without value on which the condition waits, in alphabetical order."""
    return tuple(sorted({name for name in attributes(condition) if name not in world.attributes}))


def attributes(condition: Condition) -> Iterator[str]:
    """Yield each attribute whose value the condition compares."""
    match condition:
        case OneOf(attribute=name) | Within(attribute=name):
            yield name
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from attributes(part)
        case Not(part):
            yield from attributes(part)


def still_possible(condition: Condition, world: World) -> bool:
    """Return whether later events could make the condition true; what was done stays done."""
    match condition:
        case Done(event, False, also):
            return event not in world.done and not any(name in world.done for name in also)
        case AllOf(parts):
            return all(still_possible(part, world) for part in parts)
        case AnyOf(parts):
            return any(still_possible(part, world) for part in parts)
        case _:
            return True


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _between(value: Value, low: Value | None, high: Value | None) -> bool:
    return (low is None or _no_more(low, value)) and (high is None or _no_more(value, high))


def _no_more(left: Value, right: Value) -> bool:
    """Compare two numbers or two days; the loader has made a bound of its attribute's type."""
    if isinstance(left, date):
        return isinstance(right, date) and left <= right
    return isinstance(left, int | Decimal) and isinstance(right, int | Decimal) and left <= right
