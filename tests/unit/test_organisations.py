"""Providers of the bundled file: which are known, until when, and what followed them."""

from __future__ import annotations

from datetime import date

import pytest
from carepath import library
from carepath.calendar import Calendar
from carepath.cases.lines import entries
from carepath.evaluate import evaluate

OG = library.find("og@1.1.0")


def said(line: str) -> list[str]:
    found = evaluate(OG, Calendar.england(), entries([line], "c"), date(2030, 1, 1)).findings
    return [finding.message for finding in found if finding.code == "unknown-organisation"]


@pytest.mark.parametrize("code", ["RFS", "RTG", "RNQ", "RNS", "RX1", "RK5", "RWD", "RWE"])
def test_the_eight_providers_are_known_before_and_after_the_merger(code: str) -> None:
    assert OG.organisations[code].verified
    assert said(f"2016-09-05 referral {code} route=usc") == said(f"2025-09-05 referral {code} route=usc") == []


@pytest.mark.parametrize("code", ["RJF", "RHQ", "RGN", "RP5", "RFF", "RKB"])
def test_neighbours_are_known_and_marked_as_not_verified(code: str) -> None:
    assert not OG.organisations[code].verified
    assert said(f"2016-09-05 referral {code} route=usc") == []


def test_a_provider_that_closed_is_named_with_what_followed_it() -> None:
    assert said("2018-06-30 referral RJF route=usc") == []
    assert said("2018-07-01 referral RJF route=usc") == [
        "Referral received on 1 July 2018: RJF closed on 30 June 2018; "
        "University Hospitals of Derby and Burton (RTG) followed it."
    ]


def test_a_provider_that_is_not_in_the_file_is_named() -> None:
    assert said("2018-07-01 referral RTD route=usc") == [
        "Referral received on 1 July 2018: RTD is not an organisation known to be open on that day."
    ]
