"""Why a case stands where it stands, in the words of a clinician: what happened, in order, and what follows.

Everything is read off the assessment; nothing is judged here. Lines of text, at most 110 characters wide.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from carepath.chronicle import Item, grounds, happened, milestone_title, state_title
from carepath.findings import Assessment, ClockReading, Due, Finding, Segment, TransferReading, Verdict
from carepath.model import Pathway
from carepath.rules.concluding import Conclusion
from carepath.rules.reasons import reasons
from carepath.sentences import amount, day_text, days
from carepath.table import WIDTH, plain

INDENT = 2
COLUMN = 28  # where the text beside a day begins


def explain(assessment: Assessment, pathway: Pathway, conclusions: Sequence[Conclusion] = ()) -> tuple[str, ...]:
    """Return lines that say why: steps, deadlines that passed, clocks, verdicts, findings, rules and due actions."""
    lines = [plain(line) for line in _heading(assessment, pathway)]
    for title, items in (*sections(assessment, pathway), ("Rules", (_rule(each) for each in conclusions))):
        shown = [line for item in items for line in wrapped(*item)]
        if shown:
            lines += ["", title, *shown]
    return tuple(lines)


def sections(assessment: Assessment, pathway: Pathway) -> tuple[tuple[str, Iterable[Item]], ...]:
    """Return what is said under each title; an item is known by the day, id or code to its left."""
    return (
        ("What happened", happened(assessment, pathway)),
        ("Clocks", (_clock(reading) for reading in assessment.clocks)),
        ("Transfers", (_transfer(reading, pathway) for reading in assessment.transfers)),
        ("Who answered for the wait", (_segment(segment) for segment in assessment.responsibility)),
        ("Milestones", (_verdict(verdict, pathway) for verdict in assessment.milestones)),
        ("Findings", (_finding(finding) for finding in assessment.findings)),
        ("Due", (_due(due, pathway) for due in assessment.due)),
    )


def wrapped(left: str, sentences: tuple[str, ...]) -> Iterator[str]:
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
    state = "not started on this pathway" if assessment.state is None else state_title(pathway, assessment.state)
    episode = f", episode {assessment.episode}" if assessment.episode > 1 else ""
    closed = "" if assessment.closed is None else f"; closed: {assessment.closed}"
    yield f"Now: {state}{episode}{closed}"


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


def _transfer(reading: TransferReading, pathway: Pathway) -> Item:
    facts = [
        f"{word} {day_text(day)}"
        for word, day in (
            ("sent", reading.sent), ("received", reading.received), ("accepted", reading.accepted),
            ("handed over", reading.handover), ("last day in time", reading.last_good_day),
        )
        if day is not None
    ]  # fmt: skip
    who = f", {reading.sender or 'sender not known'} to {reading.receiver or 'receiver not known'}"
    titles = {item.id: item.title for item in pathway.transfers[reading.id].items}
    missing = (f"Missing: {', '.join(titles[name] for name in reading.missing)}.",) if reading.missing else ()
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
    text = f"{milestone_title(verdict, pathway)}: {verdict.verdict}" + "".join(f"; {fact}" for fact in facts if fact)
    return verdict.id, (f"{text}.", grounds(verdict.source, str(verdict.citation), _entries(verdict.entries)))


def _left_over(number: int | None) -> str:
    if number is None or number < 0:
        return ""
    return "today is the last day" if number == 0 else f"{days(number)} left"


def _finding(finding: Finding) -> Item:
    noted = (f"Justified: {finding.justified}",) if finding.justified else ()
    basis = grounds(finding.source, str(finding.citation), _entries(finding.entries))
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


def _rule(conclusion: Conclusion) -> Item:
    rule = conclusion.rule
    basis = grounds(rule.source, str(rule.citation), _entries(conclusion.entries))
    return rule.id, (f"{rule.title}.", *reasons(conclusion), basis)


def _entries(entries: tuple[str, ...]) -> str:
    return f"{'entry' if len(entries) == 1 else 'entries'} {', '.join(entries)}" if entries else ""
