"""A cohort on disk: its events as two files, how many there are, and what machines are told of each case."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
from carepath import Calendar, Entry, Pathway, library
from carepath.intake import read
from graphs import Graph, Told
from graphs import told as told_of
from histories import AS_OF, FILES, PATHWAY, stock, worked, write

ABOUT = "about.json"
WARM = 1_000  # events of the cohort on which everything runs once before it is measured

__all__ = ["AS_OF", "WARM", "Cohort", "calendar", "definition", "entries", "made", "told"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Where a cohort lies and how large it is; `stamp` says what it was made from."""

    folder: Path
    events: int
    cases: int
    stamp: str

    @classmethod
    def found(cls, folder: Path) -> Cohort:
        """Return a cohort that was made before."""
        return cls(folder, **json.loads((folder / ABOUT).read_text("utf-8")))

    @property
    def by_case(self) -> Path:
        """One case after the other."""
        return self.folder / "by_case.parquet"

    @property
    def by_day(self) -> Path:
        """One day after the other."""
        return self.folder / "by_day.parquet"


@cache
def definition() -> Pathway:
    """Return the definition that all cases go by."""
    return library.find(PATHWAY)


def calendar() -> Calendar:
    """Return the calendar of the definition."""
    return Calendar.named(definition().calendar)


def entries(given: Cohort) -> list[Sequence[Entry]]:
    """Return the entries of each case."""
    cases: dict[str, list[Entry]] = defaultdict(list)
    for entry in read(str(given.by_case), "parquet", "iso").entries:
        cases[entry.case].append(entry)
    return list(cases.values())


def told(given: Cohort) -> tuple[Graph, tuple[Told, ...]]:
    """Return a graph, and what machines are told of each case on it."""
    return told_of(definition(), entries(given), AS_OF)


def made(folder: Path, events: int) -> Cohort:
    """Return the cohort of so many events, writing its files where they are not there yet or made from others."""
    own, stamp = folder / str(events), _stamp()
    if not (own / ABOUT).exists() or Cohort.found(own).stamp != stamp:
        own.mkdir(parents=True, exist_ok=True)
        given = Cohort(own, 0, 0, stamp)
        write(stock(worked()[1]), events, given.by_case, given.by_day)
        cases = pq.read_table(given.by_case, columns=["case"]).column(0)
        about = {"events": len(cases), "cases": len(cases.unique()), "stamp": stamp}
        (own / ABOUT).write_text(json.dumps(about), "utf-8")
    return Cohort.found(own)


def _stamp() -> str:
    """Return a hash of all that a cohort is made from."""
    code = [Path(__file__).with_name(name) for name in ("cohorts.py", "histories.py")]
    texts = [file.read_bytes() for file in (*FILES, *code)]
    return sha256(b"".join(texts) + definition().hash.encode()).hexdigest()
