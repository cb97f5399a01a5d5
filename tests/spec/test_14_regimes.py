"""What is reported of a case: the worked-out examples of the national waiting times, through the regimes in force.

The definition counts by the clocks of 2016; what is reported does not depend on them. A row says which
standards a wait counts in: code, month of the stop, net days of the most allowed, and who is credited.
"""

from __future__ import annotations

import csv
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from carepath import library
from carepath.allocation import by_provider
from carepath.authoring.load import loads
from carepath.calendar import Calendar
from carepath.cases.lines import entries
from carepath.regimes import Reported, in_force, reported

SCENARIOS = Path(__file__).parents[3] / "shared" / "data" / "cwt_scenarios" / "cwt62_six_scenarios.csv"
PATHWAY = loads("""
carepath: 1
id: cwt
version: "1.0.0"
title: National waiting times
status: agreed
effective: {from: 2009-01-01}
day_zero: "62"
uses: [events/cancer, exits/cancer, regimes/breach-2016]
roles:
  first: {title: Investigating provider, providers: any}
  other: {title: Second investigating provider, providers: [RK5, RWD]}
  centre: {title: Treating provider, providers: [RX1, RWE]}
start:
  - {on: referral, when: {route: [usc, screening, breast_symptomatic]}, to: investigating}
  - {on: referral, when: {route: other}, to: not_urgent}
  - {on: upgrade, to: investigating}
states:
  not_urgent: {title: Not urgent, role: first, on: {upgrade: investigating}}
  investigating: {title: Investigating, role: first, tasks: {told: optional, ogd: optional}, on: {mdt: {to: second}}}
  second: {title: Investigated elsewhere, role: other, on: {dtt: treating}}
  treating: {title: Treating, role: centre, on: {treatment: treated}}
  treated: {title: Treated, end: treated, clocks: {"14": continue, "31": continue, "62": continue}}
  seen_again: {title: Recurrence, role: centre, tasks: {treatment: optional}, on: {discharged: treated}}
events:
  ogd: {title: Gastroscopy, counts_as: first_seen}
  discharged: {title: Discharged}
transfers:
  to_other: {title: Transfer to the second provider, from: first, to: other}
  to_centre: {title: Transfer to the treating provider, from: other, to: centre, due: day 38}
reentry:
  recurrence: {title: Recurrence, on: recurrence, to: seen_again, clocks: ["31"], milestones: []}
""").require()

LATER = date(2030, 1, 1)


def answers(lines: str, as_of: date = LATER) -> tuple[Reported, ...]:
    record = entries((line.strip() for line in lines.strip().splitlines()), "c")
    return reported(library.regimes(), PATHWAY, Calendar.england(), record, as_of)


def said(one: Reported) -> str:
    """Return a row as the tables write it: `62_GP 2016-11 63/62 late RK5 1/2 RX1 1/2`."""
    word = {True: "met", False: "late", None: "open"}[one.within]
    shares = " ".join(f"{name} {part}" for name, part in by_provider(one.shares).items())
    return f"{one.standard} {one.month} {one.net}/{one.days} {word} {shares}"


