"""What a pathway is: frozen values, built only by the loader.

A pathway that exists has passed every check, so nothing after the loader checks it again.
Every clause carries its `Source` (file and line) and, where the author gave one, its `Citation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from carepath.calendar import Span

Value = str | int | Decimal | date
Effect = Literal["stop", "close", "exclude", "continue"]
Nonworking = Literal["next", "previous"]
Unclear = Literal["met", "late", "unknown"]
Level = Literal["national", "local"]


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

# Conditions: three-valued, over attributes and over what has been done; never over time or verdicts.


@dataclass(frozen=True, slots=True)
class OneOf:
    """The attribute has one of these values."""

    attribute: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The attribute lies between two bounds, both inclusive; None is no bound."""

    attribute: str
    at_least: Value | None
    at_most: Value | None


@dataclass(frozen=True, slots=True)
class Known:
    """The attribute has (or has not) a value."""

    attribute: str
    known: bool


@dataclass(frozen=True, slots=True)
class Done:
    """The event has (or has not) been done in this episode."""

    event: str
    done: bool
    also: tuple[str, ...] = ()  # events that count as this one


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; true where there is none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; false where there is none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = OneOf | Within | Known | Done | AllOf | AnyOf | Not
ALWAYS = AllOf(())


# Vocabulary


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


# The state graph


@dataclass(frozen=True, slots=True)
class Transition:
    """A move on an event, or by itself where `event` is None, if its guard is true."""

    event: str | None
    to: str
    guard: Condition
    source: Source
    question: str | None = None
    answer: str | None = None
    otherwise: bool = False
    roles: tuple[str, ...] = ()
    citation: Citation = UNCITED

    @property
    def guarded(self) -> bool:
        """Whether the move is one of several answers, so that taking it is a choice."""
        return self.guard != ALWAYS


@dataclass(frozen=True, slots=True)
class Task:
    """An event expected while the case is in a state."""

    event: str
    required: bool
    source: Source
    roles: tuple[str, ...] = ()
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class State:
    """A place where a case can be: who holds the work, what is expected, how it goes on."""

    id: str
    title: str
    source: Source
    roles: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    transitions: tuple[Transition, ...] = ()
    end: str | None = None
    arm: str | None = None
    optional: bool = False
    band: int | None = None
    clocks: tuple[tuple[str, Effect], ...] = ()
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class StartRule:
    """A way in: the event that opens the case, and the attribute that may date its clocks back."""

    event: str
    guard: Condition
    to: str
    source: Source
    dated_by: str | None = None
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out from anywhere, and what becomes of each clock."""

    id: str
    title: str
    event: str
    guard: Condition
    clocks: tuple[tuple[str, Effect], ...]
    source: Source
    reroute: bool = False
    arm: str | None = None
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class Reentry:
    """A way back in: opens the next episode with the clocks and milestones it names."""

    id: str
    title: str
    event: str
    guard: Condition
    to: str
    clocks: tuple[str, ...]
    milestones: tuple[str, ...]
    source: Source
    citation: Citation = UNCITED


# Time


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


# Transfers


@dataclass(frozen=True, slots=True)
class DatasetItem:
    """A piece of information: there once an event is done or an attribute has a value."""

    id: str
    title: str
    source: Source
    after: tuple[str, ...] = ()
    attribute: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """Care passing from a role to a role, with a dataset, by a day."""

    id: str
    title: str
    source: Source
    sender: str
    receiver: str
    items: tuple[DatasetItem, ...] = ()
    dataset: str | None = None
    due: Deadline | None = None
    acknowledge: Span | None = None
    responsibility: Literal["sent", "handover", "accepted"] = "handover"
    level: Level = "local"
    citation: Citation = UNCITED


# Rules across the pathway (matched over the assessment)


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A test of one field of a fact."""

    field: str
    op: Literal["is", "at_least", "at_most"]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of fact and the tests it must pass; `absent`: no such fact may exist."""

    kind: str
    tests: tuple[FieldTest, ...]
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """When these facts stand together, this follows."""

    id: str
    patterns: tuple[Pattern, ...]
    source: Source
    finding: str | None = None
    due: str | None = None
    role: str | None = None
    within: Span | None = None
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class Routes:
    """What the state graph allows, worked out once when the pathway is loaded.

    `takers`: event → states that take it as transition or task. `reachable`: state → states that can
    follow it, itself included. `inert`: event types that nothing hears, so that where they
    carry no value their order within a day makes no difference. `events_ahead`: state → event types that it or a state
    after it takes, with those that they count as. `roles_ahead`: state → roles of it and the states after it.
    """

    takers: Mapping[str, tuple[str, ...]]
    reachable: Mapping[str, frozenset[str]]
    inert: frozenset[str]
    transfer_order: tuple[str, ...]
    names: Mapping[str, str]  # event id or foreign name → event id
    events_ahead: Mapping[str, frozenset[str]]
    roles_ahead: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Governance:
    """Who owns a definition, who agreed it when, and when it is to be looked at again."""

    owner: str | None = None
    agreed: str | None = None
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Pathway:
    """A checked pathway definition. Build it with `carepath.load`, never by hand."""

    id: str
    version: str
    title: str
    status: Literal["draft", "agreed", "superseded"]
    effective_from: date | None
    effective_to: date | None
    effective_verified: bool
    site: str
    icd10: tuple[str, ...]
    governance: Governance
    zone: str
    calendar: str
    day_zero: str | None
    on_gap: Literal["jump", "stay"]
    supersedes: str | None
    roles: Mapping[str, Role]
    attributes: Mapping[str, AttributeType]
    events: Mapping[str, EventType]
    starts: tuple[StartRule, ...]
    states: Mapping[str, State]
    clocks: Mapping[str, ClockRule]
    milestones: Mapping[str, Milestone]
    transfers: Mapping[str, Transfer]
    exits: tuple[Exit, ...]
    reentries: tuple[Reentry, ...]
    rules: tuple[Rule, ...]
    organisations: Mapping[str, Organisation]
    references: Mapping[str, Reference]
    routes: Routes
    hash: str
    source: Source

    @property
    def name(self) -> str:
        """The id and version, for example og@1.1.0."""
        return f"{self.id}@{self.version}"

    @property
    def draft(self) -> bool:
        """Whether the definition has not been agreed."""
        return self.status == "draft"
