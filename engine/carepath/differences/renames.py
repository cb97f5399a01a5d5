"""Ids that were changed and nothing else: found by trying them.

A rename is provable where the clause, with the new id put for the old one all through the old definition, says
the same in both, and where no other clause would do as well. Everything else is a removal and an addition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from carepath.differences.days import clocks, milestones
from carepath.differences.difference import Difference, Group, clause
from carepath.differences.other_ids import Kind, put
from carepath.differences.people import roles, transfers
from carepath.differences.states import states
from carepath.differences.vocabulary import events
from carepath.model import Pathway, Source


class Titled(Protocol):
    """A clause that is called something."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def source(self) -> Source:
        """Where it is written."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of clause: where a pathway keeps it, how it is compared, and its group.

    Where it `needs_title`, a clause called by its id says nothing by which to know it again.
    """

    kind: Kind
    group: Group
    kept: Callable[[Pathway], Mapping[str, Titled]]
    compare: Callable[[Pathway, Pathway], Iterator[Difference]]
    needs_title: bool = False


NOUNS = (
    Noun("role", "responsible", lambda pathway: pathway.roles, roles, needs_title=True),
    Noun("event", "vocabulary", lambda pathway: pathway.events, events, needs_title=True),
    Noun("clock", "standards", lambda pathway: pathway.clocks, clocks),
    Noun("step", "steps", lambda pathway: pathway.states, states),
    Noun("milestone", "days", lambda pathway: pathway.milestones, milestones),
    Noun("transfer", "responsible", lambda pathway: pathway.transfers, transfers),
)


def without_renames(old: Pathway, new: Pathway) -> tuple[Pathway, tuple[Difference, ...]]:
    """Return the old definition with the ids of the new one where they were renamed, and those renames."""
    found: list[Difference] = []
    known = -1
    while known < len(found):  # one rename can make another provable
        known = len(found)
        for noun in NOUNS:
            for before, after in _renamed(noun, old, new):
                was, now = noun.kept(old)[before], noun.kept(new)[after]
                named = clause(noun.kind, after, now.title, was.source, now.source)
                found.append(named.says(noun.group, "major", f" was {before}; nothing else in it has changed."))
                old = put(old, noun.kind, {before: after})
    return old, tuple(found)


def _renamed(noun: Noun, old: Pathway, new: Pathway) -> tuple[tuple[str, str], ...]:
    olds, news = noun.kept(old), noun.kept(new)
    gone = [id for id in olds if id not in news and not (noun.needs_title and olds[id].title == id)]
    come = [id for id in news if id not in olds]
    alike = [(before, after) for before in gone for after in come if _same(noun, before, after, old, new)]
    befores, afters = [before for before, _ in alike], [after for _, after in alike]
    return tuple(pair for pair in alike if befores.count(pair[0]) == 1 and afters.count(pair[1]) == 1)


def _same(noun: Noun, before: str, after: str, old: Pathway, new: Pathway) -> bool:
    found = noun.compare(put(old, noun.kind, {before: after}), new)
    kinds = ("step", "task", "move") if noun.kind == "step" else (noun.kind,)
    return not any(each.subject.split()[0] in kinds and each.subject.split()[1] == after for each in found)
