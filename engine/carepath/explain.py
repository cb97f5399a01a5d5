"""Why a case stands where it stands, in the words of a clinician: what happened, in order, and what follows.

Everything is read off the assessment; nothing is judged here. Lines of text, at most 110 characters wide.
"""

from __future__ import annotations

import textwrap
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from carepath.findings import Assessment, ClockReading, Due, Finding, Moment, Segment, Step, TransferReading, Verdict
from carepath.model import Pathway, Source
from carepath.sentences import amount, day_text, days
from carepath.table import WIDTH, plain

INDENT = 2
COLUMN = 28  # where the text beside a day begins
PLACED = {
    "before-start": "before the case starts on this pathway: it moves nothing, and counts as done",
    "after-end": "after the case has ended on this pathway: it moves nothing",
    "planned": "planned: it moves nothing",
}
NO_TARGET = "the last day in time"
PASSED = ("late", "overdue", "missed")


def explain(assessment: Assessment, pathway: Pathway) -> tuple[str, ...]:
    """Return lines that say why: steps, deadlines that passed, clocks, verdicts, findings and due actions."""
    sections = (
        ("What happened", _happened(assessment, pathway)),
        ("Clocks", (_clock(reading) for reading in assessment.clocks)),
        ("Transfers", (_transfer(reading) for reading in assessment.transfers)),
        ("Who answered for the wait", (_segment(segment) for segment in assessment.responsibility)),
        ("Milestones", (_verdict(verdict, pathway) for verdict in assessment.milestones)),
        ("Findings", (_finding(finding) for finding in assessment.findings)),
        ("Due", (_due(due, pathway) for due in assessment.due)),
    )
    lines = [plain(line) for line in _heading(assessment, pathway)]
    for title, items in sections:
        shown = [line for item in items for line in _wrapped(*item)]
        if shown:
            lines += ["", title, *shown]
    return tuple(lines)


Item = tuple[str, tuple[str, ...]]  # what stands to the left, and the sentences beside it


def _wrapped(left: str, sentences: tuple[str, ...]) -> Iterator[str]:
    """Yield one item as lines: its left part, then each sentence from COLUMN on."""
    start = plain(left)
    for sentence in sentences:
        for line in textwrap.wrap(plain(sentence), WIDTH - COLUMN, break_on_hyphens=False) or [""]:
            yield f"{' ' * INDENT}{start:<{COLUMN - INDENT - 1}} {line}".rstrip()
            start = ""


def _heading(assessment: Assessment, pathway: Pathway) -> Iterator[str]:
    draft = ", a draft" if assessment.draft else ""
    yield f"Case {assessment.case or '(none)'}: {pathway.title} ({assessment.pathway} {assessment.version}{draft})"
    known = "" if assessment.known_at is None else f", from what was recorded up to {day_text(assessment.known_at)}"
    yield f"As of {day_text(assessment.as_of)}{known}"
    state = "not started on this pathway" if assessment.state is None else _state(pathway, assessment.state)
    episode = f", episode {assessment.episode}" if assessment.episode > 1 else ""
    closed = "" if assessment.closed is None else f"; closed: {assessment.closed}"
    yield f"Now: {state}{episode}{closed}"


def _happened(assessment: Assessment, pathway: Pathway) -> Iterator[Item]:
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
            title, basis = _title(verdict, pathway), _basis(verdict.source, str(verdict.citation))
            ends = f"and {title} ran on" if verdict.id == verdict.clock else f"without {title}"
            target = verdict.target or NO_TARGET
            yield Deadline(verdict.id, verdict.episode, verdict.last_good_day, target, ends, basis)
    for reading in assessment.transfers:
        if reading.verdict in PASSED and reading.last_good_day is not None:
            transfer = pathway.transfers[reading.id]
            ends = f"before care was handed over ({reading.title})"
            basis = _basis(transfer.source, str(transfer.citation))
            target = str(transfer.due) if transfer.due else NO_TARGET
            yield Deadline(reading.id, reading.episode, reading.last_good_day, target, ends, basis)


def _before(last: Moment, step: Step) -> bool:
    """Return whether a deadline passed before a step; a day passes at its end."""
    if isinstance(last, datetime) and step.at is not None:
        return last < step.at
    return _civil(last) < step.day


def _passed(deadline: Deadline, zeros: dict[int, date]) -> Item:
    words = f"{deadline.target[0].upper()}{deadline.target[1:]} passed {deadline.ends}."
    return _left(_civil(deadline.last), deadline.episode, zeros), (words, deadline.basis)


def _title(verdict: Verdict, pathway: Pathway) -> str:
    """Return the title of a milestone; of its event where it has none of its own."""
    milestone = pathway.milestones.get(verdict.id)
    if verdict.title != verdict.id or milestone is None:
        return verdict.title
    return next((pathway.events[name].title for name in milestone.events if name in pathway.events), verdict.title)


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
        sentences.append(f"{', '.join(_touched(name, step, assessment) for name in step.clocks)}.")
    if step.remarks:
        sentences.append(f"Noted: {', '.join(step.remarks)}.")
    cited = str(step.citation) if step.citation.title else ""
    sentences.append(_basis(step.source, cited, f"entry {step.entry}"))
    return _left(step.day, step.episode, zeros), tuple(sentences)


