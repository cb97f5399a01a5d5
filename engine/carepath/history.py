"""What changed and by which entry: findings raised, withdrawn and changed as the log grew.

`next_change` looks the other way: the next day on which the answer differs without new entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from carepath.calendar import ONE_DAY, YEARS, Calendar, civil_day, instant
from carepath.evaluate import evaluate
from carepath.findings import Assessment, Finding, Moment
from carepath.model import Pathway
from carepath.record import Entry

Change = Literal["raised", "withdrawn", "changed", "version-changed"]
Choice = Callable[[Sequence[Entry]], Pathway | None]
Look = Callable[[date], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Event:
    """A finding raised, withdrawn or changed on a day. `cause` is the id of the entry, or "time".

    `version-changed` has no finding: from that entry on the case goes by `version`.
    """

    day: date
    cause: str
    change: Change
    finding: Finding | None
    version: str | None = None


def history(
    pathway: Pathway,
    calendar: Calendar,
    entries: Iterable[Entry],
    as_of: date | datetime,
    known_at: datetime | None = None,
) -> tuple[Event, ...]:
    """Return how the present findings came about, oldest first.

    Each entry is judged on the day it was recorded, against the standing just before it: so the entry
    is the cause of what differs. What differs between two days is caused by time. Raised minus
    withdrawn are the findings of `evaluate` with the same arguments.
    """
    return history_by(lambda _: pathway, ZoneInfo(pathway.zone), calendar, entries, as_of, known_at)


def history_by(
    choose: Choice,
    zone: tzinfo,
    calendar: Calendar,
    entries: Iterable[Entry],
    as_of: date | datetime,
    known_at: datetime | None = None,
) -> tuple[Event, ...]:
    """Return the history of a case whose definition is chosen anew from what was known at each entry.

    `choose` returns None while no definition serves; then there are no findings. See `history`.
    """
    log = sorted(entries, key=lambda entry: (entry.known(zone), entry.id, entry.content()))
    if known_at is not None:
        until = instant(known_at, zone)
        log = [entry for entry in log if entry.known(zone) <= until]
    told: list[Event] = []
    pathway: Pathway | None = None
    before: tuple[Finding, ...] = ()
    for place, entry in enumerate(log):
        day = _day_of(log[place:], zone, as_of)
        waited = _findings(pathway, calendar, log[:place], day)
        told += _by_time(before, waited, day, zone, _looked(pathway, calendar, log[:place]))
        known = log[: place + 1]
        chosen = choose(known)
        if pathway is not None and chosen is not None and chosen.name != pathway.name:
            told.append(Event(day, entry.id, "version-changed", None, chosen.name))
        pathway = chosen
        before = _findings(pathway, calendar, known, day)
        told += _differences(waited, before, day, entry.id, _different)
    now = _findings(pathway, calendar, log, as_of) if log else _findings(choose(log), calendar, log, as_of)
    told += _by_time(before, now, civil_day(as_of, zone), zone, _looked(pathway, calendar, log))
    return tuple(told)


def _findings(
    pathway: Pathway | None, calendar: Calendar, log: Sequence[Entry], as_of: date | datetime
) -> tuple[Finding, ...]:
    """Return the findings of a log that is not empty; before the first entry there are none."""
    if pathway is None:
        return ()
    return evaluate(pathway, calendar, log, as_of).findings


def _day_of(log: Iterable[Entry], zone: tzinfo, as_of: Moment) -> date:
    """Return the day the first of these was recorded, but never after the day of looking.

    A note or pin without times is as old as the record, so the day is that of the first entry with one.
    """
    today = civil_day(as_of, zone)
    days = (civil_day(known, zone) for entry in log if (known := entry.known(zone)).year in YEARS)
    return min(next(days, today), today)


def _looked(pathway: Pathway | None, calendar: Calendar, log: Sequence[Entry]) -> Look:
    """Return what gives the findings of a log on a day."""
    return lambda day: _findings(pathway, calendar, log, day)


def _by_time(before: Sequence[Finding], after: Sequence[Finding], day: date, zone: tzinfo, look: Look) -> list[Event]:
    """Return what the days up to `day` brought; the passing of a deadline stands on the day after it."""
    told = []
    for event in _differences(before, after, day, "time", _new_or_gone):
        passed = _passed(event, zone)
        if passed < day and event.finding is not None:
            on_that_day = (each for each in look(passed) if each.identity == event.finding.identity)
            event = replace(event, day=passed, finding=next(on_that_day, event.finding))
        told.append(event)
    return sorted(told, key=lambda each: each.day)


def _passed(event: Event, zone: tzinfo) -> date:
    """Return the day after the last good day of a finding that time raised, if that is not later still."""
    if event.change != "raised" or event.finding is None or event.finding.day is None:
        return event.day
    last = event.finding.day
    first_bad = civil_day(last, zone) if isinstance(last, datetime) else last + ONE_DAY
    return min(first_bad, event.day)


def _different(before: Finding, after: Finding) -> bool:
    return before != after


def _new_or_gone(before: Finding, after: Finding) -> bool:
    """Passing days alone change no finding: they only count on."""
    return False


def _differences(
    before: Sequence[Finding],
    after: Sequence[Finding],
    day: date,
    cause: str,
    changed: Callable[[Finding, Finding], bool],
) -> Iterator[Event]:
    """Yield what is gone, new, and changed."""
    old = {finding.identity: finding for finding in before}
    new = {finding.identity: finding for finding in after}
    for identity, finding in old.items():
        if identity not in new:
            yield Event(day, cause, "withdrawn", finding)
    for identity, finding in new.items():
        if identity not in old:
            yield Event(day, cause, "raised", finding)
        elif changed(old[identity], finding):
            yield Event(day, cause, "changed", finding)


def next_change(
    pathway: Pathway,
    calendar: Calendar,
    entries: Iterable[Entry],
    as_of: date | datetime,
    known_at: datetime | None = None,
) -> date | None:
    """Return the next day on which the answer differs without new entries; None where it never does.

    Day counters aside: days over, left, gross, not counted and net, and the end of the running segment.
    """
    log = tuple(entries)
    now = evaluate(pathway, calendar, log, as_of, known_at)
    zone = ZoneInfo(pathway.zone)
    today = civil_day(as_of, zone)
    same = without_counters(now)
    for day in _candidates(pathway, now, log, zone, today, isinstance(as_of, datetime)):
        if without_counters(evaluate(pathway, calendar, log, day, known_at)) != same:
            return day
    return None


def _candidates(
    pathway: Pathway, now: Assessment, log: Iterable[Entry], zone: tzinfo, today: date, within_day: bool
) -> list[date]:
    """Return the days on which anything could differ: deadlines, pauses, plans, later events, dated roles."""
    days: set[date] = {civil_day(entry.occurred, zone) for entry in log if entry.occurred is not None}
    for moment in (
        *(verdict.last_good_day for verdict in now.milestones),
        *(reading.last_good_day for reading in now.transfers),
        *(finding.day for finding in now.findings),
    ):
        days |= _around(moment, zone)
    for value in (value for entry in log for value in entry.data.values()):
        days |= _named_day(value)
    for reading in now.transfers:
        acknowledge = pathway.transfers[reading.id].acknowledge
        if acknowledge is not None and reading.sent is not None:
            days |= {reading.sent + timedelta(days=ahead) for ahead in range(2 * acknowledge.amount + 15)}
    for role in pathway.roles.values():
        for listing in role.listings:
            days |= {day for edge in (listing.opened, listing.closed) if edge for day in (edge, edge + ONE_DAY)}
    return sorted(day for day in days if day > today or (within_day and day == today))


def _around(moment: Moment | None, zone: tzinfo) -> set[date]:
    """Return the days on which the passing of a last good day (or instant) can show."""
    if moment is None:
        return set()
    day = civil_day(moment, zone)
    return {day, day + ONE_DAY}


def _named_day(value: object) -> set[date]:
    """Return the day that a piece of data names, such as the first day of a pause."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return set()
    return {value, value + ONE_DAY} if isinstance(value, date) and value.year in YEARS else set()


def without_counters(assessment: Assessment) -> Assessment:
    """Return the assessment with everything blanked that only counts the days."""
    return replace(
        assessment,
        as_of=date.min,
        milestones=tuple(
            replace(each, days_over=None, seconds_over=None, days_left=None) for each in assessment.milestones
        ),
        clocks=tuple(
            replace(
                each,
                gross=None,
                not_counted=None,
                net=None,
                pauses=tuple(replace(pause, days=0) for pause in each.pauses),
            )
            for each in assessment.clocks
        ),
        transfers=tuple(replace(each, days_over=None, days_left=None) for each in assessment.transfers),
        responsibility=tuple(replace(each, end=each.start, days=None) for each in assessment.responsibility),
        findings=tuple(replace(each, days_over=None, seconds_over=None, message="") for each in assessment.findings),
        due=tuple(replace(each, days_left=None) for each in assessment.due),
    )
