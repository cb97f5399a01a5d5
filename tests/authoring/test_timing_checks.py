"""What the checks of time find in a short pathway, what they let pass, and how days and paths are counted."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files
from textwrap import dedent

import pytest
import yaml
from carepath.authoring.checks.temporal.days import Allowance, days, last_day, worst
from carepath.authoring.checks.temporal.networks import networks
from carepath.authoring.checks.temporal.slack import Room, rooms
from carepath.authoring.load import Loaded, loads
from carepath.authoring.merge import overlaid
from carepath.authoring.nodes import Node, plain
from carepath.authoring.source import parse
from carepath.calendar import Calendar, Span, Unit
from carepath.clocks import Count
from carepath.model import Nonworking
from hypothesis import given
from hypothesis import strategies as st

BASE = (files("carepath.authoring") / "help_pages" / "_base.yaml").read_text("utf-8")
ENGLAND = Calendar.england()
NONWORKING: tuple[Nonworking, ...] = ("next", "previous")


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


# Spans


@given(st.integers(0, 40), st.sampled_from(NONWORKING), st.dates(date(2010, 1, 1), date(2026, 12, 31)))
def test_working_days_reach_as_far_as_the_engine_counts(amount: int, nonworking: Nonworking, start: date) -> None:
    span = Span(amount, Unit.WORKING_DAYS)
    last = Count(start, span, ENGLAND, nonworking).last_good_day()
    assert last is not None
    allowance = Allowance(span, nonworking)
    assert last_day(start.toordinal(), [allowance], ENGLAND) == last.toordinal()
    found = days(allowance, ENGLAND)
    assert found.least <= (last - start).days <= found.most


def test_one_working_day_is_at_most_five_days() -> None:
    found = days(Allowance(Span(1, Unit.WORKING_DAYS), "next"), ENGLAND)
    assert (found.least, found.most) == (1, 5)


@pytest.mark.parametrize(
    ("span", "least", "most"),
    [
        (Span(14), 14, 14),
        (Span(2, Unit.WEEKS), 14, 14),
        (Span(1, Unit.MONTHS), 28, 31),
        (Span(1, Unit.YEARS), 365, 366),
        (Span(24, Unit.HOURS), 1, 1),
        (Span(25, Unit.HOURS), 1, 2),
    ],
)
def test_other_spans_have_the_days_that_calendars_give_them(span: Span, least: int, most: int) -> None:
    found = days(Allowance(span, "next"), ENGLAND)
    assert (found.least, found.most) == (least, most)


def test_the_worst_start_is_the_worst_of_all() -> None:
    allowances = (Allowance(Span(10, Unit.WORKING_DAYS), "next"),)
    found = worst(allowances, ENGLAND, date(2016, 1, 1))
    assert found is not None
    every = (date(2016, 1, 1) + timedelta(days=number) for number in range(3000))
    lengths = [(last_day(day.toordinal(), allowances, ENGLAND) or 0) - day.toordinal() for day in every]
    assert found.days >= max(lengths)


# Contradictions


def test_minimum_times_move_the_earliest_day_and_leave_less_slack() -> None:
    patch = """
        milestones:
          result: {event: result, not_before: 7 days after scan, due: day 28}
          scan: {event: scan, not_before: day 3, due: day 14}
        """
    found = row(patch, "result")
    assert (found.earliest, found.latest, found.slack) == (10, 28, 18)
    assert [bound.words for bound in found.waits] == ["scan: not before day 3", "result: not before 7 days after scan"]


def test_a_later_step_with_an_earlier_day_leaves_the_one_before_it_no_more() -> None:
    patch = "milestones: {result: null, scan: {event: scan, due: day 14}, planned: {event: dtt, due: day 31}}"
    assert row(patch, "scan").latest == 14
    assert row(patch, "planned").latest == 31


def test_a_contradiction_is_shown_as_its_clauses_and_once() -> None:
    patch = """
        milestones:
          scan: {event: scan, due: day 7}
          result: {event: result, not_before: 21 days after referral, due: 10 days after scan}
        """
    (problem,) = changed(patch).problems
    assert problem.code == "days-contradict"
    assert "miss by 4 days" in problem.message
    for clause in ("scan: due day 7", "result: due 10 days after scan", "result: not before 21 days after referral"):
        assert clause in problem.message


def test_two_contradictions_of_their_own_are_two_messages() -> None:
    patch = """
        milestones:
          result: {event: result, not_before: day 30, due: day 28}
          planned: {event: dtt, not_before: 20 days after result, due: 10 days after result}
        """
    assert codes(patch) == ["window-never-opens", "window-never-opens"]


def test_a_minimum_time_on_one_branch_does_not_bind_the_other() -> None:
    patch = """
        milestones:
          result: {event: result, due: day 28}
          care: {event: hospice, not_before: day 70, due: day 90}
        """
    assert codes(patch) == []


def test_times_that_meet_exactly_agree() -> None:
    patch = """
        milestones:
          scan: {event: scan, not_before: day 14, due: day 14}
          result: {event: result, not_before: 14 days after scan, due: day 28}
        """
    assert codes(patch) == []
    assert row(patch, "result").slack == 0


# Order


def test_a_task_and_a_step_in_one_state_have_an_order_but_two_tasks_have_none() -> None:
    assert codes("milestones: {scan: {event: scan, due: day 30}}") == ["day-before-predecessor"]
    both = "milestones: {result: null, scan: {event: scan, due: day 30}, diet: {event: dietitian, due: day 5}}"
    assert codes(both) == []


def test_one_day_that_comes_too_early_for_several_is_named_once() -> None:
    patch = """
        milestones:
          scan: {event: scan, due: day 20}
          seen: {event: first_seen, due: day 14}
          result: {event: result, due: day 10}
        """
    (problem,) = changed(patch).problems
    assert (problem.code, (problem.excerpt or "").strip()) == ("day-before-predecessor", "result:")


@pytest.mark.parametrize(("need", "expected"), [("optional", []), ("required", ["day-before-predecessor"])])
def test_an_order_that_differs_between_paths_counts_only_where_both_steps_must_happen(
    need: str, expected: list[str]
) -> None:
    patch = f"""
        states:
          testing: {{on: {{told: planning}}}}
          planning: {{tasks: {{told: optional, result: {need}}}}}
        milestones: {{result: {{event: result, due: day 14}}, told: {{event: told, due: day 28}}}}
        """
    assert codes(patch) == expected


# Standards and transfers


def test_a_local_day_may_be_the_last_day_of_the_standard_and_no_later() -> None:
    assert codes("milestones: {planned: {event: dtt, due: day 62}}") == []
    assert codes("milestones: {planned: {event: dtt, due: day 63}}") == ["day-beyond-standard"]


def test_a_national_day_may_lie_beyond_another_standard() -> None:
    assert codes("milestones: {backstop: {event: treatment, due: day 104, level: national}}") == []


def test_what_follows_from_a_day_beyond_the_standard_is_not_named_again() -> None:
    patch = """
        milestones:
          scan: {event: scan, due: day 70}
          result: {event: result, due: 7 days after scan}
        """
    assert codes(patch) == ["day-beyond-standard"]


def test_days_that_add_up_beyond_the_standard_are_found() -> None:
    patch = """
        milestones:
          result: {event: result, due: day 50}
          planned: {event: dtt, due: 20 days after result}
        """
    (problem,) = changed(patch).problems
    assert problem.code == "day-beyond-standard"
    assert "70 days after the start" in problem.message


@pytest.mark.parametrize(("day", "expected"), [(38, []), (39, ["transfer-leaves-too-little"])])
def test_a_clock_of_the_treating_phase_needs_its_days(day: int, expected: list[str]) -> None:
    patch = f"""
        clocks: {{"24": {{start: transfer.received, stop: treatment, target: 24 days}}}}
        transfers: {{to_centre: {{due: day {day}}}}}
        states: {{supported: {{clocks: {{"24": close}}}}}}
        """
    assert codes(patch) == expected


@pytest.mark.parametrize(("minimum", "expected"), [(24, []), (25, ["transfer-leaves-too-little"])])
def test_minimum_times_after_a_transfer_need_their_days(minimum: int, expected: list[str]) -> None:
    patch = (
        f"milestones: {{treated: {{event: treatment, not_before: {minimum} days after dtt, due: 31 days after dtt}}}}"
    )
    assert codes(patch) == expected


def test_a_way_back_beside_the_way_forth_is_no_swap() -> None:
    patch = """
        transfers: {back: {from: centre, to: local, due: day 50}}
        states: {comfort: {role: local}}
        """
    assert codes(patch) == []


def test_a_clock_that_every_end_forgets_is_one_message() -> None:
    patch = """
        clocks: {"90": {start: referral, target: 90 days, stop: mdt}}
        states: {all_clear: {clocks: {"62": close}}}
        """
    (problem,) = changed(patch).problems
    assert problem.code == "clock-without-stop"
    assert "ends treated (Treated), " in problem.message or "ends all_clear" in problem.message
