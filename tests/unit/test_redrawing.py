"""A picture drawn after another: the same as from nothing wherever it is cut the same, and quick only for that."""

from dataclasses import replace
from pathlib import Path

import pytest
from carepath import load
from carepath_renderers.layouts.geometry import Layout
from carepath_renderers.layouts.pages import Part, fitted
from carepath_renderers.preview.redrawing import Drawn, drawn, finished, redrawn
from carepath_renderers.views.extract import view
from carepath_renderers.views.view import View

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def og() -> View:
    return view(load(ROOT / "pathways" / "og.yaml").require())


@pytest.fixture(scope="module")
def before(og: View) -> Drawn:
    return drawn(og, None)


def titled(shown: View, place: int, title: str) -> View:
    nodes = list(shown.nodes)
    nodes[place] = replace(nodes[place], title=title)
    return replace(shown, nodes=tuple(nodes), hash=title)


@pytest.mark.parametrize("place", [0, -1])
def test_another_title_gives_the_picture_that_comes_from_nothing(og: View, before: Drawn, place: int) -> None:
    new = titled(og, place, "Other")
    now, afresh = redrawn(new, None, before), drawn(new, None)
    assert [sheet.page for sheet in now.layouts] == [sheet.page for sheet in afresh.layouts]
    assert len(now.sheets) == len(afresh.sheets)
    done = finished(new, None, now)
    assert done.sheets == afresh.sheets
    assert done.warnings == afresh.warnings


def test_sheets_without_a_difference_are_not_laid_out_again(
    og: View, before: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(before.layouts) > 1, "this test needs a picture on several sheets"
    laid: list[int] = []

    def counting(part: Part) -> Layout | None:
        laid.append(part.sheet)
        return fitted(part)

    monkeypatch.setattr("carepath_renderers.preview.redrawing.fitted", counting)
    away = {node for edge in og.edges for node in (edge.tail, edge.head)}
    first = {box.node.id for box in before.layouts[0].boxes}
    crossing = {
        end for edge in og.edges if (edge.tail in first) != (edge.head in first) for end in (edge.tail, edge.head)
    }
    place = next(at for at, node in enumerate(og.nodes) if node.id in (first & away) - crossing)
    now = redrawn(titled(og, place, "Quite other"), None, before)
    assert laid == [1]
    assert "Quite" in now.sheets[0]
    assert now.layouts[1].boxes == before.layouts[1].boxes
    assert now.sheets == tuple(drawn(now.layouts[0].view, None).sheets)


def test_the_hash_of_the_definition_is_on_every_sheet(og: View, before: Drawn) -> None:
    now = redrawn(replace(og, hash="0123456789abcdef"), None, before)
    assert all("Definition 0123456789ab" in sheet for sheet in now.sheets)
    assert now == drawn(replace(og, hash="0123456789abcdef"), None)


def test_a_picture_whose_bands_are_gone_is_drawn_from_nothing(og: View, before: Drawn) -> None:
    last = {span.band.id for span in before.layouts[-1].bands}
    nodes = tuple(node for node in og.nodes if node.band not in last)
    kept = {node.id for node in nodes}
    edges = tuple(edge for edge in og.edges if {edge.tail, edge.head} <= kept)
    jumps = tuple(edge for edge in og.jumps if {edge.tail, edge.head} <= kept)
    fewer = replace(
        og, nodes=nodes, edges=edges, jumps=jumps, bands=tuple(band for band in og.bands if band.id not in last)
    )
    assert redrawn(fewer, None, before) == drawn(fewer, None)


def test_what_is_already_as_from_nothing_is_kept_as_it_is(og: View, before: Drawn) -> None:
    assert finished(og, None, before) is before
