"""What is no entry at all, and what the values of an entry are read as, also where a source gives no text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from carepath.attributes import BadValue, typed
from carepath.model import AttributeType, Value
from carepath.record import BadEntry, Entry, Scalar

REFERRED = Entry(case="c", id="e1", event="referral", occurred=date(2016, 9, 1))

# What an entry lacks or has too much of, and why it is none.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no case": ({"case": ""}, "an entry needs a case"),
    "no id": ({"id": ""}, "an entry needs an id"),
    "a kind that is none": ({"kind": "letter"}, "kind is one of event, replace, retract, pin, note"),
    "a year before all records": (
        {"occurred": date(1899, 12, 31)},
        "occurred lies outside the years 1900 to 2200",
    ),
    "a year after all records": (
        {"recorded": datetime(2201, 1, 1)},
        "recorded lies outside the years 1900 to 2200",
    ),
    "an event without its name": ({"event": None}, "an entry of kind event needs an event"),
    "an event without a date": ({"occurred": None}, "an entry of kind event needs the date it occurred"),
    "a retraction of nothing": (
        {"kind": "retract", "recorded": datetime(2016, 9, 2)},
        "an entry of kind retract needs the id of its target",
    ),
    "a retraction that was never recorded": (
        {"kind": "retract", "target": "e0"},
        "an entry of kind retract needs the instant it was recorded",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_entry_is_refused_and_it_is_said_why(name: str) -> None:
    wrong, why = REFUSED[name]
    with pytest.raises(BadEntry) as caught:
        replace(REFERRED, **wrong)
    assert str(caught.value) == why


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2200, 12, 31)])
def test_the_first_and_the_last_year_are_years_of_records(day: date) -> None:
    assert replace(REFERRED, occurred=day).occurred == day


DECIMAL, WHOLE, YES_NO, DAY = (AttributeType(kind) for kind in ("decimal", "whole", "yes_no", "day"))
WORDS = AttributeType("words", ("usc", "unknown"))

# Kind of attribute, what a source gives, what it is read as.
READ: tuple[tuple[AttributeType, Scalar, Value | None], ...] = (
    (YES_NO, True, "yes"),
    (YES_NO, False, "no"),
    (YES_NO, "TRUE", "yes"),
    (WHOLE, 3, 3),
    (WHOLE, " +3 ", 3),
    (WHOLE, "999999999999999", 999999999999999),
    (DECIMAL, "6.5", Decimal("6.5")),
    (DECIMAL, Decimal("6.5"), Decimal("6.5")),
    (DECIMAL, "1e15", Decimal("1e15")),
    (DECIMAL, "1e-15", Decimal("1e-15")),
    (DAY, "2016-09-01", date(2016, 9, 1)),
    (DAY, date(2016, 9, 1), date(2016, 9, 1)),
    (DAY, datetime(2016, 9, 1, 23, 30), date(2016, 9, 1)),
    (WHOLE, "", None),
    (WHOLE, "unknown", None),
    (WORDS, "unknown", "unknown"),
)


@pytest.mark.parametrize(("kind", "given", "value"), READ, ids=[f"{kind.kind} {given!r}" for kind, given, _ in READ])
def test_a_value_is_read_in_the_kind_of_its_attribute(kind: AttributeType, given: Scalar, value: Value | None) -> None:
    assert typed(kind, given) == value


REFUSED_VALUES: tuple[tuple[AttributeType, Scalar], ...] = (
    (YES_NO, "perhaps"), (WHOLE, "3.5"), (WHOLE, "1234567890123456"), (DECIMAL, "1e16"), (DECIMAL, "1e-16"),
    (DECIMAL, "Infinity"), (DECIMAL, "NaN"), (DAY, "1 September"), (DAY, "1899-12-31"), (WORDS, "usb"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "given"), REFUSED_VALUES, ids=[f"{kind.kind} {said!r}" for kind, said in REFUSED_VALUES]
)
def test_a_value_that_is_not_of_its_kind_is_no_value(kind: AttributeType, given: Scalar) -> None:
    with pytest.raises(BadValue):
        typed(kind, given)
