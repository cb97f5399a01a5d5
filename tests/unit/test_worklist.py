"""The worklist: most urgent first, by role and provider, as a table that fits a terminal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from carepath.findings import Assessment, Counts, Due, Moment
from carepath.model import Level
from carepath.table import WIDTH, table
from carepath.worklist import listed, worklist


def due(what: str, last: Moment | None, level: Level = "local", role: str = "local", provider: str = "RK5") -> Due:
    return Due(what, what.title(), what, 1, None, "day 7", last, 3, role, provider, "62", level)


def assessment(case: str, *dues: Due) -> Assessment:
    return Assessment(
        case=case, patient=None, pathway="og", version="1.1.0", draft=False, as_of=date(2016, 9, 1), known_at=None,
        state="testing", episode=1, closed=None, events=Counts(1, 1, 1, 0), steps=(), milestones=(), clocks=(),
        transfers=(), responsibility=(), findings=(), due=dues,
    )  # fmt: skip


EARLY, LATER = date(2016, 9, 5), date(2016, 9, 9)
ALL = (
    assessment("b", due("ogd", EARLY), due("task", None)),
    assessment("a", due("ogd", EARLY), due("ct", LATER), due("treatment", EARLY, "national", "centre", "RX1")),
)


@pytest.mark.parametrize("given", tuple(permutations(ALL)))
def test_the_most_urgent_comes_first_whatever_the_order_of_cases(given: tuple[Assessment, ...]) -> None:
    assert [(item.due.what, item.case) for item in worklist(given)] == [
        ("treatment", "a"),
        ("ogd", "a"),
        ("ogd", "b"),
        ("ct", "a"),
        ("task", "b"),
    ]


def test_role_and_provider_choose() -> None:
    assert [item.due.what for item in worklist(ALL, role="centre")] == ["treatment"]
    assert [item.due.what for item in worklist(ALL, provider="RX1")] == ["treatment"]
    assert worklist(ALL, role="centre", provider="RK5") == ()


def test_an_instant_comes_before_the_end_of_its_day() -> None:
    at = datetime(2016, 9, 5, 10, tzinfo=UTC)
    assert [item.due.what for item in worklist([assessment("a", due("x", EARLY), due("y", at))])] == ["y", "x"]
    assert "2016-09-05 10:00" in listed(worklist([assessment("a", due("y", at))]))[1]


def test_the_table_fits_a_terminal_whatever_is_in_it() -> None:
    wide = assessment("case " * 20, due("treatment of a kind " * 10, EARLY, role="role" * 20))
    lines = listed(worklist([wide, *ALL]))
    assert max(map(len, lines)) <= WIDTH
    assert len(lines) == 7


def test_a_table_prints_no_control_characters() -> None:
    assert table(("Case",), [("a\x1b[31m\u202e\n",)]) == ("Case", "a�[31m��")


def test_columns_without_any_text_are_left_out() -> None:
    assert table(("A", "B", "C"), [("1", "", "x")], right=(2,)) == ("A  C", "1  x")
    assert table(("A", "B"), []) == ("A  B",)


def test_numbers_stand_to_the_right() -> None:
    assert table(("N", "X"), [("1", "a"), ("10", "b")], right=(0,)) == (" N  X", " 1  a", "10  b")
