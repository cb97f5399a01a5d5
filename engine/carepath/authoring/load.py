"""Load a definition: read, check its shape, merge, build, check what it means.

Whatever is wrong is a problem with a place, never an exception; a pathway comes out only without errors.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable

from carepath.authoring import places
from carepath.authoring.build import Built, build, content_hash
from carepath.authoring.extends import extended, meant
from carepath.authoring.lock import changed, locked
from carepath.authoring.merge import joined
from carepath.authoring.nodes import Fields, Node, everything, scalars, text
from carepath.authoring.places import File, Folder
from carepath.authoring.repair import repaired, slip
from carepath.authoring.shelf import Shelf
from carepath.authoring.source import Parsed, parse
from carepath.authoring.words import hint
from carepath.model import Pathway, Source
from carepath.problems import InvalidPathway, Problem

# A mistake of shape in one of these leaves the state graph unclear, so that nothing is said about it.
SHAPING = ("states", "start", "events", "exits", "reentry", "roles")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pathway (None where there are errors) and everything that was noticed."""

    pathway: Pathway | None
    problems: tuple[Problem, ...]

    def require(self) -> Pathway:
        """Return the pathway; raises InvalidPathway where there is none."""
        if self.pathway is None:
            raise InvalidPathway(tuple(problem for problem in self.problems if problem.severity == "error"))
        return self.pathway


@dataclass(frozen=True, slots=True)
class Document:
    """A definition put together from its files, and what was wrong on the way."""

    own: Fields | None  # with what it extends, without what it uses
    used: tuple[Fields, ...]
    files: Mapping[str, Parsed]
    folders: tuple[Folder, ...]
    problems: tuple[Problem, ...]
    complete: bool  # whether every file it uses could be read
    extended: frozenset[str] = frozenset()  # the files of what it extends
    meant: Mapping[Source, str] = field(default_factory=dict)  # keys of an override that are perhaps slips


def load(path: str | os.PathLike[str] | Traversable) -> Loaded:
    """Return the definition in a file, with every problem found in it."""
    return loaded(places.asked_for(path), Shelf())


def loads(text: str, file: str = "<text>") -> Loaded:
    """Return the definition in a text; what it uses comes from the bundled files."""
    shelf = Shelf({file: parse(text, file)})
    return loaded(File(places.bundled(), file, None), shelf)


def loaded(file: File, shelf: Shelf) -> Loaded:
    """Return the definition in a file; what was read before in the same run stands on the shelf."""
    return checked(document(file, shelf), shelf)


def checked(found: Document, shelf: Shelf) -> Loaded:
    """Return a definition that was put together, with everything that is wrong with it."""
    from carepath.authoring import schema  # jsonschema and networkx are heavy; who only evaluates needs neither

    problems = list(found.problems)
    if found.own is None:
        return Loaded(None, finished(problems, found.files))
    shape = list(schema.problems(found.own, "definition"))
    for used in found.used:
        shape += shelf.shape(used)
    problems += shape
    own = _fields(repaired(found.own, shape))
    merged, twice = joined(own, [_fields(repaired(used, shape)) for used in found.used])
    built = build(merged, frozenset(used.source.file for used in found.used), found.complete)
    problems += [*twice, *built.problems]
    for folder in found.folders[:1]:
        agreed = locked(folder.place)
        if agreed is not None and not errors(problems):
            problems += changed(built.pathway, agreed)
    if found.complete and built.whole and not any(_shaping(problem, own) for problem in shape):
        hidden = found.extended if _apart(found, problems) else frozenset()
        problems += (each for each in _meaning(built) if each.source.file not in hidden)
    said = finished((_guessed(each, found.meant) for each in problems), found.files)
    return Loaded(None if errors(said) else built.pathway, said)


def _apart(found: Document, problems: Iterable[Problem]) -> bool:
    """Whether what is wrong with the meaning of a base may only follow from an error of what was laid over it."""
    return any(each.severity == "error" and each.source.file not in found.extended for each in problems)


def _guessed(problem: Problem, meant: Mapping[Source, str]) -> Problem:
    """Return a problem; where a clause lacks something under a name that is perhaps a slip, with the name meant."""
    near = meant.get(problem.source) if problem.code == "missing-key" else None
    return replace(problem, hint=" ".join(filter(None, (f'Did you mean "{near}"?', problem.hint)))) if near else problem


def trusted(found: Document, agreed: Mapping[str, str]) -> Pathway | None:
    """Return a pathway without checking it again, if it is exactly what was checked when it was locked."""
    if found.own is None or found.problems or not found.complete:
        return None
    merged, twice = joined(found.own, found.used)
    name = f"{text(merged.get('id'))}@{text(merged.get('version'))}"
    if twice or agreed.get(name) != content_hash(merged):
        return None
    built = build(merged, frozenset(used.source.file for used in found.used))
    return None if errors(built.problems) else built.pathway


def _meaning(built: Built) -> Iterator[Problem]:
    from carepath.authoring.checks import CHECKS

    for check in CHECKS:
        yield from check(built.pathway)


def errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _shaping(problem: Problem, own: Fields) -> bool:
    """Whether a mistake of shape leaves the state graph unclear."""
    if slip(problem):
        return False
    for section in SHAPING:
        node = own.get(section)
        if node is not None and any(part.source == problem.source for part in everything(node)):
            return True
    return problem.code in ("missing-key", "wrong-type", "empty") and problem.source.line == own.source.line