# Name → record, and the waits that count.
COUNTED: dict[str, tuple[str, list[str]]] = {
    "one provider, in time": (
        """2016-09-05 referral RX1 route=usc
           2016-09-15 first_seen RX1
           2016-10-10 dtt RX1
           2016-11-06 treatment RX1 modality=01 event_type=01""",
        ["2WW 2016-09 10/14 met RX1 1", "31_FIRST 2016-11 27/31 met RX1 1", "62_GP 2016-11 62/62 met RX1 1"],
    ),
    "63 days are a breach": (
        """2024-09-02 referral RX1 route=usc
           2024-11-04 treatment RX1""",
        ["62_COMBINED 2024-11 63/62 late RX1 1"],
    ),
    "55 days from the upgrade are not": (
        """2024-09-02 referral RX1 route=other
           2024-09-10 upgrade RX1
           2024-11-04 treatment RX1""",
        ["62_COMBINED 2024-11 55/62 met RX1 1"],
    ),
    "treated on 29 September 2023, an upgrade counts by itself": (
        """2023-07-20 referral RX1 route=other
           2023-08-05 upgrade RX1
           2023-09-29 treatment RX1""",
        ["62_UPGRADE 2023-09 55/62 met RX1 1"],
    ),
    "treated on 2 October 2023, it counts with all others": (
        """2023-07-20 referral RX1 route=other
           2023-08-08 upgrade RX1
           2023-10-02 treatment RX1""",
        ["62_COMBINED 2023-10 55/62 met RX1 1"],
    ),
    "told before 1 October 2023 and treated after it": (
        """2023-09-01 referral RX1 route=usc
           2023-09-12 ogd RX1
           2023-09-29 told RX1
           2023-10-02 dtt RX1
           2023-10-30 treatment RX1 event_type=01""",
        [
            "2WW 2023-09 11/14 met RX1 1",
            "FDS 2023-09 28/28 met RX1 1",
            "31_COMBINED 2023-10 28/31 met RX1 1",
            "62_COMBINED 2023-10 59/62 met RX1 1",
        ],
    ),
    "told on the first day of the later regime": (
        """2023-09-01 referral RX1 route=usc
           2023-09-12 ogd RX1
           2023-10-01 told RX1""",
        ["2WW 2023-09 11/14 met RX1 1", "FDS 2023-10 30/28 late RX1 1"],
    ),
    "a decision to treat before the patient is told ends the 28 days": (
        """2024-03-01 referral RX1 route=usc
           2024-03-20 dtt RX1
           2024-04-10 told RX1""",
        ["FDS 2024-03 19/28 met RX1 1"],
    ),
    "a declined offer takes ten days out of 31 and 62": (
        """2025-03-31 referral RX1 route=usc
           2025-05-01 dtt RX1
           2025-05-10 offer_declined RX1 offered_for=2025-05-20
           2025-05-12 available RX1 from=2025-05-30
           2025-06-05 treatment RX1""",
        [
            "FDS 2025-05 31/28 late RX1 1",
            "31_COMBINED 2025-06 25/31 met RX1 1",
            "62_COMBINED 2025-06 56/62 met RX1 1",
        ],
    ),
    "an offer of treatment without admission takes out nothing": (
        """2025-03-31 referral RX1 route=usc
           2025-04-10 told RX1
           2025-05-01 dtt RX1
           2025-05-10 offer_declined RX1 offered_for=2025-05-20 offered_setting=other
           2025-05-12 available RX1 from=2025-05-30
           2025-06-05 treatment RX1""",
        [
            "FDS 2025-04 10/28 met RX1 1",
            "31_COMBINED 2025-06 35/31 late RX1 1",
            "62_COMBINED 2025-06 66/62 late RX1 1",
        ],
    ),
    "a missed first appointment, raw 37 days, adjusted 27": (
        """2025-06-02 referral RX1 route=usc
           2025-06-09 dna_first RX1
           2025-06-12 rebooked RX1
           2025-07-09 told RX1""",
        ["FDS 2025-07 27/28 met RX1 1"],
    ),
    "referral and treatment on one day": (
        """2024-09-02 referral RX1 route=usc
           2024-09-02 treatment RX1""",
        ["62_COMBINED 2024-09 0/62 met RX1 1"],
    ),
    "breast symptoms count to the first appointment only, until September 2023": (
        """2023-06-01 referral RWE route=breast_symptomatic
           2023-06-15 first_seen RWE
           2023-06-20 told RWE
           2023-07-20 treatment RWE""",
        ["2WW_BREAST_SYMP 2023-06 14/14 met RWE 1", "FDS 2023-06 19/28 met RWE 1"],
    ),
    "and to treatment from October 2023": (
        """2023-08-01 referral RWE route=breast_symptomatic
           2023-10-02 treatment RWE""",
        ["62_COMBINED 2023-10 62/62 met RWE 1"],
    ),
    "before 2010 nothing counts for breast symptoms": (
        """2009-06-01 referral RWE route=breast_symptomatic
           2009-06-15 first_seen RWE""",
        [],
    ),
    "screening": (
        """2012-01-10 referral RWE route=screening
           2012-03-13 treatment RWE event_type=01 modality=01""",
        ["62_SCREEN 2012-03 63/62 late RWE 1"],
    ),
    "a rare cancer counts in 62 and in 31 days": (
        """2012-01-10 referral RWE route=usc referral_type=testicular
           2012-02-20 treatment RWE event_type=01 modality=01""",
        ["31_RARE 2012-02 41/31 late RWE 1", "62_GP 2012-02 41/62 met RWE 1"],
    ),
    "first and subsequent treatment, each with its decision": (
        """2012-01-10 referral RWE route=usc
           2012-02-01 dtt RWE
           2012-02-20 treatment RWE event_type=01 modality=01
           2012-04-02 dtt RWE
           2012-05-04 treatment RX1 event_type=02 modality=05""",
        [
            "31_FIRST 2012-02 19/31 met RWE 1",
            "62_GP 2012-02 41/62 met RWE 1",
            "31_SUB_RT 2012-05 32/31 late RX1 1",
        ],
    ),
    "subsequent radiotherapy is no standard in 2010": (
        """2010-01-11 referral RWE route=usc
           2010-02-01 dtt RWE
           2010-02-20 treatment RWE event_type=01 modality=01
           2010-04-02 dtt RWE
           2010-05-01 treatment RX1 event_type=02 modality=05""",
        ["31_FIRST 2010-02 19/31 met RWE 1", "62_GP 2010-02 40/62 met RWE 1"],
    ),
    "the earliest clinically appropriate date starts the wait of a further treatment": (
        """2024-01-10 referral RWE route=usc
           2024-01-20 told RWE
           2024-02-01 dtt RWE
           2024-02-20 treatment RWE event_type=01 modality=23
           2024-02-27 dtt RWE
           2024-02-28 ecad RWE date=2024-04-01
           2024-05-02 treatment RWE event_type=02 modality=02""",
        [
            "FDS 2024-01 10/28 met RWE 1",
            "31_COMBINED 2024-02 19/31 met RWE 1",
            "62_COMBINED 2024-02 41/62 met RWE 1",
            "31_COMBINED 2024-05 31/31 met RWE 1",
        ],
    ),
    "without an event type the order of treatments decides": (
        """2012-01-10 referral RWE route=usc
           2012-02-01 dtt RWE
           2012-02-20 treatment RWE
           2012-04-02 dtt RWE
           2012-05-03 treatment RWE modality=02""",
        [
            "31_FIRST 2012-02 19/31 met RWE 1",
            "62_GP 2012-02 41/62 met RWE 1",
            "31_SUB_DRUG 2012-05 31/31 met RWE 1",
        ],
    ),
    "recurrence is 31 days and not 62": (
        """2024-01-10 referral RWE route=usc
           2024-01-20 told RWE
           2024-02-01 dtt RWE
           2024-02-20 treatment RWE event_type=01 modality=23
           2025-02-01 recurrence RWE
           2025-02-10 dtt RWE
           2025-03-10 treatment RWE event_type=05 modality=02""",
        [
            "FDS 2024-01 10/28 met RWE 1",
            "31_COMBINED 2024-02 19/31 met RWE 1",
            "62_COMBINED 2024-02 41/62 met RWE 1",
            "31_COMBINED 2025-03 28/31 met RWE 1",
        ],
    ),
}

