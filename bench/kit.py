"""Measure the test kit: how long 1,000 histories, departures with what must follow, and records take to draw: kit.py.

By Hypothesis as a test would draw them, for every bundled definition. The aim is 5 s for 1,000 histories. Time of the
processor stands beside the time that passed, as the machine may do other work.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date

from carepath import library
from carepath.model import Pathway
from carepath.testing import histories, perturbed, records
from environment import ROOT, machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

COUNT = 1000
DRAWING = settings(
    max_examples=COUNT, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


def drawn(strategy: st.SearchStrategy[object]) -> dict[str, float]:
    """Return the seconds in which COUNT values are drawn."""
    seen: list[int] = []

    @DRAWING
    @given(strategy)
    def draw(value: object) -> None:
        seen.append(1)

    begun, worked = time.perf_counter(), time.process_time()
    draw()
    spent = {"seconds": time.perf_counter() - begun, "seconds of processor": time.process_time() - worked}
    return {name: round(each * COUNT / len(seen), 2) for name, each in spent.items()}


def main() -> int:
    """Measure, write the result, print it."""
    kinds: dict[str, Callable[[Pathway], st.SearchStrategy[object]]] = {
        "histories": histories,
        "departures": lambda pathway: histories(pathway).filter(bool).flatmap(perturbed),
        "records": records,
    }
    found = {each.name: {kind: drawn(made(each)) for kind, made in kinds.items()} for each in library.definitions()}
    result = {"date": date.today().isoformat(), "machine": machine(), "each": COUNT, "pathways": found}
    text = json.dumps(result, indent=2)
    file = ROOT / "bench" / "results" / f"{result['date']}-kit.json"
    file.write_text(text + "\n", encoding="utf-8")
    print(text, f"\nWritten to {file.relative_to(ROOT)}", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
