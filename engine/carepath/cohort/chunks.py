"""A table of whole cases as columns for the kernel, without an object for each event.

Rows that hold anything but a plain event (corrections, notes, rows of another pathway, ids sent twice, cells that
cannot be read) take their whole case with them: such cases are read as entries, and then go the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import types

from carepath.attributes import BadValue, typed
from carepath.cohort import fields as f
from carepath.cohort.arranging import arrange, scatter
from carepath.cohort.assembly import Kept
from carepath.cohort.blocks import VOIDS, Words, worlds
from carepath.cohort.cells import UNREADABLE, values
from carepath.cohort.compiled import NONE, Table
from carepath.cohort.frames import microseconds
from carepath.cohort.ids import Ids
from carepath.cohort.instants import ends_of, moments, whole
from carepath.cohort.prepared import Prepared
from carepath.cohort.room import Piece, packed
from carepath.cohort.told_cases import Question, numbers_of
from carepath.model import AttributeType, Value
from carepath.plan import Plan
from carepath.record import STATUSES
from carepath.rows import columns

ABSENT = -1


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as numbers into distinct texts; ABSENT for an empty cell. `fits`: which rows hold text at all."""

    numbers: Table
    texts: tuple[str, ...]


def encoded(column: pa.Array[Any]) -> pa.DictionaryArray[Any, Any]:
    """Return a column as numbers into those of its values that occur."""
    if isinstance(column, pa.DictionaryArray):
        column = column.cast(column.type.value_type)
    return column.dictionary_encode()


def coded(column: pa.Array[Any]) -> Coded:
    """Return a column of text or whole numbers as numbers into its distinct texts, in their order."""
    column = encoded(column)
    raw = values(column.dictionary)
    texts = [str(value) if isinstance(value, int) and not isinstance(value, bool) else value for value in raw]
    known = [text if isinstance(text, str) and text.strip() else None for text in texts]
    ordered = sorted({text for text in known if text is not None})
    places = {text: number for number, text in enumerate(ordered)}
    table = np.array([ABSENT if text is None else places[text] for text in known] or [ABSENT], np.int64)
    indices = np.asarray(column.indices.cast(pa.int64()).fill_null(-1))
    return Coded(np.where(indices < 0, ABSENT, table[indices]), tuple(ordered))


