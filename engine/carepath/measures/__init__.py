"""Waiting-time figures over many cases, under the national standards in force when the waits stopped.

Each case is reported by itself (`carepath.regimes`); here the reports are divided, summed and compared with what was
known when a figure was handed in. No figure can differ from what is said of a single patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from carepath.measures.columns import COLUMNS, cells
from carepath.measures.each import Desk, Found, desk_of, found_of
from carepath.measures.portions import Head
from carepath.measures.question import Dimension, Question
from carepath.measures.sums import Figure, Measure, Sums, added, rows
from carepath.measures.suppression import suppressed
from carepath.model import Pathway
from carepath.record import Entry
from carepath.standards import Regime

__all__ = ["COLUMNS", "Case", "Dimension", "Figure", "Head", "Measure", "Question", "cells", "measured", "suppressed"]

MOST_KEPT = 1 << 16  # records kept, so that an equal one is not judged again

Case = tuple[Pathway, Sequence[Entry]]


def measured(cases: Iterable[Case], regimes: Iterable[Regime], question: Question) -> tuple[Measure, ...]:
    """Return the measures of cases, each with the definition it goes by; those of the standards first.

    Shared waits are counted in exact parts. With `question.submitted` each figure also has what it was when it was
    handed in: from what was recorded up to that day. Raises MixedCases, and CalendarEnds where that day is not known.
    """
    known = tuple(regimes)
    desks: dict[str, Desk] = {}
    now: Sums = {}
    before: Sums = {}
    kept: dict[object, Found] = {}
    for pathway, entries in cases:
        if pathway.hash not in desks:
            desks[pathway.hash] = desk_of(pathway, known, question)
        key = (pathway.hash, _content(entries))
        found = kept.get(key)
        if found is None:
            found = found_of(desks[pathway.hash], entries)
            if len(kept) < MOST_KEPT:
                kept[key] = found
        added(now, found[0], question.by)
        added(before, found[1], question.by)
    return rows(now, before if question.submitted is not None else None, question.by, known)


def _content(entries: Sequence[Entry]) -> object:
    """Return what the report of a case follows from: all but the name of the case, and its ids as places in order."""
    names = {name: place for place, name in enumerate(sorted({entry.id for entry in entries}))}
    return tuple(
        (
            names[each.id], each.kind, each.event, each.occurred, _exact(each.occurred), each.recorded, each.status,
            names.get(each.target, each.target) if each.target is not None else None,
            each.provider, each.pathway, tuple((name, type(value), value) for name, value in each.data.items()),
        )
        for each in entries
    )  # fmt: skip


def _exact(moment: object) -> object:
    """Return what tells two moments apart that Python takes for equal: the offset, and the fold of a repeated hour."""
    return (moment.utcoffset(), moment.fold) if isinstance(moment, datetime) else None
