"""The room that the days of the lung pathways and of the newer oesophago-gastric ones leave, as tables.

`carepath check --timing` prints them: earliest day, latest day, slack. What has no bound of its own before the end of
follow-up has none, or one of hundreds of days, and is left out here.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from carepath.__main__ import main
from carepath.authoring.load import load

PATHWAYS = Path(__file__).parents[2] / "pathways"
LONG = 200  # days; what has more room than this has no bound of its own

LUNG = """
milestone  ct               day 3 on "49"      0   3   3
milestone  clinic           day 6 on "49"      0   6   6
milestone  mdt              day 21 on "49"     0  21  21
transfer   to_centre        day 38             0  38  38
transfer   to_radiotherapy  day 38             0  38  38
clock      31               31 days            0  49  49
clock      49               49 days            0  49  49
milestone  backstop         day 104            0  49  49
milestone  prompt_start     14 days after dtt  0  49  49
clock      62               62 days            0  62  62
"""
LUNG_3 = """
milestone  ct               day 3 on "49"      0   3   3
milestone  clinic           day 6 on "49"      0   6   6
milestone  mdt              day 21 on "49"     0  21  21
milestone  told             day 28 on "49"     0  28  28
transfer   to_centre        day 38             0  38  38
transfer   to_radiotherapy  day 38             0  38  38
clock      31               31 days            0  49  49
clock      49               49 days            0  49  49
milestone  backstop         day 104            0  49  49
milestone  prompt_start     14 days after dtt  0  49  49
clock      62               62 days            0  62  62
"""
OG_2023 = """
milestone  triage         day 3                             0   3   3
milestone  ogd            day 7                             0   7   7
milestone  ct             1 day after ogd                   0   8   8
clock      14             14 days                           0  14  14
milestone  emergency_mdt  7 days after emergency_admission  0  14  14
milestone  histology      7 days after ogd                  0  14  14
milestone  mdt            day 14                            0  14  14
clock      28             28 days                           0  28  28
milestone  plan           21 days after ogd                 0  28  28
milestone  smdt           day 28                            0  28  28
milestone  dtt            day 31                            0  31  31
transfer   to_centre      day 38                            0  38  38
clock      31             31 days                           0  62  62
clock      62             62 days                           0  62  62
milestone  backstop       day 104                           0  62  62
"""
OG_2015 = """
milestone  triage     day 3                    0   3   3
milestone  ogd        day 7                    0   7   7
milestone  ct         1 working day after ogd  0  12  12
clock      14         14 days                  0  14  14
milestone  histology  7 days after ogd         0  14  14
milestone  told       day 28                   0  28  28
clock      31         31 days                  0  62  62
clock      62         62 days                  0  62  62
milestone  backstop   day 104                  0  62  62
"""

TABLES = {"lung": LUNG, "lung-3": LUNG_3, "og-2023": OG_2023, "og-2015": OG_2015}


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def room(row: dict[str, int | None]) -> int:
    return LONG if row["slack"] is None else row["slack"]


def checked(said: str) -> dict[str, str]:
    (timing,) = json.loads(said)["timing"]
    keys = ("kind", "id", "due", "earliest", "latest", "slack")
    return {row["id"]: " ".join(str(row[key]) for key in keys) if room(row) < LONG else "" for row in timing["rows"]}


def printed(name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    assert main(["check", str(PATHWAYS / f"{name}.yaml"), "--timing", "--format", "json"]) == 0
    return checked(capsys.readouterr().out)


@pytest.mark.parametrize("name", TABLES)
def test_the_days_leave_this_room(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    pathway = load(PATHWAYS / f"{name}.yaml").require()
    rows = printed(name, capsys)
    assert [row for row in rows.values() if row] == squeezed(TABLES[name])
    dated = {each.id for each in pathway.transfers.values() if each.due is not None}
    assert set(rows) == {*pathway.clocks, *pathway.milestones, *dated}


@pytest.mark.parametrize(
    ("name", "national"),
    [
        ("lung", {"28", "31", "62"}),
        ("lung-3", {"14", "31", "62"}),
        ("og-2023", {"14", "28", "31", "62"}),
        ("og-2015", {"14", "31", "62"}),
    ],
)
def test_the_national_waits_are_those_of_the_regime_in_force(name: str, national: set[str]) -> None:
    pathway = load(PATHWAYS / f"{name}.yaml").require()
    assert {clock.id for clock in pathway.clocks.values() if clock.level == "national"} == national
