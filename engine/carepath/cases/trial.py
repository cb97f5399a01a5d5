"""Worked cases tried against their definition: for each day that a case is looked at, what differs and why.

Rules are matched by the plain matcher, their specification: a ruleset of the other one is never freed, and the live
preview tries the cases at every save.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from carepath import library
from carepath.calendar import Calendar
from carepath.cases.casebook import Casebook
from carepath.cases.expected import Difference, apart
from carepath.cases.reading import Case, Question
from carepath.cases.said import leaf
from carepath.findings import Assessment
from carepath.history import next_change
from carepath.model import Pathway
from carepath.regimes import Reported, reported
from carepath.rules.concluding import Rulebook, rulebook
from carepath.rules.judging import Judgement, judge
from carepath.rules.matching import plain

NOTHING_EXPECTED = Difference("expect", "something", "nothing")


@dataclass(frozen=True, slots=True)
class Trial:
    """One case on one day: what the engine says, and where that differs from what is expected.

    `change` is the next day on which the answer differs, `reported` the waits by national standards: both only
    where something is expected of them. `assessment` is that of `judged`, with what rules conclude.
    """

    case: Case
    question: Question
    pathway: Pathway
    judged: Judgement
    differences: tuple[Difference, ...]
    change: date | None = None
    reported: tuple[Reported, ...] = ()

    @property
    def assessment(self) -> Assessment:
        """The standing of the case, with what rules conclude."""
        return self.judged.assessment

    @property
    def held(self) -> tuple[str, ...]:
        """The rules that hold, each once."""
        return tuple(dict.fromkeys(each.rule.id for each in self.judged.conclusions))

    @property
    def passed(self) -> bool:
        """Whether all is as expected."""
        return not self.differences

    @property
    def day(self) -> str:
        """The day on which the case is looked at, as authors write it."""
        return str(leaf(self.question.as_of))


def trials(book: Casebook) -> Iterator[Trial]:
    """Yield each case of a file on each of its days, in the order of the file; NoDefinition as `Casebook.pathway`."""
    made: dict[str, Rulebook] = {}  # once for a definition
    for case in book.cases:
        pathway = book.pathway(case.entries)
        if pathway.name not in made:
            made[pathway.name] = rulebook(pathway.rules, plain)
        for question in case.questions:
            yield trial(case, question, pathway, made[pathway.name])


def trial(case: Case, question: Question, pathway: Pathway, rules: Rulebook | None = None) -> Trial:
    """Return a case as it stands on one day, with what rules conclude; expecting nothing counts as a difference."""
    calendar = Calendar.named(pathway.calendar)
    rules = rules or rulebook(pathway.rules, plain)
    judged = judge(pathway, calendar, case.entries, question.as_of, question.known_at, rules)
    asked = {key for key, _ in question.expect.parts}
    told = (pathway, calendar, case.entries, question.as_of, question.known_at)
    change = next_change(*told) if "next_change" in asked else None
    waits = reported(library.regimes(), *told) if "allocation" in asked else ()
    held = [each.rule.id for each in judged.conclusions]
    differs = apart(judged.assessment, question.expect, change, waits, held) if asked else (NOTHING_EXPECTED,)
    return Trial(case, question, pathway, judged, differs, change, waits)
