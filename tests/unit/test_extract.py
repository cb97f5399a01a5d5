"""A view has all of its pathway: every state, every move, every day, as a box, an arrow, a line, a chip or a note."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from carepath import Pathway, library, load
from carepath_renderers.views.extract import view
from carepath_renderers.views.lanes import MOST
from carepath_renderers.views.saying import LETTER
from carepath_renderers.views.view import Node, View

ROOT = Path(__file__).parents[2]
BUNDLED = sorted(path.stem for path in (ROOT / "pathways").glob("*.yaml"))


@pytest.fixture(scope="module", params=BUNDLED)
def pathway(request: pytest.FixtureRequest) -> Pathway:
    return load(ROOT / "pathways" / f"{request.param}.yaml").require()


@pytest.fixture(scope="module")
def shown(pathway: Pathway) -> View:
    return view(pathway)


@pytest.fixture(scope="module")
def og() -> View:
    return view(library.find("og@1.1.0"))


def box(shown: View, name: str) -> Node:
    return next(node for node in shown.nodes if node.id == name)


def words(shown: View) -> str:
    lines = [line for node in shown.nodes for line in (node.title, *node.lines)]
    chips = [chip.title for band in shown.bands for chip in band.chips]
    return "\n".join([*lines, *chips, *(line for note in shown.notes for line in note.lines)])


def test_every_state_is_a_box_with_its_title(pathway: Pathway, shown: View) -> None:
    titles = {node.id: node.title for node in shown.nodes}
    assert {state.id: state.title for state in pathway.states.values()}.items() <= titles.items()


def test_boxes_arrows_lanes_and_bands_fit_together(shown: View) -> None:
    names = [node.id for node in shown.nodes]
    assert len(set(names)) == len(names)
    assert {node.lane for node in shown.nodes} == {lane.id for lane in shown.lanes}
    assert {node.band for node in shown.nodes} <= {band.id for band in shown.bands}
    ways = (*shown.edges, *shown.jumps)
    assert {end for edge in ways for end in (edge.tail, edge.head)} <= set(names)
    assert len({edge.id for edge in ways}) == len(ways)


def test_every_move_is_an_arrow_or_said_in_words(pathway: Pathway, shown: View) -> None:
    said = {
        (edge.tail.split("/")[0], edge.head)
        for edge in (*shown.edges, *shown.jumps)
        if not edge.tail.startswith(("start/", "again/")) and "/" not in edge.head
    }
    assert said == {(state.id, move.to) for state in pathway.states.values() for move in state.transitions}


def test_arrows_lead_forward_in_reading_order(shown: View) -> None:
    place = {node.id: at for at, node in enumerate(shown.nodes)}
    assert [edge.id for edge in shown.edges if place[edge.tail] >= place[edge.head]] == []


def test_bands_are_in_order_of_days_and_boxes_in_order_of_bands(shown: View) -> None:
    days = [int(found[1]) for band in shown.bands if (found := re.search(r"day (\d+)$", band.id))]
    assert days == sorted(days)
    order = [band.id for band in shown.bands]
    assert [node.band for node in shown.nodes] == sorted((node.band for node in shown.nodes), key=order.index)


def test_a_picture_holds_few_lanes_and_not_too_many_boxes(shown: View) -> None:
    assert len(shown.lanes) <= MOST
    assert len(shown.nodes) <= 60


def test_a_question_stands_right_after_its_step_and_has_two_arrows_at_least(shown: View) -> None:
    for at, node in enumerate(shown.nodes):
        if node.kind == "decision":
            step = node.id.split("/")[0]
            before = [each.id.split("/")[0] for each in shown.nodes[:at]][::-1]
            assert before[0] == step
            assert len([edge for edge in shown.edges if edge.tail == node.id]) > 1
            assert [edge.tail for edge in shown.edges if edge.head == node.id] == [step]


def test_every_letter_in_the_words_is_at_one_box(shown: View) -> None:
    marks = [node.mark for node in shown.nodes if node.mark]
    assert len(set(marks)) == len(marks)
    used = {found[1] for found in LETTER.findall(words(shown))}
    assert used == set(marks)


def test_every_jump_is_said_with_the_letter_of_its_box_or_as_at_another_question(pathway: Pathway, shown: View) -> None:
    marks = {node.id: node.mark for node in shown.nodes}
    notes = "\n".join(line for note in shown.notes for line in note.lines)
    for edge in shown.jumps:
        here = "\n".join(box(shown, edge.tail).lines)
        if edge.tail.split("/")[0] == edge.head:
            assert ": stays" in here or ": stays" in notes
        else:
            assert "As at" in here or f"→\u00a0{marks[edge.head]}" in here + notes


def test_every_milestone_clock_and_way_out_is_named(pathway: Pathway, shown: View) -> None:
    said = words(shown)
    assert [each.id for each in pathway.milestones.values() if each.title not in said] == []
    assert [each.id for each in pathway.exits if each.title not in said] == []
    assert [each.id for each in pathway.clocks.values() if each.target and each.title not in said] == []
    assert [each.id for each in pathway.reentries if f"again/{each.id}" not in {n.id for n in shown.nodes}] == []


def test_a_day_that_nobody_verified_carries_a_dagger_wherever_it_stands(pathway: Pathway, shown: View) -> None:
    lines = [line for node in shown.nodes for line in node.lines]
    lines += [line for note in shown.notes if note.title == "Other waits" for line in note.lines]
    for milestone in pathway.milestones.values():
        stated = [line for line in lines if re.match(rf"{re.escape(milestone.title)} (by|within|not before)", line)]
        assert all(line.endswith("†") != milestone.citation.verified for line in stated)
        for chip in (chip for band in shown.bands for chip in band.chips if chip.title == milestone.title):
            assert chip.verified == milestone.citation.verified


def test_a_national_clock_stops_where_its_event_leads_on(pathway: Pathway, shown: View) -> None:
    for node in shown.nodes:
        stops = [line for line in node.lines if re.search(r"clocks? stops?$", line)]
        assert bool(stops) == (node.kind == "stop"), node.id


def test_lines_are_short_enough_for_a_box(shown: View) -> None:
    assert max(len(line) for node in shown.nodes for line in node.lines) <= 200


@pytest.mark.parametrize("name", ["og", "breast"])
def test_a_view_is_the_same_whatever_the_seed_of_hashes(name: str) -> None:
    program = (
        "import sys; from carepath import load; from carepath_renderers.views.extract import view;"
        "print(view(load(sys.argv[1]).require()))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program, str(ROOT / "pathways" / f"{name}.yaml")],
            capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


def test_ways_in_say_when_they_are_taken_and_which_clocks_they_start(og: View) -> None:
    starts = [(node.title, node.lines) for node in og.nodes if node.id.startswith("start/")]
    usual = "Route: usc, breast symptomatic or screening, or with the start of another pathway's clock"
    assert starts == [
        ("Referral received", (usual, "14- and 62-day clocks may start")),
        ("Referral received", ("Route: other",)),
        ("Consultant upgrade decided", ("62-day clock starts",)),
    ]


def test_a_transfer_says_its_day_on_the_arrow_and_its_dataset_in_the_box(og: View) -> None:
    edge = next(edge for edge in og.edges if (edge.tail, edge.head) == ("staging/mdt", "assessment"))
    assert edge.kind == "transfer"
    assert edge.label == "To the specialist centre or specialist MDT asks for more: transfer by day 38"
    assert box(og, "assessment").kind == "transfer"
    assert "With dataset: 4 required items" in box(og, "assessment").lines


def test_an_answer_that_changes_nothing_is_a_line_and_no_arrow(og: View) -> None:
    assert "Has the specialist MDT a plan? Not yet: stays" in box(og, "assessment").lines
    assert [edge.head for edge in og.edges if edge.tail == "assessment"] == ["decided"]


def test_answers_that_repeat_the_title_of_their_box_are_not_said_twice(og: View) -> None:
    labels = {edge.head: edge.label for edge in og.edges if edge.tail == "decided/dtt"}
    assert labels["supportive_care"] == labels["operation"] == ""
    assert labels["stent"] == "Stent"
    assert labels["perioperative_chemotherapy"] == "Chemotherapy and operation"


def answers(shown: View, question: str) -> dict[str, str]:
    """Return the labels of the arrows of a question by the titles they lead to."""
    titles = {node.id: node.title for node in shown.nodes}
    return {titles[edge.head]: edge.label for edge in shown.edges if titles[edge.tail] == question}


@pytest.mark.parametrize(
    ("name", "question", "head", "answer"),
    [
        ("og", "Cancer found?", "No cancer found, patient to be told", "No"),
        ("og", "Cancer found?", "Barrett's oesophagus, patient to be told", "Barrett's"),
        ("og", "Cancer found?", "High-grade dysplasia, MDT", "Dysplasia"),
        ("breast", "What does the biopsy show?", "Cancer found, MDT to discuss", "Cancer"),
        ("breast", "Which treatment was agreed?", "Conserving operation or mastectomy", "Operation"),
        ("colorectal", "What was found?", "Cancer in a polyp, MDT", "Cancer in a polyp"),
        ("colorectal", "What was the patient told?", "Cancer in a polyp, MDT", "Cancer"),
    ],
)
def test_a_word_that_only_occurs_in_a_title_is_no_answer(name: str, question: str, head: str, answer: str) -> None:
    shown = view(load(ROOT / "pathways" / f"{name}.yaml").require())
    assert answers(shown, question)[head] == answer


def test_a_transfer_keeps_its_answer() -> None:
    shown = view(load(ROOT / "pathways" / "colorectal.yaml").require())
    assert set(answers(shown, "Where to?").values()) == {
        f"{place}: transfer by day 38"
        for place in ("Specialist rectal centre", "MDT for anal cancer", "Liver centre", "Radiotherapy centre")
    }


def test_every_transfer_out_of_a_question_says_on_which_answer(shown: View) -> None:
    parted = {node.id for node in shown.nodes if node.kind == "decision"}
    said = [edge.label for edge in shown.edges if edge.kind == "transfer" and edge.tail in parted]
    assert [label for label in said if label.lower().startswith("transfer")] == []


def test_the_id_of_an_attribute_is_said_in_words() -> None:
    shown = view(load(ROOT / "pathways" / "lung.yaml").require())
    (node,) = (node for node in shown.nodes if node.id.startswith("start/cxr/"))
    assert (node.title, node.lines) == ("Chest X-ray reported", ("Result: suspicious",))


def test_an_abbreviation_is_explained_once_where_it_is_said(shown: View) -> None:
    told = [line for note in shown.notes if note.title == "Abbreviations" for line in note.lines]
    said = any(re.search(r"\busc\b", line) for node in shown.nodes for line in node.lines)
    assert told == (["usc: urgent suspected cancer referral"] if said else [])


def test_transfers_of_one_day_are_named_each() -> None:
    shown = view(load(ROOT / "pathways" / "lung.yaml").require())
    (band,) = (band for band in shown.bands if band.id == "day 38")
    assert [chip.title for chip in band.chips] == [
        "Transfer to the thoracic surgery centre",
        "Transfer to the radiotherapy centre",
    ]


def test_a_national_milestone_is_no_standard(og: View) -> None:
    (band,) = (band for band in og.bands if band.id == "day 62")
    assert [(chip.title, chip.national, chip.level) for chip in band.chips] == [
        ("Referral to first treatment", True, "local"),
        ("Treatment before the long-wait backstop: day 104", False, "national milestone"),
    ]


def test_a_choice_made_again_later_is_said_to_be_as_at_its_question(og: View) -> None:
    plan = box(og, "palliative_plan").mark
    assert f"Which further treatment was agreed? As at\u00a0{plan}" in box(og, "palliative_follow_up").lines


def test_what_may_happen_at_several_steps_is_said_once(og: View) -> None:
    lines = next(note.lines for note in og.notes if note.title == "At several steps")
    assert len(lines) == 1
    assert lines[0].startswith("What was the patient told? Not cancer")
    assert lines[0].endswith("(in “Referred on another route”, “Clinic before the tests” and “Endoscopy and CT”)")


def test_days_without_a_step_still_show(og: View) -> None:
    chips = {band.title: [chip.title for chip in band.chips] for band in og.bands}
    assert chips["By day 38"] == ["Transfer to the specialist centre"]
    assert "By day 38" not in {node.band for node in og.nodes}
    assert chips["By day 62"][-1] == "Treatment before the long-wait backstop: day 104"


def test_roles_beyond_five_share_a_lane_and_are_named_in_their_boxes() -> None:
    shown = view(library.find("colorectal@2.0.0"))
    liver = box(shown, "at_liver_centre")
    assert next(lane.title for lane in shown.lanes if lane.id == liver.lane) == "Other providers"
    assert liver.lines[0] == "Liver centre"


def test_a_draft_says_so_and_how_many_days_are_not_verified() -> None:
    shown = view(load(ROOT / "pathways" / "head-and-neck-em.yaml").require())
    assert shown.banners[0] == "DRAFT: not agreed"
    assert re.fullmatch(r"\d+ of \d+ days not verified against the original \(†\)", shown.banners[1])


def test_a_pathway_without_days_has_one_band_after_day_0() -> None:
    shown = view(load(ROOT / "examples" / "sepsis.yaml").require())
    assert [band.title for band in shown.bands] == ["Day 0", "No day set"]


UNDATED = """
carepath: 1
id: undated
version: "1.0.0"
title: Undated
status: draft
site: {name: Undated}
zone: Europe/London
calendar: england
day_zero: wait
sources: {book: {title: A book}}
roles: {local: {title: Local hospital, providers: any}}
events:
  asked: {title: Asked}
  look: {title: Looked at}
  cured: {title: Cured}
  seen: {title: Seen again}
  died: {title: Died, life: death}
start: [{on: asked, to: first}]
states:
  first: {title: First, role: local, on: {look: second}}
  second: {title: Second, role: local, on: {cured: third}}
  third: {title: Third, role: local, on: {seen: done}}
  done: {title: Finished, end: done}
clocks:
  wait: {title: The wait, start: asked, stop: cured, target: 62 days, cite: book}
milestones:
  look: {title: The look, event: look, due: day 5, cite: book}
exits:
  died: {title: Death, on: died, clocks: {wait: exclude}}
"""


def test_without_bands_a_step_has_the_day_by_which_its_way_on_is_due(tmp_path: Path) -> None:
    file = tmp_path / "undated.yaml"
    file.write_text(UNDATED, "utf-8")
    shown = view(load(file).require())
    bands = {node.id: node.band for node in shown.nodes}
    assert (bands["first"], bands["second"], bands["third"], bands["done"]) == ("day 5", "day 62", "after", "after")
    assert [band.title for band in shown.bands] == ["Day 0", "By day 5", "By day 62", "Afterwards"]
    assert box(shown, "first").lines == ("The look by day 5",)
    assert box(shown, "second").kind == "stop"
