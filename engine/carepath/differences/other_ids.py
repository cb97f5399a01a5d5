"""A definition with other ids of one kind, everywhere where they are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, TypeVar

from carepath.model import Pathway, Pattern, Source

Kind = Literal["role", "event", "clock", "step", "milestone", "transfer"]
# Which fields hold ids of which kind.
HOLDS: Mapping[tuple[str, str], Kind] = {
    ("Role", "id"): "role", ("EventType", "id"): "event", ("ClockRule", "id"): "clock", ("State", "id"): "step",
    ("Milestone", "id"): "milestone", ("Transfer", "id"): "transfer",
    ("State", "roles"): "role", ("Task", "roles"): "role", ("Transition", "roles"): "role",
    ("Milestone", "roles"): "role", ("Transfer", "sender"): "role", ("Transfer", "receiver"): "role",
    ("Rule", "role"): "role",
    ("Task", "event"): "event", ("Transition", "event"): "event", ("StartRule", "event"): "event",
    ("Exit", "event"): "event", ("Reentry", "event"): "event", ("Trigger", "event"): "event",
    ("Trigger", "instead_of"): "event", ("Done", "event"): "event", ("Done", "also"): "event",
    ("Deadline", "after"): "event", ("Deadline", "also"): "event", ("Milestone", "events"): "event",
    ("DatasetItem", "after"): "event", ("EventType", "counts_as"): "event",
    ("Transition", "to"): "step", ("StartRule", "to"): "step", ("Reentry", "to"): "step",
    ("Milestone", "state"): "step",
    ("State", "clocks"): "clock", ("Exit", "clocks"): "clock", ("Reentry", "clocks"): "clock",
    ("Deadline", "clock"): "clock", ("Pathway", "day_zero"): "clock", ("Reentry", "milestones"): "milestone",
    ("Pathway", "roles"): "role", ("Pathway", "events"): "event", ("Pathway", "states"): "step",
    ("Pathway", "clocks"): "clock", ("Pathway", "milestones"): "milestone", ("Pathway", "transfers"): "transfer",
}  # fmt: skip
# What a field of a fact names, by the kind of the fact.
FACTS: Mapping[tuple[str, str], Kind] = {
    ("case", "state"): "step", ("visit", "state"): "step", ("event", "state"): "step", ("event", "id"): "event",
    ("milestone", "id"): "milestone", ("milestone", "clock"): "clock",
    ("clock", "id"): "clock", ("transfer", "id"): "transfer", ("due", "milestone"): "milestone",
    ("due", "role"): "role", ("due", "protects"): "clock",
}  # fmt: skip
WITHOUT_IDS = ("routes", "organisations", "references", "attributes")  # what is not looked into

Part = TypeVar("Part")


def put(part: Part, kind: Kind, names: Mapping[str, str]) -> Part:
    """Return a definition, or a part of it, in which the ids of a kind are replaced by others."""
    after: Part = _put(part, kind, names)
    return after


def _put(part: Any, kind: Kind, names: Mapping[str, str]) -> Any:
    if isinstance(part, tuple):
        return tuple(_put(each, kind, names) for each in part)
    if isinstance(part, Mapping):
        return {name: _put(each, kind, names) for name, each in part.items()}
    if not is_dataclass(part) or isinstance(part, Source | type):
        return part
    changes: dict[str, Any] = {}
    for field in fields(part):
        if isinstance(part, Pathway) and field.name in WITHOUT_IDS:
            continue
        before = getattr(part, field.name)
        after = _put(before, kind, names)
        if HOLDS.get((type(part).__name__, field.name)) == kind:
            after = _ids(after, names)
        if after != before:
            changes[field.name] = after
    if isinstance(part, Pattern):
        changes["tests"] = tuple(
            replace(test, values=_ids(test.values, names)) if FACTS.get((part.kind, test.field)) == kind else test
            for test in part.tests
        )
    if "id" in changes and part.title == part.id:
        changes["title"] = changes["id"]  # a clause without a title is called by its id
    return replace(part, **changes) if changes else part


def _ids(ids: Any, names: Mapping[str, str]) -> Any:
    """Return ids: one, several, those of the effects on clocks, or those under which clauses stand."""
    if isinstance(ids, str):
        return names.get(ids, ids)
    if isinstance(ids, Mapping):
        return {names.get(name, name): each for name, each in ids.items()}
    if isinstance(ids, tuple):
        return tuple(
            (_ids(each[0], names), *each[1:]) if isinstance(each, tuple) else _ids(each, names) for each in ids
        )
    return ids
