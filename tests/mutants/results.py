"""What came of each mutant, kept between runs: a line each in build/mutants/results.jsonl.

One that was noticed is not tried again while the file it changes is the same, byte for byte. This takes for granted
that no test which noticed one has since been taken away or weakened: rows, cases and laws only grow. Where that is
not so, remove the file. One that nobody noticed is tried again as soon as engine, definitions or tests have changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from draw import Mutant
from workshop import Fate

FILES = ("engine/**/*.py", "pathways/**/*.yaml", "tests/spec/*", "tests/property/**/*", "tests/*.py")


def fingerprint(root: Path) -> str:
    """Return what identifies the engine, the definitions and the tests that a mutant was tried on."""
    whole = sha256()
    files = {file for pattern in FILES for file in root.glob(pattern) if file.suffix in (".py", ".yaml")}
    for file in sorted(files):
        whole.update(f"{file.relative_to(root)} {_short(file.read_bytes())}\n".encode())
    return whole.hexdigest()[:16]


def kept(file: Path, mutants: Iterable[Mutant], tried_on: str) -> dict[str, Fate]:
    """Return the results that still hold for these mutants, by key; `tried_on` is the present fingerprint."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    last = {each["key"]: each for each in map(json.loads, lines)}
    found: dict[str, Fate] = {}
    for mutant in mutants:
        told = last.get(mutant.key)
        if told is None or told["file"] != _short(mutant.source):
            continue
        if told["by"] is not None or told["tried_on"] == tried_on:
            found[mutant.key] = Fate(told["by"], told["seconds"])
    return found


def line(mutant: Mutant, fate: Fate, tried_on: str) -> str:
    """Return the line by which a result is kept."""
    told = {
        "key": mutant.key,
        "by": fate.by,
        "seconds": round(fate.seconds, 1),
        "file": _short(mutant.source),
        "tried_on": tried_on,
    }
    return json.dumps(told) + "\n"


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]
