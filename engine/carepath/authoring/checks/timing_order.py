"""The check that a later step is not due before an earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from carepath.authoring.checks.temporal.network import Network
from carepath.authoring.checks.temporal.networks import Networks
from carepath.authoring.checks.temporal.reach import Slip, slip, slips
from carepath.authoring.checks.temporal.slack import rests_on
from carepath.authoring.checks.temporal.watches import Bound
from carepath.authoring.checks.timing_faults import Fault, a_path, called, clauses
from carepath.problems import Problem


@dataclass(frozen=True, slots=True)
class Swap:
    """Two targets of which the later step is due before the earlier one, on a path."""

    earlier: Slip
    later: Slip
    path: tuple[str, ...]

    @property
    def targets(self) -> tuple[Bound, Bound]:
        """The earlier and the later target."""
        return self.earlier.bounds[-1], self.later.bounds[-1]


def wrong_order(found: Networks, blamed: frozenset[str]) -> Iterator[Fault]:
    """Yield local targets that are due before those of a step that comes before them."""
    swaps = list(_swaps(found, blamed))
    while swaps:
        times = Counter(bound for swap in swaps for bound in swap.targets)
        # Of two, the later step is named; of several, the one they have in common.
        worst = max(times, key=lambda bound: (times[bound], bound in {swap.targets[1] for swap in swaps}, bound.id))
        swap = max((each for each in swaps if worst in each.targets), key=_gap)
        yield Fault(_problem(swap, worst), frozenset((worst.id,)))
        swaps = [each for each in swaps if worst not in each.targets]


def _gap(swap: Swap) -> int:
    return swap.earlier.days.least - swap.later.days.most


def _swaps(found: Networks, blamed: frozenset[str]) -> Iterator[Swap]:
    local = [
        bound
        for bound in found.watched.bounds
        if bound.owner == "milestone" and bound.side == "due" and bound.level == "local" and bound.id not in blamed
    ]
    for earlier, later in permutations(local, 2):
        if not _possible(found, earlier, later) or not found.ever_precedes(earlier.point, later.point):
            continue
        if _settled(found, earlier, later):
            resting = rests_on(found, earlier) | rests_on(found, later)
            networks = found.of(resting, *_bases(found, earlier, later))
            there = (network for network in networks if _ordered(found, network, earlier, later))
            swaps = filter(None, (_swap(found, network, earlier, later) for network in there))
            swap = next((each for each in swaps if not (each.earlier.ids | each.later.ids) & blamed), None)
            if swap is not None:
                yield swap


def _settled(found: Networks, earlier: Bound, later: Bound) -> bool:
    """Return whether one step comes before the other wherever both surely happen, or, if nowhere, wherever both may.

    Ways round in a circle and what happens before the days count are left out: there anything may come first.
    """
    networks = found.of((earlier, later), *_bases(found, earlier, later))
    counted = [network for network in networks if _counts(found, network, earlier, later)]
    both = 1 << earlier.point | 1 << later.point
    surely = [network for network in counted if network.sure & both == both]
    return bool(counted) and all(network.precedes(earlier.point, later.point) for network in surely or counted)


def _counts(found: Networks, network: Network, earlier: Bound, later: Bound) -> bool:
    if not network.direct or earlier not in network.bounds or later not in network.bounds:
        return False
    return all(_since(found, network, bound) for bound in (earlier, later))


def _ordered(found: Networks, network: Network, earlier: Bound, later: Bound) -> bool:
    return network.precedes(earlier.point, later.point) and _counts(found, network, earlier, later)


def _since(found: Networks, network: Network, bound: Bound) -> bool:
    """Return whether a step comes no earlier than day zero, or what its day is counted from where that is not there."""
    origin = found.watched.origin
    base = origin if origin is not None and network.has(origin) else bound.anchor
    return network.at_once(base, bound.point) or bool(network.before[bound.point] >> base & 1)


def _possible(found: Networks, earlier: Bound, later: Bound) -> bool:
    """Return whether the days could be the wrong way round on any path at all."""
    anywhere = found.any_path
    return any(
        first.days.least > second.days.most
        for base in _bases(found, earlier, later)
        for first in slips(found, anywhere, earlier, base)
        for second in slips(found, anywhere, later, base)
    )


def _bases(found: Networks, earlier: Bound, later: Bound) -> tuple[int, ...]:
    """Return the points from which the days of both can be counted."""
    origin = (found.watched.origin,) if found.watched.origin is not None else ()
    return tuple(dict.fromkeys((*origin, later.anchor, earlier.anchor)))


def _swap(found: Networks, network: Network, earlier: Bound, later: Bound) -> Swap | None:
    for base in _bases(found, earlier, later):
        first, second = slip(found, network, earlier, base), slip(found, network, later, base)
        if first is not None and second is not None and first.days.least > second.days.most:
            return Swap(first, second, network.path)
    return None


def _problem(swap: Swap, worst: Bound) -> Problem:
    earlier, later = swap.targets
    return Problem(
        worst.source,
        "day-before-predecessor",
        f"{'The' if later.owner else ''} milestone {later.id} comes after {called(earlier)} but is due before it: "
        f"{clauses((*swap.earlier.bounds, *swap.later.bounds))}. One path on which it does: {a_path(swap.path)}.",
        f"Let {later.id} be due no earlier than {earlier.id}.",
    )
