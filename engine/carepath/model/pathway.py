"""The whole definition, as a checked value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from carepath.model.counting import ClockRule, Milestone
from carepath.model.forms import Form
from carepath.model.graph import Exit, Reentry, StartRule, State
from carepath.model.rules import Rule
from carepath.model.sources import Reference, Source
from carepath.model.transfers import Transfer
from carepath.model.vocabulary import AttributeType, EventType, Organisation, Role


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
    forms: Mapping[str, Form]
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
