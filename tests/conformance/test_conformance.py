"""The engine gives the answers of the conformance suite, read as any other implementation would read them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from carepath import Calendar, Pathway, evaluate, library
from carepath.testing import written

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILES = sorted(HERE.glob("*.json"))
LARGEST = 900_000  # bytes of the whole suite

sys.path.insert(0, str(HERE))  # the suite is written and read by the same few lines

from suite import FORMAT, Plain, entries_of, expected, moment  # noqa: E402


def pathway(name: str, told: dict[str, str]) -> Pathway:
    """Return a definition of the suite: its text, or a file of the repository with its hash."""
    if "text" in told:
        return written(told["text"])
    assert (ROOT / told["file"]).is_file()
    found = library.find(name)
    assert found.hash == told["hash"], "the definition has changed since the suite was written"
    return found


def answer(told: dict[str, Any], definition: Pathway) -> Plain:
    as_of, known_at = (moment(told[name]) if name in told else None for name in ("as_of", "known_at"))
    given = evaluate(definition, Calendar.named(definition.calendar), entries_of(told), as_of, known_at)  # type: ignore[arg-type]
    return expected(given)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_engine_gives_the_answers_of_the_suite(file: Path) -> None:
    suite = json.loads(file.read_text("utf-8"))
    assert suite["format"] == FORMAT
    definitions = {name: pathway(name, told) for name, told in suite["definitions"].items()}
    assert suite["cases"]
    for told in suite["cases"]:
        assert answer(told, definitions[told["definition"]]) == told["expected"], told["name"]


def test_the_suite_is_the_one_that_follows_from_tables_and_cases() -> None:
    done = subprocess.run([sys.executable, HERE / "write.py", "--check"], capture_output=True, text=True, check=False)
    assert (done.stdout + done.stderr, done.returncode) == ("", 0)


def test_the_suite_is_small() -> None:
    assert sum(file.stat().st_size for file in FILES) < LARGEST
