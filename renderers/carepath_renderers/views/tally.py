"""Many patients on one diagram: how many took which way, on which day, and how many of them late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from carepath.findings import Assessment, Moment, TransferReading, Verdict

from carepath_renderers.views.course import Move, edges_of, jumps_of, moves
from carepath_renderers.views.overlay import opened
from carepath_renderers.views.saying import leads
from carepath_renderers.views.view import Band, Chip, Edge, Node, Note, View

WIDEST = 5.0  # the width of the way that most patients took, beside an ordinary arrow
IN_TIME, LATE = ("met",), ("late", "missed", "overdue")

LEGEND = (
    "A tag at a box: how many patients stand there. At a day: how many of those judged were late or are overdue, those "
    "included whose pathway ended without it; how many have done it, and the day by which half of these had.",
    "An arrow: how many patients took it, as its width shows too; the median day of the wait on which they did; and "
    "how many did so after the day of the step they left.",
    "“Counted: 5\u00a0→\u00a0A”: so many went on to the box marked A.",
)

Days = Mapping[int, int]
"""Cases by the day of the wait, day 0 being that of the case."""
Judged = tuple[str, str, int | None, int]
"""The title of a milestone or transfer, its verdict, the day of the wait on which it was done, and how many cases."""


@dataclass(frozen=True, slots=True)
class Timely:
    """How a standard or milestone was kept: cases in time and not, and of these the ones that did it, by the day.

    Not in time are also those that have not done it, or ended without it, past the day.
    """

    in_time: int
    late: int
    days: Days


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases on a pathway: how many, where they stand, when they took which way, how milestones (by title) were kept.

    Cases that have not begun stand nowhere. What a source does not tell is empty, not zero.
    """

    cases: int
    standing: Mapping[str, int] = field(default_factory=dict)
    taken: Mapping[Move, Days] = field(default_factory=dict)
    kept: Mapping[str, Timely] = field(default_factory=dict)


def counts_of(assessments: Iterable[Assessment]) -> Counts:
    """Return the counts of assessments of one definition."""
    cases, standing = 0, Counter[str]()
    taken: dict[Move, Counter[int]] = {}
    judged: list[Judged] = []
    for assessment in assessments:
        cases += 1
        start = opened(assessment)
        standing.update([assessment.state] if assessment.state else [])
        judged += [_milestone(each) for each in assessment.milestones if each.episode == 1]
        judged += [_transfer(each, start) for each in assessment.transfers if each.episode == 1]
        for step in assessment.steps:
            for move in moves([step]):
                way = replace(move, episode=min(move.episode, 2))
                taken.setdefault(way, Counter())[_days(step.day, start) or 0] += 1
    return Counts(cases, dict(standing), {way: dict(days) for way, days in taken.items()}, kept(judged))


def kept(judged: Iterable[Judged]) -> Mapping[str, Timely]:
    """Return how each milestone and transfer was kept, as far as it was judged."""
    found: dict[str, Timely] = {}
    for title, verdict, day, cases in judged:
        before = found.get(title, Timely(0, 0, {}))
        days = dict(before.days)
        if day is not None and verdict in (*IN_TIME, *LATE):
            days[day] = days.get(day, 0) + cases
        in_time = before.in_time + (cases if verdict in IN_TIME else 0)
        found[title] = Timely(in_time, before.late + (cases if verdict in LATE else 0), days)
    return {title: timely for title, timely in found.items() if timely.in_time + timely.late}


def _milestone(verdict: Verdict) -> Judged:
    start = None if verdict.start is None else _day(verdict.start)
    day = None if verdict.done is None else _days(_day(verdict.done), start)
    return (verdict.title, verdict.verdict, day, 1)


def _transfer(reading: TransferReading, start: date | None) -> Judged:
    day = None if reading.handover is None else _days(reading.handover, start)
    return (reading.title, reading.verdict, day, 1)


def _days(day: date, start: date | None) -> int | None:
    return None if start is None else (day - start).days


