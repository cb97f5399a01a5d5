"""The day on which what a rule asks for came to be true: that of the last of its facts, as far as one can say it.

A bound on a number that moves with the days (days left, days over, days in a state) became true on the day on which
the number reached it; what the rule asks for is counted from there, not from the day of looking.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from carepath.calendar import Calendar, CalendarEnds, Unit
from carepath.model import FieldTest, Pathway
from carepath.rules.concluding import Conclusion
from carepath.rules.facts import Fact
from carepath.rules.matching import holding

# Fields that grow by one a day, and the fact that says that they still do.
GROWING = {
    ("case", "day"): None, ("event", "days_ago"): None, ("visit", "days"): ("current", ("yes",)),
    ("milestone", "days_over"): ("verdict", ("overdue",)), ("transfer", "days_over"): ("verdict", ("overdue",)),
    ("clock", "gross"): ("verdict", ("pending", "overdue")), ("clock", "net"): ("verdict", ("pending", "overdue")),
    ("finding", "days_over"): ("code", ("overdue", "overdue-transfer")),
}  # fmt: skip
SHRINKING = {(kind, "days_left") for kind in ("milestone", "transfer", "due")}


def since(conclusion: Conclusion, pathway: Pathway, calendar: Calendar, now: date) -> date | None:
    """Return the day from which on a rule has held, `now` at the latest; None where none of its facts has a day."""
    days = [day for day in _days(conclusion, pathway, calendar, now) if day is not None]
    return min(max(days), now) if days else None


def _days(conclusion: Conclusion, pathway: Pathway, calendar: Calendar, now: date) -> Iterator[date | None]:
    for pattern, fact in zip(holding(conclusion.rule), conclusion.facts, strict=True):
        yield fact.since
        for test in pattern.tests:
            back = _back(fact, test)
            if back is not None:
                yield _earlier(now, back, _unit(fact, pathway), calendar)


def _back(fact: Fact, test: FieldTest) -> int | None:
    """Return how many counted days ago a moving number reached the bound of a test."""
    value = fact.fields.get(test.field)
    if not isinstance(value, int) or not test.values or not isinstance(test.values[0], int):
        return None
    if test.op == "at_most" and (fact.kind, test.field) in SHRINKING:
        return test.values[0] - value
    if test.op == "at_least" and (fact.kind, test.field) in GROWING:
        moves = GROWING[fact.kind, test.field]
        if moves is None or fact.fields.get(moves[0]) in moves[1]:
            return value - test.values[0]
    return None


def _unit(fact: Fact, pathway: Pathway) -> Unit:
    """Return in what days the numbers of a fact are counted: those of its deadline."""
    name = str(fact.fields.get("milestone" if fact.kind == "due" else "subject" if fact.kind == "finding" else "id"))
    for clauses in (pathway.milestones, pathway.transfers):
        clause = clauses.get(name)
        if clause is not None and clause.due is not None:
            return clause.due.span.unit
    clock = pathway.clocks.get(name)
    return clock.target.unit if clock is not None and clock.target is not None else Unit.DAYS


def _earlier(day: date, count: int, unit: Unit, calendar: Calendar) -> date | None:
    """Return the day so many counted days earlier; None where the bank holidays of then are not known."""
    if unit is not Unit.WORKING_DAYS:
        return day - timedelta(days=count)
    try:
        while count > 0:
            count -= calendar.working(day)
            day -= timedelta(days=1)
    except CalendarEnds:
        return None
    return day
