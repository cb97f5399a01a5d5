"""Corrections within a table: which event a row replaces or takes back, without an entry for each row.

Only what is plain is resolved here: one correction of one event of the same case, recorded no earlier, that is itself
not corrected. The specification is `carepath.live`; a case with anything else is left to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from carepath.cohort.machine.compiled import Table

EVENT, REPLACE, RETRACT, NOTE, OTHER = range(5)  # what a row is; pins, and what cannot be read, are something else


@dataclass(frozen=True, slots=True)
class Corrections:
    """The rows of events that are replaced, with the rows that replace them, and of those that are taken back.

    `retracting` are the rows that take back, in the order of `retracted`.
    """

    replaced: Table
    replacing: Table
    retracted: Table
    retracting: Table

    def stands(self, rows: int, known: Table) -> Table:
        """Return for each row the one that holds what stands of it, as far as is known; -1 if it was taken back."""
        found = np.arange(rows)
        heard = known[self.replacing]
        found[self.replaced[heard]] = self.replacing[heard]
        found[self.retracted[known[self.retracting]]] = -1
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a case with a correction: its place, case, kind, id, target and when it was recorded."""

    place: int
    case: int
    kind: int
    id: str
    target: str | None
    recorded: int


def _numbers(places: Sequence[int]) -> Table:
    return np.array(places, np.int64)


def none() -> Corrections:
    """Return no corrections."""
    return Corrections(*(_numbers(()) for _ in range(4)))


def corrections(lines: Iterable[Line]) -> tuple[Corrections, set[int]]:
    """Return the corrections, and the cases that hold one that is not plain; ids are unique within a case."""
    given = list(lines)
    known = {(line.case, line.id): line for line in given}
    found: dict[int, tuple[int, int]] = {}  # by the place of what is corrected: the kind and place of its correction
    unusual: set[int] = set()
    for line in given:
        if line.kind not in (REPLACE, RETRACT):
            continue
        aim = known.get((line.case, line.target or ""))
        if aim is None or aim.kind != EVENT or aim.recorded > line.recorded or aim.place in found:
            unusual.add(line.case)
        else:
            found[aim.place] = (line.kind, line.place)
    away = {line.place for line in given if line.case in unusual}
    pairs = {
        kind: [(place, by) for place, (what, by) in found.items() if what == kind and place not in away]
        for kind in (REPLACE, RETRACT)
    }
    return Corrections(
        _numbers([place for place, _ in pairs[REPLACE]]),
        _numbers([by for _, by in pairs[REPLACE]]),
        _numbers([place for place, _ in pairs[RETRACT]]),
        _numbers([by for _, by in pairs[RETRACT]]),
    ), unusual
