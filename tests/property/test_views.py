"""Of any definition: its view is whole, its table tells all of it, and marks and counts lose nothing."""

from carepath.model import Pathway
from carepath.testing import pathways, questions
from carepath_renderers.views import telling
from carepath_renderers.views.course import moves
from carepath_renderers.views.extract import view
from carepath_renderers.views.marks import marked
from carepath_renderers.views.overlay import followed
from carepath_renderers.views.tally import counted, counts_of
from carepath_renderers.views.view import View
from hypothesis import given
from hypothesis import strategies as st


def whole(shown: View) -> None:
    """Every box has its lane and band, every way its ends, every letter one box."""
    names = [node.id for node in shown.nodes]
    assert len(set(names)) == len(names)
    assert {node.lane for node in shown.nodes} <= {lane.id for lane in shown.lanes}
    assert {node.band for node in shown.nodes} <= {band.id for band in shown.bands}
    assert {end for edge in (*shown.edges, *shown.jumps) for end in (edge.tail, edge.head)} <= set(names)
    marks = [node.mark for node in shown.nodes if node.mark]
    assert len(set(marks)) == len(marks)


@given(pathways())
def test_a_view_and_its_text_have_every_state_and_every_move(pathway: Pathway) -> None:
    shown = view(pathway)
    whole(shown)
    titles = {node.id: node.title for node in shown.nodes}
    assert {state: each.title for state, each in pathway.states.items()}.items() <= titles.items()
    said = {(edge.tail.split("/")[0], edge.head) for edge in (*shown.edges, *shown.jumps) if "/" not in edge.head}
    assert {(state.id, move.to) for state in pathway.states.values() for move in state.transitions} <= said
    page, rows = telling.to_markdown(shown), telling.table(shown)
    assert len(rows) == len(telling.listed(shown)) == len(shown.nodes)
    for node, row in zip(shown.nodes, rows, strict=True):
        assert node.title in row.step
        assert node.title in page
        heads = {edge.head for edge in (*shown.edges, *shown.jumps) if edge.tail == node.id}
        assert all(titles[head] in row.leads_to for head in heads if head != node.id.split("/")[0])
    same = marked(shown, shown)
    assert (same.nodes, same.edges, same.bands) == (shown.nodes, shown.edges, shown.bands)


@given(pathways(), pathways())
def test_two_definitions_in_one_picture_have_the_boxes_of_both(new: Pathway, old: Pathway) -> None:
    shown = marked(view(new), view(old))
    whole(shown)
    assert {node.id for node in shown.nodes} == {node.id for each in (new, old) for node in view(each).nodes}
    assert {node.id for node in shown.nodes if node.tone == "removed"} == {
        node.id for node in view(old).nodes if node.id not in {each.id for each in view(new).nodes}
    }


@given(data=st.data())
def test_the_path_of_a_case_is_marked_from_box_to_box_and_counted(data: st.DataObject) -> None:
    question = data.draw(questions(lawful=True))
    assessment = question.answer()
    shown = followed(view(question.pathway), assessment)
    reached = {node.id for node in shown.nodes if node.tone in ("passed", "here")}
    assert {move.after for move in moves(assessment.steps)} <= reached
    assert {node.id for node in shown.nodes if node.tone == "here"} == ({assessment.state} - {None})
    assert {end for edge in shown.edges if edge.tone == "passed" for end in (edge.tail, edge.head)} <= reached
    once, twice = counts_of([assessment]), counts_of([assessment, assessment])
    assert twice.cases == 2
    assert {way: {day: 2 * n for day, n in days.items()} for way, days in once.taken.items()} == twice.taken
    whole(counted(view(question.pathway), twice))
