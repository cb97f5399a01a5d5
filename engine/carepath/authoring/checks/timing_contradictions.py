"""The check that the days can all be kept: minimum times and targets that contradict one another on some path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carepath.authoring.checks.temporal.circles import asked
from carepath.authoring.checks.temporal.network import Network, stated
from carepath.authoring.checks.temporal.networks import Networks, ordered
from carepath.authoring.checks.temporal.orders import numbers
from carepath.authoring.checks.temporal.watches import Bound
from carepath.authoring.checks.timing_faults import Fault, a_path, begun, called, clauses, last_written
from carepath.authoring.timing import negative_cycle
from carepath.problems import Problem


@dataclass(frozen=True, slots=True)
class Clash:
    """Clauses that cannot all be kept on a path, and by how many days they miss."""

    clauses: tuple[Bound, ...]
    short: int
    path: tuple[str, ...]

    @property
    def targets(self) -> tuple[Bound, ...]:
        """The clauses that say at most."""
        return tuple(bound for bound in self.clauses if bound.side == "due")

    @property
    def minima(self) -> frozenset[Bound]:
        """The clauses that say at least."""
        return frozenset(bound for bound in self.clauses if bound.side == "not before")


def contradictions(found: Networks, blamed: frozenset[str]) -> Iterator[Fault]:
    """Yield what cannot be kept, shortest first; what rests on a minimum time that was named is not named again."""
    clashes = sorted(_clashes(found), key=lambda clash: (len(clash.clauses), clash.short))
    told: frozenset[Bound] = frozenset()
    for clash in clashes:
        if clash.minima & told:
            continue
        told |= clash.minima
        yield Fault(_problem(found, clash, clashes), frozenset(bound.id for bound in clash.clauses))


def _clashes(found: Networks) -> Iterator[Clash]:
    seen: set[frozenset[Bound]] = set()
    if not found.minima:
        return
    for network in found.follow(asked(found)).networks:
        if not any(bound.side == "not before" and bound.days.least > 0 for bound in network.bounds):
            continue
        for clash in _of(found, network):
            if frozenset(clash.clauses) not in seen:
                seen.add(frozenset(clash.clauses))
                yield clash


def _of(found: Networks, network: Network) -> Iterator[Clash]:
    said = stated(network)
    order = ordered(found, network)
    while True:
        circle = negative_cycle((), (*said, *order))
        if circle is None:
            return
        named = tuple(said[edge] for edge in circle if edge in said)
        if any(bound.side == "due" for bound in named):
            yield Clash(named, -sum(weight for _, weight, _ in circle), network.path)
        for edge in circle:
            if edge in said and said[edge].side == "not before":
                del said[edge]


def _problem(found: Networks, clash: Clash, clashes: list[Clash]) -> Problem:
    days = f"{clash.short} day{'s' if clash.short > 1 else ''}"
    only = clash.targets[0]
    own = tuple(bound for bound in clash.targets if bound.owner != "clock")
    place = last_written(own or clash.clauses)
    owners = {(bound.owner, bound.id) for bound in clash.clauses}
    if len(owners) == 1:
        return Problem(
            place,
            "window-never-opens",
            f"{begun(called(only))} opens {days} after it closes: {clauses(clash.clauses)}.",
            "Let `not_before` come no later than `due`.",
        )
    if only.owner == "transfer" and len(clash.targets) == 1:
        return Problem(
            place,
            "transfer-never-in-time",
            f"{begun(called(only))} cannot be handed over by {only.written}: what has to come before it takes {days} "
            f"too many: {clauses(clash.clauses)}.",
            "Move the day of the transfer, or shorten the minimum times before it.",
        )
    if len(clash.targets) == 1 and _always(found, only, clashes):
        return Problem(
            place,
            "target-never-met",
            f"No path can meet {called(only)}: the minimum times before it take {days} too many: "
            f"{clauses(clash.clauses)}.",
            "Move the target, or shorten the minimum times.",
        )
    return Problem(
        place,
        "days-contradict",
        f"These days cannot all be kept, they miss by {days}: {clauses(clash.clauses)}. One path on which they meet: "
        f"{a_path(clash.path)}.",
        "Move one of these days.",
    )


def _always(found: Networks, target: Bound, clashes: list[Clash]) -> bool:
    """Return whether the target clashes on every path on which it counts."""
    minima = frozenset(bound for clash in clashes if clash.targets == (target,) for bound in clash.minima)
    counted = [network for network in found.of((target,), *numbers(asked(found))) if target in network.bounds]
    return all(
        any(target in clash.targets and clash.minima <= minima for clash in _of(found, network)) for network in counted
    )
