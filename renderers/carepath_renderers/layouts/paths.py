"""From tracks to points: where each arrow begins, turns and ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from carepath_renderers.layouts.board import Trip, sharing
from carepath_renderers.layouts.geometry import Box, Path, Rect, Spot
from carepath_renderers.layouts.routes import Routes
from carepath_renderers.layouts.spacing import PITCH, Axis
from carepath_renderers.layouts.tracks import Run, Tracks


def coarse_ends(lines: Sequence[Run]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return where runs begin and end in the plan; at a box they stop short of its middle."""
    found = {}
    for run in lines:
        begin, end = float(run.begin), float(run.end)
        toward = 0.4 if run.end > run.begin else -0.4
        found[run.trip, run.place] = (
            begin + toward if run.first_turn == 0 else begin,
            end - toward if run.last_turn == 0 else end,
        )
    return found


def exact_ends(
    second: Sequence[Run], lines: Sequence[Run], routes: Routes, tracks: Tracks, axis: Axis,
    boxes: Mapping[str, Rect], side: int,
) -> dict[tuple[int, int], tuple[float, float]]:  # fmt: skip
    """Return where runs along the flow begin and end in points, from the tracks of those across it."""
    by_key = {(run.trip, run.place): run for run in lines}
    found = {}
    for run in second:
        trip = routes.trips[run.trip]
        spots = []
        for turn, other, name, toward in (
            (run.first_turn, run.place - 1, trip.tail_id, run.end - run.begin),
            (run.last_turn, run.place + 1, trip.head_id, run.begin - run.end),
        ):
            if turn:
                near = by_key[run.trip, other]
                spots.append(_at(axis, near.line, tracks.track[near.trip, near.place]))
            else:
                rect = boxes[name]
                if side == 0:
                    spots.append(rect.right if toward > 0 else rect.left)
                else:
                    spots.append(rect.bottom if toward > 0 else rect.top)
        found[run.trip, run.place] = (spots[0], spots[1])
    return found


def _at(axis: Axis, line: int, track: float) -> float:
    return (axis.middles[line // 2] if line % 2 else axis.channels[line // 2]) + track * PITCH


def paths_of(
    routes: Routes, lines: Sequence[Run], level: Tracks, upright: Tracks, x_axis: Axis, y_axis: Axis,
    boxes: Mapping[str, Box],
) -> tuple[Path, ...]:  # fmt: skip
    by_trip: dict[int, list[Run]] = defaultdict(list)
    for run in lines:
        by_trip[run.trip].append(run)
    found = []
    for number, edge in enumerate(routes.drawn):
        mine = by_trip[number]
        spots = [
            _at(y_axis, run.line, level.track[run.trip, run.place])
            if run.level
            else _at(x_axis, run.line, upright.track[run.trip, run.place])
            for run in mine
        ]
        points: list[Spot] = [_side_of(boxes[edge.tail], mine[0], spots[0], True)]
        for place in range(len(mine) - 1):
            points.append((spots[place + 1], spots[place]) if mine[place].level else (spots[place], spots[place + 1]))
        points.append(_side_of(boxes[edge.head], mine[-1], spots[-1], False))
        found.append(Path(edge, tuple((round(x, 2), round(y, 2)) for x, y in points)))
    return tuple(found)


def _side_of(box: Box, run: Run, spot: float, tail: bool) -> Spot:
    """Return where a run meets its box, on the slant of a diamond too."""
    rect = box.rect
    forward = run.end > run.begin
    high = forward if tail else not forward  # on the right or lower side
    if run.level:
        reach = rect.width / 2
        if box.node.kind == "decision":
            reach *= max(0.0, 1 - abs(spot - rect.y) / (rect.height / 2))
        return (rect.x + reach if high else rect.x - reach, spot)
    reach = rect.height / 2
    if box.node.kind == "decision":
        reach *= max(0.0, 1 - abs(spot - rect.x) / (rect.width / 2))
    return (spot, rect.y + reach if high else rect.y - reach)


def together(paths: Sequence[Path], trips: Sequence[Trip]) -> list[tuple[Path, Path]]:
    """Return the arrows that run on one line though nothing joins them."""
    strokes: dict[tuple[bool, float], list[tuple[float, float, int]]] = defaultdict(list)
    for number, path in enumerate(paths):
        for (a, b), (c, d) in pairwise(path.points):
            if b == d:
                strokes[True, round(b)].append((min(a, c), max(a, c), number))
            else:
                strokes[False, round(a)].append((min(b, d), max(b, d), number))
    found = set()
    for key in sorted(strokes):
        mine = sorted(strokes[key] + strokes.get((key[0], key[1] + 1), []))
        for place, (_, high, one) in enumerate(mine):
            for low, other_high, two in mine[place + 1 :]:
                if low > high - 0.5:
                    break
                if one != two and min(high, other_high) - low > 0.5 and not sharing(trips[one], trips[two]):
                    found.add((min(one, two), max(one, two)))
    return [(paths[one], paths[two]) for one, two in sorted(found)]
