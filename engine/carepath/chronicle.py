"""What happened in a case, in order: its steps, with the deadlines that passed between them.

One item is what stands to the left (the day) and the sentences beside it; nothing is judged here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from carepath.findings import Assessment, Moment, Step, Verdict
from carepath.model import Pathway, Source

Item = tuple[str, tuple[str, ...]]

# What is said of events that cannot move a case.
PLACED = {
    "before-start": "before the case starts on this pathway: it moves nothing, and counts as done",
    "after-end": "after the case has ended on this pathway: it moves nothing",
    "planned": "planned: it moves nothing",
}
NO_TARGET = "the last day in time"
PASSED = ("late", "overdue", "missed")


def happened(assessment: Assessment, pathway: Pathway) -> Iterator[Item]:
    """Yield the steps in order, each after the deadlines that passed before it."""
    zeros = _zeros(assessment, pathway)
    passed = deque(sorted(_deadlines(assessment, pathway), key=lambda each: (_civil(each.last), each.episode, each.id)))
    for step in assessment.steps:
        while passed and _before(passed[0].last, step):
            yield _passed(passed.popleft(), zeros)
        yield _step(step, assessment, pathway, zeros)
    while passed:
        yield _passed(passed.popleft(), zeros)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last good day that went by; `ends` says without what."""

    id: str
    episode: int
    last: Moment
    target: str
    ends: str
    basis: str


def _deadlines(assessment: Assessment, pathway: Pathway) -> Iterator[Deadline]:
    for verdict in assessment.milestones:
        if verdict.verdict in PASSED and verdict.last_good_day is not None:
            title, basis = milestone_title(verdict, pathway), grounds(verdict.source, str(verdict.citation))
            ends = f"and {title} ran on" if verdict.id == verdict.clock else f"without {title}"
            target = verdict.target or NO_TARGET
            yield Deadline(verdict.id, verdict.episode, verdict.last_good_day, target, ends, basis)
    for reading in assessment.transfers:
        if reading.verdict in PASSED and reading.last_good_day is not None:
            transfer = pathway.transfers[reading.id]
            ends = f"before care was handed over ({reading.title})"
            basis = grounds(transfer.source, str(transfer.citation))
            target = str(transfer.due) if transfer.due else NO_TARGET
            yield Deadline(reading.id, reading.episode, reading.last_good_day, target, ends, basis)


def _before(last: Moment, step: Step) -> bool:
    """Return whether a deadline passed before a step; a day passes at its end."""
    if isinstance(last, datetime) and step.at is not None:
        return last < step.at
    return _civil(last) < step.day


def _passed(deadline: Deadline, zeros: dict[int, date]) -> Item:
    left = _left(_civil(deadline.last), deadline.episode, zeros)
    other = deadline.target.startswith("day ") and not left.startswith(f"{deadline.target} ")
    aside = ", days not counted aside," if other else ""
    words = f"{deadline.target[0].upper()}{deadline.target[1:]}{aside} passed {deadline.ends}."
    return left, (words, deadline.basis)


def _zeros(assessment: Assessment, pathway: Pathway) -> dict[int, date]:
    """Return day 0 of each episode: the start of the day-zero clock, else the first step."""
    zeros: dict[int, date] = {}
    for reading in assessment.clocks:
        if reading.id == pathway.day_zero and reading.start is not None:
            zeros.setdefault(reading.episode, _civil(reading.start))
    for step in assessment.steps:
        zeros.setdefault(step.episode, step.day)
    return zeros


def _left(day: date, episode: int, zeros: dict[int, date]) -> str:
    zero = zeros.get(episode)
    number = "" if zero is None else f"day {(day - zero).days}"
    return f"{number:<8} {day.day} {day:%b %Y}"


def _step(step: Step, assessment: Assessment, pathway: Pathway, zeros: dict[int, date]) -> Item:
    title = pathway.events[step.event].title if step.event in pathway.events else step.event
    time = "" if step.at is None else f" at {step.at:%H:%M}"
    who = "" if step.provider is None else f", {step.provider}"
    sentences = [f"{title}{time}{who}: {_moved(step, pathway)}."]
    if step.clocks:
        sentences += [f"{_touched(name, step, assessment)}." for name in step.clocks]
    if step.remarks:
        sentences.append(f"Noted: {', '.join(step.remarks)}.")
    cited = str(step.citation) if step.citation.title else ""
    sentences.append(grounds(step.source, cited, f"entry {step.entry}"))
    return _left(step.day, step.episode, zeros), tuple(sentences)


def _moved(step: Step, pathway: Pathway) -> str:
    if step.placement in PLACED:
        return PLACED[step.placement]
    here = "" if step.after is None else f" in {state_title(pathway, step.after)}"
    if step.placement == "stayed":
        return f"the case stays{here}" if here else "it moves nothing"
    if step.before == step.after:
        return f"done{here}"
    route = "" if step.before is None else f" from {state_title(pathway, step.before)}"
    how = "starts" if step.before is None else "is carried forward" if step.placement == "jumped" else "moves"
    answer = f" (answer: {step.answer})" if step.answer else ""
    to = "" if step.after is None else f" {'in' if step.before is None else 'to'} {state_title(pathway, step.after)}"
    via = f", by way of {_titles(pathway, step.via)}" if step.via else ""
    skipped = f", passing over {_titles(pathway, step.skipped)}" if step.skipped else ""
    return f"the case {how}{route}{to}{answer}{via}{skipped}"


def _touched(name: str, step: Step, assessment: Assessment) -> str:
    readings = [each for each in assessment.clocks if (each.id, each.episode) == (name, step.episode)]
    if any(each.start is not None and _civil(each.start) == step.day for each in readings):
        return f"Clock {name} starts"
    if any(each.stop is not None and _civil(each.stop) == step.day for each in readings):
        return f"Clock {name} stops"
    return f"Heard by clock {name}"


def milestone_title(verdict: Verdict, pathway: Pathway) -> str:
    """Return the title of a milestone; of its event where it has none of its own."""
    milestone = pathway.milestones.get(verdict.id)
    if verdict.title != verdict.id or milestone is None:
        return verdict.title
    return next((pathway.events[name].title for name in milestone.events if name in pathway.events), verdict.title)


def grounds(source: Source | None, cited: str, entries: str = "") -> str:
    """Return what a line rests on: entries, clause and citation."""
    parts = (entries,) if source is None else (entries, str(source), cited)
    return f"[{'; '.join(part for part in parts if part)}]"


def state_title(pathway: Pathway, name: str) -> str:
    """Return the title of a state in quotation marks."""
    return f"“{pathway.states[name].title}”" if name in pathway.states else f"“{name}”"


def _titles(pathway: Pathway, names: tuple[str, ...]) -> str:
    return ", ".join(
        f"“{pathway.events[name].title}”"
        if name in pathway.events and name not in pathway.states
        else state_title(pathway, name)
        for name in names
    )


def _civil(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
