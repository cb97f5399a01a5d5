"""What the checks of a definition refuse, what they let pass, and how they say it.

One example of each code stands on its page and is run there; here are the finer points.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from carepath.authoring.checks import CHECKS
from carepath.authoring.load import Loaded, load, loads
from carepath.authoring.merge import overlaid
from carepath.authoring.nodes import Node, plain
from carepath.authoring.source import parse
from carepath.problems import Problem

BASE = (files("carepath.authoring") / "help_pages" / "_base.yaml").read_text("utf-8")


def root(text: str) -> Node:
    parsed = parse(dedent(text), "patch.yaml")
    assert parsed.root is not None, parsed.problems
    return parsed.root


def changed(patch: str) -> Loaded:
    """Load the short pathway of the problem pages with some clauses changed."""
    return loads(yaml.safe_dump(plain(overlaid(root(BASE), root(patch))), sort_keys=False))


def codes(patch: str) -> list[str]:
    return [problem.code for problem in changed(patch).problems]


def messages(patch: str) -> list[str]:
    return [problem.message for problem in changed(patch).problems]


def lines(patch: str) -> Iterator[str]:
    """Yield the line on which each problem stands."""
    for problem in changed(patch).problems:
        assert problem.excerpt is not None
        yield problem.excerpt.strip()


def question(*answers: str) -> str:
    written = "".join(f"\n                  - {answer}" for answer in answers)
    return f"""
        states:
          testing:
            on:
              result:
                question: Which way?
                choose:{written}
        """


# Reach


def test_of_states_that_nothing_leads_to_only_the_first_in_a_row_is_named() -> None:
    patch = """
        states:
          clinic: {title: Clinic, role: local, on: {triage: review}}
          review: {title: Review, role: local, on: {told: all_clear}}
        """
    assert messages(patch) == [
        "No case can get into the state clinic (Clinic): no start, no re-entry and no state that a case can be in "
        "leads to it."
    ]
    assert list(lines(patch)) == ["clinic:"]


def test_of_a_circle_that_nothing_leads_to_the_state_written_first_is_named() -> None:
    patch = """
        states:
          zebra: {role: local, on: {triage: ape}}
          ape: {role: local, on: {rebooked: zebra, told: all_clear}}
        """
    assert list(lines(patch)) == ["zebra:"]


def test_a_state_that_only_a_reentry_leads_to_is_reached() -> None:
    patch = """
        states: {review: {role: local, on: {told: all_clear}}}
        reentry: {back: {on: recurrence, to: review}}
        """
    assert codes(patch) == []


def test_a_state_that_leads_only_to_itself_has_no_way_to_an_end() -> None:
    patch = """
        states:
          referred: {on: {triage: clinic}}
          clinic: {title: Clinic, role: local, on: {told: clinic}}
        """
    assert messages(patch) == [
        "A case in the state clinic (Clinic) can never come to an end: every way on leads back there."
    ]


def test_states_before_a_dead_end_are_not_named_again() -> None:
    patch = """
        states:
          referred: {on: {triage: clinic}}
          clinic: {role: local, on: {told: desk}}
          desk: {role: local}
        """
    assert codes(patch) == ["dead-end"]


# Answers


def test_an_overlap_is_shown_with_values() -> None:
    patch = question(
        "{answer: Large, when: {size: {at_least: 20}}, to: planning}",
        "{answer: Sure, when: {cancer: yes}, to: all_clear}",
        '{answer: "No", otherwise: yes, to: all_clear}',
    )
    assert messages(patch) == [
        'In the state testing (Tests), on result (Result reported), the answer "Large" and the answer "Sure" can both '
        "be true, for example with cancer = yes, size = 20."
    ]


def test_a_gap_is_shown_with_values() -> None:
    patch = question(
        "{answer: Large, when: {size: {at_least: 20}}, to: planning}",
        "{answer: Small, when: {size: {at_most: 9}}, to: all_clear}",
    )
    assert messages(patch) == [
        "In the state testing (Tests), on result (Result reported), no answer is true with size = 10, so the case "
        "would stay where it is."
    ]


def test_a_missing_value_is_no_gap() -> None:
    patch = question(
        '{answer: "Yes", when: {cancer: yes}, to: planning}', '{answer: "No", when: {cancer: no}, to: all_clear}'
    )
    assert codes(patch) == []


def test_answers_may_ask_whether_a_value_is_known() -> None:
    patch = question(
        "{answer: Measured, when: {size: {known: yes}}, to: planning}",
        "{answer: Not measured, when: {size: {known: no}}, to: all_clear}",
    )
    assert codes(patch) == []


def test_a_single_move_with_a_condition_leaves_a_gap() -> None:
    patch = "states: {referred: {on: {triage: {when: {size: {at_least: 1}}, to: testing}}}}"
    assert codes(patch) == ["answers-gap"]


def test_automatic_moves_need_not_cover_everything() -> None:
    patch = "states: {testing: {automatic: {when: {done: {scan: yes, dietitian: yes}}, to: planning}}}"
    assert codes(patch) == []


def test_automatic_moves_may_not_overlap() -> None:
    patch = """
        states:
          testing:
            automatic:
              question: Ready?
              choose:
                - {answer: Scan, when: {done: {scan: yes}}, to: planning}
                - {answer: Dietitian, when: {done: {dietitian: yes}}, to: planning}
        """
    assert messages(patch) == [
        'In the state testing (Tests), of the moves that it makes by itself, the answer "Scan" and the answer '
        '"Dietitian" can both be true, for example with dietitian done, scan done.'
    ]


def test_an_event_that_counts_as_another_makes_conditions_overlap() -> None:
    patch = """
        events: {scan: {counts_as: triage}}
        states:
          testing:
            automatic:
              question: Ready?
              choose:
                - {answer: Triaged, when: {done: {triage: yes, scan: no}}, to: planning}
                - {answer: Not triaged, when: {done: {triage: no, scan: yes}}, to: planning}
        """
    assert [problem.code for problem in changed(patch).problems] == ["answer-never-true"]


def test_many_things_that_must_all_hold_are_tried_one_by_one() -> None:
    events = ", ".join(f"e{n}: {{}}" for n in range(30))
    first, second = (", ".join(f"e{n}: {'yes' if n else word}" for n in range(30)) for word in ("yes", "no"))
    patch = f"""
        events: {{{events}}}
        states:
          testing:
            on:
              result:
                question: All done?
                choose:
                  - {{answer: "Yes", when: {{done: {{{first}}}}}, to: planning}}
                  - {{answer: But one, when: {{done: {{{second}}}}}, to: planning}}
                  - {{answer: Again, when: {{done: {{{first}}}, cancer: yes}}, to: all_clear}}
                  - {{answer: "No", otherwise: yes, to: all_clear}}
        """
    assert codes(patch) == ["answers-overlap"]


def test_where_there_are_too_many_cases_to_try_nothing_is_said_of_answers() -> None:
    events = "".join(f"          e{n}: {{}}\n" for n in range(16))
    all_done = "{" + ", ".join(f"e{n}: yes" for n in range(16)) + "}"
    patch = f"""
        events:
{events}
        states:
          testing:
            on:
              result:
                question: All done?
                choose:
                  - {{answer: Not all, when: {{not: {{done: {all_done}}}}}, to: planning}}
                  - {{answer: Nor here, when: {{not: {{done: {all_done}}}}}, to: all_clear}}
        """
    assert codes(patch) == []


# Exits


def test_an_exit_with_a_condition_leaves_the_other_cases_to_the_states() -> None:
    patch = question(
        "{answer: Large, when: {cancer: yes, size: {at_least: 20}}, to: planning}",
        "{answer: Other, when: {cancer: yes, size: {at_most: 19}}, to: all_clear}",
    ).replace(
        "states:", 'exits: {cleared: {on: result, when: {cancer: no}, clocks: {"62": close}}}\n        states:', 1
    )
    assert codes(patch) == []


def test_an_exit_whose_condition_may_hold_for_an_answer_is_refused() -> None:
    patch = 'exits: {cleared: {on: result, when: {cancer: no}, clocks: {"62": close}}}'
    assert messages(patch) == [
        "The event result (Result reported) ends the case by the exit cleared, so the state testing (Tests) never "
        "gets to take it."
    ]
    assert list(lines(patch)) == ["- answer: 'No'"]


def test_a_task_on_the_event_of_an_exit_is_refused() -> None:
    assert codes("states: {waiting: {tasks: {died: optional}}}") == ["exit-event-in-state"]


def test_exits_on_one_event_may_exclude_one_another() -> None:
    patch = """
        exits:
          before: {on: private, when: {done: {dtt: no}}, clocks: {"62": close}}
          after: {on: private, when: {done: {dtt: yes}}, clocks: {"31": exclude, "62": exclude}}
        """
    assert codes(patch) == []


def test_two_ways_back_in_on_one_event_are_refused() -> None:
    patch = """
        reentry:
          early: {on: recurrence, to: testing}
          late: {on: recurrence, to: planning}
        """
    assert codes(patch) == ["exits-overlap"]


# Automatic circles

CIRCLE = """
    states:
      testing: {automatic: {when: {FIRST}, to: reporting}}
      reporting: {role: local, on: {told: all_clear}, automatic: {when: {SECOND}, to: testing}}
    """


def circle(first: str, second: str) -> list[str]:
    return messages(CIRCLE.replace("{FIRST}", first).replace("{SECOND}", second))


def test_a_circle_of_automatic_moves_is_refused() -> None:
    assert circle("{done: {scan: yes}}", "{cancer: yes}") == [
        "The states reporting and testing (Tests) lead round in a circle without any event."
    ]


def test_a_circle_whose_conditions_exclude_one_another_passes() -> None:
    assert circle("{done: {scan: yes}}", "{done: {scan: no}}") == []


def test_a_state_that_leads_to_itself_without_event_is_refused() -> None:
    patch = "states: {testing: {automatic: {when: {cancer: no}, to: testing}}}"
    assert messages(patch) == ["The state testing (Tests) leads back to itself without any event."]


def test_a_circle_that_cannot_be_tried_is_refused() -> None:
    many = [f"e{n}" for n in range(16)]
    events = f"\n    events: {{{', '.join(f'{name}: {{}}' for name in many)}}}"
    done = f"{{done: {{{', '.join(f'{name}: yes' for name in many)}}}}}"
    patch = CIRCLE.replace("{FIRST}", done).replace("{SECOND}", "{done: {e0: no}}")
    assert codes(events + patch) == ["automatic-circle"]


# Clocks

ADVISED = """
    states:
      referred: {on: {told: advised}}
      advised: {title: Advised, end: advised}
    """


def test_a_clock_left_running_is_shown_with_a_path() -> None:
    assert messages(ADVISED) == [
        "A case can come to the end advised (Advised) while the clock 62 (Referral to treatment) runs: "
        "by referral to referred, by told to advised."
    ]
    hint = changed(ADVISED).problems[0].hint or ""
    assert hint.startswith('Say at advised what becomes of it, for example `clocks: {"62": close}`, or let every way ')
    assert "take treatment (" in hint


@pytest.mark.parametrize(
    ("need", "expected"), [("required", []), ("optional", ["clock-without-stop"])], ids=["required", "optional"]
)
def test_only_a_required_task_surely_stops_a_clock(need: str, expected: list[str]) -> None:
    patch = f"""
        states:
          referred: {{tasks: {{treatment: {need}}}, on: {{told: advised}}}}
          advised: {{end: advised}}
        """
    assert codes(patch) == expected


def test_an_event_that_counts_as_the_stop_stops_a_clock() -> None:
    patch = """
        events: {told: {counts_as: treatment}}
        states:
          referred: {on: {told: advised}}
          advised: {end: advised}
        """
    assert codes(patch) == []


def test_a_condition_that_asks_for_the_stop_shows_that_it_was_taken() -> None:
    patch = """
        states:
          testing:
            tasks: {treatment: optional}
            automatic: {when: {done: {treatment: yes}}, to: treated_at_once}
          treated_at_once: {end: treated}
        """
    assert codes(patch) == []


def test_an_answer_for_which_the_stop_does_not_count_leaves_the_clock_running() -> None:
    patch = """
        clocks: {"28": {start: referral, stop: {on: result, when: {cancer: yes}}, target: 28 days}}
        milestones: {result: {due: day 27}}
        """
    assert messages(patch) == [
        "A case can come to the end all_clear (Cancer ruled out) while the clock 28 runs: by referral to referred, "
        "by first_seen to testing, by result to all_clear."
    ]


def test_a_clock_that_does_not_start_on_a_path_need_not_stop_there() -> None:
    patch = """
        start:
          - {on: referral, when: {route: usc}, to: referred}
          - {on: referral, when: {route: other}, to: advice}
        clocks:
          "62": {start: {on: referral, when: {route: usc}}}
        states:
          advice: {role: local, on: {told: advised}}
          advised: {end: advised}
        """
    assert codes(patch) == []


def test_only_the_first_start_and_the_first_stop_of_an_episode_count() -> None:
    patch = """
        states:
          treated: {end: null, role: centre, on: {dtt: again}}
          again: {role: centre, on: {mdt: done}}
          done: {end: treated}
        """
    assert codes(patch) == []


def test_a_transfer_stops_a_clock_where_care_passes_to_its_receiver() -> None:
    patch = """
        clocks:
          "38": {start: referral, stop: transfer.received, target: 38 days}
          "24": {start: transfer.received, stop: treatment, target: 24 days}
        """
    assert messages(patch) == [
        "A case can come to the end supported (In hospice care) while the clock 24 runs: by referral to referred, "
        "by first_seen to testing, by result to planning, by dtt to comfort, by hospice to supported.",
        "A case can come to the end all_clear (Cancer ruled out) while the clock 38 runs: by referral to referred, "
        "by first_seen to testing, by result to all_clear.",
    ]


@pytest.mark.parametrize(("clock", "expected"), [("62", []), ("31", ["clock-without-stop"])])
def test_after_a_reentry_only_the_clocks_that_it_names_are_asked(clock: str, expected: list[str]) -> None:
    patch = f"""
        states:
          review: {{role: centre, on: {{dtt: advice}}}}
          advice: {{role: centre, on: {{told: advised}}}}
          advised: {{end: advised}}
        reentry: {{back: {{on: recurrence, to: review, clocks: ["{clock}"]}}}}
        """
    assert codes(patch) == expected


def test_a_clock_that_is_nullified_needs_no_stop() -> None:
    patch = """
        clocks: {"62": {nullify: told}}
        states:
          referred: {on: {told: advised}}
          advised: {end: advised}
        """
    assert codes(patch) == []


# Milestones, transfers, datasets


def test_a_milestone_is_met_by_an_event_that_counts_as_its_own() -> None:
    patch = """
        events: {scan: {counts_as: triage}}
        milestones: {triage: {event: triage, due: day 3}}
        """
    assert codes(patch) == []


def test_a_milestone_may_wait_for_a_transfer_an_exit_or_a_way_back() -> None:
    patch = """
        milestones:
          sent: {event: transfer.sent, due: day 36}
          died: {event: died, due: day 90}
          back: {event: recurrence, not_before: day 90}
        reentry: {back: {on: recurrence, to: planning, clocks: ["31"]}}
        """
    assert codes(patch) == []


def test_a_milestone_on_a_state_that_cannot_be_reached_is_never_met() -> None:
    patch = """
        states: {clinic: {role: local, on: {told: all_clear}}}
        milestones: {clinic: {state: clinic, due: day 7}}
        """
    assert codes(patch) == ["unreachable-state", "milestone-never-met"]


def test_of_a_clock_that_nothing_starts_the_milestones_are_not_named_too() -> None:
    patch = """
        clocks: {"24": {start: ecad, stop: treatment, target: 24 days}}
        milestones: {scan: {event: scan, due: day 7 on "24"}}
        """
    assert codes(patch) == ["clock-never-starts"]


def test_a_shared_clock_that_nothing_starts_matters_only_where_a_milestone_counts_on_it(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    shared = 'carepath: 1\nshared: phases\nclocks: {"24": {start: ecad, stop: treatment, target: 24 days}}\n'
    (tmp_path / "shared" / "phases.yaml").write_text(shared, "utf-8")
    using = BASE.replace("[events/cancer]", "[events/cancer, phases]")
    (tmp_path / "silent.yaml").write_text(using, "utf-8")
    counting = using.replace("milestones:\n", 'milestones:\n  scan: {event: scan, due: day 7 on "24"}\n')
    (tmp_path / "counting.yaml").write_text(counting, "utf-8")
    assert load(tmp_path / "silent.yaml").problems == ()
    assert [problem.code for problem in load(tmp_path / "counting.yaml").problems] == ["milestone-never-due"]


def test_a_milestone_with_another_day_does_not_repeat_a_clock() -> None:
    assert codes("milestones: {treated: {event: treatment, due: day 61}}") == []


def test_an_item_that_a_clock_hears_or_an_attribute_fills_passes() -> None:
    patch = """
        clocks: {"31": {reset: {on: rebooked, reason: dna_first}}}
        datasets:
          handover:
            rebooked_for: {after: rebooked}
            letter: {after: triage, or: cancer}
        """
    assert codes(patch) == []


def test_an_item_of_a_dataset_of_two_transfers_is_reported_once() -> None:
    patch = """
        datasets: {handover: {letter: {after: triage}}}
        transfers: {again: {from: local, to: centre, due: day 40, dataset: handover}}
        """
    assert codes(patch) == ["item-never-filled"]


def test_a_clock_without_stop_is_reported_once() -> None:
    assert codes("clocks: {'24': {start: referral, target: 24 days}}") == ["missing-key"]


# Warnings


def test_what_is_never_used_is_a_warning_and_the_pathway_loads() -> None:
    patch = """
        roles: {hub: {title: Imaging hub}}
        events: {leaflet: {title: Leaflet given}}
        """
    found = changed(patch)
    assert [(problem.code, problem.severity) for problem in found.problems] == [
        ("role-without-work", "warning"),
        ("event-without-use", "warning"),
    ]
    assert found.pathway is not None


def test_an_event_whose_value_a_condition_reads_is_used() -> None:
    patch = question(
        "{answer: Fit, when: {fitness: 1}, to: planning}", '{answer: "No", otherwise: yes, to: all_clear}'
    ).replace("states:", "events: {assessed: {data: {fitness: whole}}}\n        states:", 1)
    assert codes(patch) == []


def test_a_role_that_only_a_rule_names_has_work() -> None:
    patch = """
        roles: {navigator: {title: Navigator}}
        rules:
          chase:
            when: [{milestone: {id: result, verdict: pending, days_left: {at_most: 2}}}]
            then: {due: Ask for the result, role: navigator, within: 1 working day}
        """
    assert codes(patch) == []


# All checks


def test_every_check_is_silent_on_the_shared_definition() -> None:
    pathway = loads(BASE).require()
    assert [problem for check in CHECKS for problem in check(pathway)] == []


def test_the_order_of_clauses_changes_no_problem() -> None:
    patch = """
        states:
          zebra: {role: local, on: {triage: ape}}
          ape: {role: local, on: {rebooked: zebra, told: all_clear}}
          referred: {on: {told: advised}}
          advised: {end: advised}
        milestones: {triage: {event: triage, due: 3 days after mdt}}
        """
    forward, backward = changed(patch).problems, _turned(patch)
    assert len(forward) == 4
    assert {(one.code, one.message) for one in forward} == {(one.code, one.message) for one in backward}


def _turned(patch: str) -> tuple[Problem, ...]:
    merged = plain(overlaid(root(BASE), root(patch)))
    assert isinstance(merged, dict)
    for section in ("clocks", "milestones", "transfers", "roles"):
        below = merged[section]
        assert isinstance(below, dict)
        merged[section] = dict(reversed(below.items()))
    return loads(yaml.safe_dump(merged, sort_keys=False)).problems
