"""One block of cases through the kernel; those it leaves out, through the reference engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from carepath.cohort import assembly
from carepath.cohort.assembly import Shelf
from carepath.cohort.frames import days, tables
from carepath.cohort.machine import fields as f
from carepath.cohort.machine import kernel, room
from carepath.cohort.machine.compiled import Table
from carepath.cohort.prepared import Prepared
from carepath.cohort.speech.sayings import Spoken, sayer
from carepath.cohort.speech.sentences import findings
from carepath.cohort.told_cases import Question
from carepath.plan import Plan

CAPACITY = 1 << 18  # rows of what is said at a time, at most at first
FEW = 32  # rows that a case needs, about


@dataclass(frozen=True, slots=True)
class Desk:
    """What blocks of one plan leave to those after them: sentences, and room for what is said, which is written anew.

    Fresh memory costs more time than what is written into it. Blocks that run at once take what room there is.
    """

    spoken: Spoken = field(default_factory=dict)
    rooms: list[Table] = field(default_factory=list)

    def room(self, cases: int, capacity: int) -> Table:
        """Return room for so many cases and rows at least."""
        try:
            found = self.rooms.pop()
        except IndexError:  # to ask first would not do: another thread may take the last one in between
            return room.told(1 << cases.bit_length(), capacity)
        if found[f.SAID_TROUBLE + 1] < cases or found[f.SAID_MISSING + 1] < capacity:
            return room.told(1 << cases.bit_length(), capacity)
        room.listed(found, f.SAID_TROUBLE)[:] = 0
        return found


def told(
    question: Question, plan: Plan, prepared: Prepared, spare: list[int], desk: Desk
) -> Iterator[Mapping[str, pa.Table]]:
    """Yield the tables of a block, a part at a time; the numbers of cases that the kernel leaves out go to `spare`."""
    words, count = prepared.words, len(prepared.names)
    provided = tables(plan, {name: number for number, name in enumerate(words.providers)})
    space = room.room(provided, prepared.longest, len(plan.names.attributes), len(plan.names.reasons))
    shelf = Shelf(
        plan, question.pathway.zone, prepared.names, words, sayer(plan, words.events, words.providers, desk.spoken)
    )
    calendar, capacity, first = days(plan, question.calendar), min(CAPACITY, FEW * (count + FEW)), 0
    said = desk.room(count, capacity)
    while first < count:
        room.listed(said, f.SAID_USED)[:] = 0
        end = kernel.replay(provided, calendar, prepared.columns, space, said, first, count)
        if end == first and capacity <= 64 * CAPACITY:
            capacity *= 2
            larger = desk.room(count, capacity)
            room.listed(larger, f.SAID_TROUBLE)[:count] = room.listed(said, f.SAID_TROUBLE)[:count]
            said = larger
            continue
        if end == first:
            room.listed(said, f.SAID_TROUBLE)[first] = 2
            end = first + 1
        yield {
            "cases": assembly.cases(shelf, said, prepared.kept, first, end),
            "milestones": assembly.milestones(shelf, said),
            "clocks": assembly.clocks(shelf, said),
            "transfers": assembly.transfers(shelf, said),
            "findings": findings(
                shelf,
                prepared.columns,
                said,
                [fault for fault in prepared.faults if first <= fault.case < end],
                [note for note in prepared.notes if first <= note[0] < end],
            ),
            "responsibility": assembly.responsibility(shelf, said),
        }
        first = end
    spare += np.flatnonzero(room.listed(said, f.SAID_TROUBLE)).tolist()
    desk.rooms.append(said)
