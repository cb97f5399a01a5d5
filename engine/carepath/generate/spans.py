"""How far apart the events of a walk may lie, so that every one of them is in time on whatever day it begins.

A length in working days, months or before the next holiday is not the same everywhere in a year: the shortest it
can be is the most that is allowed, the longest the least. So days that fit here fit in every year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from carepath.calendar import Span, Unit
from carepath.findings import Assessment, Moment
from carepath.model import Deadline, Pathway

DAY = 144  # in instants the unit is ten minutes
HOLIDAYS = 4  # the most days from a holiday back to the working day before it, at Easter and at Christmas
SHORTEST = {Unit.DAYS: 1, Unit.WORKING_DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28, Unit.YEARS: 365}
LONGEST = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31, Unit.YEARS: 366}
ENDLESS = 1 << 30
SETTLED = ("not-started", "not-possible", "void")


@dataclass(frozen=True, slots=True)
class Bound:
    """Event `later` comes at least or at most so many units after event `earlier`; both are places in a walk."""

    earlier: int
    later: int
    least: int = 0
    most: int = ENDLESS


@dataclass(frozen=True, slots=True)
class Window:
    """For one event of a walk: how long after which earlier ones it may come."""

    least: tuple[tuple[int, int], ...]
    most: tuple[tuple[int, int], ...]


def most_of(span: Span, unit: int) -> int:
    """Return the length of a span at its shortest, in days (unit 1) or in tens of minutes (unit DAY)."""
    if span.exact:
        tens = int(span.duration().total_seconds()) // 600
        return tens if unit == DAY else tens // DAY
    return span.amount * SHORTEST[span.unit] * unit - (6 if unit == DAY else 0)  # an hour for summer time


def least_of(span: Span, unit: int) -> int:
    """Return the length of a span at its longest."""
    if span.exact:
        tens = -(-int(span.duration().total_seconds()) // 600)
        return tens if unit == DAY else -(-tens // DAY) + 1
    if span.unit is Unit.WORKING_DAYS:
        return (span.amount + 2 * (span.amount // 5 + 1) + HOLIDAYS) * unit
    return span.amount * LONGEST[span.unit] * unit + (6 if unit == DAY else 0)


def bounds(pathway: Pathway, assessed: Assessment, days: Sequence[date], unit: int) -> Iterator[Bound]:
    """Yield what a definition asks of the days of a walk, from the assessment of it with each event on its own day."""
    places = {day: place for place, day in enumerate(days)}
    last = len(days) - 1
    clocks = {(one.id, one.episode): one for one in assessed.clocks}
    for verdict in assessed.milestones:
        milestone = pathway.milestones.get(verdict.id)
        if milestone is None:
            continue
        done = _place(places, verdict.done)
        back = HOLIDAYS * unit if milestone.nonworking == "previous" else 0
        if milestone.due is not None and verdict.verdict not in SETTLED:
            start = _start(places, milestone.due, verdict.start, clocks, verdict.episode)
            if start is not None:  # what is not done may not be due before the end
                yield Bound(start, last if done is None else done, most=most_of(milestone.due.span, unit) - back)
        if milestone.not_before is not None and done is not None:
            anchor = _anchor(assessed, milestone.not_before)
            start = _start(places, milestone.not_before, anchor, clocks, verdict.episode)
            if start is not None:
                yield Bound(start, done, least=least_of(milestone.not_before.span, unit))
    for reading in assessed.clocks:
        target = pathway.clocks[reading.id].target
        start, stop = _place(places, reading.start), _place(places, reading.stop)
        if target is not None and start is not None and reading.ended != "void":
            yield Bound(start, last if stop is None else stop, most=most_of(target, unit))
    for one in assessed.transfers:
        transfer = pathway.transfers[one.id]
        handover, sent = _place(places, one.handover), _place(places, one.sent)
        answered = _place(places, one.received or one.accepted)
        if transfer.due is not None and one.verdict not in SETTLED:
            start = _start(places, transfer.due, _anchor(assessed, transfer.due), clocks, one.episode)
            yield Bound(start or 0, last if handover is None else handover, most=most_of(transfer.due.span, unit))
        if transfer.acknowledge is not None and sent is not None:
            yield Bound(sent, last if answered is None else answered, most=most_of(transfer.acknowledge, unit))


def _anchor(assessed: Assessment, deadline: Deadline) -> date | None:
    """Return the day of the first event that a deadline counts from."""
    names = (deadline.after, *deadline.also)
    return next((step.day for step in assessed.steps if step.event in names), None)


def _start(
    places: Mapping[date, int],
    deadline: Deadline,
    counted: Moment | None,
    clocks: Mapping[tuple[str, int], object],
    episode: int,
) -> int | None:
    """Return the event from which a deadline counts."""
    if counted is not None:
        return _place(places, counted)
    reading = clocks.get((deadline.clock or "", episode))
    return None if reading is None else _place(places, getattr(reading, "start", None))


def _place(places: Mapping[date, int], moment: Moment | None) -> int | None:
    day = moment.date() if isinstance(moment, datetime) else moment
    return None if day is None else places.get(day)


def windows(count: int, wanted: Iterable[Bound], gap: int) -> tuple[Window, ...] | None:
    """Return the windows of the events of a walk, of which each is at least a gap after the one before.

    They are worked out so that whatever is chosen in the window of one event leaves room for all later ones.
    None where the bounds contradict each other.
    """
    most = [[0 if row == column else ENDLESS for column in range(count)] for row in range(count)]
    for place in range(1, count):
        most[place][place - 1] = -gap
    for bound in wanted:
        most[bound.earlier][bound.later] = min(most[bound.earlier][bound.later], bound.most)
        if bound.least:
            most[bound.later][bound.earlier] = min(most[bound.later][bound.earlier], -bound.least)
    for middle in range(count):
        through = most[middle]
        for row in most:
            first = row[middle]
            if first < ENDLESS:
                for column, second in enumerate(through):
                    if second < ENDLESS and first + second < row[column]:
                        row[column] = first + second
    if any(most[place][place] < 0 for place in range(count)):
        return None
    return tuple(_window(most, place) for place in range(count))


def _window(most: list[list[int]], place: int) -> Window:
    """Return the bounds to earlier events, without those that follow from others."""
    least, latest = [], []
    for one in range(place):
        low, high = -most[place][one], most[one][place]
        between = range(one + 1, place)
        if not any(-most[place][each] - most[each][one] == low for each in between):
            least.append((one, low))
        if high < ENDLESS and not any(most[one][each] + most[each][place] == high for each in between):
            latest.append((one, high))
    return Window(tuple(least), tuple(latest))
