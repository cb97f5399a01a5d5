"""Findings: every departure, from all that was noted and judged, in one fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from carepath.calendar import CalendarEnds, Unit
from carepath.clocks import Count
from carepath.deadlines import When, short_by
from carepath.findings import CODES, Finding, TransferReading, Verdict
from carepath.fold import Folded
from carepath.live import Record
from carepath.milestones import View, anchored
from carepath.model import UNCITED, Pathway
from carepath.reading import Event
from carepath.record import Entry
from carepath.sentences import (
    incomplete_transfer,
    late_answer,
    late_transfer,
    no_start,
    of_milestone,
    of_note,
    of_stop,
    of_the_log,
    overdue_transfer,
    too_early,
)
from carepath.standing import Note
from carepath.transfers import Passing, Passings

LATE_WORDS = ("overdue", "late", "missed")


def findings(
    pathway: Pathway,
    kept: Record,
    folded: Folded,
    seen: View,
    said: Iterable[Verdict],
    passed: Passings,
    transfers: tuple[TransferReading, ...],
    events: Mapping[str, Event],
) -> tuple[Finding, ...]:
    """Return all findings of a case, each once, ordered by day, code and subject."""
    found = [
        *_of_the_log(pathway, kept),
        *(_of_note(pathway, note) for note in (*folded.notes, *passed.notes)),
        *_of_organisations(pathway, events.values()),
        *_of_the_start(pathway, folded, events),
        *(finding for verdict in said for finding in _of_verdict(seen, verdict)),
        *_of_clocks(seen, events),
        *(
            finding
            for passing, reading in _paired(passed.of, transfers)
            for finding in _of_transfer(seen, passing, reading)
        ),
    ]
    unique = {finding.identity: finding for finding in reversed(found)}
    return tuple(sorted((_justified(each, kept.notes) for each in unique.values()), key=_place))


def _place(finding: Finding) -> tuple[str, int, str, int, str]:
    day = "9999" if finding.day is None else str(finding.day)[:10]
    code = CODES.index(finding.code)
    return (day, code, finding.subject, finding.episode, finding.root or "")


def _paired(
    passed: Iterable[Passing], transfers: Iterable[TransferReading]
) -> Iterator[tuple[Passing, TransferReading]]:
    by_id = {(reading.id, reading.episode): reading for reading in transfers}
    for passing in passed:
        yield passing, by_id[passing.transfer.id, passing.episode]


def _justified(finding: Finding, notes: Iterable[Entry]) -> Finding:
    """Attach the reason of a note that names this finding; the finding stays."""
    for note in notes:
        data = note.data
        named = str(data.get("code")) == finding.code and str(data.get("subject")) == finding.subject
        if named and str(data.get("episode", finding.episode)) == str(finding.episode):
            return replace(finding, justified=str(data.get("reason", "justified")))
    return finding


def _of_the_log(pathway: Pathway, kept: Record) -> Iterator[Finding]:
    for fault in kept.faults:
        entry = fault.entry
        message = of_the_log(fault.code, entry.id)
        yield Finding(
            fault.code, entry.id, 1, entry.id, None, None, None, entry.provider, message, (entry.id,), None, UNCITED
        )


def _of_note(pathway: Pathway, note: Note) -> Finding:
    event = note.event
    entries = (event.entry,)
    return Finding(
        code=note.code,
        subject=note.subject,
        episode=note.episode,
        root=event.root,
        day=event.at or event.day,
        days_over=None,
        seconds_over=None,
        provider=event.provider,
        message=of_note(pathway, note),
        entries=entries,
        source=None,
        citation=UNCITED,
    )


def _of_organisations(pathway: Pathway, events: Iterable[Event]) -> Iterator[Finding]:
    """Name each provider that the definition's organisations do not know on the day, once."""
    named: set[str] = set()
    for event in events if pathway.organisations else ():
        provider = event.provider
        if provider is None or provider in named or event.forecast:
            continue
        known = pathway.organisations.get(provider)
        opened = known is not None and (known.opened is None or known.opened <= event.day)
        if known is None or not opened or (known.closed is not None and event.day > known.closed):
            named.add(provider)
            yield _of_note(pathway, Note("unknown-organisation", provider, event, 1))


def _of_the_start(pathway: Pathway, folded: Folded, events: Mapping[str, Event]) -> Iterator[Finding]:
    if folded.standing.started is None:
        first = min((event.day for event in events.values() if not event.forecast), default=None)
        message = no_start(pathway.title)
        source = pathway.starts[0].source if pathway.starts else pathway.source
        yield Finding("no-start", pathway.id, 1, None, first, None, None, None, message, (), source, UNCITED)


def _of_verdict(seen: View, verdict: Verdict) -> Iterator[Finding]:
    clock = verdict.id in seen.pathway.clocks
    code = verdict.unclear
    if code is None and verdict.verdict in LATE_WORDS:
        code = "breach" if clock else verdict.verdict
    if code is not None:
        yield _on(verdict, code, of_milestone(code, verdict), verdict.days_over, verdict.seconds_over)
    if not clock and verdict.done is not None and verdict.earliest is not None:
        yield from _too_early(seen, verdict)