SHARED = "2025-03-03 referral RK5 route=usc\n2025-03-20 told RK5\n"
# Scenario → days from referral to transfer, from transfer to treatment, and who is credited.
ALLOCATED: dict[str, tuple[str, str, str]] = {
    "A, both phases in time": ("2025-04-07", "2025-04-30", "58/62 met RK5 1/2 RX1 1/2"),
    "B, treating slow and the whole in time": ("2025-04-01", "2025-05-02", "60/62 met RK5 1/2 RX1 1/2"),
    "C, transferred late and rescued": ("2025-04-14", "2025-05-02", "60/62 met RX1 1"),
    "D, treating slow and too late": ("2025-04-08", "2025-05-12", "70/62 late RX1 1"),
    "E, transferred late and too late": ("2025-04-22", "2025-05-14", "72/62 late RK5 1"),
    "F, both too slow": ("2025-04-22", "2025-05-28", "86/62 late RK5 1/2 RX1 1/2"),
    "38 and 24 days are the 62": ("2025-04-10", "2025-05-04", "62/62 met RK5 1/2 RX1 1/2"),
    "39 and 23 days": ("2025-04-11", "2025-05-04", "62/62 met RX1 1"),
    "38 and 25 days": ("2025-04-10", "2025-05-05", "63/62 late RX1 1"),
    "39 and 24 days": ("2025-04-11", "2025-05-05", "63/62 late RK5 1"),
    "39 and 25 days": ("2025-04-11", "2025-05-06", "64/62 late RK5 1/2 RX1 1/2"),
}


