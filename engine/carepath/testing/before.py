"""A history as it stands before a change, and what can be told of its steps from the definition alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from carepath.calendar import Calendar
from carepath.cases.expected import Named
from carepath.evaluate import evaluate
from carepath.findings import Assessment, Step
from carepath.model import Pathway
from carepath.record import Entry
from carepath.testing import hearing
from carepath.testing.changes import (
    Change,
    day_of,
)
from carepath.testing.effects import Effect
from carepath.testing.shown import History

Made = tuple[list[Entry], Change, Effect]


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a history before the change: its standing on the day on which it is looked at."""

    history: History
    assessment: Assessment
    as_of: date
    loud: frozenset[str]

    @property
    def pathway(self) -> Pathway:
        """The definition."""
        return self.history.pathway

    @property
    def days(self) -> dict[str, date | None]:
        """The day of each entry."""
        return {entry.id: day_of(entry) for entry in self.history}

    def steps(self) -> dict[str, Step]:
        """Return the step of each entry."""
        return {step.entry: step for step in self.assessment.steps}

    def alone(self, place: int) -> bool:
        """Return whether an event is the only one of its type, also as what others count as."""
        event = self.type_at(place)
        others = [self.type_at(other) for other in range(len(self.history)) if other != place]
        heard = {event} | {name for one in hearing.milestones_of(self.pathway, event) for name in one.events}
        return not heard & set(others)

    def type_at(self, place: int) -> str:
        """Return the type of an event."""
        return hearing.type_of(self.pathway, self.history[place])


def seen(history: History, as_of: date) -> Before:
    """Return a history as it stands before anything is changed."""
    pathway = history.pathway
    standing = evaluate(pathway, Calendar.named(pathway.calendar), history, as_of)
    return Before(history, standing, as_of, hearing.loud_events(pathway))


def of_step(code: str, step: Step) -> Named:
    """Return what is said of a step, as authors write it."""
    return Named(code, step.event, step.episode if step.episode > 1 else None)


def anywhere(before: Before) -> Iterator[int]:
    """Yield every place."""
    yield from range(len(before.history))


def strangers(before: Before, done: Sequence[tuple[Step, str | None, date]]) -> frozenset[Named]:
    """Return what is said of providers that do these steps on these days."""
    found = set()
    pathway = before.pathway
    for step, provider, day in done:
        roles = [pathway.roles[name] for name in hearing.roles_of(pathway, step)]
        judged = provider is not None and bool(roles) and all(role.anyone or role.listings for role in roles)
        if judged and not any(role.played_by(provider, day) for role in roles):
            found.add(of_step("wrong-provider", step))
        known = pathway.organisations.get(provider or "")
        there = known is not None and (known.opened or day) <= day <= (known.closed or day)
        if provider is not None and pathway.organisations and not there:
            found.add(Named("unknown-organisation", provider))
    return frozenset(found)


def closing(before: Before) -> tuple[date | None, date | None]:
    """Return the day on which the case came to an end state, or left by an exit."""
    standing = before.assessment
    if standing.closed is None:
        return None, None
    last = standing.steps[-1]
    ways = {way.source for way in before.pathway.exits}
    return (None, last.day) if last.source in ways else (last.day, None)


def at_home(before: Before, step: Step) -> bool:
    """Return whether only the state in which an event is a task takes it."""
    return before.pathway.routes.takers[step.event] == (step.before,)


def only_way(before: Before, step: Step) -> bool:
    """Return whether a step is the one plain move from a state to another, from which nothing leads back."""
    pathway, move = before.pathway, hearing.move_of(before.pathway, step)
    if move is None or step.before is None or step.via or move.guarded or step.placement != "applied":
        return False
    return (
        move.to == step.after
        and pathway.routes.takers[step.event] == (step.before,)
        and pathway.states[move.to].end is None
        and step.before not in pathway.routes.reachable[move.to]
        and not hearing.waits_by_itself(pathway, step.before)
        and not hearing.waits_by_itself(pathway, move.to)
    )
