"""Read the events of a case in order, and try the other order where a day does not tell one.

For each pair of neighbours of a day that are unordered the day is read with the two exchanged; where
its end differs the order is ambiguous (docs/reference/semantics.md, section 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from carepath.calendar import end_of
from carepath.deadlines import Now
from carepath.findings import Step
from carepath.milestones import reached, target_of, view
from carepath.model import Pathway
from carepath.moves import owed
from carepath.order import unordered
from carepath.reading import Event
from carepath.standing import Note, Standing
from carepath.step import step
from carepath.transfers import passings


@dataclass(frozen=True, slots=True)
class Folded:
    """The standing after all events, the trace, and what there is to say."""

    standing: Standing
    steps: tuple[Step, ...]
    notes: tuple[Note, ...]


def fold(pathway: Pathway, events: Iterable[Event], now: Now) -> Folded:
    """Return where the events, given in the chosen order, lead."""
    standing = Standing()
    steps: list[Step] = []
    notes: list[Note] = []
    for _, group in groupby(events, key=lambda event: event.day):
        day = tuple(group)
        begun = standing
        for event in day:
            standing, record, said = step(pathway, standing, event)
            steps.append(record)
            notes += said
        notes += _ambiguities(pathway, begun, day, standing, now)
    return Folded(standing, tuple(steps), tuple(notes))


def _ambiguities(pathway: Pathway, begun: Standing, day: Sequence[Event], ended: Standing, now: Now) -> list[Note]:
    moving = [event for event in day if event.void is None and not event.forecast]
    notes: list[Note] = []
    here = begun
    for place, (first, second) in enumerate(pairwise(moving)):
        if unordered(first, second) and _told_apart(pathway, first, second):
            differs = _exchanged(pathway, here, moving[place:], ended, now)
            if differs is not None:
                pair = tuple(sorted((first.type, second.type)))
                notes.append(Note("order-ambiguous", " and ".join(pair), first, here.episode, differs))
        here = step(pathway, here, first)[0]
    return notes


def _told_apart(pathway: Pathway, first: Event, second: Event) -> bool:
    """Return whether anything in the definition could tell the two orders apart.

    An event of a type that nothing hears could only matter by the values it carries.
    """
    inert = pathway.routes.inert
    return not any(event.type in inert and not event.values for event in (first, second))


def _exchanged(
    pathway: Pathway, here: Standing, rest: Sequence[Event], ended: Standing, now: Now
) -> tuple[str, ...] | None:
    """Read the rest of the day with its first two events exchanged; say what differs at its end."""
    first, second, *others = rest
    told = step(pathway, step(pathway, here, first)[0], second)[0]
    other = step(pathway, step(pathway, here, second)[0], first)[0]
    if _same_future(told, other, len(here.heard)):
        return None
    for event in others:
        other = step(pathway, other, event)[0]
    evening = Now(first.day, end_of(first.day, now.zone), now.zone, now.calendar)
    one, two = _outcome(pathway, ended, evening), _outcome(pathway, other, evening)
    if one == two:
        return None
    return (first.type, second.type, first.root, second.root, *_difference(one, two))


def _same_future(told: Standing, other: Standing, before: int) -> bool:
    """Return whether two standings can only lead to the same end of the day.

    So they do where the two events left them alike and no clock, milestone or transfer heard both.
    """
    alike = (
        told.state == other.state
        and told.episode == other.episode
        and told.closings == other.closings
        and told.branches == other.branches
        and told.done == other.done
        and told.settled == other.settled
        and told.attributes == other.attributes
        and [visit.state for visit in told.visits] == [visit.state for visit in other.visits]
    )
    ours, theirs = told.heard[before:], other.heard[before:]
    if not alike or ours != theirs[::-1]:
        return False
    if len(ours) < 2:
        return True
    first, second = ours
    clocks = {signal.clock for signal in first.signals} & {signal.clock for signal in second.signals}
    both_transfers = first.event.type.startswith("transfer.") and second.event.type.startswith("transfer.")
    return not clocks and not set(first.milestones) & set(second.milestones) and not both_transfers


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What must be the same at the end of a day whatever its order: position, tasks, clocks, verdicts."""

    position: tuple[object, ...]
    tasks: tuple[str, ...]
    verdicts: tuple[tuple[str, object], ...]


def _outcome(pathway: Pathway, standing: Standing, evening: Now) -> _Outcome:
    seen = view(pathway, standing, evening)
    clocks = [
        (f"clock {name}", (each.start, each.stop, each.ended, each.over, frozenset(each.gaps), verdict.verdict))
        for (name, episode), found in sorted(seen.clocks.items())
        for each in found.instances
        for verdict in (target_of(seen, pathway.clocks[name], each, episode),)
    ]
    milestones = [
        (each.milestone.id, (each.episode, each.judged.verdict, each.judged.last_good)) for each in reached(seen)
    ]
    transfers = [
        (each.transfer.id, (each.episode, each.handover, each.received is None, each.returned is None))
        for each in passings(pathway, standing.heard, standing.episode).of
    ]
    closed = standing.closed.kind if standing.closed else None
    return _Outcome(
        (standing.state, standing.episode, closed),
        owed(pathway, standing),
        (*clocks, *milestones, *transfers),
    )


def _difference(one: _Outcome, two: _Outcome) -> tuple[str, ...]:
    """Name both outcomes, in the words of the definition."""
    if one.position != two.position:
        return (str(one.position[0] or "not started"), str(two.position[0] or "not started"))
    if one.tasks != two.tasks:
        return (", ".join(one.tasks) or "nothing undone", ", ".join(two.tasks) or "nothing undone")
    names = [name for (name, left), (_, right) in zip(one.verdicts, two.verdicts, strict=False) if left != right]
    return (f"{', '.join(names)} one way", f"{', '.join(names)} another way")
