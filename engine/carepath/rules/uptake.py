"""How many of those to whom something was open took it: one rule says who could, another who did.

Counted by unit and by the month in which somebody came to be able to; no small numbers are hidden here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from carepath.rules.concluding import Conclusion
from carepath.rules.judging import Judgement


@dataclass(frozen=True, slots=True)
class Uptake:
    """Of those who could, in a unit and a month (2010-08; None: not known), how many did."""

    unit: str | None
    month: str | None
    took: int
    could: int

    @property
    def share(self) -> Fraction:
        """The part that did, exactly."""
        return Fraction(self.took, self.could)


def uptake(judged: Iterable[Judgement], took: str, could: str) -> tuple[Uptake, ...]:
    """Return the uptake by unit and month, in order; `took` and `could` are the ids of rules.

    Who took it without being able to is not counted; an episode counts once.
    """
    able: Counter[tuple[str | None, str | None]] = Counter()
    did: Counter[tuple[str | None, str | None]] = Counter()
    for each in judged:
        takers = {conclusion.episode for conclusion in each.conclusions if conclusion.rule.id == took}
        found = {conclusion.episode: conclusion for conclusion in each.conclusions if conclusion.rule.id == could}
        for episode, conclusion in found.items():
            place = _place(conclusion)
            able[place] += 1
            did[place] += episode in takers
    ordered = sorted(able, key=lambda place: (place[0] or "", place[1] or ""))
    return tuple(Uptake(unit, month, did[unit, month], able[unit, month]) for unit, month in ordered)


def _place(conclusion: Conclusion) -> tuple[str | None, str | None]:
    """Return the unit and the month of the first event that a conclusion rests on, else those of any fact."""
    facts = sorted(conclusion.facts, key=lambda fact: fact.kind != "event")
    unit = next((str(fact.fields["provider"]) for fact in facts if "provider" in fact.fields), None)
    day = next((fact.since for fact in facts if fact.since is not None), None)
    return unit, None if day is None else f"{day:%Y-%m}"
