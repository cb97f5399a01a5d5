"""Differences of what a definition says of itself: name, status, days in force, governance, sources."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.differences.difference import Bump, Clause, Difference, Group, at, clause, paired
from carepath.differences.wording import listed
from carepath.model import Pathway


def head(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the head of two definitions; versions are compared apart."""
    named = Clause("definition", "The definition", old.source, new.source)
    told: tuple[tuple[Group, Bump, str, object, object], ...] = (
        ("governance", "major", "its id", old.id, new.id),
        ("governance", "patch", "its title", f"“{old.title}”", f"“{new.title}”"),
        ("governance", "patch", "its status", old.status, new.status),
        ("governance", "patch", "the first day it is in force", old.effective_from, new.effective_from),
        ("governance", "patch", "the last day it is in force", old.effective_to, new.effective_to),
        ("governance", "patch", "its owner", old.governance.owner, new.governance.owner),
        ("governance", "patch", "when it was agreed", old.governance.agreed, new.governance.agreed),
        ("governance", "patch", "when it is looked at again", old.governance.review, new.governance.review),
        ("governance", "patch", "what it takes the place of", old.supersedes, new.supersedes),
        ("governance", "patch", "its site", f"“{old.site}”", f"“{new.site}”"),
        ("governance", "patch", "its list of ICD-10 codes", listed(sorted(old.icd10)), listed(sorted(new.icd10))),
        ("days", "major", "its time zone", old.zone, new.zone),
        ("days", "major", "its calendar of bank holidays", old.calendar, new.calendar),
        ("days", "major", "the clock that its days count on", old.day_zero, new.day_zero),
        ("steps", "major", "what an event of a later step does", GAPS[old.on_gap], GAPS[new.on_gap]),
    )
    for group, bump, what, before, after in told:
        if before != after:
            yield named.now(group, bump, what, before or "not said", after or "not said")
    if old.effective_verified != new.effective_verified:
        in_force = Clause("definition", "The day from which the definition is in force", old.source, new.source)
        yield in_force.checked(new.effective_verified)


GAPS = {"jump": "it carries the case forward", "stay": "it leaves the case where it is"}


def sources(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the documents that clauses may cite."""
    for id, before, after in paired(old.references, new.references):
        either = after or before
        named = clause("source", id, either.title if either else id, at(before), at(after))
        if before is None or after is None:
            yield named.says("governance", "patch", " is added." if after else " is removed.")
            continue
        yield from named.titled("governance", before.title, after.title)
        for what, was, now in (("its date", before.date, after.date), ("its address", before.url, after.url)):
            if was != now:
                yield named.now("governance", "patch", what, was or "not said", now or "not said")
