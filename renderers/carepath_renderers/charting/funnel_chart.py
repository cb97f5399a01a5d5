"""The funnel plot: the share of each provider against its size, within the limits that chance allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carepath_renderers.charting.axes import TYPE, Axis, Ending, Sign, axis, endings, sign
from carepath_renderers.charting.canvas import Box, Group, Mark, Picture, Words, line, shape, shortened
from carepath_renderers.charting.chart_frame import LEFT, MARGIN, PLOT, WIDTH, heading, key, numbers
from carepath_renderers.charting.inks import INK, QUIET, STANDARD
from carepath_renderers.funnels import Funnel, Limits, Placed, Position, limits
from carepath_renderers.limits import Better

OUTSIDE = ("above 99.8", "below 99.8")
SAID: dict[Position, str] = {
    "above 99.8": "above the 99.8% limits",
    "above 95": "above the 95% limits",
    "within": "within the limits",
    "below 95": "below the 95% limits",
    "below 99.8": "below the 99.8% limits",
}
CURVE = 90  # pieces of a curve
NAME = 120.0  # points for the name of a provider
RIGHT = WIDTH - MARGIN - 92


def headline(shown: Funnel, subject: str) -> str:
    """Return the finding: how many providers lie outside what chance allows."""
    out = sum(each.position in OUTSIDE for each in shown.providers)
    return f"{subject}: {out if out else 'none'} of {len(shown.providers)} outside the 99.8% limits"


def facts(shown: Funnel) -> tuple[str, ...]:
    """Return what the limits rest on, and who is not compared."""
    wide = (
        f"Providers differ more than by chance (phi {shown.phi:.2f}), so the limits are widened (tau {shown.tau:.3f})."
        if shown.tau
        else f"Providers differ no more than by chance (phi {shown.phi:.2f}): the limits are binomial."
    )
    said = [f"Average {float(shown.average):.1%}. {wide}"]
    if shown.empty:
        said.append(f"Not compared, as they have no patients: {', '.join(shown.empty)}.")
    return tuple(said)


def drawn(shown: Funnel, subject: str, size: str, standard: float | None, better: Better) -> Picture:
    """Return the plot as marks with places; shares and `standard` lie between 0 and 1."""
    title = headline(shown, subject)
    head, y = heading(title, facts(shown), WIDTH - 2 * MARGIN)
    top = y + 18
    largest = max(each.count.of for each in shown.providers)
    across = axis([0.0, largest * 1.05], (0.0, largest * 1.05), LEFT, RIGHT, 6)
    sizes = sorted({max(1, round(across.high * (place / CURVE) ** 2)) for place in range(1, CURVE + 1)})
    curves = [limits(shown.average, number, shown.tau) for number in sizes]
    heights = [100 * each.share for each in shown.providers] + [100 * float(shown.average)]
    heights += [100 * each for bounds in curves[len(curves) // 4 :] for each in (bounds.lowest, bounds.highest)]
    heights += [] if standard is None else [100 * standard]
    up = axis(heights, (0.0, 100.0), top + PLOT, top)
    marks: list[Mark] = [*head, *numbers(up, LEFT, RIGHT, "%"), *_sizes(across, top + PLOT, size)]
    tracks = _tracks(sizes, curves, across, up)
    marks += _curves(tracks)
    marks += _levels(shown, standard, up)
    marks += endings(_endings(shown, curves[-1], standard, up), RIGHT, top - 6, top + PLOT + 6)
    levels = [up.at(100 * float(shown.average))] + ([] if standard is None else [up.at(100 * standard)])
    marks += _providers(shown.providers, across, up, better, _Ground(top, tuple(levels), tracks))
    used = {_sign(each.position, better) for each in shown.providers}
    more, foot = key([each for each in _keys(better) if each[0] in used], LEFT, WIDTH - MARGIN, top + PLOT + 48)
    return Picture(WIDTH, foot + MARGIN, title, described(shown, subject), (*marks, *more))


def described(shown: Funnel, subject: str) -> str:
    """Return the whole plot in sentences; providers within the limits are counted, not listed."""
    out = [f"{spoken(each)}." for each in shown.providers if each.position != "within"]
    return " ".join((f"{headline(shown, subject)}.", *facts(shown), *out))


def spoken(each: Placed) -> str:
    """Return one provider in words."""
    return f"{each.count.name}: {each.share:.1%} of {each.count.of}, {SAID[each.position]}"


def _keys(better: Better) -> tuple[tuple[Sign, str], ...]:
    outside = "outside 99.8%"
    if better == "neutral":
        return ("common", "Within 95%"), ("near", "Between 95% and 99.8%"), ("neutral", outside.capitalize())
    return (
        ("common", "Within 95%"), ("near", "Between 95% and 99.8%"),
        ("improvement", f"Better, {outside}"), ("concern", f"Worse, {outside}"),
    )  # fmt: skip


def _sign(position: Position, better: Better) -> Sign:
    if position == "within":
        return "common"
    if position not in OUTSIDE:
        return "near"
    if better == "neutral":
        return "neutral"
    return "improvement" if (position == "above 99.8") == (better == "up") else "concern"


def _sizes(across: Axis, bottom: float, size: str) -> Iterator[Mark]:
    for tick in across.ticks:
        yield Words(across.at(tick), bottom + 15, across.named(tick), TYPE, "middle")
    text = shortened(size, RIGHT - LEFT, TYPE)
    yield Words((LEFT + RIGHT) / 2, bottom + 30, text, TYPE, "middle")


Track = tuple[tuple[float, float], ...]


def _tracks(sizes: Sequence[int], curves: Sequence[Limits], across: Axis, up: Axis) -> tuple[Track, ...]:
    """Return the places of the limits on the page: the outer two, then the inner two."""
    shares = (
        [each.lowest for each in curves], [each.highest for each in curves],
        [each.low for each in curves], [each.high for each in curves],
    )  # fmt: skip
    return tuple(
        tuple(
            (across.at(number), up.at(100 * share))
            for number, share in zip(sizes, each, strict=True)
            if up.low <= 100 * share <= up.high
        )
        for each in shares
    )


def _curves(tracks: Sequence[Track]) -> Iterator[Mark]:
    for track, dash in zip(tracks, ("", "", "4 3", "4 3"), strict=True):
        points = " ".join(f"{x:.2f},{y:.2f}" for x, y in track)
        dashes = {"stroke_dasharray": dash} if dash else {}
        yield shape("polyline", points=points, fill="none", stroke=QUIET, stroke_width=1.3, **dashes)


def _levels(shown: Funnel, standard: float | None, up: Axis) -> Iterator[Mark]:
    y = up.at(100 * float(shown.average))
    yield line(LEFT, y, RIGHT, y, INK, 1.3)
    if standard is not None:
        y = up.at(100 * standard)
        yield line(LEFT, y, RIGHT, y, STANDARD, 1.5, "8 4")


def _endings(shown: Funnel, last: Limits, standard: float | None, up: Axis) -> list[Ending]:
    found = [
        Ending(up.at(100 * last.highest), "99.8% limits", QUIET),
        Ending(up.at(100 * last.high), "95% limits", QUIET),
        Ending(up.at(100 * float(shown.average)), f"Average {float(shown.average):.1%}", INK),
        Ending(up.at(100 * last.low), "95% limits", QUIET),
        Ending(up.at(100 * last.lowest), "99.8% limits", QUIET),
    ]
    return (
        found
        if standard is None
        else [*found, Ending(up.at(100 * standard), f"Standard {standard:.0%}", STANDARD, True)]
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What lies behind the points: where the plot begins, lines across it, curves."""

    top: float
    levels: tuple[float, ...]
    tracks: tuple[Track, ...]

    def crossed(self, box: Box) -> int:
        """Return how many lines and curves run through a box."""
        near = Box(box.left - 6, box.top - 1, box.right + 6, box.bottom + 1)
        lines = sum(near.top < level < near.bottom for level in self.levels)
        return lines + sum(
            any(near.left < x < near.right and near.top < y < near.bottom for x, y in track) for track in self.tracks
        )


