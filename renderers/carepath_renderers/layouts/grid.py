"""Which cell each box gets: bands follow each other along the flow, lanes lie side by side across it.

A band may take several slots along the flow, a lane several across it; how many, its shape says (`shapes`). Boxes are
placed and moved about within their lane and band until arrows are short, straight, free of boxes and run forward.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from carepath_renderers.layouts.shapes import Shape, cells_of
from carepath_renderers.views.view import Edge, Node

Slot = tuple[int, int]  # along the flow, across it

BACK, BENT, BLOCKED, LATE = 4.0, 0.9, 2.5, 0.3
ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Grid:
    """The cell of each node, and how many slots each band and each lane has."""

    slots: dict[str, Slot]
    bands: tuple[int, ...]  # slots along the flow
    lanes: tuple[int, ...]  # slots across it


def gridded(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    lanes: Sequence[str],
    bands: Sequence[str],
    shape: Shape,
    side: float,
) -> Grid:
    """Return the cells of all nodes in a shape; slots lie `side` times as far apart across the flow as along it."""
    cells = cells_of(nodes, lanes, bands)
    order = _order(nodes, edges)
    blocks: dict[str, tuple[range, range]] = {}
    starts_a, starts_s = _starts(shape.along), _starts(shape.across)
    for (lane, band), ids in cells.items():
        block = (
            range(starts_a[band], starts_a[band] + shape.along[band]),
            range(starts_s[lane], starts_s[lane] + shape.across[lane]),
        )
        for each in ids:
            blocks[each] = block
    places = _first(cells, blocks, order)
    _improve(places, blocks, edges, side)
    return _pruned(places, shape.along, shape.across)


def _starts(sizes: Sequence[int]) -> list[int]:
    return [sum(sizes[:at]) for at in range(len(sizes))]


def _order(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, int]:
    """Return the place of each node in an order in which arrows mostly run forward."""
    into: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        into[edge.head].append(edge.tail)
    found: dict[str, int] = {}
    open_: set[str] = set()

    def visit(name: str) -> None:
        stack = [(name, iter(into[name]))]
        open_.add(name)
        while stack:
            at, rest = stack[-1]
            for before in rest:
                if before not in found and before not in open_:
                    open_.add(before)
                    stack.append((before, iter(into[before])))
                    break
            else:
                found[at] = len(found)
                stack.pop()

    for node in nodes:
        if node.id not in open_:
            visit(node.id)
    return found


def _first(
    cells: dict[tuple[int, int], list[str]], blocks: dict[str, tuple[range, range]], order: dict[str, int]
) -> dict[str, Slot]:
    places: dict[str, Slot] = {}
    for key in sorted(cells):
        ids = sorted(cells[key], key=lambda each: order[each])
        along, across = blocks[ids[0]]
        if len(ids) <= len(along):
            middle = across[(len(across) - 1) // 2]
            free = [(flow, middle) for flow in along]
        else:
            free = [(flow, side) for flow in along for side in across]
        for each, slot in zip(ids, free, strict=False):
            places[each] = slot
    return places


def _improve(
    places: dict[str, Slot], blocks: dict[str, tuple[range, range]], edges: Sequence[Edge], side: float
) -> None:
    """Move boxes within their lane and band, or let two change places, as long as that makes the whole better."""
    lines: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for edge in edges:
        if edge.tail != edge.head and edge.tail in places and edge.head in places:
            lines[edge.tail].append((edge.tail, edge.head))
            lines[edge.head].append((edge.tail, edge.head))
    taken = {slot: each for each, slot in places.items()}

    def cost_of(pairs: Sequence[tuple[str, str]]) -> float:
        total = 0.0
        for tail, head in pairs:
            (a, s), (b, t) = places[tail], places[head]
            d, e = b - a, abs(t - s)
            total += abs(d) + side * e
            if d < 0:
                total += BACK
            if d and e:
                total += BENT
            elif e:
                low, high = (s, t) if s < t else (t, s)
                total += BLOCKED * sum((a, x) in taken for x in range(low + 1, high)) + (LATE if t < s else 0)
            else:
                low, high = (a, b) if a < b else (b, a)
                total += BLOCKED * sum((x, s) in taken for x in range(low + 1, high))
        return total

    def through(slots: Sequence[Slot]) -> float:
        """Return what straight arrows of others pay for the boxes on their way."""
        total = 0.0
        for each in straight:
            (a, s), (b, t) = places[each[0]], places[each[1]]
            if (a == b) == (s == t):
                continue
            for p, q in slots:
                inside = (p == a and min(s, t) < q < max(s, t)) if a == b else (q == s and min(a, b) < p < max(a, b))
                total += BLOCKED if inside and (p, q) in taken else 0.0
        return total

    straight = [pair for name in places for pair in lines[name] if pair[0] == name]
    for _ in range(ROUNDS):
        moved = False
        for name in places:
            along, across = blocks[name]
            if len(along) * len(across) == 1:
                continue
            here = places[name]
            best, goal = 0.0, here
            for slot in ((flow, lane) for flow in along for lane in across):
                if slot == here:
                    continue
                other = taken.get(slot)
                pairs = [*lines[name], *(pair for pair in (lines[other] if other else ()) if name not in pair)]
                before = cost_of(pairs) + through((here, slot))
                _swap(places, taken, name, here, slot, other)
                after = cost_of(pairs) + through((here, slot))
                _swap(places, taken, name, slot, here, other)
                if after - before < best - 1e-6:
                    best, goal = after - before, slot
            if goal != here:
                _swap(places, taken, name, here, goal, taken.get(goal))
                moved = True
        if not moved:
            return


def _swap(
    places: dict[str, Slot], taken: dict[Slot, str], name: str, here: Slot, there: Slot, other: str | None
) -> None:
    """Put a box from here to there, and what was there here."""
    del taken[here]
    if other is not None:
        places[other] = here
        taken[here] = other
    places[name] = there
    taken[there] = name


def _pruned(places: dict[str, Slot], along: Sequence[int], across: Sequence[int]) -> Grid:
    """Return the grid without slots in which no box stands; a band or lane keeps at least one."""
    kept_a, sizes_a = _kept(along, {slot[0] for slot in places.values()})
    kept_s, sizes_s = _kept(across, {slot[1] for slot in places.values()})
    slots = {each: (kept_a[flow], kept_s[side]) for each, (flow, side) in places.items()}
    return Grid(slots, tuple(sizes_a), tuple(sizes_s))


def _kept(sizes: Sequence[int], used: set[int]) -> tuple[dict[int, int], list[int]]:
    kept: dict[int, int] = {}
    left, start = [], 0
    for size in sizes:
        mine = [slot for slot in range(start, start + size) if slot in used] or [start]
        for slot in mine:
            kept[slot] = len(kept)
        left.append(len(mine))
        start += size
    return kept, left
