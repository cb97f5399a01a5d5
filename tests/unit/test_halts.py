"""Coverage tells which pauses, resets, restarts and nullifications of clocks the cases of a definition reach."""

from __future__ import annotations

from datetime import date

import pytest
from carepath.authoring.load import loads
from carepath.calendar import Calendar
from carepath.cases.coverage import coverage
from carepath.cases.lines import entries
from carepath.evaluate import evaluate

PATHWAY = loads("""
carepath: 1
id: example
version: "1.0.0"
title: Example
status: draft
day_zero: wait
roles: {local: {providers: any}}
events:
  referral: {}
  missed: {}
  rebooked: {}
  unwell: {data: {in_hospital: yes_no}}
  well: {}
  scan: {data: {last: yes_no}}
  cleared: {}
  treatment: {}
start: [{on: referral, to: waiting}]
states:
  waiting: {role: local, on: {treatment: treated}}
  treated: {end: treated, clocks: {scans: close}}
clocks:
  wait:
    start: referral
    stop: treatment
    target: 62 days
    reset: {on: rebooked, when: {done: {missed: yes}}}
    pause: {on: unwell, when: {in_hospital: yes}, until: well, reason: illness}
  scans:
    start: referral
    stop: treatment
    target: 90 days
    restart: {on: scan, when: {last: no}}
    nullify: cleared
""").require()
ALL = [
    "scans (scans) nullified by cleared",
    "scans (scans) restarted by scan",
    "wait (wait) paused by unwell",
    "wait (wait) reset by rebooked",
]


def reached(*lines: str, kind: str = "clocks") -> list[str]:
    said = evaluate(PATHWAY, Calendar.england(), entries(("2025-01-06 referral", *lines), "c"), date(2025, 2, 28))
    goals = coverage(PATHWAY, [said]).goals
    return sorted(goal.words for goal in goals if goal.kind == kind and goal.reached)


def test_there_is_a_goal_for_each_rule_that_halts_a_clock() -> None:
    goals = coverage(PATHWAY, []).goals
    assert sorted(goal.words for goal in goals if goal.kind == "clocks") == ALL
    assert sorted(goal.words for goal in goals if goal.kind == "conditions") == [
        f"{words}: it does not hold" for words in ALL[1:]
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("2025-01-08 missed", "2025-01-10 rebooked"), [ALL[3]]),
        (("2025-01-10 unwell in_hospital=yes", "2025-01-14 well"), [ALL[2]]),
        (("2025-01-10 unwell in_hospital=yes",), [ALL[2]]),
        (("2025-02-01 scan last=no",), [ALL[1]]),
        (("2025-02-01 cleared",), [ALL[0]]),
        (("2025-01-10 unwell in_hospital=yes", "2025-01-10 well"), []),  # no day was taken out
        (("2025-01-08 treatment", "2025-01-10 unwell in_hospital=yes", "2025-01-14 well"), []),  # the wait was over
        (("2025-01-10 planned rebooked",), []),
        ((), []),
    ],
)
def test_a_rule_is_reached_where_it_took_effect(lines: tuple[str, ...], words: list[str]) -> None:
    assert reached(*lines) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2025-01-10 rebooked", [ALL[3]]),
        ("2025-01-10 unwell in_hospital=no", [ALL[2]]),
        ("2025-02-01 scan last=yes", [ALL[1]]),
    ],
)
def test_a_condition_is_reached_where_its_event_changed_nothing(line: str, words: list[str]) -> None:
    assert reached(line) == []
    assert reached(line, kind="conditions") == [f"{each}: it does not hold" for each in words]
