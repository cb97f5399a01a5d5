"""Figures of a Parquet file of any size, in columns: the same as those of its cases one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from carepath.cohort.intake.coding import ABSENT, Coded, cases_of, coded, is_text, nothing, value_type
from carepath.cohort.intake.dated import dated
from carepath.cohort.intake.files import Chunk, chunks, rows_of
from carepath.cohort.intake.ids import of_rows
from carepath.cohort.intake.instants import whole
from carepath.cohort.intake.parts import part
from carepath.cohort.machine.compiled import Table
from carepath.measures.choosing import chosen
from carepath.measures.columnar import Tally
from carepath.measures.given import Logs, Rows, by_case
from carepath.measures.question import Question
from carepath.measures.served import Choice, Unserved, reason, serving
from carepath.measures.sums import Measure
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rows import Rejected
from carepath.standards import Regime

Progress = Callable[[int, int], None]  # rows done, of how many


@dataclass(slots=True)
class Measured:
    """The measures of a file, what was left out of it, and how many cases were measured one by one."""

    measures: tuple[Measure, ...] = ()
    entries: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    unserved: list[Unserved] = field(default_factory=list)
    by_reference: dict[str, int] = field(default_factory=dict)


class Damaged(Exception):
    """A part of the file is damaged: what is left of it is read row by row."""


def measured_file(
    file: str,
    choices: Sequence[Choice],
    regimes: Iterable[Regime],
    question: Question,
    progress: Progress | None = None,
) -> Measured:
    """Return the measures of a Parquet file. Raises UnreadableLog, Damaged, and CalendarEnds as `measured` does."""
    tally, found = Tally(question, tuple(regimes)), Measured()
    damaged: list[Rejected] = []
    done, total = 0, rows_of(file)
    for chunk in chunks(file, damaged):
        if damaged:
            raise Damaged
        _Adding(file, choices, tally, found).chunk(chunk)
        done += len(chunk.numbers)
        if progress is not None:
            progress(done, total)
    if damaged:
        raise Damaged
    found.entries = total - len(found.rejected)
    found.rejected.sort(key=lambda one: one.row)
    found.unserved.sort(key=lambda one: (one.case, one.place))
    found.measures = tally.measures()
    found.by_reference = dict(tally.by_reference)
    return found


SEVERAL, NOBODY = -1, -2  # in place of the number of a choice: cases of several pathways, of none that is asked for


@dataclass(frozen=True, slots=True)
class _Adding:
    """What takes the rows of a file to their counters."""

    file: str
    choices: Sequence[Choice]
    tally: Tally
    found: Measured

    def chunk(self, chunk: Chunk) -> None:
        """Add the cases of a chunk, those of each pathway together."""
        typed, left = dated(chunk.table)
        if left.any():  # whole cases
            case = cases_of(whole(chunk.table.column("case"))).numbers
            left = np.isin(case, case[left])
            self._rows(chunk.table.filter(pa.array(left)), chunk.numbers[left])
            chunk = Chunk(typed.filter(pa.array(~left)), chunk.numbers[~left])
        else:
            chunk = Chunk(typed, chunk.numbers)
        served, named = self._served(chunk.table)
        for number in np.unique(served).tolist():
            mask = served == number
            table = chunk.table if mask.all() else chunk.table.filter(pa.array(mask))
            numbers = chunk.numbers[mask]
            if number == SEVERAL:
                self._rows(table, numbers)
            elif number == NOBODY:
                self._nobody(table, numbers, named)
            else:
                self._of_one(self.choices[number], table, numbers)

    def _served(self, table: pa.Table) -> tuple[Table, Coded]:
        """Return for each row the choice that its case goes by, and the pathway that it names."""
        count = table.num_rows
        named, ids = nothing(count), {choice.id: place for place, choice in enumerate(self.choices)}
        if len(ids) < len(self.choices):  # a case may go by two versions of one pathway
            return np.full(count, SEVERAL), named
        if "pathway" in table.column_names:
            column = whole(table.column("pathway"))
            if column.null_count < count and not _is_name(column.type):
                return np.full(count, SEVERAL), named
            named = coded(column) if column.null_count < count else named
        cases = cases_of(whole(table.column("case")))
        kinds = len(cases.names) + 1  # rows without a case come last
        there = named.numbers >= 0
        least, most = np.full(kinds, len(named.texts)), np.full(kinds, ABSENT)
        np.minimum.at(least, cases.numbers[there], named.numbers[there])
        np.maximum.at(most, cases.numbers[there], named.numbers[there])
        only = 0 if len(self.choices) == 1 else NOBODY
        served = np.array([*(ids.get(name, NOBODY) for name in named.texts), only], np.int64)[most]
        served[(most >= 0) & (least != most)] = SEVERAL
        return served[cases.numbers], named

    def _of_one(self, choice: Choice, table: pa.Table, numbers: Table) -> None:
        """Add cases that go by one choice."""
        zone = choice.versions[0].zone
        read = part(self.file, table, choice.id, zone)
        if read.odd.any():
            self._rows(table.filter(pa.array(read.odd)), numbers[read.odd])
        if read.odd.all():
            return
        given = Rows(table, read, choice.id, zone)
        for pathway, cases in chosen(choice, given, self.tally.question.known_at):
            some = given.some(cases)
            if pathway is not None:
                self.tally.counter(pathway).add(some)
            else:
                self._logs(some.logs().cases)

    def _rows(self, table: pa.Table, numbers: Table) -> None:
        """Add whole cases whose rows are read as entries."""
        arrays = {name: whole(table.column(name)) for name in table.column_names}
        read = of_rows(self.file, arrays, range(table.num_rows), numbers.tolist())
        self.found.rejected += [each for each in read if isinstance(each, Rejected)]
        self._logs(by_case(each for each in read if isinstance(each, Entry)))

    def _logs(self, cases: Mapping[str, Sequence[Entry]]) -> None:
        together: dict[str, dict[str, Sequence[Entry]]] = defaultdict(dict)
        pathways: dict[str, Pathway] = {}
        for case, entries in cases.items():
            for pathway in self._pathways(case, entries):
                pathways[pathway.hash] = pathway
                together[pathway.hash][case] = entries
        for name, own in together.items():
            self.tally.counter(pathways[name]).add(Logs(own))

    def _pathways(self, case: str, entries: Sequence[Entry]) -> Iterator[Pathway]:
        """Yield the definitions of a case; says where there is none."""
        for served in serving(self.choices, case, entries):
            if isinstance(served, Unserved):
                self.found.unserved.append(served)
            else:
                yield served

    def _nobody(self, table: pa.Table, numbers: Table, named: Coded) -> None:
        """Say which cases go by no pathway that is asked for; their rows are read only where one may be rejected."""
        read = part(self.file, table.drop_columns(["pathway"]) if named.texts else table, "", "UTC")
        if read.odd.any():
            self._rows(table.filter(pa.array(read.odd)), numbers[read.odd])
        case = read.case.numbers
        names = coded(whole(table.column("pathway"))) if named.texts else nothing(len(case))
        counts = np.bincount(case[case >= 0], minlength=len(read.case.names)).tolist()
        own = np.full(len(counts), ABSENT)
        np.maximum.at(own, case[case >= 0], names.numbers[case >= 0])
        for name, count, pathway in zip(read.case.names.to_pylist(), counts, own.tolist(), strict=True):
            self.found.unserved.append(
                Unserved(str(name), count, reason([names.texts[pathway]] if pathway >= 0 else []))
            )


def _is_name(kind: pa.DataType) -> bool:
    return is_text(kind) or bool(pa.types.is_integer(value_type(kind)))
