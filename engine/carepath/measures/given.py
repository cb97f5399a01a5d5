"""Cases of one definition however they are given, as rows of a table or as entries: what is asked of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from carepath.calendar import civil_day
from carepath.cohort.frames import microseconds
from carepath.cohort.intake.chunks import prepared as of_part
from carepath.cohort.intake.corrections import EVENT
from carepath.cohort.intake.ids import of_rows
from carepath.cohort.intake.parts import Part, part
from carepath.cohort.machine.compiled import NONE, Table
from carepath.cohort.machine.hearing import CANCELLED, PLANNED
from carepath.cohort.prepared import Prepared, of_entries
from carepath.cohort.told_cases import Question, stood
from carepath.plan import Plan
from carepath.record import Entry

LATEST = -NONE


@dataclass(frozen=True, slots=True)
class Times:
    """For each row its case and the instant from which it was known; for each case its first and last day.

    A case without days has them the wrong way round.
    """

    case: Table
    known: Table
    first: Table
    last: Table

    def count(self, at: int) -> Table:
        """Return how many rows of each case were known at an instant."""
        return np.bincount(self.case[self.known <= at], minlength=len(self.first))


class Given(Protocol):
    """Cases, by numbers from 0."""

    def prepared(self, question: Question, plan: Plan) -> Prepared:
        """Return the block of these cases for the compiled code."""

    def times(self, zone: str, known_at: int = LATEST) -> Times:
        """Return when what was known; the days are those of rows known at an instant."""

    def some(self, cases: Table) -> Given:
        """Return the cases that are marked, numbered anew in their order."""

    def entries(self, case: int) -> Sequence[Entry]:
        """Return the entries of a case."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Cases as rows of a table, none of them odd. `part` is the table, read for a pathway and a zone."""

    table: pa.Table
    part: Part
    pathway: str
    zone: str

    def prepared(self, question: Question, plan: Plan) -> Prepared:
        """Return the block of these cases for the compiled code."""
        return of_part(question, plan, self.part)

    def times(self, zone: str, known_at: int = LATEST) -> Times:
        """Return when what was known; the days are those of rows known at an instant."""
        own = np.flatnonzero(self.part.case.numbers >= 0)
        case, times = self.part.case.numbers[own], self.part.times.of(own)
        known, count = times.known(zone), len(self.part.case.names)
        dated = (times.day != NONE) & (known <= known_at)
        first, last = np.full(count, LATEST), np.full(count, NONE)
        np.minimum.at(first, case[dated], times.day[dated])
        np.maximum.at(last, case[dated], times.day[dated])
        return Times(case, known, first, last)

    def some(self, cases: Table) -> Rows:
        """Return the cases that are marked, numbered anew in their order."""
        if cases.all():
            return self
        table = self.table.filter(pa.array(np.append(cases, False)[self.part.case.numbers]))
        fewer = part(self.part.file, table, self.pathway, self.zone)
        assert not fewer.odd.any(), "whether a case is read as entries is a matter of its own rows"
        return Rows(table, fewer, self.pathway, self.zone)

    def begun(self, times: Times, known_at: int) -> Table:
        """Return which cases hold an event, not only planned and not corrected, that is known at an instant."""
        case, kind, status = self.part.case.numbers, self.part.kind, self.part.status
        told = (case >= 0) & (kind == EVENT) & (status != PLANNED) & (status != CANCELLED)
        told[self.part.corrections.replaced] = False
        told[self.part.corrections.retracted] = False
        own = told[case >= 0] & (times.known <= known_at)
        return np.asarray(np.bincount(times.case[own], minlength=len(self.part.case.names)) > 0)

    def entries(self, case: int) -> Sequence[Entry]:
        """Return the entries of a case."""
        places: Sequence[int] = np.flatnonzero(self.part.case.numbers == case).tolist()
        found = of_rows(self.part.file, self.part.table, places, places)
        return [each for each in found if isinstance(each, Entry)]

    def logs(self) -> Logs:
        """Return the same cases as entries."""
        places: Sequence[int] = np.flatnonzero(self.part.case.numbers >= 0).tolist()
        found = of_rows(self.part.file, self.part.table, places, places)
        return Logs(by_case(each for each in found if isinstance(each, Entry)))


@dataclass(frozen=True, slots=True)
class Logs:
    """Cases as entries."""

    cases: Mapping[str, Sequence[Entry]]

    def prepared(self, question: Question, plan: Plan) -> Prepared:
        """Return the block of these cases for the compiled code."""
        return of_entries(question, plan, tuple(self.cases), stood(question, self.cases))

    def times(self, zone: str, known_at: int = LATEST) -> Times:
        """Return when what was known; the days are those of rows known at an instant."""
        here, case, known = ZoneInfo(zone), list[int](), list[int]()
        first, last = np.full(len(self.cases), LATEST), np.full(len(self.cases), NONE)
        for number, entries in enumerate(self.cases.values()):
            for entry in entries:
                timeless = entry.recorded is None and entry.occurred is None
                case.append(number)
                known.append(NONE if timeless else microseconds(entry.known(here)))
                if entry.occurred is not None and known[-1] <= known_at:
                    day = civil_day(entry.occurred, here).toordinal()
                    first[number], last[number] = min(first[number], day), max(last[number], day)
        return Times(np.array(case, np.int64), np.array(known, np.int64), first, last)

    def some(self, cases: Table) -> Given:
        """Return the cases that are marked, numbered anew in their order."""
        return Logs({name: own for (name, own), chosen in zip(self.cases.items(), cases, strict=True) if chosen})

    def entries(self, case: int) -> Sequence[Entry]:
        """Return the entries of a case."""
        return tuple(self.cases.values())[case]


def by_case(entries: Iterable[Entry]) -> dict[str, Sequence[Entry]]:
    """Return the entries of each case, in order of their names."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.case].append(entry)
    return {case: found[case] for case in sorted(found)}
