"""Each departure causes exactly the findings that it must, as worked out without the engine."""

import pytest
from carepath.calendar import Calendar
from carepath.evaluate import evaluate
from carepath.findings import Finding
from carepath.model import Pathway
from carepath.testing import Perturbed, histories, pathways, perturbed, written
from carepath.testing.departures import KINDS
from hypothesis import HealthCheck, Phase, assume, find, given, settings
from hypothesis import strategies as st

NAMES = tuple(kind for kind, _, _ in KINDS)
IN_A_ROW = written("""
carepath: 1
id: in_a_row
version: "1.0.0"
title: Steps in a row, with tasks in any order and a transfer
status: draft
day_zero: wait
uses: [events/cancer]
roles:
  home: {providers: any}
  centre: {providers: [RX1, RX2]}
events: {ref: {}, scan: {}, blood: {}, letter: {}, review: {}, panel: {}, operation: {}, note: {repeat: yes}, gone: {}}
attributes: {fit: yes_no}
start: [{on: ref, to: testing}]
states:
  testing: {role: home, tasks: {scan: required, blood: required, note: optional}, on: {review: deciding}}
  deciding: {role: centre, tasks: {letter: optional}, on: {panel: planned}}
  planned: {role: centre, on: {operation: done}}
  done: {end: finished}
clocks:
  wait: {start: ref, stop: operation, target: 60 days}
milestones:
  scan: {event: scan, due: day 5, level: national}
  blood: {event: blood, due: 6 working days after ref, level: national}
  letter: {event: letter, due: 3 weeks after ref, level: national}
  reviewed: {event: review, not_before: 2 days after ref, due: day 21, level: national}
  planned: {state: planned, due: 1 month after ref, level: national}
datasets:
  papers: {report: {after: scan}, fitness: {attribute: fit}}
transfers:
  over: {from: home, to: centre, dataset: papers, level: national}
exits:
  gone: {on: gone, clocks: {wait: exclude}}
""")

FINDING = settings(
    max_examples=2000,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def departed(data: st.DataObject, pathway: Pathway, kind: str) -> Perturbed:
    """Draw a departure of one kind, or where there is none a thing told late."""
    history = data.draw(histories(pathway))
    assume(history)
    return data.draw(perturbed(history, (kind, "late entry")))


def findings(made: Perturbed) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return what the engine finds before and after the change."""
    calendar, as_of = Calendar.named(made.pathway.calendar), made.effect.as_of
    before, after = (evaluate(made.pathway, calendar, each, as_of).findings for each in (made.before, made))
    return before, after


@pytest.mark.parametrize("kind", NAMES)
@given(data=st.data())
def test_a_departure_causes_what_it_must_and_nothing_else(kind: str, data: st.DataObject) -> None:
    made = departed(data, IN_A_ROW, kind)
    before, after = findings(made)
    assert made.effect.found(after) == made.effect.expected(before)


@pytest.mark.parametrize("kind", NAMES)
@given(data=st.data())
def test_it_does_so_in_any_definition(kind: str, definitions: tuple[Pathway, ...], data: st.DataObject) -> None:
    made = departed(data, data.draw(st.one_of(pathways(), st.sampled_from(definitions))), kind)
    before, after = findings(made)
    assert made.effect.found(after) == made.effect.expected(before)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("delay", "late"), ("delay", "breach"), ("redate", "late"), ("drop", "skipped"), ("drop", "overdue"),
        ("retract", "skipped"), ("swap", "out-of-order"), ("duplicate", "possible-duplicate"),
        ("wrong provider", "wrong-provider"), ("incomplete transfer", "transfer-incomplete"),
    ],
)  # fmt: skip
def test_a_departure_can_cause_this(kind: str, code: str) -> None:
    def causes(made: Perturbed) -> bool:
        return any(one.code == code for one in made.effect.appear)

    entries = histories(IN_A_ROW).filter(bool)
    assert find(entries.flatmap(lambda history: perturbed(history, (kind,))), causes, settings=FINDING)
