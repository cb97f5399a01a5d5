"""Conditions, deadlines and lists in words, and in a form in which equal meanings are equal.

What the loader works out (events that count as others, days counted on day zero) is left out of the form:
a change of it is named where it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from carepath.calendar import Span, Unit
from carepath.differences.difference import Bump
from carepath.model import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    Deadline,
    Done,
    EventType,
    Known,
    Not,
    OneOf,
    Pathway,
    Trigger,
    Within,
)

# Units that measure the same, and how many of the smallest one they are.
MEASURE: Mapping[Unit, tuple[str, int]] = {
    Unit.MINUTES: ("minutes", 1),
    Unit.HOURS: ("minutes", 60),
    Unit.DAYS: ("days", 1),
    Unit.WEEKS: ("days", 7),
    Unit.WORKING_DAYS: ("working days", 1),
    Unit.MONTHS: ("months", 1),
    Unit.YEARS: ("months", 12),
}


def meaning(guard: Condition) -> Condition:
    """Return a condition in which the order of parts and of values is always the same."""
    match guard:
        case OneOf(attribute, values):
            return OneOf(attribute, tuple(sorted(set(values), key=str)))
        case Done(event, done):
            return Done(event, done)
        case Not(part):
            return Not(meaning(part))
        case AllOf(parts):
            return _joined(AllOf, (inner for part in parts for inner in _flat(AllOf, meaning(part))))
        case AnyOf(parts):
            return _joined(AnyOf, (inner for part in parts for inner in _flat(AnyOf, meaning(part))))
        case _:
            return guard


def _flat(kind: type[AllOf] | type[AnyOf], part: Condition) -> tuple[Condition, ...]:
    return part.parts if isinstance(part, AllOf | AnyOf) and isinstance(part, kind) else (part,)


def _joined(kind: type[AllOf] | type[AnyOf], parts: Iterable[Condition]) -> Condition:
    found = tuple(sorted(dict.fromkeys(parts), key=repr))
    return found[0] if len(found) == 1 else kind(found)


def when(guard: Condition, titles: Mapping[str, str]) -> str:
    """Return a condition as a phrase."""
    return "always" if guard == ALWAYS else f"when {_phrase(guard, titles)}"


def _phrase(guard: Condition, titles: Mapping[str, str]) -> str:
    match guard:
        case OneOf(attribute, values):
            return f"{attribute} is {listed((str(value) for value in values), 'or')}"
        case Known(attribute, known):
            return f"{attribute} is {'known' if known else 'not known'}"
        case Done(event, done):
            return f"“{titles.get(event, event)}” is {'done' if done else 'not done'}"
        case Not(part):
            return f"not ({_phrase(part, titles)})"
        case Within(attribute, low, high):
            bounds = (("at least", low), ("at most", high))
            return f"{attribute} is {' and '.join(f'{word} {bound}' for word, bound in bounds if bound is not None)}"
        case AllOf(parts):
            return " and ".join(_inner(part, titles) for part in parts)
        case AnyOf(parts):
            return " or ".join(_inner(part, titles) for part in parts) or "never"


def _inner(part: Condition, titles: Mapping[str, str]) -> str:
    text = _phrase(part, titles)
    return f"({text})" if isinstance(part, AllOf | AnyOf) else text


def listed(words: Iterable[str], link: str = "and") -> str:
    """Return words as they are listed in a sentence; nothing gives `none`."""
    *most, last = tuple(words) or ("none",)
    return f"{', '.join(most)} {link} {last}" if most else last


def written(events: Iterable[str], vocabulary: Mapping[str, EventType]) -> tuple[str, ...]:
    """Return the events of a list without those that are there because they count as another one of it."""
    found = tuple(events)
    return tuple(event for event in found if not (_counts_as(event, vocabulary) & (set(found) - {event})))


def _counts_as(event: str, vocabulary: Mapping[str, EventType]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [event]
    while waiting:
        known = vocabulary.get(waiting.pop())
        further = set(known.counts_as if known else ()) - found
        found |= further
        waiting += further
    return frozenset(found)


def first_written(triggers: Iterable[Trigger]) -> Iterator[Trigger]:
    """Yield the triggers that an author wrote: those of events that count as another one stand on the same place."""
    seen = set()
    for trigger in triggers:
        if trigger.source not in seen:
            seen.add(trigger.source)
            yield trigger


def counted(deadline: Deadline | None, pathway: Pathway) -> Deadline | None:
    """Return a deadline without what follows from elsewhere; no clock and no event: it counts on day zero."""
    if deadline is None:
        return None
    clock = None if deadline.clock == pathway.day_zero else deadline.clock
    return Deadline(deadline.span, clock, deadline.after)


def by_when(deadline: Deadline | None, titles: Mapping[str, str]) -> str:
    """Return a deadline as counted() gives it, in words."""
    if deadline is None:
        return "not set"
    if deadline.after is not None:
        return f"{deadline.span} after “{titles.get(deadline.after, deadline.after)}”"
    days = f"day {deadline.span.amount}" if deadline.span.unit == Unit.DAYS else str(deadline.span)
    return f"{days} of clock {deadline.clock}" if deadline.clock else days


def last_day(before: Deadline | None, after: Deadline | None) -> Bump:
    """Return what another last day asks for: a later one or none is easier, an earlier one or a new one stricter."""
    if before is not None and after is not None and (before.clock, before.after) != (after.clock, after.after):
        return "major"
    return length(before.span if before else None, after.span if after else None)


def length(before: Span | None, after: Span | None) -> Bump:
    """Return what another length asks for: longer or none is easier; one that does not compare may be shorter."""
    if after is None:
        return "minor"
    if before is None:
        return "major"
    (unit, one), (other, many) = MEASURE[before.unit], MEASURE[after.unit]
    return "minor" if unit == other and before.amount * one < after.amount * many else "major"
