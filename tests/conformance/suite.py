"""The conformance suite as data: what a case is asked, and the answer in a short form that any program can compare.

The format is described in docs/reference/conformance.md.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from carepath.adapters import json_lines
from carepath.findings import Assessment, Moment
from carepath.record import Entry
from carepath.rows import entries as rows_read

FORMAT = 1
Plain = dict[str, Any]


def expected(assessment: Assessment) -> Plain:
    """Return an assessment in short: no words for people, no lines of files, nothing that has not begun."""
    counts = assessment.events
    whole: Plain = {
        "state": assessment.state,
        "episode": assessment.episode,
        "closed": assessment.closed,
        "events": [counts.read, counts.live, counts.placed, counts.left_out],
        "steps": [_without_end([one.entry, one.placement, one.after, *one.remarks]) for one in assessment.steps],
        "milestones": [
            [one.id, one.episode, one.verdict, _text(one.done), _text(one.last_good_day), one.days_over]
            for one in assessment.milestones
            if one.verdict not in ("not-started", "not-needed")
        ],
        "clocks": [
            [one.id, one.episode, one.instance, _text(one.start), _text(one.stop), one.gross, one.not_counted, one.net]
            for one in assessment.clocks
            if one.start is not None
        ],
        "transfers": [
            [one.id, one.episode, one.verdict, _text(one.sent), _text(one.received), _text(one.handover), *one.missing]
            for one in assessment.transfers
            if one.sent or one.received or one.verdict not in ("not-started", "not-needed")
        ],
        "responsibility": [
            [one.provider, _text(one.start), _text(one.end), one.days] for one in assessment.responsibility
        ],
        "findings": [
            [one.code, one.subject, one.episode, _text(one.day), one.days_over, one.provider]
            for one in assessment.findings
        ],
        "due": [[one.what, _text(one.last_good_day), one.role, one.provider] for one in assessment.due],
    }
    lists = ("milestones", "clocks", "transfers", "responsibility", "findings", "due", "steps")
    return {
        name: [_without_end(each) for each in value] if name in lists else value
        for name, value in whole.items()
        if value not in (None, [])
    }


def _without_end(values: list[Any]) -> list[Any]:
    """Return a list without the nulls at its end."""
    while values and values[-1] is None:
        values = values[:-1]
    return values


def case(name: str, entries: Iterable[Entry], as_of: Moment, known_at: datetime | None, answer: Assessment) -> Plain:
    """Return a case of the suite."""
    return {
        "name": name,
        "entries": [_short(json.loads(line)) for line in "".join(json_lines.written(entries)).splitlines()],
        "as_of": as_of.isoformat(),
        **({} if known_at is None else {"known_at": known_at.isoformat()}),
        "expected": expected(answer),
    }


def entries_of(told: Mapping[str, Any]) -> list[Entry]:
    """Return the entries of a case of the suite."""
    text = "".join(f"{json.dumps({'case': 'c', **each})}\n" for each in told["entries"]).encode()
    rows = json_lines.rows("suite.jsonl", io.BufferedReader(io.BytesIO(text)))
    return [each for each in rows_read("suite.jsonl", rows) if isinstance(each, Entry)]


def _short(row: Plain) -> Plain:
    """Return a row without the name of the case, which is the same in all, and without what is left to its default."""
    return {name: value for name, value in row.items() if name != "case" and value not in (None, "", {})}


def moment(text: str) -> date | datetime:
    """Return a day, or an instant where a time is written."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _text(value: Moment | None) -> str | None:
    return None if value is None else value.isoformat()
