"""A cohort replayed: every case of a log judged as `evaluate` would, in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from os import PathLike, fspath

import numpy as np
import pyarrow as pa

from carepath.calendar import Calendar
from carepath.cohort.abreast import in_turn, workers
from carepath.cohort.blockrun import Desk, told
from carepath.cohort.columns import TABLES, of_assessments
from carepath.cohort.intake.chunks import prepared
from carepath.cohort.intake.files import Chunk, Progress, chunks, rows_of
from carepath.cohort.intake.ids import of_rows
from carepath.cohort.intake.parts import part
from carepath.cohort.intake.pieces import pieces
from carepath.cohort.prepared import of_entries
from carepath.cohort.result import Result, summary
from carepath.cohort.told_cases import Question, stood
from carepath.cohort.writing import describe, folder, write
from carepath.evaluate import evaluate
from carepath.model import Pathway
from carepath.plan import Plan, plan
from carepath.record import Entry
from carepath.rows import Rejected

TABLE = "<table>"  # where rows stand that are in no file
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
    causes: dict[str, int] = {}
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
        by_reference=causes,
        left_out=in_order(left_out),
    )


def replay_into(
    path: str | PathLike[str], question: Question, events: Events, progress: Progress | None = None
) -> Mapping[str, object]:
    """Write the standing of every case of a log into a folder, a part at a time; return what is said of the result.

    The folder appears complete, or not at all. Raises UnreadableLog, and FileExistsError where something else is there.
    """
    left_out: list[Rejected] = []
    causes: dict[str, int] = {}
    with folder(fspath(path)) as temporary:
        found = parts(question, events, left_out, causes, progress)
        counts = write(temporary, question.pathway.zone, found)
        told = summary(about(question), counts, causes, in_order(left_out))
        describe(temporary, told)
    return told


def in_order(left_out: Iterable[Rejected]) -> tuple[Rejected, ...]:
    """Return what was left out in the order of the rows: a file is read ahead of what is judged."""
    return tuple(sorted(left_out, key=lambda each: each.row))


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
    planned, file, total = plan(question.pathway), TABLE, 0
    if isinstance(events, str | PathLike):
        file, total = fspath(events), rows_of(fspath(events))
        given = chunks(file, left_out)
    elif isinstance(events, pa.Table):
        total = events.num_rows
        given = iter([Chunk(events, np.arange(1, total + 1))])
    else:
        yield from _counted(_of_entries(question, planned, events, Desk()), left_out, causes)
        return
    cut, done, desk = (piece for chunk in given for piece in pieces(chunk)), 0, Desk()
    for judged in in_turn(partial(_of_piece, question, planned, file, desk), cut, workers()):
        yield from _counted(judged, left_out, causes)
        done += judged.rows
        if progress is not None:
            progress(done, total)


@dataclass(frozen=True, slots=True)
class Judged:
    """The tables of a piece; how many of its cases the reference engine judged, and what could not be read."""

    rows: int
    tables: tuple[Tables, ...]
    by_reference: int
    left_out: tuple[Rejected, ...] = ()


def _counted(judged: Judged, left_out: list[Rejected], causes: dict[str, int]) -> Iterator[Tables]:
    left_out += judged.left_out
    if judged.by_reference:
        causes[TOO_LONG] = causes.get(TOO_LONG, 0) + judged.by_reference
    yield from judged.tables


def _of_piece(question: Question, planned: Plan, file: str, desk: Desk, piece: Chunk) -> Judged:
    """Judge a piece. Several are judged at once: they share nothing that changes but the desk."""
    whole = part(file, piece.table, question.pathway.id, question.pathway.zone)
    tables, left_out, slow = list[Tables](), list[Rejected](), 0
    if whole.odd.any():
        places = np.flatnonzero(whole.odd)
        found = of_rows(file, whole.table, places.tolist(), piece.numbers[places].tolist())
        left_out = [each for each in found if isinstance(each, Rejected)]
        aside = _of_entries(question, planned, (each for each in found if isinstance(each, Entry)), desk)
        tables, slow = list(aside.tables), aside.by_reference
    if len(whole.case.names):
        spare: list[int] = []
        tables += told(question, planned, prepared(question, planned, whole), spare, desk)
        if spare:
            chosen = np.flatnonzero(np.isin(whole.case.numbers, spare)).tolist()
            again = of_rows(file, whole.table, chosen, chosen)
            tables.append(_by_reference(question, _by_case(each for each in again if isinstance(each, Entry)).values()))
            slow += len(spare)
    return Judged(piece.table.num_rows, tuple(tables), slow, tuple(left_out))


def _of_entries(question: Question, planned: Plan, entries: Iterable[Entry], desk: Desk) -> Judged:
    """Judge cases given as entries."""
    cases = _by_case(entries)
    names, spare, tables = tuple(cases), list[int](), list[Tables]()
    if names:
        block = of_entries(question, planned, names, stood(question, cases))
        tables += told(question, planned, block, spare, desk)
    if spare:
        tables.append(_by_reference(question, [cases[names[number]] for number in spare]))
    return Judged(sum(map(len, cases.values())), tuple(tables), len(spare))


def _by_case(entries: Iterable[Entry]) -> Mapping[str, Sequence[Entry]]:
    cases: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        cases[entry.case].append(entry)
    return {name: cases[name] for name in sorted(cases)}


def _by_reference(question: Question, cases: Iterable[Sequence[Entry]]) -> Tables:
    """Judge cases by the reference engine."""
    assessed = [
        evaluate(question.pathway, question.calendar, entries, question.as_of, question.known_at) for entries in cases
    ]
    return of_assessments(question.pathway.zone, ((each, f"reference: {TOO_LONG}") for each in assessed))