def _too_early(seen: View, verdict: Verdict) -> Iterator[Finding]:
    done, limit = verdict.done, verdict.earliest
    assert done is not None, "asked only of what was done"
    assert limit is not None, "asked only where there is an earliest day"
    when = When(done.date(), done) if isinstance(done, datetime) else When(done)
    if isinstance(done, datetime):
        when = When(done.astimezone(seen.now.zone).date(), done)
    short = short_by(limit, when)
    if short is None:
        return
    seconds = int(short.total_seconds()) if isinstance(limit, datetime) else None
    over = short.days if seconds is not None else _counted_short(seen, verdict, when)
    yield _on(verdict, "too-early", too_early(verdict, over, seconds), over, seconds)


def _counted_short(seen: View, verdict: Verdict, done: When) -> int:
    """Return the counted days by which a thing was done too early, in the deadline's own unit."""
    milestone = seen.pathway.milestones[verdict.id]
    due = milestone.not_before
    assert due is not None, "asked only where there is an earliest day"
    anchor = anchored(seen, due, verdict.episode, milestone)
    assert anchor is not None, "an earliest day has an anchor"
    count = Count(anchor.start.day, due.span, seen.now.calendar, "previous", anchor.gaps)
    if done.day < anchor.start.day and due.span.unit is not Unit.WORKING_DAYS:
        return count.target + (anchor.start.day - done.day).days
    try:
        return count.target - count.elapsed(done.day)
    except CalendarEnds:
        return count.target


def _on(verdict: Verdict, code: str, message: str, over: int | None, seconds: int | None) -> Finding:
    return Finding(
        code=code,
        subject=verdict.id,
        episode=verdict.episode,
        root=None,
        day=verdict.done if code in ("too-early", "precision-unknown") else verdict.last_good_day,
        days_over=over,
        seconds_over=seconds,
        provider=verdict.provider,
        message=message,
        entries=verdict.entries,
        source=verdict.source,
        citation=verdict.citation,
    )


def _of_clocks(seen: View, events: Mapping[str, Event]) -> Iterator[Finding]:
    """Say which stops came before the start of their clock, or without one."""
    for (name, episode), runs in sorted(seen.clocks.items()):
        rule = seen.pathway.clocks[name]
        for code, signals in (("stop-before-start", runs.early), ("stop-without-start", runs.unstarted)):
            for signal in signals:
                event = events[signal.root]
                title = seen.pathway.events[event.type].title
                message = of_stop(code, title, rule.title, event.day)
                yield Finding(
                    code, name, episode, event.root, event.at or event.day, None, None, event.provider, message,
                    (event.entry,), rule.source, rule.citation,
                )  # fmt: skip


def _of_transfer(seen: View, passing: Passing, reading: TransferReading) -> Iterator[Finding]:
    transfer, last, over = passing.transfer, reading.last_good_day, reading.days_over
    entries = tuple(event.entry for event in (passing.sent, passing.received, passing.accepted) if event)
    if reading.verdict == "late":
        message = late_transfer(transfer.title, passing.handover, over, str(transfer.due), last)
        yield _about(reading, passing, "late-transfer", over, message, entries)
    elif reading.verdict in ("overdue", "missed"):
        lacks = _titles(passing, reading.missing) if passing.received else ()
        message = overdue_transfer(transfer.title, over, str(transfer.due), last, lacks)
        yield _about(reading, passing, "overdue-transfer", over, message, entries)
    if passing.received is not None and passing.short:
        message = incomplete_transfer(transfer.title, passing.received.day, _titles(passing, passing.short))
        found = _about(reading, passing, "transfer-incomplete", None, message, (passing.received.entry,))
        yield replace(found, day=passing.received.day)
    yield from _acknowledgement(seen, passing, reading)


def _titles(passing: Passing, items: Iterable[str]) -> tuple[str, ...]:
    titles = {item.id: item.title for item in passing.transfer.items}
    return tuple(titles[name] for name in items)


def _acknowledgement(seen: View, passing: Passing, reading: TransferReading) -> Iterator[Finding]:
    """Say that receipt was confirmed later after sending than was agreed, or still is not."""
    span, sent = passing.transfer.acknowledge, passing.sent
    if span is None or sent is None or reading.verdict == "not-needed":
        return
    count = Count(sent.day, span, seen.now.calendar)
    answers = [event.day for event in (passing.received, passing.returned, passing.accepted) if event]
    answered = min(answers, default=None)
    try:
        over = count.elapsed(answered or seen.now.day) - count.target
        last = count.last_good_day()
    except CalendarEnds:
        return
    if over > 0:
        message = late_answer(passing.transfer.title, sent.day, answered, str(span), last, over)
        yield replace(
            _about(reading, passing, "late-acknowledgement", over, message, (sent.entry,)),
            day=last,
            provider=passing.to,
        )


def _about(
    reading: TransferReading,
    passing: Passing,
    code: str,
    over: int | None,
    message: str,
    entries: tuple[str, ...],
) -> Finding:
    return Finding(
        code=code,
        subject=reading.id,
        episode=reading.episode,
        root=None,
        day=reading.last_good_day,
        days_over=over,
        seconds_over=None,
        provider=reading.sender,
        message=message,
        entries=entries,
        source=passing.transfer.source,
        citation=passing.transfer.citation,
    )
