"""A copy of what the tests need, in which one file at a time is changed; the checkout is never touched."""

from __future__ import annotations

import compileall
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from changes import Change
from definition import FILE
from draw import Mutant

PARTS = ("engine", "renderers", "pathways", "tests", "pyproject.toml")
SPEC = (
    "tests/spec/test_spec.py", "tests/spec/test_15_calendar.py", "tests/spec/test_17_entries.py",
    "tests/spec/test_16_findings.py", "tests/spec/test_14_regimes.py", "tests/spec/test_versions.py",
)  # fmt: skip
CASES = ("tests/test_cases.py",)
LAWS = (
    "tests/property/test_laws_time.py", "tests/property/test_laws_counting.py", "tests/property/test_laws_record.py",
    "tests/property/test_laws_responsibility.py", "tests/property/test_laws_shift.py",
    "tests/property/test_laws_history.py", "tests/property/test_inert_events.py",
)  # fmt: skip
TOO_LONG = "the time limit"
MEMORY = 6 << 30  # bytes of address space; a change that eats memory is stopped and counts as noticed
PATIENCE = 3600  # seconds for the tests without any change, on a machine that does much else
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?)(?:\[(.*)\])?(?: - .*)?$", re.MULTILINE)
LOCK = "pathways/agreed.lock"
TITLE = b"\ntitle: "


@dataclass(frozen=True, slots=True)
class Fate:
    """What came of a mutant: `by` names the test that noticed it, None where none did."""

    by: str | None
    seconds: float


class Broken(Exception):
    """The tests do not run in the copy, or fail there without any change."""


def workshop(root: Path, folder: Path) -> Path:
    """Make a copy of a repository in a folder, whole and compiled, and return the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for part in PARTS:
        if (root / part).is_dir():
            shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy2(root / part, folder / part)
    compileall.compile_dir(folder / "engine", quiet=2)
    return folder


def unchanged(folder: Path) -> Fate:
    """Run the tests in the copy as it is, and with another title in the definition, which nobody may notice."""
    begun = time.monotonic()
    by = _noticed(folder, (SPEC, CASES, LAWS), PATIENCE) or tried(folder, retitled(folder), PATIENCE).by
    return Fate(by, time.monotonic() - begun)


def retitled(folder: Path) -> Mutant:
    """Return a change of the definition that is none: another title."""
    source = (folder / FILE).read_bytes()
    start = source.index(TITLE) + len(TITLE)
    return Mutant(Change(FILE, source.count(b"\n", 0, start) + 1, "another title", start, start, "Another "), source)


def tried(folder: Path, mutant: Mutant, seconds: float) -> Fate:
    """Change a file of the copy, run the tests for at most so long, and put the file back."""
    begun = time.monotonic()
    file = folder / mutant.change.file
    lock = (folder / LOCK).read_bytes()
    compiled = list(file.parent.glob(f"__pycache__/{file.stem}.*"))
    for one in compiled:
        one.unlink()
    file.write_bytes(mutant.text)
    try:
        if file.suffix == ".py":
            return Fate(_noticed(folder, (SPEC, CASES, LAWS), seconds), time.monotonic() - begun)
        return Fate(_by_cases(folder, file.stem, seconds), time.monotonic() - begun)
    finally:
        file.write_bytes(mutant.source)
        (folder / LOCK).write_bytes(lock)


def _by_cases(folder: Path, name: str, seconds: float) -> str | None:
    """Return what is not as expected of a definition and its worked cases; None where all is."""
    try:
        done = _run(folder, [str(folder / "tests" / "mutants" / "worked.py"), name], seconds)
    except subprocess.TimeoutExpired:
        return TOO_LONG
    if done.returncode not in (0, 1) or (done.returncode == 1 and not done.stdout):
        raise Broken(f"the worked cases were not tried\n{done.stderr[-2000:]}")
    return done.stdout.strip() or None


def _noticed(folder: Path, parts: tuple[tuple[str, ...], ...], seconds: float) -> str | None:
    """Return the first test that fails, part by part, so that nothing is collected in vain; None where all pass."""
    until = time.monotonic() + seconds
    failed = (_failed(folder, tests, max(until - time.monotonic(), 1)) for tests in parts)
    return next((each for each in failed if each is not None), None)


def _failed(folder: Path, tests: tuple[str, ...], seconds: float) -> str | None:
    """Return the first of the tests that fails; None where all pass."""
    try:
        done = _run(folder, ["-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests], seconds)
    except subprocess.TimeoutExpired:
        return TOO_LONG
    match done.returncode:
        case 0:
            return None
        case 1 | 2:
            found = FAILED.search(done.stdout)
            return f"{found[1]}{f' [{found[2]}]' if found[2] else ''}" if found else "the tests do not load"
        case other if other < 0 or "MemoryError" in done.stdout + done.stderr:
            return "out of memory, or crashed"
        case 4 if "conftest" in done.stderr:
            return "the tests do not load"
        case other:
            raise Broken(f"pytest ended with {other}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def _run(folder: Path, arguments: list[str], seconds: float) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join(str(folder / part) for part in ("engine", "renderers"))
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
        preexec_fn=_limited,
    )


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def used(folder: Path) -> str:
    """Return the file of the package that is imported in the copy."""
    return _run(folder, ["-c", "import carepath; print(carepath.__file__)"], PATIENCE).stdout.strip()
