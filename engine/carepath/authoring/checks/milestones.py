"""Checks that a milestone can be met on some path, and that it says something that no clock says already."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.authoring.checks.graph import entered
from carepath.authoring.checks.happen import can_happen
from carepath.authoring.checks.naming import event_named, named
from carepath.authoring.words import listed
from carepath.model import ALWAYS, Deadline, Milestone, Pathway
from carepath.problems import Problem


def milestones_never_met(pathway: Pathway) -> Iterator[Problem]:
    """Report a milestone whose event or state lies on no path."""
    happening = can_happen(pathway)
    states = entered(pathway)
    for milestone in pathway.milestones.values():
        if milestone.state is not None and milestone.state not in states:
            why = f"no case can get into the state {milestone.state}"
        elif milestone.events and happening.isdisjoint(milestone.events):
            events = listed(event_named(pathway, event) for event in milestone.events)
            why = f"no start, no state that a case can be in and no exit takes {events}"
        else:
            continue
        yield Problem(
            milestone.source,
            "milestone-never-met",
            f"No path meets the milestone {named(milestone)}: {why}.",
            "Let a state take it as a step or as a task, or take the milestone out.",
        )


def milestones_never_due(pathway: Pathway) -> Iterator[Problem]:
    """Report a milestone that counts from something that lies on no path.

    Not where it counts on a clock of the definition itself: that the clock never starts is said of the clock.
    """
    happening = can_happen(pathway)
    for milestone in pathway.milestones.values():
        for deadline in (milestone.not_before, milestone.due):
            anchors = _anchors(pathway, deadline)
            if deadline is not None and anchors and happening.isdisjoint(anchors):
                counts = f"the clock {deadline.clock}" if deadline.clock else deadline.after
                yield Problem(
                    milestone.source,
                    "milestone-never-due",
                    f"The milestone {named(milestone)} counts {'on' if deadline.clock else 'from'} {counts}, but no "
                    f"start, no state that a case can be in and no exit takes "
                    f"{listed(event_named(pathway, event) for event in anchors)}.",
                    "Count from something that happens on a path, or let a state take that event.",
                )


def milestones_that_repeat_clocks(pathway: Pathway) -> Iterator[Problem]:
    """Report a milestone with the stop and the target of a clock: the clock is judged already."""
    for milestone in pathway.milestones.values():
        for clock in pathway.clocks.values():
            same = milestone.due == Deadline(clock.target, clock.id) if clock.target else False
            stops = {trigger.event for trigger in clock.stops if trigger.guard == ALWAYS}
            if same and _plain(milestone) and stops == set(milestone.events):
                yield Problem(
                    milestone.source,
                    "milestone-repeats-clock",
                    f"The milestone {named(milestone)} says what the clock {named(clock)} says already: "
                    f"{clock.target} to {listed(sorted(stops))}. A delay would be counted twice.",
                    "Take the milestone out; a clock with a target is judged like a milestone.",
                )


def _plain(milestone: Milestone) -> bool:
    return milestone.guard == ALWAYS and milestone.not_before is None and bool(milestone.events)


def _anchors(pathway: Pathway, deadline: Deadline | None) -> tuple[str, ...]:
    """Return the events from which a deadline counts, or that start the shared clock on which it counts."""
    if deadline is None:
        return ()
    if deadline.after is not None:
        return (deadline.after, *deadline.also)
    clock = pathway.clocks.get(deadline.clock or "")
    if clock is None or clock.source.file == pathway.source.file:
        return ()
    return tuple(sorted({trigger.event for trigger in clock.starts}))