@pytest.mark.parametrize("name", COUNTED)
def test_a_wait_counts_in_the_standards_of_the_regime_in_force_when_it_stopped(name: str) -> None:
    lines, expected = COUNTED[name]
    assert [said(each) for each in answers(lines) if each.counted] == expected


@pytest.mark.parametrize("name", ALLOCATED)
def test_a_shared_wait_is_credited_by_the_six_scenarios(name: str) -> None:
    received, treated, expected = ALLOCATED[name]
    lines = f"{SHARED}{received} transfer.received RX1 transfer=to_centre\n{treated} treatment RX1\n"
    found = next(each for each in answers(lines) if each.standard == "62_COMBINED")
    assert said(found) == f"62_COMBINED {treated[:7]} {expected}"
    assert found.allocated.scenario == (name[0] if name[0].isalpha() else found.allocated.scenario)
    assert sum(share.part for share in found.shares) == 1
    assert found.allocated.investigating + found.allocated.treating == found.net


@pytest.mark.parametrize("received", ["2015-10-10", "2015-11-02"])
def test_before_2016_half_is_credited_to_the_first_appointment_whatever_the_days(received: str) -> None:
    lines = f"""2015-09-07 referral RFS route=usc
                2015-09-14 first_seen RK5
                {received} transfer.received RX1 transfer=to_centre
                2015-11-20 treatment RX1"""
    (found,) = (each for each in answers(lines) if each.standard == "62_GP")
    assert said(found) == "62_GP 2015-11 74/62 late RK5 1/2 RX1 1/2"


def test_several_investigating_providers_share_their_side() -> None:
    lines = """2025-03-03 referral RFS route=usc
               2025-03-20 transfer.received RK5 transfer=to_other
               2025-04-22 transfer.received RX1 transfer=to_centre
               2025-05-14 treatment RX1"""
    (found,) = (each for each in answers(lines) if each.standard == "62_COMBINED")
    assert said(found) == "62_COMBINED 2025-05 72/62 late RFS 1/2 RK5 1/2"
    assert [(share.provider, share.days) for share in found.shares] == [("RFS", 17), ("RK5", 33), ("RX1", 22)]


def test_treatment_without_a_handover_to_its_provider_leaves_all_days_investigating() -> None:
    lines = "2025-03-03 referral RK5 route=usc\n2025-05-14 treatment RX1\n"
    (found,) = (each for each in answers(lines) if each.standard == "62_COMBINED")
    assert said(found) == "62_COMBINED 2025-05 72/62 late RK5 1"


