"""Replay cohorts in Spark with two workers, and compare with the same in one process (make test-spark).

Prints what it tried; the status is 1 where something is not so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from carepath import Pathway, cohort, library, load
from carepath.adapters import spark
from carepath.authoring.carried import NotTheSame
from carepath.cases.casebook import casebooks, found
from carepath.cohort.columns import TABLES
from carepath.files import UnreadableLog
from carepath.record import Entry

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2017, 2, 1)
COPIES = 5  # of every worked case, each beginning some days later
OLDEST_JAVA = 17
NO_JAVA = f"""make test-spark needs Java {OLDEST_JAVA} or later, found by JAVA_HOME or as `java`.
  Debian, Ubuntu:  sudo apt install default-jre-headless
  anywhere:        pip install install-jdk && python -c "import jdk; print(jdk.install('{OLDEST_JAVA}', jre=True))"
                   and then JAVA_HOME=(the folder it prints) make test-spark"""
OVERRIDE = """\
carepath: 1
extends: og@1.1.0
id: og-later
version: 1.0.0
milestones:
  ogd: {due: day 10}
"""
WORDS = ("kind", "target", "provider", "patient", "pathway", "status")
Tried = Iterator[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class World:
    """A session, and events as a file, as a frame, and as a table in this process."""

    session: SparkSession
    file: Path
    frame: DataFrame
    table: pa.Table


def java() -> str | None:
    """Return what is wrong with the Java of this machine, if anything."""
    home = os.environ.get("JAVA_HOME")
    program = f"{home}/bin/java" if home else shutil.which("java")
    if program is None or not Path(program).exists():
        return "There is no Java."
    shown = subprocess.run([program, "-XshowSettings:properties", "-version"], capture_output=True, text=True)
    line = next((line for line in shown.stderr.splitlines() if "java.specification.version =" in line), "= 0")
    number = line.split("=")[1].strip().removeprefix("1.")
    return None if number.isdigit() and int(number) >= OLDEST_JAVA else f"{program} is Java {number}."


def entries() -> Iterator[Entry]:
    """Yield the worked cases of og, corrections and mistakes included, in copies that begin on other days."""
    for book in casebooks(found(ROOT / "pathways" / "cases" / "og.yaml")):
        for number, case in enumerate(book.cases):
            for copy in range(COPIES):
                for entry in case.entries:
                    yield _later(replace(entry, case=f"case {number} {copy}"), timedelta(days=copy))


def _later(entry: Entry, by: timedelta) -> Entry:
    occurred = None if entry.occurred is None else entry.occurred + by
    return replace(entry, occurred=occurred, recorded=None if entry.recorded is None else entry.recorded + by)


def table() -> pa.Table:
    """Return the events as columns, in an order in which no case stands together, with rows that cannot be read."""
    told = sorted(entries(), key=lambda entry: (entry.id, entry.case))
    lines = [
        {"case": entry.case, "id": entry.id, "event": entry.event, "occurred": entry.occurred}
        | {"recorded": entry.recorded and _utc(entry.recorded)}
        | {name: getattr(entry, name) for name in WORDS}
        | {f"data.{name}": _text(value) for name, value in entry.data.items()}
        for entry in told
    ]
    days = [line["occurred"] for line in lines]
    texts = [None if day is None else day.isoformat() for day in days if not isinstance(day, str)]
    names = dict.fromkeys(name for line in lines for name in line)
    columns = {name: pa.array([line.get(name) for line in lines]) for name in names if name != "occurred"}
    whole = pa.table({**columns, "occurred": pa.array(texts, pa.string())})
    unreadable = pa.table({"case": ["case 0 0", None], "event": ["ogd", "ogd"], "occurred": ["soon", "2016-09-09"]})
    return pa.concat_tables([whole, unreadable], promote_options="default")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@contextmanager
def world() -> Iterator[World]:
    """Start Spark with two workers on events in a file, and end it."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # else workers run the first python3 there is
    builder = SparkSession.builder.master("local[2]").appName("carepath")  # type: ignore[attr-defined,unused-ignore]
    for name, value in {
        "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "America/New_York", "spark.sql.shuffle.partitions": "4",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "100",
    }.items():  # fmt: skip
        builder = builder.config(name, value)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.parquet"
        told = table()
        pq.write_table(told, file, row_group_size=1000)
        session = builder.config("spark.local.dir", folder).getOrCreate()
        try:
            yield World(session, file, session.read.parquet(str(file)), told)
        finally:
            session.stop()


def rows(table: pa.Table) -> list[dict[str, Any]]:
    """Return the rows in an order of their own, instants in one zone."""
    plain = [{name: _value(value) for name, value in row.items()} for row in table.to_pylist()]
    return sorted(plain, key=lambda row: str(list(row.values())))


