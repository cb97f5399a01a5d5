"""Transfers and the datasets that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from carepath.authoring.build_clocks import LEVELS
from carepath.authoring.build_events import TRANSFER_EVENTS
from carepath.authoring.build_spans import deadline, span
from carepath.authoring.nodes import Fields, Node, Scalar, fields, text, yes
from carepath.authoring.scope import Scope, title
from carepath.model import DatasetItem, Transfer

Switch = Literal["sent", "handover", "accepted"]
SWITCHES: dict[str | None, Switch] = {"sent": "sent", "handover": "handover", "accepted": "accepted"}


def datasets(root: Fields, scope: Scope) -> dict[str, tuple[DatasetItem, ...]]:
    """Return the items of each dataset."""
    return {
        str(key.value): tuple(_item(name, below, scope) for name, below in fields(node).pairs())
        for key, node in fields(root.get("datasets")).pairs()
    }


def _item(key: Scalar, node: Node, scope: Scope) -> DatasetItem:
    given, name = fields(node), str(key.value)
    attributes = [field for field in ("attribute", "or") if field in given]
    if not attributes and "after" not in given:
        hint = "Write after: with an event, or attribute: with an attribute."
        scope.report.flaw(key, "missing-key", f'Nothing says when "{name}" is there.', hint)
    if len(attributes) == 2:
        hint = "Write after: and or:, or attribute: alone."
        scope.report.flaw(given.key("or"), "missing-key", f'"{name}" names two attributes.', hint)
    after = scope.names("event", given.get("after"))
    named = [scope.name("attribute", given.get(field)) for field in attributes]
    return DatasetItem(
        id=name,
        title=title(node, name),
        source=key.source,
        after=tuple(dict.fromkeys(heard for event in after for heard in scope.hears(event))),
        attribute=named[0] if named else None,
        optional=yes(given.get("optional")) is True,
    )


def transfers(root: Fields, items: Mapping[str, tuple[DatasetItem, ...]], scope: Scope) -> dict[str, Transfer]:
    """Return the transfers of a definition."""
    found: dict[str, Transfer] = {}
    section = fields(root.get("transfers"))
    known = scope.known["event"]
    if section.entries and known is not None and not set(TRANSFER_EVENTS) <= set(known):
        hint = "Add the shared vocabulary to uses:, for example events/cancer."
        message = f"Transfers need the events {', '.join(TRANSFER_EVENTS)}."
        scope.report.flaw(root.key("transfers"), "unknown-name", message, hint)
    for key, node in section.pairs():
        given, name = fields(node), str(key.value)
        sender, receiver = scope.name("role", given.get("from")), scope.name("role", given.get("to"))
        dataset = scope.name("dataset", given.get("dataset"))
        built = Transfer(
            id=name,
            title=title(node, name),
            source=key.source,
            sender=sender or "",
            receiver=receiver or "",
            items=items.get(dataset or "", ()),
            dataset=dataset,
            due=deadline(given.get("due"), scope),
            acknowledge=span(given.get("acknowledge"), scope),
            responsibility=SWITCHES.get(text(given.get("responsibility")), "handover"),
            level=LEVELS.get(text(given.get("level")), "local"),
            citation=scope.citation(node),
        )
        if sender is not None and receiver is not None:
            found[name] = built
    return found
