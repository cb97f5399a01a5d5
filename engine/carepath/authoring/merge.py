"""One definition out of several files: what it extends, what it uses, what it says itself.

Nodes are merged, not data, so that every part still knows the file and line it was written in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carepath.authoring.nodes import NOTHING, Fields, Node, Scalar, fields, plain
from carepath.problems import Problem

# Sections that a shared file may hold; what only one file may say comes from the definition.
SECTIONS = (
    "sources",
    "roles",
    "organisations",
    "events",
    "attributes",
    "clocks",
    "exits",
    "reentry",
    "datasets",
    "rules",
    "forms",
    "algorithms",
)
HEAD = ("uses", "extends")
# The same source, attribute or role may be written in two files, if it is written alike.
ALIKE = ("sources", "attributes", "roles")


def overlaid(base: Node, patch: Node) -> Node:
    """Return base changed by patch: mappings key by key, lists and single values replaced, null removes.

    Keys stay in the order of base; a new one comes after the one before it in patch, else last.
    """
    if not isinstance(base, Fields) or not isinstance(patch, Fields):
        return patch
    entries, order, place = dict(base.entries), list(base.entries), len(base.entries)
    for name, (key, below) in patch.entries.items():
        if name in order:
            place = order.index(name) + 1
        if not (isinstance(below, Scalar) and below.value is None):
            if name not in order:
                order.insert(place, name)
                place += 1
            entries[name] = (key, overlaid(entries[name][1] if name in entries else NOTHING, below))
        elif name in order:
            place -= 1
            order.remove(name)
    return Fields({name: entries[name] for name in order}, patch.source, patch.width)


def joined(own: Fields, used: Iterable[Fields]) -> tuple[Fields, tuple[Problem, ...]]:
    """Return a definition with what it uses added, and the ids that are written twice."""
    problems: list[Problem] = []
    files = tuple(used)
    entries = {name: entry for name, entry in own.entries.items() if name not in HEAD}
    for section in SECTIONS:
        merged: dict[str, tuple[Scalar, Node]] = {}
        for part in (*files, own):
            given = part.get(section)
            if given is not None and not isinstance(given, Fields):
                continue
            for name, entry in fields(given).entries.items():
                if part is own and section == "events" and name not in merged and name.startswith("transfer."):
                    problems.append(_reserved(entry[0]))
                if part is own and section == "events" and name in merged:
                    merged[name] = _placed_again(merged.pop(name), entry)
                elif name not in merged:
                    merged[name] = entry
                else:
                    problems.extend(_twice(section, merged[name], entry))
        if merged and isinstance(own.get(section) or NOTHING, Fields):
            key = own.key(section) if section in own.entries else next(iter(merged.values()))[0]
            entries[section] = (key, Fields(merged, key.source, key.width))
    return Fields(entries, own.source, own.width), tuple(problems)


def _placed_again(shared: tuple[Scalar, Node], own: tuple[Scalar, Node]) -> tuple[Scalar, Node]:
    """Return a shared event at its own place in the order, with what is written there added to it."""
    key, below = own
    if isinstance(below, Scalar) and below.value is None:
        return key, shared[1]
    return key, overlaid(shared[1], below)


def _reserved(key: Scalar) -> Problem:
    """Return what is wrong with an event of transfers that the shared vocabulary does not have."""
    message = f'"{key.value}" cannot be an event of one definition alone.'
    hint = "The events of transfers come from a shared file: name it under uses:."
    return Problem(key.source, "reserved-name", message, hint, width=key.width)


def _twice(section: str, first: tuple[Scalar, Node], second: tuple[Scalar, Node]) -> Iterator[Problem]:
    if section in ALIKE and plain(first[1]) == plain(second[1]):
        return
    key = second[0]
    message = f'"{key.value}" is already written in {first[0].source} (under {section}).'
    hint = "Use another name, or take one of the two away."
    yield Problem(key.source, "duplicate-name", message, hint, width=key.width)
