"""A case goes by the version of its start, so a corrected start may change it; a pinned case stays where it is."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from carepath.authoring.load import loads
from carepath.calendar import Calendar
from carepath.cases.lines import entries
from carepath.cases.tables import table
from carepath.evaluate import evaluate
from carepath.findings import Assessment
from carepath.library import choose
from carepath.model import Pathway
from carepath.record import Entry

STORIES = Path(__file__).parent / "12_stories.yaml"
REFERRED = (
    "e1: 2016-09-02 referral RX1 route=usc @2016-09-02T10:00",
    "c1: replace e1 2016-08-30 referral RX1 route=usc @2016-09-05T10:00",
)
PINNED = (*REFERRED, "p1: pin cancer@2.0.0 @2016-09-02T11:00")
ASKED = date(2016, 9, 8)  # nine days after 30 August


@pytest.fixture(scope="module")
def versions() -> tuple[Pathway, ...]:
    """Version 1 until the end of August with gastroscopy by day 14, version 2 from September with day 7."""
    text = table(STORIES.read_text(encoding="utf-8"), STORIES.name).definitions[0].text
    first = text.replace("{from: 2016-04-01}", "{from: 2016-04-01, to: 2016-08-31}").replace("day 7}", "day 14}")
    second = text.replace("{from: 2016-04-01}", "{from: 2016-09-01}").replace('"1.0.0"', '"2.0.0"')
    return loads(first).require(), loads(second).require()


def answer(versions: tuple[Pathway, ...], given: tuple[Entry, ...], known_at: datetime | None = None) -> Assessment:
    chosen = choose("cancer", given, known_at, versions)
    return evaluate(chosen, Calendar.england(), given, ASKED, known_at)


def test_before_the_correction_the_case_goes_by_the_version_of_its_first_start(versions: tuple[Pathway, ...]) -> None:
    assert answer(versions, entries(REFERRED, "c"), datetime(2016, 9, 3)).version == "2.0.0"


def test_a_corrected_start_changes_the_version_and_with_it_the_findings(versions: tuple[Pathway, ...]) -> None:
    said = answer(versions, entries(REFERRED, "c"))
    assert (said.version, said.findings) == ("1.0.0", ())


def test_a_pinned_case_keeps_its_version_and_only_its_days_move(versions: tuple[Pathway, ...]) -> None:
    said = answer(versions, entries(PINNED, "c"))
    assert said.version == "2.0.0"
    assert [(finding.code, finding.subject, finding.days_over) for finding in said.findings] == [("overdue", "ogd", 2)]


def test_a_retracted_pin_lets_the_start_decide_again(versions: tuple[Pathway, ...]) -> None:
    given = entries((*PINNED, "c2: retract p1 @2016-09-06T10:00"), "c")
    assert answer(versions, given).version == "1.0.0"
