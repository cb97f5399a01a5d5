"""The course of a case: which of its events stand at a moment, and where they lead.

What is judged of it is a matter of `evaluate`, what is reported of it one of `regimes`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from carepath.calendar import NO_TIME, Calendar, civil_day, end_of, instant, passed
from carepath.deadlines import Now
from carepath.fold import Folded, fold
from carepath.live import Record, record
from carepath.model import Pathway
from carepath.order import ordered
from carepath.reading import Event, read, with_effects
from carepath.record import Entry


@dataclass(frozen=True, slots=True)
class Course:
    """What was kept of the record, the events up to now in order, and where they lead; `later` occurred after now."""

    kept: Record
    later: int
    events: tuple[Event, ...]
    folded: Folded
    now: Now


def course(
    pathway: Pathway,
    calendar: Calendar,
    entries: Iterable[Entry],
    as_of: date | datetime,
    known_at: datetime | None = None,
) -> Course:
    """Return the course of a case at `as_of`, from what was recorded up to `known_at`; raises MixedCases."""
    zone = ZoneInfo(pathway.zone)
    now = _now(as_of, zone, calendar)
    known = None if known_at is None else instant(known_at, zone)
    kept = record(entries, zone, pathway.id, known)
    events = read(pathway, kept.told, zone)
    seen = with_effects(pathway, ordered(event for event in events if _within(event, now)))
    return Course(kept, len(events) - len(seen), seen, fold(pathway, seen, now), now)


def _now(as_of: date | datetime, zone: tzinfo, calendar: Calendar) -> Now:
    if isinstance(as_of, datetime):
        at = instant(as_of, zone)
        return Now(civil_day(at, zone), at, zone, calendar)
    return Now(as_of, end_of(as_of, zone), zone, calendar)


def _within(event: Event, now: Now) -> bool:
    """Return whether an event occurred up to now; plans are seen whatever their day."""
    if event.forecast:
        return True
    return event.day <= now.day if event.at is None else passed(event.at, now.at) >= NO_TIME
