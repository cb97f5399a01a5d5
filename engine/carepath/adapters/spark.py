"""A cohort replayed in Spark: the same kernel in each Python worker, on Arrow batches of whole cases.

Rows are spread by a hash of their case, so that a case lies whole in one part; no group is made for a patient.
Needs pyspark (the extra `spark`) where it is called, and carepath with its extra `cohort` on every worker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from carepath.authoring.carried import Carried, built, carried
from carepath.calendar import Calendar
from carepath.files import UnreadableLog
from carepath.model import Pathway
from carepath.rows import Rejected, columns

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

INSTALL = "pip install 'carepath[spark]'"
WHERE = "<frame>"  # what the events are called where something is wrong with them
BATCH = 1 << 14  # rows of a batch that goes back to Spark
LEFT_OUT, BY_REFERENCE = "left_out", "by_reference"


@dataclass(frozen=True, slots=True)
class Frames:
    """The tables of a cohort as frames, with the columns of `carepath.cohort.Result`.

    `whole` is what all are taken from; Spark works it out anew for each table unless it is kept: `whole.persist()`.
    """

    whole: DataFrame

    @property
    def cases(self) -> DataFrame:
        """A row for each case."""
        return self.table("cases")

    @property
    def milestones(self) -> DataFrame:
        """A row for each milestone and each clock with a target."""
        return self.table("milestones")

    @property
    def clocks(self) -> DataFrame:
        """A row for each run of a clock."""
        return self.table("clocks")

    @property
    def transfers(self) -> DataFrame:
        """A row for each transfer."""
        return self.table("transfers")

    @property
    def findings(self) -> DataFrame:
        """A row for each finding."""
        return self.table("findings")

    @property
    def responsibility(self) -> DataFrame:
        """A row for each stretch of days for which one provider answered."""
        return self.table("responsibility")

    @property
    def left_out(self) -> DataFrame:
        """Why rows were left out, and how many; rows of a frame have no numbers."""
        return self.table(LEFT_OUT).groupBy("reason").sum("rows").withColumnRenamed("sum(rows)", "rows")

    @property
    def by_reference(self) -> DataFrame:
        """For which causes cases went through the reference engine, and how many."""
        return self.table(BY_REFERENCE).groupBy("cause").sum("cases").withColumnRenamed("sum(cases)", "cases")

    def table(self, name: str) -> DataFrame:
        """Return one of the tables by its name."""
        return self.whole.where(self.whole[name].isNotNull()).select(f"{name}.*")


@dataclass(frozen=True, slots=True)
class Asked:
    """What every worker is asked, in plain values: the definition travels as the texts of its files."""

    definition: Carried
    columns: tuple[str, ...]
    as_of: date | datetime
    known_at: datetime | None
    calendar: tuple[str, tuple[date, ...], date, date]


def replay(
    pathway: Pathway,
    events: DataFrame,
    as_of: date | datetime,
    known_at: datetime | None = None,
    calendar: Calendar | None = None,
    partitions: int | None = None,
) -> Frames:
    """Return the standing of every case of a frame of events, as `carepath.cohort.replay` does.

    `events`: columns as in a Parquet file of events, rows in any order. `partitions`: over how many parts the cases
    are spread, each held whole by one worker; `spark.sql.shuffle.partitions` decides where it is None. Nothing
    runs before the frames are used. Raises UnreadableLog where columns are missing or hold lists or objects.
    """
    try:
        from pyspark.sql.pandas.types import from_arrow_schema
    except ModuleNotFoundError as missing:
        raise ImportError(f"Spark needs {missing.name}; install it with: {INSTALL}") from None
    _readable(events)
    days = calendar or Calendar.named(pathway.calendar)
    holidays = (days.name, days.holidays, days.first, days.last)
    asked = Asked(carried(pathway), tuple(events.columns), as_of, known_at, holidays)
    # Numbered, as `data.event` would mean to Spark the part `event` of a column `data`.
    plain = events.toDF(*(f"column_{place}" for place in range(len(asked.columns))))
    case = f"column_{asked.columns.index('case')}"
    spread = plain.repartition(case) if partitions is None else plain.repartition(partitions, case)
    kinds = from_arrow_schema(_schema(pathway.zone))
    return Frames(spread.mapInArrow(partial(judged, asked), kinds))


def judged(asked: Asked, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the tables of the cases that lie whole in these batches, every row under the name of its table."""
    import pyarrow as pa

    from carepath import cohort

    held = [batch for batch in batches if batch.num_rows]
    if not held:
        return
    name, holidays, first, last = asked.calendar
    pathway = _definition(asked.definition)
    events = pa.Table.from_batches(held).rename_columns(list(asked.columns))
    result = cohort.replay(pathway, events, asked.as_of, asked.known_at, Calendar(name, holidays, first, last))
    schema = _schema(pathway.zone)
    counted = {
        LEFT_OUT: _counts(schema, LEFT_OUT, _left_out(result.left_out)),
        BY_REFERENCE: _counts(schema, BY_REFERENCE, result.by_reference),
    }
    for table, rows in (*result.tables().items(), *counted.items()):
        yield from _under(table, rows, schema)


