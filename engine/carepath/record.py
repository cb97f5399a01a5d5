"""What we were told: one entry, as its sender wrote it.

Entries are an append-only set with two times: when a thing occurred and when the owner of the log
learned it. What stands of them is worked out in `live`, never stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Literal, get_args

from carepath.calendar import YEARS, end_of, instant

Kind = Literal["event", "replace", "retract", "pin", "note"]
Status = Literal["done", "planned", "cancelled", "not_possible", "not_needed"]
Scalar = str | int | bool | Decimal | date

KINDS = get_args(Kind)
STATUSES = get_args(Status)


class BadEntry(ValueError):
    """An entry was built from parts that cannot make one; the message says which."""


class MixedCases(ValueError):
    """Entries of more than one case were given where one case is judged."""


class Attributes(Mapping[str, Scalar]):
    """The flat data of an entry: an immutable mapping, kept in order of its names."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Mapping[str, Scalar] | None = None) -> None:
        self._pairs = dict(sorted((pairs or {}).items()))

    def __getitem__(self, name: str) -> Scalar:
        return self._pairs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __hash__(self) -> int:
        return hash(tuple(self._pairs.items()))

    def __repr__(self) -> str:
        return f"Attributes({self._pairs!r})"


NOTHING = Attributes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the log of a case.

    `occurred` is a civil date (precision day) or a datetime (precision instant); `recorded` a datetime.
    A datetime without offset is civil time in the pathway's zone. Raises BadEntry where the parts
    cannot make an entry. The fields are those of `docs/reference/semantics.md`, section 1.
    """

    case: str
    id: str
    kind: Kind = "event"
    event: str | None = None
    occurred: date | datetime | None = None
    recorded: datetime | None = None
    status: Status = "done"
    target: str | None = None
    provider: str | None = None
    patient: str | None = None
    pathway: str | None = None
    data: Mapping[str, Scalar] = NOTHING

    def __post_init__(self) -> None:
        if not isinstance(self.data, Attributes):
            object.__setattr__(self, "data", Attributes(self.data))
        for wrong in _wrongs(self):
            raise BadEntry(wrong)

    def known(self, zone: tzinfo) -> datetime:
        """Return the instant it was recorded; where a source has none, the end of `occurred`."""
        if self.recorded is not None:
            return instant(self.recorded, zone)
        if isinstance(self.occurred, datetime):
            return instant(self.occurred, zone)
        if self.occurred is None:  # a note or pin without times is as old as the record
            return datetime.min.replace(tzinfo=zone)
        return end_of(self.occurred, zone)

    def content(self) -> str:
        """Return everything but `recorded` as one canonical line of text."""
        fields = (
            self.case, self.id, self.kind, self.event, self.occurred, self.status,
            self.target, self.provider, self.patient, self.pathway,
        )  # fmt: skip
        plain = [None if field is None else str(field) for field in fields]
        data = [[name, type(value).__name__, str(value)] for name, value in self.data.items()]
        return json.dumps([plain, type(self.occurred).__name__, data])


def _wrongs(entry: Entry) -> Iterator[str]:
    """Yield what keeps these parts from being an entry; no value of the record is repeated."""
    if not entry.case:
        yield "an entry needs a case"
    if not entry.id:
        yield "an entry needs an id"
    if entry.kind not in KINDS:
        yield f"kind is one of {', '.join(KINDS)}"
    if entry.status not in STATUSES:
        yield f"status is one of {', '.join(STATUSES)}"
    for name, moment in (("occurred", entry.occurred), ("recorded", entry.recorded)):
        if moment is not None and moment.year not in YEARS:
            yield f"{name} lies outside the years {YEARS[0]} to {YEARS[-1]}"
    if entry.kind in ("event", "replace"):
        if not entry.event:
            yield f"an entry of kind {entry.kind} needs an event"
        if entry.occurred is None:
            yield f"an entry of kind {entry.kind} needs the date it occurred"
    if entry.kind in ("replace", "retract"):
        if not entry.target:
            yield f"an entry of kind {entry.kind} needs the id of its target"
        if entry.recorded is None:
            yield f"an entry of kind {entry.kind} needs the instant it was recorded"
