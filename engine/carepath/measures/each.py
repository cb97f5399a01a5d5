"""One case at a time: what it adds to the figures as they are known, and to those that were handed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from carepath.calendar import Calendar, civil_day, end_of, instant
from carepath.course import course
from carepath.measures.portions import Portion, portions
from carepath.measures.question import Question, first_day, handed_in, month_of
from carepath.model import Pathway
from carepath.record import Entry
from carepath.regimes import Listener, listeners
from carepath.standards import Regime

Found = tuple[tuple[Portion, ...], tuple[Portion, ...]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies ready for the cases of one definition; `submissions`: each month and when its figure was handed in."""

    pathway: Pathway
    question: Question
    calendar: Calendar
    zone: ZoneInfo
    listeners: tuple[Listener, ...]
    known_at: datetime | None
    submissions: tuple[tuple[str, datetime], ...]


def desk_of(pathway: Pathway, regimes: Sequence[Regime], question: Question) -> Desk:
    """Return what lies ready for the cases of a definition; CalendarEnds where a day of submission is not known."""
    first = first_day(question.first)
    ruling = [one for one in regimes if one.effective_to is None or one.effective_to >= first]
    calendar, zone = Calendar.named(pathway.calendar), ZoneInfo(pathway.zone)
    known_at = None if question.known_at is None else instant(question.known_at, zone)
    submissions = []
    if question.submitted is not None:
        for month in question.months():
            known = end_of(handed_in(month, question.submitted, calendar), zone)
            submissions.append((month, known if known_at is None else min(known, known_at)))
    return Desk(pathway, question, calendar, zone, listeners(ruling, pathway), known_at, tuple(submissions))


def found_of(desk: Desk, entries: Sequence[Entry]) -> Found:
    """Return what a case adds to the figures as they are known, and to those that were handed in."""
    now = portions_of(desk, entries, desk.known_at)
    asked = tuple(each for each in now if not each.month or desk.question.holds(each.month))
    return asked, tuple(_handed_in(desk, entries, now)) if desk.submissions else ()


def portions_of(desk: Desk, entries: Sequence[Entry], known_at: datetime | None) -> tuple[Portion, ...]:
    """Return the portions of a case as known at a time."""
    read = course(desk.pathway, desk.calendar, entries, desk.question.as_of, known_at)
    return tuple(portions(desk.listeners, desk.pathway, read))


def _handed_in(desk: Desk, entries: Sequence[Entry], now: Sequence[Portion]) -> Iterator[Portion]:
    """Yield what a case added to each month when it was handed in; each state of its record is read once."""
    times = sorted(entry.known(desk.zone) for entry in entries)
    total = len(times) if desk.known_at is None else sum(time <= desk.known_at for time in times)
    days = [civil_day(entry.occurred, desk.zone) for entry in entries if entry.occurred is not None]
    first = month_of(min(days)) if days else ""
    read: dict[int, tuple[Portion, ...]] = {total: tuple(now)}
    for month, known in desk.submissions:
        count = sum(time <= known for time in times)
        if not count or month < first:  # nothing stops before anything has happened
            continue
        if count not in read:
            read[count] = portions_of(desk, entries, known)
        yield from (each for each in read[count] if each.month == month)
