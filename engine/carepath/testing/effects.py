"""What a change of a history must do to its findings: which appear, which vanish, and what is left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carepath.cases.expected import Named
from carepath.findings import Finding

# Findings that come of days. For a subject that is left open an effect says nothing of these; of all else it does.
OF_TIME = frozenset((
    "overdue", "late", "missed", "breach", "too-early", "precision-unknown", "calendar-ends",
    "late-transfer", "overdue-transfer", "late-acknowledgement",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """What must follow as of a day: the findings that appear and vanish, as authors write them (`late ogd 4 days`).

    All others stay, those of time on the subjects `left_open` apart: milestones, clocks and transfers for which the
    kit does not work out days by itself.
    """

    as_of: date
    appear: frozenset[Named] = frozenset()
    vanish: frozenset[Named] = frozenset()
    left_open: frozenset[str] = frozenset()

    def expected(self, before: Iterable[Finding]) -> Counter[Named]:
        """Return the findings that there must be after the change, given those before it."""
        there = Counter(self._spoken_of(before))
        missing = self.vanish - set(there)
        assert not missing, f"these should vanish and were never there: {', '.join(map(str, missing))}"
        return (there - Counter(self.vanish)) + Counter(self.appear)

    def found(self, after: Iterable[Finding]) -> Counter[Named]:
        """Return the findings after the change that the effect speaks of."""
        return Counter(self._spoken_of(after))

    def _spoken_of(self, findings: Iterable[Finding]) -> Iterable[Named]:
        return (said(one) for one in findings if not (one.code in OF_TIME and one.subject in self.left_open))

    def __str__(self) -> str:
        parts = [f"as of {self.as_of}"]
        for word, named in (("appear", self.appear), ("vanish", self.vanish)):
            parts.append(f"{word}: {', '.join(sorted(map(str, named))) or 'nothing'}")
        if self.left_open:
            parts.append(f"left open: {', '.join(sorted(self.left_open))}")
        return "; ".join(parts)


def said(finding: Finding) -> Named:
    """Return a finding as authors write it: code, subject, a later episode, and by how many days."""
    episode = finding.episode if finding.episode > 1 else None
    return Named(finding.code, finding.subject, episode, finding.days_over)
