"""What came of the worked cases of some files: every case on every day, and what they reach of each definition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from carepath.cases.casebook import Casebook
from carepath.cases.coverage import Coverage, coverage
from carepath.cases.trial import Trial, trials
from carepath.library import NoDefinition
from carepath.problems import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """Files of cases, their cases as tried, and what these reach."""

    books: tuple[Casebook, ...]
    trials: tuple[Trial, ...]
    coverage: tuple[Coverage, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the files."""
        return tuple(dict.fromkeys(problem for book in self.books for problem in book.problems))

    @property
    def passed(self) -> bool:
        """Whether every file could be read and every case is as expected."""
        return not self.problems and all(trial.passed for trial in self.trials)


def outcome(books: Iterable[Casebook]) -> Outcome:
    """Return what comes of the cases; those of a file without definition, or named twice, are not tried."""
    done: list[Casebook] = []
    tried: list[Trial] = []
    for book in books:
        found: tuple[Trial, ...] = ()
        if book.pathways:
            try:
                found = tuple(trials(book))
            except NoDefinition as error:
                source = book.cases[0].source
                book = replace(book, problems=(*book.problems, Problem(source, "unknown-name", str(error))))
        done.append(book)
        tried += found
    pathways = {trial.pathway.name: trial.pathway for trial in tried}
    reached = tuple(
        coverage(pathway, (trial.assessment for trial in same), (trial.held for trial in same))
        for name, pathway in pathways.items()
        for same in [[trial for trial in tried if trial.pathway.name == name]]
    )
    return Outcome(tuple(done), tuple(tried), reached)
