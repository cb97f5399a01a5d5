"""The definitions that ship with this distribution, and which of them a case goes by.

Nothing here judges a case. The rules of choice are those of docs/reference/semantics.md, section 9.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

from carepath.authoring import places
from carepath.authoring.load import checked, document, trusted
from carepath.authoring.lock import locked
from carepath.authoring.regimes import is_regime, regime_in
from carepath.authoring.shelf import Shelf
from carepath.authoring.words import hint
from carepath.calendar import Calendar, instant
from carepath.history import Event, history_by
from carepath.live import Record, record
from carepath.model import Pathway
from carepath.order import ordered
from carepath.reading import read, with_effects
from carepath.record import Entry
from carepath.standards import Regime
from carepath.standing import Standing
from carepath.step import step


class NoDefinition(LookupError):
    """There is no definition of that name, or none for that day; the message says which."""


def bundled() -> Traversable:
    """Return the folder of pathway definitions that ships with this distribution."""
    return places.bundled()


def names() -> tuple[str, ...]:
    """Return id@version of the bundled definitions, in order."""
    return tuple(sorted(file.head() for file in places.bundled_folder().definitions()))


def definitions() -> tuple[Pathway, ...]:
    """Return all bundled definitions, in the order of their names."""
    return tuple(find(name) for name in names())


@cache
def regimes() -> tuple[Regime, ...]:
    """Return the bundled regimes of national standards, the earliest first; raises InvalidPathway."""
    folder = places.bundled_folder()
    files = [folder.file(f"shared/{name}.yaml") for name in places.shared_names(()) if name.startswith("regimes/")]
    shelf = Shelf()
    found = [regime_in(file, shelf).require() for file in files if is_regime(shelf.read(file).root)]
    return tuple(sorted(found, key=lambda regime: regime.effective_from))


@cache
def find(name: str) -> Pathway:
    """Return a bundled definition by id@version, for example og@1.1.0; raises NoDefinition.

    One that is exactly as it was when it was locked was checked then, and is not checked again.
    """
    for file in places.bundled_folder().definitions():
        if file.head() == name:
            shelf, agreed = Shelf(), locked(places.bundled())
            found = document(file, shelf)
            return (trusted(found, agreed) if agreed else None) or checked(found, shelf).require()
    raise NoDefinition(_unknown(name))


def versions(id: str) -> tuple[Pathway, ...]:
    """Return the bundled versions of a pathway, the earliest first; raises NoDefinition."""
    found = [find(name) for name in names() if name.split("@")[0] == id]
    if not found:
        raise NoDefinition(_unknown(id))
    return tuple(sorted(found, key=_age))


def choose(
    id: str, entries: Iterable[Entry], known_at: datetime | None = None, among: Iterable[Pathway] | None = None
) -> Pathway:
    """Return the definition that a case goes by, as it was known at `known_at`.

    The last live pin decides; else the agreed version in force on the day of the start (without a start,
    of the earliest event; without events, the latest); a draft serves only where nothing is agreed. A pin
    names its version in data `version`. `among` are the versions to choose from, the bundled ones where
    it is None. Raises NoDefinition.
    """
    candidates = versions(id) if among is None else tuple(sorted((each for each in among if each.id == id), key=_age))
    if not candidates:
        raise NoDefinition(_unknown(id))
    given = tuple(entries)
    zones = {pathway.zone: pathway for pathway in candidates}  # mostly one: the record is read once
    kept = {zone: _record(pathway, given, known_at) for zone, pathway in zones.items()}
    pinned = _pinned(id, kept[candidates[0].zone])
    if pinned is not None:
        for pathway in candidates:
            if pathway.name == pinned:
                return pathway
        known = ", ".join(pathway.name for pathway in candidates)
        raise NoDefinition(f"The case is pinned to {pinned}, which is not there. Known versions: {known}.")
    agreed = [pathway for pathway in candidates if not pathway.draft]
    drafts = [pathway for pathway in candidates if pathway.draft]
    days = []
    for pathway in agreed:
        day = _started(pathway, kept[pathway.zone])
        if day is not None and _in_force(pathway, day):
            return pathway
        days.append(day)
    if agreed and all(day is None for day in days):
        return agreed[-1]
    if drafts and not agreed:
        return drafts[-1]
    raise NoDefinition(f"No version of {id} was in force on {min(day for day in days if day is not None)}.")


def history(
    id: str,
    entries: Iterable[Entry],
    as_of: date | datetime,
    known_at: datetime | None = None,
    among: Iterable[Pathway] | None = None,
) -> tuple[Event, ...]:
    """Return how the present findings of a case came about, its definition chosen anew at each entry.

    A corrected start or a pin may change the choice: that is `version-changed`, caused by the entry.
    """
    served = versions(id) if among is None else tuple(among)
    newest = served[-1]

    def chosen(known: Sequence[Entry]) -> Pathway | None:
        try:
            return choose(id, known, among=served)
        except NoDefinition:
            return None

    calendar = Calendar.named(newest.calendar)
    return history_by(chosen, ZoneInfo(newest.zone), calendar, entries, as_of, known_at)


def started(pathway: Pathway, entries: Iterable[Entry], known_at: datetime | None = None) -> date | None:
    """Return the day on which the case starts; without a start that of its earliest event, without events None."""
    return _started(pathway, _record(pathway, entries, known_at))


def _record(pathway: Pathway, entries: Iterable[Entry], known_at: datetime | None) -> Record:
    zone = ZoneInfo(pathway.zone)
    return record(entries, zone, pathway.id, None if known_at is None else instant(known_at, zone))


def _started(pathway: Pathway, kept: Record) -> date | None:
    events = with_effects(pathway, ordered(read(pathway, kept.told, ZoneInfo(pathway.zone))))
    standing = Standing()
    for event in events:
        standing = step(pathway, standing, event)[0]
        if standing.started is not None:
            return standing.started.day
    return min((event.day for event in events if not event.forecast), default=None)


def _pinned(id: str, kept: Record) -> str | None:
    """Return the id@version of the last live pin that is for this pathway."""
    pins = (str(pin.data["version"]) for pin in reversed(kept.pins) if "version" in pin.data)
    named = (version if "@" in version else f"{id}@{version}" for version in pins)
    return next((name for name in named if name.split("@")[0] == id), None)


def _in_force(pathway: Pathway, day: date) -> bool:
    first, last = pathway.effective_from, pathway.effective_to
    return (first is None or first <= day) and (last is None or day <= last)


def _age(pathway: Pathway) -> tuple[date, tuple[int, ...], str]:
    """What versions are sorted by: first day, then version."""
    return (pathway.effective_from or date.min, tuple(int(part) for part in pathway.version.split(".")), pathway.hash)


def _unknown(name: str) -> str:
    known = names() if "@" in name else tuple(_ids())
    return " ".join(filter(None, [f'There is no bundled definition "{name}".', hint(name, known, "definitions")]))


def _ids() -> Iterator[str]:
    yield from dict.fromkeys(name.split("@")[0] for name in names())
