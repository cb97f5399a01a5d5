"""Check files and folders: every definition, every shared file, and versions against each other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from carepath.authoring.load import load, loaded
from carepath.authoring.nodes import Fields
from carepath.authoring.places import asked_for
from carepath.authoring.regimes import is_regime, regime_in
from carepath.authoring.regimes import overlaps as share_days
from carepath.authoring.shelf import Shelf
from carepath.model import Pathway
from carepath.problems import Problem
from carepath.standards import Regime


@dataclass(frozen=True, slots=True)
class Checked:
    """The definitions and regimes that are without error, and every problem of the files and folders asked for."""

    pathways: tuple[Pathway, ...]
    problems: tuple[Problem, ...]
    regimes: tuple[Regime, ...] = ()


def check(paths: Iterable[str | os.PathLike[str]]) -> Checked:
    """Return what there is in these files, and in the folders all definitions and shared files."""
    pathways: list[Pathway] = []
    problems: list[Problem] = []
    regimes: list[Regime] = []
    shelf = Shelf()
    for path in paths:
        found = _folder(Path(path), shelf) if Path(path).is_dir() else _file(path, shelf)
        pathways += found.pathways
        problems += found.problems
        regimes += found.regimes
    distinct = list({pathway.source.file: pathway for pathway in pathways}.values())
    problems += overlaps(distinct)
    problems += share_days({regime.source.file: regime for regime in regimes}.values())
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: problem.place)
    return Checked(tuple(distinct), tuple(ordered), tuple(regimes))


def definitions(folder: Path) -> tuple[Path, ...]:
    """Return the definitions of a folder; shared files and cases lie in folders of their own."""
    return tuple(sorted(path for pattern in ("*.yaml", "*.yml") for path in folder.glob(pattern)))


def overlaps(pathways: Iterable[Pathway]) -> Iterator[Problem]:
    """Yield agreed versions of one id that are in force on the same day, and versions that are there twice."""
    ordered = sorted(pathways, key=lambda pathway: (pathway.id, pathway.version, pathway.source.file))
    for first, second in combinations(ordered, 2):
        if first.id != second.id:
            continue
        if first.version == second.version:
            message = f"{second.name} is also in {first.source.file}."
            yield Problem(second.source, "version-twice", message, "Give one of them another version.")
        elif not first.draft and not second.draft and _share_a_day(first, second):
            message = f"{first.name} ({first.source.file}) and {second.name} are in force on the same days."
            hint = "Close the earlier one: effective: {from: …, to: the day before}."
            yield Problem(second.source, "versions-overlap", message, hint)


def _share_a_day(first: Pathway, second: Pathway) -> bool:
    return not any(
        one.effective_to is not None and other.effective_from is not None and one.effective_to < other.effective_from
        for one, other in ((first, second), (second, first))
    )


def _folder(folder: Path, shelf: Shelf) -> Checked:
    found = [_file(path, shelf) for path in definitions(folder)]
    found += [_file(path, shelf) for path in sorted((folder / "shared").rglob("*.yaml"))]
    if not found:
        return Checked((), _nothing(folder))
    return Checked(
        tuple(pathway for part in found for pathway in part.pathways),
        tuple(problem for part in found for problem in part.problems),
        tuple(regime for part in found for regime in part.regimes),
    )


def _nothing(folder: Path) -> tuple[Problem, ...]:
    problem = load(folder).problems[0]
    return (replace(problem, message=f"There is no definition in {folder}.", code="file-not-found"),)


def _file(path: str | os.PathLike[str], shelf: Shelf) -> Checked:
    """Return what is in a file, be it a definition or a shared file."""
    file = asked_for(path)
    parsed = shelf.read(file)
    root = parsed.root
    if is_regime(root):
        regime = regime_in(file, shelf)
        return Checked((), regime.problems, () if regime.regime is None else (regime.regime,))
    if isinstance(root, Fields) and "shared" in root and "states" not in root:
        found = (*parsed.problems, *shelf.shape(root))
        return Checked((), tuple(replace(each, excerpt=parsed.lines[each.source.line - 1]) for each in found))
    definition = loaded(file, shelf)
    return Checked(() if definition.pathway is None else (definition.pathway,), definition.problems)
