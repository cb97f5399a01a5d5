"""What differs between two definitions: their meaning, never their text. Pure, over two `Pathway` values.

One module for each noun; each change is named once, where it is written. Comments, layout and the order of keys
are no differences. `together` tells at once what is the same of many clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from carepath.differences.days import clocks, milestones
from carepath.differences.difference import BUMPS, HEADINGS, Bump, Difference, Group
from carepath.differences.head import head, sources
from carepath.differences.people import datasets, organisations, roles, transfers
from carepath.differences.renames import without_renames
from carepath.differences.states import states
from carepath.differences.together import Change, together
from carepath.differences.versions import Asked, asked
from carepath.differences.vocabulary import attributes, events
from carepath.differences.ways import exits, forms, reentries, rules, starts
from carepath.model import Pathway

__all__ = ["BUMPS", "HEADINGS", "Asked", "Bump", "Change", "Difference", "Group", "asked", "differences", "together"]

NOUNS: tuple[Callable[[Pathway, Pathway], Iterator[Difference]], ...] = (
    head,
    starts,
    states,
    exits,
    reentries,
    rules,
    forms,
    milestones,
    roles,
    transfers,
    organisations,
    datasets,
    clocks,
    events,
    attributes,
    sources,
)


def differences(old: Pathway, new: Pathway) -> tuple[Difference, ...]:
    """Return every difference once, by group, in the order of the new definition."""
    as_renamed, renames = without_renames(old, new)
    found = [*renames, *(each for noun in NOUNS for each in noun(as_renamed, new))]
    order = tuple(HEADINGS)
    return tuple(sorted(dict.fromkeys(found), key=lambda each: order.index(each.group)))
