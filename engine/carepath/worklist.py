"""What is due over many cases, most urgent first. It says what is due, never how to care."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from carepath.due import urgency
from carepath.findings import Assessment, Due, Moment
from carepath.table import table

HEAD = ("Left", "Last good day", "Case", "What", "Target", "Role", "Provider", "Clock", "Planned")
RULE = "rule:"


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

    Ordered by last good day (none: last), national before local, id and case. What several rules ask for in the same
    words of the same people stands once, where it is most urgent.
    """
    found = [
        WorkItem(each.case or "", each.pathway, each.version, due)
        for each in assessments
        for due in each.due
        if role in (None, due.role) and provider in (None, due.provider)
    ]
    ordered = sorted(found, key=lambda item: (urgency(item.due), item.case, item.due.episode))
    return tuple(_once(ordered))


def _once(items: Iterable[WorkItem]) -> Iterator[WorkItem]:
    """Yield the items, of those that rules ask for in the same words only the first."""
    seen: set[object] = set()
    for item in items:
        due = item.due
        if due.what.startswith(RULE):
            asked = (item.case, due.episode, due.title, due.milestone, due.role, due.provider)
            if asked in seen:
                continue
            seen.add(asked)
        yield item


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
