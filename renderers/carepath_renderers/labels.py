"""Where the words at arrows stand: at their box or line, never over a box, other words or the line of a stranger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from carepath_renderers.board import Trip, sharing
from carepath_renderers.geometry import Box, Entry, Exit, Label, Path, Rect, Spot
from carepath_renderers.sizes import Line, pen_width
from carepath_renderers.tags import tag_rect
from carepath_renderers.view import Edge

GAP = 1.6  # between words and the line they stand at
RULED = 26.0  # what a place over the line of a day costs, in points of distance
CLEAR = 1.0  # between words and everything else


def placed(
    paths: Sequence[Path],
    words: Mapping[str, tuple[Line, ...]],
    boxes: Sequence[Box],
    exits: Sequence[Exit],
    entries: Sequence[Entry],
    page: Rect,
    trips: Sequence[Trip],
    rules: Sequence[Rect],
) -> tuple[tuple[Label, ...], tuple[Edge, ...]]:
    """Return the words at arrows in their places, and the arrows whose words found none."""
    tags = [rect for rect in map(tag_rect, boxes) if rect is not None]
    solid = [each.rect for each in exits] + [each.rect for each in entries] + tags
    strokes = [
        (number, _stroke(one, two, pen_width(path.edge) / 2))
        for number, path in enumerate(paths)
        for one, two in pairwise(path.points)
    ]
    done: list[Label] = []
    missing: list[Edge] = []
    order = sorted(
        (number for number, path in enumerate(paths) if path.edge.id in words),
        key=lambda each: (_length(paths[each]), each),
    )
    for number in order:
        path = paths[number]
        lines = words[path.edge.id]
        wide, high = max(line.width for line in lines), sum(line.height for line in lines)
        best: tuple[float, Rect, bool] | None = None
        for cost, rect, on_line in _candidates(path, wide, high):
            if best is not None and cost >= best[0]:
                continue
            if rect.left < page.left or rect.right > page.right or rect.top < page.top or rect.bottom > page.bottom:
                continue
            if any(box.covers(rect) for box in boxes) or any(rect.overlaps(each, CLEAR) for each in solid):
                continue
            if any(rect.overlaps(each.rect, CLEAR) for each in done):
                continue
            extra = RULED * sum(rule.overlaps(rect, 1.0) for rule in rules)
            for other, stroke in strokes:
                if stroke.overlaps(rect, 0.5):
                    if other == number:
                        if not on_line:
                            extra = 1e9
                            break
                    elif on_line or not (
                        sharing(trips[number], trips[other])
                        and trips[number].tail_id == trips[other].tail_id
                        and trips[number].label == trips[other].label
                    ):
                        extra = 1e9
                        break
                    else:
                        extra += 30
            if extra < 1e9 and (best is None or cost + extra < best[0]):
                best = (cost + extra, rect, on_line)
        if best is None:
            missing.append(path.edge)
            continue
        done.append(Label(path.edge, best[1], lines, best[2]))
    return tuple(done), tuple(missing)


def _stroke(one: Spot, two: Spot, half: float) -> Rect:
    """Return the ground of a stretch of line, half of whose width is given."""
    left, right = sorted((one[0], two[0]))
    top, bottom = sorted((one[1], two[1]))
    return Rect(left - half, top - half, right + half, bottom + half)


def _length(path: Path) -> float:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(path.points))


def _candidates(path: Path, wide: float, high: float) -> Iterator[tuple[float, Rect, bool]]:
    """Yield places along a line, those near its beginning the cheapest; on the line where nothing else is free."""
    gone, gap = 0.0, GAP + pen_width(path.edge) / 2
    for one, two in pairwise(path.points):
        length = abs(one[0] - two[0]) + abs(one[1] - two[1])
        sign = 1 if (two[0] - one[0]) + (two[1] - one[1]) > 0 else -1
        level = one[1] == two[1]
        size = wide if level else high
        steps = [GAP, *(step for step in (GAP + 6 * n for n in range(1, 40)) if step + size < length)]
        for step in steps:
            if level:
                left = one[0] + step if sign > 0 else one[0] - step - wide
                for nth, top in enumerate((one[1] - gap - high, one[1] + gap)):
                    yield gone + step + 4 * nth, Rect(left, top, left + wide, top + high), False
            else:
                top = one[1] + step if sign > 0 else one[1] - step - high
                for nth, left in enumerate((one[0] + gap + 1.5, one[0] - gap - 1.5 - wide)):
                    yield gone + step + 4 * nth, Rect(left, top, left + wide, top + high), False
        for share in (0.5, 0.35, 0.65):
            if length < size + 14:
                break
            x, y = one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share
            yield gone + length * share + 60, Rect(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2), True
        gone += length
