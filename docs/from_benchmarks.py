"""The tables of the benchmarks, from the newest record of `make bench`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parents[1] / "bench" / "results"
Found = Mapping[str, Any]


def benchmarks() -> str:
    """Return the tables of the newest record."""
    newest = max(RESULTS.glob("*-engine.json"))
    found: Found = json.loads(newest.read_text("utf-8"))
    return "\n".join([*_where(found, newest.name), "", *_many(found), "", *_one(found), "", *_bounds(found)])


def _where(found: Found, name: str) -> Iterator[str]:
    machine = found["machine"]
    day = date.fromisoformat(found["date"])
    before, after = machine["load"][0], machine["load afterwards"][0]
    what = f"{machine['python']}, {machine['cores']} cores ({machine['processor']})"
    yield f"Measured on {day.day} {day:%B %Y}: {what}; load of the machine {before} before and {after} afterwards."
    yield f"Rounds: {found['rounds']}; each number is the median of them."
    yield f"The whole record: [{name}](../../bench/results/{name})."


def _many(found: Found) -> Iterator[str]:
    yield "| Many cases | events | seconds | events a second | memory |"
    yield "|---|--:|--:|--:|--:|"
    runs: Sequence[Found] = found["cohort"]["runs"]
    for run in sorted(runs, key=lambda each: (each["events"], -each["events a second"])):
        what = _with_version(run["what"], found)
        yield (
            f"| {what} | {run['events']:,} | {_number(run['seconds'])} | {_number(run['events a second'])} "
            f"| {run['megabytes']:,} MB |"
        )
    yield ""
    seconds = found["cohort"]["seconds of a processor to compile"]
    if seconds is None:
        yield "The kernel had been compiled by an earlier run."
    else:
        yield f"Compiling the kernel, once after installing, took a processor {_number(seconds)} seconds."


def _one(found: Found) -> Iterator[str]:
    yield "| One case of 20 events, again and again | cases a second |"
    yield "|---|--:|"
    rates: Mapping[str, float] = found["one case of 20 events, cases a second"]
    for name, each in sorted(rates.items(), key=lambda pair: -pair[1]):
        yield f"| {_with_version(name, found)} | {_number(each)} |"
    yield ""
    yield "| A process from start to end | milliseconds |"
    yield "|---|--:|"
    for name, each in found["milliseconds from process start to end"].items():
        yield f"| `{name}` | {each:,} |" if name.startswith(("python", "carepath")) else f"| {name} | {each:,} |"


def _bounds(found: Found) -> Iterator[str]:
    yield "| Bound | beside | aim | measured | |"
    yield "|---|---|---|--:|---|"
    for each in found["bounds"]:
        verdict = "met" if each["met"] else f"missed by a factor of {_number(each['times missed'])}"
        cells = (each["what"], each["beside"] or "alone", each["bound"], _number(each["measured"]), verdict)
        yield f"| {' | '.join(cells)} |"


def _with_version(name: str, found: Found) -> str:
    """Return a name with the version of the package that it begins with."""
    versions: Mapping[str, str] = found["packages"]
    package = next((each for each in versions if name.lower().split()[0] == each.lower()), None)
    return name if package is None else name.replace(name.split()[0], f"{name.split()[0]} {versions[package]}", 1)


def _number(value: float) -> str:
    """Return three figures, or whole numbers where there are more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
