"""The check that a transfer on its last day leaves the time that is stated for what follows it."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.authoring.checks.temporal.network import Network, stated
from carepath.authoring.checks.temporal.networks import Networks, ordered
from carepath.authoring.checks.temporal.reach import Slip, slip, slips
from carepath.authoring.checks.temporal.slack import rests_on
from carepath.authoring.checks.temporal.watches import Bound
from carepath.authoring.checks.timing_faults import Fault, begun, called, clauses
from carepath.authoring.timing import chain, consistent, distances
from carepath.problems import Problem

HANDED = ("transfer.received", "transfer.accepted", "transfer.sent")


def too_little_after_transfers(found: Networks, blamed: frozenset[str]) -> Iterator[Fault]:
    """Yield transfers after whose last day the minimum times, or a clock of the treating phase, pass a standard."""
    standards = [bound for bound in found.watched.bounds if bound.owner == "clock"]
    for transfer in [bound for bound in found.watched.bounds if bound.owner == "transfer" and bound.id not in blamed]:
        for network in _networks(found, transfer, standards):
            fault = _too_little(found, network, transfer, standards)
            if fault is not None and not fault.blamed & blamed:
                yield fault
                break


def _networks(found: Networks, transfer: Bound, standards: list[Bound]) -> tuple[Network, ...]:
    """Return the networks in which a transfer may leave too little; none where its days leave enough on any path."""
    if found.minima:
        return found.of(rests_on(found, transfer) | set(standards) | set(found.minima))
    # Without minimum times only a clock of the treating phase says how long it takes.
    phase = max((bound.days.most for bound in standards if _treating(found, bound)), default=0)
    late = [
        standard
        for standard in standards
        for slipped in slips(found, found.any_path, transfer, standard.anchor)
        if slipped.days.least + phase > standard.days.most and found.ever_precedes(transfer.point, standard.point)
    ]
    return found.of(rests_on(found, transfer) | set(standards)) if late else ()


def _treating(found: Networks, bound: Bound) -> bool:
    return not found.watched.watches[bound.anchor].events.isdisjoint(HANDED)


def _too_little(found: Networks, network: Network, transfer: Bound, standards: list[Bound]) -> Fault | None:
    if transfer not in network.bounds:
        return None
    for standard in standards:
        if standard not in network.bounds or not network.precedes(transfer.point, standard.point):
            continue
        slipped = slip(found, network, transfer, standard.anchor)
        if slipped is None or standard.anchor == transfer.point:
            continue
        needed, needing = _needed(found, network, transfer, standard)
        if slipped.days.least + needed > standard.days.most:
            return Fault(_problem(slipped, standard, needed, needing), frozenset((transfer.id,)))
    return None


def _needed(found: Networks, network: Network, transfer: Bound, standard: Bound) -> tuple[int, tuple[Bound, ...]]:
    """Return the days stated for what follows a transfer until a stop, and the clauses that state them."""
    phases = [
        bound
        for bound in network.bounds
        if bound.owner == "clock" and bound.point == standard.point and _treating(found, bound)
    ]
    phase = max(phases, key=lambda bound: bound.days.most, default=None)
    said = {edge: bound for edge, bound in stated(network).items() if bound.side == "not before"}
    edges = (*said, *ordered(found, network))
    least, how = distances(standard.point, edges) if said and consistent((), edges) else ({}, {})
    minimum = -least.get(transfer.point, 0)
    if phase is not None and phase.days.most >= minimum:
        return phase.days.most, (phase,)
    if not minimum:
        return 0, ()
    return minimum, tuple(said[edge] for edge in chain(how, standard.point, transfer.point) if edge in said)


def _problem(slipped: Slip, standard: Bound, needed: int, needing: tuple[Bound, ...]) -> Problem:
    transfer = slipped.bounds[-1]
    left = standard.days.most - slipped.days.least
    return Problem(
        transfer.source,
        "transfer-leaves-too-little",
        f"{begun(called(transfer))} on its last day leaves {left} days until the target of {called(standard)}, and "
        f"what follows it is given {needed}: {clauses((*slipped.bounds, *needing, standard))}.",
        "Let the transfer be due earlier, or shorten what follows it.",
    )
