"""As many wishes are met as can be, whatever their order."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from carepath.cases.expected import Expected, apart
from carepath.cases.pairing import pairs
from carepath.cases.proposals import proposal
from carepath.cases.telling import _rows
from carepath.findings import Assessment, Counts, Finding
from carepath.model import UNCITED
from hypothesis import given
from hypothesis import strategies as st

FITS = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)))


def late(episode: int, days: int) -> Finding:
    return Finding("late", "ogd", episode, None, None, days, None, None, "It was late.", (), None, UNCITED)


def largest(fits: set[tuple[int, int]]) -> int:
    """Return how many pairs there can be, by trying all orders."""
    orders = permutations(range(5))
    return max(sum((wish, thing) in fits for wish, thing in enumerate(order)) for order in orders)


@given(FITS)
def test_no_set_of_pairs_is_larger(fits: set[tuple[int, int]]) -> None:
    found = pairs(range(5), range(5), lambda wish, thing: (wish, thing) in fits)
    assert all((wish, thing) in fits for wish, thing in found.items())
    assert len(set(found.values())) == len(found) == largest(fits)


def test_where_the_order_decides_the_earlier_wish_is_met() -> None:
    assert pairs("ab", "x", lambda _wish, _thing: True) == {0: 0}


def with_findings(*findings: Finding) -> Assessment:
    none, day = Counts(0, 0, 0, 0), date(2016, 9, 20)
    head = ("c", None, "demo", "1.0.0", False, day, None, "testing", 1, None)
    return Assessment(*head, none, (), (), (), (), (), findings, ())


@pytest.mark.parametrize("wishes", [["late ogd", "late ogd 4 days"], ["late ogd 4 days", "late ogd"]])
def test_a_wide_wish_leaves_the_finding_that_a_narrow_one_needs(wishes: list[str]) -> None:
    said = with_findings(late(1, 4), late(2, 6))
    assert apart(said, Expected((("findings", list(wishes)),))) == ()
    assert apart(said, Expected((("findings_include", list(wishes)),))) == ()
    assert sorted(map(str, proposed(said, wishes))) == sorted(wishes)


def test_what_was_wanted_stands_beside_what_is_there_of_its_own_episode() -> None:
    said = with_findings(late(1, 4), late(2, 6))
    found = apart(said, Expected((("findings", ["late ogd 9 days", "late ogd#1 5 days"]),)))
    assert [(each.wanted, each.got) for each in found] == [
        ("late ogd 9 days", "late ogd#2 6 days"),
        ("late ogd#1 5 days", "late ogd 4 days"),
    ]


def test_another_finding_stands_beside_the_one_wanted_in_its_episode() -> None:
    second = Finding("overdue", "ogd", 2, None, None, 6, None, None, "It is overdue.", (), None, UNCITED)
    first = Finding("missed", "ogd", 1, None, None, 4, None, None, "It was missed.", (), None, UNCITED)
    found = apart(with_findings(first, second), Expected((("findings", ["breach ogd", "breach ogd#1"]),)))
    assert _rows(found) == [
        ("findings", "breach ogd", "overdue ogd#2 6 days"),
        ("findings", "breach ogd#1", "missed ogd 4 days"),
    ]


def test_one_finding_does_not_meet_two_wishes() -> None:
    found = apart(with_findings(late(1, 4)), Expected((("findings", ["late ogd", "late ogd"]),)))
    assert [(each.wanted, each.got) for each in found] == [("late ogd", None)]


def proposed(said: Assessment, wishes: list[str]) -> list[object]:
    found = proposal("findings", list(wishes), said, None, ())
    assert isinstance(found, list)
    return list(found)
