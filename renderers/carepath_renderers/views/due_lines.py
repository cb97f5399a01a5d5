"""By when things are due, said in the box where they are expected; what fits no box is left for a note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from carepath.calendar import Unit
from carepath.model import Deadline, Milestone, Pathway, State

from carepath_renderers.views.bands import counts_from_day_0, day_due, step_days
from carepath_renderers.views.words import mark, short, taken

FEW = 2


def due_in(pathway: Pathway) -> Mapping[str, tuple[Milestone, ...]]:
    """Return the milestones that the box of each state says."""
    due: dict[str, tuple[Milestone, ...]] = {}
    for milestone in pathway.milestones.values():
        for state in _expected(milestone, pathway):
            due[state] = (*due.get(state, ()), milestone)
    return due


def due_elsewhere(pathway: Pathway) -> tuple[Milestone, ...]:
    """Return the milestones that no box says and no day in the gutter shows."""
    return tuple(
        each
        for each in pathway.milestones.values()
        if not _expected(each, pathway) and day_due(each.due, pathway) is None
    )


def said(milestone: Milestone, pathway: Pathway) -> str:
    """Return by when a milestone is due, or from when on it may be met, with its title."""
    parts = [f"{milestone.title} {_by(milestone.due, pathway)}" if milestone.due else milestone.title]
    parts += [f"not before {_from(milestone.not_before, pathway)}"] if milestone.not_before else []
    return mark(", ".join(parts), milestone.citation)


def _by(deadline: Deadline, pathway: Pathway) -> str:
    if day_due(deadline, pathway) is not None:
        return f"by day {deadline.span.amount}"
    return f"within {deadline.span}{_since(deadline, pathway)}"


def _from(deadline: Deadline, pathway: Pathway) -> str:
    day = day_due(deadline, pathway)
    return f"day {day}" if day is not None else f"{deadline.span}{_since(deadline, pathway)}"


def _since(deadline: Deadline, pathway: Pathway) -> str:
    """Return from when a span is counted."""
    if deadline.after:
        return f" after “{short(pathway.events[deadline.after].title)}”"
    clock = deadline.clock or ""
    return " of the start" if counts_from_day_0(clock, pathway) else f" on “{pathway.clocks[clock].title}”"


def _expected(milestone: Milestone, pathway: Pathway) -> tuple[str, ...]:
    """Return the states whose boxes say a milestone.

    After another event: of those that go on with its event, or else that take both, the one most led to; for months and
    years those that require it; else the only one or two that take it. None where many go on with it, as a treatment.
    """
    if milestone.state is not None:
        return (milestone.state,)
    takers = [state for state in pathway.states.values() if set(milestone.events) & set(taken(state))]
    deadline = milestone.due or milestone.not_before
    movers = [state for state in takers if any(move.event in milestone.events for move in state.transitions)]
    required = [state for state in takers if any(t.required and t.event in milestone.events for t in state.tasks)]
    day = day_due(deadline, pathway)
    if day is not None:
        return _on_day(day, takers, [*movers, *required], pathway)
    if deadline is None or deadline.after is None or len(movers) > FEW:
        return ()
    if required and deadline.span.unit in (Unit.MONTHS, Unit.YEARS):
        return tuple(state.id for state in required)
    after = {deadline.after, *deadline.also}
    best = movers or [state for state in takers if after & set(taken(state))]
    if best:
        return (_most_led_to(best, pathway),)
    return tuple(state.id for state in required or (takers if len(takers) <= FEW else ()))


def _on_day(day: int, takers: list[State], needing: list[State], pathway: Pathway) -> tuple[str, ...]:
    """Return the states of the first band from a day on that go on with an event or require it.

    Where they only may have it: the state most led to from that day on in which it is expected.
    """
    days = step_days(pathway)
    later = [state for state in takers if days.get(state.id, -1) >= day]
    first = min((days[state.id] for state in later), default=day)
    there = tuple(state.id for state in later if days[state.id] == first and state in needing)
    return there or ((_most_led_to(later, pathway),) if later else ())


def _most_led_to(states: list[State], pathway: Pathway) -> str:
    led = Counter(move.to for state in pathway.states.values() for move in state.transitions)
    return max(states, key=lambda state: led[state.id]).id
