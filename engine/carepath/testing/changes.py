"""Changes of a history: one thing delayed, dropped, told twice … wherever it stands; what follows is for the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.calendar import END_OF_DAY
from carepath.record import Entry
from carepath.testing.shown import History

Kind = Literal[
    "delay", "drop", "swap", "duplicate", "wrong provider", "redate", "retract", "late entry", "incomplete transfer"
]
KINDS: tuple[Kind, ...] = (
    "delay", "drop", "swap", "duplicate", "wrong provider", "redate", "retract", "late entry",
)  # fmt: skip
STRANGER = "ZZZ"  # plays no role that names its providers
WEEKS_LATER = datetime(2018, 1, 1, 12)  # after every day that is drawn


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed: which entry (or after which), and by how many days where days are a matter of it."""

    kind: Kind
    entry: str
    days: int = 0

    def __str__(self) -> str:
        days = f" by {self.days} days" if self.days else ""
        return f"{self.kind} of {self.entry}{days}"


@st.composite
def changed(draw: DrawFn, history: History) -> History:
    """Draw a history in which one thing of the one given, which must have entries, is otherwise."""
    kind = draw(st.sampled_from(KINDS))
    place = draw(st.integers(0, len(history) - 1))
    days = draw(st.integers(1, 70))
    return History(_changed(history, place, kind, days), history.pathway)


def _changed(entries: Sequence[Entry], place: int, kind: Kind, days: int) -> list[Entry]:
    before, entry, after = list(entries[:place]), entries[place], list(entries[place + 1 :])
    match kind:
        case "delay":
            return delayed(entries, place, days)
        case "drop":
            return before + after
        case "swap":
            return [*before, *swapped(entry, after[0]), *after[1:]] if after else [*entries]
        case "duplicate":
            return [*before, entry, again(entry), *after]
        case "wrong provider":
            return [*before, replace(entry, provider=STRANGER), *after]
        case "redate":
            return [*before, moved(entry, days - 35), *after]
        case "retract":
            return [*entries, retraction(entry)]
        case _:
            return [*before, replace(entry, recorded=told(entry, days)), *after]


def delayed(entries: Sequence[Entry], place: int, days: int) -> list[Entry]:
    """Return the entries with all from a place on so many days later."""
    return [*entries[:place], *(moved(one, days) for one in entries[place:])]


def moved(entry: Entry, days: int) -> Entry:
    """Move an event with the day on which it was told."""
    ahead = timedelta(days=days)
    assert entry.occurred is not None, "histories are made of events"
    return replace(
        entry,
        occurred=entry.occurred + ahead,
        recorded=None if entry.recorded is None else entry.recorded + ahead,
    )


def swapped(first: Entry, second: Entry) -> tuple[Entry, Entry]:
    """Exchange the days of two events."""
    return (
        replace(second, occurred=first.occurred, recorded=first.recorded),
        replace(first, occurred=second.occurred, recorded=second.recorded),
    )


def again(entry: Entry) -> Entry:
    """Return the same thing told once more under another id."""
    return replace(entry, id=f"{entry.id}-again")


def retraction(entry: Entry) -> Entry:
    """Return what takes an entry back, recorded after all else."""
    return Entry(case=entry.case, id="taken-back", kind="retract", target=entry.id, recorded=WEEKS_LATER)


def correction(entry: Entry, days: int) -> Entry:
    """Return what puts the day of an entry right, recorded after all else."""
    right = moved(entry, days)
    return replace(right, id="put-right", kind="replace", target=entry.id, recorded=WEEKS_LATER)


def told(entry: Entry, days: int) -> datetime:
    """Return the end of the day so many days after an event."""
    return datetime.combine(day_of(entry), END_OF_DAY) + timedelta(days=days)


def day_of(entry: Entry) -> date:
    """Return the civil day of an event of a history, which has no offsets."""
    assert entry.occurred is not None, "histories are made of events"
    return entry.occurred.date() if isinstance(entry.occurred, datetime) else entry.occurred
