"""Judging a thing against a deadline: in time, late, still to come, or taken away.

The same judgement serves milestones, clocks with a target and transfers
(docs/reference/semantics.md, sections 5 and 6).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from carepath.calendar import NO_TIME, ONE_DAY, Calendar, CalendarEnds, Span, Unit, passed
from carepath.clocks import Count, Gap, window
from carepath.findings import Moment, VerdictWord
from carepath.model import Nonworking, Unclear


@dataclass(frozen=True, slots=True)
class When:
    """A day, and the instant where it is known."""

    day: date
    at: datetime | None = None

    @property
    def moment(self) -> Moment:
        """The instant where it is known, else the day."""
        return self.day if self.at is None else self.at


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of looking: its civil day, its instant, the zone and the calendar."""

    day: date
    at: datetime
    zone: tzinfo
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a count begins, what it leaves out, and how it treats days that are not working days."""

    start: When
    gaps: tuple[Gap, ...] = ()
    nonworking: Nonworking = "next"
    if_unclear: Unclear = "unknown"
    root: str | None = None  # the event it begins with


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the thing judged.

    `not_possible`: when it was said not to be possible; `taken`: when an exit or a lawful branch took it
    away; `closed`: when the case ended all the same.
    """

    done: When | None = None
    not_possible: When | None = None
    taken: When | None = None
    closed: When | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and the numbers behind it; days over and left are in the deadline's own days."""

    verdict: VerdictWord
    last_good: Moment | None = None
    days_over: int | None = None
    seconds_over: int | None = None
    days_left: int | None = None
    paused_since: date | None = None
    calendar_ends: bool = False
    unclear: bool = False


def judge(anchor: Anchor | None, span: Span, fate: Fate, now: Now) -> Judged:
    """Return the verdict on a thing due within `span` of its anchor, as it stands now."""
    if anchor is None or begins_after_closing(anchor, fate):
        return not_begun(fate)
    if ruled_out(fate):
        fate = replace(fate, taken=None)  # it was decided before anything took the thing away
    if span.exact:
        return _by_instants(anchor, span, fate, now)
    count = Count(anchor.start.day, span, now.calendar, anchor.nonworking, anchor.gaps)
    try:
        return _by_days(count, fate, now)
    except CalendarEnds:
        return Judged("unknown", calendar_ends=True)


def _by_days(count: Count, fate: Fate, now: Now) -> Judged:
    last, target = count.last_good_day(), count.target

    def over(when: When) -> int:
        return count.elapsed(when.day) - target

    if fate.taken is not None and (fate.done is None or fate.taken.day < fate.done.day):
        if over(fate.taken) <= 0:
            return Judged("not-needed", last)
        if fate.done is None:
            return Judged("missed", last, days_over=over(fate.taken))
    if fate.done is not None:
        beyond = over(fate.done)
        return Judged("met", last) if beyond <= 0 else Judged("late", last, days_over=beyond)
    if fate.not_possible is not None:
        return Judged("not-possible", last)
    beyond = over(When(now.day))
    if beyond <= 0:
        paused = min((gap.start for gap in count.gaps if gap.end is None), default=None) if last is None else None
        return Judged("pending", last, days_left=-beyond, paused_since=paused)
    if fate.closed is None:
        return Judged("overdue", last, days_over=beyond, days_left=-beyond)
    at_the_end = over(fate.closed)
    return Judged("missed", last, days_over=at_the_end if at_the_end > 0 else None)


def _by_instants(anchor: Anchor, span: Span, fate: Fate, now: Now) -> Judged:
    limits = window(anchor.start.day, anchor.start.at, span, now.zone, anchor.if_unclear)

    def late_by(when: Moment) -> Judged:
        assert isinstance(when, datetime), "lateness in seconds is between instants"
        seconds = int(passed(limits.limit, when).total_seconds())
        return Judged("late", limits.limit, days_over=seconds // 86400, seconds_over=seconds)

    def met(when: When) -> bool | None:
        return limits.met(when.day, when.at, now.zone)

    taken_first = fate.taken is not None and (fate.done is None or _before(fate.taken, fate.done))
    if fate.taken is not None and taken_first:
        if met(fate.taken) is not False:
            return Judged("not-needed", limits.limit)
        if fate.done is None:
            return Judged("missed", limits.limit)
    if fate.done is not None:
        inside = met(fate.done)
        if inside is None:
            return Judged("unknown", limits.limit, unclear=True)
        if inside:
            return Judged("met", limits.limit)
        return late_by(fate.done.at) if fate.done.at is not None else Judged("late", limits.limit)
    if fate.not_possible is not None:
        return Judged("not-possible", limits.limit)
    if passed(now.at, limits.limit) >= NO_TIME:
        left = (limits.limit.astimezone(now.zone).date() - now.day).days
        return Judged("pending", limits.limit, days_left=left)
    if fate.closed is not None:
        return Judged("missed", limits.limit)
    return replace(late_by(now.at), verdict="overdue")


def begins_after_closing(anchor: Anchor, fate: Fate) -> bool:
    """Return whether a count begins only when the case has ended; it had not started at closing."""
    return fate.closed is not None and _before(fate.closed, anchor.start)


def not_begun(fate: Fate) -> Judged:
    """Return the verdict on a thing whose count has not begun: not needed once it was taken away or the case ended."""
    ended = fate.taken is not None or fate.closed is not None
    return Judged("not-needed" if ended and not in_the_case(fate, fate.done) else "not-started")


def in_the_case(fate: Fate, when: When | None) -> bool:
    """Return whether something happened, and before it was taken away and the case ended."""
    return when is not None and not any(_before(end, when) for end in (fate.taken, fate.closed) if end is not None)


def ruled_out(fate: Fate) -> bool:
    """Return whether a thing not done was said not to be possible before anything took it away."""
    if fate.done is not None or fate.not_possible is None:
        return False
    return fate.taken is None or not _before(fate.taken, fate.not_possible)


def _before(first: When, second: When) -> bool:
    if first.at is not None and second.at is not None:
        return passed(first.at, second.at) > NO_TIME
    return first.day < second.day


def earliest(anchor: Anchor, span: Span, now: Now) -> Moment | None:
    """Return the first day (or instant) that is not too early; None past the bank-holiday table."""
    if span.exact:
        return window(anchor.start.day, anchor.start.at, span, now.zone, anchor.if_unclear).first
    days = span.days_from(anchor.start.day)
    if days <= 0:
        return anchor.start.day
    unit = Unit.WORKING_DAYS if span.unit is Unit.WORKING_DAYS else Unit.DAYS
    closed = tuple(gap for gap in anchor.gaps if gap.end is not None or gap.cap is not None)
    before = Count(anchor.start.day, Span(days - 1, unit), now.calendar, "previous", closed)
    try:
        last = before.last_good_day()
    except CalendarEnds:
        return None
    return None if last is None else last + ONE_DAY


def short_by(limit: Moment, done: When) -> timedelta | None:
    """Return by how much a thing was done before the earliest moment; None where it was not too early."""
    if isinstance(limit, datetime):
        early = passed(done.at, limit) if done.at is not None else NO_TIME
        return early if early > NO_TIME else None
    return limit - done.day if done.day < limit else None
