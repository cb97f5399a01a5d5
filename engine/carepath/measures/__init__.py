"""Waiting-time figures over many cases, under the national standards in force when the waits stopped.

Each case is reported by itself (`carepath.regimes`); here the reports are divided, summed and compared with what was
known when a figure was handed in. No figure can differ from what is said of a single patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from carepath.calendar import Calendar, civil_day, end_of, instant
from carepath.course import course
from carepath.measures.columns import COLUMNS, cells
from carepath.measures.portions import Head, Portion, portions
from carepath.measures.question import Dimension, Question, first_day, handed_in, month_of
from carepath.measures.sums import Figure, Measure, Sums, added, rows
from carepath.measures.suppression import suppressed
from carepath.model import Pathway
from carepath.record import Entry
from carepath.regimes import Listener, listeners
from carepath.standards import Regime

__all__ = ["COLUMNS", "Dimension", "Figure", "Head", "Measure", "Question", "cells", "measured", "suppressed"]

MOST_KEPT = 1 << 16  # records kept, so that an equal one is not judged again

Case = tuple[Pathway, Sequence[Entry]]
Found = tuple[tuple[Portion, ...], tuple[Portion, ...]]


def measured(cases: Iterable[Case], regimes: Iterable[Regime], question: Question) -> tuple[Measure, ...]:
    """Return the measures of cases, each with the definition it goes by; those of the standards first.

    Shared waits are counted in exact parts. With `question.submitted` each figure also has what it was when it was
    handed in: from what was recorded up to that day. Raises MixedCases, and CalendarEnds where that day is not known.
    """
    known = tuple(regimes)
    desks: dict[str, _Desk] = {}
    now: Sums = {}
    before: Sums = {}
    kept: dict[object, Found] = {}
    for pathway, entries in cases:
        if pathway.hash not in desks:
            desks[pathway.hash] = _desk(pathway, known, question)
        key = (pathway.hash, _content(entries))
        found = kept.get(key)
        if found is None:
            found = _found(desks[pathway.hash], entries)
            if len(kept) < MOST_KEPT:
                kept[key] = found
        added(now, found[0], question.by)
        added(before, found[1], question.by)
    return rows(now, before if question.submitted is not None else None, question.by, known)


def _content(entries: Sequence[Entry]) -> object:
    """Return what the report of a case follows from: all but the name of the case, and its ids as places in order."""
    names = {name: place for place, name in enumerate(sorted({entry.id for entry in entries}))}
    return tuple(
        (
            names[each.id], each.kind, each.event, each.occurred, _exact(each.occurred), each.recorded, each.status,
            names.get(each.target, each.target) if each.target is not None else None,
            each.provider, each.pathway, tuple((name, type(value), value) for name, value in each.data.items()),
        )
        for each in entries
    )  # fmt: skip


def _exact(moment: object) -> object:
    """Return what tells two moments apart that Python takes for equal: the offset, and the fold of a repeated hour."""
    return (moment.utcoffset(), moment.fold) if isinstance(moment, datetime) else None


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies ready for the cases of one definition; `submissions`: each month and when its figure was handed in."""

    pathway: Pathway
    question: Question
    calendar: Calendar
    zone: ZoneInfo
    listeners: tuple[Listener, ...]
    known_at: datetime | None
    submissions: tuple[tuple[str, datetime], ...]


def _desk(pathway: Pathway, regimes: Sequence[Regime], question: Question) -> _Desk:
    first = first_day(question.first)
    ruling = [one for one in regimes if one.effective_to is None or one.effective_to >= first]
    calendar, zone = Calendar.named(pathway.calendar), ZoneInfo(pathway.zone)
    known_at = None if question.known_at is None else instant(question.known_at, zone)
    submissions = []
    if question.submitted is not None:
        for month in question.months():
            known = end_of(handed_in(month, question.submitted, calendar), zone)
            submissions.append((month, known if known_at is None else min(known, known_at)))
    return _Desk(pathway, question, calendar, zone, listeners(ruling, pathway), known_at, tuple(submissions))


def _found(desk: _Desk, entries: Sequence[Entry]) -> Found:
    """Return what a case adds to the figures as they are known, and to those that were handed in."""
    now = _portions(desk, entries, desk.known_at)
    asked = tuple(each for each in now if not each.month or desk.question.holds(each.month))
    return asked, tuple(_handed_in(desk, entries, now)) if desk.submissions else ()


def _portions(desk: _Desk, entries: Sequence[Entry], known_at: datetime | None) -> tuple[Portion, ...]:
    read = course(desk.pathway, desk.calendar, entries, desk.question.as_of, known_at)
    return tuple(portions(desk.listeners, desk.pathway, read))


def _handed_in(desk: _Desk, entries: Sequence[Entry], now: Sequence[Portion]) -> Iterator[Portion]:
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
            read[count] = _portions(desk, entries, known)
        yield from (each for each in read[count] if each.month == month)
