"""Cases given as entries: what stands of each log, by the functions of the reference engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from carepath.calendar import NO_TIME, Calendar, civil_day, end_of, instant, passed
from carepath.cohort.frames import microseconds
from carepath.live import Record, record
from carepath.model import Pathway
from carepath.order import ordered
from carepath.reading import Event, read, with_effects
from carepath.record import Entry


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every case: the definition, its calendar, when one looks and what is known."""

    pathway: Pathway
    calendar: Calendar
    as_of: date | datetime
    known_at: datetime | None

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the definition's days."""
        return ZoneInfo(self.pathway.zone)

    @property
    def today(self) -> date:
        """The civil day of looking."""
        return civil_day(self.as_of, self.zone)

    @property
    def now(self) -> datetime:
        """The instant of looking: the end of a day."""
        if isinstance(self.as_of, datetime):
            return instant(self.as_of, self.zone)
        return end_of(self.as_of, self.zone)

    @property
    def known(self) -> datetime | None:
        """The instant up to which entries are known."""
        return None if self.known_at is None else instant(self.known_at, self.zone)


@dataclass(frozen=True, slots=True)
class Stood:
    """What stands of one case: its record, its events in order, and how many occurred later."""

    kept: Record
    events: tuple[Event, ...]
    later: int


def stood(question: Question, cases: Mapping[str, Sequence[Entry]]) -> list[Stood]:
    """Return what stands of each case."""
    zone, known, now = question.zone, question.known, question.now
    found = []
    for entries in cases.values():
        kept = record(entries, zone, question.pathway.id, known)
        events = read(question.pathway, kept.told, zone)
        seen = [event for event in events if _within(event, question.today, now)]
        placed = with_effects(question.pathway, ordered(seen))
        found.append(Stood(kept, placed, len(events) - len(placed)))
    return found


def _within(event: Event, today: date, now: datetime) -> bool:
    if event.forecast:
        return True
    return event.day <= today if event.at is None else passed(event.at, now) >= NO_TIME


def numbers_of(question: Question) -> tuple[int, int]:
    """Return the day and the instant of looking as numbers."""
    return question.today.toordinal(), microseconds(question.now)
