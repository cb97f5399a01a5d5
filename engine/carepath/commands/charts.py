"""Charts of measures, as files: months after one another as XmR charts, providers beside each other as funnel plots.

Only what `measures` has counted is drawn, and only the national standards; nothing is counted here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from carepath.commands.options import Misuse
from carepath.commands.pictures import renderer
from carepath.files import whole
from carepath.measures import Dimension, Head, Measure

FEWEST = 3  # months; of two there is one moving range, and no limits worth the name
Groups = Mapping[Head, Sequence[Measure]]


def can_be_drawn(by: Sequence[Dimension], suppress: int | None, folder: Path) -> None:
    """Raise Misuse where figures divided so make no chart, or there is no folder for them."""
    if folder.exists() and not folder.is_dir():
        raise Misuse(f"{folder}: charts are written into a folder, and this is a file")
    if tuple(by) not in (("month",), ("provider",)):
        raise Misuse("charts are of months, or of providers: --by month or --by provider, and nothing else with it")
    if suppress is not None and tuple(by) == ("month",):
        raise Misuse("a line through hidden numbers would give them away: months are not drawn with --suppress")


def drawn(measures: Iterable[Measure], by: Sequence[Dimension], folder: Path) -> tuple[Path, ...]:
    """Write a chart for each standard that has something to show, and return the files.

    Raises Misuse where the renderers are not installed or the folder cannot be made.
    """
    groups: dict[Head, list[Measure]] = defaultdict(list)
    for one in measures:
        if one.head.kind == "standard" and one.figure.denominator and not one.hidden:
            groups[one.head].append(one)
    pictures = _months(groups) if tuple(by) == ("month",) else _providers(groups)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misuse(f"{folder}: cannot be made: {error.strerror}") from None
    files = []
    for head, svg in pictures.items():
        file = folder / f"{head.regime}-{head.standard}.svg"
        with whole(file) as text:
            text.write(svg)
        files.append(file)
    return tuple(files)


def _months(groups: Groups) -> Mapping[Head, str]:
    """Return an XmR chart for each standard with enough months in which waits stopped."""
    charts, limits = renderer("charts"), renderer("limits")
    return {
        head: charts.xmr_svg(
            limits.xmr([100 * _share(one) for one in found], better="up", target=_percent(found[0])),
            [_place(one) for one in found],
            subject=_subject(found[0]),
        )
        for head, found in groups.items()
        if len(found) >= FEWEST
    }


def _providers(groups: Groups) -> Mapping[Head, str]:
    """Return a funnel plot for each standard; of shared waits the whole patients are taken, as limits are for these."""
    charts, funnels = renderer("charts"), renderer("funnels")
    pictures = {}
    for head, found in groups.items():
        counts = [
            funnels.Count(_place(one) or "not named", int(one.figure.numerator), int(one.figure.denominator))
            for one in found
        ]
        if any(count.of for count in counts):
            threshold = found[0].threshold
            pictures[head] = charts.funnel_svg(
                funnels.funnel(counts),
                subject=_subject(found[0]),
                standard=None if threshold is None else float(threshold),
            )
    return pictures


def _share(one: Measure) -> Fraction:
    share = one.figure.share
    assert share is not None, "only what was counted is drawn"
    return share


def _percent(one: Measure) -> Fraction | None:
    return None if one.threshold is None else 100 * one.threshold


def _place(one: Measure) -> str:
    return one.place[0][1]


def _subject(one: Measure) -> str:
    return f"{one.title} ({one.head.standard}, {one.head.regime})"
