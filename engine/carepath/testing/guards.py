"""Data that makes a condition true: what an event must carry, so that it leads where it is meant to."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import lru_cache

from carepath.authoring.checks.worlds import worlds
from carepath.conditions import World, truth
from carepath.model import AttributeType, Condition, Known, Pathway, Value
from carepath.routes import mentions, triggers

Data = dict[str, Value]


class Same:
    """A definition as the key of what is kept for it: it equals itself alone, without a look at its parts."""

    __slots__ = ("pathway",)

    def __init__(self, pathway: Pathway) -> None:
        """Make the key of a definition, which it keeps alive."""
        self.pathway = pathway

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.pathway is other.pathway

    def __hash__(self) -> int:
        return id(self.pathway)


def fitting(pathway: Pathway, guard: Condition, values: Mapping[str, Value], done: Container[str]) -> list[Data]:
    """Return the data with which an event makes a guard true, the least first; none where nothing does."""
    found: dict[tuple[tuple[str, Value], ...], Data] = {}
    kinds = tuple((name, pathway.attributes[name]) for name in asked_for([guard]) if name in pathway.attributes)
    for world in _worlds(guard, kinds):
        data = {name: value for name, value in world.items() if values.get(name) != value}
        if truth(guard, World({**values, **data}, done)):
            found.setdefault(tuple(sorted(data.items())), data)
    return sorted(found.values(), key=lambda data: (len(data), str(sorted(data.items()))))


@lru_cache(maxsize=4096)  # every history of a pathway asks for the same few guards again and again
def _worlds(guard: Condition, kinds: tuple[tuple[str, AttributeType], ...]) -> tuple[Mapping[str, Value], ...]:
    return tuple(world.attributes for world in worlds((guard,), dict(kinds)))


@lru_cache(maxsize=4096)
def asked_by_listeners(of: Same, event: str) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    """Return what those who listen to an event ask of the data, each with the values that they can tell apart."""
    guards = listeners(of.pathway, event)
    found = ((name, possible_values(of.pathway, name, guards)) for name in asked_for(guards))
    return tuple((name, values) for name, values in found if values)


def listeners(pathway: Pathway, event: str) -> tuple[Condition, ...]:
    """Return the guards of all clocks and milestones that hear an event."""
    rules = [rule for clock in pathway.clocks.values() for rule in triggers(clock)]
    return (
        *(rule.guard for rule in rules if rule.event == event),
        *(milestone.guard for milestone in pathway.milestones.values() if event in milestone.events),
    )


def asked_for(guards: Iterable[Condition]) -> tuple[str, ...]:
    """Return the attributes that conditions compare, in alphabetical order."""
    return tuple(sorted({name for guard in guards for name in mentions(guard)[0]}))


@lru_cache(maxsize=4096)
def named_days(of: Same, event: str) -> tuple[str, ...]:
    """Return the attributes by which an event may give clocks another day than its own."""
    pathway = of.pathway
    rules = [rule for clock in pathway.clocks.values() for rule in triggers(clock)]
    named = [(rule.event, rule.dated_by) for rule in rules] + [(rule.event, rule.dated_by) for rule in pathway.starts]
    return tuple(sorted({attribute for name, attribute in named if name == event and attribute is not None}))


def possible_values(pathway: Pathway, attribute: str, guards: Iterable[Condition]) -> tuple[Value, ...]:
    """Return values of an attribute that these conditions can tell apart."""
    conditions = [guard for guard in guards if attribute in mentions(guard)[0]] or [Known(attribute, True)]
    found = (world.attributes.get(attribute) for world in worlds(conditions, pathway.attributes))
    return tuple(dict.fromkeys(value for value in found if value is not None))
