"""The networks of all paths of a definition, equal ones once; paths are walked for the points that are asked for.

An order that differs from path to path binds only where both steps surely happen on the path.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from carepath.authoring.checks.temporal.focus import Focus
from carepath.authoring.checks.temporal.network import (
    Network,
    Taken,
    Walk,
    Ways,
    asked_for,
    in_force,
    later,
    mask,
    settled,
)
from carepath.authoring.checks.temporal.orders import Order, Orders, numbers
from carepath.authoring.checks.temporal.shortcuts import ahead, shortcuts
from carepath.authoring.checks.temporal.steps import Masks, Steps, World
from carepath.authoring.checks.temporal.tables import masks, tables
from carepath.authoring.checks.temporal.walk import MOST_STEPS, again, walk
from carepath.authoring.checks.temporal.watches import Bound, Watched, watched
from carepath.authoring.timing import Edge
from carepath.calendar import Calendar
from carepath.model import Pathway

REMEMBERED = 32  # definitions whose paths are kept, for who asks again


@dataclass(frozen=True, slots=True)
class Followed:
    """The networks of some points, what comes after each of them on some path, and whether every path was walked."""

    networks: tuple[Network, ...]
    later: tuple[int, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Networks:
    """Everything that can be known of the times of a definition; paths are walked for the points that are asked for."""

    pathway: Pathway
    calendar: Calendar
    watched: Watched
    masks: Masks
    ways: tuple[Ways, ...]
    together: tuple[int, ...]  # for each point those that can be one and the same step
    followed: dict[int, Followed] = field(default_factory=dict, compare=False)  # points → what was walked for them

    @property
    def complete(self) -> bool:
        """Whether every path was walked for all points that were asked for."""
        return all(each.complete for each in self.followed.values())

    @property
    def minima(self) -> tuple[Bound, ...]:
        """The clauses that say how long to wait at least; without any, all days are kept by doing it all at once."""
        return tuple(bound for bound in self.watched.bounds if bound.side == "not before" and bound.days.least > 0)

    def same(self, wider: int, point: int) -> bool:
        """Return whether a point is one of the things that another point is the first of."""
        return wider == point or bool(self.masks.supersets[point] >> wider & 1)

    @property
    def any_path(self) -> Network:
        """All bounds without any order: what holds on no such path holds on none."""
        return Network((1 << len(self.together)) - 1, 0, self.together, self.watched.bounds)

    def of(self, bounds: Iterable[Bound], *others: int) -> tuple[Network, ...]:
        """Return the networks of the points of some bounds, and of others: all paths, as far as these points go."""
        return self.follow(mask(others, bounds)).networks

    def between(self, first: int, second: int) -> tuple[Network, ...]:
        """Return the networks of two points alone: little to walk, and enough to say that no path orders them so."""
        return self.of((), first, second)

    def ever_precedes(self, first: int, second: int) -> bool:
        """Return whether one point surely comes before another one on some path."""
        return any(network.precedes(first, second) for network in self.between(first, second))

    def follow(self, points: int) -> Followed:
        """Return what is known of some points."""
        if points not in self.followed:
            self.followed[points] = _followed(self, points, self._closed(points))
        return self.followed[points]

    def whole_path(self, walk: Walk, known: Followed) -> Network | None:
        """Return all points of a path; what comes after what on other paths is only known as far as was asked for."""
        order = again(walk.ways.steps, walk.world, self.masks, walk.turns)
        if order is None:
            return None
        return Network(order.seen, order.sure, settled(order, known.later), in_force(order.seen, walk.ways.bounds))

    def _closed(self, points: int) -> int:
        """Return the points on which the order of these depends."""
        told = self.masks.handovers if points & self.masks.telling else 0
        return points | told | mask(self.watched.done.values())


@dataclass(frozen=True, slots=True, eq=False)
class _This:
    """A definition as this one object: what was found out of it is good for no other, however alike."""

    pathway: Pathway

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.pathway is self.pathway

    def __hash__(self) -> int:
        return id(self.pathway)


def networks(pathway: Pathway) -> Networks:
    """Return the networks of all paths; the calendar is the one that the definition names.

    Checks and tables ask for the same paths: they are walked once for a pathway.
    """
    return _networks(_This(pathway))


@lru_cache(REMEMBERED)
def _networks(this: _This) -> Networks:
    pathway = this.pathway
    calendar = Calendar.named(pathway.calendar)
    points = watched(pathway, calendar)
    ways: list[Ways] = []
    if points.bounds:
        ways.append(Ways(tables(pathway, points, (1 << len(points.watches)) - 1, False), points.bounds))
    if points.bounds and pathway.reentries:
        bounds = _again(pathway, points)
        ways.append(Ways(tables(pathway, points, mask(points.done.values(), bounds), True), bounds))
    together = _together([each.steps for each in ways], len(points.watches))
    return Networks(pathway, calendar, points, masks(pathway, points), tuple(ways), tuple(together))


def ordered(found: Networks, network: Network) -> tuple[Edge[int], ...]:
    """Return an edge for each point that comes before another one: the later one bounds the earlier."""
    edges = [
        (second, 0, first)
        for second in numbers(network.seen)
        for first in numbers((network.before[second] | found.masks.supersets[second]) & network.seen)
    ]
    for transfer, items in found.watched.items.items():
        handover = found.watched.transfers[transfer]
        edges += [(handover, 0, item) for item in items if network.has(handover) and network.has(item)]
    return tuple(dict.fromkeys(edges))


def _followed(found: Networks, asked: int, needed: int) -> Followed:
    """Walk all paths as far as some points go."""
    focus = Focus(tuple(numbers(needed)), len(found.together), needed)
    narrow, few = focus.masks(found.masks), focus.narrow(asked)
    left = MOST_STEPS
    paths: dict[tuple[Order, tuple[Bound, ...]], Taken] = {}
    for ways in found.ways:
        steps, worlds = focus.steps(ways.steps)
        bounds = _between(ways.bounds, asked)
        orders = Orders(narrow, few, steps.effects, steps.stays)
        short = shortcuts(steps)
        alike: dict[tuple[tuple[int, ...], tuple[int, ...]], list[tuple[int, World]]] = {}
        for number, world in enumerate(steps.worlds):
            alike.setdefault((world.stays, world.moves), []).append((number, world))
        for entries in alike.values():
            coming = ahead(steps, entries[0][1], short)
            walked = walk(short, entries, orders, coming, max(left, 0))
            left -= walked.steps
            for order, end in walked.ends.items():
                key = asked_for(orders.known[order], few), bounds
                paths.setdefault(key, Taken(walked, end, ways, worlds))
    together = [focus.narrow(found.together[point]) for point in focus.points]
    starts = numbers(focus.narrow(mask(found.watched.starts.values())))
    after = later({order for order, _ in paths}, together, starts)
    merged: dict[tuple[int, int, tuple[int, ...], tuple[Bound, ...]], list[Taken]] = {}
    for (way, bounds), path in paths.items():
        merged.setdefault((way.seen, way.sure, settled(way, after), bounds), []).append(path)
    whole = []
    for (seen, sure, before, bounds), same in merged.items():
        there = focus.wide(seen)
        wide = focus.wide(sure), focus.wide_rows(before)
        whole.append(Network(there, *wide, in_force(there, bounds), tuple(same)))
    whole.sort(key=lambda network: min(taken.length for taken in network.taken))
    return Followed(tuple(whole), focus.wide_rows(tuple(after)), left >= 0)


def _between(bounds: Iterable[Bound], points: int) -> tuple[Bound, ...]:
    return tuple(bound for bound in bounds if not mask((), (bound,)) & ~points)


def _again(pathway: Pathway, points: Watched) -> tuple[Bound, ...]:
    """Return the bounds that count again after a re-entry."""
    clocks = {clock for way in pathway.reentries for clock in way.clocks}
    milestones = {milestone for way in pathway.reentries for milestone in way.milestones}
    named = {"clock": clocks, "milestone": milestones, "transfer": set(pathway.transfers)}
    silent = {start for clock, start in points.starts.items() if clock not in clocks}
    silent -= {points.starts[clock] for clock in clocks & points.starts.keys()}
    return tuple(bound for bound in points.bounds if bound.id in named[bound.owner] and bound.anchor not in silent)


def _together(every: list[Steps], points: int) -> list[int]:
    """Return for each point those that one and the same step can be too."""
    found = [0] * points
    for maybe in {effect.maybe for steps in every for effect in steps.effects}:
        for number in numbers(maybe):
            found[number] |= maybe
    return found
