"""The plugin of pytest: `pytest --carepath pathways/` collects definitions and worked cases as tests.

A module of its own, so that a run without the option loads nothing of carepath.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from os import path
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from carepath.authoring.load import Loaded
    from carepath.authoring.shelf import Shelf
    from carepath.cases.casebook import Casebook
    from carepath.cases.reading import Case, Question
    from carepath.problems import Problem
    from carepath.testing import Law

ENDINGS = (".yaml", ".yml")
DEFINITION = re.compile(rb"^carepath:", re.MULTILINE)
CASES = re.compile(rb"^cases:", re.MULTILINE)
READ = pytest.StashKey[tuple["Shelf", dict[str, "Loaded"]]]()  # files that were read in this run, once each


class NotAsExpected(Exception):
    """A definition has problems, or a case differs; the message is what authors are told."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("carepath", "pathway definitions and worked cases")
    group.addoption("--carepath", action="store_true", help="collect pathway definitions and worked cases as tests")
    group.addoption(
        "--carepath-laws", action="store_true", help="test the laws of each definition that is collected too"
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Return what is collected of a YAML file that is a definition or holds worked cases."""
    config = parent.config
    wanted = config.getoption("--carepath") or config.getoption("--carepath-laws")
    if not wanted or file_path.suffix not in ENDINGS:
        return None
    text = file_path.read_bytes()
    kind = CaseFile if CASES.search(text) else DefinitionFile if DEFINITION.search(text) else None
    if kind is None:
        return None
    made: pytest.Collector = kind.from_parent(parent, path=file_path)
    return made


def _read(config: pytest.Config) -> tuple[Shelf, dict[str, Loaded]]:
    if READ not in config.stash:
        from carepath.authoring.shelf import Shelf

        config.stash[READ] = (Shelf(), {})
    return config.stash[READ]


def _shown(file: Path) -> Path:
    """Return a file as it is called in what is said: from here, where it lies below."""
    return Path(path.relpath(file)) if file.is_relative_to(Path.cwd()) else file


class DefinitionFile(pytest.File):
    """A definition: one test that it has no problem, and one for each law where laws are asked for."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the tests."""
        yield DefinitionTest.from_parent(self, name="check")
        if not self.config.getoption("--carepath-laws"):
            return
        found = self.loaded()
        if found.pathway is not None:
            from carepath.testing import laws

            for law in laws(found.pathway):
                yield LawTest.from_parent(self, name=str(law), law=law)

    def loaded(self) -> Loaded:
        """Return the definition with what is wrong with it."""
        from carepath.authoring.load import loaded
        from carepath.authoring.places import asked_for

        file = asked_for(_shown(self.path))
        shelf, known = _read(self.config)
        if file.label not in known:
            known[file.label] = loaded(file, shelf)
        return known[file.label]


class Told(pytest.Item):
    """A test whose failure is told in the words of `carepath`, not as a trace of Python."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what authors are told."""
        if isinstance(excinfo.value, NotAsExpected):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class DefinitionTest(Told):
    """That a definition has no errors."""

    parent: DefinitionFile

    def runtest(self) -> None:
        """Load and check it."""
        _raise(problem for problem in self.parent.loaded().problems if problem.severity == "error")

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return what is shown of it."""
        return self.path, 0, f"{_shown(self.path)}: no problems"


class LawTest(Told):
    """That a definition keeps a law."""

    def __init__(self, law: Law, **rest: Any) -> None:
        super().__init__(**rest)
        self.law = law

    def runtest(self) -> None:
        """Test the law on generated cases."""
        self.law()

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return what is shown of it."""
        return self.path, 0, f"{_shown(self.path)}: {self.law.sentence}"

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the law in words, and the case that breaks it."""
        notes = [str(note) for note in getattr(excinfo.value, "__notes__", ())]
        if not isinstance(excinfo.value, AssertionError) or not notes:
            return super().repr_failure(excinfo, style)
        said = str(excinfo.value).strip()
        return "\n".join([f"{_shown(self.path)} breaks a law: {self.law.sentence}", *filter(None, [said]), *notes])


class CaseFile(pytest.File):
    """A file of worked cases: a test that it can be read, and one for each case on each of its days."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the tests."""
        from carepath.cases.casebook import casebook

        book = casebook(_shown(self.path), *_read(self.config))
        if book.problems or not book.cases:
            yield BookTest.from_parent(self, name="read", book=book)
        for case in book.cases if book.pathways else ():
            for question in case.questions:
                name = case.name if len(case.questions) == 1 else f"{case.name}, as of {question.as_of}"
                yield CaseTest.from_parent(self, name=name, book=book, case=case, question=question)


class BookTest(Told):
    """That a file of cases has no mistake."""

    def __init__(self, book: Casebook, **rest: Any) -> None:
        super().__init__(**rest)
        self.book = book

    def runtest(self) -> None:
        """Say what cannot be read, or that nothing is there."""
        _raise(self.book.problems)
        raise NotAsExpected(f"{self.book.file} has no cases.")

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return what is shown of it."""
        return self.path, 0, f"{_shown(self.path)}: can be read"


class CaseTest(Told):
    """That a worked case is as expected on a day."""

    def __init__(self, book: Casebook, case: Case, question: Question, **rest: Any) -> None:
        super().__init__(**rest)
        self.book, self.case, self.question = book, case, question

    def runtest(self) -> None:
        """Try the case; what differs is told side by side, with the reasons."""
        from carepath.cases.outcome import Outcome
        from carepath.cases.telling import told
        from carepath.cases.trial import trial
        from carepath.library import NoDefinition

        try:
            pathway = self.book.pathway(self.case.entries)
        except NoDefinition as error:
            raise NotAsExpected(f"{self.case.source}: {error}") from None
        tried = trial(self.case, self.question, pathway)
        if not tried.passed:
            only = Outcome((replace(self.book, untried=0),), (tried,), ())
            lines = told(only, everything=False)[:-1]  # the last counts cases, as pytest does
            raise NotAsExpected("\n".join(lines).rstrip())

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return what is shown of it."""
        return self.path, self.question.source.line - 1, f"{_shown(self.path)}: {self.name}"


def _raise(problems: Iterable[Problem]) -> None:
    from carepath.authoring.report import as_text

    found = tuple(problems)
    if found:
        raise NotAsExpected(as_text(found))
