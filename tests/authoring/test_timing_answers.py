"""What an answer on a path says is followed: conditions of milestones, what stops a clock first, and too many paths."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from carepath.authoring.checks.temporal.circles import asked
from carepath.authoring.checks.temporal.networks import networks
from carepath.authoring.checks.temporal.slack import Room, rooms
from carepath.authoring.checks.timing import days_that_cannot_be_kept
from carepath.authoring.load import Loaded, load, loads
from carepath.authoring.merge import overlaid
from carepath.authoring.nodes import Node, plain
from carepath.authoring.source import parse

BASE = (files("carepath.authoring") / "help_pages" / "_base.yaml").read_text("utf-8")
PATHWAYS = Path(__file__).parents[2] / "pathways"
DEFINITIONS = sorted(PATHWAYS.glob("*.yaml"))


def root(text: str) -> Node:
    parsed = parse(dedent(text), "patch.yaml")
    assert parsed.root is not None, parsed.problems
    return parsed.root


def changed(patch: str) -> Loaded:
    return loads(yaml.safe_dump(plain(overlaid(root(BASE), root(patch))), sort_keys=False))


def codes(patch: str) -> list[str]:
    return [problem.code for problem in changed(patch).problems]


def row(patch: str, name: str) -> Room:
    (found,) = [each for each in rooms(networks(changed(patch).require())) if each.id == name]
    return found


# Conditions of milestones

# Whether there is cancer is answered with the result; what follows on that path is of that answer.
PLANNED = (
    "milestones: {{planned: {{event: dtt, when: {{cancer: {answer}}}, not_before: day 40, due: 20 days after result}}}}"
)


@pytest.mark.parametrize(("answer", "expected"), [("yes", ["days-contradict"]), ("no", [])])
def test_a_milestone_counts_only_on_paths_whose_answer_it_asks_for(answer: str, expected: list[str]) -> None:
    assert codes(f"milestones: {{planned: {{event: dtt, when: {{cancer: {answer}}}, due: day 10}}}}") == (
        ["day-before-predecessor"] if expected else []
    )
    late = PLANNED.format(answer=answer).replace("due: 20 days after result", "due: 10 days after result")
    assert codes(late) == expected


def test_a_milestone_whose_condition_the_path_denies_has_no_day_there() -> None:
    denied = row("milestones: {planned: {event: dtt, when: {cancer: no}, due: day 31}}", "planned")
    assert (denied.earliest, denied.latest, denied.unbounded) == (None, None, "on no path together with day zero")
    asked_for = row("milestones: {planned: {event: dtt, when: {cancer: yes}, due: day 31}}", "planned")
    assert (asked_for.earliest, asked_for.latest) == (0, 31)


def test_an_event_that_can_bring_another_value_leaves_the_answer_open_again() -> None:
    patch = """
        events: {second_look: {data: {cancer: yes_no}}}
        states: {planning: {tasks: {second_look: optional}}}
        milestones: {planned: {event: dtt, when: {cancer: no}, due: day 31}}
        """
    assert row(patch, "planned").latest == 31


def test_an_answer_that_no_question_on_the_path_gives_is_possible() -> None:
    patch = "milestones: {seen: {event: dietitian, when: {cancer: no}, due: day 14}}"
    assert row(patch, "seen").latest == 14


def test_of_two_ways_to_meet_a_milestone_one_is_enough() -> None:
    patch = """
        states: {planning: {tasks: {result: optional}}}
        milestones: {result: {event: result, when: {cancer: no}, due: day 28}}
        """
    assert row(patch, "result").latest == 28


# What stops a clock first

STOPS = """
    clocks: {"28": {title: Told, start: referral, stop: [told, dtt], target: 28 days, level: national}}
    states: {all_clear: {clocks: {"28": close, "62": close}}, planning: {tasks: TASKS}}
    transfers: {to_centre: {due: day 28}}
    milestones: {result: {event: result, due: day 20}, planned: {event: dtt, due: day 31}}
    """


@pytest.mark.parametrize(("tasks", "expected"), [("{}", ["day-beyond-standard"]), ("{told: optional}", [])])
def test_a_day_keeps_a_standard_that_something_else_may_stop_before_it(tasks: str, expected: list[str]) -> None:
    assert codes(STOPS.replace("TASKS", tasks)) == expected


def test_a_day_beyond_the_standard_is_one_where_what_else_stops_it_only_comes_after() -> None:
    after = STOPS.replace(
        "planning: {tasks: TASKS}", "waiting: {tasks: {told: optional}}, comfort: {tasks: {told: optional}}"
    )
    assert codes(after) == ["day-beyond-standard"]


# Too many paths


def many(steps: int, minimum: str) -> str:
    names = [f"step_{number}" for number in range(steps)]
    milestones = ", ".join(f"{name}: {{event: {name}, {minimum}due: day 28}}" for name in names)
    return f"""
        events: {{{", ".join(f"{name}: {{}}" for name in names)}}}
        states: {{testing: {{on: {{{", ".join(f"{name}: testing" for name in names)}}}}}}}
        milestones: {{{milestones}, result: {{event: result, not_before: day 2, due: day 28}}}}
        """


def test_more_paths_than_are_followed_are_told_at_the_clause_that_asks_for_them() -> None:
    (problem,) = changed(many(7, "not_before: day 1, ")).problems
    assert (problem.code, problem.severity) == ("too-many-paths", "warning")
    assert (problem.excerpt or "").strip() == "step_6:"  # of the clauses that ask for them the last that is written
    assert "not before day 2" in problem.message


def test_steps_without_a_minimum_time_ask_for_no_order_of_them_all() -> None:
    assert codes(many(7, "")) == []


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: file.stem)
def test_every_path_of_a_bundled_definition_is_followed(file: Path) -> None:
    found = networks(load(file).require())
    assert list(days_that_cannot_be_kept(found.pathway)) == []
    assert rooms(found)
    assert found.complete


def test_only_points_on_which_a_contradiction_can_rest_are_asked_for() -> None:
    found = networks(
        changed("milestones: {result: {event: result, not_before: 3 days after scan, due: day 28}}").require()
    )
    points = asked(found)
    assert points >> found.watched.milestones["result"] & 1
    assert points.bit_count() < len(found.watched.watches)


def test_checks_and_tables_share_what_was_followed() -> None:
    pathway = load(PATHWAYS / "og.yaml").require()
    assert networks(pathway) is networks(pathway)
    assert networks(pathway) is not networks(load(PATHWAYS / "og.yaml").require())


# Rows


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: file.stem)
def test_earliest_and_slack_make_the_latest_or_a_reason_says_why_there_is_none(file: Path) -> None:
    pathway = load(file).require()
    rows = rooms(networks(pathway))
    dated = {each.id for each in pathway.transfers.values() if each.due is not None}
    judged = {each.id for each in pathway.clocks.values() if each.target is not None}
    assert {each.id for each in rows} == {*judged, *pathway.milestones, *dated}
    for each in rows:
        if each.latest is None:
            assert each.unbounded
            assert each.slack is None
        else:
            assert each.unbounded is None
            assert each.earliest is not None
            assert each.slack is not None
            assert each.earliest + each.slack == each.latest


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: file.stem)
def test_a_path_without_a_bound_is_one_of_the_definition(file: Path) -> None:
    pathway = load(file).require()
    for each in rooms(networks(pathway)):
        for state, after in pairwise(each.path):
            assert after in {move.to for move in pathway.states[state].transitions}
