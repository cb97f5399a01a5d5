"""Conditions: structured, closed vocabulary, with every value in its attribute's type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from carepath.authoring.nodes import Fields, Items, Node, Scalar, many, text, yes
from carepath.authoring.scope import Scope
from carepath.authoring.words import hint
from carepath.model import ALWAYS, AllOf, AnyOf, AttributeType, Condition, Done, Known, Not, OneOf, Value, Within

RESERVED = ("done", "all", "any", "not")
WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
ORDERED = ("whole", "decimal", "day")


def condition(node: Node | None, scope: Scope) -> Condition:
    """Return a condition; what is not there always holds."""
    if not isinstance(node, Fields):
        return ALWAYS
    return _joined(tuple(_parts(node, scope)))


def _joined(parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _parts(node: Fields, scope: Scope) -> Iterator[Condition]:
    for key, below in node.pairs():
        match str(key.value):
            case "done":
                yield from _done(below, scope)
            case "all":
                yield from (condition(part, scope) for part in many(below))
            case "any":
                yield AnyOf(tuple(condition(part, scope) for part in many(below)))
            case "not":
                yield Not(condition(below, scope))
            case _:
                attribute = scope.name("attribute", key)
                if attribute is None:
                    scope.report.whole = False
                else:
                    yield from _tests(attribute, below, scope)


def _done(node: Node, scope: Scope) -> Iterator[Condition]:
    for key, answer in node.pairs() if isinstance(node, Fields) else ():
        event, done = scope.name("event", key), yes(answer)
        if event is not None and done is not None:
            yield Done(event, done, scope.hears(event)[1:])


def _tests(attribute: str, node: Node, scope: Scope) -> Iterator[Condition]:
    kind = scope.types.get(attribute, AttributeType("text"))
    if isinstance(node, Scalar | Items):
        values = tuple(value for item in many(node) if (value := typed(item, attribute, kind, scope)) is not None)
        if values:
            yield OneOf(attribute, values)
        return
    known = yes(node.get("known"))
    if known is not None:
        yield Known(attribute, known)
    if "at_least" in node or "at_most" in node:
        yield from _within(attribute, kind, node, scope)


def _within(attribute: str, kind: AttributeType, node: Fields, scope: Scope) -> Iterator[Condition]:
    if kind.kind not in ORDERED:
        message = f'"{attribute}" is {kind}, so it has no smallest or largest value.'
        scope.report.loss(node, "bad-condition", message, "Name the values: {" + attribute + ": [a, b]}.")
        return
    low = typed(node.get("at_least"), attribute, kind, scope)
    high = typed(node.get("at_most"), attribute, kind, scope)
    if low is not None and high is not None and str(low) != str(high) and _more(low, high):
        scope.report.loss(node, "bad-condition", f"Nothing is at least {low} and at most {high}.")
    elif low is not None or high is not None:
        yield Within(attribute, low, high)


def _more(low: Value, high: Value) -> bool:
    if isinstance(low, date):
        return isinstance(high, date) and low > high
    return isinstance(low, int | Decimal) and isinstance(high, int | Decimal) and low > high


def typed(node: Node | None, attribute: str, kind: AttributeType, scope: Scope) -> Value | None:
    """Return a value in the attribute's type, None where it is not of that type (which is reported)."""
    written = text(node)
    if node is None or written is None:
        return None
    value = _value(written, kind)
    if value is None:
        note = f'"{written}" is not a value of "{attribute}", which is {kind}.'
        known = kind.words if kind.kind == "words" else ("yes", "no") if kind.kind == "yes_no" else ()
        scope.report.loss(node, "bad-value-in-condition", note, hint(written, known, "values"))
    return value


def _value(written: str, kind: AttributeType) -> Value | None:
    try:
        match kind.kind:
            case "words":
                return written if written in kind.words else None
            case "yes_no":
                return written if written in ("yes", "no") else None
            case "whole":
                return int(written) if WHOLE.fullmatch(written) else None
            case "decimal":
                number = Decimal(written)
                return number if number.is_finite() and abs(number.adjusted()) <= 15 else None
            case "day":
                return date.fromisoformat(written) if len(written) == 10 else None
            case "text":
                return written
    except (ValueError, InvalidOperation):
        return None
