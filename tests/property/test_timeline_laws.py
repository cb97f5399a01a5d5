"""Pictures of patients over random definitions and records: always drawn, nothing over anything, no row lost."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

from carepath.testing import Question, questions
from carepath_renderers import timeline
from carepath_renderers.charting.canvas import words_of
from carepath_renderers.charting.passage import passage
from hypothesis import given


@given(questions())
def test_any_record_has_a_picture_in_which_no_text_covers_another(question: Question) -> None:
    assessment = question.answer()
    picture = timeline.picture(passage(question.pathway, assessment))
    ElementTree.fromstring(picture.to_svg())
    boxes = [(words.text, words.box) for words in words_of(picture.marks)]
    assert [f"{one} over {two}" for (one, a), (two, b) in combinations(boxes, 2) if a.overlaps(b)] == []
    assert [
        text
        for text, box in boxes
        if box.left < 0 or box.top < 0 or box.right > picture.width or box.bottom > picture.height
    ] == []


@given(questions())
def test_what_is_out_of_time_is_said_to_be_and_nothing_else_is(question: Question) -> None:
    shown = passage(question.pathway, question.answer())
    for row in (row for part in shown.parts for row in part.rows if not row.ends):
        said = row.text.endswith((" late", " overdue")) or "was due by" in row.text or " overdue; planned" in row.text
        assert said == row.late, row


@given(questions())
def test_the_text_names_every_row_of_the_picture(question: Question) -> None:
    shown = passage(question.pathway, question.answer())
    text = timeline.to_markdown(question.pathway, question.answer())
    rows = [row for part in shown.parts for row in part.rows]
    assert text.count("\n| ") >= len(rows)
