"""XmR charts: limits against published and exact numbers, and each rule at its edge."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from statistics import fmean

import pytest
from carepath_renderers.limits import NEAR, Cause, Point, Xmr, xmr
from hypothesis import given
from hypothesis import strategies as st

# The series of “Deviations from Excel defaults” of NHSRplotthedots, and the limits that page shows for it.
PUBLISHED = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)


def marked(chart: Xmr, cause: Cause) -> list[int]:
    return [place for place, point in enumerate(chart.points) if cause in point.causes]


def test_screened_limits_are_those_that_the_nhs_r_community_publishes() -> None:
    (stretch,) = xmr(PUBLISHED, ranges="screened").stretches
    assert [round(float(each), 2) for each in (stretch.upper, stretch.mean, stretch.lower)] == [4.6, 1.94, -0.72]


def test_limits_take_all_moving_ranges_unless_asked_otherwise() -> None:
    # 15 ranges of 1, one of 8 and one of 9: 32 / 17 on average; the mean is 35 / 18
    (stretch,) = xmr(PUBLISHED).stretches
    assert stretch.mean == Fraction(35, 18)
    assert stretch.upper == Fraction(35, 18) + Fraction("2.66") * Fraction(32, 17)
    assert stretch.lower == Fraction(35, 18) - Fraction("2.66") * Fraction(32, 17)


def test_a_point_beyond_the_limits_is_marked() -> None:
    assert marked(xmr(PUBLISHED), "outside the limits") == [4]


def test_a_point_exactly_on_a_limit_is_not_marked() -> None:
    # 0 y 0 y 0 1: mean (2y + 1) / 6, mean range (4y + 1) / 5; the limit is 1 for exactly one y.
    width = Fraction("2.66")
    y = (1 - Fraction(1, 6) - width / 5) / (Fraction(1, 3) + width * 4 / 5)
    chart = xmr([0, y, 0, y, 0, 1])
    assert chart.stretches[0].upper == 1
    assert marked(chart, "outside the limits") == []
    least = Fraction(1, 10**9)
    assert marked(xmr([0, y - least, 0, y - least, 0, 1]), "outside the limits") == [5]


def test_equal_values_have_limits_on_them_and_no_special_cause() -> None:
    chart = xmr([75.5] * 9, target=75.5)
    assert chart.stretches[0].lower == chart.stretches[0].upper == Fraction("75.5")
    assert [point.causes for point in chart.points] == [()] * 9
    assert chart.assurance == "hit or miss"  # exactly on target, exactly on the limits


def test_seven_points_on_one_side_are_a_shift_and_six_are_not() -> None:
    low = [10, 11, 10, 11, 10, 11, 10]
    assert marked(xmr([*low, *[20, 21, 20, 21, 20, 21]]), "shift") == list(range(7))
    assert marked(xmr([*low, *[20, 21, 20, 21, 20, 21, 20]]), "shift") == list(range(14))


def test_a_point_exactly_on_the_mean_ends_a_run() -> None:
    values = [0.1, 0.3, 0.1, 0.3, 0.2, 0.1, 0.3, 0.1, 0.3, 0.2]  # tenths: their mean is a fifth, exactly
    chart = xmr(values)
    assert chart.stretches[0].mean == Fraction(1, 5)
    above = [0.3, 0.3, 0.3, 0.2, 0.3, 0.3, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2]
    chart = xmr(above)
    assert chart.stretches[0].mean == Fraction(1, 5)
    assert marked(chart, "shift") == []


def test_seven_rising_points_are_a_trend_and_six_are_not() -> None:
    rest = [5, 9, 4, 8, 5, 9, 4]
    assert marked(xmr([*rest, 5, 6, 7, 8, 9, 8]), "trend") == []  # 4 to 9 in six points
    assert marked(xmr([*rest, 5, 6, 7, 8, 9, 10]), "trend") == list(range(6, 13))
    assert marked(xmr([*reversed([*rest, 5, 6, 7, 8, 9, 10])]), "trend") == list(range(7))


def test_a_step_without_change_ends_a_trend() -> None:
    assert marked(xmr([5, 9, 4, 5, 6, 7, 7, 8, 9, 10, 4]), "trend") == []


def test_two_of_three_points_near_a_limit_are_marked_where_all_three_are_on_its_side() -> None:
    steady = [10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12]
    (above,) = xmr([*steady, 16.5, 12, 16.5]).stretches
    assert above.mean < 12 < above.near_upper < Fraction("16.5") < above.upper
    assert marked(xmr([*steady, 16.5, 12, 16.5]), "two of three near a limit") == [14, 16]
    (across,) = xmr([*steady, 16.5, 10, 16.5]).stretches
    assert 10 < across.mean < across.near_upper < Fraction("16.5") < across.upper
    assert marked(xmr([*steady, 16.5, 10, 16.5]), "two of three near a limit") == []


def test_the_outer_third_begins_at_two_thirds_of_the_way() -> None:
    (stretch,) = xmr(PUBLISHED).stretches
    assert stretch.near_upper - stretch.mean == (stretch.upper - stretch.mean) * 2 / 3
    assert Fraction("2.66") * 2 / 3 == NEAR


@pytest.mark.parametrize(("better", "kind"), [("up", "improvement"), ("down", "concern"), ("neutral", "neutral")])
def test_what_a_special_cause_means_follows_from_which_way_is_better(better: str, kind: str) -> None:
    rising = [10, 11, 10, 11, 10, 11, 10, 20, 21, 20, 21, 20, 21, 20]
    last = xmr(rising, better=better).variation  # type: ignore[arg-type]
    assert (last.kind, last.side) == (kind, "high")


def test_the_variation_is_that_of_the_last_point() -> None:
    assert xmr(PUBLISHED).variation == Point(Fraction(1), (), "common", None)


def test_a_point_of_a_trend_on_the_mean_goes_the_way_of_the_trend() -> None:
    chart = xmr([4, 5, 6, 7, 8, 9, 10])  # the mean is 7, the fourth point
    assert chart.points[3] == Point(Fraction(7), ("trend",), "improvement", "high")
    assert xmr([10, 9, 8, 7, 6, 5, 4]).points[3].kind == "concern"


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [(95, "fail", "pass"), (5, "pass", "fail"), (50, "hit or miss", "hit or miss")],
)
def test_assurance_compares_the_target_with_both_limits(target: int, up: str, down: str) -> None:
    values = [49, 51] * 8
    assert xmr(values, target=target).assurance == up
    assert xmr(values, target=target, better="down").assurance == down
    assert xmr(values, target=target, better="neutral").assurance is None
    assert xmr(values).assurance is None


def test_a_target_exactly_on_a_limit_is_hit_or_miss() -> None:
    (stretch,) = xmr([49, 51] * 8).stretches
    assert (stretch.lower, stretch.upper) == (Fraction("44.68"), Fraction("55.32"))
    for target, beyond, word in ((55.32, 55.33, "fail"), (44.68, 44.67, "pass")):
        assert xmr([49, 51] * 8, target=target).assurance == "hit or miss"
        assert xmr([49, 51] * 8, target=beyond).assurance == word


def test_a_new_baseline_has_its_own_mean_and_no_run_reaches_over_it() -> None:
    values = [10, 11, 10, 11, 10, 11, 10, 20, 21, 20, 21, 20, 21, 20]
    chart = xmr(values, baselines=[7])
    assert [(each.first, each.end) for each in chart.stretches] == [(0, 7), (7, 14)]
    assert [float(each.mean) for each in chart.stretches] == [fmean(values[:7]), fmean(values[7:])]
    assert [point.causes for point in chart.points] == [()] * 14
    assert all(each.trial for each in chart.stretches)


def test_the_limits_of_the_last_baseline_decide_the_assurance() -> None:
    assert xmr([10, 12] * 4 + [90, 92] * 4, target=50, baselines=[8]).assurance == "pass"


@pytest.mark.parametrize(
    ("values", "baselines", "said"),
    [
        ([1], [], "at least two values"),
        ([], [], "at least two values"),
        ([1, 2, 3], [2], "at least two values"),
        ([1, 2, 3, 4], [3, 2], "baselines"),
        ([1, 2, 3, 4], [0], "baselines"),
        ([1, float("nan"), 2], [], "leave no gaps"),
        ([1, float("inf"), 2], [], "leave no gaps"),
    ],
)
def test_what_cannot_be_a_chart_is_refused(values: list[float], baselines: list[int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        xmr(values, baselines=baselines)


series = st.lists(st.integers(-50, 50), min_size=2, max_size=30)


@given(series)
def test_turning_a_series_over_turns_its_chart_over(values: list[int]) -> None:
    chart, turned = xmr(values), xmr([-value for value in values], better="down")
    assert [point.causes for point in chart.points] == [point.causes for point in turned.points]
    assert [point.kind for point in chart.points] == [point.kind for point in turned.points]
    assert turned.stretches[0].upper == -chart.stretches[0].lower


@given(series, st.integers(-9, 9), st.integers(1, 9))
def test_the_unit_of_the_values_does_not_matter(values: list[int], shift: int, factor: int) -> None:
    chart, other = xmr(values), xmr([Fraction(factor * value + shift) for value in values])
    assert [(point.causes, point.kind) for point in chart.points] == [
        (point.causes, point.kind) for point in other.points
    ]


@given(series)
def test_runs_are_what_a_plain_count_finds(values: list[int]) -> None:
    mean = Fraction(sum(values), len(values))
    sides = ["+" if value > mean else "-" if value < mean else "0" for value in values]
    steps = ["+" if b > a else "-" if b < a else "0" for a, b in pairwise(values)]
    shift = {
        place for start in range(len(values)) for place in range(start, start + 7)
        if "".join(sides[start : start + 7]) in ("+" * 7, "-" * 7)
    }  # fmt: skip
    trend = {
        place for start in range(len(values)) for place in range(start, start + 7)
        if "".join(steps[start : start + 6]) in ("+" * 6, "-" * 6)
    }  # fmt: skip
    chart = xmr(values)
    assert set(marked(chart, "shift")) == shift
    assert set(marked(chart, "trend")) == trend
