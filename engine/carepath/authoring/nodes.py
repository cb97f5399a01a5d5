"""What a YAML text says, as frozen values that know their place: text, lists, mappings.

Reading a node never fails: where it has another shape, the schema has said so, and here it counts as absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carepath.model import Source


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; `width` is the number of characters it takes on its line."""

    value: str | int | bool | None
    source: Source
    width: int = 1


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    source: Source
    width: int = 1


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping, in the order in which it was written; keys are always text."""

    entries: Mapping[str, tuple[Scalar, Node]]
    source: Source
    width: int = 1

    def get(self, name: str) -> Node | None:
        """Return what stands under a key, None where there is nothing or null."""
        entry = self.entries.get(name)
        if entry is None or (isinstance(entry[1], Scalar) and entry[1].value is None):
            return None
        return entry[1]

    def key(self, name: str) -> Scalar:
        """Return a key that is there."""
        return self.entries[name][0]

    def pairs(self) -> Iterator[tuple[Scalar, Node]]:
        """Yield keys and what stands under them."""
        yield from self.entries.values()

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None


Node = Scalar | Items | Fields
Plain = str | int | bool | list["Plain"] | dict[str, "Plain"] | None
NOWHERE = Source("", 1, 1)
NOTHING = Fields({}, NOWHERE)


def plain(node: Node) -> Plain:
    """Return a node as plain data, without its place."""
    match node:
        case Scalar(value=value):
            return value
        case Items(items=items):
            return [plain(item) for item in items]
        case Fields(entries=entries):
            return {name: plain(below) for name, (_, below) in entries.items()}


def fields(node: Node | None) -> Fields:
    """Return a mapping, an empty one where there is another shape."""
    return node if isinstance(node, Fields) else NOTHING


def text(node: Node | None) -> str | None:
    """Return a text; a whole number counts as its digits."""
    if isinstance(node, Scalar) and isinstance(node.value, str | int) and not isinstance(node.value, bool):
        return str(node.value)
    return None


def whole(node: Node | None) -> int | None:
    """Return a whole number."""
    if isinstance(node, Scalar) and isinstance(node.value, int) and not isinstance(node.value, bool):
        return node.value
    return None


def yes(node: Node | None) -> bool | None:
    """Return whether a node says yes (or true), None where it says neither yes nor no."""
    if not isinstance(node, Scalar):
        return None
    if isinstance(node.value, bool):
        return node.value
    return {"yes": True, "no": False}.get(node.value) if isinstance(node.value, str) else None


def many(node: Node | None) -> tuple[Node, ...]:
    """Return the items of a list; one thing alone stands for a list of it."""
    if node is None:
        return ()
    return node.items if isinstance(node, Items) else (node,)


def scalars(node: Node | None) -> tuple[Scalar, ...]:
    """Return the texts of a list, or the one text."""
    return tuple(item for item in many(node) if isinstance(item, Scalar) and text(item) is not None)


def everything(node: Node) -> Iterator[Node]:
    """Yield a node, its keys, and all below it."""
    yield node
    match node:
        case Items(items=items):
            for item in items:
                yield from everything(item)
        case Fields(entries=entries):
            for key, below in entries.values():
                yield key
                yield from everything(below)
