"""Who is credited with a wait that providers shared, by the table of the period; shares are exact fractions.

A wait is split at the handover to the provider of the first treatment: the days up to it are
investigating, the days after it treating (docs/reference/semantics.md, section 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from carepath.clocks import Count
from carepath.responsibility import Holder
from carepath.standards import Allocation, Scenario

Side = Literal["investigating", "treating", "whole"]
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Held:
    """A provider and the counted days for which it held the case; 0 where it passed it on the same day."""

    provider: str | None
    days: int


@dataclass(frozen=True, slots=True)
class Phases:
    """A wait before and after the handover to the provider of the treatment.

    `handed_over` is false where that provider treated and no handover to it is told: then all days are
    investigating. Without investigating providers one provider held the case throughout.
    """

    investigating: tuple[Held, ...]
    treated_by: str | None
    treating: int
    handed_over: bool = True

    @property
    def before(self) -> int:
        """The investigating days of all providers together."""
        return sum(held.days for held in self.investigating)

    @property
    def shared(self) -> bool:
        """Whether more than one provider had a part in the wait."""
        return bool(self.investigating)


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a wait that one provider is credited with, and its days of that side."""

    provider: str | None
    side: Side
    part: Fraction
    days: int


@dataclass(frozen=True, slots=True)
class Allocated:
    """A wait divided: the row of the table that decided (None where none did), the days of both sides, the shares."""

    scenario: str | None
    investigating: int
    treating: int
    shares: tuple[Share, ...]


def phases(held: tuple[Holder, ...], start: date, stop: date, count: Count, treated_by: str | None) -> Phases:
    """Split the days (start, stop] at the handover to the provider of the treatment, the last one to it.

    `treated_by` None: the provider that held the case at the end.
    """
    return split(_chain(held, start, stop, count), treated_by)


def split(chain: tuple[Held, ...], treated_by: str | None) -> Phases:
    """Split a wait at the handover to the provider of the treatment, given who held the case one after the other.

    `treated_by` None: the last of them.
    """
    last = chain[-1].provider if chain else None
    by = last if treated_by is None else treated_by
    if chain and last == by:
        return Phases(chain[:-1], by, chain[-1].days)
    return Phases(chain, by, 0, handed_over=False)


def allocation(table: Allocation | None, wait: Phases, days: int, first_seen: str | None = None) -> Allocated:
    """Return who is credited with a wait of which at most `days` are in time.

    `first_seen` is the provider of the first appointment; None: the first that held the case. Without a
    table, or with one provider, all goes to the provider of the treatment.
    """
    before, after = wait.before, wait.treating
    if table is not None and table.method == "halves":
        held_first = wait.investigating[0].provider if wait.shared else wait.treated_by
        return Allocated(None, before, after, _halves(wait, first_seen or held_first))
    if table is None or not wait.shared:
        return Allocated(None, before, after, (Share(wait.treated_by, "whole", Fraction(1), before + after),))
    row = scenario(table, before, after, days)
    part = _part(table, row)
    shares = (*_jointly(table, wait.investigating, part), Share(wait.treated_by, "treating", 1 - part, after))
    return Allocated(row.id, before, after, shares)


def scenario(table: Allocation, investigating: int, treating: int, days: int) -> Scenario:
    """Return the row for these days; exactly the most days allowed are in time."""
    assert table.investigating is not None, "a table of phases says its days"
    assert table.treating is not None, "a table of phases says its days"
    met = (investigating <= table.investigating, treating <= table.treating, investigating + treating <= days)
    return next(row for row in table.scenarios if (row.investigating, row.treating, row.whole) == met)


def by_provider(shares: Iterable[Share]) -> Mapping[str | None, Fraction]:
    """Return the whole part of each provider, of both sides; those without a part are left out."""
    parts: dict[str | None, Fraction] = {}
    for share in shares:
        if share.part:
            parts[share.provider] = parts.get(share.provider, Fraction(0)) + share.part
    return parts


def _part(table: Allocation, row: Scenario) -> Fraction:
    """Return the investigating part of a row; that of a slow treating phase in a wait in time is a matter of choice."""
    slow_and_met = row.investigating and not row.treating and row.whole
    return Fraction(1) if slow_and_met and table.scenario_b == "investigating" else row.share


def _halves(wait: Phases, first_seen: str | None) -> tuple[Share, ...]:
    """Divide between first appointment and treatment, whatever the days."""
    if first_seen == wait.treated_by:
        return (Share(wait.treated_by, "whole", Fraction(1), wait.before + wait.treating),)
    return (
        Share(first_seen, "investigating", HALF, wait.before),
        Share(wait.treated_by, "treating", HALF, wait.treating),
    )


def _jointly(table: Allocation, held: tuple[Held, ...], part: Fraction) -> tuple[Share, ...]:
    """Divide the investigating part between its providers, each named once."""
    days: dict[str | None, int] = {}
    for one in held:
        days[one.provider] = days.get(one.provider, 0) + one.days
    if table.jointly == "first":
        parts = {name: part if name == held[0].provider else Fraction(0) for name in days}
    else:
        parts = dict.fromkeys(days, part / len(days))
    return tuple(Share(name, "investigating", parts[name], number) for name, number in days.items())


def _chain(held: tuple[Holder, ...], start: date, stop: date, count: Count) -> tuple[Held, ...]:
    """Return who held the case in (start, stop]: nobody who had passed it on before, nobody who took it after."""
    found = []
    for place, holder in enumerate(held):
        until = held[place + 1].after if place + 1 < len(held) else stop
        if (place and holder.after > stop) or (until < start):
            continue
        low, high = max(holder.after, start) if place else start, max(start, min(until, stop))
        found.append(Held(holder.provider, count.elapsed(high) - count.elapsed(low)))
    return tuple(found)
