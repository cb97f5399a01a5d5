"""A measure as a row of a table: its columns, what each means, and its cells."""

from __future__ import annotations

from carepath.measures.question import DIMENSIONS
from carepath.measures.sums import Figure, Measure

Cell = str | int | float | bool | None

COLUMNS: dict[str, str] = {
    "measure": "standard; phase-38, phase-24 (phases of a shared wait); backstop-104; open, open-104 (not yet ended)",
    "regime": "the national rules in force on the day the waits stopped",
    "standard": "the code of the standard",
    "title": "what is counted, in words",
    "month": "the month in which the waits stopped; empty for open waits",
    "provider": "who is credited; of an open wait who holds it; empty where nobody is named",
    "site": "the site of the definition",
    "route": "the route of the referral, or upgrade",
    "scenario": "the row of the allocation table that divided the wait; empty where none did",
    "band": "the days waited, in the bands of the published tables",
    "denominator": "waits that count, shared ones in parts",
    "numerator": "of them in time: exactly the last day is in time",
    "late": "of them not in time",
    "percent": "numerator in 100 of denominator, to one place",
    "threshold": "the part in 100 that is to be in time, where one is set",
    "reached": "yes or no: decided on the exact numbers, not on the rounded ones",
    "adjusted": "of the waits that count, those of which days were not counted",
    "adjusted_days": "how many days were not counted, together",
    "excluded": "waits taken out by rule, in the month of their end",
    "ended": "waits that ended without their stop",
    "not_known": "waits for which what decides is not recorded",
    "submitted_denominator": "the denominator as it was known when the figure was handed in",
    "submitted_numerator": "the numerator as it was known then",
    "submitted_percent": "the percentage as it was known then",
    "suppressed": "yes where a number of the row is hidden",
}  # fmt: skip
HISTORY = ("submitted_denominator", "submitted_numerator", "submitted_percent")
NUMBERS = (
    "denominator", "numerator", "late", "percent", "threshold", "adjusted", "adjusted_days", *HISTORY,
)  # fmt: skip
WHOLE_NUMBERS = ("excluded", "ended", "not_known")
YES_NO = ("reached", "suppressed")


def cells(one: Measure) -> dict[str, Cell]:
    """Return the cells of a measure in the order of COLUMNS; None is empty, or hidden where `suppressed` says so."""
    found: dict[str, Cell] = {
        "measure": one.head.kind,
        "regime": one.head.regime,
        "standard": one.head.standard,
        "title": one.title,
        **dict.fromkeys(DIMENSIONS, None),
        **dict(one.place),
        **_numbers(one.figure),
        "threshold": None if one.threshold is None else float(100 * one.threshold),
        "reached": one.reached,
        **dict.fromkeys(HISTORY, None),
        "suppressed": bool(one.hidden),
    }
    if one.submitted is not None:
        then = _numbers(one.submitted)
        found |= {name: then[name.removeprefix("submitted_")] for name in HISTORY}
    for name in one.hidden:
        found[name] = None
        if f"submitted_{name}" in found:
            found[f"submitted_{name}"] = None
    return {name: found[name] for name in COLUMNS}


def _numbers(figure: Figure) -> dict[str, Cell]:
    share = figure.share
    return {
        "denominator": _number(float(figure.denominator)),
        "numerator": _number(float(figure.numerator)),
        "late": _number(float(figure.late)),
        "percent": None if share is None else float(round(100 * share, 1)),
        "adjusted": _number(float(figure.adjusted)),
        "adjusted_days": _number(float(figure.adjusted_days)),
        "excluded": figure.excluded,
        "ended": figure.ended,
        "not_known": figure.not_known,
    }


def _number(value: float) -> float:
    """Return a number with at most six places: halves are exact, thirds and sixths are not."""
    return round(value, 6)
