"""The example on the public sepsis log gives the numbers that a plain count gives.

The log may not be shipped (docs/how-to/sepsis.md says where it is); without it these tests are left out.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from carepath import load

ROOT = Path(__file__).parents[1]
DEFINITION = ROOT / "examples" / "sepsis.yaml"
LOG = ROOT.parent / "shared" / "data" / "sepsis" / "sepsis_cases.xes.gz"

PAGE = ROOT / "docs" / "how-to" / "sepsis.md"

needs_the_log = pytest.mark.skipif(
    not LOG.is_file(), reason=f"the sepsis log is not at {LOG}; docs/how-to/sepsis.md says where to get it"
)
Case = dict[str, Any]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    command = [sys.executable, "-m", "carepath", "assess", str(DEFINITION), str(LOG)]
    done = subprocess.run(
        [*command, "--as-of", "2016-01-01", "--format", "json"], check=True, capture_output=True, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def by_hand() -> dict[str, dict[str, int]]:
    script = [sys.executable, str(ROOT / "examples" / "sepsis_by_hand.py"), str(LOG)]
    counted: dict[str, dict[str, int]] = json.loads(
        subprocess.run(script, check=True, capture_output=True, text=True).stdout
    )
    return counted


def verdicts(cases: list[Case], milestone: str) -> Counter[str]:
    return Counter(each["verdict"] for case in cases for each in case["milestones"] if each["id"] == milestone)


def findings(cases: list[Case]) -> Counter[tuple[str, str]]:
    return Counter((each["code"], each["subject"]) for case in cases for each in case["findings"])


def test_the_definition_has_no_problem_and_no_warning() -> None:
    assert load(DEFINITION).problems == ()


@needs_the_log
def test_every_case_is_judged_one_of_them_named_na(cases: list[Case]) -> None:
    assert len(cases) == 1050
    assert len({case["case"] for case in cases}) == 1050
    assert "NA" in {case["case"] for case in cases}


@needs_the_log
def test_every_event_of_the_log_is_placed(cases: list[Case]) -> None:
    assert sum(case["events"]["placed"] for case in cases) == 15_214
    assert sum(case["events"]["left_out"] for case in cases) == 0
    assert sum(len(case["steps"]) for case in cases) == 15_214


@needs_the_log
@pytest.mark.parametrize("milestone", ["antibiotics", "lactate", "liquid"])
def test_in_time_late_and_never_are_what_a_plain_count_gives(
    cases: list[Case], by_hand: dict[str, dict[str, int]], milestone: str
) -> None:
    found, counted = verdicts(cases, milestone), by_hand[milestone]
    assert found["met"] == counted["in time"]
    assert found["late"] == counted["late"]
    assert found["overdue"] + found["missed"] == counted["never"]
    assert found["not-started"] + found["not-needed"] == counted["no sepsis triage"] == 1
    assert found.total() == 1050


@needs_the_log
def test_antibiotics_came_late_for_481_patients_and_never_for_226(cases: list[Case]) -> None:
    found = findings(cases)
    assert found["late", "antibiotics"] == 481
    assert found["overdue", "antibiotics"] + found["missed", "antibiotics"] == 226


@needs_the_log
def test_returns_within_28_days_are_found_to_be_too_early(
    cases: list[Case], by_hand: dict[str, dict[str, int]]
) -> None:
    assert findings(cases)["too-early", "return"] == by_hand["return"]["within 28 days"] == 112
    assert verdicts(cases, "return")["met"] == sum(by_hand["return"].values())


@needs_the_log
def test_few_events_lie_before_the_start_and_no_event_is_unknown(cases: list[Case]) -> None:
    found = Counter(code for code, _ in findings(cases).elements())
    assert found["before-start"] < 100
    assert found["unknown-event"] == found["bad-value"] == found["order-ambiguous"] == 0


@needs_the_log
@pytest.mark.parametrize("milestone", ["antibiotics", "lactate", "liquid"])
def test_the_page_gives_these_numbers(by_hand: dict[str, dict[str, int]], milestone: str) -> None:
    (row,) = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {milestone}, ")]
    counted = by_hand[milestone]
    numbers = [counted[name] for name in ("in time", "late", "never", "no sepsis triage")]
    assert [int(cell) for cell in row.split("|")[2:-1]] == numbers


@needs_the_log
def test_the_page_gives_the_numbers_of_the_log_itself(cases: list[Case], by_hand: dict[str, dict[str, int]]) -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    before = sum(code == "before-start" for code, _ in findings(cases).elements())
    assert f"{before} measurements and drips are time-stamped before" in text
    assert f"In {by_hand['lactate']['before triage']} cases the first lactate was taken before" in text
    assert f"in {by_hand['liquid']['before triage']} the first liquid given" in text
    assert by_hand["antibiotics"]["before triage"] == 0
    assert by_hand["antibiotics"]["same instant"] == 1
