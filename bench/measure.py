"""One measurement in a process of its own: measure.py NAME FOLDER. Prints a line of JSON.

Everything is run once on a small cohort before, so that imports and compiling are not in the time; the memory is the
most that the process ever held.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from cohorts import AS_OF, WARM, Cohort, calendar, definition, entries, told
from graphs import edges

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Done:
    """How many events there were, and in which states cases ended where that is known."""

    events: int
    ends: Counts = field(default_factory=dict)


Run = Callable[[Cohort], Callable[[], Done]]  # prepared outside the time, then run


def read(given: Cohort) -> Callable[[], Done]:
    """The limit for sorted input: pyarrow reads the same columns."""
    import pyarrow.parquet as pq

    return lambda: Done(pq.read_table(given.by_case).num_rows)


def read_and_sort(given: Cohort) -> Callable[[], Done]:
    """The limit for input in arrival order: Polars reads and sorts the same columns."""
    import polars as pl

    return lambda: Done(pl.read_parquet(given.by_day).sort("case", "occurred").height)


def by_case(given: Cohort) -> Callable[[], Done]:
    """The cohort engine, full meaning, from the file to its tables, a case standing together."""
    return _replayed(given, given.by_case)


def by_day(given: Cohort) -> Callable[[], Done]:
    """The same in arrival order."""
    return _replayed(given, given.by_day)


def written(given: Cohort) -> Callable[[], Done]:
    """The first of these with its tables written as Parquet files, as the command does."""
    from carepath.cohort.replays import replay_into
    from carepath.cohort.told_cases import Question

    question = Question(definition(), calendar(), AS_OF, None)

    def run() -> Done:
        with TemporaryDirectory(dir=given.folder) as folder:
            replay_into(Path(folder) / "result", question, str(given.by_case))
        return Done(given.events)

    return run


def _replayed(given: Cohort, file: Path) -> Callable[[], Done]:
    from carepath.cohort.replays import parts
    from carepath.cohort.told_cases import Question
    from carepath.rows import Rejected

    question = Question(definition(), calendar(), AS_OF, None)

    def replayed(events: Path) -> Done:
        left_out: list[Rejected] = []
        causes: dict[str, int] = {}
        ends = Counter[str]()
        for part in parts(question, str(events), left_out, causes, None):
            for pair in part["cases"].column("state").value_counts().to_pylist():
                ends[str(pair["values"])] += pair["counts"]
        assert not left_out, "every row of the benchmark can be read"
        assert not causes, "no case goes through the reference engine"
        return Done(given.events, ends)

    return lambda: replayed(file)


def one_by_one(given: Cohort) -> Callable[[], Done]:
    """The reference engine, full meaning, case by case."""
    from carepath import evaluate

    cases, pathway, days = entries(given), definition(), calendar()

    def run() -> Done:
        ends = Counter(str(evaluate(pathway, days, case, AS_OF).state) for case in cases)
        return Done(sum(len(case) for case in cases), ends)

    return run


def stepping(module: str) -> Run:
    """A machine of the peers, which steps the events of the sample as it is told of them."""

    def prepared(given: Cohort) -> Callable[[], Done]:
        graph, cases = told(given)
        step = import_module(f"peers.{module}").stepper(graph)

        def run() -> Done:
            ends = Counter(step(case.names) for case in cases)
            return Done(sum(len(case.names) for case in cases), ends)

        return run

    return prepared


def token_replay(given: Cohort) -> Callable[[], Done]:
    """PM4Py replays tokens on the net of the same graph, from the file."""
    from peers.pm4py_conformance import token_replay

    net = edges(definition())

    def run() -> Done:
        assert token_replay(given.by_case, net) == given.cases, "every case is replayed"
        return Done(given.events)

    return run


def temporal_profile(given: Cohort) -> Callable[[], Done]:
    """PM4Py compares waits with those of all cases, from the file."""
    from peers.pm4py_conformance import temporal_profile

    def run() -> Done:
        assert temporal_profile(given.by_case) == given.cases, "every case is compared"
        return Done(given.events)

    return run


SAMPLE: Mapping[str, Run] = {
    "carepath evaluate": one_by_one,
    "transitions": stepping("transitions"),
    "durable_rules": stepping("durable_rules"),
    "sismic": stepping("sismic"),
    "python-statemachine": stepping("python_statemachine"),
    "SpiffWorkflow": stepping("spiff_workflow"),
}
WHOLE: Mapping[str, Run] = {
    "pyarrow read": read,
    "Polars read and sort": read_and_sort,
    "carepath cohort, sorted by case": by_case,
    "carepath cohort, in arrival order": by_day,
    "carepath cohort, sorted by case, with tables written": written,
}
MINED: Mapping[str, Run] = {"PM4Py token replay": token_replay, "PM4Py temporal profile": temporal_profile}
ALL: Mapping[str, Run] = {**SAMPLE, **WHOLE, **MINED}


def main(name: str, folder: str) -> int:
    """Measure once."""
    begun = time.perf_counter()
    given = Cohort.found(Path(folder))
    ALL[name](Cohort.found(given.folder.parent / str(WARM)))()
    warm, processor = time.perf_counter(), time.process_time()
    run = ALL[name](given)
    ready = time.perf_counter()
    done = run()
    spent = time.perf_counter() - ready
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = most / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps({
        "seconds": spent, "first run": warm - begun, "processor": processor, "events": done.events,
        "megabytes": round(megabytes), "ends": dict(sorted(done.ends.items())),
    }))  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
