"""Worked cases tried against their definition: for each day that a case is looked at, what differs and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carepath.calendar import Calendar
from carepath.cases.casebook import Casebook
from carepath.cases.expected import Difference, apart
from carepath.cases.reading import Case, Question
from carepath.cases.said import leaf
from carepath.evaluate import evaluate
from carepath.findings import Assessment
from carepath.history import next_change
from carepath.model import Pathway

NOTHING_EXPECTED = Difference("expect", "something", "nothing")


@dataclass(frozen=True, slots=True)
class Trial:
    """One case on one day: what the engine says, and where that differs from what is expected."""

    case: Case
    question: Question
    pathway: Pathway
    assessment: Assessment
    differences: tuple[Difference, ...]

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
    for case in book.cases:
        pathway = book.pathway(case.entries)
        for question in case.questions:
            yield trial(case, question, pathway)


def trial(case: Case, question: Question, pathway: Pathway) -> Trial:
    """Return a case as it stands on one day; expecting nothing counts as a difference."""
    calendar = Calendar.named(pathway.calendar)
    assessment = evaluate(pathway, calendar, case.entries, question.as_of, question.known_at)
    change = None
    if any(key == "next_change" for key, _ in question.expect.parts):
        change = next_change(pathway, calendar, case.entries, question.as_of, question.known_at)
    differs = apart(assessment, question.expect, change) if question.expect.parts else (NOTHING_EXPECTED,)
    return Trial(case, question, pathway, assessment, differs)
