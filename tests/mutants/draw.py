"""Which changes are tried: drawn with a fixed seed, four in five from the engine, the others from a definition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import definition
import modules
from changes import Change

SEED = 2016


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change with the text of its file: `key` names it, `words` tell it."""

    change: Change
    source: bytes

    @property
    def key(self) -> str:
        """What it is known by in results and reasons."""
        return self.change.key(self.source)

    @property
    def words(self) -> str:
        """The change, as it is told."""
        return self.change.words(self.source)

    @property
    def text(self) -> bytes:
        """The file with the change made."""
        return self.change.of(self.source)


def drawn(root: Path, count: int) -> tuple[Mutant, ...]:
    """Return `count` mutants of the files of a repository; the first of them are a sample of all of them."""
    random = Random(SEED)
    found = [each for file in modules.FILES for each in _mutants(root, file, modules.changes)]
    random.shuffle(found)
    sorts = defaultdict(list)
    for each in _mutants(root, definition.FILE, definition.changes):
        sorts[each.change.kind].append(each)
    for one in sorts.values():
        random.shuffle(one)
    turns = [one.pop() for _ in range(count) for one in sorts.values() if one]  # every kind in turn
    mixed = [turns.pop(0) if place % 5 == 4 else found.pop() for place in range(count)]
    return tuple(mixed)


def _mutants(root: Path, file: str, changes: Callable[[str, bytes], Iterable[Change]]) -> list[Mutant]:
    source = (root / file).read_bytes()
    return [Mutant(change, source) for change in changes(file, source)]
