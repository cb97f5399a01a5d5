"""Every path of a definition, as far as its order of time points goes: paths that order them alike are one.

A cap keeps the work small; whoever asks is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from carepath.authoring.checks.temporal.orders import Order, Orders, moved, start, stayed
from carepath.authoring.checks.temporal.shortcuts import Arrow, Shortcuts
from carepath.authoring.checks.temporal.steps import Masks, Steps, World

MOST_STEPS = 12_000  # of all worlds of a definition together
MOST_ORDERS, FEW_ORDERS = 250, 25  # in which a case may come to one state

Place = tuple[int, int]  # the number of a state, and of an order
Came = tuple[Place | None, int, int, int]  # the place before, which way in or arrow, which world, how many steps


@dataclass(frozen=True, slots=True)
class Walked:
    """The ends of all paths, one for each order in which a case comes there, and how it came."""

    short: Shortcuts
    entered: Mapping[tuple[int, int], int]  # world and way in → the state that it leads to
    ends: dict[int, Place]
    came: dict[Place, Came]
    steps: int

    def path(self, end: Place) -> tuple[tuple[str, ...], tuple[int, ...], int]:
        """Return a path to an end: its states, the numbers of its steps (the way in, then the turns), and its world."""
        graph = self.short.graph
        states, turns = [end[0]], []
        here = end
        while True:
            before, turn, world, _ = self.came[here]
            first = self.entered[world, turn] if before is None else graph.arrows[before[0]][turn][1]
            quiet = self.short.between(first, here[0])
            turns += [turn for _, turn in reversed(quiet)]
            states += [state for state, _ in reversed(quiet)]
            turns.append(turn)
            if before is None:
                return tuple(graph.states[state] for state in reversed(states)), tuple(reversed(turns)), world
            states.append(before[0])
            here = before


def walk(
    short: Shortcuts, worlds: Sequence[tuple[int, World]], orders: Orders, ahead: Mapping[int, int], steps: int
) -> Walked:
    """Return the paths from each way in to each end, for worlds that differ in nothing but their ways in.

    Where they take more than so many steps, only the first few orders in which a case comes to each state are
    followed, and the steps are more than were allowed.
    """
    found = _walk(short, worlds, orders, ahead, MOST_ORDERS, steps)
    if found.steps <= steps:
        return found
    few = _walk(short, worlds, orders, ahead, FEW_ORDERS, None)
    return Walked(short, few.entered, few.ends, few.came, found.steps)


def _walk(
    short: Shortcuts,
    worlds: Sequence[tuple[int, World]],
    orders: Orders,
    ahead: Mapping[int, int],
    most: int,
    steps: int | None,
) -> Walked:
    blank = orders.number(start(orders.masks))
    waiting: list[tuple[int, int, int, int, Place | None, int, int]] = []
    pushed = 0
    entered: dict[tuple[int, int], int] = {}
    for number, each in worlds:
        for turn, (to, effect) in enumerate(each.ways):
            first = orders.moved(blank, effect) if effect else blank
            if first is None:
                continue
            for landing in short.landing(to):
                pushed += 1
                entered[number, turn] = to
                heappush(waiting, (landing.steps, pushed, landing.state, first, None, turn, number))
    came: dict[Place, Came] = {}
    arrived: Counter[int] = Counter()
    whole = True
    ends: dict[int, Place] = {}
    (_, world), *_ = worlds
    leaving: dict[int, dict[tuple[int, int], tuple[int, int]]] = {}
    stays, moves, known = world.stays, world.moves, orders.known
    while waiting and (whole or steps is None):
        length, _, state, order, before, turn, number = heappop(waiting)
        place = state, order
        if place in came:
            continue
        if arrived[state] == most:
            whole = False
            continue
        arrived[state] += 1
        came[place] = before, turn, number, length
        whole = whole and (steps is None or len(came) <= steps)
        arrows = leaving.get(state)
        if arrows is None:
            arrows = leaving[state] = _distinct(short.arrows(state), moves)
        if not arrows or not ahead[state] & ~known[order].sure:
            ends.setdefault(order, place)
            continue
        rested = orders.stayed(order, stays[state]) if stays[state] else order
        for (effect, to), (more, turn) in arrows.items():
            after = orders.moved(rested, effect) if effect else rested
            if after is not None and (to, after) not in came:
                pushed += 1
                heappush(waiting, (length + more, pushed, to, after, place, turn, number))
    return Walked(short, entered, ends, came, len(came) if whole or steps is None else steps + 1)


def _distinct(arrows: Sequence[Arrow], moves: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return of arrows that do the same and lead to the same state only the shortest: its length and its turn."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for number, turn, (to, more) in arrows:
        kept = found.get((moves[number], to))
        if kept is None or more + 1 < kept[0]:
            found[moves[number], to] = more + 1, turn
    return found


def again(steps: Steps, world: World, masks: Masks, turns: tuple[int, ...]) -> Order | None:
    """Return the order on a path given by its steps, then by the shortest way to an end; None if that is barred."""
    graph = steps.graph
    way, *rest = turns
    state, effect = world.ways[way]
    order = moved(start(masks), steps.effects[effect], masks)
    while order is not None:
        turn = rest.pop(0) if rest else graph.homeward[state]
        if turn is None:
            return order
        order = stayed(order, steps.stays[world.stays[state]], masks)
        arrow, state = graph.arrows[state][turn]
        order = moved(order, steps.effects[world.moves[arrow]], masks)
    return order
