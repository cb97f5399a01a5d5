"""An assessment as JSON: fixed names in a fixed order, days and instants in ISO form.

Names are only ever added, at the end of each object. `docs/reference` lists them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from carepath.findings import (
    Assessment,
    ClockReading,
    Due,
    Finding,
    Moment,
    Pause,
    Segment,
    Step,
    TransferReading,
    Verdict,
)  # fmt: skip
from carepath.model import Citation, Source

Plain = dict[str, object]

# The main columns of the CSV form: one row for each milestone of each case.
COLUMNS = (
    "case", "pathway", "version", "as_of", "state", "closed", "milestone", "title", "episode", "verdict", "done",
    "last_good_day", "days_over", "days_left", "provider", "level", "final",
)  # fmt: skip


def to_json(assessment: Assessment) -> str:
    """Return the assessment as one line of JSON."""
    return json.dumps(to_dict(assessment), ensure_ascii=False)


def to_dict(assessment: Assessment) -> Plain:
    """Return the assessment as objects, lists, texts and numbers, in the order of `to_json`."""
    return {
        "case": assessment.case,
        "pathway": assessment.pathway,
        "version": assessment.version,
        "draft": assessment.draft,
        "as_of": _iso(assessment.as_of),
        "known_at": _iso(assessment.known_at),
        "state": assessment.state,
        "episode": assessment.episode,
        "closed": assessment.closed,
        "events": {
            "read": assessment.events.read,
            "live": assessment.events.live,
            "placed": assessment.events.placed,
            "left_out": assessment.events.left_out,
        },
        "steps": [_step(step) for step in assessment.steps],
        "milestones": [_milestone(verdict) for verdict in assessment.milestones],
        "clocks": [_clock(reading) for reading in assessment.clocks],
        "transfers": [_transfer(reading) for reading in assessment.transfers],
        "responsibility": [_segment(segment) for segment in assessment.responsibility],
        "findings": [finding_dict(finding) for finding in assessment.findings],
        "due": [due_dict(due) for due in assessment.due],
        "patient": assessment.patient,
    }


def csv_rows(assessment: Assessment) -> Iterator[tuple[str, ...]]:
    """Yield the cells of COLUMNS for each milestone; a case without milestones has one row."""
    whole = to_dict(assessment)
    for verdict in assessment.milestones or (None,):
        part = {} if verdict is None else _milestone(verdict)
        row = {**part, **{name: whole[name] for name in COLUMNS[:6]}, "milestone": part.get("id")}
        yield tuple(_cell(row.get(name)) for name in COLUMNS)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _iso(moment: Moment | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _over(days: int | None, seconds: int | None, hours: bool) -> Plain:
    """Return how much too late; for targets in hours also in seconds."""
    return {"days_over": days, "seconds_over": seconds} if hours else {"days_over": days}


def _rests_on(source: Source | None, citation: Citation) -> Plain:
    return {"source": None if source is None else str(source), "cite": str(citation)}


def _step(step: Step) -> Plain:
    return {
        "entry": step.entry,
        "placement": step.placement,
        "from": step.before,
        "to": step.after,
        "remarks": list(step.remarks),
        "event": step.event,
        "day": _iso(step.day),
        "at": _iso(step.at),
        "provider": step.provider,
        "episode": step.episode,
        "answer": step.answer,
        "via": list(step.via),
        "skipped": list(step.skipped),
        "clocks": list(step.clocks),
        "root": step.root,
        **_rests_on(step.source, step.citation),
    }


def _milestone(verdict: Verdict) -> Plain:
    hours = verdict.seconds_over is not None or isinstance(verdict.last_good_day, datetime)
    return {
        "id": verdict.id,
        "episode": verdict.episode,
        "verdict": verdict.verdict,
        "done": _iso(verdict.done),
        "last_good_day": _iso(verdict.last_good_day),
        **_over(verdict.days_over, verdict.seconds_over, hours),
        "provider": verdict.provider,
        "final": verdict.final,
        "title": verdict.title,
        "start": _iso(verdict.start),
        "earliest": _iso(verdict.earliest),
        "target": verdict.target,
        "days_left": verdict.days_left,
        "level": verdict.level,
        "clock": verdict.clock,
        "entries": list(verdict.entries),
        **_rests_on(verdict.source, verdict.citation),
    }


def _clock(reading: ClockReading) -> Plain:
    return {
        "id": reading.id,
        "episode": reading.episode,
        "start": _iso(reading.start),
        "stop": _iso(reading.stop),
        "gross": reading.gross,
        "not_counted": reading.not_counted,
        "net": reading.net,
        "target": reading.target,
        "verdict": reading.verdict,
        "paused_since": _iso(reading.paused_since),
        "pauses": [_pause(pause) for pause in reading.pauses],
        "instance": reading.instance,
        "ended": reading.ended,
        "title": reading.title,
    }


def _pause(pause: Pause) -> Plain:
    return {"from": _iso(pause.start), "to": _iso(pause.end), "reason": pause.reason, "days": pause.days}


def _transfer(reading: TransferReading) -> Plain:
    return {
        "id": reading.id,
        "episode": reading.episode,
        "sent": _iso(reading.sent),
        "received": _iso(reading.received),
        "handover": _iso(reading.handover),
        "complete": reading.complete,
        "missing": list(reading.missing),
        "verdict": reading.verdict,
        "accepted": _iso(reading.accepted),
        "last_good_day": _iso(reading.last_good_day),
        "sender": reading.sender,
        "receiver": reading.receiver,
        "title": reading.title,
        "days_over": reading.days_over,
        "days_left": reading.days_left,
    }


def _segment(segment: Segment) -> Plain:
    return {
        "provider": segment.provider,
        "from": _iso(segment.start),
        "to": _iso(segment.end),
        "days": segment.days,
    }


def finding_dict(finding: Finding) -> Plain:
    """Return one finding as it stands in `to_dict`."""
    return {
        "code": finding.code,
        "subject": finding.subject,
        "episode": finding.episode,
        "day": _iso(finding.day),
        **_over(finding.days_over, finding.seconds_over, finding.seconds_over is not None),
        "provider": finding.provider,
        "message": finding.message,
        "entries": list(finding.entries),
        **_rests_on(finding.source, finding.citation),
        "root": finding.root,
        "justified": finding.justified,
    }


def due_dict(due: Due) -> Plain:
    """Return one due action as it stands in `to_dict`."""
    return {
        "what": due.what,
        "milestone": due.milestone,
        "earliest": _iso(due.earliest),
        "target": due.target,
        "last_good_day": _iso(due.last_good_day),
        "days_left": due.days_left,
        "role": due.role,
        "provider": due.provider,
        "protects": due.protects,
        "title": due.title,
        "episode": due.episode,
        "level": due.level,
        "planned": _iso(due.planned),
    }