def counted(view: View, counts: Counts) -> View:
    """Return the view with counts: arrows as wide as many took them, with the median day and how many were late.

    A way is late where it was taken after the day of the step that it leaves: its band says by the end of which day.
    """
    taken: dict[str, Counter[int]] = {}
    for move, days in counts.taken.items():
        for edge in (*edges_of(view, move), *jumps_of(view, move)):
            taken.setdefault(edge.id, Counter()).update(days)
    most = max((taken[edge.id].total() for edge in view.edges if edge.id in taken), default=0)
    limit = {node.id: _limit(node.band) for node in view.nodes if node.kind != "start"}
    edges = tuple(_edge(edge, taken.get(edge.id, Counter()), most, limit.get(edge.tail)) for edge in view.edges)
    return replace(
        view,
        facts=(*view.facts, _patients(counts)),
        bands=tuple(_band(band, counts) for band in view.bands),
        nodes=tuple(_node(node, counts, taken, view) for node in view.nodes),
        edges=edges if counts.taken else view.edges,
        jumps=tuple(_jump(edge, taken.get(edge.id, Counter())) for edge in view.jumps),
        notes=(Note("Counts", LEGEND if counts.taken else LEGEND[:1]), *view.notes),
    )


def _patients(counts: Counts) -> str:
    """Return how many are on the pathway, and how many are known that are not: the boxes hold only the former."""
    begun = sum(counts.standing.values())
    said = f"{begun:,} patient{'' if begun == 1 else 's'}"
    return said if begun == counts.cases else f"{said}, {counts.cases - begun:,} not started yet"


def _band(band: Band, counts: Counts) -> Band:
    return replace(band, chips=tuple(_chip(chip, counts) for chip in band.chips))


def _chip(chip: Chip, counts: Counts) -> Chip:
    timely = counts.kept.get(chip.title.partition(": day ")[0])
    if timely is None:
        return chip
    return replace(chip, title=f"{chip.title}: {_kept(timely)}")


def _kept(timely: Timely) -> str:
    """Return how many were not in time, and by which day half of those who did it had; two groups are two numbers."""
    judged, done = timely.in_time + timely.late, sum(timely.days.values())
    late = f"{timely.late:,} of {judged:,} late"
    if not done:
        return f"{late} or overdue"
    half = f"median day {median(timely.days)}"
    return f"{late}, {half}" if done == judged else f"{late} or overdue; {done:,} done, {half}"


def _node(node: Node, counts: Counts, taken: Mapping[str, Counter[int]], view: View) -> Node:
    """Return a box with how many stand there, and a line on how many went on from it by a letter."""
    here = counts.standing.get(node.id, 0)
    marks = {each.id: each.mark for each in view.nodes}
    gone: Counter[str] = Counter()
    for edge in view.jumps:
        if edge.tail == node.id and edge.id in taken and marks[edge.head]:
            gone[marks[edge.head]] += taken[edge.id].total()
    line = (f"Counted: {'; '.join(leads(f'{cases:,}', mark) for mark, cases in gone.items())}",) if gone else ()
    badge = f"{here:,} {'ended here' if node.kind == 'end' else 'here'}" if here else ""
    return replace(node, badge=badge, lines=(*node.lines, *line))


def _jump(edge: Edge, days: Counter[int]) -> Edge:
    return replace(edge, label=_said(edge.label, f"{days.total():,}")) if days else edge


def _edge(edge: Edge, days: Counter[int], most: int, limit: int | None) -> Edge:
    count = days.total()
    if not count:
        return replace(edge, tone="ahead")
    facts = [f"{count:,}"]
    if "/" not in edge.tail:  # an answer is given on the day of its question, which the arrow to the question says
        facts.append(f"day {median(days)}")
        late = 0 if limit is None else sum(cases for day, cases in days.items() if day > limit)
        facts += [f"{_share(late, count)} late"] if late else []
    return replace(edge, count=", ".join(facts), weight=1 + (WIDEST - 1) * count / most)


def _said(label: str, facts: str) -> str:
    return f"{label}: {facts}" if label else facts


def _share(part: int, whole: int) -> str:
    """Return a share in percent; neither 0 % nor 100 % is said of what is only near it."""
    rounded = round(100 * part / whole)
    return f"{min(max(rounded, 1), 99) if 0 < part < whole else rounded}%"


def median(days: Days) -> int:
    """Return the day by which half of the cases had gone; of two middle ones, the earlier."""
    half, passed = (sum(days.values()) + 1) // 2, 0
    for day in sorted(days):
        passed += days[day]
        if passed >= half:
            return day
    raise ValueError("there is no median of no days")


def _limit(band: str) -> int | None:
    word = band.rpartition(" ")[2]
    return int(word) if word.isdigit() else None


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
