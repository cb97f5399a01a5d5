"""Where the words at arrows stand: never over a box, other words or the line of a stranger.

An arrow's own words, such as an answer, stand where it begins, unless many answers share a line there. These, and
remarks such as how many took it, stand where its line is alone, the nearer to its head the better, so that nobody has
to guess which arrow is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from carepath_renderers.drawing.tags import tag_rect
from carepath_renderers.layouts.board import Trip, sharing
from carepath_renderers.layouts.geometry import Box, Entry, Exit, Label, Path, Rect, Spot
from carepath_renderers.layouts.sizes import Line, head_length, pen_width
from carepath_renderers.views.view import Band

GAP = 1.6  # between words and the line they stand at
# What a place over the line of a day costs, in points of distance: of a national standard, of a milestone, of neither.
NATIONAL, LOCAL, BARE = 80.0, 40.0, 20.0
ALIKE = 30.0  # what words over the line of an arrow that says the same cost
IN_COMPANY = 900.0  # what a remark costs where another arrow runs on the same line
COVERED = 60.0  # what words cost that cover their own line; a remark is as clear there, if enough is left of the line
STEP = 6.0  # from one place to the next
CLEAR = 1.0  # between words and everything else

Said = tuple[str, bool]  # the id of an arrow, and whether it is a remark on it
Place = tuple[float, Rect, bool]  # what it costs, where, and whether it covers its own line


def placed(
    paths: Sequence[Path],
    words: Mapping[Said, tuple[tuple[Line, ...], ...]],
    boxes: Sequence[Box],
    exits: Sequence[Exit],
    entries: Sequence[Entry],
    page: Rect,
    trips: Sequence[Trip],
    rules: Sequence[tuple[Rect, Band]],
    insisting: frozenset[Said],
) -> tuple[tuple[Label, ...], tuple[Said, ...]]:
    """Return the words at arrows in their places, and what found none.

    `words` has for each the ways to set it in lines, the best first. A remark stands where others run on the same line
    only if it is among those that are insisted on: for these, room was made already.
    """
    tags = [rect for rect in map(tag_rect, boxes) if rect is not None]
    solid = [each.rect for each in exits] + [each.rect for each in entries] + tags
    strokes = [
        (number, _stroke(one, two, pen_width(path.edge) / 2))
        for number, path in enumerate(paths)
        for one, two in pairwise(path.points)
    ]
    ruled = [(rule, _dear(band)) for rule, band in rules]
    number_of = {path.edge.id: number for number, path in enumerate(paths)}
    order = sorted(
        (said for said in words if said[0] in number_of),
        key=lambda said: (said[1], _length(paths[number_of[said[0]]]), number_of[said[0]]),
    )
    done: list[Label] = []
    missing: list[Said] = []

    def dear(number: int, rect: Rect, on_line: bool, remark: bool) -> float | None:
        """Return what a place costs beside its distance; none where it is not free."""
        if rect.left < page.left or rect.right > page.right or rect.top < page.top or rect.bottom > page.bottom:
            return None
        if any(box.covers(rect) for box in boxes) or any(rect.overlaps(each, CLEAR) for each in solid):
            return None
        if any(rect.overlaps(each.rect, CLEAR) for each in done):
            return None
        extra = sum(cost for rule, cost in ruled if rule.overlaps(rect, 1.0))
        for other, stroke in strokes:
            if stroke.overlaps(rect, 0.5):
                if other == number:
                    if not on_line:
                        return None
                elif on_line or remark or not _alike(trips[number], trips[other]):
                    return None
                else:
                    extra += ALIKE
        return extra

    for said in order:
        number = number_of[said[0]]
        remark = said[1] or trips[number].fan  # of many answers that share a line, each is said where it is alone
        path = paths[number]
        others = [stroke for other, stroke in strokes if other != number] if remark else []
        best: tuple[float, Rect, bool, tuple[Line, ...]] | None = None
        for nth, lines in enumerate(words[said]):
            wide, high = max(line.width for line in lines), sum(line.height for line in lines)
            places = _near_head(path, wide, high, others) if remark else _near_tail(path, wide, high)
            for place, rect, on_line in places:
                if remark and place >= IN_COMPANY and said not in insisting:
                    continue
                cost = place + 3.0 * nth
                if best is not None and cost >= best[0]:
                    continue
                extra = dear(number, rect, on_line, remark)
                if extra is not None and (best is None or cost + extra < best[0]):
                    best = (cost + extra, rect, on_line, lines)
        if best is None:
            missing.append(said)
            continue
        done.append(Label(path.edge, best[1], best[3], best[2], said[1]))
    return tuple(done), tuple(missing)


def _dear(band: Band) -> float:
    """Return what words on the line at the end of a day cost."""
    if any(chip.national for chip in band.chips):
        return NATIONAL
    return LOCAL if band.chips else BARE


def _alike(one: Trip, other: Trip) -> bool:
    """Return whether words at one arrow say the same of the other."""
    return sharing(one, other) and one.tail_id == other.tail_id and one.label == other.label


def _stroke(one: Spot, two: Spot, half: float) -> Rect:
    """Return the ground of a stretch of line, half of whose width is given."""
    left, right = sorted((one[0], two[0]))
    top, bottom = sorted((one[1], two[1]))
    return Rect(left - half, top - half, right + half, bottom + half)


def _length(path: Path) -> float:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(path.points))


def _near_tail(path: Path, wide: float, high: float) -> Iterator[Place]:
    """Yield places along a line, those near its beginning the cheapest; on the line where nothing else is free."""
    gone, gap = 0.0, GAP + pen_width(path.edge) / 2
    for one, two in pairwise(path.points):
        length = abs(one[0] - two[0]) + abs(one[1] - two[1])
        size = wide if one[1] == two[1] else high
        for step in (GAP, *(step for step in (GAP + STEP * n for n in range(1, 40)) if step + size < length)):
            for nth, rect in enumerate(_beside(one, two, step, wide, high, gap)):
                yield gone + step + 4 * nth, rect, False
        for share in (0.5, 0.35, 0.65):
            if length < size + 14:
                break
            x, y = one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share
            yield gone + length * share + COVERED, Rect.around(x, y, wide, high), True
        gone += length


def _near_head(path: Path, wide: float, high: float, others: Sequence[Rect]) -> Iterator[Place]:
    """Yield places along a line, those near its head the cheapest, and cheaper where no other arrow runs with it."""
    pen = pen_width(path.edge)
    gone, gap, clear = 0.0, GAP + pen / 2, head_length(pen) + 3.0
    for two, one in pairwise(reversed(path.points)):  # from the head back
        length = abs(one[0] - two[0]) + abs(one[1] - two[1])
        level = one[1] == two[1]
        size = wide if level else high
        step = clear
        while step + size + 3.0 < length or step == clear:
            stretch = _part(two, one, step, min(length, step + size))
            company = IN_COMPANY if any(_along(stretch, other) for other in others) else 0.0
            if step + size + 3.0 < length:
                x, y = (stretch.left + stretch.right) / 2, (stretch.top + stretch.bottom) / 2
                hidden = COVERED if 2 * size > length else 2.0
                yield 0.4 * (gone + step) + company + hidden, Rect.around(x, y, wide, high), True
            for nth, rect in enumerate(_beside(two, one, step, wide, high, gap)):
                yield 0.4 * (gone + step) + company + 2 * nth, rect, False
            step += STEP
        gone, clear = gone + length, 7.0


def _beside(one: Spot, two: Spot, step: float, wide: float, high: float, gap: float) -> tuple[Rect, Rect]:
    """Return the places on both sides of a stretch of line, so far from where it begins."""
    sign = 1 if (two[0] - one[0]) + (two[1] - one[1]) > 0 else -1
    if one[1] == two[1]:
        left = one[0] + step if sign > 0 else one[0] - step - wide
        tops = (one[1] - gap - high, one[1] + gap)
        return Rect(left, tops[0], left + wide, tops[0] + high), Rect(left, tops[1], left + wide, tops[1] + high)
    top = one[1] + step if sign > 0 else one[1] - step - high
    lefts = (one[0] + gap + 1.5, one[0] - gap - 1.5 - wide)
    return Rect(lefts[0], top, lefts[0] + wide, top + high), Rect(lefts[1], top, lefts[1] + wide, top + high)


def _part(one: Spot, two: Spot, begin: float, end: float) -> Rect:
    """Return the part of a stretch of line from so far to so far from where it begins."""
    length = abs(one[0] - two[0]) + abs(one[1] - two[1]) or 1.0
    x, y = (two[0] - one[0]) / length, (two[1] - one[1]) / length
    return _stroke((one[0] + x * begin, one[1] + y * begin), (one[0] + x * end, one[1] + y * end), 0.0)


def _along(stretch: Rect, other: Rect) -> bool:
    """Return whether another line runs along a stretch, rather than across it."""
    if not stretch.overlaps(other, 0.3):
        return False
    longer = other.width >= other.height
    return longer == (stretch.width >= stretch.height)
