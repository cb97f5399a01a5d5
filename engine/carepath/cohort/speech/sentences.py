"""The table of findings: each once, in order, with its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from carepath.cohort.arrays import (
    civil_days,
    instants,
    lists_from,
    numbers,
    numbers_or_none,
    with_civil_days,
    words,
)
from carepath.cohort.assembly import Shelf, place_of
from carepath.cohort.intake.ids import Ids
from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table
from carepath.cohort.machine.room import said_rows
from carepath.cohort.speech.messages import messages
from carepath.cohort.speech.wording import said_of
from carepath.findings import CODES
from carepath.live import Record
from carepath.model import UNCITED
from carepath.record import Entry
from carepath.sentences import of_the_log

LATEST = 1 << 40  # what has no day comes last


@dataclass(frozen=True, slots=True)
class Logged:
    """A fault of the log of a case."""

    case: int
    code: str
    entry: str
    provider: str | None


def findings(
    shelf: Shelf, block: Table, told: Table, logged: Iterable[Logged], notes: Iterable[tuple[int, Entry]]
) -> pa.Table:
    """Return the table of findings; `notes` are those of each case that may justify one."""
    rows, faults = said_rows(told, f.SAID_FINDINGS), tuple(logged)
    said = said_of(shelf.sayer, told, rows, place_of(block, rows["root"], "type"))
    plain = np.arange(len(faults)) + len(said.patterns)  # a fault of the log is a pattern of its own
    pattern = np.append(said.numbers, plain)
    subjects = _coded([*(each.subject for each in said.patterns), *(each.entry for each in faults)])
    more = np.full(len(faults), NONE)
    identity = Identity(
        np.append(rows["case"], _numbers([each.case for each in faults])),
        np.append(with_civil_days(rows["day"], rows["at"], shelf.zone), more),
        np.append(rows["code"], _numbers([CODES.index(each.code) for each in faults])),
        subjects.numbers[pattern],
        np.append(rows["episode"], np.ones(len(faults), np.int64)),
    )
    cited = _cited(shelf, block, rows, faults)
    order = _order(identity, cited)
    identity, roots = identity.of(order), cited.roots[order]
    provider = np.append(rows["provider"], np.arange(len(faults)) + len(shelf.words.providers))
    about, clauses = Numbered(identity.subject, subjects.texts), pattern[order]
    table = {
        "case": words(identity.case, shelf.cases),
        "code": words(identity.code, CODES),
        "subject": words(about.numbers, about.texts),
        "episode": numbers(identity.episode),
        "day": civil_days(identity.day),
        "at": instants(np.append(rows["at"], more)[order], shelf.zone),
        "days_over": numbers(np.append(rows["over"], more)[order]),
        "seconds_over": numbers(np.append(rows["seconds"], more)[order], pa.int64()),
        "provider": words(provider[order], [*shelf.words.providers, *(each.provider for each in faults)]),
        "message": messages(shelf.sayer.zone, said, [of_the_log(each.code, each.entry) for each in faults], order),
        "entries": cited.entries(order),
        "source": words(clauses, [*(each.source for each in said.patterns), *(None for _ in faults)]),
        "cite": words(clauses, [*(each.cite for each in said.patterns), *(str(UNCITED) for _ in faults)]),
        "root": cited.texts.take(numbers_or_none(roots)),
        "justified": _justified(identity, about, notes),
    }
    return shelf.table("findings", table)


@dataclass(frozen=True, slots=True)
class Identity:
    """What findings are known and ordered by, beside the entry they rest on; the subject as a number in order."""

    case: Table
    day: Table
    code: Table
    subject: Table
    episode: Table

    def of(self, chosen: Table) -> Identity:
        """Return some of them, in this order."""
        return Identity(*(column[chosen] for column in (self.case, self.day, self.code, self.subject, self.episode)))


@dataclass(frozen=True, slots=True)
class Numbered:
    """Texts by their numbers, in their order."""

    numbers: Table
    texts: Sequence[str]


def _coded(texts: Sequence[str]) -> Numbered:
    ordered = sorted(set(texts))
    places = {text: number for number, text in enumerate(ordered)}
    return Numbered(np.array([places[text] for text in texts], np.int64), ordered)


def _numbers(values: Sequence[int]) -> Table:
    return np.array(values, np.int64)


@dataclass(frozen=True, slots=True)
class Cited:
    """The ids that findings rest on: the number of the root of each in `texts` (-1 for none), and of all of each."""

    roots: Table
    rests: Table
    texts: pa.Array[Any]

    def entries(self, order: Table) -> pa.Array[Any]:
        """Return the ids of what each finding rests on, in this order."""
        rests = self.rests[order]
        there = rests >= 0
        return lists_from(np.append(0, np.cumsum(there.sum(1))), self.texts.take(pa.array(rests[there], pa.int64())))


def _cited(shelf: Shelf, block: Table, rows: Mapping[str, Table], faults: Sequence[Logged]) -> Cited:
    """Return the ids of what findings rest on: each row's once, then those of the faults of the log."""
    ids = shelf.words.ids
    rests = np.stack([place_of(block, rows[name], "entry") for name in ("first", "second", "third")], 1)
    roots = place_of(block, rows["root"], "root")
    used = np.zeros(len(ids) + 1, bool)  # the last place takes what is none
    used[rests] = used[roots] = True
    used[-1] = False
    places = np.append(np.cumsum(used[:-1]) - 1, -1)
    chosen = np.flatnonzero(used)
    known = ids.texts(chosen) if isinstance(ids, Ids) else pa.array([ids[at] for at in chosen.tolist()], pa.string())
    own = np.arange(len(faults)) + len(known)
    alone = np.full((len(faults), 3), -1)
    alone[:, 0] = own
    texts = pa.concat_arrays([known, pa.array([each.entry for each in faults], pa.string())])
    return Cited(np.append(places[roots], own), np.append(places[rests], alone, axis=0), texts)


