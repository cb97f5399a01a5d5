"""The words of a picture: one sentence a box, one row of a table, a page of Markdown."""

from dataclasses import replace
from pathlib import Path

import pytest
from carepath import library, load
from carepath_renderers.views import telling
from carepath_renderers.views.extract import view
from carepath_renderers.views.view import View

ROOT = Path(__file__).parents[2]
BUNDLED = sorted(path.stem for path in (ROOT / "pathways").glob("*.yaml"))


@pytest.fixture(scope="module")
def og() -> View:
    return view(library.find("og@1.1.0"))


def said(shown: View, name: str) -> str:
    return telling.named(next(node for node in shown.nodes if node.id == name), shown)


@pytest.mark.parametrize("name", BUNDLED)
def test_every_title_of_a_state_is_on_the_page_and_in_the_table(name: str) -> None:
    pathway = load(ROOT / "pathways" / f"{name}.yaml").require()
    shown = view(pathway)
    page, steps = telling.to_markdown(shown), [row.step for row in telling.table(shown)]
    for state in pathway.states.values():
        assert state.title in page
        assert any(step.endswith(state.title) for step in steps)


def test_a_decision_says_whose_it_is_by_when_and_where_its_answers_lead(og: View) -> None:
    assert said(og, "testing/histology") == (
        "Decision: Cancer found? Diagnosing trust, by day 14. Leads to: Staging and local MDT (Yes); High-grade "
        "dysplasia, MDT (Dysplasia); Barrett's oesophagus, patient to be told (Barrett's); Biopsies in doubt, "
        "endoscopy again (Not sure); No cancer found, patient to be told (No)."
    )


def test_letters_are_said_as_the_titles_they_stand_for(og: View) -> None:
    assert said(og, "recurrence_mdt") == (
        "Step: Recurrence, specialist MDT. Specialist OG centre, after treatment. Leads to: Plan to be agreed with the "
        "patient (Is cure the aim? Yes); Palliative care plan (Is cure the aim? No); stays here (Is cure the aim? Not "
        "yet)."
    )
    assert "→" not in "".join(telling.listed(og))


def test_an_end_leads_nowhere(og: View) -> None:
    assert said(og, "completed") == "End: Follow-up completed. Diagnosing trust, after treatment."


def test_there_is_one_sentence_and_one_row_for_each_box_in_reading_order(og: View) -> None:
    assert len(telling.listed(og)) == len(telling.table(og)) == len(og.nodes)
    assert [row.step.endswith(node.title) for row, node in zip(telling.table(og), og.nodes, strict=True)].count(
        False
    ) == 0
    assert all(isinstance(cell, str) for row in telling.table(og) for cell in row)


def test_what_is_marked_is_said_first(og: View) -> None:
    nodes = tuple(replace(node, tone="added", badge="NEW") if node.id == "testing" else node for node in og.nodes)
    edges = tuple(replace(edge, tone="removed") if edge.head == "clinic" else edge for edge in og.edges)
    marked = replace(og, nodes=nodes, edges=edges)
    assert said(marked, "testing").startswith("Step: Endoscopy and CT. Diagnosing trust, by day 14. NEW. ")
    assert "Clinic before the tests (removed; No)" in said(marked, "referred/triage")


def test_the_page_has_the_heading_the_days_and_the_notes(og: View) -> None:
    page = telling.to_markdown(og)
    assert page.startswith("# Oesophago-gastric cancer\n\nVersion 1.1.0 · Agreed · In force from 1 August 2016")
    assert "- By day 38: Transfer to the specialist centre (local)\n" in page
    assert "- By day 3: Triage (local) †\n" in page
    assert "backstop: day 104 (national milestone) †\n" in page
    assert "\n## Ways out from anywhere\n\n- Died: 31- and 62-day clocks are closed\n" in page
    assert page.endswith(f"Definition {og.hash}\n")


def test_a_title_cannot_end_its_cell(og: View) -> None:
    nodes = tuple(replace(node, title="a | b \\ c\nd") if node.id == "testing" else node for node in og.nodes)
    page = telling.to_markdown(replace(og, nodes=nodes))
    assert "| a \\| b \\\\ c d |" in page
