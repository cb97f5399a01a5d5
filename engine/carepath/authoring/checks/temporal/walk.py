"""Every path of a definition, as far as its order of time points goes: paths that order them alike are one.

A task falls somewhere between entering and leaving a state; of a thing that may happen in several places the first
time counts, so it lies between the first place and the last. A cap keeps the work small; whoever asks is told.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from carepath.authoring.checks.temporal.tables import NOTHING, Effect, Masks, Stay, Table

MOST_STEPS = 12_000  # of all worlds of a definition together
MOST_ORDERS, FEW_ORDERS = 250, 25  # in which a case may come to one state
NOT_HELD = -1  # no sender of this transfer has had the case yet


class Order(NamedTuple):
    """What a case has behind it: the points surely passed, those possibly passed, and for each those surely before."""

    sure: int
    seen: int
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """The order of the time points on a path, and one such path: its states, and the numbers of its steps."""

    order: Order
    path: tuple[str, ...]
    turns: tuple[int, ...]  # the way in, then of each state the transition


@dataclass(slots=True)
class Orders:
    """Numbers orders as they come, and remembers what becomes of each in a state and by a step."""

    masks: Masks
    asked: int  # points; of others only what these depend on is remembered
    known: list[Order] = field(default_factory=list)
    numbered: dict[Order, int] = field(default_factory=dict)
    stays: dict[tuple[int, int, int, int], int] = field(default_factory=dict)
    moves: dict[tuple[int, Effect], int | None] = field(default_factory=dict)

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
        waiting = self.asked | self.masks.handovers & ~order.seen & ~dropped
        before = tuple(
            (mask if mask == NOT_HELD else mask & self.asked) if waiting >> number & 1 else 0
            for number, mask in enumerate(order.before)
        )
        return Order(order.sure & ~dropped, order.seen & ~dropped, before)

    def stayed(self, order: int, stay: Stay) -> int:
        """Return the order when the case has been in a state for as long as it stays."""
        if not stay.maybe and not stay.holds:
            return order
        key = order, stay.maybe, stay.must, stay.holds
        if key not in self.stays:
            self.stays[key] = self.number(_stayed(self.known[order], stay, self.masks))
        return self.stays[key]

    def moved(self, order: int, effect: Effect) -> int | None:
        """Return the order after a step, None where the step cannot be taken there."""
        if effect is NOTHING:
            return order
        key = order, effect
        if key not in self.moves:
            after = _moved(self.known[order], effect, self.masks)
            self.moves[key] = None if after is None else self.number(after)
        return self.moves[key]


Place = tuple[str, int]  # a state, and the number of an order
Came = tuple[Place | None, int]  # the place before, and the number of the step


def start(masks: Masks) -> Order:
    """Return the order of a case that has nothing behind it."""
    return Order(
        0, 0, tuple(NOT_HELD if masks.handovers >> number & 1 else 0 for number in range(len(masks.supersets)))
    )


def walk(table: Table, masks: Masks, asked: int, steps: int) -> tuple[tuple[Walked, ...], int]:
    """Return the paths from each way in to each end, those of one order once, and how many steps that took.

    Where they take more than so many steps, only the first few orders in which a case comes to each state are
    followed, and the steps are more than were allowed.
    """
    found, taken = _walk(table, masks, asked, MOST_ORDERS, steps)
    return (found, taken) if taken <= steps else (_walk(table, masks, asked, FEW_ORDERS, None)[0], taken)


def _walk(table: Table, masks: Masks, asked: int, orders: int, steps: int | None) -> tuple[tuple[Walked, ...], int]:
    stays = dict(table.stays)
    ahead = _ahead(stays)
    known = Orders(masks, asked)
    blank = known.number(start(masks))
    came: dict[Place, Came] = {}
    waiting: deque[Place] = deque()
    for turn, way in enumerate(table.ways):
        first = known.moved(blank, way.effect)
        if first is not None and (way.to, first) not in came:
            came[way.to, first] = None, turn
            waiting.append((way.to, first))
    arrived: Counter[str] = Counter()
    whole = True
    ends: dict[int, Place] = {}
    while waiting and (whole or steps is None):
        place = waiting.popleft()
        whole = whole and (steps is None or len(came) <= steps)
        state, order = place
        stay = stays.get(state)
        if stay is None:
            continue
        if not stay.moves or not ahead[state] & ~known.known[order].sure:
            ends.setdefault(order, place)
            continue
        stayed = known.stayed(order, stay)
        for turn, move in enumerate(stay.moves):
            after = known.moved(stayed, move.effect)
            if after is None or (move.to, after) in came:
                continue
            if arrived[move.to] == orders:
                whole = False
                continue
            arrived[move.to] += 1
            came[move.to, after] = place, turn
            waiting.append((move.to, after))
    found = tuple(_walked(_asked_for(known.known[order], asked), came, place) for order, place in ends.items())
    return found, len(came) if whole or steps is None else steps + 1


def again(table: Table, masks: Masks, turns: tuple[int, ...]) -> Order | None:
    """Return the order on a path given by its steps, then by the shortest way to an end; None if that is barred."""
    stays = dict(table.stays)
    way, *rest = turns
    state, effect = table.ways[way].to, table.ways[way].effect
    order = _moved(start(masks), effect, masks)
    homeward = _homeward(stays)
    while order is not None and state in stays:
        stay = stays[state]
        turn = rest.pop(0) if rest else homeward.get(state)
        if turn is None:
            return order
        move = stay.moves[turn]
        state, order = move.to, _moved(_stayed(order, stay, masks), move.effect, masks)
    return order


def _homeward(stays: Mapping[str, Stay]) -> dict[str, int]:
    """Return for each state the number of the transition that leads to an end by the fewest steps."""
    near = {state for state, stay in stays.items() if not stay.moves}
    found: dict[str, int] = {}
    while True:
        added = {
            state: turn
            for state, stay in stays.items()
            if state not in near
            for turn, move in reversed(list(enumerate(stay.moves)))
            if move.to in near
        }
        if not added:
            return found
        found |= added
        near |= added.keys()


def _ahead(stays: Mapping[str, Stay]) -> dict[str, int]:
    """Return for each state the points that may still be passed from there on."""
    found = {state: stay.maybe for state, stay in stays.items()}
    moved = True
    while moved:
        moved = False
        for state, stay in stays.items():
            points = found[state]
            for move in stay.moves:
                points |= move.effect.maybe | move.effect.handed | found.get(move.to, 0)
            moved, found[state] = moved or points != found[state], points
    return found


def _asked_for(order: Order, asked: int) -> Order:
    before = (
        mask & asked if asked >> number & 1 and mask != NOT_HELD else 0 for number, mask in enumerate(order.before)
    )
    return Order(order.sure & asked, order.seen & asked, tuple(before))


def _walked(order: Order, came: Mapping[Place, Came], place: Place) -> Walked:
    path, turns = [], []
    here: Place | None = place
    while here is not None:
        path.append(here[0])
        here, turn = came[here]
        turns.append(turn)
    return Walked(order, tuple(reversed(path)), tuple(reversed(turns)))


def _stayed(order: Order, stay: Stay, masks: Masks) -> Order:
    here = stay.maybe & ~order.sure
    held = stay.holds & ~order.seen
    if not here and not held:
        return order
    before = order.before
    if held:
        told = order.seen & ~masks.transfers
        before = tuple(told if held >> number & 1 else mask for number, mask in enumerate(before))
    before = _first_times(before, here, order.seen, order.seen & ~here, masks)
    return Order(order.sure | stay.must, order.seen | here, before)


def _moved(order: Order, effect: Effect, masks: Masks) -> Order | None:
    if effect.not_done & order.sure or effect.done & masks.known & ~order.seen:
        return None
    sure, seen = order.sure, order.seen & ~effect.not_done
    for number in numbers(effect.done & seen & ~sure):
        sure |= (1 << number | masks.supersets[number]) & seen
    here = effect.maybe & ~sure
    before = _first_times(order.before, here, seen, seen | here, masks) if here else order.before
    seen |= here
    sure |= effect.sure
    handed = 0
    for number in numbers(effect.handed & ~seen):
        if before[number] == NOT_HELD:
            continue
        over = 1 << number | masks.telling & ~seen & ~handed
        told = seen & ~masks.transfers if effect.senders >> number & 1 else before[number]
        before = tuple(told if over >> other & 1 else mask for other, mask in enumerate(before))
        handed |= over
    return Order(sure | handed, seen | handed, before)


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
