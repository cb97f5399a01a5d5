"""What halts a clock: pauses and resets take days out of it, a restart begins it anew, a nullification ends it.

Which of a definition's rules of that kind took effect in a case, and which heard their event and did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from carepath.findings import Assessment, ClockReading
from carepath.model import ALWAYS, ClockRule, Pathway, Source, Trigger

HEARD = ("applied", "jumped")


@dataclass(frozen=True, slots=True)
class Halt:
    """One rule by which days are taken out of a clock or an instance of it ends; `word` says what it does."""

    clock: ClockRule
    word: str
    trigger: Trigger
    reason: str | None = None

    @property
    def place(self) -> tuple[str, Source]:
        """The clock and the clause: a clause of a shared file may stand for several clocks."""
        return self.clock.id, self.trigger.source

    @property
    def guarded(self) -> bool:
        """Whether there are events of its kind that change nothing."""
        return self.trigger.guard != ALWAYS


def halts(pathway: Pathway) -> Iterator[Halt]:
    """Yield the rules of a definition that halt a clock, in the order of its clocks."""
    for rule in pathway.clocks.values():
        yield from (Halt(rule, "paused", pause.begin, pause.reason) for pause in rule.pauses)
        yield from (Halt(rule, "reset", trigger, trigger.reason or "reset") for trigger in rule.resets)
        yield from (Halt(rule, "restarted", trigger) for trigger in rule.restarts)
        yield from (Halt(rule, "nullified", trigger) for trigger in rule.nullifies)


def halted(rules: Iterable[Halt], assessment: Assessment) -> Iterator[Halt]:
    """Yield the rules that took effect: days were taken out, or an instance ended."""
    for halt in rules:
        episodes = {
            step.episode
            for step in assessment.steps
            if step.event == halt.trigger.event and halt.clock.id in step.clocks
        }  # fmt: skip
        for episode in episodes:
            ran = [each for each in assessment.clocks if (each.id, each.episode) == (halt.clock.id, episode)]
            if any(_shows(halt, each, len(ran)) for each in ran):
                yield halt


def _shows(halt: Halt, reading: ClockReading, instances: int) -> bool:
    """Return whether an instance of the clock shows what the rule does."""
    match halt.word:
        case "restarted":
            return reading.instance > 1
        case "nullified":
            return reading.ended == "void" and reading.instance == instances
        case _:
            return any(pause.reason == halt.reason and pause.days for pause in reading.pauses)


def unmoved(rules: Iterable[Halt], assessment: Assessment) -> Iterator[Halt]:
    """Yield the rules whose event was told while their condition did not hold."""
    for halt in rules:
        if halt.guarded and any(
            step.event == halt.trigger.event and step.placement in HEARD and halt.clock.id not in step.clocks
            for step in assessment.steps
        ):
            yield halt
