"""Files of worked cases, each with the definition it belongs to: found, read, and checked against it."""

from __future__ import annotations

import os
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from carepath import library
from carepath.authoring import places
from carepath.authoring.load import Loaded, checked, document, trusted
from carepath.authoring.lock import locked
from carepath.authoring.nodes import Node, fields
from carepath.authoring.places import File, Folder
from carepath.authoring.shelf import Shelf
from carepath.authoring.source import Parsed
from carepath.authoring.words import hint
from carepath.cases.naming import unknown
from carepath.cases.reading import Case, read, wrong
from carepath.model import Pathway, Source
from carepath.problems import Problem
from carepath.record import Entry

FOLDER = "cases"  # where files of cases lie, beside the definitions
HAS_CASES = re.compile(rb"^cases:", re.MULTILINE)
ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Casebook:
    """The cases of a file that can be tried, the definitions they go by, and what is wrong with the file.

    There are several definitions where only an id is named; `untried` are cases in which there is a mistake.
    """

    file: str
    cases: tuple[Case, ...]
    untried: int
    pathways: tuple[Pathway, ...]
    problems: tuple[Problem, ...]

    def pathway(self, entries: Sequence[Entry]) -> Pathway:
        """Return the definition that a case goes by; NoDefinition where none was in force."""
        if len(self.pathways) == 1:
            return self.pathways[0]
        return library.choose(self.pathways[0].id, entries, among=self.pathways)


def found(path: Path) -> Iterator[Path]:
    """Yield the files of cases that a path names: itself, or in a folder all that hold cases."""
    if not path.is_dir():
        yield path
        return
    for folder, below, files in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(files):
            file = Path(folder) / name
            if name.endswith(ENDINGS) and not name.startswith(".") and (file.parent.name == FOLDER or _holds(file)):
                yield file


def _holds(file: Path) -> bool:
    """Whether a file seems to hold cases; a glance, not a reading."""
    try:
        return HAS_CASES.search(file.read_bytes()) is not None
    except OSError:
        return False


def casebooks(files: Iterable[Path]) -> tuple[Casebook, ...]:
    """Return the files as they are read; a name that stands in two files of one pathway is a problem."""
    shelf, known = Shelf(), dict[str, Loaded]()
    once = {file.resolve(): file for file in files}.values()
    return _without_twins(tuple(casebook(file, shelf, known) for file in once))


def casebook(file: Path, shelf: Shelf, known: dict[str, Loaded]) -> Casebook:
    """Return one file of cases with its definition; `known` are those checked in this run, by the label of the file."""
    parsed = places.asked_for(file).read()
    told = read(parsed)
    problems = list(told.problems)
    node = fields(parsed.root).get("pathway")
    pathways: tuple[Pathway, ...] = ()
    if told.pathway is not None and node is not None:
        pathways = _definitions(told.pathway, node, file, (shelf, known), problems)
    for pathway in pathways[-1:]:
        problems += unknown(parsed.root, pathway)
    written = tuple(key.source.line for key, _ in fields(fields(parsed.root).get("cases")).pairs())
    sound = _sound(told.cases, written, problems, str(file)) if pathways else ()
    return Casebook(str(file), sound, len(written) - len(sound), pathways, _shown(problems, parsed))


def _sound(
    cases: tuple[Case, ...], written: tuple[int, ...], problems: Iterable[Problem], file: str
) -> tuple[Case, ...]:
    """Return the cases in whose lines there is no mistake; `written` are the lines on which cases begin."""
    bad = {bisect(written, each.source.line) - 1 for each in problems if each.source.file == file}
    return tuple(case for case in cases if bisect(written, case.source.line) - 1 not in bad)


def _definitions(
    name: str, node: Node, file: Path, run: tuple[Shelf, dict[str, Loaded]], problems: list[Problem]
) -> tuple[Pathway, ...]:
    """Return the definitions that a file of cases names; what is wrong with them is added to `problems`."""
    named = _named(name, file)
    if not named:
        known = places.named(_folders(file))
        ids = tuple(dict.fromkeys(each.partition("@")[0] for each in known))
        advice = hint(name, known if "@" in name else ids, "definitions")
        problems.append(wrong(node, "unknown-name", f"There is no definition “{name}”.", advice))
        return ()
    shelf, loaded = run
    pathways = []
    for each in named:
        one = loaded[each.label] = loaded.get(each.label) or _loaded(each, shelf)
        problems += [problem for problem in one.problems if problem.severity == "error"]
        pathways += [one.pathway] if one.pathway is not None else []
    return tuple(pathways) if len(pathways) == len(named) else ()


def _loaded(file: File, shelf: Shelf) -> Loaded:
    """Return a definition; one that is exactly as it was when it was locked is not checked again."""
    found = document(file, shelf)
    agreed = locked(file.folder.place) if file.folder is not None else None
    pathway = trusted(found, agreed) if agreed else None
    return checked(found, shelf) if pathway is None else Loaded(pathway, ())


def _named(name: str, file: Path) -> tuple[File, ...]:
    """Return the files of the definitions of that name: a path seen from the file of cases, id@version, or an id."""
    if name.endswith(ENDINGS):
        path = file.parent / name
        return (places.asked_for(os.path.normpath(path)),) if path.is_file() else ()
    folders = _folders(file)
    if "@" in name:
        one = places.definition(name, folders)
        return () if one is None else (one,)
    heads = [head for head in places.named(folders) if head.partition("@")[0] == name]
    return tuple(one for one in (places.definition(head, folders) for head in heads) if one is not None)


def _folders(file: Path) -> tuple[Folder, ...]:
    """Return where a file of cases finds its definition: beside the folder of cases, then beside itself."""
    parents = (file.parent.parent, file.parent) if file.parent.name == FOLDER else (file.parent,)
    return tuple(Folder(each, "" if str(each) == "." else str(each)) for each in parents)


def _shown(problems: Iterable[Problem], parsed: Parsed) -> tuple[Problem, ...]:
    """Return problems in the order of their places, with the line on which they stand."""
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: problem.place)
    return tuple(
        replace(each, excerpt=parsed.lines[each.source.line - 1])
        if each.excerpt is None and 0 < each.source.line <= len(parsed.lines)
        else each
        for each in ordered
    )


def _without_twins(books: tuple[Casebook, ...]) -> tuple[Casebook, ...]:
    """Return the files, with a problem for each case whose name another file of the pathway has."""
    seen: dict[tuple[str, str], Source] = {}
    done = []
    for book in books:
        twice = []
        for case in book.cases:
            for pathway in book.pathways[:1]:
                first = seen.setdefault((pathway.id, case.name), case.source)
                if first is not case.source:
                    message = f"“{case.name}” is also the name of the case at {first}."
                    hint = "Give one of them another name."
                    twice.append(Problem(case.source, "duplicate-name", message, hint, width=len(case.name)))
        done.append(replace(book, problems=(*book.problems, *twice)))
    return tuple(done)
