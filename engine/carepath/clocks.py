"""Counting: days elapsed, what is not counted, the last good day. Define by counting, derive the day.

`elapsed` is the number of counted days in (start, day]; the start day counts 0. Met iff elapsed is
at most the target (docs/reference/semantics.md, section 5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from carepath.calendar import NO_TIME, ONE_DAY, Calendar, Span, Unit, end_of, passed, start_of
from carepath.findings import Pause
from carepath.model import Nonworking, Unclear


@dataclass(frozen=True, slots=True)
class Gap:
    """Days not counted: [start, end), open where `end` is None."""

    start: date
    end: date | None
    reason: str
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A count of days from a start: its unit, and the gaps that have begun."""

    start: date
    span: Span
    calendar: Calendar
    nonworking: Nonworking = "next"
    gaps: tuple[Gap, ...] = ()

    @property
    def target(self) -> int:
        """The number of counted days allowed."""
        return self.span.days_from(self.start)

    def elapsed(self, day: date) -> int:
        """Return the counted days in (start, day]; CalendarEnds past the bank-holiday table."""
        if day <= self.start:
            return 0
        if self.span.unit is not Unit.WORKING_DAYS:
            return (day - self.start).days - self._without(day)
        day = self.counted_as(day)
        return self.calendar.working_days(self.start, day) - self._without(day)

    def _without(self, day: date) -> int:
        """Return how many days of (start, day] the gaps take out."""
        if not self.gaps:
            return 0
        taken = 0
        for first, last in united(self.gaps, day):
            low, high = max(first - ONE_DAY, self.start), min(last, day)
            if self.span.unit is Unit.WORKING_DAYS:
                taken += self.calendar.working_days(low, high)
            else:
                taken += max(0, (high - low).days)
        return taken

    def last_good_day(self) -> date | None:
        """Return the last day on which the target is met; None while an open gap puts it off.

        An open gap that began after the first bad day (or after the working day as which that one
        counts) changes nothing.
        """
        closed = Count(
            self.start, self.span, self.calendar, self.nonworking, tuple(gap for gap in self.gaps if _ends(gap))
        )
        last = closed._last()
        open_ = [gap.start for gap in self.gaps if not _ends(gap)]
        return None if open_ and min(open_) <= self.counted_as(last + ONE_DAY) else last

    def counted_as(self, day: date) -> date:
        """Return the working day as which a day counts; itself for calendar days."""
        if self.span.unit is not Unit.WORKING_DAYS or self.nonworking == "previous":
            return day
        return self.calendar.next_working(day)

    def _last(self) -> date:
        target = self.target
        day = self.start + timedelta(days=target)
        while (left := target - self.elapsed(day)) > 0:  # a day counts at most one, so this passes nothing
            day += timedelta(days=left)
        while self.elapsed(day + ONE_DAY) <= target:
            day += ONE_DAY
        return day

    def pauses(self, day: date) -> tuple[Pause, ...]:
        """Return the gaps with the days each takes out up to `day`, those of an earlier gap not twice."""
        shown, before = [], 0
        for place, gap in enumerate(self.gaps):
            so_far = Count(self.start, self.span, self.calendar, self.nonworking, self.gaps[: place + 1])._without(day)
            shown.append(Pause(gap.start, gap.end, gap.reason, so_far - before))
            before = so_far
        return tuple(shown)


def _ends(gap: Gap) -> bool:
    return gap.end is not None or gap.cap is not None


def united(gaps: Iterable[Gap], until: date) -> tuple[tuple[date, date], ...]:
    """Return the days of the gaps as separate runs [first, last], open ones up to `until`.

    The gaps of one reason together take out no more days than its cap.
    """
    spent: dict[str, date] = {}
    left: dict[str, int] = {}
    runs: list[tuple[date, date]] = []
    for gap in sorted(gaps, key=lambda gap: (gap.start, gap.end or date.max, gap.reason)):
        first = max(gap.start, spent.get(gap.reason, gap.start))  # overlaps of one reason are spent once
        last = until if gap.end is None else gap.end - ONE_DAY
        if gap.cap is not None:
            allowed = left.setdefault(gap.reason, gap.cap)
            last = min(last, first + timedelta(days=allowed - 1))
            left[gap.reason] = allowed - max(0, (last - first).days + 1)
        if last >= first:
            spent[gap.reason] = last + ONE_DAY
            runs.append((first, last))
    return _merged(runs)


def _merged(runs: list[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    merged: list[tuple[date, date]] = []
    for first, last in sorted(runs):
        if merged and first <= merged[-1][1] + ONE_DAY:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


@dataclass(frozen=True, slots=True)
class Window:
    """A target in hours: the last good instant, between two bounds where the start is only a day."""

    first: datetime
    last: datetime
    if_unclear: Unclear

    @property
    def limit(self) -> datetime:
        """The instant after which a thing not done is overdue."""
        return self.first if self.if_unclear == "late" else self.last

    def met(self, day: date, at: datetime | None, zone: tzinfo) -> bool | None:
        """Return whether a thing done then is in time; None where days are too coarse to say."""
        begins, ends = (start_of(day, zone), end_of(day, zone)) if at is None else (at, at)
        if passed(ends, self.first) >= NO_TIME:
            return True
        if passed(self.last, begins) > NO_TIME:
            return False
        return {"met": True, "late": False, "unknown": None}[self.if_unclear]


def window(day: date, at: datetime | None, span: Span, zone: tzinfo, if_unclear: Unclear) -> Window:
    """Return the window of a target in hours from a start that is a day or an instant."""
    length = span.duration()
    if at is not None:
        # Elapsed time, not wall-clock time: added in UTC, so a change of the clocks moves nothing.
        limit = (at.astimezone(UTC) + length).astimezone(zone)
        return Window(limit, limit, if_unclear)
    first, last = (
        (edge.astimezone(UTC) + length).astimezone(zone) for edge in (start_of(day, zone), end_of(day, zone))
    )
    return Window(first, last, if_unclear)
