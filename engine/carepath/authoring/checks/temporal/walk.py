"""Every path of a definition, as far as its order of time points goes: paths that order them alike are one.

A task falls somewhere between entering and leaving a state; of a thing that may happen in several places the first
time counts, so it lies between the first place and the last. A cap keeps the work small; whoever asks is told.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from carepath.authoring.checks.temporal.tables import Masks, Move, Stay, Table

MOST_STEPS = 12_000  # of all worlds of a definition together
MOST_ORDERS, FEW_ORDERS = 250, 25  # in which a case may come to one state
NOT_HELD = -1  # no sender of this transfer has had the case yet


class Passing(NamedTuple):
    """A case in a state: the points surely passed, those possibly passed, and for each those surely before it."""

    state: str
    sure: int
    seen: int
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """The order of the time points on a path, and one such path as the states it goes through."""

    sure: int
    seen: int
    before: tuple[int, ...]
    path: tuple[str, ...]


def walk(table: Table, masks: Masks, points: int, steps: int) -> tuple[tuple[Walked, ...], int]:
    """Return the paths from each way in to each end, those of one order once, and how many steps that took.

    Where they take more than so many steps, only the first few orders in which a case comes to each state are
    followed, and the steps are more than were allowed.
    """
    found, taken = _walk(table, masks, points, MOST_ORDERS, steps)
    return (found, taken) if taken <= steps else (_walk(table, masks, points, FEW_ORDERS, None)[0], taken)


def _walk(table: Table, masks: Masks, points: int, orders: int, steps: int | None) -> tuple[tuple[Walked, ...], int]:
    stays = dict(table.stays)
    ahead = _ahead(stays)
    came: dict[Passing, Passing | None] = {}
    waiting: deque[Passing] = deque()
    blank = tuple(NOT_HELD if masks.handovers >> number & 1 else 0 for number in range(points))
    for way in table.ways:
        start = _moved(Passing("", 0, 0, blank), way, masks)
        if start is not None and start not in came:
            came[start] = None
            waiting.append(start)
    arrived: Counter[str] = Counter()
    whole = True
    ends: dict[tuple[int, int, tuple[int, ...]], Passing] = {}
    while waiting and (whole or steps is None):
        place = waiting.popleft()
        whole = whole and (steps is None or len(came) <= steps)
        stay = stays.get(place.state)
        if stay is None:
            continue
        if not stay.moves or not ahead[place.state] & ~place.sure:
            ends.setdefault((place.sure, place.seen, place.before), place)
            continue
        stayed = _stayed(place, stay, masks)
        for move in stay.moves:
            next_place = _moved(stayed, move, masks)
            if next_place is None or next_place in came:
                continue
            if arrived[next_place.state] == orders:
                whole = False
                continue
            arrived[next_place.state] += 1
            came[next_place] = place
            waiting.append(next_place)
    found = tuple(Walked(*order, tuple(reversed(list(_back(came, place))))) for order, place in ends.items())
    return found, len(came) if whole or steps is None else steps + 1


def _ahead(stays: Mapping[str, Stay]) -> dict[str, int]:
    """Return for each state the points that may still be passed from there on."""
    found = {state: stay.maybe for state, stay in stays.items()}
    moved = True
    while moved:
        moved = False
        for state, stay in stays.items():
            points = found[state]
            for move in stay.moves:
                points |= move.maybe | move.handed | found.get(move.to, 0)
            moved, found[state] = moved or points != found[state], points
    return found


def _back(came: dict[Passing, Passing | None], place: Passing) -> Iterator[str]:
    here: Passing | None = place
    while here is not None:
        yield here.state
        here = came[here]


def _stayed(place: Passing, stay: Stay, masks: Masks) -> Passing:
    """Return the case when it has been in a state for as long as it stays."""
    here = stay.maybe & ~place.sure
    held = stay.holds & ~place.seen
    if not here and not held:
        return place
    before = place.before
    if held:
        told = place.seen & ~masks.transfers
        before = tuple(told if held >> number & 1 else mask for number, mask in enumerate(before))
    before = _first_times(before, here, place.seen, place.seen & ~here, masks)
    return Passing(place.state, place.sure | stay.must, place.seen | here, before)


def _moved(place: Passing, move: Move, masks: Masks) -> Passing | None:
    """Return the case after a step, None where the step cannot be taken there."""
    if move.not_done & place.sure or move.done & masks.known & ~place.seen:
        return None
    sure, seen = place.sure, place.seen & ~move.not_done
    for number in numbers(move.done & seen & ~sure):
        sure |= (1 << number | masks.supersets[number]) & seen
    here = move.maybe & ~sure
    before = _first_times(place.before, here, seen, seen | here, masks) if here else place.before
    seen |= here
    sure |= move.sure
    handed = 0
    for number in numbers(move.handed & ~seen):
        if before[number] == NOT_HELD:
            continue
        over = 1 << number | masks.telling & ~seen & ~handed
        told = seen & ~masks.transfers if move.senders >> number & 1 else before[number]
        before = tuple(told if over >> other & 1 else mask for other, mask in enumerate(before))
        handed |= over
    return Passing(move.to, sure | handed, seen | handed, before)


def _first_times(before: tuple[int, ...], here: int, seen: int, earlier: int, masks: Masks) -> tuple[int, ...]:
    """Return what comes before each point once some may have happened here: new ones, and others once more.

    One that may have happened before and happens again may be later than was thought, so it precedes nothing yet.
    """
    again, new = here & seen, here & ~seen
    return tuple(
        _kept(earlier & ~(1 << number), number, masks)
        if new >> number & 1
        else mask
        if mask == NOT_HELD
        else mask & ~again
        for number, mask in enumerate(before)
    )


def _kept(mask: int, number: int, masks: Masks) -> int:
    """Return what comes before a point; a handover only comes before what has to follow it."""
    return mask if masks.after_transfers >> number & 1 else mask & ~masks.transfers


def numbers(bits: int) -> Iterator[int]:
    """Yield the numbers of the points that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