def _moved(step: Step, pathway: Pathway) -> str:
    if step.placement in PLACED:
        return PLACED[step.placement]
    here = "" if step.after is None else f" in {_state(pathway, step.after)}"
    if step.placement == "stayed":
        return f"the case stays{here}" if here else "it moves nothing"
    if step.before == step.after:
        return f"done{here}"
    route = "" if step.before is None else f" from {_state(pathway, step.before)}"
    how = "starts" if step.before is None else "is carried forward" if step.placement == "jumped" else "moves"
    answer = f" (answer: {step.answer})" if step.answer else ""
    to = "" if step.after is None else f" {'in' if step.before is None else 'to'} {_state(pathway, step.after)}"
    via = f", by way of {_states(pathway, step.via)}" if step.via else ""
    skipped = f", passing over {_states(pathway, step.skipped)}" if step.skipped else ""
    return f"the case {how}{route}{to}{answer}{via}{skipped}"


def _touched(name: str, step: Step, assessment: Assessment) -> str:
    readings = [each for each in assessment.clocks if (each.id, each.episode) == (name, step.episode)]
    if any(each.start is not None and _civil(each.start) == step.day for each in readings):
        return f"Clock {name} starts"
    if any(each.stop is not None and _civil(each.stop) == step.day for each in readings):
        return f"Clock {name} stops"
    return f"Clock {name} changes"


def _clock(reading: ClockReading) -> Item:
    number = f", no. {reading.instance}" if reading.instance > 1 else ""
    left = f"{reading.id}{number}"
    if reading.start is None:
        return left, (f"{reading.title}: not started.",)
    until = "still running" if reading.stop is None else f"to {day_text(reading.stop)}"
    until = f"ended without a stop ({reading.ended})" if reading.stop is None and reading.ended else until
    sentences = [f"{reading.title}: from {day_text(reading.start)}, {until}; {reading.verdict}."]
    target = f", target {reading.target}" if reading.target else ""
    counted = (_number(number) for number in (reading.gross, reading.not_counted, reading.net))
    sentences.append("Gross {}, not counted {}, net {}{}.".format(*counted, target))
    for pause in reading.pauses:
        end = "open" if pause.end is None else f"to {day_text(pause.end)}"
        sentences.append(f"Not counted: {days(pause.days)} from {day_text(pause.start)}, {end} ({pause.reason}).")
    if reading.paused_since is not None:
        sentences.append(f"Paused since {day_text(reading.paused_since)}.")
    return left, tuple(sentences)


def _number(number: int | None) -> str:
    return "not known" if number is None else days(number)


def _transfer(reading: TransferReading) -> Item:
    facts = [
        f"{word} {day_text(day)}"
        for word, day in (
            ("sent", reading.sent), ("received", reading.received), ("accepted", reading.accepted),
            ("handed over", reading.handover), ("last day in time", reading.last_good_day),
        )
        if day is not None
    ]  # fmt: skip
    who = f", {reading.sender or 'sender not known'} to {reading.receiver or 'receiver not known'}"
    missing = (f"Missing: {', '.join(reading.missing)}.",) if reading.missing else ()
    known = who if reading.sent or reading.received else ""
    return reading.id, (f"{reading.title}{known}: {'; '.join([reading.verdict, *facts])}.", *missing)


def _segment(segment: Segment) -> Item:
    span = f"{day_text(segment.start)} to {day_text(segment.end)}: {_number(segment.days)}"
    return segment.provider or "not known", (f"{span}.",)


def _verdict(verdict: Verdict, pathway: Pathway) -> Item:
    facts = [
        f"due {verdict.target}" if verdict.target else "",
        f"last day in time {day_text(verdict.last_good_day)}" if verdict.last_good_day else "",
        f"done {day_text(verdict.done)}" if verdict.done else "",
        f"{amount(verdict.days_over, verdict.seconds_over)} over" if verdict.days_over or verdict.seconds_over else "",
        _left_over(verdict.days_left) if verdict.done is None else "",
    ]
    text = f"{_title(verdict, pathway)}: {verdict.verdict}" + "".join(f"; {fact}" for fact in facts if fact)
    return verdict.id, (f"{text}.", _basis(verdict.source, str(verdict.citation), _entries(verdict.entries)))


def _left_over(number: int | None) -> str:
    if number is None or number < 0:
        return ""
    return "today is the last day" if number == 0 else f"{days(number)} left"


def _finding(finding: Finding) -> Item:
    noted = (f"Justified: {finding.justified}",) if finding.justified else ()
    basis = _basis(finding.source, str(finding.citation), _entries(finding.entries))
    return finding.code, (finding.message, *noted, basis)


def _due(due: Due, pathway: Pathway) -> Item:
    role = pathway.roles[due.role].title if due.role is not None and due.role in pathway.roles else due.role
    facts = [
        f"due {due.target}" if due.target else "",
        f"last day in time {day_text(due.last_good_day)}" if due.last_good_day else "no last day",
        _left_over(due.days_left),
        f"not before {day_text(due.earliest)}" if due.earliest else "",
        f"planned for {day_text(due.planned)}" if due.planned else "",
        ", ".join(name for name in (role, due.provider) if name),
        f"protects clock {due.protects}" if due.protects else "",
    ]
    return due.what, (f"{due.title}: {'; '.join(fact for fact in facts if fact)}.",)


def _entries(entries: tuple[str, ...]) -> str:
    return f"{'entry' if len(entries) == 1 else 'entries'} {', '.join(entries)}" if entries else ""


def _basis(source: Source | None, cited: str, entries: str = "") -> str:
    """Return what a line rests on: entries, clause and citation."""
    parts = (entries,) if source is None else (entries, str(source), cited)
    return f"[{'; '.join(part for part in parts if part)}]"


def _state(pathway: Pathway, name: str) -> str:
    return f"“{pathway.states[name].title}”" if name in pathway.states else f"“{name}”"


def _states(pathway: Pathway, names: tuple[str, ...]) -> str:
    return ", ".join(_state(pathway, name) for name in names)


def _civil(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