def _value(value: object) -> object:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def frames(pathway: Pathway, given: World, **asked: Any) -> Mapping[str, list[dict[str, Any]]]:
    """Return the tables as Spark has them, and what it counts."""
    result = spark.replay(pathway, given.frame, DAY, **asked)
    result.whole.persist()
    told = {name: result.table(name).toArrow() for name in TABLES}
    counts = {"left_out": result.left_out.toArrow(), "by_reference": result.by_reference.toArrow()}
    result.whole.unpersist()
    return {name: rows(table) for name, table in {**told, **counts}.items()}


def alike(what: str, pathway: Pathway, given: World, known_at: datetime | None = None, **asked: Any) -> Tried:
    """Say of each table whether it is the same as in one process."""
    alone = cohort.replay(pathway, given.table, DAY, known_at)
    together = frames(pathway, given, known_at=known_at, **asked)
    for name, told in alone.tables().items():
        expected = rows(told)
        yield f"{what}: {name}, {len(expected)} rows", bool(expected) and together[name] == expected
    reasons: dict[str, int] = {}
    for each in alone.left_out:
        reasons[each.reason] = reasons.get(each.reason, 0) + each.rows
    causes = sorted((row["reason"], row["rows"]) for row in together["left_out"])
    same = bool(reasons) and causes == sorted(reasons.items())
    yield f"{what}: {sum(reasons.values())} rows left out, for the same reasons", same
    causes = sorted((row["cause"], row["cases"]) for row in together["by_reference"])
    yield f"{what}: the same cases by the reference engine", causes == sorted(alone.by_reference.items())


# What is tried


def bundled(given: World) -> Tried:
    pathway = library.find("og@1.1.0")
    yield from alike("og", pathway, given)
    yield from alike("og, known until November", pathway, given, datetime(2016, 11, 1, 12, tzinfo=UTC), partitions=2)


def typed(given: World) -> Tried:
    pathway, place = library.find("og@1.1.0"), given.table.column_names.index("occurred")
    texts = given.table.column("occurred").to_pylist()
    days = [None if text == "soon" else date.fromisoformat(str(text)) for text in texts]
    for name, kind in (("days", pa.date32()), ("instants", pa.timestamp("us", "UTC"))):
        table = given.table.set_column(place, "occurred", pa.array(days, pa.date32()).cast(kind))
        file = given.file.with_name(f"{name}.parquet")
        pq.write_table(table, file, row_group_size=1000)
        frame = given.session.read.parquet(str(file))
        yield from alike(f"events as {name}", pathway, replace(given, frame=frame, table=table))


def override(given: World) -> Tried:
    file = given.file.with_name("later.yaml")
    file.write_text(OVERRIDE, "utf-8")
    pathway = load(file).require()
    yield from alike("an override in a file", pathway, given, partitions=3)
    file.write_text(OVERRIDE.replace("day 10", "day 11"), "utf-8")
    yield "a definition that has changed since it was loaded is refused", refused(NotTheSame, pathway, given.frame)


def columns(given: World) -> Tried:
    pathway = library.find("og@1.1.0")
    yield "a frame without days is refused", refused(UnreadableLog, pathway, given.frame.drop("occurred"))
    lists = given.frame.selectExpr("*", "array(provider) AS others")
    yield "a column of lists is refused", refused(UnreadableLog, pathway, lists)


def refused(error: type[Exception], pathway: Pathway, frame: DataFrame) -> bool:
    """Whether the question is refused before any work begins."""
    try:
        spark.replay(pathway, frame, DAY)
    except error:
        return True
    return False


def workers(given: World) -> Tried:
    from pyspark.sql.functions import spark_partition_id

    whole = spark.replay(library.find("og@1.1.0"), given.frame, DAY, partitions=4).whole
    parts = whole.where("cases IS NOT NULL").select(spark_partition_id().alias("part"), "cases.case").toArrow()
    yield "cases are spread over all parts", len(set(parts.column("part").to_pylist())) == 4
    yield "no case lies in two parts", len(set(parts.column("case").to_pylist())) == parts.num_rows


PARTS: tuple[Callable[[World], Tried], ...] = (bundled, typed, override, columns, workers)


def main() -> int:
    """Try everything, say what came of it, and return the exit status."""
    amiss = java()
    if amiss:
        print(f"{amiss}\n{NO_JAVA}", file=sys.stderr)
        return 1
    with world() as given:
        tried = [each for part in PARTS for each in part(given)]
    for what, so in tried:
        print(f"{'ok    ' if so else 'NOT SO'}  {what}")
    return 0 if all(so for _, so in tried) else 1


if __name__ == "__main__":
    sys.exit(main())
