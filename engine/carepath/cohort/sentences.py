"""The table of findings: each once, in order, with its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from carepath.cohort import fields as f
from carepath.cohort.arrays import civil_days, instants, numbers, with_civil_days
from carepath.cohort.assembly import Shelf, place_of
from carepath.cohort.compiled import NONE, Table
from carepath.cohort.ids import Ids
from carepath.cohort.room import said_rows
from carepath.cohort.sayings import Facts, Said, Writer
from carepath.findings import CODES
from carepath.live import Record
from carepath.model import UNCITED
from carepath.record import Entry
from carepath.sentences import of_the_log

ROW = (
    "code", "subject_kind", "subject", "provider", "verdict", "day", "at", "over", "seconds", "last", "last_at",
    "other", "other_at", "detail", "detail_end",
)  # fmt: skip
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
    said = _said(shelf, block, told, rows)
    messages = [each.message for each in said] + [of_the_log(each.code, each.entry) for each in faults]
    subjects = [each.subject for each in said] + [each.entry for each in faults]
    ids = shelf.words.ids
    cited = [place_of(block, rows[name], "entry") for name in ("first", "second", "third")]
    if isinstance(ids, Ids):
        ids.fetch(np.concatenate([*cited, place_of(block, rows["root"], "root")]))
    roots: list[str | None] = [None if at < 0 else ids[at] for at in place_of(block, rows["root"], "root").tolist()]
    roots += [each.entry for each in faults]
    columns = [each.tolist() for each in cited]
    entries = [[ids[at] for at in each if at >= 0] for each in zip(*columns, strict=True)]
    entries += [[each.entry] for each in faults]
    day = with_civil_days(rows["day"], rows["at"], shelf.zone)
    more = np.full(len(faults), NONE)
    providers = [None if at < 0 else shelf.words.providers[at] for at in rows["provider"].tolist()]
    case = np.append(rows["case"], [each.case for each in faults]).astype(np.int64)
    code = np.append(rows["code"], [CODES.index(each.code) for each in faults]).astype(np.int64)
    episode = np.append(rows["episode"], np.ones(len(faults), np.int64))
    day = np.append(day, more)
    order = _order(case, day, code, subjects, episode, roots)
    table = {
        "case": pa.DictionaryArray.from_arrays(pa.array(case, pa.int32()), shelf.cases),
        "code": pa.DictionaryArray.from_arrays(pa.array(code, pa.int32()), pa.array(CODES)),
        "subject": pa.array(subjects, pa.string()).dictionary_encode(),
        "episode": numbers(episode),
        "day": civil_days(day),
        "at": instants(np.append(rows["at"], more), shelf.zone),
        "days_over": numbers(np.append(rows["over"], more)),
        "seconds_over": numbers(np.append(rows["seconds"], more), pa.int64()),
        "provider": pa.array([*providers, *(each.provider for each in faults)], pa.string()).dictionary_encode(),
        "message": pa.array(messages, pa.string()),
        "entries": pa.array(entries, pa.list_(pa.string())),
        "source": pa.array([*(each.source for each in said), *(None for _ in faults)], pa.string()).dictionary_encode(),
        "cite": pa.array([*(each.cite for each in said), *(str(UNCITED) for _ in faults)]).dictionary_encode(),
        "root": pa.array(roots, pa.string()),
        "justified": _justified(case, code, subjects, episode, notes),
    }
    return shelf.table("findings", table).take(pa.array(order, pa.int64()))


def _said(shelf: Shelf, block: Table, told: Table, rows: Mapping[str, Table]) -> list[Said]:
    """Return what is said of each finding, made once for those with the same facts."""
    named = said_rows(told, f.SAID_DETAILS)
    details = list(zip(named["kind"].tolist(), named["number"].tolist(), strict=True))
    types = place_of(block, rows["root"], "type").tolist()
    columns = [rows[name].tolist() for name in ROW]
    writer = Writer(shelf.sayer)
    return [
        writer.write(Facts._make((*cells, type, tuple(details[first:end]))))
        for type, (*cells, first, end) in zip(types, zip(*columns, strict=True), strict=True)
    ]


def _order(case: Table, day: Table, code: Table, subjects: list[str], episode: Table, roots: list[str | None]) -> Table:
    """Return the places of the findings in order, of equal identities only the first."""
    subject = np.unique(np.array(subjects, object).astype(str), return_inverse=True)[1] if subjects else day
    root = np.unique(np.array([each or "" for each in roots]).astype(str), return_inverse=True)[1] if roots else day
    when = np.where(day == NONE, LATEST, day)
    order = np.lexsort((root, episode, subject, code, when, case))
    keys = [each[order] for each in (case, code, subject, episode, root)]
    again = np.ones(max(0, len(order) - 1), bool)
    for key in keys:
        again &= key[1:] == key[:-1]
    return order[np.insert(~again, 0, True)] if len(order) else order


def _justified(
    case: Table, code: Table, subjects: list[str], episode: Table, notes: Iterable[tuple[int, Entry]]
) -> pa.Array[Any]:
    """Return the reason of the first note that names each finding."""
    reasons: list[str | None] = [None] * len(subjects)
    for number, note in notes:
        data = note.data
        for at in np.flatnonzero(case == number).tolist():
            named = str(data.get("code")) == CODES[code[at]] and str(data.get("subject")) == subjects[at]
            if reasons[at] is None and named and str(data.get("episode", episode[at])) == str(episode[at]):
                reasons[at] = str(data.get("reason", "justified"))
    return pa.array(reasons, pa.string())


def logged(case: int, kept: Record) -> Iterable[Logged]:
    """Yield the faults of the log of a case."""
    for fault in kept.faults:
        yield Logged(case, fault.code, fault.entry.id, fault.entry.provider)
