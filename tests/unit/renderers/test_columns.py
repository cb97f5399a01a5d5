"""Notes in columns: in one piece where they fit, with their title again where they do not."""

import pytest
from carepath_renderers.layouts.columns import Lines, block_of, columned
from carepath_renderers.views.view import Note

ROOM = 210.0


def noted(title: str, lines: int) -> Note:
    return Note(title, tuple(f"Line {at} of {title.lower()}" for at in range(lines)))


def texts(columns: tuple[Lines, ...]) -> list[list[str]]:
    return [[line.text for line in column] for column in columns]


def set_in(notes: list[Note], count: int) -> list[list[str]]:
    return texts(columned([block_of(note, ROOM) for note in notes], count))


def test_notes_that_fit_stay_in_one_piece_in_order() -> None:
    found = set_in([noted("One", 3), noted("Two", 4), noted("Three", 2)], 3)
    assert [column[0] for column in found] == ["One", "Two", "Three"]
    assert [len(column) for column in found] == [4, 5, 3]


def test_a_note_that_is_torn_says_its_title_again() -> None:
    first, second = set_in([noted("Long", 20)], 2)
    assert (first[0], second[0]) == ("Long", "Long (continued)")
    assert [*first[1:], *second[1:]] == [f"• Line {at} of long" for at in range(20)]


def test_a_note_is_torn_only_where_that_saves_height() -> None:
    assert [column[0] for column in set_in([noted("One", 4), noted("Two", 6)], 2)] == ["One", "Two"]


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_nothing_is_lost_and_no_title_stands_alone(count: int) -> None:
    notes = [noted(f"Note {at}", lines) for at, lines in enumerate((1, 7, 2, 13, 4, 1))]
    found = set_in(notes, count)
    assert len(found) <= count
    said = [text for column in found for text in column if not text.endswith("(continued)")]
    assert said == [text for note in notes for text in (note.title, *(f"• {line}" for line in note.lines))]
    assert all(column[-1].startswith("•") for column in found)


def test_no_notes_take_no_column() -> None:
    assert all(not column for column in set_in([], 3))
