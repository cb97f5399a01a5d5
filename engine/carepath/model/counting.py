"""Time: what starts, stops and interrupts a clock, and what has to happen by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carepath.calendar import Span
from carepath.model.conditions import ALWAYS, Condition
from carepath.model.sources import UNCITED, Citation, Source

Nonworking = Literal["next", "previous"]
Unclear = Literal["met", "late", "unknown"]
Level = Literal["national", "local"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that does something to a clock, if its guard is true.

    `dated_by` names the attribute of the event that gives the day instead of the event's own.
    `instead_of` names events whose start this one replaces.
    """

    event: str
    guard: Condition
    source: Source
    dated_by: str | None = None
    instead_of: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PauseRule:
    """Days from one event until another that a clock does not count, at most `cap` days in all."""

    begin: Trigger
    until: tuple[Trigger, ...]
    reason: str
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How a wait is counted: starts, stops, target, and what takes days out of it."""

    id: str
    title: str
    source: Source
    starts: tuple[Trigger, ...]
    stops: tuple[Trigger, ...]
    target: Span | None = None
    resets: tuple[Trigger, ...] = ()
    restarts: tuple[Trigger, ...] = ()
    nullifies: tuple[Trigger, ...] = ()
    pauses: tuple[PauseRule, ...] = ()
    nonworking: Nonworking = "next"
    if_unclear: Unclear = "unknown"
    level: Level = "national"
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class Deadline:
    """A span counted on a clock, or from the first of an event in the episode (exactly one is named)."""

    span: Span
    clock: str | None = None
    after: str | None = None
    also: tuple[str, ...] = ()  # events that count as `after`

    def __str__(self) -> str:
        return (
            f"day {self.span.amount}"
            if self.clock and str(self.span.unit) == "days"
            else (f"{self.span} after {self.after}" if self.after else str(self.span))
        )


@dataclass(frozen=True, slots=True)
class Milestone:
    """What has to happen between two deadlines: one of several events, or entry to a state."""

    id: str
    title: str
    source: Source
    events: tuple[str, ...] = ()
    guard: Condition = ALWAYS
    state: str | None = None
    due: Deadline | None = None
    not_before: Deadline | None = None
    fresh: bool = False
    nonworking: Nonworking = "next"
    if_unclear: Unclear = "unknown"
    level: Level = "local"
    roles: tuple[str, ...] = ()
    citation: Citation = UNCITED
