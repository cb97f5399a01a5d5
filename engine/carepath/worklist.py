"""What is due over many cases, most urgent first. It says what is due, never how to care."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from carepath.due import urgency
from carepath.findings import Assessment, Due, Moment
from carepath.table import table

HEAD = ("Left", "Last good day", "Case", "What", "Target", "Role", "Provider", "Clock", "Planned")


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A due action of one case."""

    case: str
    pathway: str
    version: str
    due: Due


def worklist(
    assessments: Iterable[Assessment], role: str | None = None, provider: str | None = None
) -> tuple[WorkItem, ...]:
    """Return the due actions, of one role and one provider where they are given, most urgent first.

    Ordered by last good day (none: last), national before local, id and case.
    """
    found = [
        WorkItem(each.case or "", each.pathway, each.version, due)
        for each in assessments
        for due in each.due
        if role in (None, due.role) and provider in (None, due.provider)
    ]
    return tuple(sorted(found, key=lambda item: (urgency(item.due), item.case, item.due.episode)))


def listed(items: Iterable[WorkItem]) -> tuple[str, ...]:
    """Return the items as a table of text."""
    return table(HEAD, [_row(item) for item in items], right=(0,))


def _row(item: WorkItem) -> tuple[str, ...]:
    due = item.due
    return (
        "" if due.days_left is None else str(due.days_left),
        _day(due.last_good_day),
        item.case,
        due.title,
        due.target or "",
        due.role or "",
        due.provider or "",
        due.protects or "",
        _day(due.planned),
    )


def _day(moment: Moment | None) -> str:
    if isinstance(moment, datetime):
        return f"{moment:%Y-%m-%d %H:%M}"
    return "" if moment is None else moment.isoformat()