def _providers(providers: Sequence[Placed], across: Axis, up: Axis, better: Better, ground: _Ground) -> Iterator[Mark]:
    """Yield the points, those outside the limits last and named where their name finds room."""
    taken = [Box(x - 6, y - 6, x + 6, y + 6) for x, y in (_place(each, across, up) for each in providers)]
    for each in sorted(providers, key=lambda one: (one.position in OUTSIDE, one.count.of, one.count.name)):
        x, y = _place(each, across, up)
        marks: list[Mark] = [sign(_sign(each.position, better), x, y)]
        if each.position in OUTSIDE:
            text = f"{shortened(each.count.name, NAME, TYPE, True)}: {each.share:.0%}"
            free = [words for words in _beside(text, x, y) if _free(words.box, taken, ground.top)]
            if free:
                words = min(free, key=lambda one: ground.crossed(one.box))
                taken.append(words.box)
                marks += [*_tie(words, x, y), words]
        yield Group(spoken(each), tuple(marks))


def _place(each: Placed, across: Axis, up: Axis) -> tuple[float, float]:
    return across.at(each.count.of), up.at(100 * each.share)


def _beside(text: str, x: float, y: float) -> Iterator[Words]:
    for down in (3.4, -9.0, 16.0, -21.0, 28.0):
        yield Words(x + 9, y + down, text, TYPE, bold=True, halo=True)
        yield Words(x - 9, y + down, text, TYPE, "end", True, halo=True)


def _tie(words: Words, x: float, y: float) -> Iterator[Mark]:
    """Yield a line to a name that stands away from its point."""
    if abs(words.y - y) > 12:
        away = 1 if words.anchor == "start" else -1
        above = -1 if words.y < y else 1
        yield line(x + 3 * away, y + 7 * above, words.x - away, words.y - 3 - 5 * above, QUIET, 0.8)


def _free(box: Box, taken: Sequence[Box], top: float) -> bool:
    inside = box.left > LEFT and box.right < RIGHT and top - 8 < box.top and box.bottom < top + PLOT + 2
    return inside and not any(box.overlaps(other) for other in taken)
