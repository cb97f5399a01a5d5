"""Cases of one definition measured in columns: the compiled code hears their waits, kinds of wait are worked out once.

What cannot be said in columns, cases with more moves than there is room for, is measured case by case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
import polars as pl

from carepath.cohort.frames import microseconds
from carepath.cohort.machine.compiled import Table
from carepath.cohort.told_cases import Question as Asked
from carepath.cohort.waitrun import waits
from carepath.measures.cells import Months, month_number, summed
from carepath.measures.each import Desk, desk_of, found_of, portions_of
from carepath.measures.given import LATEST, Given, Logs, Times
from carepath.measures.hearing import Hearing, hearing
from carepath.measures.kinds import Shelf, kinds
from carepath.measures.question import Question
from carepath.measures.sums import Measure, Sums, added, rows
from carepath.measures.templates import Templates
from carepath.model import Pathway
from carepath.record import Entry
from carepath.standards import Regime

TOGETHER = 1 << 12  # cases given as entries that are read at once
BY_REFERENCE = "too-many-moves"


@dataclass(slots=True)
class Tally:
    """The sums so far, as known and as handed in, and how many cases were measured one by one."""

    question: Question
    regimes: tuple[Regime, ...]
    now: Sums = field(default_factory=dict)
    before: Sums = field(default_factory=dict)
    by_reference: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    shelf: Shelf = field(default_factory=Shelf)
    counters: dict[str, Counter] = field(default_factory=dict)

    def counter(self, pathway: Pathway) -> Counter:
        """Return what counts the cases of a definition; raises CalendarEnds where a day of submission is not known."""
        if pathway.hash not in self.counters:
            desk = desk_of(pathway, self.regimes, self.question)
            heard = hearing(pathway, [each.regime for each in desk.listeners])
            templates = Templates(heard, self.question.by, self.shelf.values)
            self.counters[pathway.hash] = Counter(self, desk, heard, templates)
        return self.counters[pathway.hash]

    def measures(self) -> tuple[Measure, ...]:
        """Return the measures so far."""
        before = self.before if self.question.submitted is not None else None
        return rows(self.now, before, self.question.by, self.regimes)


@dataclass(frozen=True, slots=True)
class Counter:
    """What counts the cases of one definition."""

    tally: Tally
    desk: Desk
    hearing: Hearing
    templates: Templates

    def asked(self, known_at: datetime | None) -> Asked:
        """Return what the cohort is asked of these cases."""
        return Asked(self.hearing.pathway, self.desk.calendar, self.desk.question.as_of, known_at)

    def add(self, given: Given) -> None:
        """Add what cases come to, now and when each month was handed in."""
        question, spare = self.desk.question, list[int]()
        months = Months(month_number(question.first), month_number(question.last), open=True)
        states = _states(self.desk, given) if self.desk.submissions else None
        for frame in self._kinds(given, self.desk.known_at, spare):
            summed(self.tally.now, self.templates, self.tally.shelf, frame, months)
            if states is not None:
                same = _unchanged(frame, states, months)
                summed(self.tally.before, self.templates, self.tally.shelf, same, _closed(months))
        if states is not None:
            self._add_handed_in(given, states, spare)
        for case in spare:
            self._add_one(given, case)

    def _kinds(self, given: Given, known_at: datetime | None, spare: list[int]) -> Iterator[pl.DataFrame]:
        asked, heard = self.asked(known_at), self.hearing
        prepared = given.prepared(asked, heard.plan)
        for told in waits(heard.plan, heard.handed, heard.asked, self.desk.calendar, prepared, spare):
            yield kinds(heard, told, prepared.words, self.tally.shelf, asked.today)

    def _add_handed_in(self, given: Given, states: States, spare: Sequence[int]) -> None:
        """Add, for each month, the cases of which less was known when it was handed in than now."""
        left_out = np.zeros(len(states.changed), bool)
        left_out[list(spare)] = True
        for place, (month, known) in enumerate(self.desk.submissions):
            chosen = states.changed[:, place] & ~left_out
            if not chosen.any():
                continue
            some, again = given.some(chosen), list[int]()
            number = month_number(month)
            for frame in self._kinds(some, known, again):
                summed(self.tally.before, self.templates, self.tally.shelf, frame, Months(number, number, open=False))
            for case in again:
                portions = portions_of(self.desk, some.entries(case), known)
                own = tuple(each for each in portions if each.month == month)
                added(self.tally.before, own, self.desk.question.by)

    def _add_one(self, given: Given, case: int) -> None:
        now, before = found_of(self.desk, given.entries(case))
        added(self.tally.now, now, self.desk.question.by)
        added(self.tally.before, before, self.desk.question.by)
        self.tally.by_reference[BY_REFERENCE] += 1


def measured_in_columns(
    cases: Iterable[tuple[Pathway, Sequence[Entry]]], regimes: Iterable[Regime], question: Question
) -> tuple[Measure, ...]:
    """Return the measures of cases given as entries, as `carepath.measures.measured` does."""
    tally = Tally(question, tuple(regimes))
    waiting: dict[str, dict[str, Sequence[Entry]]] = defaultdict(dict)
    for number, (pathway, entries) in enumerate(cases):
        counter, own = tally.counter(pathway), waiting[pathway.hash]
        own[str(number)] = entries  # not by its name, which two may have
        if len(own) == TOGETHER:
            counter.add(Logs(waiting.pop(pathway.hash)))
    for name, own in waiting.items():
        tally.counters[name].add(Logs(own))
    return tally.measures()


@dataclass(frozen=True, slots=True)
class States:
    """For each case and month asked for: whether its record was then what it is now, or was another one.

    Neither, where nothing was known then or nothing had happened: nothing stops before.
    """

    same: Table
    changed: Table


def _states(desk: Desk, given: Given) -> States:
    times = given.times(desk.pathway.zone)
    total = times.count(LATEST if desk.known_at is None else microseconds(desk.known_at))
    begun = _first_months(times)
    same, changed = [], []
    for month, known in desk.submissions:
        count = times.count(microseconds(known))
        told = (count > 0) & (begun <= month_number(month))
        same.append(told & (count == total))
        changed.append(told & (count != total))
    return States(np.stack(same, 1), np.stack(changed, 1))


def _first_months(times: Times) -> Table:
    """Return the month of the first day of each case; 0 where it has none."""
    ordinals, places = np.unique(times.first, return_inverse=True)
    days = [None if one == LATEST else date.fromordinal(one) for one in ordinals.tolist()]
    return np.array([0 if day is None else day.year * 12 + day.month - 1 for day in days] or [0], np.int64)[places]


def _unchanged(frame: pl.DataFrame, states: States, months: Months) -> pl.DataFrame:
    """Return the waits that ended in a month at whose submission the record was what it is now."""
    month = frame["month"].to_numpy() - months.first
    inside = (month >= 0) & (month <= months.last - months.first)
    same = np.zeros(len(frame), bool)
    same[inside] = states.same[frame["case"].to_numpy()[inside], month[inside]]
    return frame.filter(pl.Series(same))


def _closed(months: Months) -> Months:
    return Months(months.first, months.last, open=False)
