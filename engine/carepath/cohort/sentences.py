"""The table of findings: each once, in order, with its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from carepath.cohort import fields as f
from carepath.cohort.arrays import civil_days, instants, numbers, with_civil_days, words
from carepath.cohort.assembly import Shelf, place_of
from carepath.cohort.compiled import NONE, Table
from carepath.cohort.ids import Ids
from carepath.cohort.room import said_rows
from carepath.cohort.wording import said_of
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
    rows = said_rows(told, f.SAID_FINDINGS)
    faults = tuple(logged)
    said = said_of(shelf.sayer, told, rows, place_of(block, rows["root"], "type"))
    subjects = _coded([*(each.subject for each in said.patterns), *(each.entry for each in faults)])
    about = Numbered(np.append(subjects.numbers[: len(said.patterns)][said.numbers], subjects.numbers[
        len(said.patterns) :]), subjects.texts)  # fmt: skip
    rests = [place_of(block, rows[name], "entry") for name in ("first", "second", "third")]
    cited = _cited(shelf.words.ids, place_of(block, rows["root"], "root"), np.stack(rests, 1), faults)
    more = np.full(len(faults), NONE)
    case = np.append(rows["case"], [each.case for each in faults]).astype(np.int64)
    code = np.append(rows["code"], [CODES.index(each.code) for each in faults]).astype(np.int64)
    episode = np.append(rows["episode"], np.ones(len(faults), np.int64))
    day = np.append(with_civil_days(rows["day"], rows["at"], shelf.zone), more)
    order = _order(case, day, code, about.numbers, episode, cited)
    none = np.full(len(faults), -1)
    table = {
        "case": pa.DictionaryArray.from_arrays(pa.array(case, pa.int32()), shelf.cases),
        "code": pa.DictionaryArray.from_arrays(pa.array(code, pa.int32()), pa.array(CODES)),
        "subject": words(about.numbers, about.texts),
        "episode": numbers(episode),
        "day": civil_days(day),
        "at": instants(np.append(rows["at"], more), shelf.zone),
        "days_over": numbers(np.append(rows["over"], more)),
        "seconds_over": numbers(np.append(rows["seconds"], more), pa.int64()),
        "provider": _providers(shelf, rows["provider"], faults),
        "message": pa.concat_arrays([
            said.messages, pa.array([of_the_log(each.code, each.entry) for each in faults], pa.string())
        ]),
        "entries": cited.entries,
        "source": _clause(np.append(said.numbers, none), [each.source for each in said.patterns], None),
        "cite": _clause(np.append(said.numbers, none), [each.cite for each in said.patterns], str(UNCITED)),
        "root": words(cited.roots, cited.texts).cast(pa.string()),
        "justified": _justified(case, code, about, episode, notes),
    }  # fmt: skip
    return shelf.table("findings", table).take(pa.array(order, pa.int64()))


@dataclass(frozen=True, slots=True)
class Numbered:
    """Texts by their numbers, in their order."""

    numbers: Table
    texts: Sequence[str]


def _coded(texts: Sequence[str]) -> Numbered:
    ordered = sorted(set(texts))
    places = {text: number for number, text in enumerate(ordered)}
    return Numbered(np.array([places[text] for text in texts], np.int64), ordered)


@dataclass(frozen=True, slots=True)
class Cited:
    """The ids that findings rest on: the number of the root of each in `texts` (-1 for none), and all of each."""

    roots: Table
    texts: pa.Array[Any]
    entries: pa.Array[Any]


def _cited(ids: Sequence[str], roots: Table, rests: Table, faults: Sequence[Logged]) -> Cited:
    """Return the ids of what findings rest on: each row's once, then those of the faults of the log."""
    used, numbers = np.unique(np.append(rests.reshape(-1), roots), return_inverse=True)
    away = int(np.searchsorted(used, 0))
    places = numbers - away
    known = ids.texts(used[away:]) if isinstance(ids, Ids) else pa.array([ids[at] for at in used[away:].tolist()])
    texts = pa.concat_arrays([known.cast(pa.string()), pa.array([each.entry for each in faults], pa.string())])
    own = np.arange(len(faults)) + len(known)
    cells = places[: rests.size].reshape(rests.shape)
    there = cells >= 0
    flat = np.append(cells[there], own)
    counts = np.append(there.sum(1), np.ones(len(faults), np.int64))
    offsets = np.append(0, np.cumsum(counts))
    entries = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), texts.take(pa.array(flat, pa.int64())))
    return Cited(np.append(np.maximum(places[rests.size :], -1), own), texts, entries)


def _providers(shelf: Shelf, numbers: Table, faults: Sequence[Logged]) -> pa.Array[Any]:
    names = list(dict.fromkeys([*shelf.words.providers, *(each.provider for each in faults if each.provider)]))
    places = {name: number for number, name in enumerate(names)}
    return words(np.append(numbers, [places[each.provider] if each.provider else -1 for each in faults]), names)


def _clause(numbers: Table, clauses: Sequence[str | None], without: str | None) -> pa.Array[Any]:
    """Return the clause of each pattern; `without` where there is no pattern."""
    names = list(dict.fromkeys(each for each in (*clauses, without) if each is not None))
    places = {name: number for number, name in enumerate(names)}
    known = np.array([-1 if each is None else places[each] for each in (*clauses, without)], np.int64)
    return words(known[numbers], names)


def _order(case: Table, day: Table, code: Table, subject: Table, episode: Table, cited: Cited) -> Table:
    """Return the places of the findings in order, of equal identities only the first."""
    when = np.where(day == NONE, LATEST, day)
    order = np.lexsort((cited.roots, episode, subject, code, when, case))
    if not len(order):
        return order
    alike = np.ones(len(order) - 1, bool)
    for key in (case, when, code, subject, episode):
        alike &= key[order][1:] == key[order][:-1]
    near, root = np.append(alike, False) | np.append(False, alike), cited.roots
    if near.any():  # only of these is the text of the root asked for
        tied = order[near]
        texts = [str(each or "") for each in words(root[tied], cited.texts).to_pylist()]
        root = root.copy()
        root[tied] = np.where(root[tied] < 0, -1, _coded(texts).numbers + len(cited.texts))
        order = np.lexsort((root, episode, subject, code, when, case))
    again = np.ones(len(order) - 1, bool)
    for key in (case, code, subject, episode, root):
        again &= key[order][1:] == key[order][:-1]
    return order[np.insert(~again, 0, True)]


def _justified(
    case: Table, code: Table, about: Numbered, episode: Table, notes: Iterable[tuple[int, Entry]]
) -> pa.Array[Any]:
    """Return the reason of the first note that names each finding."""
    reasons: dict[int, str] = {}
    given = list(notes)
    by_case = np.argsort(case, kind="stable") if given else case
    in_order = case[by_case] if given else case
    for number, note in given:
        data = note.data
        low, high = np.searchsorted(in_order, (number, number + 1))
        for at in by_case[low:high].tolist():
            named = str(data.get("code")) == CODES[code[at]] and str(data.get("subject")) == about.texts[
                about.numbers[at]]  # fmt: skip
            if at not in reasons and named and str(data.get("episode", episode[at])) == str(episode[at]):
                reasons[at] = str(data.get("reason", "justified"))
    chosen = np.full(len(case), -1)
    chosen[list(reasons)] = np.arange(len(reasons))
    return words(chosen, list(reasons.values())).cast(pa.string())


def logged(case: int, kept: Record) -> Iterable[Logged]:
    """Yield the faults of the log of a case."""
    for fault in kept.faults:
        yield Logged(case, fault.code, fault.entry.id, fault.entry.provider)
