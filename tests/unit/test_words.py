"""Plain words in pictures: conditions, lists, long titles, clocks."""

from decimal import Decimal

import pytest
from carepath import library
from carepath.model import ALWAYS, AllOf, AnyOf, Condition, Done, Known, Not, OneOf, Within
from carepath_renderers.views.words import any_of, clock_names, condition, either, listed, lower, short

EVENTS = library.find("og@1.1.0").events
ROUTE = OneOf("route", ("usc", "other"))
STATUS = Within("performance_status", 0, 2)


@pytest.mark.parametrize(
    ("guard", "said"),
    [
        (ALWAYS, ""),
        (ROUTE, "route usc or other"),
        (STATUS, "performance status at least 0 and at most 2"),
        (Within("weight", Decimal("40.5"), None), "weight at least 40.5"),
        (Known("clock_from", True), "clock from known"),
        (Known("clock_from", False), "clock from not known"),
        (Done("ogd", True), "“Gastroscopy with biopsies” done"),
        (Done("ogd", False), "“Gastroscopy with biopsies” not done"),
        (AllOf((ROUTE, STATUS)), "route usc or other and performance status at least 0 and at most 2"),
        (AnyOf((Done("ct", True), Done("eus", True))), "“CT chest and abdomen” done or “Endoscopic ultrasound” done"),
        (Not(ROUTE), "not (route usc or other)"),
    ],
)
def test_a_condition_is_a_phrase(guard: Condition, said: str) -> None:
    assert condition(guard, EVENTS) == said


def test_one_of_several_conditions_names_lists_first_and_nothing_where_one_always_holds() -> None:
    assert any_of([Known("clock_from", True), ROUTE], EVENTS) == "Route: usc or other, or clock from known"
    assert any_of([ROUTE, ALWAYS], EVENTS) == ""


def test_lists_read_as_in_a_sentence() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], "or") == "a, b or c"


def test_joined_answers_are_one_phrase() -> None:
    assert either(("Yes", "Not known yet", "MDT asks for more")) == "Yes, not known yet or MDT asks for more"


def test_abbreviations_keep_their_capitals_within_a_sentence() -> None:
    assert [lower(text) for text in ("Palliative care", "MDT", "A choice", "P-value", "X")] == [
        "palliative care", "MDT", "a choice", "P-value", "X",
    ]  # fmt: skip


def test_a_long_title_ends_where_it_explains_itself_and_a_short_one_stays() -> None:
    assert short("First seen, or the test that replaces the first appointment") == "First seen"
    assert short("Echocardiogram or MUGA: left ventricular ejection fraction") == "Echocardiogram or MUGA"
    assert short("MRI, or CT") == "MRI, or CT"
    assert short("Reasonable offer of admission for treatment declined") == (
        "Reasonable offer of admission for treatment declined"
    )


def test_clocks_are_called_by_their_length() -> None:
    assert clock_names([62]) == "62-day clock"
    assert clock_names([62, 31, 28, 31]) == "28-, 31- and 62-day clocks"