def nothing(rows: int) -> Coded:
    """Return a column that is not there."""
    return Coded(np.full(rows, ABSENT), ())


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table: its fields and data as arrays, the case of each row, and which rows are plain events."""

    table: Mapping[str, pa.Array[Any]]
    data: Mapping[str, str]
    case: Coded
    plain: Table

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.plain)

    @property
    def odd(self) -> Table:
        """Which rows are not plain, or of a case of which some row is not."""
        away = np.zeros(len(self.case.texts) + 1, bool)
        away[self.case.numbers[~self.plain]] = True
        away[ABSENT] = True
        return away[self.case.numbers]

    def without(self, odd: Table) -> Part:
        """Return the rows that are not odd."""
        chosen = pa.array(~odd)
        table = {name: column.filter(chosen) for name, column in self.table.items()}
        left = self.case.numbers[~odd]
        used, numbers = np.unique(left, return_inverse=True)
        texts = tuple(self.case.texts[number] for number in used.tolist())
        return Part(table, self.data, Coded(numbers, texts), self.plain[~odd])


def part(file: str, table: pa.Table, pathway: str) -> Part:
    """Return the rows of a table with what can be said of each without its values."""
    fields, data = columns(file, table.column_names)
    arrays = {name: whole(table.column(name)) for name in table.column_names}
    case = coded(arrays["case"])
    plain = case.numbers >= 0
    plain &= coded(arrays["event"]).numbers >= 0
    if not _is_moment(arrays["occurred"].type):
        plain[:] = False
    for name, _ in fields:
        kind = arrays[name].type
        text = _value_type(kind)
        if name in ("id", "kind", "status", "target", "provider", "patient", "pathway", "event", "case") and not (
            types.is_string(text) or types.is_large_string(text) or types.is_integer(text) or types.is_null(text)
        ):
            plain[:] = False
    for name, allowed in (("kind", ("event",)), ("status", STATUSES), ("pathway", (pathway,)), ("target", ())):
        if name in arrays:
            plain &= _one_of(arrays[name], allowed)
    if "recorded" in arrays and not types.is_null(arrays["recorded"].type):
        if not types.is_timestamp(arrays["recorded"].type):
            plain &= np.asarray(arrays["recorded"].is_null())
        else:
            fits = moments(arrays["recorded"], "UTC")[2]
            plain &= fits | np.asarray(arrays["recorded"].is_null())
    if plain.any():
        plain &= moments(arrays["occurred"], "UTC")[2]
    if "id" in arrays:
        plain &= _once(case.numbers, arrays["id"])
    named = {name: table.column_names[place] for name, place in data}
    return Part(arrays, named, case, plain)


def _value_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if isinstance(kind, pa.DictionaryType) else kind


def _is_moment(kind: pa.DataType) -> bool:
    return types.is_date32(kind) or types.is_timestamp(kind)


def _one_of(column: pa.Array[Any], allowed: Sequence[str]) -> Table:
    """Return which cells are empty or one of the allowed words."""
    known = coded(column)
    good = np.array([text in allowed for text in known.texts] or [False])
    return (known.numbers < 0) | good[known.numbers]


def _once(case: Table, ids: pa.Array[Any]) -> Table:
    """Return which rows have an id that no other row of their case has."""
    if isinstance(ids, pa.DictionaryArray):
        ids = ids.cast(ids.type.value_type)
    if not (types.is_string(ids.type) or types.is_large_string(ids.type) or types.is_integer(ids.type)):
        return np.zeros(len(case), bool)
    both = pl.DataFrame({"case": case, "id": pl.from_arrow(ids)})
    there = pl.col("id").is_not_null()
    if both.schema["id"] == pl.String:
        there &= pl.col("id").str.strip_chars() != ""
    return both.select(there & pl.struct("case", "id").is_unique()).to_series().to_numpy()


def prepared(question: Question, plan: Plan, file: str, own: Part) -> Prepared:
    """Return the block of the plain events of a part, all of whose rows are plain."""
    zone, names = question.pathway.zone, plan.names
    table, count = own.table, own.rows
    day, at, _ = moments(table["occurred"], zone)
    recorded, recorded_day = _recorded(table, zone, count)
    told_at = np.where(recorded != NONE, recorded, at)
    if question.known is not None:
        missing = told_at == NONE
        told_at = told_at.copy()
        told_at[missing] = ends_of(day[missing], zone)
        known = told_at <= microseconds(question.known)
    else:
        known = np.ones(count, bool)
    status = _statuses(table, count)
    forecast = (status == 1) | (status == 2)
    today, now = numbers_of(question)
    within = forecast | np.where(at == NONE, day <= today, at <= now)
    kinds = len(own.case.texts)
    kept = np.flatnonzero(known & within)
    read = np.bincount(own.case.numbers[known], minlength=kinds)
    later = np.bincount(own.case.numbers[known & ~within], minlength=kinds)
    event, provider = coded(table["event"]), coded(table["provider"]) if "provider" in table else nothing(count)
    type_of, types_named = _types(plan, event)
    providers, provider_of, to = _providers(plan, provider, own)
    ids = Ids(file, table, count)
    keys = np.stack([day, at, type_of[event.numbers], provider_of, np.zeros(count, np.int64)], 1)
    keys[:, 4] = ids.ranks(_alike([own.case.numbers, day, keys[:, 2], provider_of]))
    case = own.case.numbers[kept]
    first = np.zeros(kinds + 1, np.int64)
    np.cumsum(np.bincount(case, minlength=kinds), out=first[1:])
    order = np.empty(len(kept), np.int64)
    scatter(case, first[:-1].copy(), order)
    order = kept[order]
    longest = int(np.diff(first).max(initial=0))
    arrange(keys, order, first, np.empty(longest + 1, np.int64))
    void = np.where(type_of[event.numbers] >= len(names.events), 1, 0)
    void = np.where((void == 0) & (recorded_day != NONE) & (day > recorded_day) & ~forecast, 2, void)
    found = _values(plan, own, count)
    told = np.zeros((len(order), f.TOLD_WIDTH), np.int64)
    for place, cells in {
        f.TOLD_ROOT: np.arange(count), f.TOLD_ENTRY: np.arange(count), f.TOLD_TYPE: type_of[event.numbers],
        f.TOLD_PROVIDER: provider_of, f.TOLD_STATUS: status, f.TOLD_DAY: day, f.TOLD_AT: at, f.TOLD_VOID: void,
        f.TOLD_VALUE: found.first[:-1], f.TOLD_VALUE_END: found.first[1:], f.TOLD_BAD: found.bad_first[:-1],
        f.TOLD_BAD_END: found.bad_first[1:], f.TOLD_TO: to, f.TOLD_NAMED: _named(plan, own, count),
    }.items():  # fmt: skip
        told[:, place] = cells[order]
    _void(plan, own, told, first, order)
    parts: dict[int, Piece] = {
        f.BLOCK_FIRST: first, -f.BLOCK_TOLD: told, f.BLOCK_BAD: found.bad, f.BLOCK_TODAY: today, f.BLOCK_NOW: now,
    }  # fmt: skip
    parts |= worlds(plan.programs, found.known, found.pairs)
    return Prepared(
        pa.array(own.case.texts, pa.string()),
        packed(f.BLOCK_HEAD, parts),
        Words(providers, types_named, ids),
        Kept(_patients(table, own.case.numbers, known, kinds), read.tolist(), later.tolist()),
        longest,
    )


def _recorded(table: Mapping[str, pa.Array[Any]], zone: str, count: int) -> tuple[Table, Table]:
    """Return when each row was recorded, as an instant and as a civil day; NONE where nothing says so."""
    if "recorded" not in table or not types.is_timestamp(table["recorded"].type):
        return np.full(count, NONE), np.full(count, NONE)
    day, at, fits = moments(table["recorded"], zone)
    return np.where(fits, at, NONE), np.where(fits, day, NONE)


def _statuses(table: Mapping[str, pa.Array[Any]], count: int) -> Table:
    if "status" not in table:
        return np.zeros(count, np.int64)
    known = coded(table["status"])
    numbers = np.array([STATUSES.index(text) if text in STATUSES else 0 for text in known.texts] or [0], np.int64)
    return np.where(known.numbers < 0, 0, numbers[known.numbers])


def _types(plan: Plan, event: Coded) -> tuple[Table, tuple[str, ...]]:
    """Return the type of each distinct name, and the names of all types; those unknown come last, by name."""
    places = {name: number for number, name in enumerate(plan.names.events)}
    known = plan.pathway.routes.names
    unknown = [name for name in event.texts if name not in known]
    places |= {name: len(plan.names.events) + number for number, name in enumerate(unknown)}
    numbers = [places[known.get(name, name)] for name in event.texts]
    return np.array(numbers or [0], np.int64), (*plan.names.events, *unknown)


def _providers(plan: Plan, provider: Coded, own: Part) -> tuple[tuple[str, ...], Table, Table]:
    """Return all providers by name, and the numbers of those of each row and of those it goes to."""
    column = own.data.get("to")
    there = column is not None and (types.is_string(own.table[column].type) or types.is_large_string(
        own.table[column].type) or isinstance(own.table[column].type, pa.DictionaryType))  # fmt: skip
    to = _words(own.table[column]) if there and column is not None else nothing(own.rows)
    everyone = tuple(sorted({*plan.names.providers, *provider.texts, *to.texts}))
    places = {name: number for number, name in enumerate(everyone)}

    def numbered(column: Coded) -> Table:
        table = np.array([places[name] for name in column.texts] or [ABSENT], np.int64)
        return np.where(column.numbers < 0, ABSENT, table[column.numbers])

    return everyone, numbered(provider), numbered(to)


def _words(column: pa.Array[Any]) -> Coded:
    """Return a column of text as it is: blank cells are words too, empty ones are none."""
    column = encoded(column)
    raw = [value if isinstance(value, str) and value else None for value in values(column.dictionary)]
    ordered = sorted({text for text in raw if text is not None})
    places = {text: number for number, text in enumerate(ordered)}
    table = np.array([ABSENT if text is None else places[text] for text in raw] or [ABSENT], np.int64)
    indices = np.asarray(column.indices.cast(pa.int64()).fill_null(-1))
    return Coded(np.where(indices < 0, ABSENT, table[indices]), tuple(ordered))


def _named(plan: Plan, own: Part, count: int) -> Table:
    """Return the transfer that each row names: -1 one that there is not, -2 none."""
    column = own.data.get("transfer")
    if column is None:
        return np.full(count, -2)
    places = {name: number for number, name in enumerate(plan.names.transfers)}
    found = encoded(own.table[column])
    raw = values(found.dictionary)
    table = np.array([-2 if value in (None, "") else places.get(str(value), -1) for value in raw] or [-2], np.int64)
    indices = np.asarray(found.indices.cast(pa.int64()).fill_null(-1))
    return np.where(indices < 0, -2, table[indices])


@dataclass(frozen=True, slots=True)
class Values:
    """The values of all rows: (attribute, value) pairs by row, and the attributes whose value is of no kind."""

    first: Table
    pairs: Table
    bad_first: Table
    bad: Table
    known: tuple[tuple[Value, ...], ...]


def _values(plan: Plan, own: Part, count: int) -> Values:
    """Read each distinct value once."""
    found: list[tuple[Table, Table]] = []
    wrong: list[tuple[Table, int]] = []
    known: list[tuple[Value, ...]] = []
    for number, name in enumerate(plan.names.attributes):
        column = own.data.get(name)
        if column is None:
            known.append(())
            continue
        numbers, bad, distinct = _read(own.table[column], plan.pathway.attributes[name])
        known.append(distinct)
        there = np.flatnonzero(numbers >= 0)
        found.append((there, np.stack([np.full(len(there), number), numbers[there]], 1)))
        wrong.append((np.flatnonzero(bad), number))
    rows = np.concatenate([each[0] for each in found]) if found else np.zeros(0, np.int64)
    pairs = np.concatenate([each[1] for each in found]) if found else np.zeros((0, 2), np.int64)
    by_row = np.argsort(rows, kind="stable")
    bad_rows = np.concatenate([each[0] for each in wrong]) if wrong else np.zeros(0, np.int64)
    bad = np.concatenate([np.full(len(each[0]), each[1]) for each in wrong]) if wrong else np.zeros(0, np.int64)
    by_bad = np.argsort(bad_rows, kind="stable")
    return Values(
        _starts(rows, count), pairs[by_row], _starts(bad_rows, count), bad[by_bad].astype(np.int64), tuple(known)
    )


def _starts(rows: Table, count: int) -> Table:
    first = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=first[1:])
    return first


def _read(column: pa.Array[Any], kind: AttributeType) -> tuple[Table, Table, tuple[Value, ...]]:
    """Return the number of each row's value (ABSENT for none), which are of no kind, and the values."""
    found = encoded(column)
    distinct: dict[Value, int] = {}
    table, wrong = [], []
    for raw in values(found.dictionary):
        number, bad = ABSENT, False
        if raw is not None and raw != "" and raw is not UNREADABLE:
            try:
                value = typed(kind, raw)  # type: ignore[arg-type]  # cells of plain columns are scalars
            except BadValue:
                bad = True
            else:
                number = ABSENT if value is None else distinct.setdefault(value, len(distinct))
        table.append(number)
        wrong.append(bad)
    indices = np.asarray(found.indices.cast(pa.int64()).fill_null(-1))
    away = indices < 0
    numbers = np.where(away, ABSENT, np.array(table or [ABSENT], np.int64)[indices])
    return numbers, ~away & np.array(wrong or [False])[indices], tuple(distinct)


