"""A live event in the words of a definition: its type, civil day, typed data, and whether it counts.

What can be said of an event without knowing where the case stands is said here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Literal

from carepath.attributes import BadValue, typed
from carepath.calendar import civil_day, instant
from carepath.live import Told
from carepath.model import AttributeType, Pathway, Value
from carepath.record import Scalar, Status

NO_RANK = 1_000_000  # types outside the vocabulary come last within a day

Void = Literal["dated-in-future", "impossible-date", "possible-duplicate", "unknown-event"]


@dataclass(frozen=True, slots=True)
class Event:
    """A live event as the definition reads it. `void`: why it has no effect, if it has none."""

    root: str
    entry: str
    chain: tuple[str, ...]
    type: str
    rank: int
    status: Status
    day: date
    at: datetime | None
    recorded: date | None
    provider: str | None
    values: Mapping[str, Value]
    raw: Mapping[str, Scalar]
    bad: tuple[str, ...]
    void: Void | None = None

    @property
    def key(self) -> tuple[int, str, str, str]:
        """The smallest of several unordered events of a day comes first."""
        return (self.rank, self.type, self.provider or "", self.root)

    @property
    def instant(self) -> datetime | None:
        """When it happened, in UTC: within one zone Python compares what clocks show, not instants."""
        return None if self.at is None else self.at.astimezone(UTC)

    @property
    def forecast(self) -> bool:
        """Whether it is a plan, or takes one back, and so moves nothing."""
        return self.status in ("planned", "cancelled")


def read(pathway: Pathway, told: Iterable[Told], zone: tzinfo) -> tuple[Event, ...]:
    """Return the events as the definition reads them, in no particular order."""
    return tuple(_event(pathway, one, zone) for one in told)


def _event(pathway: Pathway, told: Told, zone: tzinfo) -> Event:
    entry = told.entry
    name = entry.event or ""
    type_ = pathway.routes.names.get(name)
    occurred = entry.occurred
    assert occurred is not None, "an entry of an event has a date"
    values, bad = _values(pathway.attributes, entry.data)
    day = civil_day(occurred, zone)
    recorded = None if entry.recorded is None else civil_day(entry.recorded, zone)
    return Event(
        root=told.root,
        entry=entry.id,
        chain=told.chain,
        type=type_ or name,
        rank=NO_RANK if type_ is None else pathway.events[type_].rank,
        status=entry.status,
        day=day,
        at=instant(occurred, zone).astimezone(zone) if isinstance(occurred, datetime) else None,
        recorded=recorded,
        provider=entry.provider,
        values=values,
        raw=entry.data,
        bad=bad,
        void=_void(type_, entry.status, day, recorded),
    )


def _void(type_: str | None, status: Status, day: date, recorded: date | None) -> Void | None:
    if type_ is None:
        return "unknown-event"
    if recorded is not None and day > recorded and status not in ("planned", "cancelled"):
        return "dated-in-future"
    return None


def _values(types: Mapping[str, AttributeType], data: Mapping[str, Scalar]) -> tuple[dict[str, Value], tuple[str, ...]]:
    values: dict[str, Value] = {}
    bad = []
    for name, raw in data.items():
        if name not in types:
            continue
        try:
            value = typed(types[name], raw)
        except BadValue:
            bad.append(name)
        else:
            if value is not None:
                values[name] = value
    return values, tuple(bad)


def with_effects(pathway: Pathway, ordered: Iterable[Event]) -> tuple[Event, ...]:
    """Mark, among events in order, those after death or before birth and those told twice over."""
    events = tuple(ordered)
    born = min(_life(pathway, events, "birth"), default=date.min)
    died = min(_life(pathway, events, "death"), default=date.max)
    seen: set[object] = set()
    marked = []
    for event in events:
        void = event.void
        if void is None and not event.forecast:
            twin = (event.type, event.provider, event.day, event.at, event.status, tuple(event.raw.items()))
            if not born <= event.day <= died:
                void = "impossible-date"
            elif twin in seen and not pathway.events[event.type].repeat:
                void = "possible-duplicate"
            seen.add(twin)
        marked.append(event if void == event.void else replace(event, void=void))
    return tuple(marked)


def _life(pathway: Pathway, events: Iterable[Event], mark: str) -> list[date]:
    return [
        event.day
        for event in events
        if event.void is None and event.status == "done" and pathway.events[event.type].life == mark
    ]
