"""Differences of the vocabulary: events, their order within a day, and the attributes they carry."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from carepath.differences.difference import Bump, Clause, Difference, at, clause, paired
from carepath.differences.wording import listed, meaning, when
from carepath.model import AttributeType, EventType, Pathway, Source


def events(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the events of two definitions."""
    titles = {name: event.title for pathway in (old, new) for name, event in pathway.events.items()}
    for id, before, after in paired(old.events, new.events):
        named = clause("event", id, titles[id], at(before), at(after))
        if before is None or after is None:
            yield named.says("vocabulary", "minor" if after else "major", " is added." if after else " is removed.")
        else:
            yield from _event(named, before, after, titles)
            yield from _data(named, before, after, old, new)
    yield from _order(old, new)


def _event(named: Clause, before: EventType, after: EventType, titles: Mapping[str, str]) -> Iterator[Difference]:
    yield from named.titled("vocabulary", before.title, after.title)
    if before.repeat != after.repeat:
        words = "may now happen several times" if after.repeat else "now happens once"
        yield named.says("vocabulary", "minor" if after.repeat else "major", f" {words}.")
    for system, was, now in paired(dict(before.codes), dict(after.codes)):
        yield from _listing(named, f"its code in {system}", was or (), now or ())
    yield from _listing(named, "what other logs call it", before.match, after.match)
    if set(before.counts_as) != set(after.counts_as):
        was, now = (tuple(f"“{titles[event]}”" for event in each.counts_as) for each in (before, after))
        yield named.now("vocabulary", "major", "what it counts as", listed(was), listed(now))
    if before.life != after.life:
        yield named.now("vocabulary", "major", "its place in a life", before.life or "none", after.life or "none")
    forbidden = tuple(None if each.not_allowed is None else meaning(each.not_allowed) for each in (before, after))
    if forbidden[0] != forbidden[1]:
        bump: Bump = "minor" if forbidden[1] is None else "major"
        banned = ["never" if guard is None else when(guard, titles) for guard in forbidden]
        yield named.says("vocabulary", bump, f" is now forbidden {banned[1]}; it was forbidden {banned[0]}.")


def _listing(named: Clause, what: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    if set(before) != set(after):
        bump: Bump = "minor" if set(before) <= set(after) else "major"
        yield named.now("vocabulary", bump, what, listed(before), listed(after))


def _data(named: Clause, before: EventType, after: EventType, old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what an event newly carries or no longer; what is new or gone altogether is an attribute's difference."""
    was, now = {name for name, _ in before.data}, {name for name, _ in after.data}
    for name in sorted(now - was):
        if name in old.attributes:
            yield named.says("vocabulary", "minor", f" now carries {name}.")
    for name in sorted(was - now):
        if name in new.attributes:
            yield named.says("vocabulary", "major", f" no longer carries {name}.")


def _order(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield which events have another place within a day, the fewest that explain the new order."""
    place = {name: number for number, name in enumerate(_in_order(old))}
    order = [name for name in _in_order(new) if name in place]
    stayed = _longest([place[name] for name in order])
    for number, name in enumerate(order):
        if place[name] not in stayed:
            event = new.events[name]
            named = clause("event", name, event.title, old.events[name].source, event.source)
            neighbour = f"after “{new.events[order[number - 1]].title}”" if number else "first"
            yield named.says("vocabulary", "major", f" now comes {neighbour} where both are on one day.")


def _in_order(pathway: Pathway) -> list[str]:
    return sorted(pathway.events, key=lambda name: pathway.events[name].rank)


def _longest(numbers: Sequence[int]) -> frozenset[int]:
    """Return the longest rising part of a list of different numbers."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    found: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = before[last]
    return frozenset(found)


def attributes(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the attributes; one that came or went with its events or items is named with them."""
    for name, before, after in paired(old.attributes, new.attributes):
        if before is None and after is not None:
            if not _comes_with(name, new, old):
                named = Clause(f"attribute {name}", f"The attribute {name}", None, _place(name, new))
                yield named.says("vocabulary", "minor", f" is added ({after}{_carriers(name, new)}).")
        elif after is None:
            if not _comes_with(name, old, new):
                named = Clause(f"attribute {name}", f"The attribute {name}", _place(name, old), None)
                yield named.says("vocabulary", "major", " is removed.")
        elif before is not None:
            named = Clause(f"attribute {name}", f"The attribute {name}", _place(name, old), _place(name, new))
            yield from _type(named, before, after)


def _type(named: Clause, before: AttributeType, after: AttributeType) -> Iterator[Difference]:
    if before.kind != after.kind:
        yield named.now("vocabulary", "major", "its type", before, after)
        return
    for word in after.words:
        if word not in before.words:
            yield named.says("vocabulary", "minor", f" may now also be {word}.")
    for word in before.words:
        if word not in after.words:
            yield named.says("vocabulary", "major", f" may no longer be {word}.")


def _carrying(name: str, pathway: Pathway) -> list[str]:
    return [id for id, event in pathway.events.items() if name in (attribute for attribute, _ in event.data)]


def _carriers(name: str, pathway: Pathway) -> str:
    events = _carrying(name, pathway)
    return f", with {listed(f'“{pathway.events[id].title}”' for id in events)}" if events else ""


def _comes_with(name: str, pathway: Pathway, other: Pathway) -> bool:
    """Whether an attribute stands only in events or dataset items that the other definition does not have."""
    events = _carrying(name, pathway)
    if events:
        return not any(id in other.events for id in events)
    others = {item.id for transfer in other.transfers.values() for item in transfer.items}
    items = [item for each in pathway.transfers.values() for item in each.items if item.attribute == name]
    return bool(items) and not any(item.id in others for item in items)


def _place(name: str, pathway: Pathway) -> Source:
    events = _carrying(name, pathway)
    return pathway.events[events[0]].source if events else pathway.source