def _order(identity: Identity, cited: Cited) -> Table:
    """Return the places of the findings in order, of equal identities only the first."""
    when = np.where(identity.day == NONE, LATEST, identity.day)
    keys = (identity.case, when, identity.code, identity.subject, identity.episode)
    order = _sorted((*keys, cited.roots))
    if not len(order):
        return order
    alike = _like_the_one_before(keys, order)
    near, root = alike | np.append(alike[1:], False), cited.roots
    if near.any():  # only of these is the text of the root asked for
        tied = order[near]
        texts = [str(each or "") for each in cited.texts.take(numbers_or_none(root[tied])).to_pylist()]
        root = root.copy()
        root[tied] = np.where(root[tied] < 0, -1, _coded(texts).numbers + len(cited.texts))
        order = _sorted((*keys, root))
    case, _, *others = keys
    return order[~_like_the_one_before((case, *others, root), order)]


def _like_the_one_before(keys: Sequence[Table], order: Table) -> Table:
    alike = np.ones(len(order), bool)
    alike[0] = False
    for key in keys:
        here = key[order]
        alike[1:] &= here[1:] == here[:-1]
    return alike


def _sorted(keys: Sequence[Table]) -> Table:
    """Return the order by these keys, the first before all: as one number each where that is large enough."""
    whole, span = np.zeros(len(keys[0]), np.int64), 1
    for key in keys:
        least = int(key.min(initial=0))
        width = int(key.max(initial=0)) - least + 1
        span *= width
        if span >= 1 << 62:
            return np.lexsort(tuple(reversed(keys)))
        whole = whole * width + (key - least)
    return np.argsort(whole, kind="stable")


def _justified(identity: Identity, about: Numbered, notes: Iterable[tuple[int, Entry]]) -> pa.Array[Any]:
    """Return the reason of the first note that names each finding; the findings stand by case."""
    reasons: dict[int, str] = {}
    for number, note in notes:
        data = note.data
        low, high = np.searchsorted(identity.case, (number, number + 1)).tolist()
        for at in range(low, high):
            named = str(data.get("code")) == CODES[identity.code[at]] and str(data.get("subject")) == about.texts[
                about.numbers[at]]  # fmt: skip
            episode = str(identity.episode[at])
            if at not in reasons and named and str(data.get("episode", episode)) == episode:
                reasons[at] = str(data.get("reason", "justified"))
    if not reasons:
        return pa.nulls(len(identity.case), pa.string())
    chosen = np.full(len(identity.case), -1)
    chosen[list(reasons)] = np.arange(len(reasons))
    return words(chosen, list(reasons.values())).cast(pa.string())


def logged(case: int, kept: Record) -> Iterable[Logged]:
    """Yield the faults of the log of a case."""
    for fault in kept.faults:
        yield Logged(case, fault.code, fault.entry.id, fault.entry.provider)
