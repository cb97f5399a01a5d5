"""What the checks of time have in common: a problem with what it blames, and clauses in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from carepath.authoring.checks.naming import named
from carepath.authoring.checks.temporal.watches import Bound
from carepath.model import Source
from carepath.problems import Problem


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem, and the targets that are to blame for it."""

    problem: Problem
    blamed: frozenset[str]


def clauses(bounds: Iterable[Bound]) -> str:
    """Say clauses with the lines on which they stand."""
    return "; ".join(f"{bound.words} ({bound.source})" for bound in dict.fromkeys(bounds))


def called(bound: Bound) -> str:
    """Return what kind of target it is, its id and its title."""
    return f"the {bound.owner} {named(bound)}"


def begun(sentence: str) -> str:
    """Return a sentence that begins with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def last_written(bounds: Iterable[Bound]) -> Source:
    """Return the place of the clause that comes last, those of local targets before those of clocks."""
    given = tuple(bounds)
    own = [bound for bound in given if bound.owner != "clock"] or given
    return max((bound.source for bound in own), key=lambda source: (source.file, source.line))


def a_path(states: tuple[str, ...], most: int = 8) -> str:
    """Say the states that a path goes through; of a long one the last."""
    shown = states[-most:]
    return ("… → " if len(shown) < len(states) else "") + " → ".join(shown)
