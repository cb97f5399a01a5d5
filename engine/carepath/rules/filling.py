"""Forms filled in from the facts of a case, as far as it says what they ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carepath.model import FieldFrom, Form, FormField, FormPart
from carepath.rules.facts import Fact, FactValue

NAMES = ("id", "state")  # the field by which a fact is named


@dataclass(frozen=True, slots=True)
class Filled:
    """A field with its value; None where the case does not say it. Days are dates. `entries`: where it was read."""

    field: FormField
    value: FactValue | date | None
    entries: tuple[str, ...] = ()


def open_parts(form: Form, episode: int, known: Sequence[Fact]) -> tuple[FormPart, ...]:
    """Return the parts of a form that were not returned in an episode."""
    done = {fact.fields["id"] for fact in _done(episode, known)}
    return tuple(part for part in form.parts if part.returned is None or part.returned not in done)


def filled(part: FormPart, episode: int, known: Sequence[Fact]) -> tuple[Filled, ...]:
    """Return the fields of a part with what the facts of an episode say."""
    return tuple(_filled(field, episode, known) for field in part.fields)


def _filled(field: FormField, episode: int, known: Sequence[Fact]) -> Filled:
    origin = field.origin
    fact = None if origin is None else _meant(origin, episode, known)
    value = None if origin is None or fact is None else fact.fields.get(origin.field)
    if fact is None or value is None:
        return Filled(field, None)
    zero = _day_zero(known)
    if field.type.kind == "day" and isinstance(value, int) and zero is not None:
        return Filled(field, zero + timedelta(value), fact.entries)
    return Filled(field, value, fact.entries)


def _meant(origin: FieldFrom, episode: int, known: Sequence[Fact]) -> Fact | None:
    """Return the latest fact of that kind and name that says something; of events only those that were done."""
    found = [
        fact
        for fact in (_done(episode, known) if origin.kind == "event" else known)
        if fact.kind == origin.kind and fact.episode == episode and origin.field in fact.fields
        and (origin.name is None or origin.name in [fact.fields.get(name) for name in NAMES])
    ]  # fmt: skip
    return found[-1] if found else None


def _done(episode: int, known: Sequence[Fact]) -> Iterator[Fact]:
    for fact in known:
        if fact.kind == "event" and fact.episode == episode and fact.fields["status"] == "done":
            yield fact


def _day_zero(known: Sequence[Fact]) -> date | None:
    """Return the day from which the facts are counted: a visit tells its day both ways."""
    for fact in known:
        day = fact.fields.get("day")
        if fact.kind == "visit" and isinstance(day, int) and fact.since is not None:
            return fact.since - timedelta(day)
    return None
