"""A cohort replayed: every case of a log judged as `evaluate` would, in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from os import PathLike, fspath

import numpy as np
import pyarrow as pa

from carepath.calendar import Calendar
from carepath.cohort.blockrun import told
from carepath.cohort.chunks import part, prepared
from carepath.cohort.columns import TABLES, of_assessments
from carepath.cohort.files import Chunk, Progress, chunks, rows_of
from carepath.cohort.ids import of_rows
from carepath.cohort.prepared import of_entries
from carepath.cohort.result import Result, summary
from carepath.cohort.told_cases import Question, stood
from carepath.cohort.writing import describe, folder, write
from carepath.evaluate import evaluate
from carepath.model import Pathway
from carepath.plan import Plan, plan
from carepath.record import Entry
from carepath.rows import Rejected

TOO_LONG = "too-many-moves"  # the one cause for which a case goes through the reference engine
Tables = Mapping[str, pa.Table]
Events = str | PathLike[str] | pa.Table | Iterable[Entry]


def replay(
    pathway: Pathway,
    events: Events,
    as_of: date | datetime,
    known_at: datetime | None = None,
    calendar: Calendar | None = None,
    progress: Progress | None = None,
) -> Result:
    """Return the standing of every case of a log, in columns: what `evaluate` says of each.

    `events`: the path of a Parquet file, an Arrow table with the same columns, or entries; in any order.
    `calendar`: that which the definition names, where it is None. `progress` is called with the rows done and
    all rows. Raises UnreadableLog where the file or table cannot be read at all.
    """
    left_out: list[Rejected] = []
    causes: dict[str, int] = defaultdict(int)
    question = Question(pathway, calendar or Calendar.named(pathway.calendar), as_of, known_at)
    found = list(parts(question, events, left_out, causes, progress)) or [of_assessments(pathway.zone, ())]
    tables = {name: pa.concat_tables([each[name] for each in found]) for name in TABLES}
    return Result(
        cases=tables["cases"],
        milestones=tables["milestones"],
        clocks=tables["clocks"],
        transfers=tables["transfers"],
        findings=tables["findings"],
        responsibility=tables["responsibility"],
        about=about(question),
        zone=pathway.zone,
        by_reference=dict(causes),
        left_out=tuple(left_out),
    )


def replay_into(
    path: str | PathLike[str], question: Question, events: Events, progress: Progress | None = None
) -> Mapping[str, object]:
    """Write the standing of every case of a log into a folder, a part at a time; return what is said of the result.

    The folder appears complete, or not at all. Raises UnreadableLog, and FileExistsError where something else is there.
    """
    left_out: list[Rejected] = []
    causes: dict[str, int] = defaultdict(int)
    with folder(fspath(path)) as temporary:
        found = parts(question, events, left_out, causes, progress)
        counts = write(temporary, question.pathway.zone, found)
        told = summary(about(question), counts, causes, tuple(left_out))
        describe(temporary, told)
    return told


def about(question: Question) -> Mapping[str, object]:
    """Return what was asked."""
    known = question.known_at
    return {
        "pathway": question.pathway.id,
        "version": question.pathway.version,
        "hash": question.pathway.hash,
        "calendar": question.calendar.name,
        "as_of": question.as_of.isoformat(),
        "known_at": None if known is None else known.isoformat(),
    }


def parts(
    question: Question, events: Events, left_out: list[Rejected], causes: dict[str, int], progress: Progress | None
) -> Iterator[Tables]:
    """Yield the tables of a cohort, a part at a time; a part holds whole cases.

    Rows that cannot be read are added to `left_out`, cases of the reference engine counted in `causes`.
    """
    planned = plan(question.pathway)
    if isinstance(events, str | PathLike):
        done, total = 0, rows_of(fspath(events))
        for chunk in chunks(fspath(events), left_out):
            yield from _of_chunk(question, planned, fspath(events), chunk, left_out, causes)
            done += len(chunk.numbers)
            if progress is not None:
                progress(done, total)
    elif isinstance(events, pa.Table):
        chunk = Chunk(events, np.arange(1, events.num_rows + 1))
        yield from _of_chunk(question, planned, "<table>", chunk, left_out, causes)
    else:
        yield from _of_entries(question, planned, events, causes)


def _of_chunk(
    question: Question, planned: Plan, file: str, chunk: Chunk, left_out: list[Rejected], causes: dict[str, int]
) -> Iterator[Tables]:
    whole = part(file, chunk.table, question.pathway.id)
    odd = whole.odd
    if odd.any():
        places = np.flatnonzero(odd)
        found = of_rows(file, whole.table, places.tolist(), chunk.numbers[places].tolist())
        left_out += [each for each in found if isinstance(each, Rejected)]
        yield from _of_entries(question, planned, (each for each in found if isinstance(each, Entry)), causes)
        whole = whole.without(odd)
    if whole.rows == 0:
        return
    spare: list[int] = []
    block = prepared(question, planned, file, whole)
    yield from told(question, planned, block, spare)
    if spare:
        chosen = np.flatnonzero(np.isin(whole.case.numbers, spare))
        again = of_rows(file, whole.table, chosen.tolist(), chosen.tolist())
        yield _by_reference(question, _by_case(each for each in again if isinstance(each, Entry)).values(), causes)


def _of_entries(
    question: Question, planned: Plan, entries: Iterable[Entry], causes: dict[str, int]
) -> Iterator[Tables]:
    cases = _by_case(entries)
    names, spare = tuple(cases), list[int]()
    if names:
        yield from told(question, planned, of_entries(question, planned, names, stood(question, cases)), spare)
    if spare:
        yield _by_reference(question, [cases[names[number]] for number in spare], causes)


def _by_case(entries: Iterable[Entry]) -> Mapping[str, Sequence[Entry]]:
    cases: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        cases[entry.case].append(entry)
    return {name: cases[name] for name in sorted(cases)}


def _by_reference(question: Question, cases: Iterable[Sequence[Entry]], causes: dict[str, int]) -> Tables:
    """Judge cases by the reference engine, and count them."""
    assessed = [
        evaluate(question.pathway, question.calendar, entries, question.as_of, question.known_at) for entries in cases
    ]
    causes[TOO_LONG] = causes.get(TOO_LONG, 0) + len(assessed)
    return of_assessments(question.pathway.zone, ((each, f"reference: {TOO_LONG}") for each in assessed))
