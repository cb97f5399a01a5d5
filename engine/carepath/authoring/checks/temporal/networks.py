"""The time points of each path with all bounds between them: simple temporal networks, equal ones once.

An order that differs from path to path binds only where both steps surely happen on the path.
"""

from __future__ import annotations

from dataclasses import dataclass

from carepath.authoring.checks.temporal.tables import Masks, Table, masks, tables
from carepath.authoring.checks.temporal.walk import MOST_STEPS, Walked, numbers, walk
from carepath.authoring.checks.temporal.watches import Bound, Watched, watched
from carepath.authoring.timing import Edge
from carepath.calendar import Calendar
from carepath.model import Pathway


@dataclass(frozen=True, slots=True)
class Network:
    """The points of some paths, what comes before what, the bounds in force, and one such path."""

    seen: int
    sure: int  # of these, what surely happens
    before: tuple[int, ...]
    bounds: tuple[Bound, ...]
    path: tuple[str, ...]

    @property
    def direct(self) -> bool:
        """Whether one of the paths comes to no state twice."""
        return len(set(self.path)) == len(self.path)

    def has(self, point: int) -> bool:
        """Return whether the point can be on the path."""
        return bool(self.seen >> point & 1)

    def precedes(self, first: int, second: int) -> bool:
        """Return whether one point surely comes no later than another one and is not the same."""
        return bool(self.before[second] >> first & 1 and not self.before[first] >> second & 1)

    def at_once(self, first: int, second: int) -> bool:
        """Return whether two points are the same, or are one and the same step."""
        return first == second or bool(self.before[second] >> first & self.before[first] >> second & 1)


@dataclass(frozen=True, slots=True)
class Networks:
    """Everything that can be known of the times of a definition."""

    pathway: Pathway
    calendar: Calendar
    watched: Watched
    masks: Masks
    networks: tuple[Network, ...]
    complete: bool  # whether every path was walked
    together: tuple[int, ...] = ()  # for each point those that can be one and the same step

    def same(self, wider: int, point: int) -> bool:
        """Return whether a point is one of the things that another point is the first of."""
        return wider == point or bool(self.masks.supersets[point] >> wider & 1)

    @property
    def any_path(self) -> Network:
        """All bounds without any order: what holds on no such path holds on none."""
        return Network((1 << len(self.together)) - 1, 0, self.together, self.watched.bounds, ())


def networks(pathway: Pathway) -> Networks:
    """Return the networks of all paths; the calendar is the one that the definition names."""
    calendar = Calendar.named(pathway.calendar)
    points = watched(pathway, calendar)
    what = masks(pathway, points)
    if not points.bounds:
        return Networks(pathway, calendar, points, what, (), True)
    everything = (1 << len(points.watches)) - 1
    walks = [(table, points.bounds) for table in tables(pathway, points, everything, False)]
    again = _again(pathway, points)
    if pathway.reentries:
        walks += [(table, again) for table in tables(pathway, points, _allowed(points, again), True)]
    found, steps = [], MOST_STEPS
    for table, bounds in walks:
        walked, taken = walk(table, what, len(points.watches), max(steps, 0))
        found.append((walked, bounds))
        steps -= taken
    paths = [(path, bounds) for walked, bounds in found for path in walked]
    together = _together([table for table, _ in walks], len(points.watches))
    later = _later([path for path, _ in paths], together)
    for start in points.starts.values():
        later = [mask & ~(1 << start) for mask in later]  # what comes after a start on a path counts from it there
    merged: dict[tuple[int, int, tuple[int, ...], bool], list[Walked]] = {}
    distinct = {(path.sure, path.seen, path.before, bounds is points.bounds): path for path, bounds in reversed(paths)}
    for (_, _, _, first), path in distinct.items():
        merged.setdefault((path.seen, path.sure, _settled(path, later), first), []).append(path)
    whole = [
        _network(walked, before, points.bounds if first else again) for (_, _, before, first), walked in merged.items()
    ]
    whole.sort(key=lambda network: (not network.direct, len(network.path)))
    return Networks(pathway, calendar, points, what, tuple(whole), steps >= 0, tuple(together))


def _again(pathway: Pathway, points: Watched) -> tuple[Bound, ...]:
    """Return the bounds that count again after a re-entry."""
    clocks = {clock for way in pathway.reentries for clock in way.clocks}
    milestones = {milestone for way in pathway.reentries for milestone in way.milestones}
    named = {"clock": clocks, "milestone": milestones, "transfer": set(pathway.transfers)}
    silent = {start for clock, start in points.starts.items() if clock not in clocks}
    silent -= {points.starts[clock] for clock in clocks & points.starts.keys()}
    return tuple(bound for bound in points.bounds if bound.id in named[bound.owner] and bound.anchor not in silent)


def _network(walked: list[Walked], before: tuple[int, ...], bounds: tuple[Bound, ...]) -> Network:
    seen, sure = walked[0].seen, walked[0].sure
    there = tuple(bound for bound in bounds if seen >> bound.anchor & seen >> bound.point & 1)
    straight = min((path.path for path in walked), key=lambda path: (len(path) - len(set(path)), len(path)))
    return Network(seen, sure, before, there, straight)


def _allowed(points: Watched, bounds: tuple[Bound, ...]) -> int:
    found = 0
    for number in (*points.done.values(), *(end for bound in bounds for end in (bound.anchor, bound.point))):
        found |= 1 << number
    return found


def _together(steps: list[Table], points: int) -> list[int]:
    """Return for each point those that one and the same step can be too."""
    found = [0] * points
    for table in steps:
        moves = (move for _, stay in table.stays for move in stay.moves)
        for maybe in {move.maybe for move in (*table.ways, *moves)}:
            for number in numbers(maybe):
                found[number] |= maybe
    return found


def _later(paths: list[Walked], together: list[int]) -> list[int]:
    """Return for each point those that surely come after it on some path, and not at the same time."""
    found = [0] * len(together)
    for seen, before in {(path.seen, path.before) for path in paths}:
        for second in numbers(seen):
            for first in numbers(before[second] & seen):
                if not (together[second] >> first & 1 and before[first] >> second & 1):
                    found[first] |= 1 << second
    return found


def _settled(path: Walked, later: list[int]) -> tuple[int, ...]:
    """Return the order on a path without what other paths order the other way round and need not happen here."""
    return tuple(
        mask & path.seen & ~(1 << second) & ~(later[second] & ~(path.sure if path.sure >> second & 1 else 0))
        if path.seen >> second & 1
        else 0
        for second, mask in enumerate(path.before)
    )


def stated(network: Network) -> dict[Edge[int], Bound]:
    """Return the edges that clauses state, each with its clause."""
    said: dict[Edge[int], Bound] = {}
    for bound in network.bounds:
        due = bound.side == "due"
        if not due and network.precedes(bound.point, bound.anchor):
            continue  # what came before a minimum time began is not what it waits for
        edge = (bound.anchor, bound.days.most, bound.point) if due else (bound.point, -bound.days.least, bound.anchor)
        said.setdefault(edge, bound)
    return said


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
