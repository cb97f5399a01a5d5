"""What we say: steps, verdicts, clock readings, transfers, findings, due actions.

Frozen values; everything else (explanations, worklists, pictures, cohorts) is derived from them.
Days are dates; for targets in hours they are aware datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from carepath.model import UNCITED, Citation, Level, Source

Moment = date | datetime
Placement = Literal["applied", "jumped", "stayed", "before-start", "after-end", "planned"]
VerdictWord = Literal[
    "not-started", "pending", "met", "overdue", "late", "missed", "not-needed", "not-possible", "void", "unknown"
]

# The closed list of docs/reference/semantics.md, section 8, in the order in which findings are shown.
CODES = (
    "overdue", "late", "missed", "breach", "too-early", "precision-unknown", "stop-without-start",
    "stop-before-start", "calendar-ends",
    "skipped", "skipped-required", "repeated", "out-of-order", "other-branch", "wrong-provider", "unknown-event",
    "possible-duplicate", "ambiguous-jump", "order-ambiguous", "guard-unknown", "nondeterministic", "no-start",
    "before-start", "after-end", "upgrade-not-allowed",
    "dated-in-future", "impossible-date", "bad-value", "conflicting-entry", "dangling-target", "unknown-organisation",
    "late-transfer", "overdue-transfer", "transfer-incomplete", "transfer-returned", "late-acknowledgement",
    "unknown-transfer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one live event: where it was placed, and what it moved.

    `entry` is the id of the entry that stands, `root` that of the first of its chain of corrections.
    `via` lists states passed by automatic moves, `skipped` what a jump passed over.
    """

    entry: str
    root: str
    event: str
    day: date
    at: datetime | None
    provider: str | None
    placement: Placement
    before: str | None
    after: str | None
    remarks: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    answer: str | None = None
    episode: int = 1
    source: Source | None = None
    citation: Citation = UNCITED


@dataclass(frozen=True, slots=True)
class Verdict:
    """The standing of one milestone in one episode.

    `done` is when it happened, `start` when its count began, `last_good_day` the last day (or instant)
    in time. `days_over` counts in the deadline's own days. `final`: no later event can change it.
    """

    id: str
    title: str
    episode: int
    verdict: VerdictWord
    start: Moment | None
    done: Moment | None
    earliest: Moment | None
    last_good_day: Moment | None
    days_over: int | None
    seconds_over: int | None
    days_left: int | None
    provider: str | None
    final: bool
    target: str | None
    level: Level
    entries: tuple[str, ...]
    source: Source
    citation: Citation
    clock: str | None = None  # the clock it protects; its own id for a clock with a target
    unclear: str | None = None  # the code that says why the verdict is unknown


@dataclass(frozen=True, slots=True)
class Pause:
    """Days a clock did not count: [start, end), open where `end` is None; `days` up to now."""

    start: date
    end: date | None
    reason: str
    days: int


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One instance of a clock: gross, not counted and net days; `ended` says how it ended, if it did."""

    id: str
    title: str
    episode: int
    instance: int
    start: Moment | None
    stop: Moment | None
    ended: Literal["stop", "close", "exclude", "void"] | None
    gross: int | None
    not_counted: int | None
    net: int | None
    target: str | None
    verdict: VerdictWord
    paused_since: date | None
    pauses: tuple[Pause, ...]


@dataclass(frozen=True, slots=True)
class TransferReading:
    """The standing of one transfer in one episode."""

    id: str
    title: str
    episode: int
    sent: date | None
    received: date | None
    accepted: date | None
    handover: date | None
    complete: bool
    missing: tuple[str, ...]
    verdict: VerdictWord
    last_good_day: Moment | None
    days_over: int | None
    days_left: int | None
    sender: str | None
    receiver: str | None


@dataclass(frozen=True, slots=True)
class Segment:
    """Days of the wait for which one provider answers: those in (start, end]."""

    provider: str | None
    start: date
    end: date
    days: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A departure, and why we say so. Identity over time: (code, subject, episode, root)."""

    code: str
    subject: str
    episode: int
    root: str | None
    day: Moment | None
    days_over: int | None
    seconds_over: int | None
    provider: str | None
    message: str
    entries: tuple[str, ...]
    source: Source | None
    citation: Citation
    justified: str | None = None  # the reason given by a note, if there is one

    @property
    def identity(self) -> tuple[str, str, int, str | None]:
        """What stays the same while days are counted on."""
        return (self.code, self.subject, self.episode, self.root)


@dataclass(frozen=True, slots=True)
class Due:
    """An action that is due: what, by when, who."""

    what: str
    title: str
    milestone: str | None
    episode: int
    earliest: Moment | None
    target: str | None
    last_good_day: Moment | None
    days_left: int | None
    role: str | None
    provider: str | None
    protects: str | None
    level: Level
    planned: Moment | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Entries read, live events among them, those placed in the trace, and those left out."""

    read: int
    live: int
    placed: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """The standing of a case: a pure function of definition, calendar, entries, `as_of` and `known_at`."""

    case: str | None
    patient: str | None
    pathway: str
    version: str
    draft: bool
    as_of: Moment
    known_at: datetime | None
    state: str | None
    episode: int
    closed: str | None
    events: Counts
    steps: tuple[Step, ...]
    milestones: tuple[Verdict, ...]
    clocks: tuple[ClockReading, ...]
    transfers: tuple[TransferReading, ...]
    responsibility: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    due: tuple[Due, ...]
