"""An explanation says, in order and with its grounds, what happened and what follows."""

from __future__ import annotations

from datetime import date, datetime

from carepath.authoring.load import loads
from carepath.calendar import Calendar
from carepath.evaluate import evaluate
from carepath.explain import explain
from carepath.record import Entry, Scalar
from carepath.table import WIDTH

TEXT = """
carepath: 1
id: demo
version: "1.0.0"
title: Demonstration
status: draft
zone: Europe/London
calendar: england
day_zero: "62"
uses: [events/cancer]
sources: {guide: {title: Guide of a demonstration}}
roles:
  local: {title: Diagnosing trust, providers: any}
  centre: {title: Specialist centre, providers: [RX1], verified: false}
events:
  ogd: {title: Gastroscopy}
start: [{on: referral, to: testing}]
states:
  testing:
    title: Tests
    role: local
    tasks: {ogd: required}
    on:
      told:
        question: Cancer?
        choose:
          - {answer: "Yes", when: {outcome: cancer}, to: planning, cite: guide}
          - {answer: "No", otherwise: true, to: clear}
  planning: {title: Waiting for treatment, role: centre, on: {treatment: treated}}
  treated: {title: Treated, end: treated}
  clear: {title: Cancer ruled out, end: ruled_out, clocks: {"62": close}}
clocks:
  "62":
    title: Wait
    start: referral
    stop: treatment
    target: 62 days
    pause: {on: offer_declined, from: offered_for, until: {on: available, from: from}, reason: declined_offer}
    cite: guide
    verified: false
milestones:
  ogd: {event: ogd, due: day 7, cite: {source: guide, section: page 2}, verified: false}
datasets:
  form: {ogd_report: {title: Report, after: ogd}, fitness: {attribute: fitness, type: whole}}
transfers:
  to_centre: {title: To the centre, from: local, to: centre, due: day 38, dataset: form, cite: guide}
"""
OGD = f"demo.yaml:{TEXT[: TEXT.index('ogd: {event')].count(chr(10)) + 1}"
PATHWAY = loads(TEXT, "demo.yaml").require()


def entry(id: str, event: str, day: int, month: int = 9, provider: str = "RK5", **data: Scalar) -> Entry:
    return Entry(case="7", id=id, event=event, occurred=date(2016, month, day), provider=provider, data=data)


LATE = (
    entry("e1", "referral", 1),
    entry("e2", "ogd", 12),
    entry("e3", "told", 20, outcome="cancer"),
    entry("e4", "transfer.sent", 18, 10, to="RX1"),
)
DECLINED = Entry(
    case="7", id="p", event="offer_declined", occurred=date(2016, 10, 20), data={"offered_for": "2016-10-24"}
)


def lines(*entries: Entry, as_of: date | datetime = date(2016, 11, 3), known_at: datetime | None = None) -> list[str]:
    return list(explain(evaluate(PATHWAY, Calendar.england(), entries, as_of, known_at), PATHWAY))


def joined(*entries: Entry, as_of: date | datetime = date(2016, 11, 3)) -> str:
    return " ".join(" ".join(lines(*entries, as_of=as_of)).split())


def test_the_heading_says_case_definition_day_and_place() -> None:
    assert lines(*LATE)[:3] == [
        "Case 7: Demonstration (demo 1.0.0, a draft)",
        "As of 3 November 2016",
        "Now: “Waiting for treatment”",
    ]
    known = lines(*LATE, known_at=datetime(2016, 10, 1, 12))
    assert known[1] == "As of 3 November 2016, from what was recorded up to 1 October 2016 12:00"


def test_steps_and_passed_deadlines_are_told_in_order() -> None:
    left = [line.split("  ")[1] for line in lines(*LATE) if line.startswith("  day ")]
    assert left == ["day 0", "day 7", "day 11", "day 19", "day 38", "day 47", "day 62"]
    text = joined(*LATE)
    assert "1 Sep 2016 Referral received, RK5: the case starts in “Tests”. Clock 62 starts." in text
    assert f"8 Sep 2016 Day 7 passed without Gastroscopy. [{OGD}; Guide of a demonstration, page 2" in text
    assert "the case moves from “Tests” to “Waiting for treatment” (answer: Yes). [entry e3; demo.yaml:" in text
    assert "9 Oct 2016 Day 38 passed before care was handed over (To the centre)." in text
    assert "2 Nov 2016 62 days passed and Wait ran on." in text


