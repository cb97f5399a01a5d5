"""What names and values of a definition mean: typed, expanded, and every mistake with its place."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from carepath.authoring.load import loads
from carepath.calendar import Span, Unit
from carepath.model import (
    UNCITED,
    AnyOf,
    Citation,
    Condition,
    Deadline,
    Done,
    Known,
    Not,
    OneOf,
    Pathway,
    Within,
)
from carepath.problems import Problem

MINIMAL = (Path(__file__).parent / "minimal.yaml").read_text(encoding="utf-8")


def edited(*changes: tuple[str, str]) -> str:
    text = MINIMAL
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def built(*changes: tuple[str, str]) -> Pathway:
    loaded = loads(edited(*changes), "x.yaml")
    assert [each for each in loaded.problems if each.severity == "error"] == []
    return loaded.require()


def wrong(*changes: tuple[str, str]) -> tuple[Problem, ...]:
    loaded = loads(edited(*changes), "x.yaml")
    assert loaded.pathway is None
    return tuple(each for each in loaded.problems if each.severity == "error")


def guard(when: str) -> Condition:
    rule = "start: {on: referral, when: {route: usc}}"
    return built((rule, "start: {on: referral, when: " + when + "}")).clocks["62"].starts[0].guard


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ("{route: usc}", OneOf("route", ("usc",))),
        ("{route: [usc, other]}", OneOf("route", ("usc", "other"))),
        ("{score: 3}", OneOf("score", (3,))),
        ("{score: {at_least: 1, at_most: 2}}", Within("score", 1, 2)),
        ('{size: "2.50"}', OneOf("size", (Decimal("2.50"),))),
        ("{size: {at_most: 3}}", Within("size", None, Decimal(3))),
        ("{booked_for: {at_least: 2020-01-31}}", Within("booked_for", date(2020, 1, 31), None)),
        ("{remark: 7}", OneOf("remark", ("7",))),
        ("{fit: {known: no}}", Known("fit", False)),
        ("{done: {test: no}}", Done("test", False)),
        ("{done: {first_seen: yes}}", Done("first_seen", True, ("test",))),
        ("{any: [{fit: yes}, {route: usc}]}", AnyOf((OneOf("fit", ("yes",)), OneOf("route", ("usc",))))),
        ("{not: {fit: yes}}", Not(OneOf("fit", ("yes",)))),
    ],
)
def test_a_condition_holds_values_of_the_type_of_its_attribute(when: str, condition: Condition) -> None:
    assert guard(when) == condition


def test_otherwise_holds_where_no_other_answer_does() -> None:
    yes, no = built().states["referred"].transitions
    assert no.guard == Not(AnyOf((yes.guard,)))
    assert (yes.otherwise, no.otherwise) == (False, True)


def test_what_counts_as_an_event_is_heard_wherever_that_event_is() -> None:
    pathway = built(
        ("stop: treatment", "stop: first_seen"),
        ("exits:", "datasets: {form: {seen: {after: first_seen}}}\nexits:"),
    )
    assert [stop.event for stop in pathway.clocks["62"].stops] == ["first_seen", "test"]
    assert pathway.milestones["seen"].events == ("first_seen", "test")
    assert pathway.milestones["told"].due == Deadline(Span(7), after="first_seen", also=("test",))


def test_states_take_only_the_event_they_name() -> None:
    assert [task.event for task in built().states["testing"].tasks] == ["test", "first_seen"]


def test_roles_come_from_the_state_unless_somebody_else_is_named() -> None:
    testing = built().states["testing"]
    assert [task.roles for task in testing.tasks] == [("local",), ("centre",)]
    assert [move.roles for move in testing.transitions] == [("centre",), ("local",)]


def test_a_milestone_is_done_by_those_who_take_its_event() -> None:
    assert built().milestones["told"].roles == ("centre", "local")


def test_ranks_follow_the_order_of_events() -> None:
    events = built().events
    assert [event.rank for event in events.values()] == list(range(len(events)))


@pytest.mark.parametrize(
    ("written", "citation"),
    [
        ("", UNCITED),
        (", cite: guide", Citation("guide", "A guide")),
        (", cite: {source: guide, section: p. 4}", Citation("guide", "A guide", "p. 4")),
        (", cite: guide, verified: false", Citation("guide", "A guide", verified=False)),
        (", verified: yes", Citation(verified=True)),
    ],
)
def test_a_clause_counts_as_verified_only_if_it_cites_or_says_so(written: str, citation: Citation) -> None:
    pathway = built(("due: 7 days after first_seen}", f"due: 7 days after first_seen{written}}}"))
    assert pathway.milestones["told"].citation == citation


@pytest.mark.parametrize(
    ("due", "deadline"),
    [
        ("day 19", Deadline(Span(19), clock="62")),
        ("19 days", Deadline(Span(19), clock="62")),
        ("day 19 on 62", Deadline(Span(19), clock="62")),
        ("'8 weeks on \"62\"'", Deadline(Span(8, Unit.WEEKS), clock="62")),
        ("1 working day after triage", Deadline(Span(1, Unit.WORKING_DAYS), after="triage")),
        ("48 hours after triage", Deadline(Span(48, Unit.HOURS), after="triage")),
        ("1 month after triage", Deadline(Span(1, Unit.MONTHS), after="triage")),
    ],
)
def test_a_deadline_is_read_in_each_of_its_forms(due: str, deadline: Deadline) -> None:
    assert built(("due: 7 days after first_seen", f"due: {due}")).milestones["told"].due == deadline


@pytest.mark.parametrize(
    ("old", "new", "code", "word"),
    [
        ("treatment: treated", "treatment: treeted", "unknown-name", "treeted"),
        ("on: referral, when: {route: [usc", "on: referal, when: {route: [usc", "unknown-name", "referal"),
        ("role: centre", "role: center", "unknown-name", "center"),
        ("cite: guide}", "cite: gide}", "unknown-name", "gide"),
        ("{fit: yes}", "{fitt: yes}", "unknown-name", "fitt"),
        ('day_zero: "62"', 'day_zero: "61"', "unknown-name", '"61"'),
        ("due: 7 days after first_seen", "due: 7 days after firstseen", "unknown-name", "7 days after firstseen"),
        ("{outcome: cancer}", "{outcome: cancre}", "bad-value-in-condition", "cancre"),
        ("{fit: yes}", "{fit: yes, score: a}", "bad-value-in-condition", "a"),
        ("{fit: yes}", "{fit: {at_least: 1}}", "bad-condition", "{at_least: 1}"),
        ("{fit: yes}", "{fit: yes, score: {at_least: 3, at_most: 2}}", "bad-condition", "{at_least: 3, at_most: 2}"),
        ('version: "1.0.0"', 'version: "1.0"', "bad-version", '"1.0"'),
        ("zone: Europe/London", "zone: Europe/Lundon", "zone-unknown", "Europe/Lundon"),
        ("calendar: england", "calendar: ../england", "calendar-unknown", "../england"),
        ("target: 62 days", "target: 62 dais", "bad-span", "62 dais"),
        ("target: 62 days", "target: 62000 days", "bad-span", "62000 days"),
        ("due: day 14", "due: 14", "wrong-type", "14"),
        ("due: day 14", "due: day fourteen", "bad-deadline", "day fourteen"),
        ("date: 2020-01", "date: 2020-13", "bad-date", "2020-13"),
        ("status: draft", "status: draft\neffective: {from: 2020-02-30}", "bad-date", "2020-02-30"),
        ("score: whole", "score: whole, fit: whole", "attribute-type-differs", "whole"),
        (
            "  died: {title: Died, life: death}",
            "  transfer.sent: {}\n  died: {life: death}",
            "reserved-name",
            "transfer.sent",
        ),
        ("{title: First seen}", "{title: First seen, counts_as: test}", "counts-as-itself", "test"),
        ("{title: Treated, end: treated}", "{end: treated, tasks: {test: optional}}", "end-state-continues", "tasks"),
        ("tasks: {test: required", "tasks: {result: required", "task-and-transition", "result"),
        ("target: 62 days", "target: 62 hours\n    pause: {on: test, until: result}", "pause-on-hours", "pause"),
        ("  seen: {title: Seen", '  "62": {title: Seen', "duplicate-name", '"62"'),
        ("{on: referral, when: {route: usc}}", "{on: referral, from: route}", "not-a-day", "route"),
    ],
)
def test_a_mistake_is_found_where_it_stands(old: str, new: str, code: str, word: str) -> None:
    text = edited((old, new))
    problem = next(each for each in wrong((old, new)) if each.code == code)
    line = text.splitlines()[problem.source.line - 1]
    assert line[problem.source.column - 1 :][: problem.width] == word
    assert problem.excerpt == line


def test_an_unknown_name_proposes_the_one_that_was_meant() -> None:
    (problem,) = wrong(("treatment: treated", "treatment: treeted"))
    assert problem.message == 'There is no state "treeted".'
    assert problem.hint == 'Did you mean "treated"?'


def test_a_name_like_no_other_lists_the_known_ones() -> None:
    (problem,) = wrong(("role: centre", "role: xyz"))
    assert problem.hint == "Known roles: local, centre."


def test_a_clause_that_pauses_hears_what_counts_as_its_event() -> None:
    pathway = built(
        ("target: 62 days", "target: 62 days\n    pause: {on: first_seen, until: result, reason: away, cap: 5}")
    )
    pauses = pathway.clocks["62"].pauses
    assert [(pause.begin.event, pause.reason, pause.cap) for pause in pauses] == [
        ("first_seen", "away", 5),
        ("test", "away", 5),
    ]
