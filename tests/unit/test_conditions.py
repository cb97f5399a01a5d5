"""Conditions are three-valued: what is not known is neither true nor false, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from carepath.conditions import World, still_possible, truth, unknown_attributes
from carepath.model import ALWAYS, AllOf, AnyOf, Condition, Done, Known, Not, OneOf, Value, Within

VALUES: tuple[bool | None, ...] = (True, False, None)
WORLD = World({"fit": "yes", "age": 64, "size": Decimal("2.5"), "seen": date(2016, 9, 1)}, frozenset({"ogd"}))


def being(value: bool | None, name: str) -> Condition:
    """A condition that is true, false or unknown in WORLD."""
    if value is None:
        return OneOf(name, ("x",))
    return OneOf("fit", ("yes",) if value else ("no",))


@pytest.mark.parametrize(("one", "two"), list(product(VALUES, VALUES)))
def test_all_and_any_follow_kleenes_tables(one: bool | None, two: bool | None) -> None:
    parts = (being(one, "u"), being(two, "v"))
    both = False if False in (one, two) else None if None in (one, two) else True
    either = True if True in (one, two) else None if None in (one, two) else False
    assert truth(AllOf(parts), WORLD) is both
    assert truth(AnyOf(parts), WORLD) is either


@pytest.mark.parametrize("value", VALUES)
def test_not_leaves_the_unknown_unknown(value: bool | None) -> None:
    assert truth(Not(being(value, "u")), WORLD) is (None if value is None else not value)


def test_nothing_to_hold_is_true_and_no_choice_is_false() -> None:
    assert truth(ALWAYS, WORLD) is True
    assert truth(AnyOf(()), WORLD) is False


@pytest.mark.parametrize(
    ("attribute", "low", "high", "holds"),
    [
        ("age", 64, None, True),
        ("age", None, 64, True),
        ("age", 65, None, False),
        ("age", 60, 63, False),
        ("age", Decimal("63.5"), Decimal("64.5"), True),
        ("size", 2, 3, True),
        ("size", Decimal("2.5"), Decimal("2.5"), True),
        ("size", 3, None, False),
        ("seen", date(2016, 9, 1), date(2016, 9, 1), True),
        ("seen", date(2016, 9, 2), None, False),
        ("weight", 1, None, None),
    ],
)
def test_bounds_are_inclusive(attribute: str, low: Value | None, high: Value | None, holds: bool | None) -> None:
    assert truth(Within(attribute, low, high), WORLD) is holds


def test_known_and_done_are_never_unknown() -> None:
    assert truth(Known("weight", True), WORLD) is False
    assert truth(Known("weight", False), WORLD) is True
    assert truth(Done("ct", True), WORLD) is False
    assert truth(Done("ct", False), WORLD) is True


def test_an_event_that_counts_as_another_has_done_it() -> None:
    assert truth(Done("first_seen", True, ("ogd",)), WORLD) is True
    assert truth(Done("first_seen", False, ("ogd",)), WORLD) is False


def test_what_a_condition_waits_for_is_named_once_and_in_order() -> None:
    parts = (OneOf("weight", (1,)), Not(Within("height", 1, None)), OneOf("fit", ("no",)), OneOf("weight", (2,)))
    assert unknown_attributes(AllOf(parts), WORLD) == ("height", "weight")


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        (Done("ogd", False), False),
        (Done("ct", False), True),
        (Done("first_seen", False, ("ogd",)), False),
        (Done("ct", True), True),
        (AllOf((Done("ct", True), Done("ogd", False))), False),
        (AnyOf((Done("ct", True), Done("ogd", False))), True),
        (AnyOf((Done("ogd", False),)), False),
        (OneOf("fit", ("no",)), True),
    ],
)
def test_what_was_done_stays_done_and_all_else_may_still_be(condition: Condition, possible: bool) -> None:
    assert still_possible(condition, WORLD) is possible
