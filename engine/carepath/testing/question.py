"""Questions: a definition, the record of a case, and when it is looked at with what knowledge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from hypothesis.vendor.pretty import RepresentationPrinter

from carepath.calendar import ONE_DAY, Calendar
from carepath.evaluate import evaluate
from carepath.findings import Assessment
from carepath.model import Pathway
from carepath.record import Entry
from carepath.testing.changes import changed
from carepath.testing.definitions import pathways
from carepath.testing.legs import MONDAY
from carepath.testing.logs import records
from carepath.testing.shown import History, Written, worked
from carepath.testing.walks import histories

LATEST = date(2018, 12, 31)  # after every history; the table of bank holidays goes further


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """What is asked of an engine; prints as the definition, where it was drawn too, and a worked case."""

    pathway: Pathway
    entries: tuple[Entry, ...]
    as_of: date | datetime
    known_at: datetime | None = None

    @property
    def calendar(self) -> Calendar:
        """The bank holidays that the definition names."""
        return Calendar.named(self.pathway.calendar)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the definition's days."""
        return ZoneInfo(self.pathway.zone)

    def answer(self) -> Assessment:
        """Ask the reference engine."""
        return evaluate(self.pathway, self.calendar, self.entries, self.as_of, self.known_at)

    def of(self, entries: Iterable[Entry]) -> Question:
        """Return the same question of other entries."""
        return replace(self, entries=tuple(entries))

    def at(self, as_of: date | datetime) -> Question:
        """Return the same question at another time of looking."""
        return replace(self, as_of=as_of)

    def knowing(self, known_at: datetime | None) -> Question:
        """Return the same question at another time of knowing."""
        return replace(self, known_at=known_at)

    def __repr__(self) -> str:
        definition = self.pathway.text if isinstance(self.pathway, Written) else ""
        return f"\n{definition}\n{worked(self.pathway.name, self.entries, self.as_of, self.known_at)}\n"

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        printer.text(repr(self))  # Hypothesis spells out the fields of dataclasses otherwise


@st.composite
def questions(draw: DrawFn, pathway: Pathway | None = None, lawful: bool = False) -> Question:
    """Draw a question: of a pathway, or of a drawn one; lawful histories only, or departures and any record too."""
    asked = pathway if pathway is not None else draw(pathways())
    entries: History = draw(histories(asked))
    if not lawful:
        match draw(st.integers(0, 3)):
            case 1 if entries:
                entries = draw(changed(entries))
            case 2 | 3:
                entries = draw(records(asked))
    question = Question(asked, tuple(entries), LATEST)
    return question.at(draw(st.sampled_from(turning_days(question))))


def turning_days(question: Question) -> list[date]:
    """Return the days on which the answer is likely to change, the last of all first."""
    days = {day for entry in question.entries if (day := _day(entry)) is not None and day.year < LATEST.year}
    moments = [verdict.last_good_day for verdict in question.answer().milestones]
    days |= {date(moment.year, moment.month, moment.day) for moment in moments if moment is not None}
    near = {day + timedelta(days=ahead) for day in days for ahead in (-1, 0, 1)}
    return [LATEST, *sorted(near | {MONDAY}), LATEST + ONE_DAY]


def _day(entry: Entry) -> date | None:
    moment = entry.occurred
    return None if moment is None else date(moment.year, moment.month, moment.day)
