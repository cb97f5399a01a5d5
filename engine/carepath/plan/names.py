"""The numbers by which a plan calls the things of a definition, in orders that have meaning.

Events go by (rank, id), the order within a day; states, attributes, roles, clocks, milestones and reasons by id,
so that the smaller number is the smaller name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carepath.model import Pathway


@dataclass(frozen=True, slots=True)
class Names:
    """What each number stands for."""

    events: tuple[str, ...]
    states: tuple[str, ...]
    attributes: tuple[str, ...]
    roles: tuple[str, ...]
    clocks: tuple[str, ...]
    milestones: tuple[str, ...]
    transfers: tuple[str, ...]  # in the order of the chain
    reasons: tuple[str, ...]
    kinds: tuple[str, ...]  # of the end of an episode
    providers: tuple[str, ...]  # those that the definition names


def names(pathway: Pathway) -> Names:
    """Return the numbering of a definition."""
    ends = [state.end for state in pathway.states.values() if state.end is not None]
    ways = [way.id for way in pathway.exits] + [way.id for way in pathway.reentries]
    listed = [listing.provider for role in pathway.roles.values() for listing in role.listings]
    reasons = [pause.reason for clock in pathway.clocks.values() for pause in clock.pauses]
    reasons += [each.reason for clock in pathway.clocks.values() for each in clock.resets if each.reason]
    return Names(
        events=tuple(sorted(pathway.events, key=lambda name: (pathway.events[name].rank, name))),
        states=tuple(sorted(pathway.states)),
        attributes=tuple(sorted(pathway.attributes)),
        roles=tuple(sorted(pathway.roles)),
        clocks=tuple(sorted(pathway.clocks)),
        milestones=tuple(sorted(pathway.milestones)),
        transfers=pathway.routes.transfer_order,
        reasons=tuple(sorted({*reasons, "reset"})),
        kinds=tuple(sorted({*ends, *ways})),
        providers=tuple(sorted({*listed, *pathway.organisations})),
    )


def numbers(words: Iterable[str]) -> Mapping[str, int]:
    """Return the number of each word."""
    return {word: number for number, word in enumerate(words)}
