"""Measure the kernel in Spark with two workers, beside one process and beside Spark passing rows through: in_spark.py.

Runs in the environment of `make test-spark`. Everything runs once before it is measured, so that neither the start of
Spark nor compiling is in the time; both are said apart.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from environment import ROOT, machine

if TYPE_CHECKING:
    import pyarrow as pa
    from cohorts import Cohort
    from pyspark.sql import DataFrame, SparkSession

DATA = ROOT / "build" / "bench-data"
PYTHON = ROOT / "build" / "spark" / "bin" / "python"
PARTS = 8
ALONE, PASSED, SPARK = "carepath in one process", "Spark passing the events through", "carepath in Spark, two workers"


def session() -> SparkSession:
    """Start Spark with two workers, which run this Python."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name, value in (
        ("spark.driver.memory", "6g"),
        ("spark.driver.host", "127.0.0.1"),
        ("spark.log.level", "ERROR"),
    ):
        builder = builder.config(name, value)
    return builder.config("spark.local.dir", str(DATA)).getOrCreate()


def passed(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the batches as they come."""
    yield from batches


def used(frame: DataFrame) -> None:
    """Work a frame out, and drop it."""
    frame.write.format("noop").mode("overwrite").save()


def runners(given: Cohort, running: SparkSession) -> dict[str, Callable[[], object]]:
    """Return what is measured, by name."""
    from carepath import cohort
    from carepath.adapters import spark
    from cohorts import AS_OF, definition

    pathway = definition()
    events = running.read.parquet(str(given.by_day))
    plain = events.toDF(*(f"column_{place}" for place in range(len(events.columns))))
    case = f"column_{events.columns.index('case')}"
    return {
        ALONE: lambda: cohort.replay(pathway, str(given.by_day), AS_OF),
        PASSED: lambda: used(plain.repartition(PARTS, case).mapInArrow(passed, plain.schema)),
        SPARK: lambda: used(spark.replay(pathway, events, AS_OF, partitions=PARTS).whole),
    }


def measured(events: int, rounds: int) -> dict[str, object]:
    """Return the medians of interleaved rounds."""
    from cohorts import made

    given, begun = made(DATA, events), time.perf_counter()
    running = session()
    started = time.perf_counter() - begun
    found, spent = runners(given, running), defaultdict[str, list[float]](list)
    first = {name: _seconds(run) for name, run in found.items()}
    for _ in range(rounds):
        for name, run in found.items():
            spent[name].append(_seconds(run))
    running.stop()
    medians = {name: median(each) for name, each in spent.items()}
    return {
        "date": date.today().isoformat(),
        "machine": machine(),
        "events": given.events,
        "rounds": rounds,
        "seconds to start Spark": round(started, 1),
        "seconds of the first run": {name: round(each, 2) for name, each in first.items()},
        "seconds": {name: round(each, 3) for name, each in medians.items()},
        "all seconds": {name: [round(one, 3) for one in each] for name, each in spent.items()},
        "times one process": {name: round(each / medians[ALONE], 1) for name, each in medians.items()},
    }


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def main() -> int:
    """Measure, write the result, print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path, help="file of the result (default: bench/results/DATE-spark.json)")
    options = parser.parse_args()
    if find_spec("pyspark") is None:
        if not PYTHON.exists():
            print("This needs Spark: run make test-spark first.", file=sys.stderr)
            return 1
        return subprocess.run([str(PYTHON), str(Path(__file__).resolve()), *sys.argv[1:]], check=False).returncode
    result = measured(options.events, options.rounds)
    text = json.dumps(result, indent=2)
    file = options.output or ROOT / "bench" / "results" / f"{result['date']}-spark.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")
    print(text, f"\nWritten to {file}", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
