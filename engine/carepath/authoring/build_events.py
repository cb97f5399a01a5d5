"""The vocabulary: events, the attributes they carry, and which events are heard as which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carepath.authoring.build_conditions import RESERVED, condition
from carepath.authoring.nodes import Fields, Items, Node, Scalar, fields, scalars, text, yes
from carepath.authoring.scope import Report, Scope, title
from carepath.model import AttributeType, EventType

TRANSFER_EVENTS = tuple(f"transfer.{word}" for word in ("sent", "received", "returned", "accepted"))


def attribute_type(node: Node | None) -> AttributeType | None:
    """Return the type that an author wrote: a word, or a list of words."""
    if isinstance(node, Items):
        words = tuple(dict.fromkeys(word for item in node.items if (word := text(item)) is not None))
        return AttributeType("words", words) if words else None
    match text(node):
        case "yes_no" | "whole" | "decimal" | "day" | "text" as kind:
            return AttributeType(kind)
        case _:
            return None


def attribute_types(root: Fields, report: Report) -> dict[str, AttributeType]:
    """Return the type of every attribute that is declared anywhere; two declarations must agree."""
    types: dict[str, AttributeType] = {}
    first: dict[str, Node] = {}
    for key, node in _declarations(root):
        kind, name = attribute_type(node), str(key.value)
        if name in RESERVED:
            report.loss(key, "bad-name", f'"{name}" has a meaning of its own in conditions.', "Choose another name.")
        if kind is None:
            continue
        known = types.setdefault(name, kind)
        first.setdefault(name, key)
        if (known.kind, sorted(known.words)) != (kind.kind, sorted(kind.words)):
            place = first[name].source
            message = f'"{name}" is {kind} here and {known} in {place}.'
            report.flaw(node, "attribute-type-differs", message, "Give both the same type.")
    return types


def _declarations(root: Fields) -> Iterator[tuple[Scalar, Node]]:
    yield from fields(root.get("attributes")).pairs()
    for _, event in fields(root.get("events")).pairs():
        yield from fields(fields(event).get("data")).pairs()
    for _, dataset in fields(root.get("datasets")).pairs():
        for _, item in fields(dataset).pairs():
            given = fields(item)
            for field in ("attribute", "or"):
                named, kind = given.get(field), given.get("type")
                if isinstance(named, Scalar) and text(named) and kind is not None:
                    yield Scalar(text(named), named.source, named.width), kind
                    break


def heard(root: Fields, report: Report) -> dict[str, tuple[str, ...]]:
    """Return for each event itself and those that count as it, directly or through another, in order."""
    written = fields(root.get("events"))
    counts = {name: _counts_as(node) for name, (_, node) in written.entries.items()}
    closed = {name: _closure(name, counts) for name in counts}
    for name, (key, _) in written.entries.items():
        if name in closed[name]:
            report.flaw(key, "counts-as-itself", f'"{name}" counts as itself, through counts_as.', "Take one away.")
    return {
        name: (name, *(other for other in counts if other != name and name in closed[other]))
        for name in dict.fromkeys((*counts, *(word for words in counts.values() for word in words)))
    }


def _counts_as(node: Node) -> tuple[str, ...]:
    return tuple(str(item.value) for item in scalars(fields(node).get("counts_as")))


def _closure(name: str, counts: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(counts[name])
    while waiting:
        event = waiting.pop()
        if event not in found:
            found.add(event)
            waiting.extend(counts.get(event, ()))
    return frozenset(found)


def events(root: Fields, scope: Scope) -> dict[str, EventType]:
    """Return the vocabulary; the place in it is the order within a day."""
    built: dict[str, EventType] = {}
    for rank, (key, node) in enumerate(fields(root.get("events")).pairs()):
        name, given = str(key.value), fields(node)
        if name.startswith("transfer.") and name not in TRANSFER_EVENTS:
            advice = f"The events of transfers are {', '.join(TRANSFER_EVENTS)}."
            scope.report.flaw(key, "reserved-name", f'"{name}" is no event of a transfer.', advice)
        life = text(given.get("life"))
        codes = fields(given.get("codes"))
        built[name] = EventType(
            id=name,
            title=title(node, name),
            rank=rank,
            source=key.source,
            data=tuple(
                (str(attribute.value), kind)
                for attribute, below in fields(given.get("data")).pairs()
                if (kind := attribute_type(below)) is not None
            ),
            repeat=yes(given.get("repeat")) is True,
            codes=tuple((str(system.value), _texts(below)) for system, below in codes.pairs()),
            match=_texts(given.get("match")),
            counts_as=scope.names("event", given.get("counts_as")),
            life="birth" if life == "birth" else "death" if life == "death" else None,
            not_allowed=condition(given.get("not_allowed"), scope) if "not_allowed" in given else None,
        )
        scope.citation(node)
    _names_once(built, root, scope)
    return built


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(item.value) for item in scalars(node)))


def _names_once(built: Mapping[str, EventType], root: Fields, scope: Scope) -> None:
    """Report foreign names that stand for two events."""
    owner: dict[str, str] = {}
    for name, (_, node) in fields(root.get("events")).entries.items():
        for item in scalars(fields(node).get("match")):
            foreign = str(item.value)
            other = owner.setdefault(foreign, name)
            if other != name or (foreign in built and foreign != name):
                message = f'"{foreign}" already stands for the event "{foreign if foreign in built else other}".'
                scope.report.flaw(item, "duplicate-name", message)
