"""The room that the days of the bundled definition leave, as a table; `carepath check --timing` prints it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from carepath.__main__ import main
from carepath.authoring.checks.temporal.networks import networks
from carepath.authoring.checks.temporal.slack import Room, rooms
from carepath.authoring.load import load

ROOT = Path(__file__).parents[2]
OG = ROOT / "pathways" / "og.yaml"

# Whatever has no minimum time may be done on day 0. CT: one working day is at most five days (Thursday to Tuesday
# over Easter). The backstop is the day of the treatment that the 62 days ask for. 12 months are up to 366 days.
TABLE = """
milestone  triage     day 3                    0    3    3  day 3
milestone  ogd        day 7                    0    7    7  day 7
milestone  ct         1 working day after ogd  0   12   12  ogd day 7 + 1 working day after ogd
clock      14         14 days                  0   14   14  14 days
milestone  histology  7 days after ogd         0   14   14  ogd day 7 + 7 days after ogd
milestone  told       day 28                   0   28   28  day 28
transfer   to_centre  day 38                   0   38   38  day 38
clock      31         31 days                  0   62   62  clock 62: 62 days
clock      62         62 days                  0   62   62  62 days
milestone  backstop   day 104                  0   62   62  clock 62: 62 days
milestone  cc_review  12 months after told     0  394  394  told day 28 + 12 months after told
"""


@cache
def table() -> tuple[Room, ...]:
    return rooms(networks(load(OG).require()))


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(OG), "--timing"]) == 0
    said = capsys.readouterr().out
    verdict, heading, head, *rows = squeezed(said)
    assert verdict == "1 definition, no problems"
    assert heading == "og@1.1.0: days counted from day zero (the start of the clock 62)"
    assert head == "Target Due Earliest Latest Slack Fixed by"
    assert rows == squeezed(TABLE)
    assert max(map(len, said.splitlines())) <= 110


def test_json_has_the_rows_beside_the_problems(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(OG), "--timing", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["problems"] == []
    (timing,) = said["timing"]
    assert (timing["pathway"], timing["complete"]) == ("og@1.1.0", True)
    rows = {row["id"]: row for row in timing["rows"]}
    assert (rows["to_centre"]["earliest"], rows["to_centre"]["latest"], rows["to_centre"]["slack"]) == (0, 38, 38)
    assert [clause["clause"] for clause in rows["ct"]["critical"]] == [
        "ogd: due day 7",
        "ct: due 1 working day after ogd",
    ]
    lines = OG.read_text("utf-8").splitlines()
    assert all(clause["clause"].split(":")[0] in lines[clause["line"] - 1] for clause in rows["ct"]["critical"])


def test_without_the_option_json_says_nothing_of_timing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(OG), "--format", "json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == ["problems"]


def test_every_clock_milestone_and_transfer_with_a_day_has_a_row() -> None:
    pathway = load(OG).require()
    assert {row.id for row in table()} == {*pathway.clocks, *pathway.milestones, *pathway.transfers}


def test_earliest_and_slack_make_the_latest() -> None:
    assert all(row.earliest is not None and row.slack is not None for row in table())
    assert all((row.earliest or 0) + (row.slack or 0) == row.latest for row in table())


def test_the_clauses_that_fix_a_day_add_up_to_it() -> None:
    assert all(sum(bound.days.most for bound in row.critical) == row.latest for row in table())
