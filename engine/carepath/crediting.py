"""One wait under one standard: whether it counts and if not why, and who is credited.

What is asked of a wait is gathered elsewhere, of one case (`regimes`) or of many in columns (`measures`); the rules
stand here once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from carepath.allocation import Allocated, Phases, Share, allocation
from carepath.conditions import World, truth
from carepath.model import Condition, Value
from carepath.standards import Regime, Standard

EVENT_TYPE = "event_type"
FIRST, SUBSEQUENT = "01", "02"  # CANCER TREATMENT EVENT TYPE: first and further treatment of a new primary
Ended = Literal["stop", "close", "exclude", "void"]
Why = Literal["counted", "open", "closed", "excluded", "void", "other-wait", "other-treatment", "not-known"]
SENTENCES: dict[Why, str] = {
    "counted": "It counts.",
    "open": "It has not stopped yet, so it counts in no month.",
    "closed": "It ended without its stop and is not counted.",
    "excluded": "It is taken out: neither in time nor late.",
    "void": "It ended as if it had never begun.",
    "other-wait": "The standard is for other waits.",
    "other-treatment": "The standard is for treatments of another event type.",
    "not-known": "What decides whether it counts is not recorded.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides how a wait is reported. Days are calendar days, `until` that of its stop, end or of looking.

    `net` is None past the table of bank holidays. `stopped` says whether an event stopped it; `provider` is that of
    the event, else who held the case. `split` and `first_seen` are asked only where a shared wait is credited.
    """

    clock: str
    episode: int
    start: date
    stop: date | None
    until: date
    net: int | None
    ended: Ended | None
    world: World
    stopped: bool
    provider: str | None
    split: Callable[[], Phases]
    first_seen: Callable[[], str | None]
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """One wait under one standard. Days are calendar days; `days` are the most that are in time.

    `within` is None where an open wait may still be in time. `month` is that of the stop. `shares` say who
    is credited; of an open wait who holds it. `entries` are those of its start and stop.
    """

    regime: str
    standard: str
    title: str
    clock: str
    episode: int
    start: date
    stop: date | None
    month: str | None
    gross: int
    not_counted: int | None
    net: int | None
    days: int
    within: bool | None
    counted: bool
    why: Why
    allocated: Allocated
    entries: tuple[str, ...]
    verified: bool

    @property
    def denominator(self) -> int:
        """1 where the wait counts."""
        return int(self.counted)

    @property
    def numerator(self) -> int:
        """1 where the wait counts and was in time."""
        return int(self.counted and self.within is True)

    @property
    def shares(self) -> tuple[Share, ...]:
        """Who is credited, with exact parts."""
        return self.allocated.shares

    @property
    def because(self) -> str:
        """Why it counts or not, in a sentence."""
        return SENTENCES[self.why]


def credited(regime: Regime, standard: Standard, guard: Condition, facts: Facts) -> Reported:
    """Return what is reported of a wait; `guard` is the condition of the standard in the words of the pathway."""
    net = facts.net
    gross = max(0, (facts.until - facts.start).days)
    why = _why(standard, guard, facts) if net is not None else "not-known"
    within = None if net is None else net <= standard.days
    return Reported(
        regime=regime.id,
        standard=standard.code,
        title=standard.title,
        clock=facts.clock,
        episode=facts.episode,
        start=facts.start,
        stop=facts.stop,
        month=f"{facts.stop:%Y-%m}" if facts.stop else None,
        gross=gross,
        not_counted=None if net is None else gross - net,
        net=net,
        days=standard.days,
        within=None if within and facts.stop is None else within,
        counted=why == "counted",
        why=why,
        allocated=_allocated(regime, standard, facts, why),
        entries=facts.entries,
        verified=standard.citation.verified,
    )


def with_event_type(values: Mapping[str, Value], of_the_stop: bool, first: bool) -> Mapping[str, Value]:
    """Return values with the event type of a treatment that says none, where it is for the stopping event to say.

    It counts as the first of a new primary if no other treatment came before it, else as a further one.
    """
    if not of_the_stop or EVENT_TYPE in values:
        return values
    return {**values, EVENT_TYPE: FIRST if first else SUBSEQUENT}


def _why(standard: Standard, guard: Condition, facts: Facts) -> Why:
    """Say whether a wait counts in a standard, and if not, why."""
    holds = truth(guard, facts.world)
    if holds is False:
        return "other-wait"
    if standard.event_types and str(facts.world.attributes.get(EVENT_TYPE)) not in standard.event_types:
        return "other-treatment"
    match facts.ended:
        case "close":
            return "closed"
        case "exclude":
            return "excluded"
        case "void":
            return "void"
        case None:
            return "open" if holds else "not-known"
        case "stop":
            return "counted" if holds else "not-known"


def _allocated(regime: Regime, standard: Standard, facts: Facts, why: Why) -> Allocated:
    """Return who is credited with a wait that counts, and who holds one that is open."""
    if why not in ("counted", "open"):
        return Allocated(None, 0, 0, ())
    days = facts.net
    assert days is not None, "a wait that counts has a length"
    if not standard.allocated or not facts.stopped:
        return Allocated(None, days, 0, (Share(facts.provider, "whole", Fraction(1), days),))
    return allocation(regime.allocation, facts.split(), standard.days, facts.first_seen())
