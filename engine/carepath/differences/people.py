"""Differences of who is responsible: roles, providers, transfers and the datasets that go with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from carepath.differences.difference import Bump, Clause, Difference, at, clause, paired
from carepath.differences.wording import by_when, counted, last_day, length, listed, written
from carepath.model import DatasetItem, Listing, Organisation, Pathway, Role, Transfer

Days = tuple[date | None, date | None]


def roles(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the roles and in the providers that play them."""
    for id, before, after in paired(old.roles, new.roles):
        either = after or before
        title = either.title if either else id
        named = clause("role", id, title, at(before), at(after))
        if before is None or after is None:
            yield named.says("responsible", "minor" if after else "major", " is added." if after else " is removed.")
            continue
        yield from named.titled("responsible", before.title, after.title)
        if before.kind != after.kind:
            yield named.now("responsible", "patch", "its kind", before.kind, after.kind)
        yield from _players(named, before, after)
        yield from named.cited(before.citation, after.citation)


def _players(named: Clause, before: Role, after: Role) -> Iterator[Difference]:
    """Yield who plays a role newly or no longer. Where it says nobody, nobody is judged; so a first one is stricter."""
    if before.anyone != after.anyone or bool(before.listings) != bool(after.listings):
        bump: Bump = "minor" if not after.listings else "major"
        yield named.now("responsible", bump, "who plays it", _players_of(before), _players_of(after))
        return
    for provider, was, now in paired(_listed(before), _listed(after)):
        if was is None and now is not None:
            yield named.says("responsible", "minor", f" is now also played by {provider}{_between(now)}.")
        elif now is None:
            yield named.says("responsible", "major", f" is no longer played by {provider}.")
        elif was is not None and set(was) != set(now):
            bump = "minor" if all(any(_covers(wide, part) for wide in now) for part in was) else "major"
            before_, after_ = _between(was).strip() or "always", _between(now).strip() or "always"
            yield named.now("responsible", bump, f"when {provider} plays it", before_, after_)


def _players_of(role: Role) -> str:
    if role.anyone:
        return "any provider"
    return listed(listing.provider for listing in role.listings) if role.listings else "nobody by name"


def _listed(role: Role) -> dict[str, tuple[Days, ...]]:
    found: dict[str, tuple[Days, ...]] = {}
    for each in role.listings:
        found[each.provider] = (*found.get(each.provider, ()), _days(each))
    return found


def _days(part: Listing | Organisation) -> Days:
    return (part.opened, part.closed)


def _covers(wide: Days, part: Days) -> bool:
    begins = wide[0] is None or (part[0] is not None and wide[0] <= part[0])
    ends = wide[1] is None or (part[1] is not None and part[1] <= wide[1])
    return begins and ends


def _between(parts: tuple[Days, ...]) -> str:
    words = (
        " ".join(f"{word} {day}" for word, day in (("from", first), ("to", last)) if day is not None)
        for first, last in parts
    )
    text = listed(word for word in words if word) if any(any(part) for part in parts) else ""
    return f" {text}" if text else ""


def organisations(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the providers that a definition knows. They are mostly in shared files."""
    for code, before, after in paired(old.organisations, new.organisations):
        either = after or before
        named = clause("organisation", code, either.name if either else code, at(before), at(after))
        if before is None or after is None:
            yield named.says("responsible", "minor" if after else "major", " is added." if after else " is removed.")
            continue
        yield from named.titled("responsible", before.name, after.name)
        if before.kind != after.kind:
            yield named.now("responsible", "patch", "its kind", before.kind, after.kind)
        if _days(before) != _days(after):
            bump: Bump = "minor" if _covers(_days(after), _days(before)) else "major"
            was, now = (_between((_days(each),)).strip() or "always" for each in (before, after))
            yield named.now("responsible", bump, "when it was open", was, now)
        if before.successor != after.successor:
            was, now = before.successor or "nobody", after.successor or "nobody"
            yield named.now("responsible", "minor", "what followed it", was, now)
        if before.verified != after.verified:
            yield named.checked(after.verified)


def transfers(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the transfers of two definitions, their datasets aside."""
    titles = {name: event.title for pathway in (old, new) for name, event in pathway.events.items()}
    for id, before, after in paired(old.transfers, new.transfers):
        either = after or before
        title = either.title if either else id
        named = clause("transfer", id, title, at(before), at(after))
        if before is None or after is None:
            yield named.says("responsible", "major", " is added." if after else " is removed.")
        else:
            yield from _transfer(named, before, after, old, new, titles)


def _transfer(
    named: Clause, before: Transfer, after: Transfer, old: Pathway, new: Pathway, titles: Mapping[str, str]
) -> Iterator[Difference]:
    yield from named.titled("responsible", before.title, after.title)
    for what, one, other in (
        ("who sends", before.sender, after.sender),
        ("who receives", before.receiver, after.receiver),
        ("what passes responsibility on", before.responsibility, after.responsibility),
    ):
        if one != other:
            yield named.now("responsible", "major", what, one, other)
    was, now = counted(before.due, old), counted(after.due, new)
    if was != now:
        yield named.now("days", last_day(was, now), "its last day", by_when(was, titles), by_when(now, titles))
    if before.acknowledge != after.acknowledge:
        bump = length(before.acknowledge, after.acknowledge)
        was_, now_ = before.acknowledge or "not set", after.acknowledge or "not set"
        yield named.now("days", bump, "the time to confirm it", was_, now_)
    if before.level != after.level:
        yield named.now("standards", "minor", "its level", before.level, after.level)
    if before.dataset != after.dataset:
        bump = "minor" if after.dataset is None else "major"
        yield named.now("datasets", bump, "its dataset", before.dataset or "none", after.dataset or "none")
    yield from named.cited(before.citation, after.citation)


def datasets(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the items of datasets that a transfer has in both definitions."""
    befores, afters = _datasets(old), _datasets(new)
    for dataset in (name for name in afters if name in befores):
        for id, before, after in paired(befores[dataset], afters[dataset]):
            either = after or before
            called = either.title if either else id
            named = Clause(
                f"item {dataset} {id}",
                f"In the dataset {dataset}, “{called}”{f' ({id})' if called != id else ''}",
                at(before),
                at(after),
            )
            yield from _item(named, before, after, old, new)


def _datasets(pathway: Pathway) -> dict[str, dict[str, DatasetItem]]:
    return {
        each.dataset: {item.id: item for item in each.items}
        for each in pathway.transfers.values()
        if each.dataset is not None
    }


def _item(
    named: Clause, before: DatasetItem | None, after: DatasetItem | None, old: Pathway, new: Pathway
) -> Iterator[Difference]:
    if before is None and after is not None:
        bump: Bump = "minor" if after.optional else "major"
        yield named.says("datasets", bump, f" is added ({'optional' if after.optional else 'required'}).")
    elif after is None:
        yield named.says("datasets", "major", " is removed.")
    elif before is not None:
        yield from named.titled("datasets", before.title, after.title)
        if before.optional != after.optional:
            words = "now optional; it was required" if after.optional else "now required; it was optional"
            yield named.says("datasets", "minor" if after.optional else "major", f" is {words}.")
        events = written(before.after, old.events), written(after.after, new.events)
        if (set(events[0]), before.attribute) != (set(events[1]), after.attribute):
            was, now = (
                listed((*(f"“{event}” done" for event in each), *((f"a value of {name}",) if name else ())), "or")
                for each, name in zip(events, (before.attribute, after.attribute), strict=True)
            )
            yield named.now("datasets", "major", "what gives it", was, now)
