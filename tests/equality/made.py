"""The cases that both engines are asked about: made up by `carepath generate` and drawn by the test kit.

The same part, the same cases: a part is a definition (or `drawn`) with a number, and the number is its seed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

from carepath import generate, library
from carepath.intake import read
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rows import cases
from carepath.testing import histories, pathways, perturbed, records, written
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

SMALL = Path(__file__).parents[1] / "property" / "definitions"  # with the rarer constructs
DRAWN = "drawn"
COHORT = 1000  # cases of one definition at once
MADE = 400  # of them by `carepath generate`
DEFINITIONS, EACH = 25, 60  # drawn ones of a part, and cases of each
KEPT = 4  # parts for which the walks of `carepath generate` are made once, as that takes long
FIRST, DAYS = date(2016, 1, 4), 365
FAULTS = generate.Faults(delayed=0.3, skipped=0.3, told_late=0.5)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """Cohorts that are made and compared together."""

    of: str  # the name of a definition, or DRAWN
    number: int

    @property
    def key(self) -> str:
        """The name under which its result is kept."""
        return f"{self.of} {self.number}"


@dataclass(frozen=True, slots=True)
class Cohort:
    """The entries of many cases that go by one definition."""

    pathway: Pathway
    entries: tuple[Entry, ...]


@cache
def definitions() -> dict[str, Pathway]:
    """Return the definitions that come with the project, and the small ones of its tests."""
    small = [written(file.read_text("utf-8"), file.name) for file in sorted(SMALL.glob("*.yaml"))]
    return {each.name: each for each in (*library.definitions(), *small)}


def parts() -> Iterator[Part]:
    """Yield parts without end: in turn one of each definition that there is, and drawn ones of as many cases."""
    there = list(definitions())
    turns = len(there) * COHORT // (DEFINITIONS * EACH)
    for number in count(1):
        yield from (Part(name, number) for name in there)
        yield from (Part(DRAWN, place) for place in range(1 + (number - 1) * turns, 1 + number * turns))


def cohorts(part: Part) -> Iterator[Cohort]:
    """Yield the cohorts of a part."""
    if part.of != DRAWN:
        pathway = definitions()[part.of]
        made = [*_generated(pathway, part.number, MADE)] if pathway.id in library.names() else []
        yield _cohort(pathway, made, part.number, COHORT - len(made))
        return
    for pathway in drawn(pathways(), part.number, DEFINITIONS):
        yield _cohort(pathway, [], part.number, EACH)


def _cohort(pathway: Pathway, made: Sequence[Sequence[Entry]], number: int, size: int) -> Cohort:
    """Return those cases with so many drawn ones: lawful, the same with one thing changed, and any at all."""
    third = size // 3
    changed = drawn(histories(pathway).filter(bool).flatmap(perturbed), number, third)
    lawful = {tuple(each.before) for each in changed}
    found: dict[str, Collection[Sequence[Entry]]] = {
        "made": made,
        "lawful": sorted(lawful, key=repr),
        "changed": changed,
        "any": drawn(records(pathway).filter(bool), number, size - 2 * third),
    }
    named = {f"{kind} {place:04}": case for kind, all in found.items() for place, case in enumerate(all)}
    return Cohort(pathway, tuple(replace(entry, case=name) for name, case in named.items() for entry in case))


def _generated(pathway: Pathway, number: int, size: int) -> Iterator[Sequence[Entry]]:
    ways = _templates(pathway.name, number // KEPT)
    form = generate.shape([way.stops for way in ways], FAULTS.recorded)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.jsonl"
        with path.open("wb") as stream:
            generate.write(path.name, stream, generate.histories(ways, number, size, FIRST, DAYS, FAULTS), form)
        yield from islice(cases(read(str(path)).entries).values(), size)


@cache
def _templates(name: str, number: int) -> tuple[generate.Template, ...]:
    return generate.ready(definitions()[name], number, FIRST)


def drawn(strategy: st.SearchStrategy[T], number: int, size: int) -> list[T]:
    """Return so many values, as Hypothesis draws them for a seed; of equal ones only the first is kept."""
    found: list[T] = []

    @seed(number)
    @settings(
        max_examples=size,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(value: T) -> None:
        found.append(value)

    draw()
    return [*{_key(value): value for value in reversed(found)}.values()][::-1]


def _key(value: object) -> object:
    return tuple(value) if isinstance(value, tuple) else repr(value)
