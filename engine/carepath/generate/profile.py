"""What a calibrated set is made of: kinds of patients, each with the weight that published figures give it.

The figures: first treatments credited under the 62-day standard, October 2023 to September 2025, by site, route,
provider and band of days (data/README.md says where they come from). Credits are turned into patients: a transferred
patient's wait is divided by the six scenarios, so that what `measures` counts of the patients is what was published.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from typing import Literal

PROFILES = ("east-midlands", "england")
ENGLAND = "ENGLAND"
BANDS = ((0, 31), (32, 38), (39, 48), (49, 62), (63, 76), (77, 90), (91, 104), (105, 175))
IN_TIME = 4  # the bands up to 62 days

Scenario = Literal["A", "B", "C", "D", "E", "F"]
# How often each row of the allocation table is taken, of ten transferred patients: assumed, no figures are published.
# The least wait in which a row can be: B leaves more than 24 days after the transfer, C and E more than 38 before it.
ROWS: dict[bool, tuple[tuple[Scenario, int, Fraction], ...]] = {
    True: (("A", 6, Fraction(1, 2)), ("B", 2, Fraction(1, 2)), ("C", 2, Fraction(0))),
    False: (("D", 2, Fraction(0)), ("E", 2, Fraction(1)), ("F", 6, Fraction(1, 2))),
}
FIRST_BAND: dict[Scenario, int] = {"A": 0, "B": 2, "C": 2, "D": 4, "E": 4, "F": 4}


@dataclass(frozen=True, slots=True)
class Kind:
    """Patients alike: `provider` is None outside the region; `centre` and `scenario` where they were transferred."""

    site: str
    route: str
    provider: str | None
    band: int
    centre: str | None = None
    scenario: Scenario | None = None


def kinds(profile: str, sites: Sequence[str]) -> tuple[tuple[Kind, Fraction], ...]:
    """Return the kinds of patients of a profile with their numbers in the two years, in a fixed order."""
    credited = _credited()
    found: dict[Kind, Fraction] = {}
    for (site, route), cells in credited.items():
        if site not in sites:
            continue
        for band in range(len(BANDS)):
            region = {provider: row[band] for provider, row in cells.items() if provider != ENGLAND}
            found |= _patients(site, route, band, region)
            if profile == "england":
                elsewhere = cells[ENGLAND][band] - sum(region.values(), Fraction(0))
                found[Kind(site, route, None, band)] = elsewhere
    return tuple((kind, weight) for kind, weight in found.items() if weight > 0)


def _patients(site: str, route: str, band: int, credits: Mapping[str, Fraction]) -> dict[Kind, Fraction]:
    """Turn the credits of a band into patients of one provider and transferred ones.

    Where a centre has too little credit for what is sent to it, fewer are sent.
    """
    rows = _rows(band)
    whole = sum(weight for _, weight, _ in rows)
    kept = sum((Fraction(weight, whole) * part for _, weight, part in rows), Fraction(0))  # the sender's part
    sent: dict[tuple[str, str], Fraction] = {}
    for (centre_of, sender), (centre, share) in _transfers().items():
        if centre_of == site and credits.get(sender):
            sent[sender, centre] = share * credits[sender] / ((1 - share) + share * kept)
    for centre in {each for _, each in sent}:
        taken = sum((number * (1 - kept) for (_, to), number in sent.items() if to == centre), Fraction(0))
        spent = sum((number * kept for (by, _), number in sent.items() if by == centre), Fraction(0))
        room = max(Fraction(0), credits.get(centre, Fraction(0)) - spent)
        if taken > room:
            sent = {(by, to): number * room / taken if to == centre else number for (by, to), number in sent.items()}
    left = defaultdict(Fraction, credits)
    found: dict[Kind, Fraction] = {}
    for (sender, centre), number in sent.items():
        left[sender] -= number * kept
        left[centre] -= number * (1 - kept)
        for scenario, weight, _ in rows:
            found[Kind(site, route, sender, band, centre, scenario)] = number * Fraction(weight, whole)
    return {Kind(site, route, provider, band): number for provider, number in left.items()} | found


def _rows(band: int) -> list[tuple[Scenario, int, Fraction]]:
    return [row for row in ROWS[band < IN_TIME] if FIRST_BAND[row[0]] <= band]


def _credited() -> dict[tuple[str, str], dict[str, tuple[Fraction, ...]]]:
    found: dict[tuple[str, str], dict[str, tuple[Fraction, ...]]] = defaultdict(dict)
    for row in _table("credited_62_days.csv"):
        site, route, provider, *numbers = row.values()
        found[site, route][provider] = tuple(Fraction(number) for number in numbers)
    return found


def _transfers() -> dict[tuple[str, str], tuple[str, Fraction]]:
    return {(row["site"], row["from"]): (row["to"], Fraction(row["share"])) for row in _table("transfers_62_days.csv")}


def _table(name: str) -> Iterator[dict[str, str]]:
    text = (files("carepath") / "data" / name).read_text("utf-8")
    yield from csv.DictReader(text.splitlines())


def quotas(weights: Sequence[Fraction], count: int) -> list[int]:
    """Return how many of `count` cases are of each kind: its exact share, rounded so that running sums are right."""
    total = sum(weights, Fraction(0))
    found, sofar, given = [], Fraction(0), 0
    for weight in weights:
        sofar += weight
        upto = round(sofar * count / total)
        found.append(upto - given)
        given = upto
    return found
