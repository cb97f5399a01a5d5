"""Uptake by unit and month, and standards that are missed again and again."""

from fractions import Fraction
from pathlib import Path

import pytest
from carepath.cases.casebook import casebooks
from carepath.cases.outcome import outcome
from carepath.rules.persistence import Figure, shortfalls
from carepath.rules.uptake import Uptake, uptake

CASES = Path(__file__).parents[3] / "pathways" / "cases" / "rules"
LIMIT = Fraction(85, 100)


def months(*in_time: int) -> tuple[Figure, ...]:
    return tuple(Figure(f"2024-{month:02}", number, 100) for month, number in enumerate(in_time, 1))


def test_four_months_below_make_a_run_and_three_do_not() -> None:
    assert shortfalls(months(90, 84, 80, 84), LIMIT, 4) == ()
    (found,) = shortfalls(months(90, 84, 80, 84, 70), LIMIT, 4)
    assert (found.first, found.last, len(found.figures)) == ("2024-02", "2024-05", 4)


def test_a_month_at_the_threshold_ends_a_run() -> None:
    assert shortfalls(months(84, 84, 85, 84, 84), LIMIT, 3) == ()
    assert [each.last for each in shortfalls(months(84, 84, 85, 84, 84), LIMIT, 2)] == ["2024-02", "2024-05"]


def test_the_threshold_is_compared_exactly() -> None:
    assert shortfalls([Figure("2024-01", 8496, 10000)], LIMIT, 1) != ()
    assert shortfalls([Figure("2024-01", Fraction(17, 2), 10)], LIMIT, 1) == ()  # 8.5 of 10


def test_a_month_with_nobody_neither_counts_nor_ends_a_run() -> None:
    figures = (*months(80, 80), Figure("2024-03", 0, 0), Figure("2024-04", 80, 100))
    assert [figure.period for figure in shortfalls(figures, LIMIT, 3)[0].figures] == ["2024-01", "2024-02", "2024-04"]


def test_a_run_of_no_month_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one period"):
        shortfalls((), LIMIT, 0)


def test_uptake_is_of_those_who_could() -> None:
    tried = outcome(casebooks([CASES / "breast-rules_cases.yaml"])).trials
    day = "2024-11-28"
    judged = [trial.judged for trial in tried if trial.day == day]
    assert len(judged) == 6  # eligible and home, eligible and hospital, four who are not eligible or not known
    assert uptake(judged, "home_chosen", "home_eligible") == (Uptake("RK5", "2024-11", took=1, could=2),)
    assert uptake(judged, "home_chosen", "home_eligible")[0].share == Fraction(1, 2)
    assert uptake([], "home_chosen", "home_eligible") == ()
