"""Figures over many cases are sums of what is said of each: exact parts, months of the stop, nothing counted twice."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from carepath import library
from carepath.authoring.load import loads
from carepath.calendar import Calendar, Span, Unit
from carepath.cases.lines import entries
from carepath.intake import read
from carepath.measures import Dimension, Measure, Question, measured, suppressed
from carepath.measures.bands import LAST_DAYS, band
from carepath.measures.columnar import measured_in_columns
from carepath.model import Pathway
from carepath.record import Entry
from carepath.regimes import reported
from carepath.rows import cases
from carepath.standards import Regime

SHARED = Path(__file__).parents[3] / "shared"
PUBLISHED = SHARED / "domain" / "data"
SCENARIOS = SHARED / "data" / "cwt_scenarios" / "cwt62_six_scenarios.csv"
ABSENT = "the published tables are not beside this repository"
DEFINITION = """
carepath: 1
id: short
version: "1.0.0"
title: A pathway with one transfer
status: draft
site: {name: Example, icd10: [C15]}
uses: [events/cancer, exits/cancer]
roles: {local: {title: Local, providers: any}, centre: {title: Centre, providers: any}}
start:
  - {on: referral, to: waiting}
states:
  waiting:
    role: [local, centre]
    tasks: {first_seen: optional, told: optional, dtt: optional, upgrade: optional, rebooked: optional}
    on: {treatment: treated}
  treated: {title: Treated, end: treated}
transfers:
  to_centre: {title: To the centre, from: local, to: centre, due: 38 days after referral}
