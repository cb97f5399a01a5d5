"""Which definition each case goes by, over columns: the rule is that of `carepath.library.choose`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from carepath.calendar import YEARS, Calendar, instant
from carepath.cohort.frames import microseconds
from carepath.cohort.machine.compiled import NONE, Table
from carepath.cohort.told_cases import Question
from carepath.cohort.waitrun import starts
from carepath.measures.given import LATEST, Rows
from carepath.measures.served import Choice
from carepath.model import Pathway
from carepath.plan import plan

AFTER_ALL = date(YEARS[-1] + 1, 1, 2)  # a day of looking from which everything has happened
OPEN, UNSURE = -2, -1


def chosen(choice: Choice, given: Rows, known_at: datetime | None) -> Iterator[tuple[Pathway | None, Table]]:
    """Yield each definition with the cases that go by it, marked; with None those that are to be asked one by one."""
    count = len(given.part.case.names)
    if choice.fixed:
        yield choice.versions[0], np.ones(count, bool)
        return
    agreed = [version for version in choice.versions if not version.draft]
    if not agreed or len({version.zone for version in choice.versions}) > 1:
        yield None, np.ones(count, bool)
        return
    numbers = _numbers(agreed, given, known_at)
    for number, version in enumerate(agreed):
        if (numbers == number).any():
            yield version, numbers == number
    if (numbers < 0).any():
        yield None, numbers < 0


def _numbers(agreed: Sequence[Pathway], given: Rows, known_at: datetime | None) -> Table:
    """Return the version of each case: the first that was in force on the day on which the case starts under it.

    That day is one of the days of its events. Where they all lie within the time of a version, or all outside it,
    nothing more is to be known; of the other cases, and where an event may not stand, the start is looked for.
    """
    zone = agreed[0].zone
    known = LATEST if known_at is None else microseconds(instant(known_at, ZoneInfo(zone)))
    times = given.times(zone, known)
    begun = given.begun(times, known)
    found = np.full(len(begun), OPEN)
    started = np.zeros(len(begun), bool)
    for number, version in enumerate(agreed):
        first, last = _days(version)
        inside = begun & (times.first >= first) & (times.last <= last)
        outside = begun & ((times.last < first) | (times.first > last))
        unsure = (found == OPEN) & ~inside & ~outside
        found[(found == OPEN) & inside] = number
        if unsure.any():
            days = _starts(version, given, unsure, known_at)
            started[unsure] |= days != NONE
            found[unsure] = np.where((days != NONE) & (days >= first) & (days <= last), number, OPEN)
    found[(found == OPEN) & ~begun & ~started] = len(agreed) - 1
    return np.where(found == OPEN, UNSURE, found)


def _days(version: Pathway) -> tuple[int, int]:
    first, last = version.effective_from, version.effective_to
    return (NONE if first is None else first.toordinal(), LATEST if last is None else last.toordinal())


def _starts(version: Pathway, given: Rows, cases: Table, known_at: datetime | None) -> Table:
    """Return the day on which each of these cases starts under a version, NONE where nothing has happened."""
    question = Question(version, Calendar.named(version.calendar), AFTER_ALL, known_at)
    made = plan(version)
    return starts(made, given.some(cases).prepared(question, made))
