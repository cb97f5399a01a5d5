"""What an assessment says, in the compact form in which authors write expectations.

Each saying takes the assessment and what is asked for, so that a part of the answer can be asked alone.
A key `ogd#2` means episode 2, `28/1` the first instance of a clock; without them the last one is meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from carepath.authoring.nodes import Plain
from carepath.findings import Assessment, ClockReading, Due, Finding, Pause, Segment, Step, TransferReading, Verdict

NOT_THERE = "not there"
KEY = re.compile(r"(?P<id>.+?)(/(?P<instance>[0-9]+))?(#(?P<episode>[0-9]+))?")
BARE = re.compile(r'[^\s",#]+')
VERDICT = ("last_good_day", "earliest", "done", "days_over", "seconds_over", "days_left", "final", "level", "provider")
STEP_WORDS = {"from": "before", "to": "after"}


def leaf(value: object) -> Plain:
    """Return a single value as authors write it: days and instants in ISO form, none as null."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes" if value.second == 0 else "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_pause(item) if isinstance(item, Pause) else leaf(item) for item in value]
    assert value is None or isinstance(value, str | int | bool), "an answer is made of days, texts and numbers"
    return value


def finding_text(finding: Finding) -> str:
    """Return a finding as `CODE SUBJECT AMOUNT`, with the episode where it is a later one."""
    said = finding.episode > 1 or "#" in finding.subject  # what follows the last # is read as the episode
    amount = _amount(finding)
    return finding_words(
        finding.code, finding.subject, finding.episode if said else None, f" {amount}" if amount else ""
    )


def finding_words(code: str, subject: str, episode: int | None, amount: str) -> str:
    """Return `CODE SUBJECT AMOUNT`; a rule that is about nothing but itself is said once: `rule:late`."""
    if code == f"rule:{subject}" and BARE.fullmatch(subject):
        return code if episode is None else f"{code}#{episode}"
    return f"{code} {subject_text(subject, episode)}{amount}"


def subject_text(subject: str, episode: int | None) -> str:
    """Return a subject with its episode, in quotes where it is more than one word."""
    whole = subject if episode is None else f"{subject}#{episode}"
    return whole if BARE.fullmatch(subject) else json.dumps(whole, ensure_ascii=False)


def _amount(finding: Finding) -> str | None:
    """Return by how much: in hours, minutes or seconds where the target is exact, else in days."""
    if finding.seconds_over is None:
        return None if finding.days_over is None else _units(finding.days_over, "day")
    for seconds, unit in ((3600, "hour"), (60, "minute")):
        if finding.seconds_over % seconds == 0:
            return _units(finding.seconds_over // seconds, unit)
    return _units(finding.seconds_over, "second")


def _units(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _pause(pause: Pause) -> str:
    end = "open" if pause.end is None else pause.end.isoformat()
    return f"{pause.start.isoformat()} to {end} {pause.reason} {_units(pause.days, 'day')}"


def _segment(segment: Segment) -> str:
    return f"{segment.provider or 'nobody'} {'?' if segment.days is None else segment.days}"


def _due(due: Due) -> str:
    return due.what if due.milestone in (None, due.what) else f"{due.what} for {due.milestone}"


def _found(each: Iterable[Any], key: str) -> Any | None:
    """Return the last of the things that a key names."""
    named = KEY.fullmatch(key)
    assert named is not None, "every text is a key"
    fit = [
        one
        for one in each
        if one.id == named["id"]
        and (named["episode"] is None or one.episode == int(named["episode"]))
        and (named["instance"] is None or one.instance == int(named["instance"]))
    ]
    return fit[-1] if fit else None


def _fields(one: object, asked: Plain, words: Mapping[str, str] | None = None) -> Plain:
    """Return those fields of a thing that are asked for."""
    if one is None or not isinstance(asked, dict):
        return NOT_THERE
    return {name: leaf(getattr(one, (words or {}).get(name, name), NOT_THERE)) for name in asked}


def _verdicts(field: str) -> Saying:
    def said(assessment: Assessment, asked: Plain) -> Plain:
        found = {key: _found(assessment.milestones, key) for key in _keys(asked)}
        return {key: NOT_THERE if one is None else leaf(getattr(one, field)) for key, one in found.items()}

    return said


def _keys(asked: Plain) -> tuple[str, ...]:
    return tuple(asked) if isinstance(asked, dict) else ()


def _below(asked: Plain, key: str) -> Plain:
    return asked[key] if isinstance(asked, dict) else None


def _clocks(assessment: Assessment, asked: Plain) -> Plain:
    return {key: _fields(_found(assessment.clocks, key), _below(asked, key)) for key in _keys(asked)}


def _transfers(assessment: Assessment, asked: Plain) -> Plain:
    return {key: _fields(_found(assessment.transfers, key), _below(asked, key)) for key in _keys(asked)}


def _due_of(assessment: Assessment, asked: Plain) -> Plain:
    dues = {
        key: next((due for due in assessment.due if key in (due.milestone, due.what)), None) for key in _keys(asked)
    }
    return {key: _fields(due, _below(asked, key)) for key, due in dues.items()}


def _step(assessment: Assessment, entry: str) -> Step | None:
    return next((step for step in assessment.steps if entry in (step.entry, step.root)), None)


def _steps(assessment: Assessment, asked: Plain) -> Plain:
    return {key: _fields(_step(assessment, key), _below(asked, key), STEP_WORDS) for key in _keys(asked)}


def _remarks(assessment: Assessment, asked: Plain) -> Plain:
    steps = {key: _step(assessment, key) for key in _keys(asked)}
    return {key: NOT_THERE if step is None else leaf(step.remarks) for key, step in steps.items()}


def _events(assessment: Assessment, asked: Plain) -> Plain:
    return _fields(assessment.events, asked)


Saying = Callable[[Assessment, Plain], Plain]
SAYINGS: Mapping[str, Saying] = {
    "version": lambda assessment, _: assessment.version,
    "draft": lambda assessment, _: assessment.draft,
    "state": lambda assessment, _: assessment.state,
    "closed": lambda assessment, _: assessment.closed,
    "episode": lambda assessment, _: assessment.episode,
    "events": _events,
    "placements": lambda assessment, _: [step.placement for step in assessment.steps],
    "positions": lambda assessment, _: [step.after for step in assessment.steps],
    "order": lambda assessment, _: [step.entry for step in assessment.steps],
    "steps": _steps,
    "remarks": _remarks,
    "verdicts": _verdicts("verdict"),
    **{field: _verdicts(field) for field in VERDICT},
    "clocks": _clocks,
    "transfers": _transfers,
    "responsibility": lambda assessment, _: [_segment(each) for each in assessment.responsibility],
    "responsible": lambda assessment, _: assessment.responsibility[-1].provider if assessment.responsibility else None,
    "due": lambda assessment, _: [_due(due) for due in assessment.due],
    "due_of": _due_of,
}
SHAPES: Mapping[str, type] = {
    "verdicts": Verdict,
    "clocks": ClockReading,
    "transfers": TransferReading,
    "due_of": Due,
    "steps": Step,
}
