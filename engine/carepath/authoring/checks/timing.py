"""Checks of time: whether the days of a definition can all be kept, and whether keeping them keeps the standards.

One message for one fault: what was blamed once is left out of what follows from it. Where there are too many paths to
follow, that is said too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from carepath.authoring.checks.temporal.network import mask
from carepath.authoring.checks.temporal.networks import Networks, networks
from carepath.authoring.checks.timing_contradictions import contradictions
from carepath.authoring.checks.timing_faults import Fault, clauses, last_written
from carepath.authoring.checks.timing_order import wrong_order
from carepath.authoring.checks.timing_standards import beyond_standards, standards_without_milestones
from carepath.authoring.checks.timing_transfers import too_little_after_transfers
from carepath.model import Pathway
from carepath.problems import Problem

Search = Callable[[Networks, frozenset[str]], Iterator[Fault]]

# What is contradictory has no order, and what lies beyond a standard is not said to come too late for the next step.
SEARCHES: tuple[Search, ...] = (
    contradictions,
    beyond_standards,
    too_little_after_transfers,
    wrong_order,
    standards_without_milestones,
)


def days_that_cannot_be_kept(pathway: Pathway) -> Iterator[Problem]:
    """Report days that contradict one another, come in the wrong order, or do not keep the standards."""
    found = networks(pathway)
    blamed: frozenset[str] = frozenset()
    for search in SEARCHES:
        for fault in search(found, blamed):
            blamed |= fault.blamed
            yield fault.problem
    if not found.complete:
        yield _not_all_followed(found)


def _not_all_followed(found: Networks) -> Problem:
    """Return that not every path was followed, at the clause for which there were too many: what is not said counts."""
    points = min((points for points, known in found.followed.items() if not known.complete), key=int.bit_count)
    asked = [bound for bound in found.watched.bounds if not mask((), (bound,)) & ~points]
    waits = [bound for bound in asked if bound.side == "not before"]
    place = last_written(waits or asked) if asked else found.pathway.source
    return Problem(
        place,
        "too-many-paths",
        f"There are too many paths to follow them all for {clauses(waits or asked[:1]) or 'these days'}: only the "
        f"shortest were followed, so days that cannot be kept on another one may go unseen.",
        "Let fewer steps be taken in any order, or take the minimum time away.",
        "warning",
    )
