"""A block of cases ready for the kernel, however it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from carepath.cohort.assembly import Kept
from carepath.cohort.blocks import Words, block
from carepath.cohort.machine.compiled import Table
from carepath.cohort.speech.sentences import Logged, logged
from carepath.cohort.told_cases import Question, Stood, numbers_of
from carepath.plan import Plan
from carepath.record import Entry


@dataclass(frozen=True, slots=True)
class Prepared:
    """The columns of a block, what its numbers stand for, and what is known of its cases beside their events."""

    names: pa.Array[Any]
    columns: Table
    words: Words
    kept: Kept
    longest: int
    faults: Sequence[Logged] = ()
    notes: Sequence[tuple[int, Entry]] = ()


def of_entries(question: Question, plan: Plan, names: Sequence[str], stood: Sequence[Stood]) -> Prepared:
    """Return the block of cases given as entries."""
    columns, words = block(plan, [each.events for each in stood], *numbers_of(question))
    return Prepared(
        pa.array(list(names), pa.string()),
        columns,
        words,
        Kept(
            pa.array([each.kept.patient for each in stood], pa.string()),
            np.array([each.kept.read for each in stood], np.int64),
            np.array([each.kept.foreign + each.later for each in stood], np.int64),
        ),
        max((len(each.events) for each in stood), default=0),
        [fault for case, each in enumerate(stood) for fault in logged(case, each.kept)],
        [(case, note) for case, each in enumerate(stood) for note in each.kept.notes],
    )