"""
SHORT = loads(DEFINITION).require()
REGIMES = library.regimes()
STOP = date(2025, 3, 14)
WAYS = {"one by one": measured, "in columns": measured_in_columns}
Way = Callable[[Iterable[tuple[Pathway, Sequence[Entry]]], Iterable[Regime], Question], tuple[Measure, ...]]
QUESTION = Question("2025-03", "2025-03", date(2025, 3, 31))


def case(*lines: str, name: str = "c") -> tuple[Pathway, tuple[Entry, ...]]:
    return SHORT, entries(lines, name)


def asked(*by: Dimension) -> Question:
    return Question("2025-03", "2025-03", date(2025, 3, 31), by)


def found(measures: Iterable[Measure], standard: str, kind: str = "standard") -> dict[tuple[str, ...], Measure]:
    return {
        tuple(value for _, value in one.place): one
        for one in measures
        if one.head.standard == standard and one.head.kind == kind
    }


def exact(*numbers: int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, numbers))


def single(provider: str, route: str, start: str, stop: str, days: int, more: str = "") -> Iterator[str]:
    yield f"{STOP - timedelta(days=days)} {start} {provider} route={route}"
    yield f"{STOP} {stop} {provider} {more}".strip()


def shared(provider: str, other: str, route: str, before: int, after: int) -> Iterator[str]:
    """Yield a wait of which one provider had the days before, the other those after the transfer."""
    start = STOP - timedelta(days=before + after)
    yield f"{start} referral {provider} route={route}"
    yield f"{start + timedelta(days=before)} transfer.sent {provider} to={other}"
    yield f"{start + timedelta(days=before)} transfer.received {other}"
    yield f"{STOP} treatment {other}"


# The published tables


def rows(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def edges(days: int) -> list[tuple[int, int]]:
    """Return the first and the last day of each published band."""
    last = LAST_DAYS[days]
    return [*zip((0, *(each + 1 for each in last)), last, strict=False), (last[-1] + 1, last[-1] + 60)]


def halves(text: str) -> tuple[int, bool]:
    number = Fraction(text)
    assert number.denominator in (1, 2)
    return int(number), number.denominator == 2


CREDITED = [
    ("RK5", "Urgent Suspected Cancer", "Upper Gastrointestinal - Oesophagus & Stomach", "usc"),
    ("RK5", "Consultant Upgrade", "Upper Gastrointestinal - Oesophagus & Stomach", "upgrade"),
    ("RX1", "Consultant Upgrade", "Lung", "upgrade"),
    ("RWD", "Urgent Suspected Cancer", "Head & Neck", "usc"),
    ("RFS", "Screening", "Breast", "screening"),
    ("RTG", "Breast Symptomatic", "Breast", "breast_symptomatic"),
    ("RNQ", "Urgent Suspected Cancer", "Urological - Prostate", "usc"),
    ("RWE", "Screening", "Lower Gastrointestinal", "screening"),
    ("ENGLAND", "Screening", "Lung", "screening"),
]
COUNTS = ("d0_31", "d32_38", "d39_48", "d49_62", "d63_76", "d77_90", "d91_104", "d105plus")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.skipif(not PUBLISHED.is_dir(), reason=ABSENT)
@pytest.mark.parametrize(("provider", "published", "site", "route"), CREDITED)
def test_a_published_cell_of_62_days_expanded_to_patients_gives_itself(
    provider: str, published: str, site: str, route: str, way: Way
) -> None:
    cells = [
        row for row in rows("cwt62_by_route_cancer.csv")
        if (row["ods"], row["referral_route"], row["cancer_type"]) == (provider, published, site)
    ]  # fmt: skip
    assert cells
    for row in cells:
        made = list(credited(row, provider, route))
        by_band = found(way(made, REGIMES, asked("provider", "route", "band")), "62_COMBINED")
        for (low, _), name in zip(edges(62), COUNTS, strict=True):
            label = band(low, LAST_DAYS[62])
            cell = by_band.get((provider, route, label))
            assert (cell.figure.denominator if cell else 0) == Fraction(row[name]), label
        whole = found(way(made, REGIMES, asked("provider", "route")), "62_COMBINED")[provider, route].figure
        assert whole.denominator == Fraction(row["total"])
        assert whole.numerator == Fraction(row["within_62"])
        assert whole.late == Fraction(row["after_62"])


def credited(row: dict[str, str], provider: str, route: str) -> Iterator[tuple[Pathway, tuple[Entry, ...]]]:
    """Yield patients on the edges of the bands; a half is a wait shared with another provider."""
    told = "other" if route == "upgrade" else route
    for (low, high), name in zip(edges(62), COUNTS, strict=True):
        number, half = halves(row[name])
        for place in range(number):
            days = low if place % 2 else high
            lines = list(single(provider, told, "referral", "treatment", days))
            if route == "upgrade":
                lines.insert(1, f"{STOP - timedelta(days=days)} upgrade {provider}")
            yield case(*lines, name=f"{name}-{place}")
        if half:
            before, after = (max(0, high - 24), min(high, 24)) if high <= 62 else (39, high - 39)
            lines = list(shared(provider, "RZZ", told, before, after))
            if route == "upgrade":
                lines.insert(1, f"{STOP - timedelta(days=before + after)} upgrade {provider}")
            yield case(*lines, name=f"{name}-half")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.skipif(not PUBLISHED.is_dir(), reason=ABSENT)
@pytest.mark.parametrize(
    ("provider", "published", "site", "route"),
    [
        ("RWD", "URGENT SUSPECTED CANCER", "Suspected lung cancer", "usc"),
        ("RNS", "NATIONAL SCREENING PROGRAMME", "Suspected breast cancer", "screening"),
        ("RK5", "BREAST SYMPTOMATIC, CANCER NOT SUSPECTED",
         "Exhibited (non-cancer) breast symptoms - cancer not initially suspected", "breast_symptomatic"),
        ("ENGLAND", "NATIONAL SCREENING PROGRAMME", "Suspected lung cancer", "screening"),
    ],
)  # fmt: skip
def test_a_published_cell_of_28_days_expanded_to_patients_gives_itself(
    provider: str, published: str, site: str, route: str, way: Way
) -> None:
    cells = [
        row for row in rows("fds_by_route_suspected.csv")
        if (row["ods"], row["referral_route"], row["suspected_cancer_or_breast_symptomatic"])
        == (provider, published, site)
    ]  # fmt: skip
    assert cells
    names = ("d0_14", "d15_28", "d29_42", "d43_62", "d63plus")
    for row in cells:
        made = [
            case(*single(provider, route, "referral", "told", (low, high)[place % 2]), name=f"{name}-{place}")
            for (low, high), name in zip(edges(28), names, strict=True)
            for place in range(int(row[name]))
        ]
        figure = found(way(made, REGIMES, asked("provider", "route")), "FDS")[provider, route].figure
        assert (figure.denominator, figure.numerator, figure.late) == exact(
            int(row["total"]), int(row["within_28"]), int(row["after_28"]),
        )  # fmt: skip
        by_band = found(way(made, REGIMES, asked("band")), "FDS")
        assert {place[0]: one.figure.denominator for place, one in by_band.items()} == {
            band(low, LAST_DAYS[28]): int(row[name])
            for (low, _), name in zip(edges(28), names, strict=True)
            if int(row[name])
        }


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.skipif(not PUBLISHED.is_dir(), reason=ABSENT)
@pytest.mark.parametrize(("provider", "site"), [("RFS", "Breast"), ("RX1", "Head & Neck"), ("RNQ", "Lung")])
def test_a_published_cell_of_31_days_expanded_to_patients_gives_itself(provider: str, site: str, way: Way) -> None:
    cells = [
        row for row in rows("cwt31_by_stage_cancer.csv")
        if (row["ods"], row["treatment_stage"], row["cancer_type"]) == (provider, "ALL STAGES", site)
    ]  # fmt: skip
    assert cells
    names = ("d0_31", "d32_38", "d39_48", "d49_62", "d63plus")
    for row in cells:
        made = [
            case(
                f"{STOP - timedelta(days=days + 1)} referral {provider} route=other",
                f"{STOP - timedelta(days=days)} dtt {provider}",
                f"{STOP} treatment {provider}",
                name=f"{name}-{place}",
            )
            for (low, high), name in zip(edges(31), names, strict=True)
            for place in range(int(row[name]))
            for days in [(low, high)[place % 2]]
        ]
        figure = found(way(made, REGIMES, asked("provider")), "31_COMBINED")[provider,].figure
        assert (figure.denominator, figure.numerator, figure.late) == exact(
            int(row["total"]), int(row["d0_31"]), int(row["after_31"]),
        )  # fmt: skip
        by_band = found(way(made, REGIMES, asked("band")), "31_COMBINED")
        assert {place[0]: one.figure.denominator for place, one in by_band.items()} == {
            band(low, LAST_DAYS[31]): int(row[name])
            for (low, _), name in zip(edges(31), names, strict=True)
            if int(row[name])
        }


# Who is credited

WAITS = {
    "A": (35, 23), "B": (29, 31), "C": (42, 18), "D": (36, 34), "E": (50, 22), "F": (50, 36),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.skipif(not SCENARIOS.is_file(), reason=ABSENT)
def test_each_of_the_six_scenarios_is_credited_as_its_table_says(way: Way) -> None:
    with SCENARIOS.open(encoding="utf-8") as stream:
        table = list(csv.DictReader(stream))
    assert len(table) == len(WAITS)
    for row, (scenario, (before, after)) in zip(table, WAITS.items(), strict=True):
        made = [case(*shared("RK5", "RX1", "usc", before, after))]
        cells = found(way(made, REGIMES, asked("provider", "scenario")), "62_COMBINED")
        for provider, side in (("RK5", "inv"), ("RX1", "treat")):
            cell = cells.get((provider, scenario))
            numerator, denominator = row[f"{side}_numerator_within"], row[f"{side}_denominator"]
            assert (cell.figure.numerator if cell else 0) == Fraction(numerator)
            assert (cell.figure.denominator if cell else 0) == Fraction(denominator)


def test_the_phases_of_a_shared_wait_are_judged_by_38_and_24_days() -> None:
    made = [case(*shared("RK5", "RX1", "usc", *days), name=name) for name, days in WAITS.items()]
    measures = measured(made, REGIMES, asked("provider"))
    first = found(measures, "62_COMBINED", "phase-38")["RK5",].figure
    second = found(measures, "62_COMBINED", "phase-24")["RX1",].figure
    assert (first.denominator, first.numerator) == exact(6, 3)
    assert (second.denominator, second.numerator) == exact(6, 3)


def test_a_phase_of_exactly_38_or_24_days_is_in_time() -> None:
    measures = measured([case(*shared("RK5", "RX1", "usc", 38, 24))], REGIMES, asked())
    assert found(measures, "62_COMBINED", "phase-38")[()].figure.numerator == 1
    assert found(measures, "62_COMBINED", "phase-24")[()].figure.numerator == 1
    measures = measured([case(*shared("RK5", "RX1", "usc", 39, 25))], REGIMES, asked())
    assert found(measures, "62_COMBINED", "phase-38")[()].figure.numerator == 0
    assert found(measures, "62_COMBINED", "phase-24")[()].figure.numerator == 0


def test_the_backstop_is_passed_on_day_105() -> None:
    made = [case(*single("RK5", "usc", "referral", "treatment", days), name=str(days)) for days in (104, 105)]
    figure = found(measured(made, REGIMES, asked()), "62_COMBINED", "backstop-104")[()].figure
    assert (figure.denominator, figure.numerator) == exact(2, 1)


# What counts when


def test_a_wait_belongs_to_the_month_of_its_stop_and_an_open_one_to_none() -> None:
    made = [
        case("2025-01-10 referral RK5 route=usc", "2025-02-28 treatment RK5", name="a"),
        case("2025-01-10 referral RK5 route=usc", "2025-03-01 treatment RK5", name="b"),
        case("2025-01-10 referral RK5 route=usc", name="c"),
    ]
    question = Question("2025-02", "2025-03", date(2025, 3, 31))
    measures = measured(made, REGIMES, question)
    assert {place: one.figure.denominator for place, one in found(measures, "62_COMBINED").items()} == {
        ("2025-02",): 1, ("2025-03",): 1,
    }  # fmt: skip
    waiting = found(measures, "62_COMBINED", "open")["",].figure
    assert (waiting.denominator, waiting.numerator) == exact(1, 0)
    assert found(measures, "62_COMBINED", "open-104")["",].figure.numerator == 1


def test_a_month_on_either_side_of_a_change_of_rules_goes_by_its_own_standards() -> None:
    lines = ("2023-08-20 referral RK5 route=other", "2023-08-21 upgrade RK5")
    made = [case(*lines, f"{stop} treatment RK5", name=stop) for stop in ("2023-09-29", "2023-10-02")]
    measures = measured(made, REGIMES, Question("2023-09", "2023-10", date(2023, 10, 31), ("month", "route")))
    assert set(found(measures, "62_UPGRADE")) == {("2023-09", "upgrade")}
    assert set(found(measures, "62_COMBINED")) == {("2023-10", "upgrade")}


def test_days_taken_out_and_waits_taken_out_are_counted_apart() -> None:
    made = [
        case(
            "2025-02-03 referral RK5 route=usc", "2025-02-10 dna_first", "2025-02-13 rebooked", "2025-03-10 told RK5",
            name="a",
        ),
        case("2025-02-03 referral RK5 route=usc", "2025-03-04 moved", name="b"),
        case("2025-02-03 referral RK5 route=usc", "2025-03-05 died", name="c"),
    ]  # fmt: skip
    measures = measured(made, REGIMES, asked("provider"))
    fds = found(measures, "FDS")["RK5",].figure
    assert (fds.denominator, fds.numerator, fds.adjusted, fds.adjusted_days) == exact(1, 1, 1, 10)
    assert fds.excluded == 2
    assert found(measures, "62_COMBINED")["RK5",].figure.ended >= 1


def test_a_threshold_is_compared_with_the_exact_share() -> None:
    days = [62] * 17 + [63] * 3
    made = [case(*single("RK5", "usc", "referral", "treatment", each), name=str(n)) for n, each in enumerate(days)]
    (one,) = found(measured(made, REGIMES, asked()), "62_COMBINED").values()
    assert (one.figure.share, one.threshold, one.reached) == (Fraction(17, 20), Fraction(17, 20), True)
    (less,) = found(measured(made[1:], REGIMES, asked()), "62_COMBINED").values()
    assert less.reached is False


# As it was handed in


def test_a_figure_that_was_handed_in_stays_beside_what_is_known_now() -> None:
    late = Entry(
        case="b", id="e2", event="treatment", occurred=date(2025, 1, 20), recorded=datetime(2025, 4, 2, 9),
        provider="RK5",
    )  # fmt: skip
    made = [
        case("2025-01-10 referral RK5 route=usc", "2025-01-20 treatment RK5", name="a"),
        (SHORT, (*case("2025-01-10 referral RK5 route=usc", name="b")[1], late)),
    ]
    question = Question("2025-01", "2025-03", date(2025, 3, 31), submitted=Span(25, Unit.WORKING_DAYS))
    one = found(measured(made, REGIMES, question), "62_COMBINED")["2025-01",]
    assert one.figure.denominator == 2
    assert one.submitted is not None
    assert one.submitted.denominator == 1


def test_what_was_recorded_after_the_day_of_knowledge_is_not_known() -> None:
    told = Entry(
        case="b", id="e2", event="treatment", occurred=date(2025, 3, 3), recorded=datetime(2025, 3, 20), provider="RK5"
    )
    made = [(SHORT, (*case("2025-01-10 referral RK5 route=usc", name="b")[1], told))]
    for known, count in ((datetime(2025, 3, 19, 23), 0), (datetime(2025, 3, 20), 1)):
        question = Question("2025-03", "2025-03", date(2025, 3, 31), (), known)
        cells = found(measured(made, REGIMES, question), "62_COMBINED")
        assert sum(one.figure.denominator for one in cells.values()) == count


def test_the_order_of_the_cases_makes_no_difference() -> None:
    made = [case(*shared("RK5", "RX1", "usc", *days), name=name) for name, days in WAITS.items()]
    question = asked("provider", "scenario")
    assert measured(made, REGIMES, question) == measured(made[::-1], REGIMES, question)


def test_a_figure_is_the_sum_of_what_is_said_of_each_case() -> None:
    calendar, day = Calendar.england(), date(2017, 6, 30)
    made, expected = [], defaultdict[tuple[str, ...], Fraction](Fraction)
    for given in cases(read(str(Path(__file__).parents[2] / "examples" / "og_record.csv")).entries).values():
        try:
            made.append((library.choose("og", given), given))
        except library.NoDefinition:
            continue
        for one in reported(REGIMES, made[-1][0], calendar, given, day):
            for share in one.shares if one.counted and one.month and one.month >= "2016-04" else ():
                if share.part:
                    key = (one.standard, one.month or "", share.provider or "")
                    expected["counted", *key] += share.part
                    expected["in time", *key] += share.part * bool(one.within)
    question = Question("2016-04", "2017-06", day, ("month", "provider"))
    found_sums: dict[tuple[str, ...], Fraction] = {}
    for row in measured(made, REGIMES, question):
        if row.head.kind == "standard" and row.figure.denominator:
            place = (row.head.standard, *(value for _, value in row.place))
            found_sums["counted", *place] = row.figure.denominator
            found_sums["in time", *place] = row.figure.numerator
    assert len(made) > 200
    assert found_sums == expected


# Small numbers


def credits(**numbers: int) -> tuple[Measure, ...]:
    """Return the 62-day measures by provider; a provider has so many in time, and as many again late."""
    made = [
        case(*single(provider, "usc", "referral", "treatment", days), name=f"{provider}{place}{days}")
        for provider, number in numbers.items()
        for place in range(number)
        for days in (50, 70)
    ]
    return tuple(found(measured(made, REGIMES, asked("provider")), "62_COMBINED").values())


def hidden(measures: Iterable[Measure], name: str = "denominator") -> list[str]:
    return [one.place[0][1] for one in measures if name in one.hidden]


def test_a_small_number_is_hidden_and_the_next_smallest_with_it() -> None:
    measures = suppressed(credits(RA=1, RB=20, RC=8), 5)
    assert hidden(measures) == ["RA", "RC"]
    assert hidden(measures, "percent") == ["RA", "RC"]


def test_two_small_numbers_hide_each_other_where_their_sum_is_not_small() -> None:
    assert hidden(suppressed(credits(RA=2, RB=20, RC=2), 5)) == ["RA", "RC"]
    assert hidden(suppressed(credits(RA=1, RB=20, RC=1), 5)) == ["RA", "RB", "RC"]


def test_where_a_part_is_small_the_whole_may_be_seen() -> None:
    measures = suppressed(credits(RA=3, RB=20, RC=8), 5)
    assert hidden(measures) == []
    assert hidden(measures, "numerator") == ["RA", "RC"]


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    measures = credits(RA=6, RB=20)
    assert suppressed(measures, 5) == measures


def test_the_only_row_of_a_line_is_hidden_alone() -> None:
    assert hidden(suppressed(credits(RA=1), 5)) == ["RA"]


def test_where_all_others_are_nothing_they_are_hidden_too() -> None:
    lines = ("2025-02-03 referral RA route=usc", "2025-03-04 moved")
    made = [
        case(*lines, name="a"),
        *(case(*single(name, "usc", "referral", "told", 9), name=name) for name in ("RB",) * 9),
    ]
    cells = found(suppressed(measured(made, REGIMES, asked("provider")), 5), "FDS")
    assert [place[0] for place, one in cells.items() if "excluded" in one.hidden] == ["RA", "RB"]
