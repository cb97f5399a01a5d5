"""One patient on the agreed diagram: the way that was taken, where the patient is, on which day, and what was late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from carepath.findings import Assessment, Moment, Verdict

from carepath_renderers.views.course import edges_taken, entered, moves
from carepath_renderers.views.heading import in_words
from carepath_renderers.views.view import Band, Chip, Edge, Node, Note, Tone, View
from carepath_renderers.views.words import LONG, lower, short, spoken

DONE, OVER = ("met", "late"), ("late", "overdue", "missed")
SILENT = ("not-started", "not-needed", "not-possible", "void")  # verdicts that say nothing about a day

LEGEND = (
    "Thick boxes and arrows in colour: the way of this patient; thin and grey: not come to. A way that only words say "
    "has no arrow to mark.",
    "A tag at a box: the day on which the patient came to it, day 0 being that of the case, or where the patient is; "
    "then, or in the last line of the box, its milestone that was kept worst.",
    "At a day: how its standard or milestone stands for this patient.",
)


def followed(view: View, assessment: Assessment) -> View:
    """Return the view with one patient's path and place: boxes with the day on which they were reached."""
    start = opened(assessment)
    taken = edges_taken(view, moves(assessment.steps))
    reached = {edge.tail for edge in taken} | {edge.head for edge in taken} | set(entered(assessment.steps))
    days = {state: _number(day, start) for state, day in entered(assessment.steps).items()}
    on = {edge.id for edge in taken}
    return replace(
        view,
        facts=(*view.facts, *_where(view, assessment, start)),
        bands=tuple(_band(band, assessment, start) for band in view.bands),
        nodes=tuple(_node(node, assessment, reached, days, start) for node in view.nodes),
        edges=tuple(_edge(edge, edge.id in on) for edge in view.edges),
        notes=(Note("The path of one patient", LEGEND), *view.notes),
    )


def opened(assessment: Assessment) -> date | None:
    """Return day 0: the first start of a clock in the first episode, else the day of the first event."""
    starts = [_day(clock.start) for clock in assessment.clocks if clock.episode == 1 and clock.start is not None]
    return min(starts) if starts else next((step.day for step in assessment.steps), None)


def _where(view: View, assessment: Assessment, start: date | None) -> tuple[str, ...]:
    """Return whose path it is, and how things stand on which day."""
    now = _day(assessment.as_of)
    state = next((node for node in view.nodes if node.id == assessment.state), None)
    place = state.title if state else "not started"
    if assessment.closed and (state is None or state.kind != "end"):
        place = f"{place}, then {spoken(assessment.closed)}"
    day = f" (day {_number(now, start)})" if start and now >= start else ""
    return (*((f"Case {assessment.case}",) if assessment.case else ()), f"As of {in_words(now)}{day}: {place}")


def _node(
    node: Node, assessment: Assessment, reached: set[str], days: Mapping[str, int | None], start: date | None
) -> Node:
    tone: Tone = "ahead" if node.id not in reached else "passed"
    words = [f"day {days[node.id]}"] if days.get(node.id) is not None else []
    if node.id == assessment.state:
        tone = "here"
        now = _number(_day(assessment.as_of), start)
        words = [f"ended, {words[0]}" if words else "ended"] if node.kind == "end" else [f"here, day {now}"]
    late = [over for each in assessment.milestones for over in _late(each, node)] if node.id in reached else []
    worst = [max(late)[1]] if late else []
    tag = "; ".join((*words, *map(lower, worst)))
    if len(tag) <= LONG:
        return replace(node, tone=tone, badge=tag)
    return replace(node, tone=tone, badge="; ".join(words), lines=(*node.lines, *worst))


def _late(verdict: Verdict, node: Node) -> list[tuple[int, str]]:
    """Return by how much a milestone that the box names was missed, and what is said of it."""
    named = any(line.startswith(f"{verdict.title} ") for line in node.lines)
    said = f"{short(verdict.title)} {_over(verdict)}"
    return [(verdict.days_over or 0, said)] if named and verdict.verdict in OVER else []


def _over(verdict: Verdict) -> str:
    if verdict.days_over:
        return f"{verdict.days_over} day{'s' if verdict.days_over > 1 else ''} late"
    return verdict.verdict


def _edge(edge: Edge, taken: bool) -> Edge:
    return replace(edge, tone="passed" if taken else "ahead", weight=2.0 if taken else edge.weight)


def _band(band: Band, assessment: Assessment, start: date | None) -> Band:
    """Return a band whose standards and milestones say how they stand for the patient."""
    return replace(band, chips=tuple(_chip(chip, assessment, start) for chip in band.chips))


def _chip(chip: Chip, assessment: Assessment, start: date | None) -> Chip:
    name = chip.title.partition(": day ")[0]
    for verdict in assessment.milestones:
        if verdict.title == name and verdict.verdict not in SILENT:
            tone: Tone = "passed" if verdict.verdict in DONE else "here"
            return replace(chip, title=f"{chip.title}: {_standing(verdict, start)}", tone=tone)
    for transfer in assessment.transfers:
        if transfer.title == name and transfer.sent is not None:
            day = _number(transfer.handover or transfer.sent, start)
            how = "handed over" if transfer.handover else "sent"
            late = f", {transfer.days_over} days late" if transfer.days_over else ""
            return replace(chip, title=f"{chip.title}: {how} day {day}{late}", tone="passed")
    return replace(chip, tone="ahead")


def _standing(verdict: Verdict, start: date | None) -> str:
    if verdict.verdict in OVER:
        done = f", done day {_number(_day(verdict.done), start)}" if verdict.done is not None else ""
        return f"{_over(verdict)}{done}"
    if verdict.verdict == "met" and verdict.done is not None:
        return f"met, day {_number(_day(verdict.done), start)}"
    if verdict.verdict == "pending" and verdict.days_left is not None:
        return f"{verdict.days_left} day{'' if verdict.days_left == 1 else 's'} left"
    return verdict.verdict


def _number(day: date, start: date | None) -> int | None:
    return None if start is None else (day - start).days


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
