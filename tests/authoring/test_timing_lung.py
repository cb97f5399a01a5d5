"""The room that the days of the lung pathways and of the newer oesophago-gastric ones leave, as tables.

`carepath check --timing` prints them: earliest day, latest day, slack. What has no bound of its own before the end of
follow-up has none, or one of hundreds of days, and is left out here.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from carepath.__main__ import main
from carepath.authoring.checks.temporal.networks import networks
from carepath.authoring.checks.temporal.slack import rooms
from carepath.authoring.load import load
from carepath.authoring.slack_report import as_data, as_table

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


# National waits: 28 days to being told, 38 to the handover, 62 to the treatment
ABSENT = {
    "lung": [],
    "lung-3": [],
    "og": [],
    "og-2015": [38],  # the handover on day 38 came with the breach allocation of 2016
    "og-2023": [],
    "breast-em": [28],  # the 28 days came in 2021
    "breast": [],
    "colorectal-em": [28],
    "colorectal": [],
    "head-and-neck-em": [28],
    "head-and-neck": [38],  # the timed pathway hands over on day 28
    "prostate-em": [28],
    "prostate": [],
}


@pytest.mark.parametrize("name", ABSENT)
def test_a_national_wait_without_a_row_of_its_own_is_said_to_be_absent(name: str) -> None:
    data = as_data(load(PATHWAYS / f"{name}.yaml").require())
    assert data["absent"] == ABSENT[name]
    counted = [line for line in squeezed("\n".join(as_table(data))) if line.startswith("wait ")]
    assert counted == [f"wait {days} days - - - not in this definition" for days in ABSENT[name]]


@pytest.mark.parametrize(
    ("name", "row", "why"),
    [
        # Who was upgraded first may be referred on an urgent route at any time after it.
        ("lung", "28", "nothing says by when referral comes"),
        ("lung-3", "14", "nothing says by when referral comes"),
        ("lung", "pathology", "nothing says by when biopsy comes"),
        # The 28 days end when treatment is decided, so being told has no day of its own.
        ("lung", "cc_review", "nothing says by when told comes"),
        ("colorectal", "to_anal_centre", "counts from the day told as day_zero, not from day zero"),
    ],
)
def test_what_has_no_latest_day_says_why_and_on_which_path(name: str, row: str, why: str) -> None:
    pathway = load(PATHWAYS / f"{name}.yaml").require()
    (found,) = [each for each in rooms(networks(pathway)) if each.id == row]
    assert (found.latest, found.unbounded) == (None, why)
    assert bool(found.path) is why.startswith("nothing")
    text = " ".join("\n".join(as_table(as_data(pathway))).split())
    assert f"{row}, no bound: {why}" in text
