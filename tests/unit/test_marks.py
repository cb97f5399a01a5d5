"""Two versions in one picture: new, changed and removed boxes and arrows, and the changes in sentences."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from carepath import Pathway, load
from carepath_renderers.views.extract import view
from carepath_renderers.views.marks import changes, marked
from carepath_renderers.views.view import Edge, View

OLD = """
carepath: 1
id: small
version: "1.0.0"
title: Small
status: draft
site: {name: Small}
zone: Europe/London
calendar: england
day_zero: wait
sources: {book: {title: A book}}
roles:
  local: {title: Local hospital, providers: any}
  centre: {title: Centre, providers: any}
events:
  asked: {title: Asked}
  look: {title: Looked at}
  report: {title: Report, data: {found: yes_no}}
  cured: {title: Cured}
  died: {title: Died, life: death}
start: [{on: asked, to: first}]
states:
  first:
    title: First
    role: local
    band: 7
    on:
      report:
        question: Found anything?
        choose:
          - {answer: "Yes", when: {found: yes}, to: second}
          - {answer: "No", otherwise: true, to: done}
  second: {title: At the centre, role: centre, band: 14, on: {cured: done}}
  done: {title: Finished, end: done, clocks: {wait: close}}
clocks:
  wait: {title: The wait, start: asked, stop: cured, target: 62 days, cite: book}
milestones:
  report: {title: The report, event: report, due: day 7, cite: book}
exits:
  died: {title: Death, on: died, clocks: {wait: exclude}}
"""
THIRD = "  third: {title: Once more, role: local, band: 21, on: {cured: done}}\n  done:"


def definition(folder: Path, text: str) -> Pathway:
    file = folder / "small.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file).require()


@pytest.fixture
def old(tmp_path: Path) -> Pathway:
    return definition(tmp_path, OLD)


@pytest.fixture
def new(tmp_path: Path) -> Pathway:
    text = OLD.replace("1.0.0", "2.0.0").replace("{cured: done}}", "{cured: third}}", 1).replace("  done:", THIRD, 1)
    return definition(tmp_path, text.replace("due: day 7", "due: day 5"))


def changed(shown: View, name: str, **words: Any) -> View:
    """Return a view of which one box says something else."""
    return replace(shown, nodes=tuple(replace(node, **words) if node.id == name else node for node in shown.nodes))


def tones(shown: View) -> Mapping[str, str | None]:
    return {node.id: node.tone for node in shown.nodes if node.tone} | {
        edge.id: edge.tone for edge in shown.edges if edge.tone
    }


def test_a_new_step_and_its_ways_are_marked_as_new(old: Pathway, new: Pathway) -> None:
    shown = marked(view(new), view(old))
    found = tones(shown)
    assert found["third"] == found["second > third"] == found["third > done"] == "added"
    assert next(node.badge for node in shown.nodes if node.id == "third") == "NEW"


def test_a_way_that_is_gone_stays_as_a_removed_one(old: Pathway, new: Pathway) -> None:
    assert tones(marked(view(new), view(old)))["second > done"] == "removed"


def test_a_step_that_is_gone_stays_in_its_band_after_the_one_it_followed(old: Pathway, new: Pathway) -> None:
    shown = marked(view(old), view(new))
    third = next(node for node in shown.nodes if node.id == "third")
    assert (third.tone, third.badge, third.band) == ("removed", "REMOVED", "day 21")
    assert [band.id for band in shown.bands] == ["day 0", "day 7", "day 14", "day 21", "day 62"]
    order = [node.id for node in shown.nodes]
    assert order.index("second") < order.index("third")


def test_a_day_that_changed_marks_its_box_and_its_chip(old: Pathway, new: Pathway) -> None:
    shown = marked(view(new), view(old))
    assert tones(shown)["first"] == "changed"
    assert "The report by day 5" in next(node.lines for node in shown.nodes if node.id == "first")
    chips = {chip.title: chip.tone for band in shown.bands for chip in band.chips}
    assert chips == {"The report: day 5": "changed", "The wait": None}


def test_a_chip_that_is_gone_stays_as_a_removed_one(old: Pathway) -> None:
    bare = view(old)
    less = replace(bare, bands=tuple(replace(band, chips=()) for band in bare.bands))
    removed = [chip for band in marked(less, bare).bands for chip in band.chips]
    assert [(chip.title, chip.tone) for chip in removed] == [("The report", "removed"), ("The wait", "removed")]


def test_nothing_is_marked_where_nothing_changed(old: Pathway) -> None:
    assert tones(marked(view(old), view(old))) == {}
    assert changes(old, old).lines == ()


def test_a_new_way_that_only_words_say_marks_its_box(old: Pathway) -> None:
    before = view(old)
    after = replace(before, jumps=(Edge("second >> first", "second", "first", "Again"),))
    assert tones(marked(after, before)) == tones(marked(before, after)) == {"second": "changed"}


def test_a_way_that_becomes_words_is_no_change(old: Pathway) -> None:
    before = view(old)
    after = replace(
        before,
        edges=tuple(edge for edge in before.edges if edge.id != "second > done"),
        jumps=tuple(edge for edge in before.edges if edge.id == "second > done"),
    )
    assert tones(marked(after, before)) == tones(marked(before, after)) == {}


def test_letters_that_shift_are_no_change(old: Pathway) -> None:
    before = changed(view(old), "second", lines=("Yes\u00a0→\u00a0A",), mark="A")
    after = changed(view(old), "second", lines=("Yes\u00a0→\u00a0B",), mark="B")
    assert tones(marked(after, before)) == {}


def test_the_lines_of_a_removed_box_use_the_letters_of_the_new_picture(old: Pathway, new: Pathway) -> None:
    before = changed(view(new), "third", lines=("No\u00a0→\u00a0A", "As at\u00a0B"))
    before = changed(changed(before, "first", mark="A"), "second", mark="B")
    after = changed(view(old), "first", mark="C")
    gone = next(node for node in marked(after, before).nodes if node.id == "third")
    assert gone.lines == ("No\u00a0→\u00a0C", "As at\u00a0At the centre")


def test_the_view_says_what_it_is_marked_against(old: Pathway, new: Pathway) -> None:
    assert marked(view(new), view(old)).facts[-1] == "Marked against version 1.0.0"


def test_changes_are_sentences_the_weightiest_first_and_the_others_counted(old: Pathway, new: Pathway) -> None:
    note = changes(new, old)
    assert note.title == "Changes since version 1.0.0"
    assert any("“Once more” (third) is added" in line for line in note.lines)
    short = changes(new, old, 1)
    assert short.lines[0] == note.lines[0]
    assert short.lines[1].endswith(" more: carepath diff names them all.")
