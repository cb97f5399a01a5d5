"""Where the national clocks of a pathway start, may still run, and stop, as far as a picture shows it."""

from __future__ import annotations

from carepath.calendar import Unit
from carepath.model import ALWAYS, AllOf, ClockRule, Condition, OneOf, Pathway, StartRule, State

from carepath_renderers.views.bands import counts_from_day_0, step_days
from carepath_renderers.views.ways import reached
from carepath_renderers.views.words import taken


def standards(pathway: Pathway) -> tuple[ClockRule, ...]:
    """Return the national clocks of everybody, with a target in days: not those of one kind of treatment."""
    return tuple(
        clock
        for clock in pathway.clocks.values()
        if clock.level == "national"
        and clock.target is not None
        and clock.target.unit is Unit.DAYS
        and (counts_from_day_0(clock.id, pathway) or any(trigger.guard == ALWAYS for trigger in clock.starts))
    )


def lengths(clocks: tuple[ClockRule, ...]) -> tuple[int, ...]:
    """Return the targets of clocks in days."""
    return tuple(clock.target.amount for clock in clocks if clock.target is not None)


def stopping(clock: ClockRule, pathway: Pathway) -> frozenset[str]:
    """Return the events that a picture shows as stops of a clock.

    An event that starts another clock is left out: a decision to treat stops the 28 days only where nobody recorded
    that the patient was told, and it begins the 31.
    """
    starts = {trigger.event for each in standards(pathway) for trigger in each.starts}
    return frozenset(trigger.event for trigger in clock.stops if trigger.event not in starts)


def running(clock: ClockRule, pathway: Pathway) -> frozenset[str]:
    """Return the states in which a clock that starts on day 0 may still run."""
    return reached(pathway, {trigger.event for trigger in clock.stops})


def stopped_by(events: frozenset[str], state: State, pathway: Pathway) -> tuple[ClockRule, ...]:
    """Return the clocks that one of the events stops, as far as they may still run in the state."""
    return tuple(
        clock
        for clock in standards(pathway)
        if events & stopping(clock, pathway) and state.id in running(clock, pathway)
    )


def due_here(state: State, pathway: Pathway) -> tuple[ClockRule, ...]:
    """Return the clocks of day 0 that a task of the state may stop, where its band is the first from their day on."""
    tasks = frozenset(task.event for task in state.tasks)
    return tuple(
        clock
        for clock in stopped_by(tasks, state, pathway)
        if counts_from_day_0(clock.id, pathway) and step_days(pathway).get(state.id, -1) == _first_day(clock, pathway)
    )


def _first_day(clock: ClockRule, pathway: Pathway) -> int | None:
    """Return the first day of a step, from the target of a clock on, on which its stop is expected."""
    events, (target,) = stopping(clock, pathway), lengths((clock,))
    days = (day for state, day in step_days(pathway).items() if events & set(taken(pathway.states[state])))
    return min((day for day in days if day >= target), default=None)


def opened_by(rules: tuple[StartRule, ...], pathway: Pathway) -> tuple[tuple[ClockRule, ...], tuple[ClockRule, ...]]:
    """Return the clocks that a way in starts, and those that it starts only on some of its routes."""
    always, sometimes = [], []
    for clock in standards(pathway):
        fits = [_fits(rule.guard, start.guard) for rule in rules for start in clock.starts if start.event == rule.event]
        if "yes" in fits and "part" not in fits:
            always.append(clock)
        elif "yes" in fits or "part" in fits:
            sometimes.append(clock)
    return tuple(always), tuple(sometimes)


def _fits(rule: Condition, start: Condition) -> str:
    """Return whether a way in meets the condition of a clock's start; conditions on different attributes may."""
    if isinstance(rule, AllOf):
        fits = {_fits(part, start) for part in rule.parts}
        return "no" if "no" in fits else "part" if "part" in fits else "yes"
    if isinstance(rule, OneOf) and isinstance(start, OneOf) and rule.attribute == start.attribute:
        common = set(rule.values) & set(start.values)
        return "yes" if common == set(rule.values) else "part" if common else "no"
    return "yes"
