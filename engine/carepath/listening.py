"""What hears an event: clocks, pauses and milestones, each by its own guard.

Clocks and milestones listen to live events in their order, not to moves of the case
(docs/reference/semantics.md, section 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from carepath.conditions import World, truth, unknown_attributes
from carepath.model import ClockRule, Pathway, StartRule, Trigger
from carepath.reading import Event
from carepath.standing import Signal, SignalKind


def signals(
    pathway: Pathway, event: Event, world: World, clocks: Iterable[str], start: StartRule | None
) -> tuple[Signal, ...]:
    """Return what the event does to the clocks of the episode; `start` is the rule it opened the case by."""
    dated_by = start.dated_by if start else None
    return tuple(signal for clock in clocks for signal in _of_clock(pathway.clocks[clock], event, world, dated_by))


def milestones(pathway: Pathway, event: Event, world: World, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the milestones of the episode that this event meets."""
    return tuple(
        name
        for name in ids
        if event.type in pathway.milestones[name].events and truth(pathway.milestones[name].guard, world)
    )


def waiting_for(pathway: Pathway, event: Event, world: World) -> tuple[str, ...]:
    """Return the attributes without value that keep a clock or milestone from hearing the event."""
    guards = [
        trigger.guard for rule in pathway.clocks.values() for trigger in _triggers(rule) if trigger.event == event.type
    ] + [milestone.guard for milestone in pathway.milestones.values() if event.type in milestone.events]
    return tuple(
        sorted({name for guard in guards if truth(guard, world) is None for name in unknown_attributes(guard, world)})
    )


def _triggers(rule: ClockRule) -> Iterator[Trigger]:
    yield from (*rule.starts, *rule.stops, *rule.resets, *rule.restarts, *rule.nullifies)
    for pause in rule.pauses:
        yield pause.begin
        yield from pause.until


def _of_clock(rule: ClockRule, event: Event, world: World, dated_by: str | None) -> Iterator[Signal]:
    starts = [(trigger, truth(trigger.guard, world)) for trigger in rule.starts if trigger.event == event.type]
    begun = next((trigger for trigger, holds in starts if holds), None)
    if begun is not None:
        kind: SignalKind = "rebase" if begun.instead_of else "start"
        yield _signal(rule.id, kind, event, begun.dated_by or dated_by)
    elif starts and all(holds is False for _, holds in starts):
        yield _signal(rule.id, "not-applicable", event, None)
    yield from _first(rule.id, "stop", rule.stops, event, world)
    yield from _first(rule.id, "reset", rule.resets, event, world)
    yield from _first(rule.id, "restart", rule.restarts, event, world)
    yield from _first(rule.id, "nullify", rule.nullifies, event, world)
    for place, pause in enumerate(rule.pauses):
        for signal in _first(rule.id, "resume", pause.until, event, world):
            yield replace(signal, reason=pause.reason, rule=place)
        for signal in _first(rule.id, "pause", (pause.begin,), event, world):
            yield replace(signal, reason=pause.reason, rule=place, cap=pause.cap)


def _first(clock: str, kind: SignalKind, triggers: tuple[Trigger, ...], event: Event, world: World) -> Iterator[Signal]:
    for trigger in triggers:
        if trigger.event == event.type and truth(trigger.guard, world):
            yield _signal(clock, kind, event, trigger.dated_by, trigger.reason)
            return


def _signal(clock: str, kind: SignalKind, event: Event, dated_by: str | None, reason: str | None = None) -> Signal:
    """Date the signal by the attribute the clause names, if the event carries a day there."""
    named = event.values.get(dated_by) if dated_by else None
    if isinstance(named, date):
        return Signal(clock, kind, named, None, event.day, event.root, reason or "")
    return Signal(clock, kind, event.day, event.at, event.day, event.root, reason or "")
