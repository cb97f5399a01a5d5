"""What of a definition its worked cases reach, and what they do not, in the author's words.

Read off the steps, verdicts, transfers and findings of the cases, and the rules that held: what no assessment shows
is not reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from carepath.cases.halts import Halt, halts
from carepath.cases.passed import Passed, passed
from carepath.findings import Assessment
from carepath.model import ALWAYS, Exit, Pathway, Source, StartRule, State

KINDS = (
    "states", "transitions", "answers", "conditions", "ways in", "milestones", "clocks", "transfers", "exits",
    "re-entries", "tasks left undone", "rules",
)  # fmt: skip
VERDICTS = ("met", "late", "missed", "overdue")


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that a case can reach: its kind, the author's words for it, where it is written."""

    kind: str
    words: str
    source: Source
    reached: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is to reach in a definition, in the order of its parts."""

    pathway: str
    goals: tuple[Goal, ...]

    @property
    def missing(self) -> tuple[Goal, ...]:
        """Return what no case reaches."""
        return tuple(goal for goal in self.goals if not goal.reached)

    @property
    def percent(self) -> int:
        """Return how much is reached of a hundred; a hundred only where nothing is missing."""
        return 100 * (len(self.goals) - len(self.missing)) // len(self.goals) if self.goals else 100

    def counts(self) -> tuple[tuple[str, int, int], ...]:
        """Return for each kind how many are reached, and of how many."""
        return tuple(
            (kind, sum(goal.reached for goal in goals), len(goals))
            for kind in KINDS
            if (goals := [goal for goal in self.goals if goal.kind == kind])
        )


def coverage(pathway: Pathway, assessments: Iterable[Assessment], held: Iterable[Collection[str]] = ()) -> Coverage:
    """Return what the assessments of the cases of a definition reach of it; `held`: for each the rules that held."""
    told = passed(pathway, assessments)
    return Coverage(pathway.name, (*_goals(pathway, told), *_of_rules(pathway, tuple(held))))


def _of_rules(pathway: Pathway, held: tuple[Collection[str], ...]) -> Iterator[Goal]:
    for rule in pathway.rules:
        words = f"{rule.id} ({rule.title})"
        yield Goal("rules", f"{words} holds", rule.source, any(rule.id in names for names in held))
        yield Goal("rules", f"{words} does not hold", rule.source, any(rule.id not in names for names in held))


def _goals(pathway: Pathway, told: Passed) -> Iterator[Goal]:
    for state in pathway.states.values():
        yield Goal("states", f"{state.id} ({state.title})", state.source, state.id in told.states)
        yield from _of_moves(pathway, state, told)
        yield from _of_tasks(pathway, state, told)
    for rule in pathway.starts:
        words = f"{_event(pathway, rule.event)} → {rule.to}"
        yield Goal("ways in", words, rule.source, rule.source in told.clauses)
    yield from _of_verdicts(pathway, told)
    yield from _of_clocks(pathway, told)
    yield from _of_transfers(pathway, told)
    for way in pathway.exits:
        yield Goal("exits", f"{way.id} ({way.title})", way.source, way.source in told.clauses)
    for again in pathway.reentries:
        yield Goal("re-entries", f"{again.id} ({again.title})", again.source, again.source in told.clauses)
    for clause, words in _guarded(pathway):
        yield Goal("conditions", f"{words}: it does not hold", clause.source, clause.source in told.refused)


def _of_moves(pathway: Pathway, state: State, told: Passed) -> Iterator[Goal]:
    for move in state.transitions:
        reached = (state.id, move) in told.moves
        event = "by itself" if move.event is None else _event(pathway, move.event)
        if move.answer is None:
            yield Goal("transitions", f"{state.id}: {event} → {move.to}", move.source, reached)
        else:
            asked = f"{move.question} " if move.question else ""
            words = f"{state.id}: {event}: {asked}“{move.answer}” → {move.to}"
            yield Goal("answers", words, move.source, reached)


def _of_tasks(pathway: Pathway, state: State, told: Passed) -> Iterator[Goal]:
    for task in state.tasks:
        if task.required:
            words = f"{state.id}: {_event(pathway, task.event)} left undone"
            yield Goal("tasks left undone", words, task.source, (state.id, task.event) in told.undone)


def _of_verdicts(pathway: Pathway, told: Passed) -> Iterator[Goal]:
    due = [(each.id, each.title, each.source) for each in pathway.milestones.values() if each.due is not None]
    targets = [(each.id, each.title, each.source) for each in pathway.clocks.values() if each.target is not None]
    for name, title, source in (*due, *targets):
        for verdict in VERDICTS:
            yield Goal("milestones", f"{name} ({title}) {verdict}", source, (name, verdict) in told.verdicts)


def _of_clocks(pathway: Pathway, told: Passed) -> Iterator[Goal]:
    for halt in halts(pathway):
        words = _halt(pathway, halt)
        yield Goal("clocks", words, halt.trigger.source, halt.place in told.halted)
        if halt.guarded:
            yield Goal("conditions", f"{words}: it does not hold", halt.trigger.source, halt.place in told.unmoved)


def _halt(pathway: Pathway, halt: Halt) -> str:
    """Return a rule that halts a clock in words: `62 (Referral to first treatment) paused by …`."""
    return f"{halt.clock.id} ({halt.clock.title}) {halt.word} by {_event(pathway, halt.trigger.event)}"


def _of_transfers(pathway: Pathway, told: Passed) -> Iterator[Goal]:
    for transfer in pathway.transfers.values():
        wanted = ["returned"]
        wanted += ["met", "late", "overdue"] if transfer.due is not None else []
        wanted += ["incomplete"] if any(not item.optional for item in transfer.items) else []
        wanted += ["answered late"] if transfer.acknowledge is not None else []
        for what in wanted:
            words = f"{transfer.id} ({transfer.title}) {what}"
            yield Goal("transfers", words, transfer.source, (transfer.id, what) in told.transfers)


def _guarded(pathway: Pathway) -> Iterator[tuple[StartRule | Exit, str]]:
    """Yield the ways in and out that have a condition; that an answer is not true shows by another one."""
    for rule in pathway.starts:
        if rule.guard != ALWAYS:
            yield rule, f"{_event(pathway, rule.event)} → {rule.to}"
    for way in pathway.exits:
        if way.guard != ALWAYS:
            yield way, f"{way.id} ({way.title})"


def _event(pathway: Pathway, name: str) -> str:
    return pathway.events[name].title if name in pathway.events else name
