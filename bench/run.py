"""Measure the engine beside its peers and beside the limit, and record it: run.py [--events N] [--large] [--rounds N].

Rounds are interleaved, so that whatever else the machine does weighs on all alike; the median counts.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median

from environment import ROOT, ensured, machine, pinned

HERE = Path(__file__).parent
DATA = ROOT / "build" / "bench-data"
COMPILED = DATA / "compiled"
RESULTS = HERE / "results"
MINED = 1_000_000  # events that PM4Py gets at most: it takes minutes for them
Run = tuple[str, int]  # what is measured, and the events of its cohort


def alone(name: str, events: int) -> dict[str, object]:
    """Return what one measurement in a process of its own says."""
    command = [sys.executable, str(HERE / "measure.py"), name, str(DATA / str(events))]
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(COMPILED)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} on {events:,} events failed:\n{done.stderr}")
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def runs(events: int, sample: int) -> list[Run]:
    """Return what is measured: machines on a sample, PM4Py on as much as it can do, the engine on all."""
    import bounds
    import measure

    mined = min(events, MINED)
    each = [
        *((name, sample) for name in (*measure.SAMPLE, bounds.SORTED)),
        *((name, mined) for name in (*measure.MINED, bounds.SORTED)),
        *((name, events) for name in measure.WHOLE),
    ]
    return list(dict.fromkeys(each))


def compiled(kept: bool) -> float | None:
    """Compile the kernel anew and return the seconds that a processor takes for it; None where the last is kept."""
    from bounds import SORTED
    from cohorts import WARM

    if kept:
        return None
    shutil.rmtree(COMPILED, ignore_errors=True)
    first = _number(alone(SORTED, WARM)["processor"])
    return round(first - _number(alone(SORTED, WARM)["processor"]), 1)


def cohorts(events: int, sample: int, rounds: int, kept: bool) -> dict[str, object]:
    """Return the medians of whole cohorts, every run in a process of its own, in rounds that begin elsewhere."""
    from cohorts import WARM, made

    for size in dict.fromkeys((WARM, sample, min(events, MINED), events)):
        made(DATA, size)
    compiling = compiled(kept)
    measured, found = runs(events, sample), defaultdict[Run, list[dict[str, object]]](list)
    for turn in range(rounds):
        for place in range(len(measured)):
            run = measured[(place + turn) % len(measured)]
            found[run].append(alone(*run))
            print(f"{turn + 1}/{rounds} {run[0]}, {run[1]:,}: {found[run][-1]['seconds']:.2f} s", file=sys.stderr)
    ends = {json.dumps(each["ends"]) for (_, size), all in found.items() if size == sample for each in all}
    assert len(ends) == 1, f"they do not end in the same states: {ends}"
    return {
        "seconds of a processor to compile": compiling,
        "runs": [
            {
                "what": name,
                "events": size,
                "seconds": round(median(_all(all, "seconds")), 4),
                "events a second": round(_rate(all)),
                "megabytes": round(median(_all(all, "megabytes"))),
                "seconds before": round(median(_all(all, "first run")), 2),
                "all seconds": [round(_number(each["seconds"]), 4) for each in all],
            }
            for (name, size), all in found.items()
        ],
    }


def _number(value: object) -> float:
    assert isinstance(value, int | float), value
    return value


def _all(found: list[dict[str, object]], name: str) -> list[float]:
    return [_number(each[name]) for each in found]


def _rate(found: list[dict[str, object]]) -> float:
    return median(_number(each["events"]) / _number(each["seconds"]) for each in found)


def one_case(rounds: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return the rates of one case, in this process, and the seconds of whole processes."""
    import live
    import processes

    rates: dict[str, list[float]] = defaultdict(list)
    seconds: dict[str, list[float]] = defaultdict(list)
    found = live.runners()
    for _ in range(rounds):
        for name, run in found.items():
            rates[name].append(live.rate(run))
        for name, spent in processes.once().items():
            seconds[name].append(spent)
    return rates, seconds


def measured(events: int, sample: int, rounds: int, kept: bool) -> dict[str, object]:
    """Return the medians of all rounds, the bounds, and the machine."""
    from bounds import SORTED, bounds

    before = machine()
    many = cohorts(events, sample, rounds, kept)
    rates, seconds = one_case(rounds)
    live = {name: median(each) for name, each in rates.items()}
    milliseconds = {name: round(median(each) * 1000) for name, each in seconds.items()}
    table: list[Mapping[str, object]] = many["runs"]  # type: ignore[assignment]
    by_size = {(str(each["what"]), each["events"]): each for each in table}
    largest = {str(each["what"]): each for each in sorted(table, key=lambda each: int(_number(each["events"])))}
    mined = _number(by_size[SORTED, min(events, MINED)]["events a second"])
    speeds = {name: _number(each["events a second"]) for name, each in largest.items()}
    memory = {name: int(_number(each["megabytes"])) for name, each in largest.items()}
    return {
        "date": date.today().isoformat(),
        "machine": {**before, "load afterwards": machine()["load"]},
        "packages": pinned(),
        "rounds": rounds,
        "cohort": many,
        "one case of 20 events, cases a second": {name: round(each, 1) for name, each in live.items()},
        "all rounds of one case": {name: [round(one, 1) for one in each] for name, each in rates.items()},
        "milliseconds from process start to end": milliseconds,
        "bounds": [each.plain() for each in bounds(speeds, memory, mined, live, milliseconds, events)],
    }


def main() -> int:
    """Measure in the benchmark's own environment, write the result, print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="events of the cohort (default: 1,000,000)")
    parser.add_argument("--large", action="store_const", dest="events", const=50_000_000, help="--events 50000000")
    parser.add_argument("--sample", type=int, default=20_000, help="events for the machines that step one by one")
    parser.add_argument(
        "--keep-compiled", action="store_true", help="take the kernel of the last run, do not compile it"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path, help="file of the result (default: bench/results/DATE-engine.json)")
    options = parser.parse_args()
    if importlib.util.find_spec("pm4py") is None:
        return subprocess.run([str(ensured()), str(Path(__file__).resolve()), *sys.argv[1:]], check=False).returncode
    os.environ["NUMBA_CACHE_DIR"] = str(COMPILED)
    result = measured(options.events, options.sample, options.rounds, options.keep_compiled)
    text = json.dumps(result, indent=2)
    file = options.output or RESULTS / f"{result['date']}-engine.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")
    print(text, f"\nWritten to {file}", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
