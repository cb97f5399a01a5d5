"""Findings of time, worked out by counting days one by one (docs/reference/semantics.md, sections 5 and 6).

The naive second reading against which the engine's is held: it knows calendar and working days, clocks that were
never paused, reset or restarted, and one episode. What goes beyond that is left open, and said to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from carepath.calendar import ONE_DAY, Calendar, Span, Unit
from carepath.cases.expected import Named
from carepath.findings import Assessment, Moment, Verdict
from carepath.model import Deadline, Milestone, Nonworking, Pathway


class Open(Exception):
    """The days of a subject are not worked out here."""


@dataclass(frozen=True, slots=True)
class Days:
    """The day of each entry, by id; None for one that is no longer there. `closed`: when an exit ended the case."""

    of: Mapping[str, date | None]
    closed_by_exit: date | None = None
    closed_by_end: date | None = None


def counted(start: date, day: date, unit: Unit, nonworking: Nonworking, calendar: Calendar) -> int:
    """Return the counted days in (start, day], one by one; the start counts 0."""
    if day <= start:
        return 0
    if unit is Unit.WORKING_DAYS and nonworking == "next":
        while not calendar.working(day):
            day += ONE_DAY
    number = 0
    while day > start:
        number += unit is not Unit.WORKING_DAYS or calendar.working(day)
        day -= ONE_DAY
    return number


def timings(pathway: Pathway, before: Assessment, verdict: Verdict, days: Days, as_of: date) -> frozenset[Named]:
    """Return the findings of time on one milestone or clock, its entries being on these days; Open where unknown."""
    start, done = _entries(verdict, before)
    clock = pathway.clocks.get(verdict.id)
    milestone = pathway.milestones.get(verdict.id)
    due = milestone.due if milestone is not None else None
    limit = milestone.not_before if milestone is not None else None
    span = clock.target if clock is not None else due.span if due is not None else None
    nonworking = clock.nonworking if clock is not None else milestone.nonworking if milestone is not None else "next"
    _known(verdict, before, span, limit)
    if milestone is not None and done is not None and not _stayed_ahead(pathway, milestone, done, before):
        raise Open
    on = verdict.id if clock is not None else due.clock if due is not None else limit.clock if limit else None
    if on is not None and not _runs_plainly(before, on):
        raise Open
    if start is None:
        if limit is not None:
            raise Open
        return frozenset()
    begun, ended = days.of[start], days.of[done] if done is not None else None
    if begun is None:
        raise Open
    calendar = Calendar.named(pathway.calendar)
    found = set()
    if span is not None:
        code, beyond = _over(begun, ended, span, nonworking, calendar, days, as_of)
        if code is not None:
            found.add(Named("breach" if clock is not None else code, verdict.id, None, beyond))
    if limit is not None and ended is not None:
        found |= _early(verdict, due, limit, begun, ended, calendar)
    return frozenset(found)


def _over(
    begun: date, ended: date | None, span: Span, nonworking: Nonworking, calendar: Calendar, days: Days, as_of: date
) -> tuple[str | None, int | None]:
    """Return the code of what is too late, and by how much."""

    def over(day: date) -> int:
        return counted(begun, day, span.unit, nonworking, calendar) - span.days_from(begun)

    if ended is not None:
        return ("late", over(ended)) if over(ended) > 0 else (None, None)
    out, end = days.closed_by_exit, days.closed_by_end
    shut = out or end
    if shut is None:
        return ("overdue", over(as_of)) if over(as_of) > 0 else (None, None)
    if begun > shut:
        raise Open
    if out is not None:
        return ("missed", over(out)) if over(out) > 0 else (None, None)
    if over(as_of) <= 0:
        return None, None
    return "missed", over(shut) if over(shut) > 0 else None


def _early(
    verdict: Verdict, due: Deadline | None, limit: Deadline, begun: date, ended: date, calendar: Calendar
) -> set[Named]:
    """Return what is done before its first day; its anchor must be that of the deadline."""
    same = due is None or (due.clock, due.after, due.also) == (limit.clock, limit.after, limit.also)
    working = limit.span.unit is Unit.WORKING_DAYS
    if not same or (working and ended < begun):
        raise Open
    elapsed = counted(begun, ended, limit.span.unit, "previous", calendar) if working else (ended - begun).days
    short = limit.span.days_from(begun) - elapsed
    return {Named("too-early", verdict.id, None, short)} if short > 0 else set()


def _entries(verdict: Verdict, before: Assessment) -> tuple[str | None, str | None]:
    """Return the entries from which a thing is counted and by which it was done; Open where days were named in data."""
    days = {step.entry: step.day for step in before.steps}
    start = verdict.entries[0] if verdict.start is not None and verdict.entries else None
    done = verdict.entries[-1] if verdict.done is not None and verdict.entries else None
    for entry, moment in ((start, verdict.start), (done, verdict.done)):
        if (entry is None) != (moment is None) or (entry is not None and days.get(entry) != _day(moment)):
            raise Open
    return start, done


def _known(verdict: Verdict, before: Assessment, span: Span | None, limit: Deadline | None) -> None:
    """Raise Open for hours, later episodes, and what was taken away or missed when the case ended."""
    hours = any(one is not None and one.exact for one in (span, limit.span if limit is not None else None))
    if hours or before.episode > 1 or verdict.verdict not in ("not-started", "pending", "met", "overdue", "late"):
        raise Open
    if verdict.done is None and before.closed is not None:
        raise Open


def _stayed_ahead(pathway: Pathway, milestone: Milestone, done: str, before: Assessment) -> bool:
    """Return whether no branch on the way can have taken a milestone away that was met in the end."""
    takers = pathway.routes.takers
    met_by = next(step.event for step in before.steps if step.entry == done)
    return not milestone.events or met_by in takers or not any(event in takers for event in milestone.events)


def _runs_plainly(before: Assessment, clock: str) -> bool:
    """Return whether a clock ran once, and nothing was taken out of it."""
    found = [each for each in before.clocks if each.id == clock]
    return len(found) == 1 and not found[0].pauses and found[0].ended != "void"


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
