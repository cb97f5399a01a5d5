"""Where clauses were written, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where a clause was written: file, line and column, both counted from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that a clause may cite."""

    id: str
    title: str
    date: str | None = None
    url: str | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """What a clause rests on, and whether its number was checked against the original."""

    reference: str | None = None
    title: str | None = None
    section: str | None = None
    verified: bool = True

    def __str__(self) -> str:
        named = ", ".join(part for part in (self.title, self.section) if part)
        return named if self.verified else f"{named} (not verified)" if named else "not verified"


UNCITED = Citation(verified=False)
