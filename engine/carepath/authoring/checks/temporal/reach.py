"""How far the deadlines alone let a thing slip: the chain of clauses from a start to it, and the days it can take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carepath.authoring.checks.temporal.days import Days, Placing, worst
from carepath.authoring.checks.temporal.network import Network
from carepath.authoring.checks.temporal.networks import Networks
from carepath.authoring.checks.temporal.slack import alternative
from carepath.authoring.checks.temporal.watches import Bound


@dataclass(frozen=True, slots=True)
class Slip:
    """Deadlines that follow one another from a point on, and how many days they allow."""

    bounds: tuple[Bound, ...]
    days: Days

    @property
    def ids(self) -> frozenset[str]:
        """The targets whose deadlines are used."""
        return frozenset(bound.id for bound in self.bounds)


def slip(found: Networks, network: Network, bound: Bound, base: int) -> Slip | None:
    """Return how late a target may be, counted from a point; None where its deadlines do not go back to it."""
    return min(slips(found, network, bound, base), key=lambda each: each.days.most, default=None)


def slips(
    found: Networks, network: Network, bound: Bound, base: int, passed: frozenset[int] = frozenset()
) -> Iterator[Slip]:
    """Yield each chain of deadlines that leads from a point to a target."""
    if network.at_once(bound.anchor, base):
        yield Slip((bound,), bound.days)
        return
    if bound.anchor in passed:
        return
    for other in network.bounds:
        if other.side != "due" or other.owner != "milestone":
            continue
        if other.point == bound.anchor or alternative(found, network, other.point, bound.anchor):
            for before in slips(found, network, other, base, passed | {bound.anchor}):
                yield Slip((*before.bounds, bound), before.days + bound.days)


def worst_placing(found: Networks, slipped: Slip) -> Placing | None:
    """Return the start from which these deadlines allow the most days, of those since the definition is in force."""
    allowances = tuple(bound.allowance for bound in slipped.bounds)
    return worst(allowances, found.calendar, found.pathway.effective_from)
