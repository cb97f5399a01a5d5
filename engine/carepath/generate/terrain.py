"""Where walks go: the events of a definition that are worth doing, who plays its roles, what a walk is to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carepath.model import Pathway, Value
from carepath.routes import heard_as, triggers

Data = tuple[tuple[str, Value], ...]
ANYBODY = ("P1", "P2", "P3")  # where a definition knows no provider


@dataclass(frozen=True, slots=True)
class Stop:
    """One event of a walk."""

    event: str
    data: Data
    provider: str | None


@dataclass(frozen=True, slots=True)
class Terrain:
    """What is worked out once for a definition: the events worth doing, and those that name a day themselves."""

    pathway: Pathway
    day: date
    wanted: frozenset[str]
    dated: frozenset[str]


def terrain(pathway: Pathway, day: date) -> Terrain:
    """Return what walks through a definition need to know, on about that day."""
    rules = [rule for clock in pathway.clocks.values() for rule in triggers(clock)]
    wanted = {event for milestone in pathway.milestones.values() for event in milestone.events}
    wanted |= {event for one in pathway.transfers.values() for item in one.items for event in item.after}
    wanted |= {trigger.event for clock in pathway.clocks.values() for trigger in (*clock.starts, *clock.stops)}
    all_wanted = {event for event in pathway.events if heard_as(pathway.events, event) & wanted}
    dated = {rule.event for rule in rules if rule.dated_by} | {rule.event for rule in pathway.starts if rule.dated_by}
    return Terrain(pathway, day, frozenset(all_wanted), frozenset(dated - all_wanted))


@dataclass(frozen=True, slots=True)
class Wish:
    """What a walk is to be: data of its first event, the provider that begins, one that takes over, the last event."""

    route: tuple[tuple[str, Value], ...] = ()
    first: str | None = None
    second: str | None = None
    until: str | None = None


ANY = Wish()


def players(pathway: Pathway, roles: Sequence[str], day: date) -> list[str]:
    """Return the providers that play one of the roles on a day, each once, in the order of the definition."""
    known = [
        code for code, one in pathway.organisations.items()
        if one.kind == "trust" and (one.opened or day) <= day <= (one.closed or day)
    ] or list(ANYBODY)  # fmt: skip
    found: dict[str, None] = {}
    for role in roles or ("",):
        one = pathway.roles.get(role)
        listed = [] if one is None or one.anyone else list(one.providers(day))
        found |= dict.fromkeys(listed or known)
    return list(found)
