"""The state graph: states with their tasks and moves, ways in, ways out, ways back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carepath.model.conditions import ALWAYS, Condition
from carepath.model.sources import UNCITED, Citation, Source

Effect = Literal["stop", "close", "exclude", "continue"]


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
