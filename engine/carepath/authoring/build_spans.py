"""Days, lengths of time and deadlines, as authors write them."""

from __future__ import annotations

import re
from datetime import date

from carepath.authoring.nodes import Node, Scalar, text
from carepath.authoring.scope import Scope
from carepath.calendar import Span, Unit
from carepath.model import Deadline

UNITS = {str(unit): unit for unit in Unit} | {str(unit)[:-1]: unit for unit in Unit}
# A hundred years in each unit: enough for any wait, and safe for the arithmetic of dates.
MOST = {
    Unit.MINUTES: 52_596_000,
    Unit.HOURS: 876_600,
    Unit.DAYS: 36_525,
    Unit.WORKING_DAYS: 26_000,
    Unit.WEEKS: 5_218,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}
UNIT = r"(?P<unit>working days?|minutes?|hours?|days?|weeks?|months?|years?)"
SPAN = re.compile(rf"(?P<amount>[0-9]{{1,9}}) +{UNIT}")
NAMED = r"(?: +(?P<how>on|after) +(?P<quote>[\"']?)(?P<name>\S+?)(?P=quote))?"
DEADLINE = re.compile(rf"(?:day +(?P<day>[0-9]{{1,9}})|{SPAN.pattern}){NAMED}")
SPAN_HINT = "Write a whole number and minutes, hours, days, working days, weeks, months or years, such as 14 days."
DEADLINE_HINT = 'Write it like one of these: day 28; day 28 on "31"; 14 days; 1 working day after ct.'


def day(node: Node | None, scope: Scope) -> date | None:
    """Return a day written 2016-08-01."""
    written = text(node)
    if node is None or written is None:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    scope.report.flaw(node, "bad-date", f'"{written}" is not a day.', "Write year-month-day, such as 2016-08-01.")
    return None


def roughly(node: Node | None, scope: Scope) -> str | None:
    """Return a year, a month or a day as it was written."""
    written = text(node)
    if node is None or written is None:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", written):
            date.fromisoformat((written + "-01-01")[:10])
            return written
    except ValueError:
        pass
    scope.report.flaw(node, "bad-date", f'"{written}" is not a date.', "Write 2016, 2016-08 or 2016-08-01.")
    return None


def span(node: Node | None, scope: Scope) -> Span | None:
    """Return a length of time."""
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return None
    found = SPAN.fullmatch(node.value.strip())
    if found is None:
        scope.report.flaw(node, "bad-span", f'"{node.value}" is not a length of time.', SPAN_HINT)
        return None
    return _span(node, found["amount"], found["unit"], scope)


def deadline(node: Node | None, scope: Scope) -> Deadline | None:
    """Return a deadline: on a clock (`day_zero` where none is named), or after an event."""
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return None
    found = DEADLINE.fullmatch(node.value.strip())
    if found is None or (found["day"] and found["how"] == "after"):
        scope.report.flaw(node, "bad-deadline", f'"{node.value}" is not a deadline.', DEADLINE_HINT)
        return None
    length = _span(node, found["day"] or found["amount"], found["unit"] or "days", scope)
    if length is None:
        return None
    named = Scalar(found["name"], node.source, node.width)
    if found["how"] == "after":
        event = scope.name("event", named)
        return Deadline(length, after=event, also=scope.hears(event)[1:]) if event else None
    if found["how"] == "on":
        clock = scope.name("clock", named)
        return Deadline(length, clock=clock) if clock else None
    if scope.day_zero is None:
        hint = 'Say on which clock the days count: day_zero: "62", or day 28 on "62".'
        scope.report.flaw(node, "bad-deadline", f'"{node.value}" counts on no clock.', hint)
        return None
    return Deadline(length, clock=scope.day_zero)


def _span(node: Node, amount: str, unit: str, scope: Scope) -> Span | None:
    measured = UNITS[unit]
    if int(amount) > MOST[measured]:
        scope.report.flaw(node, "bad-span", f"{amount} {unit} is longer than a hundred years.")
        return None
    return Span(int(amount), measured)
