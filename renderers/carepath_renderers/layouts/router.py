"""Which way each arrow goes: along the channels between rows and columns of boxes, or straight through empty cells.

A way always exists, whatever the boxes; what is sought is the one with few bends, few crossings and no company on the
way, by A* over the crossings of the lines of the board. Nothing here is chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from carepath_renderers.layouts.board import STEPS, Board, Plan, Point, Trip, Way

BEND, CROSSING, TOUCH = 18.0, 34.0, 5.0
COMPANY, CROWD = 3.0, 110.0  # beside a stranger in a channel; in the middle line of boxes
MERGED = 0.45  # of its length costs what an arrow shares with one that may share its line
SAME_SIDE, OTHER_WAY = 420.0, 260.0  # a second answer, or an arrow the other way, on one side of a box
RIM = 10.0  # for the channels at the outside, where a line is far from all it has to do with

# What it costs to leave and to enter a box by its east, south, west and north side, by whether days run down.
OUT = {False: (0.0, 10.0, 80.0, 14.0), True: (8.0, 0.0, 8.0, 80.0)}
IN = {False: (80.0, 16.0, 0.0, 14.0), True: (10.0, 80.0, 10.0, 0.0)}


def routed(plan: Plan, trips: Sequence[Trip], again: int = 1) -> tuple[list[Way], list[float], list[int]]:
    """Return the way of each trip, what it costs beyond its length, and how many strangers it crosses."""
    board = Board(plan, trips)
    order = sorted(range(len(trips)), key=lambda each: (not trips[each].lone, _distance(plan, trips[each]), each))
    ways: dict[int, Way] = {}
    costs: dict[int, float] = {}
    for number in order:
        ways[number], costs[number] = _way(board, number)
        board.put(number, ways[number], True)
    for _ in range(again):
        changed = False
        excess = {each: costs[each] - _distance(plan, trips[each]) for each in order}
        for number in sorted(order, key=lambda each: (-excess[each], each)):
            if excess[number] < CROSSING:
                break  # nothing to gain: no crossing, no stranger
            old = ways[number]
            board.put(number, old, False)
            ways[number], costs[number] = _way(board, number)
            board.put(number, ways[number], True)
            changed = changed or ways[number] != old
        if not changed:
            break
    numbers = range(len(trips))
    return (
        [ways[each] for each in numbers],
        [costs[each] - _distance(plan, trips[each]) for each in numbers],
        [_crossings(board, each, ways[each]) for each in numbers],
    )


def _distance(plan: Plan, trip: Trip) -> float:
    (a, b), (c, d) = trip.tail, trip.head
    return sum(plan.widths[min(a, c) : max(a, c)]) + sum(plan.heights[min(b, d) : max(b, d)])


def _crossings(board: Board, number: int, way: Way) -> int:
    found, alike = 0, board.alike[number]
    for a, b, c in zip(way, way[1:], way[2:], strict=False):
        at = board.at(b)
        if c[0] - b[0] == b[0] - a[0] and c[1] - b[1] == b[1] - a[1]:
            across = board.upright[at] if a[1] == b[1] else board.level[at]
            found += sum(not alike[other] for other in across)
    return found


def _way(board: Board, number: int) -> tuple[Way, float]:
    """Return the cheapest way of a trip on the board as it stands, and its cost."""
    plan, trip, alike = board.plan, board.trips[number], board.alike[number]
    width, height, full = board.width, board.height, board.full
    widths, heights = plan.widths, plan.heights
    goals = _goals(board, trip, number)
    if not goals:
        goals = {(trip.head[0] + x, trip.head[1] + y): (900.0, side) for side, (x, y) in enumerate(STEPS)}
    ends = {point[1] * width + point[0]: value for point, value in goals.items()}
    hx, hy = trip.head
    rest_x = [abs(sum(widths[min(x, hx) : max(x, hx)])) for x in range(width)]
    rest_y = [abs(sum(heights[min(y, hy) : max(y, hy)])) for y in range(height)]
    heap: list[tuple[float, int, int, int, float]] = []
    best: dict[int, float] = {}
    before: dict[int, int] = {}
    count = 0
    for side, cost in _exits(board, trip, number):
        dx, dy = STEPS[side]
        x, y = trip.tail[0] + dx, trip.tail[1] + dy
        state = (y * width + x) * 4 + side
        if cost < best.get(state, 1e9):
            best[state] = cost
            heappush(heap, (cost + MERGED * (rest_x[x] + rest_y[y]), count, state, -1, cost))
            before[state] = -1
            count += 1
    done, final_cost = -1, 1e9
    shift = (1, width, -1, -width)
    while heap:
        estimate, _, state, _, cost = heappop(heap)
        if estimate >= final_cost:
            break
        if cost > best[state] + 1e-9:
            continue
        here, side = state >> 2, state & 3
        if here in ends:
            more, goal_side = ends[here]
            turn = BEND
            if side == (goal_side + 2) % 4:
                crossed = board.upright.get(here, ()) if side % 2 == 0 else board.level.get(here, ())
                turn = CROSSING * sum(not alike[other] for other in crossed)
            if side != goal_side and cost + more + turn < final_cost - 1e-9:
                final_cost, done = cost + more + turn, state
        y, x = divmod(here, width)
        for next_side in (side, (side + 1) % 4, (side + 3) % 4):
            dx, dy = STEPS[next_side]
            to_x, to_y = x + dx, y + dy
            if not (0 <= to_x < width and 0 <= to_y < height):
                continue
            there = here + shift[next_side]
            if there in full:
                continue
            if dx:
                low = here if dx > 0 else there
                length, users, middle = widths[min(x, to_x)], board.right.get(low), y & 1
                rim = y in (0, height - 1)
            else:
                low = here if dy > 0 else there
                length, users, middle = heights[min(y, to_y)], board.below.get(low), x & 1
                rim = x in (0, width - 1)
            step = length + (RIM * length / 60 if rim else 0.0)
            if users:
                strangers = 0
                for other in users:
                    if not alike[other]:
                        strangers += 1
                if strangers < len(users):
                    step *= MERGED
                if strangers:
                    step += (CROWD if middle else COMPANY) * strangers
            if next_side != side:
                step += BEND
            else:
                across = board.upright.get(here) if dx else board.level.get(here)
                if across:
                    for other in across:
                        if not alike[other]:
                            step += CROSSING
            touched = board.turning.get(here)
            if touched:
                for other in touched:
                    if not alike[other]:
                        step += TOUCH
            state_there = there * 4 + next_side
            total = cost + step
            if total < best.get(state_there, 1e9) - 1e-9:
                best[state_there] = total
                before[state_there] = state
                heappush(heap, (total + MERGED * (rest_x[to_x] + rest_y[to_y]), count, state_there, state, total))
                count += 1
    points: list[Point] = [trip.head]
    while done != -1:
        y, x = divmod(done >> 2, width)
        points.append((x, y))
        done = before[done]
    points.append(trip.tail)
    return tuple(reversed(points)), final_cost


def _exits(board: Board, trip: Trip, number: int) -> list[tuple[int, float]]:
    """Return the sides by which a trip may leave its box, and what each costs."""
    found = []
    for side in range(4):
        if (trip.tail, side) in board.plan.closed:
            continue
        cost = OUT[board.plan.down][side] + _half(board.plan, trip.tail, side)
        others = [each for each in board.leaving[trip.tail_id, side] if not board.alike[number][each]]
        if others:
            cost += SAME_SIDE if trip.decision else SAME_SIDE / 3
        if board.coming[trip.tail_id, side]:
            cost += OTHER_WAY
        found.append((side, cost))
    return found


def _goals(board: Board, trip: Trip, number: int) -> dict[Point, tuple[float, int]]:
    """Return the points beside a box from which a trip may enter it, what that costs, and by which side."""
    found = {}
    for side, (dx, dy) in enumerate(STEPS):
        if (trip.head, side) in board.plan.closed:
            continue
        cost = IN[board.plan.down][side] + _half(board.plan, trip.head, side)
        if board.leaving[trip.head_id, side]:
            cost += OTHER_WAY
        coming = board.coming[trip.head_id, side]
        if any(not board.alike[number][each] for each in coming):
            cost += CROWD
        found[trip.head[0] + dx, trip.head[1] + dy] = (cost, side)
    return found


def _half(plan: Plan, cell: Point, side: int) -> float:
    x, y = cell
    return (plan.widths[x], plan.heights[y], plan.widths[x - 1], plan.heights[y - 1])[side]