def _fields(node: Node) -> Fields:
    return node if isinstance(node, Fields) else Fields({}, node.source)


def document(file: File, shelf: Shelf) -> Document:
    """Return a definition with what it extends merged in and the files it uses beside it, not yet checked."""
    parsed = shelf.read(file)
    files: dict[str, Parsed] = {file.label: parsed}
    folders = [] if file.folder is None else [file.folder]
    problems = list(parsed.problems)
    layers: list[Fields] = []
    under = _definition(parsed, problems)
    while under is not None and "extends" in under:
        layers.append(under)
        base = _base(under, folders, frozenset(files), problems)
        if base is None:
            return Document(None, (), files, tuple(folders), tuple(problems), False)
        read = shelf.read(base)
        files[base.label] = read
        problems += read.problems
        folders += [base.folder] if base.folder is not None and base.folder not in folders else []
        under = _definition(read, problems)
    if under is None:
        return Document(None, (), files, tuple(folders), tuple(problems), False)
    layers.append(under)
    uses = next((layer for layer in layers if "uses" in layer.entries), under)
    whole, complete = used_files(uses, tuple(folders), files, problems, shelf)
    own, used, amiss = extended(layers, whole)
    below = frozenset(layer.source.file for layer in layers[1:])
    slips = meant(layers, whole)
    return Document(own, used, files, tuple(folders), (*problems, *amiss), complete, below, slips)


def _definition(parsed: Parsed, problems: list[Problem]) -> Fields | None:
    """Return the root of a definition, None where there is something else."""
    root = parsed.root
    if root is None:
        return None
    if not isinstance(root, Fields):
        message = "A definition is a mapping: keys, each with a colon."
        problems.append(Problem(root.source, "wrong-type", message, "Begin with carepath: 1.", width=root.width))
        return None
    if "shared" in root and "states" not in root:
        key = root.key("shared")
        message = "This is a shared file, not a definition of its own."
        problems.append(Problem(key.source, "shared-file", message, "Name it under uses:.", width=key.width))
        return None
    if "cases" in root and "states" not in root:
        key = root.key("cases")
        message = "These are worked cases, not a definition."
        problems.append(Problem(key.source, "wrong-type", message, "Try them with carepath test.", width=key.width))
        return None
    return root


def _base(own: Fields, folders: list[Folder], chain: frozenset[str], problems: list[Problem]) -> File | None:
    node = own.entries["extends"][1]
    name = text(node) or ""
    found = places.definition(name, tuple(folders), chain) if name else None
    if found is None:
        circle = name and places.definition(name, tuple(folders)) is not None
        code = "extends-circle" if circle else "extends-not-found"
        message = f"{name} extends itself in the end." if circle else f'There is no definition "{name}".'
        known = None if circle else hint(name, places.named(tuple(folders)), "definitions")
        problems.append(Problem(node.source, code, message, known, width=node.width))
    return found


def used_files(
    own: Fields, folders: tuple[Folder, ...], files: dict[str, Parsed], problems: list[Problem], shelf: Shelf
) -> tuple[tuple[Fields, ...], bool]:
    """Return the shared files a definition names, and whether all of them could be read."""
    found: dict[str, Fields] = {}
    complete = True
    for node in scalars(own.get("uses")):
        name = str(node.value)
        if name in found:
            message = f'"{name}" is used twice.'
            problems.append(Problem(node.source, "duplicate-name", message, "Take one away.", width=node.width))
            continue
        file = places.shared(name, folders)
        if file is None:
            message = f'There is no shared file "{name}".'
            advice = hint(name, places.shared_names(folders), "shared files")
            problems.append(Problem(node.source, "uses-not-found", message, advice, width=node.width))
            complete = False
            continue
        read = shelf.read(file)
        files[file.label] = read
        problems += read.problems
        if not isinstance(read.root, Fields):
            complete = False
            continue
        found[name] = read.root
        complete = complete and not read.problems
        said = read.root.get("shared")
        if said is not None and text(said) != name:
            message = f'This file is used as "{name}", but calls itself "{text(said)}".'
            problems.append(Problem(said.source, "shared-name", message, f"Write shared: {name}.", width=said.width))
    return tuple(found.values()), complete


def finished(problems: Iterable[Problem], files: Mapping[str, Parsed]) -> tuple[Problem, ...]:
    """Return problems once each, by place, with the line they stand on and the width of the caret."""
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: problem.place)
    widths: dict[Source, int] = {}
    for file in {problem.source.file for problem in ordered if problem.width == 1}:
        root = files[file].root if file in files else None
        for node in everything(root) if root is not None else ():
            widths[node.source] = min(node.width, widths.get(node.source, node.width))
    return tuple(_shown(problem, files, widths) for problem in ordered)


def _shown(problem: Problem, files: Mapping[str, Parsed], widths: Mapping[Source, int]) -> Problem:
    lines = files[problem.source.file].lines if problem.source.file in files else ()
    if not 0 < problem.source.line <= len(lines):
        return problem
    width = max(problem.width, widths.get(problem.source, 1))
    return replace(problem, excerpt=lines[problem.source.line - 1], width=width)
