"""From a layout to DOT and SVG: every word is there, named, in order, the same bytes, by whichever Graphviz."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from carepath import load
from carepath_renderers import diagram
from carepath_renderers.drawing import draw
from carepath_renderers.views.extract import view
from carepath_renderers.views.telling import named
from carepath_renderers.views.view import Band, Chip, Edge, Lane, Node, View

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(path.stem for path in (ROOT / "pathways").glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = View(
    "odd", "<b>Odd</b> & \\N \"quoted\"", ("Version 1", "Draft <1>"), "Owner & co", ("Draft",), "f" * 64,
    (Lane("l", "Lane <x>", "green"), Lane("m", "Lane & y", "no such palette")),
    (Band("a", "Day 0", chips=(Chip("First & <seen>", True, False),)), Band("b", "By day 7", "Tests")),
    (
        Node("in/one two", "start", "l", "a", "<b>Look</b> \\n \"closely\"", ("<i>&amp;</i>", "→ ≤ 3 †")),
        Node("d", "decision", "l", "a", "Is it <true>?", ("Not yet: stays",)),
        Node("stop", "stop", "m", "b", "Clock \\l stops", mark="B"),
        Node("end", "end", "m", "b", "graph { }", badge="<NEW>"),
    ),
    (
        Edge("in/one two > d", "in/one two", "d"),
        Edge("yes & <on>", "d", "stop", "Yes & <on>"),
        Edge("no", "d", "end", "\"No\"", tone="removed"),
        Edge("x", "stop", "end", "to \\N", "transfer", weight=3.0),
        Edge("self", "d", "d", "again"),
    ),
)  # fmt: skip


@cache
def drawing(name: str) -> diagram.Drawing:
    return diagram.draw(view(load(ROOT / "pathways" / f"{name}.yaml").require()))


def items(svg: str) -> list[tuple[str, str]]:
    """Return the id and the words of each item of the list in a picture, in order."""
    found = []
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        if group.get("role") == "listitem":
            words = (word for text in group.iter(f"{SVG}text") for word in "".join(text.itertext()).split())
            found.append((str(group.get("id")), " ".join(words)))
    return found


def said(text: str) -> str:
    """Return text as it is once its lines are joined: without breaks, in words or after a hyphen."""
    return "".join(text.split())


@pytest.mark.parametrize("name", SHIPPED)
def test_every_word_of_every_step_is_in_the_picture(name: str) -> None:
    shown = view(load(ROOT / "pathways" / f"{name}.yaml").require())
    words = {id_: said(text) for sheet in drawing(name).sheets for id_, text in items(sheet.svg)}
    everything = said(" ".join("".join(ET.fromstring(sheet.svg).itertext()) for sheet in drawing(name).sheets))
    for node in shown.nodes:
        assert said(node.title) in words[f"step-{node.id}"]
        assert all(said(line) in everything for line in node.lines)
    assert all(said(edge.label) in everything for edge in shown.edges)
    assert all(said(text) in everything for note in shown.notes for text in (note.title, *note.lines))
    assert all(said(fact) in everything for fact in (shown.title, *shown.facts, *shown.banners, shown.owner))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_is_an_item_of_a_list_with_a_name_in_reading_order(name: str) -> None:
    shown = view(load(ROOT / "pathways" / f"{name}.yaml").require())
    names = {f"step-{node.id}": named(node, shown) for node in shown.nodes}
    order = [f"step-{node.id}" for node in shown.nodes]
    for sheet in drawing(name).sheets:
        root = ET.fromstring(sheet.svg)
        (steps,) = [group for group in root.iter(f"{SVG}g") if group.get("role") == "list"]
        assert [each.get("role") for each in steps] == ["listitem"] * len(steps)
        assert all(each.get("aria-label") == names[str(each.get("id"))] for each in steps)
        assert [str(each.get("id")) for each in steps] == [
            each for each in order if each in {str(step.get("id")) for step in steps}
        ]


def test_what_is_not_a_step_is_hidden_from_those_who_listen() -> None:
    root = ET.fromstring(drawing("og").sheets[0].svg)
    seen = [text for text in walked(root) if text.strip()]
    assert seen == []
    labelled = str(root.get("aria-labelledby")).split()
    assert [root.findtext(f"*[@id='{each}']") is not None for each in labelled] == [True, True]


def walked(element: ET.Element) -> list[str]:
    """Return the text that is neither hidden nor a title or description."""
    if element.get("aria-hidden") == "true" or element.tag in (f"{SVG}title", f"{SVG}desc"):
        return []
    return [element.text or "", *(text for child in element for text in walked(child))]


def test_ids_are_unique_in_a_sheet() -> None:
    for sheet in drawing("og").sheets:
        ids = [each.get("id") for each in ET.fromstring(sheet.svg).iter() if each.get("id")]
        assert sorted(ids, key=str) == sorted(set(ids), key=str)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_label_is_html_like(name: str) -> None:
    for sheet in drawing(name).sheets:
        assert not re.search(r"(label|tooltip)\s*=\s*<", sheet.dot)


def test_what_looks_like_html_or_an_escape_stays_text() -> None:
    done = diagram.draw(HOSTILE, "A4")
    svg = done.sheets[0].svg
    words = {id_: said(text) for id_, text in items(svg)}
    assert words["step-in/one_two"] == said('<b>Look</b> \\n "closely" <i>&amp;</i> → ≤ 3 †')
    assert said("Clock \\l stops") in words["step-stop"]
    assert said("<NEW>") in said("".join(ET.fromstring(svg).itertext()))
    assert said(HOSTILE.title) in said("".join(ET.fromstring(svg).itertext()))


def test_no_type_is_smaller_than_seven_points() -> None:
    for name in SHIPPED:
        for sheet in drawing(name).sheets:
            sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)"', sheet.svg)}
            assert min(sizes) >= 7


def test_an_empty_view_is_a_page_without_steps() -> None:
    empty = replace(HOSTILE, nodes=(), edges=())
    (sheet,) = diagram.draw(empty, "A4").sheets
    assert items(sheet.svg) == []


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_the_text_is_the_same_to_the_byte_whatever_the_hash_seed(seed: str) -> None:
    code = "import sys; from carepath import load; from carepath_renderers.diagram import to_dot; " + (
        "sys.stdout.buffer.write(to_dot(load(sys.argv[1]).require()).encode())"
    )
    again = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "pathways" / "og.yaml")],
        check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    assert again.stdout.decode() == drawing("og").sheets[0].dot


def test_the_picture_is_the_same_to_the_byte() -> None:
    assert diagram.draw(HOSTILE) == diagram.draw(HOSTILE)


def test_all_engines_draw_the_same_picture_to_the_byte() -> None:
    installed = draw.engines()
    if len(installed) < 2:
        pytest.skip("only one Graphviz is installed here: nothing to compare it with")
    shown = view(load(ROOT / "pathways" / "og.yaml").require())
    first, *others = (diagram.draw(shown, engine=engine) for engine in installed)
    assert [other == first for other in others] == [True] * len(others)
