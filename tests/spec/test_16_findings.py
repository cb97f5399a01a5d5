"""What findings and due actions say beside their names: their days, their order, and in what an answer would differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from carepath.authoring.load import loads
from carepath.calendar import Calendar
from carepath.cases.lines import entries
from carepath.cases.said import leaf
from carepath.cases.tables import table
from carepath.evaluate import evaluate
from carepath.findings import Assessment, Finding
from carepath.model import Pathway
from carepath.testing.cohorts import answer

HERE = Path(__file__).parent
ENGINES: dict[str, Callable[..., Assessment]] = {"reference": evaluate, "cohort": answer}


def definition(name: str, place: int = 0) -> Pathway:
    """Return a definition of a table beside this one."""
    return table((HERE / name).read_text("utf-8"), name).definitions[place].pathway


@pytest.fixture(params=tuple(ENGINES))
def engine(request: pytest.FixtureRequest) -> Callable[..., Assessment]:
    return ENGINES[request.param]


# Name → table, record, day of looking, finding, and the day on which the finding stands.
DAYS: dict[str, tuple[str, str, date, str, str]] = {
    "too late stands on the last day in time": (
        "05_clocks.yaml",
        "2016-09-01 referral RK5\n2016-11-20 treatment RK5",
        date(2016, 12, 1),
        "breach 62",
        "2016-11-02",
    ),
    "not done yet stands on the last day in time": (
        "06_milestones.yaml",
        "2016-09-01 referral RK5 route=usc",
        date(2016, 9, 20),
        "overdue ogd",
        "2016-09-08",
    ),
    "too early stands on the day it was done": (
        "06_milestones.yaml",
        "2016-09-01 referral RK5 route=usc\n2016-09-12 operation RK5\n2016-10-05 radiotherapy RK5",
        date(2016, 10, 6),
        "too-early rt",
        "2016-10-05",
    ),
    "what cannot be said for want of a time stands on the day it was done": (
        "05_hours.yaml",
        "2016-09-01 arrival RK5\n2016-09-01 antibiotics RK5",
        date(2016, 9, 3),
        "precision-unknown antibiotics",
        "2016-09-01",
    ),
    "what happened out of place stands on its own day": (
        "05_clocks.yaml",
        "2016-09-01 referral RK5\n2016-09-10 treatment RK5",
        date(2016, 9, 11),
        "stop-without-start 31",
        "2016-09-10",
    ),
}


@pytest.mark.parametrize("name", DAYS)
def test_a_finding_stands_on_its_day(name: str, engine: Callable[..., Assessment]) -> None:
    file, lines, as_of, wanted, day = DAYS[name]
    assert leaf(found(engine, definition(file), lines, as_of, wanted).day) == day


def found(engine: Callable[..., Assessment], pathway: Pathway, lines: str, as_of: date, wanted: str) -> Finding:
    """Return the one finding of that code and subject."""
    said = engine(pathway, Calendar.england(), entries(lines.splitlines(), "c"), as_of)
    (finding,) = (each for each in said.findings if f"{each.code} {each.subject}" == wanted)
    return finding


# Name → record of two events of one day, and the end of the sentence: how the day ends, and how it ends read otherwise.
OTHERWISE: dict[str, tuple[int, str, str, str]] = {
    "where the case would be": (
        1,
        "2016-09-01 referral RK5\n2016-09-06 clinic RK5\n2016-09-06 ward RK5",
        "clinic and ward",
        "(In the clinic; On the ward).",
    ),
    "which clock would count otherwise": (
        0,
        "2016-09-01 referral RK5\n2016-09-05 ogd RK5\n2016-09-06 told RK5\n2016-09-12 call RK5\n2016-09-12 offer RK5",
        "call and offer",
        "(clock talk one way; clock talk another way).",
    ),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_an_order_that_matters_is_told_with_what_differs(name: str, engine: Callable[..., Assessment]) -> None:
    place, lines, subject, ends = OTHERWISE[name]
    pathway = definition("02_order.yaml", place)
    finding = found(engine, pathway, lines, date(2016, 9, 13), f"order-ambiguous {subject}")
    assert finding.message.endswith(ends)


# Name → definition, record, day of looking, and the findings in the order in which they are said.
ORDERED: dict[str, tuple[str, str, date, list[str]]] = {
    "by their days": (
        "08_findings_and_due.yaml",
        "2016-09-01 referral RK5\n2016-09-20 ogd RK5",
        date(2016, 11, 5),
        [
            "2016-09-08 overdue pet",
            "2016-09-08 late ogd",
            "2016-09-29 overdue mdt",
            "2016-09-29 overdue told",
            "2016-10-09 overdue-transfer to_centre",
            "2016-11-02 overdue planned",
            "2016-11-02 breach 62",
        ],
    ),
    "those of no day last": (
        "01_record.yaml",
        "a1: 2016-09-01 referral RK5\nc1: retract a9 @2016-09-03T09:00\na3: 2016-09-05 ogd RK5 age=old",
        date(2016, 9, 6),
        ["2016-09-05 bad-value age", "None dangling-target c1"],
    ),
    "those of one day and name by the entries they began with": (
        "01_record.yaml",
        "a1: 2016-09-01 referral RK5\nz1: 2016-09-03 ogd RK5 age=1\na2: 2016-09-05T10:00 ogd RK5 age=2\n"
        "b1: 2016-09-05T10:00 ogd RX1 age=3",
        date(2016, 9, 6),
        ["2016-09-05T10:00 repeated ogd a2", "2016-09-05T10:00 repeated ogd b1"],
    ),
}


@pytest.mark.parametrize("name", ORDERED)
def test_findings_are_said_in_one_order(name: str, engine: Callable[..., Assessment]) -> None:
    file, lines, as_of, wanted = ORDERED[name]
    said = engine(definition(file), Calendar.england(), entries(lines.splitlines(), "c"), as_of)
    assert [words(each) for each in said.findings] == wanted


def words(finding: Finding) -> str:
    """Return day, code and subject, and the entry that it began with where several differ by that alone."""
    root = f" {finding.root}" if finding.code == "repeated" else ""
    return f"{leaf(finding.day)} {finding.code} {finding.subject}{root}"


WARD = loads("""
carepath: 1
id: ward
version: "1.0.0"
title: Hours and days
status: draft
roles: {ward: {title: Ward, providers: any}}
start: [{on: arrival, to: ward}]
events: {arrival: {}, review: {}, letter: {}, scan: {}, home: {}}
states:
  ward: {role: ward, tasks: {review: optional, letter: optional, scan: optional}, on: {home: over}}
  over: {title: Gone home, end: home}
milestones:
  letter: {event: letter, due: 1 day after arrival}
  review: {event: review, due: 30 hours after arrival}
  scan: {event: scan, due: 40 hours after arrival}
""").require()


def test_what_is_due_at_an_hour_of_a_day_comes_before_what_is_due_on_that_day(
    engine: Callable[..., Assessment],
) -> None:
    said = engine(WARD, Calendar.england(), entries(["2016-09-01T10:00 arrival RK5"], "c"), date(2016, 9, 1))
    assert [(due.what, leaf(due.last_good_day)) for due in said.due] == [
        ("review", "2016-09-02T16:00"),
        ("letter", "2016-09-02"),
        ("scan", "2016-09-03T02:00"),
    ]
