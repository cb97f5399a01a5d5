"""Transfers between providers: from the events told to sent, received, accepted, handed over.

A transfer is a small episode beside the state graph (docs/reference/semantics.md, section 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from carepath.model import DatasetItem, Pathway, Transfer
from carepath.reading import Event
from carepath.standing import Heard, Note

ABSENT = ("no", "unknown")  # words that are not a value of a dataset item


@dataclass(frozen=True, slots=True)
class Passing:
    """One transfer in one episode, as far as it has come.

    `short` are the items missing on the day of receipt, `handover` the day on which receipt,
    completeness or acceptance make it count; `provider` of the sender and receiver where known.
    """

    transfer: Transfer
    episode: int
    sent: Event | None = None
    received: Event | None = None
    accepted: Event | None = None
    returned: Event | None = None
    to: str | None = None
    missing: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    handover: date | None = None

    @property
    def touched(self) -> bool:
        """Whether anything has been told of it."""
        return any((self.sent, self.received, self.accepted, self.returned))

    @property
    def switched(self) -> date | None:
        """The day after which the receiver answers for the wait."""
        match self.transfer.responsibility:
            case "sent":
                return self.sent.day if self.sent else self.handover
            case "accepted":
                return self.accepted.day if self.accepted else None
            case _:
                return self.handover


@dataclass(frozen=True, slots=True)
class Passings:
    """All transfers of a case, and what there is to say of the events that moved them."""

    of: tuple[Passing, ...]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Desk:
    """Where transfers lie while their events are read; thrown away afterwards."""

    pathway: Pathway
    lying: dict[tuple[int, str], Passing] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def on(self, episode: int) -> list[Passing]:
        """Return the transfers of an episode in the order of the chain."""
        names = self.pathway.routes.transfer_order
        return [self.at(episode, name) for name in names]

    def at(self, episode: int, name: str) -> Passing:
        return self.lying.get((episode, name)) or Passing(self.pathway.transfers[name], episode)

    def put(self, passing: Passing) -> None:
        self.lying[passing.episode, passing.transfer.id] = passing


def passings(pathway: Pathway, heard: Iterable[Heard], episodes: int) -> Passings:
    """Return every transfer of the first episode, and those touched in later ones."""
    told = tuple(heard)
    desk = _Desk(pathway)
    for one in told:
        if one.event.type.startswith("transfer.") and one.event.status == "done":
            _move(desk, one)
    there = _first_days(pathway, told)
    found = [
        _completed(passing, there)
        for episode in range(1, episodes + 1)
        for passing in desk.on(episode)
        if episode == 1 or passing.touched
    ]
    return Passings(tuple(found), tuple(desk.notes))


def _move(desk: _Desk, one: Heard) -> None:
    """Let one event move the transfer it is about."""
    event = one.event
    passing = _meant(desk, one)
    if passing is None:
        desk.notes.append(Note("unknown-transfer", event.type, event, one.episode))
        return
    receiver = _receiver(event)
    if event.type == "transfer.sent":
        _sent_on(desk, passing, event)
        begun = passing.returned is not None or passing.sent is None
        kept = replace(passing, returned=None, received=None, accepted=None) if passing.returned else passing
        desk.put(replace(kept, sent=event if begun else kept.sent, to=receiver or kept.to))
    elif event.type == "transfer.received":
        first = passing.received or event
        desk.put(replace(passing, received=first, returned=None, to=_taker(desk, passing, event)))
    elif event.type == "transfer.accepted":
        received = passing.received or event
        accepted = passing.accepted or event
        taker = _taker(desk, passing, event)
        desk.put(replace(passing, received=received, accepted=accepted, returned=None, to=taker))
    else:
        desk.notes.append(Note("transfer-returned", passing.transfer.id, event, one.episode))
        desk.put(replace(passing, received=None, accepted=None, returned=event))


def _receiver(event: Event) -> str | None:
    """Return the provider that receives: named in `to`, or the one who says so itself."""
    to = event.raw.get("to")
    if isinstance(to, str) and to:
        return to
    return None if event.type == "transfer.sent" else event.provider


def _taker(desk: _Desk, passing: Passing, event: Event) -> str | None:
    """Return who has received: the provider that says so if it plays the role, else the one it was sent to."""
    receiver = _receiver(event)
    if desk.pathway.roles[passing.transfer.receiver].played_by(receiver, event.day):
        return receiver
    return passing.to or receiver


def _meant(desk: _Desk, one: Heard) -> Passing | None:
    """Return the transfer an event is about: the one it names, else the first unfinished that fits."""
    named = one.event.raw.get("transfer")
    if named is not None and named != "":
        return desk.at(one.episode, str(named)) if str(named) in desk.pathway.transfers else None
    receiver = _receiver(one.event)
    for passing in desk.on(one.episode):
        role = desk.pathway.roles[passing.transfer.receiver]
        if passing.accepted is None and role.played_by(receiver, one.event.day):
            return passing
    return None


def _sent_on(desk: _Desk, passing: Passing, event: Event) -> None:
    """Sending on implies acceptance of the transfer before it."""
    for before in desk.on(passing.episode):
        follows = before.transfer.receiver == passing.transfer.sender
        if follows and before.transfer.id != passing.transfer.id and before.touched and before.accepted is None:
            desk.put(replace(before, received=before.received or event, accepted=event, returned=None))


def _first_days(pathway: Pathway, heard: Iterable[Heard]) -> Mapping[str, date]:
    """Return for each event type and attribute (`@name`) the first day on which it was there."""
    days: dict[str, date] = {}
    for one in heard:
        if one.event.status != "done":
            continue
        days.setdefault(one.event.type, one.event.day)
        for name, value in one.event.values.items():
            if value not in ABSENT:
                days.setdefault(f"@{name}", one.event.day)
    return days


def _completed(passing: Passing, there: Mapping[str, date]) -> Passing:
    """Work out what is missing, and on which day the transfer was handed over."""
    required = [item for item in passing.transfer.items if not item.optional]
    days = {item.id: _there(item, there) for item in required}
    missing = tuple(sorted(name for name, day in days.items() if day is None))
    if passing.received is None:
        return replace(passing, missing=missing)
    received = passing.received.day
    short = tuple(sorted(name for name, day in days.items() if day is None or day > received))
    last = max((day for day in days.values() if day is not None), default=received)
    complete = max(last, received) if not missing else None
    accepted = passing.accepted.day if passing.accepted else None
    handover = min((day for day in (complete, accepted) if day is not None), default=None)
    return replace(passing, missing=missing, short=short, handover=handover)


def _there(item: DatasetItem, there: Mapping[str, date]) -> date | None:
    names = (*item.after, *([f"@{item.attribute}"] if item.attribute else []))
    return min((there[name] for name in names if name in there), default=None)
