"""A difference between two definitions: one sentence, its place in both, and the version that it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeVar

from carepath.model import Citation, Source

Group = Literal["steps", "days", "responsible", "datasets", "standards", "vocabulary", "governance"]
# What a board asks for, in this order.
HEADINGS: Mapping[Group, str] = {
    "steps": "Steps",
    "days": "Days",
    "responsible": "Who is responsible",
    "datasets": "Datasets",
    "standards": "Standards",
    "vocabulary": "Vocabulary",
    "governance": "Governance",
}
Bump = Literal["patch", "minor", "major"]
BUMPS: tuple[Bump, ...] = ("patch", "minor", "major")

Item = TypeVar("Item")


class Written(Protocol):
    """A part of a definition that knows where it is written."""

    @property
    def source(self) -> Source | None:
        """The file and line."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Which clause rests on something else or was checked, and what is said of several of which the same is true."""

    clause: str
    several: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `bump` is the least that the version has to rise by for it; no place: not written there."""

    group: Group
    bump: Bump
    subject: str
    message: str
    old: Source | None
    new: Source | None
    basis: Basis | None = None  # of what a clause rests on; None: a difference of anything else


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as it was and as it is: what it is called, and where the two are written."""

    subject: str
    name: str
    old: Source | None
    new: Source | None

    def says(self, group: Group, bump: Bump, message: str) -> Difference:
        """Return a difference; the message goes on after the name of the clause."""
        return Difference(group, bump, self.subject, f"{self.name}{message}", self.old, self.new)

    def now(self, group: Group, bump: Bump, what: str, before: object, after: object) -> Difference:
        """Return the difference that one thing said in the clause is another now."""
        return self.says(group, bump, f": {what} is now {after}; it was {before}.")

    def titled(self, group: Group, before: str, after: str) -> Iterator[Difference]:
        """Yield a change of what the clause is called."""
        if before != after:
            message = f"The {self.subject} is now called “{after}”; it was called “{before}”."
            yield Difference(group, "patch", self.subject, message, self.old, self.new)

    def cited(self, before: Citation, after: Citation) -> Iterator[Difference]:
        """Yield a change of what the clause rests on, or of whether that was checked."""
        if (before.reference, before.section) != (after.reference, after.section):
            several = f" now {_rests('rest', after)}; they {_rests('rested', before)}."
            change = self.now("governance", "patch", "its source", _source(before), _source(after))
            yield replace(change, basis=Basis(self.name, several))
        elif before.verified != after.verified:
            yield self.checked(after.verified)

    def checked(self, verified: bool) -> Difference:
        """Return the difference that a clause was checked against its original, or no longer counts as checked."""
        words = "is now marked as checked" if verified else "is no longer marked as checked"
        basis = Basis(self.name, f" {words.replace('is', 'are', 1)} against the original.")
        return replace(self.says("governance", "patch", f" {words} against the original."), basis=basis)


def clause(kind: str, id: str, title: str, old: Source | None, new: Source | None) -> Clause:
    """Return a clause by its kind, id and title, for example: The milestone “Endoscopy” (ogd)."""
    called = f"“{title}” ({id})" if title != id else f"“{id}”"
    return Clause(f"{kind} {id}", f"The {kind} {called}", old, new)


def at(part: Written | None) -> Source | None:
    """Return where a part is written, None where it is not."""
    return None if part is None else part.source


def paired(old: Mapping[str, Item], new: Mapping[str, Item]) -> Iterator[tuple[str, Item | None, Item | None]]:
    """Yield each id of the two with what it stands for, those of the new first."""
    for name in dict.fromkeys((*new, *old)):
        yield name, old.get(name), new.get(name)


def _rests(verb: str, citation: Citation) -> str:
    return f"{verb} on {'nothing' if citation.reference is None else _source(citation)}"


def _source(citation: Citation) -> str:
    if citation.reference is None:
        return "none"
    called = citation.title or citation.reference
    section = f", {citation.section}" if citation.section else ""
    return f"“{called}{section}”{'' if citation.verified else ' (not checked)'}"
