"""The reference engine: one pure function gives the standing of a case. Clarity first.

It depends on the set of entries, not on their arrival, reads no clock, and refuses no event. The
specification is docs/reference/semantics.md; the parts are read in the order of this file's imports.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from carepath.calendar import Calendar, civil_day, end_of, instant
from carepath.deadlines import Now
from carepath.dues import dues
from carepath.findings import Assessment, Counts, Moment, Segment
from carepath.fold import Folded, fold
from carepath.live import Record, record
from carepath.milestones import View, view
from carepath.model import Pathway
from carepath.order import ordered
from carepath.reading import Event, read, with_effects
from carepath.readings import clock_readings, counted, transfer_readings
from carepath.record import Entry
from carepath.remarks import remarked
from carepath.responsibility import Holder, holders, segments
from carepath.saying import findings
from carepath.transfers import passings
from carepath.verdicts import verdicts


def evaluate(
    pathway: Pathway,
    calendar: Calendar,
    entries: Iterable[Entry],
    as_of: date | datetime,
    known_at: datetime | None = None,
) -> Assessment:
    """Return the standing of a case as it was at `as_of`, from what was recorded up to `known_at`.

    `as_of`: a date means all of that day in the pathway's zone; a datetime means that instant.
    `known_at`: an instant; None means everything recorded. Datetimes without offset are civil time in
    the pathway's zone. Raises MixedCases for entries of more than one case, and nothing else.
    """
    zone = ZoneInfo(pathway.zone)
    now = _now(as_of, zone, calendar)
    known = None if known_at is None else instant(known_at, zone)
    kept = record(entries, zone, pathway.id, known)
    events = read(pathway, kept.told, zone)
    seen = with_effects(pathway, ordered(event for event in events if _within(event, now)))
    return _assessed(pathway, kept, len(events) - len(seen), seen, fold(pathway, seen, now), now, as_of, known_at)


def _assessed(
    pathway: Pathway,
    kept: Record,
    later: int,
    events: tuple[Event, ...],
    folded: Folded,
    now: Now,
    as_of: Moment,
    known_at: datetime | None,
) -> Assessment:
    """Derive everything there is to say from where the events led."""
    standing, by_root = folded.standing, {event.root: event for event in events}
    seen = view(pathway, standing, now)
    passed = passings(pathway, standing.heard, standing.episode)
    held = holders(standing.started, passed.of)
    said = verdicts(seen, held, by_root)
    transfers = transfer_readings(seen, passed.of, held)
    found = findings(pathway, kept, folded, seen, said, passed, transfers, by_root)
    return Assessment(
        case=kept.case,
        patient=kept.patient,
        pathway=pathway.id,
        version=pathway.version,
        draft=pathway.draft,
        as_of=as_of,
        known_at=known_at,
        state=standing.state,
        episode=standing.episode,
        closed=standing.closed.kind if standing.closed else None,
        events=Counts(kept.read, len(events), len(folded.steps), kept.foreign + later),
        steps=remarked(folded.steps, found),
        milestones=said,
        clocks=clock_readings(seen),
        transfers=transfers,
        responsibility=_responsibility(seen, held),
        findings=found,
        due=dues(pathway, standing, said, transfers, held, events, now),
    )


def _now(as_of: date | datetime, zone: tzinfo, calendar: Calendar) -> Now:
    if isinstance(as_of, datetime):
        at = instant(as_of, zone)
        return Now(civil_day(at, zone), at, zone, calendar)
    return Now(as_of, end_of(as_of, zone), zone, calendar)


def _within(event: Event, now: Now) -> bool:
    """Return whether an event occurred up to now; plans are seen whatever their day."""
    if event.forecast:
        return True
    return event.day <= now.day if event.at is None else event.at <= now.at


def _responsibility(seen: View, held: tuple[Holder, ...]) -> tuple[Segment, ...]:
    """Split the wait by provider: on the day-zero clock while it ran, else over the days of the case."""
    started = seen.standing.started
    if started is None:
        return ()
    zero = seen.pathway.day_zero
    clock = seen.clocks[zero, 1].current if zero is not None else None
    closing = next((each.day for each in seen.standing.closings if each.episode == 1), seen.now.day)
    if clock is None or clock.start is None or zero is None:
        return segments(held, started.day, closing, None)
    count = counted(seen, seen.pathway.clocks[zero], clock)
    end = clock.stop or clock.over or seen.now.day
    return segments(held, clock.start, max(end, clock.start), count)
