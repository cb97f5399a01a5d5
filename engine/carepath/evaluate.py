"""The reference engine: one pure function gives the standing of a case. Clarity first.

It depends on the set of entries, not on their arrival, reads no clock, and refuses no event. The
specification is docs/reference/semantics.md; the parts are read in the order of this file's imports.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from carepath.calendar import Calendar
from carepath.course import Course, course
from carepath.dues import dues
from carepath.findings import Assessment, Counts, Moment, Segment
from carepath.milestones import View, view
from carepath.model import Pathway
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
    return assessed(pathway, course(pathway, calendar, entries, as_of, known_at), as_of, known_at)


def assessed(pathway: Pathway, told: Course, as_of: Moment, known_at: datetime | None) -> Assessment:
    """Derive everything there is to say from where the events led."""
    kept, events, folded = told.kept, told.events, told.folded
    standing, by_root = folded.standing, {event.root: event for event in events}
    seen = view(pathway, standing, told.now)
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
        events=Counts(kept.read, len(events), len(folded.steps), kept.foreign + told.later),
        steps=remarked(folded.steps, found),
        milestones=said,
        clocks=clock_readings(seen),
        transfers=transfers,
        responsibility=_responsibility(seen, held),
        findings=found,
        due=dues(pathway, standing, said, transfers, held, events, told.now),
    )


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
