"""What a case has behind it at a place of a path, and what becomes of that in a state and by a step.

A task falls somewhere between entering and leaving a state; of a thing that may happen in several places the first
time counts, so it lies between the first place and the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from carepath.authoring.checks.temporal.steps import Effect, Masks, Open, Stay

NOT_HELD = -1  # no sender of this transfer has had the case yet


class Order(NamedTuple):
    """What a case has behind it: the points surely passed, those possibly passed, and for each those surely before."""

    sure: int
    seen: int
    before: tuple[int, ...]
    told: int = 0  # what the answers on the path say of conditions


@dataclass(frozen=True, slots=True)
class Orders:
    """Numbers orders as they come, and remembers what becomes of each in a state and by a step.

    Stays and effects go by their numbers, so this is good for one list of them; all worlds of a definition share it.
    """

    masks: Masks
    asked: int  # points; of others only what these depend on is remembered
    effects: tuple[Effect, ...]
    stays: tuple[Stay, ...]
    known: list[Order] = field(default_factory=list)
    numbered: dict[Order, int] = field(default_factory=dict)
    rested: dict[tuple[int, int], int] = field(default_factory=dict)
    moves: dict[tuple[int, int], int | None] = field(default_factory=dict)

    def number(self, order: Order) -> int:
        """Return the number of an order."""
        order = self._remembered(order)
        found = self.numbered.setdefault(order, len(self.known))
        if found == len(self.known):
            self.known.append(order)
        return found

    def _remembered(self, order: Order) -> Order:
        """Return an order without what cannot make a difference to the points that are asked for."""
        dropped = 0
        if not self.masks.telling & self.asked & ~order.seen:  # all that handovers tell is told
            dropped = self.masks.handovers & ~self.asked
        asked = self.asked
        waiting = asked | self.masks.handovers & ~order.seen & ~dropped
        before = tuple(
            [
                (mask if mask == NOT_HELD else mask & asked) if waiting >> number & 1 else 0
                for number, mask in enumerate(order.before)
            ]
        )
        return Order(order.sure & ~dropped, order.seen & ~dropped, before, order.told)

    def stayed(self, order: int, stay: int) -> int:
        """Return the order when the case has been in a state for as long as it stays."""
        found = self.rested.get((order, stay))
        if found is None:
            found = self.number(stayed(self.known[order], self.stays[stay], self.masks))
            self.rested[order, stay] = found
        return found

    def moved(self, order: int, effect: int) -> int | None:
        """Return the order after a step, None where the step cannot be taken there."""
        key = order, effect
        if key not in self.moves:
            after = moved(self.known[order], self.effects[effect], self.masks)
            self.moves[key] = None if after is None else self.number(after)
        return self.moves[key]


def start(masks: Masks) -> Order:
    """Return the order of a case that has nothing behind it."""
    held = tuple(NOT_HELD if masks.handovers >> number & 1 else 0 for number in range(len(masks.supersets)))
    return Order(0, 0, held)


def stayed(order: Order, stay: Stay, masks: Masks) -> Order:
    """Return an order when the case has been in a state."""
    told = order.told & ~stay.clears
    here = stay.maybe & ~_ruled_out(stay.open, told) & ~order.sure
    held = stay.holds & ~order.seen
    if not here and not held and told == order.told:
        return order
    before = order.before
    if held:
        passed = order.seen & ~masks.transfers
        before = tuple(passed if held >> number & 1 else mask for number, mask in enumerate(before))
    before = _first_times(before, here, order.seen, order.seen & ~here, masks)
    return Order(order.sure | stay.must | _settled(stay.open_must, told), order.seen | here, before, told)


def moved(order: Order, effect: Effect, masks: Masks) -> Order | None:
    """Return an order after a step, None where what the step says was done cannot be so."""
    if effect.not_done & order.sure or effect.done & masks.known & ~order.seen:
        return None
    told = order.told & ~effect.clears | effect.tells
    sure, seen = order.sure, order.seen & ~effect.not_done
    for number in numbers(effect.done & seen & ~sure):
        sure |= (1 << number | masks.supersets[number]) & seen
    here = effect.maybe & ~_ruled_out(effect.open, told) & ~sure
    before = _first_times(order.before, here, seen, seen | here, masks) if here else order.before
    seen |= here
    sure |= effect.sure | _settled(effect.open, told)
    handed = 0
    for number in numbers(effect.handed & ~seen):
        if before[number] == NOT_HELD:
            continue
        over = 1 << number | masks.telling & ~seen & ~handed
        passed = seen & ~masks.transfers if effect.senders >> number & 1 else before[number]
        before = tuple(passed if over >> other & 1 else mask for other, mask in enumerate(before))
        handed |= over
    return Order(sure | handed, seen | handed, before, told)


def _ruled_out(parts: tuple[Open, ...], told: int) -> int:
    """Return the points whose conditions are known not to hold."""
    found = 0
    for points, _, fails in parts:
        if told & fails == fails:
            found |= points
    return found


def _settled(parts: tuple[Open, ...], told: int) -> int:
    """Return the points whose conditions are known to hold."""
    found = 0
    for points, holds, _ in parts:
        if told & holds:
            found |= points
    return found


def _first_times(before: tuple[int, ...], here: int, seen: int, earlier: int, masks: Masks) -> tuple[int, ...]:
    """Return what comes before each point once some may have happened here: new ones, and others once more.

    One that may have happened before and happens again may be later than was thought, so it precedes nothing yet.
    """
    repeated, new = here & seen, here & ~seen
    if not here:
        return before
    found = [mask if mask == NOT_HELD else mask & ~repeated for mask in before] if repeated else list(before)
    for number in numbers(new):
        found[number] = _kept(earlier & ~(1 << number), number, masks)
    return tuple(found)


def _kept(mask: int, number: int, masks: Masks) -> int:
    """Return what comes before a point; a handover only comes before what has to follow it."""
    return mask if masks.after_transfers >> number & 1 else mask & ~masks.transfers


def numbers(bits: int) -> Iterator[int]:
    """Yield the numbers of the points that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
