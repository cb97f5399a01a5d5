"""Measure the reference engine beside sismic and transitions, and whole processes; record it: run.py [--rounds N].

Rounds are interleaved, so that whatever else the machine does weighs on all alike; the median counts.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from environment import ROOT, ensured, machine, pinned

SECONDS = 0.5  # each engine, each round
ENGINE = "carepath evaluate"


def rate(run: Callable[[], object]) -> float:
    """Return how many times a second something runs, over at least SECONDS."""
    times, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < SECONDS:
        run()
        times += 1
    return times / spent


def runners() -> dict[str, Callable[[], object]]:
    """Return what is measured, by name."""
    import steppers
    from carepath import load
    from case import entries

    pathway, told = load(ROOT / "pathways" / "og.yaml").require(), entries()
    names, edges, first, last = steppers.told(pathway, told)
    states = list(pathway.states)
    found = {
        ENGINE: steppers.engine(pathway, told),
        "sismic": steppers.sismic(names, edges, first, states),
        "transitions": steppers.transitions(names, edges, first, states),
    }
    ends = {str(found[name]()) for name in ("sismic", "transitions")}
    assert ends == {last}, f"the machines end elsewhere: {ends}"
    return found


def measured(rounds: int) -> dict[str, object]:
    """Return the medians of all rounds, the ratios, and the machine."""
    import processes

    rates: dict[str, list[float]] = defaultdict(list)
    seconds: dict[str, list[float]] = defaultdict(list)
    found = runners()
    for _ in range(rounds):
        for name, run in found.items():
            rates[name].append(rate(run))
        for name, spent in processes.once().items():
            seconds[name].append(spent)
    medians = {name: median(each) for name, each in rates.items()}
    bare = median(seconds["python -c pass"])
    return {
        "date": date.today().isoformat(),
        "machine": machine(),
        "packages": pinned(),
        "rounds": rounds,
        "case": "og, 20 events",
        "cases a second": {name: round(each, 1) for name, each in medians.items()},
        "all rounds": {name: [round(one, 1) for one in each] for name, each in rates.items()},
        "engine compared": {name: round(medians[ENGINE] / each, 3) for name, each in medians.items() if name != ENGINE},
        "milliseconds from process start to end": {name: round(median(each) * 1000) for name, each in seconds.items()},
        "of these beyond the bare interpreter": {
            name: round((median(each) - bare) * 1000) for name, each in seconds.items()
        },
    }


def main() -> int:
    """Measure in the benchmark's own environment, write the result, print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    if importlib.util.find_spec("sismic") is None:
        return subprocess.run([str(ensured()), str(Path(__file__).resolve()), *sys.argv[1:]], check=False).returncode
    result = measured(options.rounds)
    text = json.dumps(result, indent=2)
    file = ROOT / "bench" / "results" / f"{result['date']}-reference.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")
    print(text, f"\nWritten to {file.relative_to(ROOT)}", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
