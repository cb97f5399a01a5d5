"""Which conditions can hold together: every case that a few conditions can tell apart, tried one by one.

A world gives each attribute that the conditions mention a value (or none) and says which of the events they
mention are done. Numbers and days are cut at the bounds that are mentioned, so one value of each piece stands
for all of it. Nothing here knows states or time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import compress, pairwise, product
from math import prod

from carepath.conditions import World, truth
from carepath.model import ALWAYS, AllOf, AnyOf, AttributeType, Condition, Done, Known, Not, OneOf, Value, Within
from carepath.routes import mentions

MOST_WORLDS = 20_000
TEXT = AttributeType("text")
ONE_DAY = timedelta(days=1)


def in_words(world: World, conditions: Sequence[Condition]) -> str:
    """Say what a world gives to the attributes and events that the conditions mention."""
    parts = [
        f"{name} = {world.attributes[name]}" if name in world.attributes else f"{name} has no value"
        for name in sorted({name for condition in conditions for name in mentions(condition)[0]})
    ]
    parts += [f"{event} {'done' if event in world.done else 'not done'}" for event in _events(conditions)]
    return ", ".join(parts) or "always"


def worlds(conditions: Sequence[Condition], types: Mapping[str, AttributeType]) -> Iterator[World]:
    """Yield every world that the conditions can tell apart; none at all where there are more than MOST_WORLDS."""
    if not countable(conditions, types):
        return
    domains = _domains(conditions, types)
    events = _events(conditions)
    for values in product(*domains.values()):
        for done in product((True, False), repeat=len(events)):
            known = {name: value for name, value in zip(domains, values, strict=True) if value is not None}
            yield World(known, frozenset(compress(events, done)))


def countable(conditions: Sequence[Condition], types: Mapping[str, AttributeType]) -> bool:
    """Return whether there are few enough worlds to try them all."""
    sizes = (len(domain) for domain in _domains(conditions, types).values())
    return prod(sizes) << len(_events(conditions)) <= MOST_WORLDS


def together(conditions: Sequence[Condition], types: Mapping[str, AttributeType]) -> World | None:
    """Return a world in which all the conditions hold, if one is found."""
    values: dict[str, Value] = {}
    done: set[str] = set()
    for group in _independent(conditions):
        found = _all_true(group, types)
        if found is None:
            return None
        values.update(found.attributes)
        done.update(event for event in _events(group) if event in found.done)
    return World(values, frozenset(done))


def none_of(conditions: Sequence[Condition], types: Mapping[str, AttributeType]) -> World | None:
    """Return a world in which every one of the conditions is false, if one is found."""
    return next(
        (one for one in worlds(conditions, types) if all(truth(part, one) is False for part in conditions)), None
    )


def impossible(conditions: Sequence[Condition], types: Mapping[str, AttributeType]) -> bool:
    """Return whether it is certain that the conditions never hold together."""
    groups = _independent(conditions)
    return any(countable(group, types) and _all_true(group, types) is None for group in groups)


def implies(condition: Condition, other: Condition, types: Mapping[str, AttributeType]) -> bool:
    """Return whether it is certain that the other condition holds wherever this one does."""
    if not _reads(condition) & _reads(other):
        return impossible((condition,), types) or _everywhere(other, ALWAYS, types)
    return _everywhere(other, condition, types)


def _everywhere(condition: Condition, where: Condition, types: Mapping[str, AttributeType]) -> bool:
    """Return whether it is certain that a condition holds in all the worlds in which another one does."""
    both = (condition, where)
    return countable(both, types) and all(
        truth(condition, one) is True for one in worlds(both, types) if truth(where, one) is True
    )


def _all_true(conditions: Sequence[Condition], types: Mapping[str, AttributeType]) -> World | None:
    return next(
        (one for one in worlds(conditions, types) if all(truth(part, one) is True for part in conditions)), None
    )


def _independent(conditions: Iterable[Condition]) -> tuple[tuple[Condition, ...], ...]:
    """Return all that must hold in groups that read nothing in common, so that each can be tried alone."""
    groups: list[tuple[frozenset[str], tuple[Condition, ...]]] = []
    for part in (part for condition in conditions for part in _parts(condition)):
        read: frozenset[str] = _reads(part)
        joined: tuple[Condition, ...] = (part,)
        apart = []
        for names, group in groups:
            if names & read:
                read, joined = read | names, (*group, *joined)
            else:
                apart.append((names, group))
        groups = [*apart, (read, joined)]
    return tuple(group for _, group in groups)


def _parts(condition: Condition) -> Iterator[Condition]:
    """Yield conditions that hold together exactly where this one holds."""
    match condition:
        case AllOf(parts):
            for part in parts:
                yield from _parts(part)
        case Not(AnyOf(parts)):
            for part in parts:
                yield from _parts(Not(part))
        case Not(Not(part)):
            yield from _parts(part)
        case _:
            yield condition


def _reads(condition: Condition) -> frozenset[str]:
    attributes, events = mentions(condition)
    return attributes | {f"done {event}" for event in events}


def _events(conditions: Sequence[Condition]) -> tuple[str, ...]:
    return tuple(sorted({event for condition in conditions for event in mentions(condition)[1]}))


def _domains(
    conditions: Sequence[Condition], types: Mapping[str, AttributeType]
) -> dict[str, tuple[Value | None, ...]]:
    mentioned: dict[str, set[Value]] = {}
    for condition in conditions:
        for attribute, values in _values(condition):
            mentioned.setdefault(attribute, set()).update(values)
    return {
        attribute: (*_pieces(types.get(attribute, TEXT), mentioned[attribute]), None) for attribute in sorted(mentioned)
    }


def _values(condition: Condition) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield each attribute that a condition mentions, with the values it is compared with."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _values(part)
        case Not(part):
            yield from _values(part)
        case OneOf(attribute, values):
            yield attribute, values
        case Within(attribute, at_least, at_most):
            yield attribute, tuple(bound for bound in (at_least, at_most) if bound is not None)
        case Known(attribute):
            yield attribute, ()
        case Done():
            return


def _pieces(kind: AttributeType, mentioned: set[Value]) -> tuple[Value, ...]:
    """Return one value of each piece into which the mentioned values cut what the attribute can be."""
    match kind.kind:
        case "yes_no":
            return ("yes", "no")
        case "words":
            return kind.words
        case "text":
            other = "something else"
            while other in mentioned:
                other += " again"
            return (*sorted(mentioned, key=str), other)
        case "whole":
            points = sorted(int(value) for value in mentioned if isinstance(value, int))
            between = [low + 1 for low, high in pairwise(points) if high - low > 1]
            return tuple(sorted({*points, *between, *((points[0] - 1, points[-1] + 1) if points else (0,))}))
        case "decimal":
            cuts = sorted(Decimal(value) for value in mentioned if isinstance(value, int | Decimal))
            middle = [(low + high) / 2 for low, high in pairwise(cuts)]
            return tuple(sorted({*cuts, *middle, *((cuts[0] - 1, cuts[-1] + 1) if cuts else (Decimal(0),))}))
        case "day":
            days = sorted(value for value in mentioned if isinstance(value, date))
            return tuple(sorted({near for day in days for near in _around(day)} or {date(2000, 1, 1)}))


def _around(day: date) -> Iterator[date]:
    yield day
    if day > date.min:
        yield day - ONE_DAY
    if day < date.max:
        yield day + ONE_DAY
