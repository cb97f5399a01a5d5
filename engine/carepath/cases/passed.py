"""What the cases of a definition went through: states, moves, clauses, verdicts, clocks, transfers, undone tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from carepath.cases.halts import halted, halts, unmoved
from carepath.findings import Assessment, Step
from carepath.model import Exit, Pathway, Source, StartRule, Transition

MOVING = ("applied", "jumped")
SAID_OF_TRANSFERS = {
    "transfer-incomplete": "incomplete", "transfer-returned": "returned", "late-acknowledgement": "answered late",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passed:
    """What was reached; `clauses` are the ways in, out and back in that were taken, `refused` those that were not."""

    states: set[str] = field(default_factory=set)
    moves: set[tuple[str, Transition]] = field(default_factory=set)
    clauses: set[Source] = field(default_factory=set)
    refused: set[Source] = field(default_factory=set)
    verdicts: set[tuple[str, str]] = field(default_factory=set)
    transfers: set[tuple[str, str]] = field(default_factory=set)
    undone: set[tuple[str, str]] = field(default_factory=set)
    halted: set[tuple[str, Source]] = field(default_factory=set)
    unmoved: set[tuple[str, Source]] = field(default_factory=set)


def passed(pathway: Pathway, assessments: Iterable[Assessment]) -> Passed:
    """Return what the cases went through, all of them together."""
    told, halting = Passed(), tuple(halts(pathway))
    for assessment in assessments:
        for step in assessment.steps:
            if step.placement in MOVING:
                _walked(pathway, step, told)
                told.undone.update(_undone(pathway, step, assessment))
                if step.source is not None:
                    told.clauses.add(step.source)
            if step.placement in (*MOVING, "before-start"):
                told.refused.update(_refused(pathway, step))
        events = {step.event for step in assessment.steps}
        rules = [halt for halt in halting if halt.trigger.event in events]
        told.halted.update(halt.place for halt in halted(rules, assessment))
        told.unmoved.update(halt.place for halt in unmoved(rules, assessment))
        told.verdicts.update((each.id, each.verdict) for each in assessment.milestones)
        told.transfers.update(
            (each.id, each.verdict) for each in assessment.transfers if each.received or each.verdict == "overdue"
        )
        told.transfers.update(
            (each.subject, SAID_OF_TRANSFERS[each.code])
            for each in assessment.findings
            if each.code in SAID_OF_TRANSFERS
        )
    return told


def _walked(pathway: Pathway, step: Step, told: Passed) -> None:
    """Add the states a step went through, and the moves it took: on its event, then by themselves."""
    path = [name for name in (step.before, *step.via, step.after) if name is not None]
    told.states.update(path)
    chosen = {(here, move) for here in path for move in pathway.states[here].transitions if _is(move, step, path)}
    told.moves.update(chosen)
    for here, there in list(pairwise(path))[bool(chosen) or step.placement == "jumped" :]:
        by_itself = (move for move in pathway.states[here].transitions if move.event is None and move.to == there)
        told.moves.update((here, move) for move in by_itself)


def _is(move: Transition, step: Step, path: list[str]) -> bool:
    same = (move.event, move.source, move.answer) == (step.event, step.source, step.answer)
    return same and move.to in path


def _undone(pathway: Pathway, step: Step, assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Yield the required tasks that a step left undone, each with a state that it left or passed over."""
    skipped = {each.subject for each in assessment.findings if each.code == "skipped" and each.root == step.root}
    for name in (step.before or "", *step.via, *step.skipped):
        for task in pathway.states[name].tasks if name in pathway.states else ():
            if task.required and task.event in (*step.skipped, *skipped):
                yield name, task.event


def _refused(pathway: Pathway, step: Step) -> Iterator[Source]:
    """Yield the ways in, or out, on the event of a step that were not taken."""
    ways: tuple[StartRule | Exit, ...] = pathway.starts if step.before is None else pathway.exits
    yield from (way.source for way in ways if way.event == step.event and way.source != step.source)