def _patients(table: Mapping[str, pa.Array[Any]], case: Table, known: Table, kinds: int) -> list[str | None]:
    """Return the least patient that each case names."""
    if "patient" not in table:
        return [None] * kinds
    patient = coded(table["patient"])
    least = np.full(kinds, len(patient.texts))
    there = known & (patient.numbers >= 0)
    np.minimum.at(least, case[there], patient.numbers[there])
    texts: tuple[str | None, ...] = (*patient.texts, None)
    return [texts[number] for number in least.tolist()]


def _void(plan: Plan, own: Part, told: Table, first: Table, order: Table) -> None:
    """Mark, among events in order, those after death or before birth and those told twice over."""
    count = len(first) - 1
    case = np.repeat(np.arange(count), np.diff(first))
    kinds, void, status = told[:, f.TOLD_TYPE], told[:, f.TOLD_VOID], told[:, f.TOLD_STATUS]
    life = np.array([{None: 0, "birth": 1, "death": 2}[plan.pathway.events[name].life] for name in plan.names.events])
    marks = np.where((void == 0) & (status == 0), np.append(life, 0)[np.minimum(kinds, len(life))], 0)
    effective = (void == 0) & (status != 1) & (status != 2)
    day = told[:, f.TOLD_DAY]
    born = _first_day(case, day, marks == 1, count)
    died = _first_day(case, day, marks == 2, count)
    outside = ((born != NONE) & (day < born)) | ((died != NONE) & (day > died))
    void[effective & outside] = VOIDS.index("impossible-date")
    _twins(plan, own, told, case, order, effective)


