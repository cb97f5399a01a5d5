"""The tests of a rule's facts: fields, values of the right kind, and fields of other facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from carepath.attributes import BadValue, typed
from carepath.authoring.nodes import Fields, Items, Node, Scalar, many, text, yes
from carepath.authoring.scope import Scope
from carepath.authoring.words import closest, hint, listed
from carepath.model import AttributeType, FieldOf, FieldTest, Value
from carepath.rules.kinds import DATA, FACTS, WITH_DATA, Field, held

Aliased = Mapping[str, str]  # name of a fact in its rule → its kind
DECIMAL = AttributeType("decimal")

# Fields that hold a name of the definition, by kind of fact: a slip of the pen is found where it stands.
NAMED: Mapping[tuple[str, str], str] = {
    ("milestone", "id"): "judged", ("due", "milestone"): "judged", ("case", "state"): "state",
    ("visit", "state"): "state", ("event", "id"): "event", ("event", "state"): "state", ("due", "role"): "role",
}  # fmt: skip


def tests(kind: str, given: Fields, aliased: Aliased, rules: tuple[str, ...], scope: Scope) -> Iterator[FieldTest]:
    """Yield the tests of one fact; what cannot be read is reported and left out."""
    for key, node in given.pairs():
        name = str(key.value)
        if name == DATA and kind in WITH_DATA and isinstance(node, Fields):
            for inner, below in node.pairs():
                yield from _field(kind, f"{DATA}.{inner.value}", inner, below, aliased, rules, scope)
        else:
            yield from _field(kind, name, key, node, aliased, rules, scope)


def _field(
    kind: str, name: str, key: Scalar, node: Node, aliased: Aliased, rules: tuple[str, ...], scope: Scope
) -> Iterator[FieldTest]:
    field = held(kind, name, scope.types)
    if field is None:
        yield from _unknown(kind, name, key, scope)
        return
    if isinstance(node, Scalar | Items):
        yield from _values(kind, name, field, "is", node, rules, scope)
        return
    for word, below in node.pairs():
        match str(word.value):
            case "not":
                yield from _values(kind, name, field, "is_not", below, rules, scope)
            case "same_as":
                yield from _other(name, field, "is", below, aliased, scope)
            case "other_than":
                yield from _other(name, field, "is_not", below, aliased, scope)
            case "at_least":
                yield from _bound(kind, name, field, "at_least", below, aliased, scope)
            case "at_most":
                yield from _bound(kind, name, field, "at_most", below, aliased, scope)


def _unknown(kind: str, name: str, key: Scalar, scope: Scope) -> Iterator[FieldTest]:
    if name.startswith(f"{DATA}."):
        scope.name("attribute", key)
    else:
        fields = (*FACTS[kind], *((DATA,) if kind in WITH_DATA else ()))
        scope.report.flaw(key, "unknown-name", f'A {kind} has no field "{name}".', hint(name, fields, "fields"))
    yield from ()


def _values(
    kind: str, name: str, field: Field, op: str, node: Node, rules: tuple[str, ...], scope: Scope
) -> Iterator[FieldTest]:
    values = tuple(value for item in many(node) for value in _value(kind, name, field, item, rules, scope))
    if values:
        yield FieldTest(name, "is" if op == "is" else "is_not", values)


def _bound(
    kind: str, name: str, field: Field, op: str, node: Node, aliased: Aliased, scope: Scope
) -> Iterator[FieldTest]:
    if field.holds == "name":
        scope.report.flaw(node, "bad-condition", f'"{name}" is no number, so it has no smallest or largest value.')
        return
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.partition(".")[0] in aliased:
        yield from _other(name, field, op, node, aliased, scope)
        return
    for value in _value(kind, name, field, node, (), scope):
        yield FieldTest(name, "at_least" if op == "at_least" else "at_most", (value,))


def _other(name: str, field: Field, op: str, node: Node, aliased: Aliased, scope: Scope) -> Iterator[FieldTest]:
    """Yield a test against a field of another fact of the rule, of the same kind of value."""
    word = text(node) or ""
    alias, _, other = word.partition(".")
    if alias not in aliased:
        advice = hint(alias, tuple(aliased), "names") if aliased else "Name it with `as:`, in a fact that is there."
        scope.report.flaw(node, "unknown-name", f'No fact of this rule is named "{alias}".', advice)
        return
    theirs = held(aliased[alias], other, scope.types) if aliased[alias] in FACTS else None
    if theirs is None:
        fields = tuple(FACTS.get(aliased[alias], {}))
        scope.report.flaw(
            node, "unknown-name", f'A {aliased[alias]} has no field "{other}".', hint(other, fields, "fields")
        )
    elif theirs.holds != field.holds or field.holds == "decimal":
        scope.report.flaw(node, "bad-condition", f'"{name}" and "{word}" do not hold values that can be compared.')
    else:
        found = FieldOf(alias, other)
        match op:
            case "is":
                yield FieldTest(name, "is", (), found)
            case "is_not":
                yield FieldTest(name, "is_not", (), found)
            case "at_least":
                yield FieldTest(name, "at_least", (), found)
            case _:
                yield FieldTest(name, "at_most", (), found)


def _value(
    kind: str, name: str, field: Field, node: Node | None, rules: tuple[str, ...], scope: Scope
) -> Iterator[Value]:
    if not isinstance(node, Scalar) or node.value is None:
        return
    if field.holds == "number":
        if isinstance(node.value, int) and not isinstance(node.value, bool):
            yield node.value
        else:
            scope.report.flaw(node, "bad-value-in-condition", f'"{node.value}" is not a whole number.')
        return
    if field.holds == "decimal":
        yield from _decimal(node, scope)
        return
    word = ("yes" if yes(node) else "no") if isinstance(node.value, bool) else str(node.value)
    if field.words and word not in field.words:
        near = closest(word, field.words)
        advice = f'Did you mean "{near}"?' if near else None
        scope.report.flaw(node, "bad-value-in-condition", f'"{word}" is not {listed(field.words)}.', advice)
        return
    if (kind, name) == ("rule", "id"):
        if word not in rules:
            scope.report.flaw(node, "unknown-name", f'There is no rule "{word}".', hint(word, rules, "rules"))
            return
    elif (kind, name) in NAMED and not scope.borrowed(node):
        known = scope.name(NAMED[kind, name], node)
        if known is None:
            return
        word = known
    yield from scope.hears(word) if (kind, name) == ("event", "id") else (word,)


def _decimal(node: Scalar, scope: Scope) -> Iterator[Decimal]:
    try:
        value = typed(DECIMAL, str(node.value))
    except BadValue:
        value = None
    if isinstance(value, Decimal):
        yield value
    else:
        scope.report.flaw(node, "bad-value-in-condition", f'"{node.value}" is not a number.')