@cache
def _definition(texts: Carried) -> Pathway:
    """Return the definition, built once in each worker."""
    return built(texts)


def _left_out(rows: Iterable[object]) -> Mapping[str, int]:
    reasons: Counter[str] = Counter()
    for each in rows:
        assert isinstance(each, Rejected), "what is left out says why"
        reasons[each.reason] += each.rows
    return reasons


def _readable(events: DataFrame) -> None:
    """Refuse, before any work begins, columns that no worker could read."""
    from pyspark.sql import types

    plain = (
        types.StringType, types.BooleanType, types.NumericType, types.DateType, types.TimestampType,
        types.TimestampNTZType, types.NullType,
    )  # fmt: skip
    columns(WHERE, events.columns)
    for field in events.schema.fields:
        if not isinstance(field.dataType, plain):
            what = f"values of type {field.dataType.simpleString()}"
            raise UnreadableLog(f"{WHERE}: column '{field.name}' holds {what}; make them text or leave the column out")


def _schema(zone: str) -> pa.Schema:
    """Return a column for each table, of which a row fills one."""
    import pyarrow as pa

    from carepath.cohort.columns import schemas

    tables = {name: [(field.name, _plain(field.type)) for field in schema] for name, schema in schemas(zone).items()}
    tables[LEFT_OUT] = [("reason", pa.string()), ("rows", pa.int64())]
    tables[BY_REFERENCE] = [("cause", pa.string()), ("cases", pa.int64())]
    return pa.schema([(name, pa.struct(fields)) for name, fields in tables.items()])


def _plain(kind: pa.DataType) -> pa.DataType:
    """Return a type as Spark has it: words without a dictionary."""
    import pyarrow as pa

    return kind.value_type if isinstance(kind, pa.DictionaryType) else kind


def _counts(schema: pa.Schema, name: str, counts: Mapping[str, int]) -> pa.Table:
    import pyarrow as pa

    words, numbers = schema.field(name).type
    told = {words.name: pa.array(list(counts), words.type), numbers.name: pa.array([*counts.values()], numbers.type)}
    return pa.table(told)


def _under(name: str, rows: pa.Table, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table in batches, under its name; the columns of all other tables are empty."""
    import pyarrow as pa

    fields: Any = list(schema.field(name).type)
    plain = rows.cast(pa.schema(fields))
    for batch in plain.to_batches(BATCH):
        told = pa.StructArray.from_arrays(batch.columns, fields=fields)
        filled = [told if each.name == name else pa.nulls(batch.num_rows, each.type) for each in schema]
        yield pa.RecordBatch.from_arrays(filled, schema=schema)
