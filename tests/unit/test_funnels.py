"""Funnel plots: limits against exact binomial sums, overdispersion against the formulas written out again."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import asin, comb, sin, sqrt
from statistics import NormalDist, quantiles

import pytest
from carepath_renderers.funnels import Count, binomial_limit, funnel, limits, overdispersion
from hypothesis import given
from hypothesis import strategies as st

TAILS = (Fraction("0.001"), Fraction("0.025"), Fraction("0.975"), Fraction("0.999"))


def exact_limit(share: Fraction, of: int, tail: Fraction) -> Fraction:
    """Return the interpolated limit of Spiegelhalter 2005, A.1.1, in fractions."""
    before, here = Fraction(), Fraction()
    for r in range(of + 1):
        before, here = here, here + comb(of, r) * share**r * (1 - share) ** (of - r)
        if here > tail:
            return max(Fraction(), (r - (here - tail) / (here - before)) / of)
    raise AssertionError("the probabilities do not add up to one")


@pytest.mark.parametrize("of", [1, 2, 7, 30, 101, 400])
@pytest.mark.parametrize("share", [Fraction(1, 100), Fraction(7, 10), Fraction(85, 100), Fraction(99, 100)])
@pytest.mark.parametrize("tail", TAILS)
def test_binomial_limits_are_exact(of: int, share: Fraction, tail: Fraction) -> None:
    assert binomial_limit(float(share), of, float(tail)) == pytest.approx(float(exact_limit(share, of, tail)), abs=1e-9)


def test_binomial_limits_hold_for_very_many_patients() -> None:
    found = limits(Fraction(3, 4), 1_000_000)
    spread = sqrt(0.75 * 0.25 / 1_000_000)
    assert found.highest == pytest.approx(0.75 + NormalDist().inv_cdf(0.999) * spread, abs=2e-6)
    assert found.lowest == pytest.approx(0.75 - NormalDist().inv_cdf(0.999) * spread, abs=2e-6)


def test_limits_narrow_with_size_and_hold_the_average() -> None:
    found = [limits(Fraction(7, 10), of) for of in (20, 80, 320, 1280)]
    for wide, narrow in pairwise(found):
        assert wide.lowest < narrow.lowest < narrow.low < 0.7 < narrow.high < narrow.highest < wide.highest


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1)])
def test_an_average_of_none_or_all_leaves_no_room(share: Fraction) -> None:
    found = limits(share, 50)
    assert {found.lowest, found.low, found.high, found.highest} == {float(share)}


COUNTS = tuple(
    Count(f"P{number}", met, of)
    for number, (met, of) in enumerate(
        [(80, 100), (70, 120), (150, 170), (30, 60), (88, 90), (200, 300), (55, 80), (20, 40), (110, 200), (95, 100)]
    )
)


def test_overdispersion_is_phi_and_tau_as_published() -> None:
    average = Fraction(sum(each.met for each in COUNTS), sum(each.of for each in COUNTS))
    scores = [(asin(sqrt(each.met / each.of)) - asin(sqrt(average))) / (1 / (2 * sqrt(each.of))) for each in COUNTS]
    tenths = quantiles(scores, n=10, method="inclusive")
    kept = [min(max(score, tenths[0]), tenths[-1]) for score in scores]
    phi = sum(score**2 for score in kept) / len(kept)
    weights = [4 * each.of for each in COUNTS]
    squared = (len(kept) * phi - (len(kept) - 1)) / (sum(weights) - sum(w**2 for w in weights) / sum(weights))
    assert phi > 1
    assert overdispersion(COUNTS, average) == pytest.approx((phi, sqrt(squared)), rel=1e-12)


def test_providers_that_differ_by_chance_keep_binomial_limits() -> None:
    found = funnel([Count(f"P{of}", round(of * 0.75), of) for of in (40, 80, 120, 160, 200)])
    assert found.tau == 0
    assert found.providers[0].limits == limits(found.average, 40)


def test_wider_limits_lie_on_the_arcsine_scale() -> None:
    found = limits(Fraction(7, 10), 200, 0.05)
    angle = asin(sqrt(0.7)) + NormalDist().inv_cdf(0.999) * sqrt(1 / 800 + 0.05**2)
    assert found.highest == pytest.approx(sin(angle) ** 2)
    assert limits(Fraction(99, 100), 5, 0.3).highest == 1.0
    assert limits(Fraction(1, 100), 5, 0.3).lowest == 0.0


def test_overdispersion_keeps_providers_from_being_called_outliers() -> None:
    counts = [Count(f"P{number}", 55 + 5 * number, 100) for number in range(8)]
    found = funnel(counts)
    average = found.average
    strict = [limits(average, each.of) for each in counts]
    by_chance = [
        not bounds.lowest <= each.met / each.of <= bounds.highest for each, bounds in zip(counts, strict, strict=True)
    ]
    assert any(by_chance)
    assert found.tau > 0
    assert {each.position for each in found.providers} <= {"within", "above 95", "below 95"}


def test_a_share_exactly_on_a_limit_is_within() -> None:
    found = funnel([Count("all", 50, 50), Count("also", 30, 30)])
    assert [each.position for each in found.providers] == ["within", "within"]


def test_a_provider_without_patients_is_named_and_not_compared() -> None:
    found = funnel([Count("A", 8, 10), Count("B", 0, 0)])
    assert found.empty == ("B",)
    assert [each.count.name for each in found.providers] == ["A"]


def test_one_provider_is_its_own_average() -> None:
    (only,) = funnel([Count("A", 8, 10)]).providers
    assert (only.share, only.position) == (0.8, "within")


@pytest.mark.parametrize("counts", [[], [Count("A", 0, 0)], [Count("A", 11, 10)], [Count("A", -1, 10)]])
def test_counts_that_cannot_be_are_refused(counts: list[Count]) -> None:
    with pytest.raises(ValueError, match=r"provider|cannot be"):
        funnel(counts)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=12))
def test_limits_are_in_order_and_positions_agree_with_them(pairs: list[tuple[int, int]]) -> None:
    counts = [Count(f"P{place}", met, met + rest) for place, (met, rest) in enumerate(pairs)]
    if not any(each.of for each in counts):
        return
    for each in funnel(counts).providers:
        bounds = each.limits
        assert 0 <= bounds.lowest <= bounds.low <= bounds.high <= bounds.highest <= 1
        outside = not bounds.lowest <= each.share <= bounds.highest
        assert outside == (each.position in ("above 99.8", "below 99.8"))
