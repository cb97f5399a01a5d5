"""Try mutants: `python tests/mutants/run.py`, or `--count 20` for a sample. What was tried is kept and not tried again.

How long a result holds is said in results.py.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Lock

import yaml
from draw import Mutant, drawn
from report import report
from results import fingerprint, kept, line
from workshop import Broken, tried, unchanged, used, workshop

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests" / "mutants"
PLACE = ROOT / "build" / "mutants"
ALL = 300
LONGER = 6  # times; a change that makes an endless loop is stopped then, and counts as noticed


def reasons() -> Mapping[str, str]:
    """Return the reasons for mutants that nobody notices, by key."""
    file = HERE / "reasons.yaml"
    found = yaml.safe_load(file.read_text("utf-8")) if file.exists() else None
    return found if isinstance(found, dict) else {}


def shops(place: Path, count: int) -> tuple[Path, ...]:
    """Return copies in which what is tried is what is imported."""
    made = tuple(workshop(ROOT, place / f"copy-{number}") for number in range(count))
    for folder in made:
        if not Path(used(folder)).is_relative_to(folder):
            raise Broken(f"{used(folder)} is imported and not the copy in {folder}")
    return made


def limit(folder: Path) -> float:
    """Return the seconds that a mutant has: some times what the tests take without any; Broken where they fail."""
    fate = unchanged(folder)
    if fate.by is not None:
        raise Broken(f"without any change fails: {fate.by}")
    print(f"without any change all pass, in {fate.seconds:.0f} seconds", flush=True)
    return LONGER * max(fate.seconds, 60)


def main() -> int:
    """Try the mutants that have no result yet and write the report; 1 where one is not noticed and has no reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=ALL, help="try only the first of them")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    options = parser.parse_args()
    mutants = drawn(ROOT, ALL)
    PLACE.mkdir(parents=True, exist_ok=True)
    file, tried_on = PLACE / "results.jsonl", fingerprint(ROOT)
    fates = kept(file, mutants, tried_on)
    left = [each for each in mutants[: options.count] if each.key not in fates]
    print(f"{len(mutants[: options.count]) - len(left)} mutants have a result, {len(left)} are to be tried", flush=True)
    why = reasons()
    machine = f"Python {platform.python_version()}"

    def write() -> None:
        (HERE / "report.md").write_text(report(mutants, fates, why, machine), "utf-8")

    with TemporaryDirectory(prefix="run-", dir=PLACE) as place:  # its own, so that two runs do not meet
        free: SimpleQueue[Path] = SimpleQueue()
        made = shops(Path(place), options.workers if left else 0)
        seconds = limit(made[0]) if left else 0
        for folder in made:
            free.put(folder)
        writing = Lock()

        def one(mutant: Mutant) -> None:
            folder = free.get()
            try:
                fate = tried(folder, mutant, seconds)
            finally:
                free.put(folder)
            with writing, file.open("a", encoding="utf-8") as stream:
                fates[mutant.key] = fate
                write()
                stream.write(line(mutant, fate, tried_on))
            said = f"noticed by {fate.by}" if fate.by else "NOT NOTICED"
            print(f"{len(fates)}: {mutant.change.file}:{mutant.change.line}: {mutant.words}: {said}", flush=True)

        with ThreadPoolExecutor(options.workers) as pool:
            list(pool.map(one, left))
    write()
    unseen = [each for each in mutants if each.key in fates and fates[each.key].by is None]
    print(f"{len(unseen)} of {len(fates)} not noticed; written to tests/mutants/report.md")
    return 1 if any(each.key not in why for each in unseen) else 0


if __name__ == "__main__":
    sys.exit(main())
