"""The example record comes out the same each time and shows every kind of finding that its pathway can give."""

import subprocess
import sys
from collections import Counter
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from carepath import Assessment, Calendar, evaluate, load
from carepath.findings import CODES
from carepath.intake import read
from carepath.rows import cases

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
RECORD = EXAMPLES / "og_record.csv"
LABELLED = (
    "import sys; sys.path.insert(0, sys.argv[1]); import make_og_record as made; "
    "print(*made.IMPOSSIBLE); [print(code, case[0].case) for code, case in made.labelled()]"
)


@pytest.fixture(scope="module")
def assessments() -> dict[str, Assessment]:
    log = read(str(RECORD))
    assert log.rejected == ()
    pathway, calendar = load(ROOT / "pathways" / "og.yaml").require(), Calendar.england()
    return {
        case: evaluate(pathway, calendar, entries, date(2017, 6, 30)) for case, entries in cases(log.entries).items()
    }


@pytest.fixture(scope="module")
def labelled() -> list[list[str]]:
    """What no case can show, then each kind of finding with its case."""
    made = subprocess.run(
        [sys.executable, "-c", LABELLED, str(EXAMPLES)], check=True, capture_output=True, text=True
    ).stdout
    return [line.split() for line in made.splitlines()]


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_record_is_written_the_same_to_the_byte(tmp_path: Path, seed: str) -> None:
    again = tmp_path / "again.csv"
    script = [sys.executable, str(EXAMPLES / "make_og_record.py"), str(again)]
    subprocess.run(script, check=True, env={"PYTHONHASHSEED": seed})
    assert again.read_bytes() == RECORD.read_bytes()


def test_the_record_has_at_least_200_patients(assessments: dict[str, Assessment]) -> None:
    assert len(assessments) >= 200


def test_each_labelled_case_gives_its_kind_of_finding(
    assessments: dict[str, Assessment], labelled: list[list[str]]
) -> None:
    missing = [
        (code, case) for code, case in labelled[1:] if code not in {each.code for each in assessments[case].findings}
    ]
    assert missing == []


def test_every_kind_of_finding_is_shown_or_listed_as_impossible(labelled: list[list[str]]) -> None:
    assert sorted([*labelled[0], *(code for code, _ in labelled[1:])]) == sorted(CODES)


def test_what_is_listed_as_impossible_does_not_occur(
    assessments: dict[str, Assessment], labelled: list[list[str]]
) -> None:
    found = {each.code for assessment in assessments.values() for each in assessment.findings}
    assert found.isdisjoint(labelled[0])


def test_ordinary_patients_give_no_finding_about_the_record_itself(
    assessments: dict[str, Assessment], labelled: list[list[str]]
) -> None:
    special = {case for _, case in labelled[1:]}
    found = Counter(
        each.code for case, assessment in assessments.items() if case not in special for each in assessment.findings
    )
    timing = {"overdue", "late", "missed", "breach", "late-transfer", "overdue-transfer", "transfer-incomplete",
              "late-acknowledgement"}  # fmt: skip
    assert set(found) <= timing


def test_the_record_holds_plans_corrections_retractions_notes_and_declined_offers() -> None:
    entries = read(str(RECORD)).entries
    assert {entry.kind for entry in entries} >= {"event", "replace", "retract", "note"}
    assert "planned" in {entry.status for entry in entries}
    assert {"offer_declined", "available", "dna_first", "rebooked"} <= {entry.event for entry in entries}
    assert all(entry.recorded is not None for entry in entries)


def test_the_demo_runs_and_draws_the_pathway(tmp_path: Path) -> None:
    script = [sys.executable, str(EXAMPLES / "demo.py"), str(tmp_path)]
    shown = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    assert shown.count("$ carepath ") == 4
    assert "Oesophago-gastric cancer" in unescape((tmp_path / "og-1.svg").read_text(encoding="utf-8"))
    assert (tmp_path / "og-1.dot").read_text(encoding="utf-8").startswith("// ")
