"""Differences as they are told: clauses that rest on something else in the same way are one change.

What a definition cites at its top speaks for every clause that cites nothing itself, so that one line that is
changed there is a difference of each of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from carepath.differences.difference import Difference


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it is told once, and the differences that it is made of: at least one."""

    message: str
    differences: tuple[Difference, ...]

    @property
    def first(self) -> Difference:
        """The first of its differences, whose group and bump are those of all."""
        return self.differences[0]


def together(found: Iterable[Difference]) -> tuple[Change, ...]:
    """Return differences as changes, each told once, in the order of the first difference of each."""
    changes: dict[object, list[Difference]] = {}
    for each in found:
        alike = each if each.basis is None else (each.group, each.bump, each.basis.several)
        changes.setdefault(alike, []).append(each)
    return tuple(Change(_message(tuple(parts)), tuple(parts)) for parts in changes.values())


def _message(parts: tuple[Difference, ...]) -> str:
    first = parts[0]
    return first.message if len(parts) == 1 or first.basis is None else f"{len(parts)} clauses{first.basis.several}"