def why(lines: str, as_of: date = LATER) -> dict[str, str]:
    return {each.standard: each.why for each in answers(lines, as_of)}


def test_what_does_not_count_says_why() -> None:
    assert why("2024-09-02 referral RX1 route=usc", date(2024, 9, 20)) == {"FDS": "open", "62_COMBINED": "open"}
    assert why("2024-09-02 referral RX1 route=usc\n2024-09-12 died RX1") == {"FDS": "excluded", "62_COMBINED": "closed"}
    told = "2024-09-02 referral RX1 route=usc\n2024-09-12 told RX1\n2024-09-20 declined_treatment RX1"
    assert why(told) == {"FDS": "counted", "62_COMBINED": "excluded"}
    declined = "2024-09-02 referral RX1 route=usc\n2024-09-12 told RX1\n2024-09-20 treatment RX1 modality=98"
    assert why(declined)["62_COMBINED"] == "other-wait"
    rare = "2023-07-20 referral RX1 route=other\n2023-08-05 upgrade RX1\n2023-09-29 treatment RX1 event_type=02"
    assert why(rare) == {
        "62_GP": "other-wait",
        "31_RARE": "other-wait",
        "62_SCREEN": "other-wait",
        "62_UPGRADE": "other-treatment",
    }
    subsequent = """2012-01-10 referral RWE route=usc
                    2012-02-20 treatment RWE
                    2012-04-02 dtt RWE
                    2012-05-03 treatment RWE"""
    assert why(subsequent)["31_SUB_DRUG"] == "not-known"
    assert why(subsequent, date(2012, 4, 30))["31_SUB_DRUG"] == "not-known"
    assert why(subsequent, date(2012, 4, 30))["31_FIRST"] == "other-treatment"
    palliative = """2024-01-10 referral RWE route=usc
                    2024-02-02 dtt RWE
                    2024-02-20 treatment RWE modality=09"""
    assert why(palliative)["31_COMBINED"] == "counted"
    after = f"{palliative}\n2024-04-02 dtt RWE\n2024-05-03 treatment RWE modality=07"
    assert [each.why for each in answers(after) if each.clock == "31"] == ["counted", "other-wait"]


def test_an_open_wait_goes_by_the_regime_of_the_day_of_looking() -> None:
    lines = "2023-08-15 referral RX1 route=usc\n2023-08-25 first_seen RX1"
    before = {each.standard: each for each in answers(lines, date(2023, 9, 30)) if each.why == "open"}
    after = {each.standard: each for each in answers(lines, date(2023, 10, 1)) if each.why == "open"}
    assert set(before) == {"62_GP", "FDS"}
    assert set(after) == {"62_COMBINED", "FDS"}
    assert (after["FDS"].net, after["FDS"].within, after["FDS"].month) == (47, False, None)
    assert (after["62_COMBINED"].net, after["62_COMBINED"].within) == (47, None)
    assert [share.provider for share in after["62_COMBINED"].shares] == ["RX1"]


def test_a_decision_on_the_day_of_treatment_opens_no_further_wait() -> None:
    lines = """2024-01-10 referral RWE route=usc
               2024-02-01 dtt RWE
               2024-02-20T09:00 treatment RWE event_type=01 modality=23
               2024-02-20T11:00 dtt RWE"""
    assert [(each.start, each.why) for each in answers(lines) if each.clock == "31"] == [(date(2024, 2, 1), "counted")]


def test_only_the_rule_that_opened_the_case_dates_its_waits_back() -> None:
    two_ways_in = loads("""
carepath: 1
id: two
version: "1.0.0"
title: Two ways in, of which one is dated back
status: agreed
effective: {from: 2009-01-01}
uses: [events/cancer, exits/cancer]
roles: {anyone: {title: Anyone, providers: any}}
start:
  - {on: referral, when: {route: screening}, to: waiting, from: clock_from}
  - {on: referral, to: waiting}
states:
  waiting: {role: anyone, on: {treatment: treated}}
  treated: {title: Treated, end: treated}
""").require()
    days = {}
    for route in ("screening", "usc"):
        record = (f"2024-09-20 referral RX1 route={route} clock_from=2024-09-02", "2024-11-04 treatment RX1")
        found = reported(library.regimes(), two_ways_in, Calendar.england(), entries(record, "c"), LATER)
        days[route] = [each.net for each in found if each.standard == "62_COMBINED"]
    assert days == {"screening": [63], "usc": [45]}