def test_verdicts_name_their_clause_citation_and_whether_it_was_verified() -> None:
    text = joined(*LATE)
    assert "ogd Gastroscopy: late; due day 7; last day in time 8 September 2016; done 12 September 2016; 4" in text
    assert f"[entries e1, e2; {OGD}; Guide of a demonstration, page 2 (not verified)]" in text


def test_findings_rest_on_entries() -> None:
    text = joined(*LATE)
    assert "Findings" in text
    assert "overdue-transfer" in text


def test_transfers_say_what_is_missing() -> None:
    assert "Missing: fitness." in joined(*LATE)
    assert "To the centre, RK5 to" in joined(*LATE)


def test_clocks_say_gross_not_counted_and_net() -> None:
    paused = (
        *LATE,
        DECLINED,
        Entry(case="7", id="q", event="available", occurred=date(2016, 10, 25), data={"from": "2016-10-29"}),
        entry("t", "treatment", 3, 11, "RX1"),
    )
    text = joined(*paused)
    assert "Gross 63 days, not counted 5 days, net 58 days, target 62 days." in text
    assert "Not counted: 5 days from 24 October 2016, to 29 October 2016 (declined_offer)." in text
    assert "Clock 62 stops." in text
    assert "Heard by clock 62." in text
    assert "closed: treated" in text


def test_an_open_pause_is_said() -> None:
    text = joined(*LATE, DECLINED)
    assert "open (declined_offer)" in text
    assert "Paused since 24 October 2016." in text


def test_due_actions_say_who_and_by_when() -> None:
    text = joined(LATE[0], as_of=date(2016, 9, 8))
    assert "Gastroscopy: due day 7; last day in time 8 September 2016; today is the last day; Diagnosing trust" in text
    assert "Start of treatment: due 62 days" in text


def test_a_record_without_start_and_odd_events_are_explained() -> None:
    text = joined(entry("x", "ogd", 1), entry("y", "nonsense", 2))
    assert "Now: not started on this pathway" in text
    assert "before the case starts on this pathway: it moves nothing" in text
    assert "Noted: unknown-event" in text


def test_events_after_the_end_and_plans_and_jumps_are_explained() -> None:
    plan = Entry(case="7", id="pl", event="treatment", occurred=date(2016, 12, 1), status="planned")
    text = joined(LATE[0], LATE[2], plan)
    assert "planned: it moves nothing" in text
    ended = joined(*LATE, entry("t", "treatment", 28, 10, "RX1"), entry("u", "ogd", 29, 10))
    assert "after the case has ended on this pathway: it moves nothing" in ended


def test_every_line_fits_and_prints_nothing_odd() -> None:
    odd = Entry(case="7", id="\x1b[31m" * 30, event="ogd", occurred=date(2016, 9, 12), provider="x" * 200)
    found = lines(LATE[0], odd)
    assert max(map(len, found)) <= WIDTH
    assert all(line.isprintable() for line in found)


def test_every_prefix_of_a_record_can_be_explained() -> None:
    for count in range(len(LATE) + 1):
        assert lines(*LATE[:count])


def test_a_deadline_moved_by_days_not_counted_says_so() -> None:
    missed = (LATE[0], entry("m", "dna_first", 5), entry("n", "rebooked", 6))
    reset = TEXT.replace("    stop: treatment\n", "    stop: treatment\n    reset: {on: rebooked, reason: dna_first}\n")
    pathway = loads(reset, "demo.yaml").require()
    found = explain(evaluate(pathway, Calendar.england(), missed, date(2016, 10, 1)), pathway)
    text = " ".join(" ".join(found).split())
    assert "day 12 13 Sep 2016 Day 7, days not counted aside, passed without Gastroscopy." in text
