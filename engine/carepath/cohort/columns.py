"""The columns of a result, and the same columns made from assessments: what every other engine must equal.

Days and instants stand in columns of their own: `done` is the civil day, `done_at` the instant where it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa

from carepath.findings import Assessment, ClockReading, Finding, Moment, TransferReading, Verdict
from carepath.model import Citation, Source

TABLES = ("cases", "milestones", "clocks", "transfers", "findings", "responsibility")
Row = dict[str, object]
WORD = pa.dictionary(pa.int32(), pa.string())
WORDS = pa.list_(pa.string())
PAUSE = pa.struct([("from", pa.date32()), ("to", pa.date32()), ("reason", pa.string()), ("days", pa.int32())])


def schemas(zone: str) -> Mapping[str, pa.Schema]:
    """Return the schema of each table; instants are in the zone of the definition."""
    day, number, flag, instant = pa.date32(), pa.int32(), pa.bool_(), pa.timestamp("us", zone)
    clause = {"source": WORD, "cite": WORD}
    fields: Mapping[str, Mapping[str, pa.DataType]] = {
        "cases": {
            "case": pa.string(), "patient": pa.string(), "state": WORD, "episode": number, "closed": WORD,
            "read": number, "live": number, "placed": number, "left_out": number, "engine": WORD,
        },
        "milestones": {
            "case": WORD, "id": WORD, "title": WORD, "episode": number, "verdict": WORD, "start": day,
            "start_at": instant, "done": day, "done_at": instant, "earliest": day, "earliest_at": instant,
            "last_good_day": day, "last_good_at": instant, "days_over": number, "seconds_over": pa.int64(),
            "days_left": number, "provider": WORD, "final": flag, "target": WORD, "level": WORD, "clock": WORD,
            **clause,
        },
        "clocks": {
            "case": WORD, "id": WORD, "title": WORD, "episode": number, "instance": number, "start": day,
            "start_at": instant, "stop": day, "stop_at": instant, "ended": WORD, "gross": number,
            "not_counted": number, "net": number, "target": WORD, "verdict": WORD, "paused_since": day,
            "pauses": pa.list_(PAUSE),
        },
        "transfers": {
            "case": WORD, "id": WORD, "title": WORD, "episode": number, "sent": day, "received": day, "accepted": day,
            "handover": day, "complete": flag, "missing": WORDS, "verdict": WORD, "last_good_day": day,
            "last_good_at": instant, "days_over": number, "days_left": number, "sender": WORD, "receiver": WORD,
        },
        "findings": {
            "case": WORD, "code": WORD, "subject": WORD, "episode": number, "day": day, "at": instant,
            "days_over": number, "seconds_over": pa.int64(), "provider": WORD, "message": pa.string(),
            "entries": WORDS, **clause, "root": pa.string(), "justified": pa.string(),
        },
        "responsibility": {"case": WORD, "provider": WORD, "from": day, "to": day, "days": number},
    }  # fmt: skip
    return {name: pa.schema(list(columns.items())) for name, columns in fields.items()}


def of_assessments(zone: str, assessments: Iterable[tuple[Assessment, str]]) -> Mapping[str, pa.Table]:
    """Return the tables of assessments, each with the name of the engine that made it."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    here = ZoneInfo(zone)
    for assessment, engine in assessments:
        rows["cases"].append(_case(assessment, engine))
        rows["milestones"] += [_milestone(assessment, each, here) for each in assessment.milestones]
        rows["clocks"] += [_clock(assessment, each, here) for each in assessment.clocks]
        rows["transfers"] += [_transfer(assessment, each, here) for each in assessment.transfers]
        rows["findings"] += [_finding(assessment, each, here) for each in assessment.findings]
        rows["responsibility"] += [
            {"case": assessment.case, "provider": each.provider, "from": each.start, "to": each.end, "days": each.days}
            for each in assessment.responsibility
        ]
    return {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in schemas(zone).items()}


def _moment(name: str, at: str, moment: Moment | None, zone: ZoneInfo) -> Row:
    if isinstance(moment, datetime):
        return {name: moment.astimezone(zone).date(), at: moment}
    return {name: moment, at: None}


def _rests_on(source: Source | None, citation: Citation) -> Row:
    return {"source": None if source is None else str(source), "cite": str(citation)}


def _case(assessment: Assessment, engine: str) -> Row:
    counts = assessment.events
    return {
        "case": assessment.case, "patient": assessment.patient, "state": assessment.state,
        "episode": assessment.episode, "closed": assessment.closed, "read": counts.read, "live": counts.live,
        "placed": counts.placed, "left_out": counts.left_out, "engine": engine,
    }  # fmt: skip


def _milestone(assessment: Assessment, verdict: Verdict, zone: ZoneInfo) -> Row:
    return {
        "case": assessment.case, "id": verdict.id, "title": verdict.title, "episode": verdict.episode,
        "verdict": verdict.verdict, **_moment("start", "start_at", verdict.start, zone),
        **_moment("done", "done_at", verdict.done, zone), **_moment("earliest", "earliest_at", verdict.earliest, zone),
        **_moment("last_good_day", "last_good_at", verdict.last_good_day, zone), "days_over": verdict.days_over,
        "seconds_over": verdict.seconds_over, "days_left": verdict.days_left, "provider": verdict.provider,
        "final": verdict.final, "target": verdict.target, "level": verdict.level, "clock": verdict.clock,
        **_rests_on(verdict.source, verdict.citation),
    }  # fmt: skip


def _clock(assessment: Assessment, reading: ClockReading, zone: ZoneInfo) -> Row:
    return {
        "case": assessment.case, "id": reading.id, "title": reading.title, "episode": reading.episode,
        "instance": reading.instance, **_moment("start", "start_at", reading.start, zone),
        **_moment("stop", "stop_at", reading.stop, zone), "ended": reading.ended, "gross": reading.gross,
        "not_counted": reading.not_counted, "net": reading.net, "target": reading.target, "verdict": reading.verdict,
        "paused_since": reading.paused_since,
        "pauses": [
            {"from": each.start, "to": each.end, "reason": each.reason, "days": each.days} for each in reading.pauses
        ],
    }  # fmt: skip


def _transfer(assessment: Assessment, reading: TransferReading, zone: ZoneInfo) -> Row:
    return {
        "case": assessment.case, "id": reading.id, "title": reading.title, "episode": reading.episode,
        "sent": reading.sent, "received": reading.received, "accepted": reading.accepted,
        "handover": reading.handover, "complete": reading.complete, "missing": list(reading.missing),
        "verdict": reading.verdict, **_moment("last_good_day", "last_good_at", reading.last_good_day, zone),
        "days_over": reading.days_over, "days_left": reading.days_left, "sender": reading.sender,
        "receiver": reading.receiver,
    }  # fmt: skip


def _finding(assessment: Assessment, finding: Finding, zone: ZoneInfo) -> Row:
    return {
        "case": assessment.case, "code": finding.code, "subject": finding.subject, "episode": finding.episode,
        **_moment("day", "at", finding.day, zone), "days_over": finding.days_over,
        "seconds_over": finding.seconds_over, "provider": finding.provider, "message": finding.message,
        "entries": list(finding.entries), **_rests_on(finding.source, finding.citation), "root": finding.root,
        "justified": finding.justified,
    }  # fmt: skip