def test_no_wait_is_counted_twice_in_one_standard() -> None:
    for lines, _ in COUNTED.values():
        counted = [(each.standard, each.stop) for each in answers(lines) if each.counted]
        assert len(counted) == len(set(counted))


def test_the_same_record_known_later_is_reported_as_it_was_known() -> None:
    lines = ["2024-09-02 referral RX1 route=usc", "2024-11-04 treatment RX1 @2024-12-01T09:00"]
    record = entries(lines, "c")
    calendar, zone = Calendar.england(), entries(["2024-11-20 told RX1 @2024-11-20T09:00"], "c")[0].recorded
    before = reported(library.regimes(), PATHWAY, calendar, record, LATER, zone)
    assert [each.why for each in before] == ["open", "open"]


def test_each_day_since_2009_has_one_regime() -> None:
    regimes = library.regimes()
    assert in_force(regimes, date(2008, 12, 31)) is None
    edges = [(regime.effective_from, regime.effective_to) for regime in regimes]
    assert all(last is not None and (first - last).days == 1 for (_, last), (first, _) in pairwise(edges))
    assert [regime.id for regime in regimes] == [
        "crs-2009", "crs-2010", "crs-2011", "breach-2016", "ds-2018", "fds-2021", "v12-2023",
    ]  # fmt: skip


THRESHOLDS = {
    "2WW": "93/100", "2WW_BREAST_SYMP": "93/100", "FDS": "75/100",
    "31_FIRST": "96/100", "31_SUB_SURG": "94/100", "31_SUB_DRUG": "98/100", "31_SUB_RT": "94/100",
    "62_GP": "85/100", "62_SCREEN": "90/100", "31_COMBINED": "96/100", "62_COMBINED": "85/100",
}  # fmt: skip
COUNTED_ONLY = {"31_SUB_OTHER", "31_SUB_PALL", "31_RARE", "62_UPGRADE"}


def test_thresholds_are_exact_and_the_days_those_of_the_list() -> None:
    standards = [standard for regime in library.regimes() for standard in regime.standards.values()]
    assert {each.code: each.threshold for each in standards if each.threshold is not None} == {
        code: Fraction(text) for code, text in THRESHOLDS.items()
    }
    assert {each.code for each in standards if each.threshold is None} == COUNTED_ONLY
    days = {"2WW": 14, "FDS": 28, "31": 31, "62": 62}
    assert all(each.days == days[each.code.split("_")[0]] for each in standards)


def test_the_table_is_that_of_the_published_calculation() -> None:
    if not SCENARIOS.exists():
        pytest.skip(f"{SCENARIOS.name} is not here: it does not come with the project")
    with SCENARIOS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6
    for regime in library.regimes():
        table = regime.allocation
        assert table is not None
        if table.method == "halves":
            continue
        for row in rows:
            flags = tuple(row[name] == "Y" for name in ("investigating_le_38", "treating_le_24", "total_le_62"))
            (found,) = (each for each in table.scenarios if (each.investigating, each.treating, each.whole) == flags)
            assert (table.investigating, table.treating) == (38, 24)
            assert Fraction(row["inv_denominator"]) == found.share
            assert Fraction(row["treat_denominator"]) == 1 - found.share
            assert Fraction(row["inv_numerator_within"]) == (found.share if found.whole else 0)
            assert Fraction(row["treat_numerator_within"]) == (1 - found.share if found.whole else 0)
