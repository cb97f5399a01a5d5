"""One case at a time in one process: full assessments of the engine, and machines that step the same events."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from importlib import import_module

from carepath import Calendar, cohort, evaluate, library
from case import AS_OF, entries
from graphs import told

SECONDS = 0.5  # each, each round
ENGINE = "carepath evaluate"
PEERS = {
    "transitions": "transitions",
    "durable_rules": "durable_rules",
    "sismic": "sismic",
    "python-statemachine": "python_statemachine",
    "SpiffWorkflow": "spiff_workflow",
}
Run = Callable[[], object]


def runners() -> Mapping[str, Run]:
    """Return what is measured, by name; each is run once, and must end where the engine says the case stands."""
    pathway, case, calendar = library.find("og@1.1.0"), entries(), Calendar.england()
    graph, (steps,) = told(pathway, [case], AS_OF)
    found: dict[str, Run] = {
        ENGINE: lambda: evaluate(pathway, calendar, case, AS_OF).state,
        "carepath cohort, a single case": lambda: (
            cohort.replay(pathway, case, AS_OF, calendar=calendar).cases.column("state")[0].as_py()
        ),
    }
    for name, module in PEERS.items():
        found[name] = _stepping(import_module(f"peers.{module}").stepper(graph), steps.names)
    ends = {name: run() for name, run in found.items()}
    assert set(ends.values()) == {steps.last}, f"they end elsewhere: {ends}"
    return found


def _stepping(step: Callable[[tuple[str, ...]], str], names: tuple[str, ...]) -> Run:
    return lambda: step(names)


def rate(run: Run) -> float:
    """Return how many times a second something runs, over at least SECONDS."""
    times, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < SECONDS:
        run()
        times += 1
    return times / spent
