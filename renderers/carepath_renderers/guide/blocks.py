"""What a guidance document is made of, before it is paper or a page: chapters of sections of text, tables, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Sentences under a small heading, one a line."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text; a line end in a cell stays one.

    `widths`: the share of each column, 0 for as much as its words need. `named`: the column that names the row.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    named: int = 0


@dataclass(frozen=True, slots=True)
class Signatures:
    """Empty lines to sign on, where a definition does not say who agreed it."""

    caption: str
    head: tuple[str, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One sheet of a diagram, its size in points, and what stands for it where it cannot be seen."""

    svg: str
    alt: str
    width: float
    height: float


Block = Text | Listing | Table | Signatures | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter under a heading; `id` is unique in the chapter."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """All that is said of one pathway.

    `mark`: which definition it was made from, for the foot of the page. `warnings`: what could not be drawn well.
    """

    id: str
    title: str
    version: str
    status: str
    in_force: str
    owner: str
    banners: tuple[str, ...]
    mark: str
    hash: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The version, the status and the days in force, as they stand below the title."""
        return (f"Version {self.version}", self.status, *([f"in force {self.in_force}"] if self.in_force else []))


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `dated`: the day it gives as its own, None where no definition has one."""

    title: str
    about: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    dated: date | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be drawn well, for whoever makes the document."""
        return tuple(f"{each.mark}: {warning}" for each in self.chapters for warning in each.warnings)
