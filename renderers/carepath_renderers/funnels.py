"""The arithmetic of funnel plots: limits by size, and how far providers differ more than chance. Draws nothing.

D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 2005; 24: 1185-1202
(exact binomial limits, interpolated), and Handling over-dispersion of performance indicators, Quality and Safety in
Health Care 2005; 14: 347-351 (winsorised z-scores, phi, additive tau). For proportions the z-scores are those of the
arcsine of the square root, as in NHS-R's FunnelPlotR 0.6 (od_adjustment).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import asin, exp, floor, lgamma, log, pi, sin, sqrt
from statistics import NormalDist
from typing import Literal

Position = Literal["above 99.8", "above 95", "within", "below 95", "below 99.8"]

WINSORISED = 0.1  # of the providers at either end
TAILS = (0.001, 0.025, 0.975, 0.999)  # of 99.8 % and 95 % limits, lowest first


@dataclass(frozen=True, slots=True)
class Count:
    """One provider: how many of its patients met the standard (`met`), of how many."""

    name: str
    met: int
    of: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares between which providers of one size lie by chance: 99.8 % (outer) and 95 % (inner) of them."""

    lowest: float
    low: float
    high: float
    highest: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A provider with its share, the limits for its size, and where it lies; exactly on a limit is within."""

    count: Count
    share: float
    limits: Limits
    position: Position


@dataclass(frozen=True, slots=True)
class Funnel:
    """A funnel plot in numbers: `phi` is the variance of the winsorised z-scores (1: chance alone), `tau` the spread
    between providers that is added to chance, on the arcsine scale; 0 where providers differ no more than by chance.
    """

    average: Fraction
    phi: float
    tau: float
    providers: tuple[Placed, ...]
    empty: tuple[str, ...]  # names of providers without any patient: they have no share and are not compared


def funnel(counts: Sequence[Count]) -> Funnel:
    """Return the pooled average, the spread between providers, and each provider against its limits.

    ValueError where no provider has a patient, or more patients met the standard than there were.
    """
    for each in counts:
        if not 0 <= each.met <= each.of:
            raise ValueError(f"{each.name}: {each.met} of {each.of} cannot be")
    known = [each for each in counts if each.of]
    if not known:
        raise ValueError("a funnel needs at least one provider with patients")
    average = Fraction(sum(each.met for each in known), sum(each.of for each in known))
    phi, tau = overdispersion(known, average)
    placed = tuple(_placed(each, limits(average, each.of, tau)) for each in known)
    return Funnel(average, phi, tau, placed, tuple(each.name for each in counts if not each.of))


def _placed(count: Count, bounds: Limits) -> Placed:
    share = count.met / count.of
    position: Position = (
        "below 99.8" if share < bounds.lowest
        else "below 95" if share < bounds.low
        else "above 99.8" if share > bounds.highest
        else "above 95" if share > bounds.high
        else "within"
    )  # fmt: skip
    return Placed(count, share, bounds, position)


def overdispersion(counts: Sequence[Count], average: Fraction) -> tuple[float, float]:
    """Return phi and tau: how much wider than by chance the providers are spread, and the spread to be added."""
    centre = asin(sqrt(average))
    scores = [2 * sqrt(each.of) * (asin(sqrt(each.met / each.of)) - centre) for each in counts]
    many = len(scores)
    low, high = _quantile(scores, WINSORISED), _quantile(scores, 1 - WINSORISED)
    phi = sum(min(max(score, low), high) ** 2 for score in scores) / many
    weights = [4.0 * each.of for each in counts]  # 1 / variance of the arcsine of the root of a share
    room = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    excess = many * phi - (many - 1)
    return phi, sqrt(excess / room) if excess > 0 and room > 0 else 0.0


def _quantile(numbers: Sequence[float], share: float) -> float:
    """Return a quantile, interpolated between the ordered numbers (R's type 7)."""
    ordered = sorted(numbers)
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def limits(average: Fraction, of: int, tau: float = 0.0) -> Limits:
    """Return the limits for providers of `of` patients: exact binomial ones, or wider by `tau` where it is not 0."""
    if tau == 0.0:
        return Limits(*(binomial_limit(float(average), of, tail) for tail in TAILS))
    centre, spread = asin(sqrt(average)), sqrt(1 / (4 * of) + tau**2)
    angles = (centre + NormalDist().inv_cdf(tail) * spread for tail in TAILS)
    return Limits(*(sin(min(max(angle, 0.0), pi / 2)) ** 2 for angle in angles))


def binomial_limit(share: float, of: int, tail: float) -> float:
    """Return the share below which `tail` of providers lie by chance (Spiegelhalter 2005, appendix A.1.1).

    r is the smallest number with P(R <= r) > tail; the limit lies between r - 1 and r, so that it runs smoothly.
    """
    if share in (0.0, 1.0):
        return share
    reach = 10 * sqrt(of * share * (1 - share)) + 10
    r = max(0, floor(of * share - reach))  # below it the probabilities are nothing beside any tail that is asked for
    below, here = 0.0, _chance(r, of, share)
    while below + here <= tail and r < of:
        below, r = below + here, r + 1
        here = _chance(r, of, share)
    alpha = (below + here - tail) / here
    return min(max((r - alpha) / of, 0.0), 1.0)


def _chance(r: int, of: int, share: float) -> float:
    ways = lgamma(of + 1) - lgamma(r + 1) - lgamma(of - r + 1)
    return exp(ways + r * log(share) + (of - r) * log(1 - share))
