"""What stands of a log: duplicates, corrections and retractions resolved, at a time of knowing.

The rules are those of docs/reference/semantics.md, section 1. Works for any log, also one in which
entries point at each other in circles; each fault is a value, and no entry is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from carepath.record import Entry, MixedCases


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it stands: the entry that holds its content, and its chain of corrections.

    `root` is the id of the first entry of the chain; `chain` runs from it to the entry that stands.
    """

    root: str
    entry: Entry
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that could not do what it says."""

    code: Literal["conflicting-entry", "dangling-target"]
    entry: Entry


@dataclass(frozen=True, slots=True)
class Record:
    """What stands of one case: events, pins and notes, with the faults and the number of entries."""

    case: str | None
    patient: str | None
    told: tuple[Told, ...]
    pins: tuple[Entry, ...]
    notes: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    read: int
    foreign: int


def record(
    entries: Iterable[Entry], zone: tzinfo, pathway: str | None = None, known_at: datetime | None = None
) -> Record:
    """Return what stands of the entries recorded up to `known_at` (all, where it is None).

    Entries that name another pathway are left out and counted as `foreign`. Raises MixedCases
    where the entries are of more than one case.
    """
    given = list(entries)
    cases = {entry.case for entry in given}
    if len(cases) > 1:
        raise MixedCases(f"one case is judged at a time; these entries are of {len(cases)} cases")
    known = [(entry.known(zone), entry) for entry in given]
    seen = [(when, entry) for when, entry in known if known_at is None or when <= known_at]
    own = [(when, entry) for when, entry in seen if pathway is None or entry.pathway in (None, pathway)]
    times, kept, conflicts = _distinct(own)
    # An entry's content names its pathway, so no entry is both own and foreign.
    foreign = {
        (entry.id, entry.content()) for _, entry in seen if pathway is not None and entry.pathway not in (None, pathway)
    }
    told, pins, notes, dangling = _standing(kept, times)
    return Record(
        case=min(cases, default=None),
        patient=min((entry.patient for _, entry in seen if entry.patient), default=None),
        told=told,
        pins=pins,
        notes=notes,
        faults=conflicts + dangling,
        read=len(kept) + len(conflicts) + len(foreign),
        foreign=len(foreign),
    )


def _distinct(
    entries: list[tuple[datetime, Entry]],
) -> tuple[dict[str, datetime], dict[str, Entry], tuple[Fault, ...]]:
    """Keep one entry an id: the earliest recorded, then the smaller content; name the others."""
    by_id: dict[str, list[tuple[datetime, Entry]]] = defaultdict(list)
    for when, entry in entries:
        by_id[entry.id].append((when, entry))
    times, kept, faults = {}, {}, []
    for name in sorted(by_id):
        (times[name], kept[name]), *others = _ranked(by_id[name])
        faults += [Fault("conflicting-entry", entry) for _, entry in others]
    return times, kept, tuple(faults)


def _ranked(versions: list[tuple[datetime, Entry]]) -> list[tuple[datetime, Entry]]:
    """Return the entries of one id, each content once: the earliest recorded first, then the smaller content."""
    if len(versions) == 1:
        return versions
    found: dict[str, tuple[datetime, Entry]] = {}
    for when, entry in versions:
        content = entry.content()
        if content not in found or when < found[content][0]:
            found[content] = (when, entry)
    ranked = sorted((when, content, entry) for content, (when, entry) in found.items())
    return [(when, entry) for when, _, entry in ranked]


def _standing(
    kept: dict[str, Entry], times: Mapping[str, datetime]
) -> tuple[tuple[Told, ...], tuple[Entry, ...], tuple[Entry, ...], tuple[Fault, ...]]:
    """Resolve replace and retract over the forest in which each entry hangs under its target."""
    target = {name: entry.target for name, entry in kept.items() if entry.kind in ("replace", "retract")}
    bad = {name for name, aim in target.items() if not _can_act(name, aim, kept, times)} | _circles(target)
    under: dict[str, list[str]] = defaultdict(list)
    for name, aim in target.items():
        if name not in bad and aim is not None:
            under[aim].append(name)
    for names in under.values():
        names.sort(key=lambda name: (times[name], name))
    roots = [name for name in kept if name not in target]
    order = _from_the_roots(roots, under)
    retracted: set[str] = set()
    stands: dict[str, tuple[str, ...]] = {}
    for name in reversed(order):  # what hangs below is settled first
        below = [other for other in under.get(name, ()) if other not in retracted]
        if any(kept[other].kind == "retract" for other in below):
            retracted.add(name)
        replaces = [other for other in below if kept[other].kind == "replace"]
        stands[name] = (name, *stands[replaces[-1]]) if replaces else (name,)
    withdrawn = set(retracted)
    for name in order:  # a correction of what was withdrawn has nothing to correct
        aim = target.get(name)
        if aim in withdrawn and kept[name].kind == "replace" and name not in retracted:
            withdrawn.add(name)
            bad.add(name)
    told, pins, notes = [], [], []
    for name in sorted(roots):
        if name in retracted:
            continue
        entry = kept[stands[name][-1]]
        match kept[name].kind:
            case "event":
                told.append(Told(name, entry, stands[name]))
            case "pin":
                pins.append(entry)
            case "note":
                notes.append(entry)
    pins.sort(key=lambda entry: (times[entry.id], entry.id))
    return tuple(told), tuple(pins), tuple(notes), tuple(Fault("dangling-target", kept[name]) for name in sorted(bad))


def _can_act(name: str, aim: str | None, kept: Mapping[str, Entry], times: Mapping[str, datetime]) -> bool:
    """Return whether the target is there, was recorded no later, and is of a kind that can be corrected."""
    if aim is None or aim not in kept or times[aim] > times[name]:
        return False
    return not (kept[name].kind == "replace" and kept[aim].kind == "retract")


def _circles(target: Mapping[str, str | None]) -> set[str]:
    """Return the entries that point at each other in a circle."""
    found: set[str] = set()
    safe: set[str] = set()
    for first in target:
        path: dict[str, int] = {}
        name: str | None = first
        while name is not None and name in target and name not in safe and name not in path:
            path[name] = len(path)
            name = target[name]
        if name is not None and name in path:
            found.update(other for other, place in path.items() if place >= path[name])
        safe.update(path)
    return found


def _from_the_roots(roots: list[str], under: Mapping[str, list[str]]) -> list[str]:
    """Return every entry that hangs under a root, each after the one it hangs under."""
    order = list(roots)
    for name in order:  # grows while it is walked
        order.extend(under.get(name, ()))
    return order
