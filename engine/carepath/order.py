"""The order of events: by day, within a day by instant, and one stated extension of that.

A day-precision event occupies its whole day and is unordered against all of it; so are equal
instants. The extension takes the smallest (rank, type, provider, root) each time
(docs/reference/semantics.md, section 2).
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from itertools import groupby

from carepath.reading import Event


def ordered(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events in the chosen order."""
    by_day = sorted(events, key=lambda event: event.day)
    return tuple(event for _, day in groupby(by_day, key=lambda event: event.day) for event in _within(list(day)))


def unordered(first: Event, second: Event) -> bool:
    """Return whether two events of one day could as well have happened the other way round."""
    return first.instant is None or first.instant == second.instant or second.instant is None


def _within(day: list[Event]) -> list[Event]:
    """Order one day: of those that nothing precedes, the smallest comes next."""
    timed = sorted((event for event in day if event.at is not None), key=lambda event: (event.instant, event.key))
    instants = [list(group) for _, group in groupby(timed, key=lambda event: event.instant)]
    instants.reverse()
    free = [(event.key, event) for event in day if event.at is None]
    left = 0  # how many of the earliest instant are still to come

    def release() -> int:
        if not instants:
            return 0
        group = instants.pop()
        for event in group:
            heappush(free, (event.key, event))
        return len(group)

    heapify(free)
    left = release()
    chosen = []
    while free:
        _, event = heappop(free)
        chosen.append(event)
        if event.at is not None:
            left -= 1
            if left == 0:
                left = release()
    return chosen
