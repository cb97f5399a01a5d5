"""Laws of time: what holds as the day of looking moves on, and what may follow what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from hypothesis import assume
from hypothesis import strategies as st

from carepath.calendar import ONE_DAY, civil_day
from carepath.findings import Finding, Verdict
from carepath.history import history, next_change, without_counters
from carepath.testing.question import LATEST, Question, turning_days

Draw = st.DataObject
Identity = tuple[str, str, int, str | None]


def _prefix(question: Question, data: Draw) -> None:
    days = turning_days(question)
    first, later = sorted((data.draw(st.sampled_from(days)), data.draw(st.sampled_from(days))))
    assume(first < later and not _born(question, first, later))
    after = [step for step in question.at(later).answer().steps if step.day <= first]
    assert [step for step in question.at(first).answer().steps if step.day <= first] == after


def _born(question: Question, first: date, later: date) -> bool:
    """Return whether a birth is told in between: it puts in doubt what was said to have happened before it."""
    names, events = question.pathway.routes.names, question.pathway.events
    births = {name for name, event in names.items() if events[event].life == "birth"}
    return any(
        entry.occurred is not None and first < civil_day(entry.occurred, question.zone) <= later
        for entry in question.entries
        if entry.event in births
    )


def _last_good_day(question: Question, data: Draw) -> None:
    for verdict in question.answer().milestones:
        done, last = verdict.done, verdict.last_good_day
        if done is None or last is None or isinstance(done, datetime) or isinstance(last, datetime):
            continue
        assert verdict.verdict != "met" or done <= last
        assert verdict.verdict != "late" or done > last


def _due_today(question: Question, data: Draw) -> None:
    days = [civil_day(entry.occurred, question.zone) for entry in question.entries if entry.occurred]
    days += [value for entry in question.entries for value in entry.data.values() if isinstance(value, date)]
    last = max(days, default=LATEST)
    assume(last < LATEST)
    pending = question.at(last)
    answer = pending.answer()
    for verdict in answer.milestones:
        limit = verdict.last_good_day
        if verdict.verdict != "pending" or limit is None or isinstance(limit, datetime):
            continue
        over = "overdue" if answer.closed is None and verdict.episode == answer.episode else "missed"
        today, tomorrow = (_same(pending.at(day), verdict) for day in (limit, limit + ONE_DAY))
        assert (today.verdict, today.days_left) == ("pending", 0)
        assert tomorrow.verdict == over


def _same(question: Question, like: Verdict) -> Verdict:
    return next(each for each in question.answer().milestones if (each.id, each.episode) == (like.id, like.episode))


def _final(question: Question, data: Draw) -> None:
    days = turning_days(question)
    first, later = sorted((data.draw(st.sampled_from(days)), data.draw(st.sampled_from(days))))
    after = {(each.id, each.episode): each.verdict for each in question.at(later).answer().milestones}
    bad = ("overdue", "missed", "late")
    for verdict in question.at(first).answer().milestones:
        if verdict.final:
            now = after[verdict.id, verdict.episode]
            assert now == verdict.verdict or (now in bad and verdict.verdict in bad), verdict.id


def _next_change(question: Question, data: Draw) -> None:
    change = next_change(question.pathway, question.calendar, question.entries, question.as_of)
    now = without_counters(question.answer())
    if change is not None:
        assert without_counters(question.at(change).answer()) != now
    today = civil_day(question.as_of, question.zone)
    ahead = today + timedelta(days=data.draw(st.integers(1, 60)))
    if ahead < date(2020, 1, 1) and (change is None or ahead < change):
        assert without_counters(question.at(ahead).answer()) == now


def _history(question: Question, data: Draw) -> None:
    standing: dict[Identity, Finding] = {}
    for event in history(question.pathway, question.calendar, question.entries, question.as_of, question.known_at):
        assert event.finding is not None, "the definition stays the same"
        if event.change == "withdrawn":
            del standing[event.finding.identity]
        else:
            standing[event.finding.identity] = event.finding
    assert set(standing) == {finding.identity for finding in question.answer().findings}


LAWS_OF_TIME: tuple[tuple[str, str, Callable[[Question, Draw], None]], ...] = (
    ("prefix", "The steps up to a day are the first of those up to a later day.", _prefix),
    ("last-good-day", "What is met was done by its last good day, and what is late after it.", _last_good_day),
    ("due-today", "What is pending is due on its last good day and overdue or missed the next.", _due_today),
    ("final", "A verdict that is final stays good or bad.", _final),
    ("next-change", "Until the next change nothing differs but day counters, and on it something does.", _next_change),
    ("history", "Findings raised and not withdrawn are those that stand.", _history),
)
