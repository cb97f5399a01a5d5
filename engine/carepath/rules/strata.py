"""The order of rules: a rule that uses the conclusion of another comes after it; in a circle nobody comes first."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from carepath.model import Rule


def uses(rule: Rule) -> tuple[str, ...]:
    """Return the ids of the rules whose conclusions a rule asks about, present or absent."""
    found = (
        str(value)
        for pattern in rule.patterns
        if pattern.kind == "rule"
        for test in pattern.tests
        if test.field == "id"
        for value in test.values
    )
    return tuple(dict.fromkeys(found))


def strata(rules: Sequence[Rule]) -> tuple[tuple[Rule, ...], ...]:
    """Return the rules in layers, each in the order of the definition; a layer uses only those before it.

    Raises CycleError, as `circle` tells beforehand; the loader refuses such rules.
    """
    by_id = {rule.id: rule for rule in rules}
    sorter = TopologicalSorter({rule.id: [name for name in uses(rule) if name in by_id] for rule in rules})
    sorter.prepare()
    layers = []
    while sorter.is_active():
        ready = sorter.get_ready()
        layers.append(tuple(rule for rule in rules if rule.id in ready))
        sorter.done(*ready)
    return tuple(layers)


def circle(rules: Sequence[Rule]) -> tuple[str, ...]:
    """Return the ids of rules that wait for one another, the first again at the end; empty where none do."""
    try:
        strata(rules)
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()
