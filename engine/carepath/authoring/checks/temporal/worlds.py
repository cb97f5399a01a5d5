"""What stays the same along a path: attributes that only the way in tells, such as the route of referral.

A world gives each of them a value, or says that it has none; conditions on them are then settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from carepath.authoring.checks.worlds import countable, worlds
from carepath.conditions import World, truth
from carepath.model import AllOf, AnyOf, Condition, Known, Not, OneOf, Pathway, Value, Within

MOST_WORLDS = 64
Fixed = Mapping[str, Value | None]  # None: it has no value


def fixed_worlds(pathway: Pathway, conditions: Iterable[Condition]) -> tuple[Fixed, ...]:
    """Return every world that the conditions can tell apart; one in which nothing is settled if there are too many."""
    fixed = _told_by_the_way_in(pathway)
    atoms = tuple(dict.fromkeys(atom for condition in conditions for atom in _atoms(condition, fixed)))
    if not atoms or not countable(atoms, pathway.attributes):
        return ({},)
    names = {atom.attribute for atom in atoms}
    found = [
        {name: world.attributes.get(name) for name in sorted(names)} for world in worlds(atoms, pathway.attributes)
    ]
    return tuple(found) if len(found) <= MOST_WORLDS else ({},)


def settled(condition: Condition, fixed: Fixed) -> bool | None:
    """Return whether a condition holds in a world, None where it depends on more than is settled there."""
    match condition:
        case AllOf(parts):
            values = [settled(part, fixed) for part in parts]
            return False if False in values else None if None in values else True
        case AnyOf(parts):
            values = [settled(part, fixed) for part in parts]
            return True if True in values else None if None in values else False
        case Not(part):
            value = settled(part, fixed)
            return None if value is None else not value
        case OneOf(attribute=name) | Within(attribute=name) | Known(attribute=name) if name in fixed:
            value_of = fixed[name]
            # A value that is not there never makes a condition true.
            return truth(condition, World({} if value_of is None else {name: value_of}, ())) is True
        case _:
            return None


def _told_by_the_way_in(pathway: Pathway) -> frozenset[str]:
    ways_in = {start.event for start in pathway.starts} - pathway.routes.takers.keys()
    told = {name for event in ways_in for name, _ in pathway.events[event].data}
    later = {name for event in pathway.events.values() if event.id not in ways_in for name, _ in event.data}
    return frozenset(told - later)


def _atoms(condition: Condition, names: frozenset[str]) -> Iterator[OneOf | Within | Known]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _atoms(part, names)
        case Not(part):
            yield from _atoms(part, names)
        case OneOf(attribute=name) | Within(attribute=name) | Known(attribute=name) if name in names:
            yield condition
        case _:
            return
