"""Forms that rules ask for: their parts, and from which fact of the case a field is filled in."""

from __future__ import annotations

from carepath.authoring.build_facts import NAMED
from carepath.authoring.nodes import Fields, Node, Scalar, fields, text
from carepath.authoring.scope import Scope, title
from carepath.authoring.words import hint
from carepath.model import AttributeType, FieldFrom, Form, FormField, FormPart
from carepath.rules.kinds import DATA, FACTS, held

# The field by which a fact of a kind is named; the fact `case` is the only one of its kind.
NAME_FIELDS = {"case": None, "visit": "state", "event": "id", "milestone": "id", "clock": "id", "transfer": "id"}
TEXT, DAY, WHOLE = AttributeType("text"), AttributeType("day"), AttributeType("whole")


def forms(root: Fields, scope: Scope) -> dict[str, Form]:
    """Return the forms of a definition."""
    return {
        str(key.value): Form(
            id=str(key.value),
            title=title(node, str(key.value)),
            source=key.source,
            parts=tuple(_part(name, below, scope) for name, below in fields(fields(node).get("parts")).pairs()),
            citation=scope.citation(node),
        )
        for key, node in fields(root.get("forms")).pairs()
    }


def _part(key: Scalar, node: Node, scope: Scope) -> FormPart:
    given = fields(node)
    return FormPart(
        id=str(key.value),
        title=title(node, str(key.value)),
        source=key.source,
        role=scope.name("role", given.get("role")),
        returned=scope.name("event", given.get("returned")),
        fields=tuple(_field(name, below, scope) for name, below in fields(given.get("fields")).pairs()),
    )


def _field(key: Scalar, node: Node, scope: Scope) -> FormField:
    given, name = fields(node), str(key.value)
    origin = _origin(given.get("from"), scope)
    attribute = scope.name("attribute", given.get("attribute"))
    if attribute is not None and attribute in scope.types:
        kind = scope.types[attribute]
    else:
        kind = TEXT if origin is None else type_of(origin, scope)
    return FormField(name, title(node, name), key.source, kind, origin)


def _origin(node: Node | None, scope: Scope) -> FieldFrom | None:
    """Return the fact that a text such as `event.told.day` names; what cannot be read is reported."""
    word = text(node)
    if node is None or word is None:
        return None
    kind, *rest = word.split(".")
    if kind not in NAME_FIELDS:
        message = f'There is no kind of fact "{kind}" that fills in a field.'
        scope.report.flaw(node, "unknown-name", message, hint(kind, tuple(NAME_FIELDS), "facts"))
        return None
    below = 2 if len(rest) > 1 and rest[-2] == DATA else 1
    field, named = ".".join(rest[-below:]), ".".join(rest[:-below])
    if (NAME_FIELDS[kind] is None) != (named == ""):
        example = "case.data.stage" if kind == "case" else f"{kind}.NAME.FIELD"
        scope.report.flaw(node, "bad-condition", f'"{word}" does not name a field of one {kind}.', f"Write {example}.")
        return None
    if held(kind, field, scope.types) is None:
        known = tuple(FACTS[kind])
        scope.report.flaw(node, "unknown-name", f'A {kind} has no field "{field}".', hint(field, known, "fields"))
        return None
    section = NAMED.get((kind, NAME_FIELDS[kind] or ""))
    if section is not None and not scope.borrowed(node):
        found = scope.name(section, Scalar(named, node.source, node.width))
        return None if found is None else FieldFrom(kind, found, field)
    return FieldFrom(kind, named or None, field)


def type_of(origin: FieldFrom, scope: Scope) -> AttributeType:
    """Return what a field holds that is filled in from a fact."""
    if origin.field.startswith(f"{DATA}."):
        return scope.types[origin.field.removeprefix(f"{DATA}.")]
    field = held(origin.kind, origin.field, scope.types)
    assert field is not None, "it was looked up before"
    if origin.field == "day":
        return DAY
    if field.words:
        return AttributeType("words", field.words)
    return WHOLE if field.holds == "number" else TEXT
