"""Which points an event may be and surely is, by the conditions under which they hear it.

What a condition on attributes says is followed along a path: an answer tells it, and an event that can bring a new
value leaves it open again. Conditions on what was done are settled by the walk, where the state graph says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from carepath.authoring.checks.temporal.steps import NEVER, Open
from carepath.authoring.checks.temporal.watches import Watched
from carepath.authoring.checks.worlds import implies, impossible
from carepath.model import ALWAYS, Condition, Pathway
from carepath.routes import mentions


class Heard(NamedTuple):
    """The points that an event may be and surely is; of those left open it depends on what the path has told."""

    maybe: int = 0
    sure: int = 0
    open: tuple[Open, ...] = ()

    @property
    def possible(self) -> int:
        """The points that it may be, open ones among them."""
        found = self.maybe
        for part in self.open:
            found |= part.points
        return found


def together(heard: Sequence[Heard]) -> tuple[Open, ...]:
    """Return what several events leave open: a point is ruled out only if it is for each of them that could be it."""
    free = 0
    left: dict[int, tuple[int, int]] = {}
    for each in heard:
        free |= each.maybe
        for points, holds, fails in each.open:
            before = left.get(points, (0, 0))
            left[points] = before[0] | holds, before[1] | fails
    return tuple(Open(points, holds, NEVER if points & free else fails) for points, (holds, fails) in left.items())


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears which event, each where a condition (a number of `conditions`) holds."""

    pathway: Pathway
    conditions: tuple[Condition, ...]
    attributes: tuple[frozenset[str], ...]  # of each condition that only reads attributes, else none
    by_event: Mapping[str, tuple[tuple[int, int], ...]]  # the bit of a point, and the number of its condition
    entered: Mapping[str, int]  # state → the points that entering it is
    known: dict[tuple[int, Condition], bool | None] = field(default_factory=dict)

    def heard(self, event: str, guard: Condition | None, holds: Sequence[bool | None], allowed: int) -> Heard:
        """Return the points that an event is where it comes with a guard; `holds`: what is settled in the world."""
        maybe = sure = 0
        left: dict[int, tuple[int, int]] = {}
        for bit, number in self.by_event.get(event, ()):
            if not bit & allowed:
                continue
            value = holds[number] if holds[number] is not None else self.by_guard(number, guard)
            if value is None and self.attributes[number]:
                told, denied = left.get(bit, (0, 0))
                left[bit] = told | 1 << 2 * number, denied | 2 << 2 * number
                continue
            maybe |= 0 if value is False else bit
            sure |= bit if value is True else 0
        opened = tuple(Open(bit, *flags) for bit, flags in left.items() if not sure & bit)
        return Heard(maybe, sure, opened)

    def settled(self, events: Iterable[str], holds: Sequence[bool | None]) -> tuple[bool | None, ...]:
        """Return what is settled of the conditions under which some events are heard."""
        return tuple([holds[number] for event in events for _, number in self.by_event.get(event, ())])

    def by_guard(self, number: int, guard: Condition | None) -> bool | None:
        """Return whether a condition holds wherever a guard does."""
        if guard is None or guard == ALWAYS:
            return None
        key = number, guard
        if key not in self.known:
            condition, types = self.conditions[number], self.pathway.attributes
            never = impossible((condition, guard), types)
            self.known[key] = False if never else True if implies(guard, condition, types) else None
        return self.known[key]

    def told(self, event: str | None, guard: Condition | None) -> tuple[int, int]:
        """Return what need no longer be so after an event that came with a guard, and what is so then."""
        brings = frozenset(name for name, _ in self.pathway.events[event].data) if event is not None else frozenset()
        asks = mentions(guard)[0] if guard is not None else frozenset()
        clears = tells = 0
        for number, names in enumerate(self.attributes):
            value = self.by_guard(number, guard) if names & asks else None
            if value is not None or names & brings:
                clears |= 3 << 2 * number
            if value is not None:
                tells |= (1 if value else 2) << 2 * number
        return clears, tells


def hearing(pathway: Pathway, watched: Watched) -> Hearing:
    """Return who hears which event."""
    numbers: dict[Condition, int] = {}
    by_event: dict[str, list[tuple[int, int]]] = {}
    entered: dict[str, int] = {}
    for point, watch in enumerate(watched.watches):
        for event, guard in watch.heard:
            by_event.setdefault(event, []).append((1 << point, numbers.setdefault(guard, len(numbers))))
        if watch.state is not None:
            entered[watch.state] = entered.get(watch.state, 0) | 1 << point
    read = [mentions(condition) for condition in numbers]
    attributes = tuple(names if not events else frozenset() for names, events in read)
    return Hearing(
        pathway, tuple(numbers), attributes, {event: tuple(heard) for event, heard in by_event.items()}, entered
    )
