"""The worked cases that name a definition, tried against it one after the other, so that whoever waits can stop."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from carepath.authoring.load import Loaded
from carepath.authoring.report import as_text
from carepath.cases.casebook import FOLDER, Casebook, casebook, found
from carepath.cases.outcome import Outcome
from carepath.cases.telling import summary, told
from carepath.cases.trial import Trial, trials
from carepath.library import NoDefinition
from carepath.model import Pathway
from carepath.problems import Problem
from carepath.watching.reading import Desk, Held, Reading, held

NAMED = re.compile(rb"^pathway:[ ]*[\"']?([^\s\"'#]+)", re.MULTILINE)
ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Tried:
    """One worked case: where it stands, on how many days it was looked at, and the text of what is not as expected."""

    name: str
    file: str
    line: int
    days: int
    text: str  # empty where all is as expected

    @property
    def passed(self) -> bool:
        """Whether all is as expected."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Results:
    """What came of the worked cases: a sentence, the cases with the failing ones first, and problems of their files."""

    summary: str
    cases: tuple[Tried, ...]
    problems: str
    passed: bool


def beside(reading: Reading) -> tuple[Held, ...]:
    """Return the files of cases that name the definition, from the folder of cases beside it."""
    folder = Path(reading.file).parent / FOLDER
    if reading.pathway is None or not folder.is_dir():
        return ()
    read = (held(file) for file in found(folder))
    return tuple(each for each in read if each.data is not None and _names(each, reading.pathway, reading.file))


def _names(cases: Held, pathway: Pathway, file: str) -> bool:
    said = NAMED.search(cases.data or b"")
    if said is None:
        return False
    name = said[1].decode("utf-8", "replace")
    if name.endswith(ENDINGS):
        return os.path.normpath(Path(str(cases.place)).parent / name) == os.path.normpath(file)
    return name in (pathway.name, pathway.id)


def results(reading: Reading, files: tuple[Held, ...]) -> Iterator[Results | None]:
    """Yield None after each piece of work, then what came of the cases; nothing is lost by stopping before."""
    pathway = reading.pathway
    assert pathway is not None, "cases are tried against a definition without errors"
    desk = Desk(earlier=reading.desk.left())
    known = {os.path.normpath(reading.file): Loaded(pathway, ()), reading.file: Loaded(pathway, ())}
    books: list[Casebook] = []
    tried: list[Trial] = []
    problems: list[Problem] = []
    for each in files:
        book = casebook(Path(str(each.place)), desk, known)
        books.append(book)
        problems += book.problems
        yield None
        one_by_one = trials(book) if book.pathways else iter(())
        while True:
            try:
                trial = next(one_by_one)
            except StopIteration:
                break
            except NoDefinition as error:
                problems.append(Problem(book.cases[0].source, "unknown-name", str(error)))
                break
            tried += [trial] if trial.pathway.name == pathway.name else []
            yield None
    outcome = Outcome(tuple(books), tuple(tried), ())
    text = as_text(dict.fromkeys(problems)) if problems else ""
    yield Results(summary(outcome), _cases(tried), text, outcome.passed and not problems)


def _cases(trials: list[Trial]) -> tuple[Tried, ...]:
    """Return the cases, those that are not as expected first, else in the order in which they were written."""
    by_case: dict[tuple[str, int], list[Trial]] = {}
    for trial in trials:
        by_case.setdefault((trial.case.source.file, trial.case.source.line), []).append(trial)
    cases = [
        Tried(same[0].case.name, file, line, len(same), _text([trial for trial in same if not trial.passed]))
        for (file, line), same in by_case.items()
    ]
    return tuple(sorted(cases, key=lambda case: case.passed))


def _text(failed: list[Trial]) -> str:
    """Return what `carepath test` prints of cases that are not as expected, without its last line of numbers."""
    return "\n".join(told(Outcome((), tuple(failed), ()), False)[:-1]).strip() if failed else ""
