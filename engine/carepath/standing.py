"""Where a case stands while its events are read in order: frozen, replaced at each step.

Only what cannot be derived later is kept here. Clocks, milestones and transfers listen to what was
heard (`Heard`) and are worked out from it afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from carepath.model import Value
from carepath.reading import Event

SignalKind = Literal[
    "start", "rebase", "stop", "reset", "restart", "nullify", "pause", "resume", "finish", "close", "exclude",
    "not-applicable",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signal:
    """What an event does to a clock. `day` may differ from the day on which it was `told`."""

    clock: str
    kind: SignalKind
    day: date
    at: datetime | None
    told: date
    root: str
    reason: str = ""
    rule: int = 0  # which of the clock's pause rules
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """An event that counts, with the episode it belongs to and what hears it."""

    event: Event
    episode: int
    signals: tuple[Signal, ...]
    milestones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay in a state; `heard` is how many events of the case had been heard before it."""

    state: str
    episode: int
    number: int
    day: date
    event: Event
    heard: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A lawful choice: from here on, what only lay ahead of `left` is no longer to come.

    `owed` are the required tasks left undone: skipped, never taken away. `left` is None at the start.
    """

    episode: int
    day: date
    left: str | None
    entered: str
    owed: tuple[str, ...]
    root: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of an episode: by an end state, an exit, or the re-entry that opens the next one."""

    episode: int
    day: date
    at: datetime | None
    by: Literal["end", "exit", "reentry"]
    kind: str
    root: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say about an event; findings are worded from it. `details` are names of the definition."""

    code: str
    subject: str
    event: Event
    episode: int
    details: tuple[str, ...] = ()


EMPTY: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Standing:
    """Position and memory of a case after some of its events."""

    state: str | None = None
    episode: int = 1
    closed: Closing | None = None
    started: Event | None = None
    visits: tuple[Visit, ...] = ()
    done: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()  # said to be not needed or not possible
    attributes: Mapping[str, Value] = field(default_factory=lambda: EMPTY)
    heard: tuple[Heard, ...] = ()
    branches: tuple[Branch, ...] = ()
    closings: tuple[Closing, ...] = ()
    reopened: tuple[str, ...] = ()  # the re-entry by which each later episode was opened
