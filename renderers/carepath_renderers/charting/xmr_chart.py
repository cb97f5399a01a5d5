"""The XmR chart: points over time with mean and limits, and what its two icons say, in words and signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carepath_renderers.charting.axes import TYPE, Axis, Ending, Sign, axis, endings, sign
from carepath_renderers.charting.canvas import Group, Mark, Picture, Words, circle, line, shape, shortened
from carepath_renderers.charting.chart_frame import LEFT, MARGIN, PLOT, WIDTH, heading, key, numbers
from carepath_renderers.charting.inks import (
    BETTER,
    BETTER_EDGE,
    COMMON,
    CONCERN,
    CONCERN_EDGE,
    INK,
    OTHER_EDGE,
    PAPER,
    QUIET,
    STANDARD,
)
from carepath_renderers.layouts.letters import width
from carepath_renderers.limits import Assurance, Kind, Point, Xmr

# The words of the icons as NHS England's Making Data Count explains them.
VARIATION: dict[Kind, str] = {
    "common": "common cause, no significant change",
    "improvement": "special cause of improving nature",
    "concern": "special cause of concerning nature",
    "neutral": "special cause, neither better nor worse",
}
SHORT: dict[Kind, str] = {
    "common": "no significant change",
    "improvement": "improving",
    "concern": "cause for concern",
    "neutral": "changed",
}
ASSURANCE: dict[Assurance, str] = {
    "pass": "variation indicates consistently passing the standard",
    "fail": "variation indicates consistently falling short of the standard",
    "hit or miss": "variation indicates inconsistently passing and falling short of the standard",
}
RELIABLE: dict[Assurance, str] = {
    "pass": "reliably meets the standard",
    "fail": "will not meet the standard unless something changes",
    "hit or miss": "does not reliably meet the standard",
}
LETTER: dict[Assurance, str] = {"pass": "P", "fail": "F", "hit or miss": "?"}
RIM: dict[Assurance, str] = {"pass": BETTER_EDGE, "fail": CONCERN_EDGE, "hit or miss": COMMON}
EDGE: dict[Kind, str] = {
    "common": COMMON, "improvement": BETTER_EDGE, "concern": CONCERN_EDGE, "neutral": OTHER_EDGE,
}  # fmt: skip
KEYS: tuple[tuple[Sign, str], ...] = (
    ("common", "Common cause"), ("improvement", "Special cause: improving"), ("concern", "Special cause: concern"),
    ("neutral", "Special cause"),
)  # fmt: skip
ICON = 15.0
UNBOUND = (float("-inf"), float("inf"))


def headline(chart: Xmr, subject: str) -> str:
    """Return the finding: what the chart shows, how it changes, and whether the standard can be relied on."""
    sure = "" if chart.assurance is None else f"; {RELIABLE[chart.assurance]}"
    return f"{subject}: {SHORT[chart.variation.kind]}{sure}"


def facts(chart: Xmr, unit: str) -> tuple[str, ...]:
    """Return the numbers behind the finding, and warnings."""
    last, point = chart.stretches[-1], chart.variation
    why = f" ({', '.join(_cause(cause, point) for cause in point.causes)})" if point.causes else ""
    mean, lower, upper = (f"{float(number):.1f}{unit}" for number in (last.mean, last.lower, last.upper))
    said = [f"Variation: {VARIATION[point.kind]}{why}. Mean {mean}, limits {lower} to {upper}."]
    if chart.assurance is not None:
        said.append(f"Assurance: {ASSURANCE[chart.assurance]}.")
    if any(each.trial for each in chart.stretches):
        said.append("Limits from fewer than 12 points are for trial: they still move with every new point.")
    return tuple(said)


def _cause(cause: str, point: Point) -> str:
    way = {"high": "above", "low": "below"}.get(point.side or "", "")
    return {
        "outside the limits": f"{way} the limits",
        "shift": f"seven or more points in a row {way} the mean",
        "trend": "seven or more points in a row rising or falling",
    }.get(cause, cause)


def drawn(chart: Xmr, labels: Sequence[str], subject: str, unit: str, bounds: tuple[float, float]) -> Picture:
    """Return the chart as marks with places."""
    room = WIDTH - 2 * MARGIN - 2 * (2 * ICON + 34)
    title = headline(chart, subject)
    head, y = heading(title, facts(chart, unit), room)
    top = max(y, MARGIN + 2 * ICON + 16) + 14
    names = _names(chart, unit)
    right = WIDTH - MARGIN - max(width(name, TYPE, True) for _, name, _ in names) - 10
    shown = [float(each.value) for each in chart.points]
    goal = [] if chart.target is None else [float(chart.target)]
    if not all(bounds[0] <= number <= bounds[1] for number in (*shown, *goal)):
        bounds = UNBOUND
    scale = axis([*shown, *(float(number) for number, _, _ in names)], bounds, top + PLOT, top)
    xs = [_x(place, len(shown), right) for place in range(len(shown))]
    marks: list[Mark] = [*head, *_icons(chart), *numbers(scale, LEFT, right, unit if len(unit) == 1 else "")]
    marks += _lines(chart, scale, xs, right)
    marks += _track(chart, scale, xs)
    for point, label, x in zip(chart.points, labels, xs, strict=True):
        marks.append(Group(spoken(point, label, unit), (sign(point.kind, x, scale.at(float(point.value))),)))
    inside = [each for each in names if scale.low <= float(each[0]) <= scale.high]
    ends = [Ending(scale.at(float(number)), text, ink, ink == STANDARD) for number, text, ink in inside]
    marks += endings(ends, right, top - 6, top + PLOT + 6)
    marks += _months(labels, xs, top + PLOT + 16, right)
    used = {point.kind for point in chart.points}
    more, foot = key([each for each in KEYS if each[0] in used], LEFT, WIDTH - MARGIN, top + PLOT + 36)
    return Picture(WIDTH, foot + MARGIN, title, described(chart, labels, subject, unit), (*marks, *more))


def described(chart: Xmr, labels: Sequence[str], subject: str, unit: str) -> str:
    """Return the whole chart in sentences."""
    marked = [
        f"{spoken(point, label, unit)}." for point, label in zip(chart.points, labels, strict=True) if point.causes
    ]
    return " ".join((f"{headline(chart, subject)}.", *facts(chart, unit), *marked))


def spoken(point: Point, label: str, unit: str) -> str:
    """Return one point in words."""
    why = (
        f", {VARIATION[point.kind]}: {', '.join(_cause(each, point) for each in point.causes)}" if point.causes else ""
    )
    return f"{label}: {float(point.value):g}{unit}{why}"


def _names(chart: Xmr, unit: str) -> list[tuple[float, str, str]]:
    last = chart.stretches[-1]
    found = [
        (float(last.upper), f"Upper limit {float(last.upper):.1f}{unit}", QUIET),
        (float(last.mean), f"Mean {float(last.mean):.1f}{unit}", INK),
        (float(last.lower), f"Lower limit {float(last.lower):.1f}{unit}", QUIET),
    ]
    if chart.target is not None:
        found.append((float(chart.target), f"Standard {float(chart.target):g}{unit}", STANDARD))
    return found


def _x(place: int, many: int, right: float) -> float:
    return LEFT + 8 + (right - LEFT - 16) * place / max(1, many - 1)


def _lines(chart: Xmr, scale: Axis, xs: Sequence[float], right: float) -> Iterator[Mark]:
    """Yield mean and limits of each stretch, broken where the process changed, and the standard."""
    for stretch in chart.stretches:
        x1 = LEFT if stretch.first == 0 else (xs[stretch.first - 1] + xs[stretch.first]) / 2 + 1.5
        x2 = right if stretch.end == len(xs) else (xs[stretch.end - 1] + xs[stretch.end]) / 2 - 1.5
        for number, color, dash in (
            (stretch.mean, INK, ""), (stretch.lower, QUIET, "3 3"), (stretch.upper, QUIET, "3 3"),
        ):  # fmt: skip
            if scale.low <= float(number) <= scale.high:
                yield line(x1, scale.at(float(number)), x2, scale.at(float(number)), color, 1.3, dash)
    if chart.target is not None:
        y = scale.at(float(chart.target))
        yield line(LEFT, y, right, y, STANDARD, 1.5, "8 4")


def _track(chart: Xmr, scale: Axis, xs: Sequence[float]) -> Iterator[Mark]:
    for stretch in chart.stretches:
        part = range(stretch.first, stretch.end)
        points = " ".join(f"{xs[each]:.2f},{scale.at(float(chart.points[each].value)):.2f}" for each in part)
        yield shape("polyline", points=points, fill="none", stroke=COMMON, stroke_width=1.3)


def _months(labels: Sequence[str], xs: Sequence[float], y: float, right: float) -> Iterator[Mark]:
    """Yield as many of the labels as have room, the same number of points apart."""
    texts = [shortened(label, 90, TYPE) for label in labels]
    apart = (xs[-1] - xs[0]) / max(1, len(xs) - 1)
    step = max(1, -int(-(max(width(text, TYPE) for text in texts) + 10) // max(apart, 1e-6)))
    for place in range(0, len(texts), step):
        half = width(texts[place], TYPE) / 2
        yield Words(min(max(xs[place], MARGIN + half), WIDTH - MARGIN - half), y, texts[place], TYPE, "middle")


def _icons(chart: Xmr) -> Iterator[Mark]:
    """Yield the two icons: variation with the letter of its side, assurance with P, F or a question mark."""
    point = chart.variation
    x, y = WIDTH - MARGIN - ICON - 14, MARGIN + ICON
    fill = {"improvement": BETTER, "concern": CONCERN}.get(point.kind, COMMON)
    if chart.assurance is not None:
        yield Group(f"Assurance: {ASSURANCE[chart.assurance]}", tuple(_icon(
            x, y, LETTER[chart.assurance], "Assurance", PAPER, RIM[chart.assurance], RIM[chart.assurance],
        )))  # fmt: skip
        x -= 2 * ICON + 30
    letter = {"high": "H", "low": "L"}.get(point.side or "", "~")
    ink = INK if fill == CONCERN else PAPER
    yield Group(f"Variation: {VARIATION[point.kind]}", tuple(_icon(
        x, y, letter, "Variation", fill, EDGE[point.kind], ink,
    )))  # fmt: skip


def _icon(x: float, y: float, letter: str, name: str, fill: str, rim: str, ink: str) -> Iterator[Mark]:
    yield circle(x, y, ICON, fill, rim, 2.5)
    yield Words(x, y + 5.5, letter, 16, "middle", True, ink)
    yield Words(x, y + ICON + 11, name, TYPE - 1, "middle", fill=QUIET)
