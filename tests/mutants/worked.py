"""The worked cases of a changed definition, tried in a copy: prints the first thing that is not as expected.

Agreed definitions are locked by their hash, which would give away every change, were it only of a title. So the lock is
written again first: a change is noticed where the checks refuse the definition, or a case comes out otherwise, or the
cases no longer reach all of it. Run in the root of the copy: `python tests/mutants/worked.py lung`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from carepath import load
from carepath.cases.casebook import casebooks, found
from carepath.cases.outcome import outcome

FOLDER = Path("pathways")
LOCK = FOLDER / "agreed.lock"


def amiss(name: str) -> Iterator[str]:
    """Yield what is not as expected of a definition and its earlier versions."""
    for file in sorted(FOLDER.glob(f"{name}*.yaml"), key=lambda file: len(file.stem)):  # others extend the shortest
        refused = locked_again(file)
        if refused is not None:
            yield refused
            return
    result = outcome(casebooks(file for file in found(FOLDER / "cases") if file.name.startswith(name)))
    yield from (f"the worked cases: {problem.message}" for problem in result.problems)
    for trial in result.trials:
        yield from (f"the worked case {trial.case.name}, {trial.question.as_of}: {each}" for each in trial.differences)
    for reached in result.coverage:
        if reached.pathway.startswith(f"{name}@"):  # others that are built on it need not be reached
            yield from (f"the worked cases of {reached.pathway} do not reach {goal.words}" for goal in reached.missing)


def locked_again(file: Path) -> str | None:
    """Write the hash of a definition as it now is; return why there is none where the checks refuse it."""
    version = next(line.split('"')[1] for line in file.read_text("utf-8").splitlines() if line.startswith("version:"))
    lines = LOCK.read_text("utf-8").splitlines()
    named = [line for line in lines if not (line.startswith(f"{file.stem.split('-')[0]}@{version} "))]
    LOCK.write_text("\n".join(named) + "\n", "utf-8")
    read = load(file)
    if read.pathway is None:
        errors = [problem.code for problem in read.problems if problem.severity == "error"]
        return f"the checks of a definition: {errors[0]}"
    LOCK.write_text("\n".join([*named, f"{read.pathway.name} {read.pathway.hash}"]) + "\n", "utf-8")
    return None


def main() -> int:
    """Print the first thing that is not as expected; 1 where there is one."""
    first = next(amiss(sys.argv[1]), None)
    if first is not None:
        print(" ".join(first.split()))
    return 0 if first is None else 1


if __name__ == "__main__":
    sys.exit(main())
