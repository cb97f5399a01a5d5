"""Load a regime: a shared file with standards, together with the shared files whose words it uses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import combinations
from pathlib import Path

from carepath.authoring.build import build_regime
from carepath.authoring.load import errors, finished, used_files
from carepath.authoring.merge import joined
from carepath.authoring.nodes import Fields, Node, fields, text
from carepath.authoring.places import File, Folder, asked_for
from carepath.authoring.shelf import Shelf
from carepath.authoring.source import Parsed
from carepath.problems import InvalidPathway, Problem
from carepath.standards import Regime


@dataclass(frozen=True, slots=True)
class LoadedRegime:
    """A regime (None where there are errors) and everything that was noticed."""

    regime: Regime | None
    problems: tuple[Problem, ...]

    def require(self) -> Regime:
        """Return the regime; raises InvalidPathway where there is none."""
        if self.regime is None:
            raise InvalidPathway(tuple(problem for problem in self.problems if problem.severity == "error"))
        return self.regime


def load_regime(path: str | os.PathLike[str] | Traversable) -> LoadedRegime:
    """Return the regime in a shared file, with every problem found in it."""
    return regime_in(asked_for(path), Shelf())


def is_regime(root: Node | None) -> bool:
    """Return whether a file is a shared file with standards."""
    return isinstance(root, Fields) and "shared" in root and "standards" in root


def regime_in(file: File, shelf: Shelf) -> LoadedRegime:
    """Return the regime in a file; what was read before in the same run stands on the shelf."""
    parsed = shelf.read(file)
    files: dict[str, Parsed] = {file.label: parsed}
    problems = list(parsed.problems)
    root = parsed.root
    if not isinstance(root, Fields) or not is_regime(root):
        if root is not None:
            message = "This file has no standards, so it is not a regime."
            hint = "Write standards: and, under it, their codes."
            problems.append(Problem(root.source, "missing-key", message, hint))
        return LoadedRegime(None, finished(problems, files))
    problems += shelf.shape(root)
    found, complete = used_files(root, _folders(file, root), files, problems, shelf)
    merged, twice = joined(root, found)
    problems += twice
    if errors(problems):
        return LoadedRegime(None, finished(problems, files))
    built, flaws = build_regime(merged, frozenset(used.source.file for used in found), complete)
    ended = finished([*problems, *flaws], files)
    return LoadedRegime(None if errors(ended) else built, ended)


def overlaps(regimes: Iterable[Regime]) -> Iterator[Problem]:
    """Yield regimes that are in force on the same day: a wait is reported by one of them."""
    ordered = sorted(regimes, key=lambda regime: (regime.effective_from, regime.id))
    for first, second in combinations(ordered, 2):
        if first.effective_to is None or second.effective_from <= first.effective_to:
            message = f"{first.id} ({first.source.file}) and {second.id} are in force on the same days."
            hint = "Close the earlier one: effective: {from: …, to: the day before}."
            yield Problem(second.source, "regimes-overlap", message, hint)


def _folders(file: File, root: Fields) -> tuple[Folder, ...]:
    """Return the folder of definitions that a shared file belongs to, by the name it has."""
    above = (text(fields(root).get("shared")) or "").count("/") + 1
    if not isinstance(file.place, Path) or len(file.place.parents) <= above:
        return ()
    label = file.label
    for _ in range(above + 1):
        label = os.path.dirname(label)
    return (Folder(file.place.parents[above], label),)