def _first_day(case: Table, day: Table, chosen: Table, count: int) -> Table:
    """Return for each row the first day of the chosen rows of its case; NONE where there is none."""
    least = np.full(count, -NONE)
    np.minimum.at(least, case[chosen], day[chosen])
    return np.where(least == -NONE, NONE, least)[case]


def _alike(keys: Sequence[Table]) -> Table:
    """Return which rows are equal to another one in all of these."""
    frame = pl.DataFrame({str(number): np.ascontiguousarray(key) for number, key in enumerate(keys)})
    return frame.is_duplicated().to_numpy()


def _twins(plan: Plan, own: Part, told: Table, case: Table, order: Table, effective: Table) -> None:
    """Mark events of the same type, provider, time, status and data as one before."""
    names = (f.TOLD_TYPE, f.TOLD_PROVIDER, f.TOLD_DAY, f.TOLD_AT, f.TOLD_STATUS)
    keys = [case, *(told[:, name] for name in names)]
    places = np.flatnonzero(_alike(keys) & effective)
    data = _data(own, order[places])
    seen: set[tuple[object, ...]] = set()
    for place, held in zip(places.tolist(), data, strict=True):
        twin = (*(int(key[place]) for key in keys), held)
        kind = plan.pathway.events[plan.names.events[told[place, f.TOLD_TYPE]]]
        if twin in seen and not kind.repeat and told[place, f.TOLD_VOID] == 0:
            told[place, f.TOLD_VOID] = VOIDS.index("possible-duplicate")
        seen.add(twin)


def _data(own: Part, rows: Table) -> list[tuple[tuple[str, object], ...]]:
    """Return the data of some rows: the names and values that are there."""
    chosen, names = pa.array(rows, pa.int64()), sorted(own.data)
    cells = [values(own.table[own.data[name]].take(chosen)) for name in names]
    return [
        tuple((name, value) for name, value in zip(names, each, strict=True) if value is not None and value != "")
        for each in zip(*cells, strict=True)
    ] if names else [()] * len(rows)  # fmt: skip
