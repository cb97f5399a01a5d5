"""Who answers for the wait: exactly one provider a day, switched by transfers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carepath.calendar import CalendarEnds
from carepath.clocks import Count
from carepath.findings import Segment
from carepath.reading import Event
from carepath.transfers import Passing


@dataclass(frozen=True, slots=True)
class Holder:
    """A provider and the last day that is not yet its own: it answers for the days after `after`."""

    provider: str | None
    after: date


def holders(started: Event | None, passed: tuple[Passing, ...]) -> tuple[Holder, ...]:
    """Return who held the case from its start on, in order of time."""
    if started is None:
        return ()
    switches = sorted(
        (passing.switched, place, passing.to) for place, passing in enumerate(passed) if passing.switched is not None
    )
    held = [Holder(started.provider, started.day)]
    for day, _, provider in switches:
        if provider != held[-1].provider:
            held.append(Holder(provider, max(day, held[-1].after)))
    return tuple(held)


def holder_on(held: tuple[Holder, ...], day: date) -> str | None:
    """Return the provider that answers for a day; on the day of handover still the sender."""
    provider = held[0].provider if held else None
    for holder in held[1:]:
        if holder.after < day:
            provider = holder.provider
    return provider


def segments(held: tuple[Holder, ...], start: date, end: date, count: Count | None) -> tuple[Segment, ...]:
    """Split the days (start, end] by who held the case; days are those the count counts.

    The days of all segments sum to the net wait. `days` is None where nothing counts.
    """
    edges = [max(start, min(holder.after, end)) for holder in held] + [end]
    edges[0] = start
    found = []
    for holder, low, high in zip(held, edges, edges[1:], strict=False):
        if high > low:
            found.append(Segment(holder.provider, low, high, _days(count, low, high)))
    if not found and held:
        found.append(Segment(holder_on(held, end), start, end, _days(count, start, end)))
    return tuple(found)


def _days(count: Count | None, low: date, high: date) -> int | None:
    if count is None:
        return None
    try:
        return count.elapsed(high) - count.elapsed(low)
    except CalendarEnds:
        return None
