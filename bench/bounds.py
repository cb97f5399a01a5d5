"""The bounds that the engine is held to, beside what a run measured: met, or missed by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from live import ENGINE

SORTED, ARRIVAL = "carepath cohort, sorted by case", "carepath cohort, in arrival order"
GIGABYTE = 1024  # megabytes
LARGE = 50_000_000  # events for which the bounds of memory are meant
Result = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Bound:
    """What is bound, beside what, the bound, what came, and whether more is better."""

    what: str
    beside: str
    bound: float
    measured: float
    unit: str
    more: bool

    @property
    def met(self) -> bool:
        """Whether the bound is met."""
        return self.measured >= self.bound if self.more else self.measured <= self.bound

    def plain(self) -> Mapping[str, object]:
        """Return it for the record."""
        sense = "at least" if self.more else "at most"
        return {
            "what": self.what, "beside": self.beside, "bound": f"{sense} {self.bound:,g} {self.unit}",
            "measured": float(f"{self.measured:.3g}"), "met": self.met,
            "times missed": None if self.met else float(f"{_factor(self):.3g}"),
        }  # fmt: skip


def _factor(bound: Bound) -> float:
    return bound.bound / bound.measured if bound.more else bound.measured / bound.bound


def bounds(
    rates: Mapping[str, float], memory: Mapping[str, int], mined: float, live: Mapping[str, float],
    milliseconds: Mapping[str, int], events: int,
) -> Iterator[Bound]:  # fmt: skip
    """Yield the bounds: `rates` in events a second, `mined` that of the sorted cohort on the events PM4Py had."""
    many = f"{events:,} events"
    yield Bound(
        f"cohort, sorted by case, {many}", "pyarrow read", 2, rates["pyarrow read"] / rates[SORTED], "times", False
    )
    ratio = rates["Polars read and sort"] / rates[ARRIVAL]
    yield Bound(f"cohort, in arrival order, {many}", "Polars read and sort", 1, ratio, "times", False)
    for peer, bound in (("PM4Py token replay", 200), ("PM4Py temporal profile", 1500), ("durable_rules", 1500)):
        yield Bound("cohort, sorted by case, from the file", peer, bound, mined / rates[peer], "times faster", True)
    if events >= LARGE:
        yield Bound(f"memory, sorted by case, {many}", "", 2, memory[SORTED] / GIGABYTE, "GB", False)
        yield Bound(f"memory, in arrival order, {many}", "", 4, memory[ARRIVAL] / GIGABYTE, "GB", False)
    yield Bound("`evaluate` of a case of 20 events", "", 500, live[ENGINE], "a second", True)
    bare = milliseconds["python -c pass"]
    check, first = "carepath check pathways/og.yaml", "import carepath, load og, evaluate one case"
    yield Bound(f"`{check}`", "`python -c pass`", 300, milliseconds[check] - bare, "ms more", False)
    yield Bound(first, "", 150, milliseconds[first], "ms", False)
