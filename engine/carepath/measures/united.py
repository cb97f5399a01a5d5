"""A definition that listens with the clocks of several regimes at once, and its plan: one walk hears them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from carepath.model import (
    AllOf,
    AnyOf,
    AttributeType,
    ClockRule,
    Condition,
    Done,
    Effect,
    Known,
    Not,
    OneOf,
    Pathway,
    PauseRule,
    Trigger,
    Within,
)
from carepath.plan import Plan, plan
from carepath.plan.programs import ATOM, KNOWN
from carepath.plan.tables import FIELDS, SWITCHES
from carepath.standards import Regime
from carepath.waits import listening

NEVER = AttributeType("words")  # of no value: that of an attribute which the pathway does not have


def clock_named(regime: Regime, clock: str) -> str:
    """Return the name of a clock among those of all regimes."""
    return f"{regime.id} {clock}"


def united(pathway: Pathway, regimes: Sequence[Regime]) -> Pathway:
    """Return a pathway that listens with the clocks of all regimes; nothing is due in it."""
    ruled = [(regime, listening(pathway, regime)) for regime in regimes]
    clocks = {
        clock_named(regime, name): _told(pathway, replace(rule, id=clock_named(regime, name)))
        for regime, heard in ruled
        for name, rule in heard.clocks.items()
    }
    known = {name for rule in clocks.values() for trigger in _triggers(rule) for name in _compared(trigger)}
    return replace(
        pathway,
        attributes={**dict.fromkeys(sorted(known - pathway.attributes.keys()), NEVER), **pathway.attributes},
        clocks=clocks,
        milestones={},
        day_zero=None,
        states={
            name: replace(state, clocks=_effects(ruled, [state.clocks] * len(ruled)))
            for name, state in pathway.states.items()
        },
        exits=tuple(
            replace(way, clocks=_effects(ruled, [heard.exits[place].clocks for _, heard in ruled]))
            for place, way in enumerate(pathway.exits)
        ),
        reentries=tuple(
            replace(
                back,
                milestones=(),
                clocks=tuple(
                    clock_named(regime, name) for regime, heard in ruled for name in heard.reentries[place].clocks
                ),
            )
            for place, back in enumerate(pathway.reentries)
        ),
        transfers={name: replace(each, due=None) for name, each in pathway.transfers.items()},
    )


def _effects(
    ruled: Sequence[tuple[Regime, Pathway]], effects: Sequence[Iterable[tuple[str, Effect]]]
) -> tuple[tuple[str, Effect], ...]:
    """Return what becomes of each clock of each regime."""
    return tuple(
        (clock_named(regime, name), effect)
        for (regime, _), own in zip(ruled, effects, strict=True)
        for name, effect in own
        if name in regime.clocks
    )


def _told(pathway: Pathway, rule: ClockRule) -> ClockRule:
    """Return a clock without what it hears of events that the pathway does not have, and so never come."""
    return replace(
        rule,
        starts=_there(pathway, rule.starts),
        stops=_there(pathway, rule.stops),
        resets=_there(pathway, rule.resets),
        restarts=_there(pathway, rule.restarts),
        nullifies=_there(pathway, rule.nullifies),
        pauses=tuple(
            replace(pause, until=_there(pathway, pause.until))
            for pause in rule.pauses
            if pause.begin.event in pathway.events
        ),
    )


def _there(pathway: Pathway, triggers: Iterable[Trigger]) -> tuple[Trigger, ...]:
    return tuple(trigger for trigger in triggers if trigger.event in pathway.events)


def _triggers(rule: ClockRule) -> Iterator[Trigger]:
    yield from (*rule.starts, *rule.stops, *rule.resets, *rule.restarts, *rule.nullifies)
    for pause in rule.pauses:
        yield from _of_pause(pause)


def _of_pause(pause: PauseRule) -> Iterator[Trigger]:
    yield pause.begin
    yield from pause.until


def _compared(trigger: Trigger) -> Iterator[str]:
    """Yield the attributes that a clause looks at."""
    yield from attributes_of(trigger.guard)
    if trigger.dated_by is not None:
        yield trigger.dated_by


def attributes_of(condition: Condition) -> Iterator[str]:
    """Yield each attribute that a condition compares, or asks whether it is known."""
    match condition:
        case OneOf(attribute=name) | Within(attribute=name) | Known(attribute=name):
            yield name
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from attributes_of(part)
        case Not(part):
            yield from attributes_of(part)


def events_of(condition: Condition) -> Iterator[str]:
    """Yield each event that a condition asks for."""
    match condition:
        case Done(event, _, also):
            yield from (event, *also)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from events_of(part)
        case Not(part):
            yield from events_of(part)


def planned(pathway: Pathway, needed: set[str]) -> Plan:
    """Return the plan of a pathway without the attributes that nothing asks for: their values need not be read."""
    whole = plan(pathway)
    names, used = whole.names.attributes, set[int]()
    for operation, first, second, _ in whole.programs.words:
        used |= {second} if operation == ATOM else {first} if operation == KNOWN else set()
    for table, field in (("triggers", "dated_by"), ("starts", "dated_by"), ("items", "attribute")):
        used |= {row[FIELDS[table].index(field)] for row in whole.rows[table]}
    kept = needed | {names[number] for number in used if number >= 0}
    return plan(replace(pathway, attributes={name: kind for name, kind in pathway.attributes.items() if name in kept}))


def by_handover(made: Plan) -> Plan:
    """Return a plan in which every transfer counts by its handover, as national standards have it."""
    place, handover = FIELDS["transfers"].index("switch"), SWITCHES.index("handover")
    rows = tuple((*row[:place], handover, *row[place + 1 :]) for row in made.rows["transfers"])
    return replace(made, rows={**made.rows, "transfers": rows})
