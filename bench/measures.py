"""Measure the figures of a region, case by case and in columns: measures.py [--cases N] [--sample N] [--rounds N].

Made-up cases of all bundled pathways, as published for one region, as Parquet. Each run is a process of its own that
prints the seconds of its processor and the most memory it ever held; the ways take turns. One by one a sample of the
same cases is enough. Both give the same figures, which is checked first, on the sample.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median

from environment import ROOT, machine

DATA = ROOT / "build" / "bench-data"
PATHWAYS = ("og", "lung", "breast", "colorectal", "prostate", "head_and_neck")
MONTHS = ("--from", "2024-10", "--to", "2025-12", "--by", "month,provider", "--format", "csv")
SUBMITTED = ("--submitted", "25 working days")
WAYS = ("one by one", "in columns", "in columns, also as submitted")


def made(cases: int) -> Path:
    """Return the file of so many cases, written where it is not there yet."""
    path = DATA / f"measures-{cases}.parquet"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        words = (*PATHWAYS, "--cases", str(cases), "--calibrated", "east-midlands", "-o", str(path))
        subprocess.run([sys.executable, "-m", "carepath", "generate", *words], check=True)
    return path


def one(way: str, path: Path, output: Path) -> int:
    """Run the command in this process; print the seconds and the kilobytes it took."""
    from carepath.__main__ import main
    from carepath.commands import measures

    measures.MANY = sys.maxsize if way == "one by one" else 0
    more = SUBMITTED if way.endswith("submitted") else ()
    words = ("measures", *PATHWAYS, str(path), *MONTHS, *more, "-o", str(output))
    begun, started = time.process_time(), time.perf_counter()
    status = main(words)
    took = {"processor": time.process_time() - begun, "seconds": time.perf_counter() - started}
    print(json.dumps(took | {"kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
    return status


def alone(way: str, path: Path, output: Path) -> dict[str, float]:
    """Return what one run in a process of its own says."""
    command = [sys.executable, __file__, "--way", way, "--file", str(path), "--output", str(output)]
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(DATA / "compiled")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(cases: int, sample: int, rounds: int) -> dict[str, object]:
    """Return the medians of each way."""
    whole, some, output = made(cases), made(sample), DATA / "measures.csv"
    figures = []
    for way in WAYS[:2]:
        alone(way, some, output)  # what is compiled is compiled here
        figures.append(output.read_bytes())
    assert figures[0] == figures[1], "both ways give the same figures"
    sizes = {way: (some, sample) if way == WAYS[0] else (whole, cases) for way in WAYS}
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    for turn in range(rounds):
        for way in WAYS[turn % len(WAYS) :] + WAYS[: turn % len(WAYS)]:
            found[way].append(alone(way, sizes[way][0], output))
    numbers = {way: _numbers(sizes[way][1], found[way]) for way in WAYS}
    speeds = {way: each["cases a second of one processor"] for way, each in numbers.items()}
    times = {f"times as fast as one by one: {way}": round(speeds[way] / speeds[WAYS[0]], 1) for way in WAYS[1:]}
    return {"ways": numbers, **times}


def _numbers(cases: int, runs: Sequence[dict[str, float]]) -> dict[str, float]:
    processor = median(each["processor"] for each in runs)
    return {
        "cases": cases,
        "seconds of the processor": round(processor, 2),
        "seconds": round(median(each["seconds"] for each in runs), 2),
        "cases a second of one processor": round(cases / processor),
        "megabytes at most": round(max(each["kilobytes"] for each in runs) / 1024),
    }


def main() -> int:
    """Measure, print, and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=150_000)
    parser.add_argument("--sample", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        return one(options.way, options.file, options.output)
    found = measured(options.cases, options.sample, options.rounds)
    print(json.dumps(found, indent=2))
    record = ROOT / "bench" / "results" / f"{date.today().isoformat()}-measures.json"
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps({"machine": machine(), **found}, indent=2) + "\n", encoding="utf-8")
    print(f"{record.relative_to(ROOT)} was written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
