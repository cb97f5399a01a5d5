"""Parts of assessments and records that laws compare."""

from __future__ import annotations

from dataclasses import replace

from carepath.findings import Assessment
from carepath.record import Entry
from carepath.testing.question import Question


def without_ids(assessment: Assessment) -> Assessment:
    """Return an assessment that does not say which entries it rests on, nor how many were read."""
    return replace(
        assessment,
        events=replace(assessment.events, read=0),
        steps=tuple(replace(step, entry="", root="") for step in assessment.steps),
        milestones=tuple(replace(verdict, entries=()) for verdict in assessment.milestones),
        findings=tuple(replace(finding, entries=(), root=None) for finding in assessment.findings),
    )


def alone(question: Question) -> tuple[Entry, ...]:
    """Return the events of a record of this pathway that no other entry names or shares an id with."""
    ids = [entry.id for entry in question.entries]
    targets = {entry.target for entry in question.entries}
    return tuple(
        entry
        for entry in question.entries
        if entry.kind == "event"
        and ids.count(entry.id) == 1
        and entry.id not in targets
        and entry.pathway in (None, question.pathway.id)
    )
