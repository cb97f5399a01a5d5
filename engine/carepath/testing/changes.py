"""Departures: a lawful history with one thing changed, and what it was."""

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

Kind = Literal["delay", "drop", "swap", "duplicate", "wrong provider", "redate", "retract", "late entry"]
KINDS: tuple[Kind, ...] = (
    "delay", "drop", "swap", "duplicate", "wrong provider", "redate", "retract", "late entry",
)  # fmt: skip
STRANGER = "ZZZ"  # plays no role that names its providers
WEEKS_LATER = datetime(2018, 1, 1, 12)  # after every day that is drawn


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed: which entry, and by how many days where days are a matter of it."""

    kind: Kind
    entry: str
    days: int = 0


class Perturbed(History):
    """A history with its change."""

    change: Change
    before: History

    def __repr__(self) -> str:
        return f"{super().__repr__()}\n# {self.change}"


@st.composite
def perturbed(draw: DrawFn, history: History) -> Perturbed:
    """Draw a history that departs in one thing from the one given, which must have entries."""
    kind = draw(st.sampled_from(KINDS))
    place = draw(st.integers(0, len(history) - 1))
    change = Change(kind, history[place].id, draw(st.integers(1, 70)))
    made = Perturbed(_changed(history, place, change), history.name)
    made.change, made.before = change, history
    return made


def _changed(entries: Sequence[Entry], place: int, change: Change) -> list[Entry]:
    before, entry, after = list(entries[:place]), entries[place], list(entries[place + 1 :])
    days = timedelta(days=change.days)
    match change.kind:
        case "delay":
            return before + [_moved(one, days) for one in (entry, *after)]
        case "drop":
            return before + after
        case "swap":
            return [*before, *_swapped(entry, after[0]), *after[1:]] if after else [*entries]
        case "duplicate":
            return [*before, entry, replace(entry, id=f"{entry.id}-again"), *after]
        case "wrong provider":
            return [*before, replace(entry, provider=STRANGER), *after]
        case "redate":
            return [*before, _moved(entry, days - timedelta(days=35)), *after]
        case "retract":
            return [*entries, Entry(case=entry.case, id="r", kind="retract", target=entry.id, recorded=WEEKS_LATER)]
        case "late entry":
            return [*before, replace(entry, recorded=_told(entry, days)), *after]


def _moved(entry: Entry, days: timedelta) -> Entry:
    """Move an event with the day on which it was told."""
    assert entry.occurred is not None, "histories are made of events"
    return replace(
        entry,
        occurred=entry.occurred + days,
        recorded=None if entry.recorded is None else entry.recorded + days,
    )


def _swapped(first: Entry, second: Entry) -> tuple[Entry, Entry]:
    """Exchange the days of two events."""
    return (
        replace(second, occurred=first.occurred, recorded=first.recorded),
        replace(first, occurred=second.occurred, recorded=second.recorded),
    )


def _told(entry: Entry, days: timedelta) -> datetime:
    assert entry.occurred is not None, "histories are made of events"
    day: date = entry.occurred.date() if isinstance(entry.occurred, datetime) else entry.occurred
    return datetime.combine(day, END_OF_DAY) + days
