"""The words of a pathway: attributes, event types, organisations, roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from carepath.model.conditions import Condition
from carepath.model.sources import UNCITED, Citation, Source


@dataclass(frozen=True, slots=True)
class AttributeType:
    """What values an attribute takes: a kind, and for `words` the list of them."""

    kind: Literal["yes_no", "whole", "decimal", "day", "text", "words"]
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "one of " + ", ".join(self.words) if self.kind == "words" else self.kind


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event: its place within a day (rank), its data, and what it is called elsewhere."""

    id: str
    title: str
    rank: int
    source: Source
    data: tuple[tuple[str, AttributeType], ...] = ()
    repeat: bool = False
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    match: tuple[str, ...] = ()
    counts_as: tuple[str, ...] = ()
    life: Literal["birth", "death"] | None = None
    not_allowed: Condition | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A provider: its ODS code, when it was open (both days inclusive) and what followed it."""

    code: str
    name: str
    kind: str = "trust"
    opened: date | None = None
    closed: date | None = None
    successor: str | None = None
    verified: bool = True
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A provider that plays a role, between two days (both inclusive; None is no bound)."""

    provider: str
    opened: date | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """Who does a part of the work. `anyone`: every provider plays it; no listing: nobody is judged."""

    id: str
    title: str
    source: Source
    kind: str = "trust"
    anyone: bool = False
    listings: tuple[Listing, ...] = ()
    citation: Citation = UNCITED

    def played_by(self, provider: str | None, day: date) -> bool:
        """Return whether the provider plays this role on that day."""
        if provider is None:
            return False
        return self.anyone or provider in self.providers(day)

    def providers(self, day: date) -> tuple[str, ...]:
        """Return the providers listed for that day."""
        return tuple(
            listing.provider
            for listing in self.listings
            if (listing.opened is None or listing.opened <= day) and (listing.closed is None or day <= listing.closed)
        )
