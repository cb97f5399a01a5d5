"""Local overrides: a definition that says only what is different, laid over the one that it extends.

An override may change what its base writes itself and what it uses. What was agreed for the base was not agreed
for the override: its status, its days, who answers for it and what it takes the place of are its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from carepath.authoring.merge import SECTIONS, overlaid
from carepath.authoring.nodes import Fields, Node, Scalar, fields, text
from carepath.authoring.words import closest, hint
from carepath.model import Source
from carepath.problems import Problem

EXTENDS = "extends"
OWN = ("status", "effective", "governance", "supersedes")
# Where authors choose the keys themselves, so that a key that is not there is a slip.
CHOSEN = (*SECTIONS, "states", "milestones", "transfers")
CHOSEN_BELOW = {"states": ("tasks", "on", "clocks"), "exits": ("clocks",)}


def extended(
    layers: Sequence[Fields], used: Sequence[Fields]
) -> tuple[Fields, tuple[Fields, ...], tuple[Problem, ...]]:
    """Return the last of the layers with the ones before it laid over, and what is left of the files it uses.

    The layers are a definition, the one that it extends, the one that that one extends, and so on.
    """
    own, left, problems = layers[-1], tuple(used), list[Problem]()
    for patch in reversed(layers[:-1]):
        own, left = _within_reach(own, left, patch)
        problems += _same_name(own, patch)
        problems += _nothing_there(own, patch)
        own = fields(overlaid(_without(own, OWN), _with_status(patch)))
    return own, left, tuple(problems)


def meant(layers: Sequence[Fields], used: Sequence[Fields]) -> Mapping[Source, str]:
    """Return, for each key of the first layer that is new, the one below that it is perhaps a slip of."""
    found: dict[Source, str] = {}
    for section in CHOSEN:
        known = {name for below in (*layers[1:], *used) for name in fields(below.get(section)).entries}
        for name, (key, _) in fields(layers[0].get(section)).entries.items():
            near = None if name in known else closest(name, known)
            if near is not None:
                found[key.source] = near
    return found


def _within_reach(own: Fields, used: tuple[Fields, ...], patch: Fields) -> tuple[Fields, tuple[Fields, ...]]:
    """Return a definition with those clauses of the files it uses that are to be changed, and the files without them.

    An event of the shared vocabulary stays where it is: naming it gives it its place (see `merge`).
    """
    for section in SECTIONS:
        for name, (_, change) in fields(patch.get(section)).entries.items():
            removed = isinstance(change, Scalar) and change.value is None
            if section == "events" and not removed:
                continue
            for file in used:
                there = fields(file.get(section)).entries.get(name)
                if there is not None and name not in fields(own.get(section)).entries:
                    own = _put(own, section, name, there, file)
            used = tuple(_taken(file, section, name) for file in used)
    return own, used


def _put(own: Fields, section: str, name: str, entry: tuple[Scalar, Node], file: Fields) -> Fields:
    key = own.key(section) if section in own.entries else file.key(section)
    before = fields(own.get(section))
    clauses = Fields({**before.entries, name: entry}, key.source if section not in own else before.source)
    return replace(own, entries={**own.entries, section: (key, clauses)})


def _taken(file: Fields, section: str, name: str) -> Fields:
    if name not in fields(file.get(section)).entries:
        return file
    key = file.key(section)
    return replace(file, entries={**file.entries, section: (key, _without(fields(file.get(section)), (name,)))})


def _without(whole: Fields, names: Sequence[str]) -> Fields:
    return replace(whole, entries={name: entry for name, entry in whole.entries.items() if name not in names})


def _with_status(patch: Fields) -> Fields:
    """Return the changes without `extends`, as a draft where they do not say otherwise."""
    rest = _without(patch, (EXTENDS,))
    if "status" in rest:
        return rest
    key = patch.key(EXTENDS)
    status = (replace(key, value="status"), replace(key, value="draft"))
    return replace(rest, entries={**rest.entries, "status": status})


def _same_name(own: Fields, patch: Fields) -> Iterator[Problem]:
    key, said = patch.entries[EXTENDS]
    if all(text(patch.get(name) or own.get(name)) == text(own.get(name)) for name in ("id", "version")):
        message = f"These changes to {text(said)} go by the same id and version."
        advice = "Give the changed definition an id or a version of its own."
        yield Problem(key.source, "extends-same-name", message, advice, width=key.width)


def _nothing_there(own: Fields, patch: Fields) -> Iterator[Problem]:
    """Yield what is to be removed and is not there: most probably a slip in a name."""
    for section in CHOSEN:
        yield from _removals(fields(own.get(section)), fields(patch.get(section)), section)
        for name, (_, change) in fields(patch.get(section)).entries.items():
            there = fields(own.get(section)).get(name)
            if section == "datasets":
                yield from _removals(fields(there), fields(change), f"{section}: {name}")
            for inner in CHOSEN_BELOW.get(section, ()):
                before, after = fields(there).get(inner), fields(change).get(inner)
                yield from _removals(fields(before), fields(after), f"{section}: {name}: {inner}")


def _removals(own: Fields, patch: Fields, where: str) -> Iterator[Problem]:
    for name, (key, change) in patch.entries.items():
        if isinstance(change, Scalar) and change.value is None and name not in own.entries:
            message = f'There is no "{name}" to remove (under {where}).'
            yield Problem(
                key.source, "extends-removes-nothing", message, hint(name, own.entries, "names"), width=key.width
            )
