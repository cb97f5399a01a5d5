"""Regimes are read from shared files, and hear a record with their own clocks whatever the definition counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from carepath import library
from carepath.authoring.load import loads
from carepath.authoring.regimes import load_regime
from carepath.authoring.source import parse
from carepath.calendar import Calendar
from carepath.cases.lines import entries
from carepath.cases.reading import Case, read
from carepath.evaluate import evaluate
from carepath.model import Pathway
from carepath.problems import InvalidPathway
from carepath.regimes import Reported, reported

ROOT = Path(__file__).parents[2]
ENGLAND = Calendar.england()
REGIMES = library.regimes()
BOUND = """carepath: 1
shared: regimes/local
title: Standards of an example
uses: [events/cancer]
effective: {from: 2016-04-01, to: 2018-03-31}
clocks:
  "62": {start: referral, stop: treatment, target: 62 days}
  wait: {start: referral, stop: told}
standards:
  62_GP: {clock: "62", threshold: 85 %, when: {route: usc}}
"""
DEFINITION = """
carepath: 1
id: short
version: "1.0.0"
title: A pathway without national clocks
status: draft
uses: [events/cancer, exits/cancer]
roles: {anyone: {title: Anyone, providers: any}}
events:
  ogd: {title: Gastroscopy, counts_as: first_seen}
  ogd_clear: {title: Gastroscopy without a finding, counts_as: ogd}
start:
  - {on: referral, to: waiting, from: clock_from}
states:
  waiting:
    role: anyone
    tasks: {ogd: optional, ogd_clear: optional, told: optional, dtt: optional}
    on: {treatment: treated}
  treated: {title: Treated, end: treated}
clocks:
  whole: {title: Whole wait, start: referral, stop: treatment}
"""
SHORT = loads(DEFINITION).require()


def told(pathway: Pathway, *lines: str, as_of: date = date(2030, 1, 1)) -> tuple[Reported, ...]:
    return reported(REGIMES, pathway, ENGLAND, entries(lines, "c"), as_of)


def counted(*lines: str) -> dict[str, int | None]:
    return {each.standard: each.net for each in told(SHORT, *lines) if each.counted}


def written(folder: Path, text: str) -> Path:
    file = folder / "local.yaml"
    file.write_text(text, "utf-8")
    return file


def codes(folder: Path, old: str, new: str) -> list[str]:
    assert BOUND.count(old) == 1
    return [problem.code for problem in load_regime(written(folder, BOUND.replace(old, new))).problems]


def test_a_regime_is_read_from_a_shared_file(tmp_path: Path) -> None:
    found = load_regime(written(tmp_path, BOUND)).require()
    assert (found.id, found.title) == ("local", "Standards of an example")
    assert (found.effective_from, found.effective_to) == (date(2016, 4, 1), date(2018, 3, 31))
    (standard,) = found.standards.values()
    assert (standard.days, str(standard.threshold), standard.citation.verified) == (62, "17/20", False)
    assert found.in_force(date(2018, 3, 31))
    assert not found.in_force(date(2018, 4, 1))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("85 %", "85", "bad-share"),
        ("85 %", "101 %", "bad-share"),
        ("85 %", "3/2", "bad-share"),
        ("85 %", "most", "bad-share"),
        ('clock: "62", threshold', 'clock: "63", threshold', "unknown-name"),
        ('clock: "62", threshold', "clock: wait, threshold", "missing-key"),
        ("route: usc", "route: uscc", "bad-value-in-condition"),
        ("route: usc", "rute: usc", "unknown-name"),
        ("events/cancer", "events/cancr", "uses-not-found"),
        ("from: 2016-04-01", "from: 2019-04-01", "bad-date"),
        ("from: 2016-04-01, ", "", "missing-key"),
        ("effective: {from: 2016-04-01, to: 2018-03-31}\n", "", "missing-key"),
        ("threshold: 85 %", "treshold: 85 %", "unknown-key"),
        ("standards:\n", "allocation: {method: thirds}\nstandards:\n", "not-one-of"),
        ("standards:\n", "allocation: {method: phases}\nstandards:\n", "allocation-gap"),
    ],
)
def test_a_mistake_in_a_regime_is_a_problem_with_a_place(old: str, new: str, code: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path, old, new)
    with pytest.raises(InvalidPathway):
        load_regime(tmp_path / "local.yaml").require()


def test_a_plan_is_kept_with_its_month(tmp_path: Path) -> None:
    text = BOUND.replace("85 %,", "85 %, plans: [{by: 2017-03, threshold: 80 %, verified: false}],")
    (standard,) = load_regime(written(tmp_path, text)).require().standards.values()
    assert [(plan.by, str(plan.threshold), plan.citation.verified) for plan in standard.plans] == [
        ("2017-03", "4/5", False)
    ]


def test_a_file_without_standards_is_no_regime(tmp_path: Path) -> None:
    assert [each.code for each in load_regime(written(tmp_path, DEFINITION)).problems] == ["missing-key"]
    assert load_regime(tmp_path / "nowhere.yaml").regime is None


def test_a_regime_finds_the_words_beside_it(tmp_path: Path) -> None:
    for name in ("events", "regimes"):
        (tmp_path / "shared" / name).mkdir(parents=True)
    words = "carepath: 1\nshared: events/own\nevents:\n  called: {title: Called}\n  came: {title: Came}\n"
    (tmp_path / "shared" / "events" / "own.yaml").write_text(words, "utf-8")
    own = """carepath: 1
shared: regimes/own
uses: [events/own]
effective: {from: 2016-04-01}
clocks: {wait: {start: called, stop: came, target: 3 days}}
standards: {WAIT: {clock: wait}}
"""
    file = tmp_path / "shared" / "regimes" / "own.yaml"
    file.write_text(own, "utf-8")
    assert load_regime(file).require().standards["WAIT"].days == 3


def test_every_bundled_standard_says_what_it_rests_on() -> None:
    for regime in REGIMES:
        for standard in regime.standards.values():
            assert standard.citation.reference is not None or not standard.citation.verified
            assert not any(plan.citation.reference is None and plan.citation.verified for plan in standard.plans)


def test_what_counts_as_an_event_is_heard_as_it() -> None:
    for name in ("first_seen", "ogd", "ogd_clear"):
        assert counted("2016-09-05 referral RX1 route=usc", f"2016-09-12 {name} RX1") == {"2WW": 7}


def test_clocks_that_the_definition_does_not_have_run_all_the_same() -> None:
    assert set(SHORT.clocks) == {"whole"}
    lines = ("2024-09-02 referral RX1 route=usc", "2024-09-10 told RX1", "2024-10-01 treatment RX1")
    assert counted(*lines) == {"FDS": 8, "62_COMBINED": 29}


def test_an_exit_does_to_such_clocks_what_the_regime_says() -> None:
    found = {each.standard: each.why for each in told(SHORT, "2024-09-02 referral RX1 route=usc", "2024-09-09 died")}
    assert found == {"FDS": "excluded", "62_COMBINED": "closed"}
    other = {
        each.standard: each.why for each in told(SHORT, "2024-09-02 referral route=usc", "2024-09-09 other_primary")
    }
    assert other == {"FDS": "open", "62_COMBINED": "open"}


def test_a_case_from_another_pathway_counts_from_its_first_referral() -> None:
    lines = ("2024-09-20 referral RX1 route=usc clock_from=2024-09-02", "2024-11-04 treatment RX1")
    assert counted(*lines)["62_COMBINED"] == 63


def test_a_start_told_after_its_stop_makes_one_wait() -> None:
    lines = ("2024-09-02 referral RX1 route=usc", "2024-10-01 treatment RX1", "2024-10-03 ecad RX1 date=2024-09-20")
    found = [each for each in told(SHORT, *lines) if each.clock == "31"]
    assert [(each.net, each.why) for each in found] == [(11, "counted")]


def test_a_wait_counts_gross_and_net() -> None:
    lines = ("2025-06-02 referral RX1 route=usc", "2025-06-09 dna_first", "2025-06-12 rebooked", "2025-07-09 told RX1")
    (found,) = (each for each in told(SHORT, *lines) if each.standard == "FDS")
    assert (found.gross, found.not_counted, found.net, found.within) == (37, 10, 27, True)
    assert (found.numerator, found.denominator, found.month) == (1, 1, "2025-07")
    assert found.entries == ("e1", "e4")
    assert found.because == "It counts."


def test_a_breach_counts_below_and_not_above() -> None:
    lines = ("2024-09-02 referral RX1 route=usc", "2024-11-04 treatment RX1")
    (found,) = (each for each in told(SHORT, *lines) if each.counted)
    assert (found.numerator, found.denominator) == (0, 1)


def test_a_record_without_a_start_reports_nothing() -> None:
    assert told(SHORT, "2024-11-04 treatment RX1") == ()
    assert told(SHORT) == ()


def test_the_order_of_regimes_makes_no_difference() -> None:
    lines = entries(("2023-09-01 referral RX1 route=usc", "2023-09-29 told RX1", "2023-10-30 treatment RX1"), "c")
    one = reported(REGIMES, SHORT, ENGLAND, lines, date(2024, 1, 1))
    assert reported(REGIMES[::-1], SHORT, ENGLAND, lines[::-1], date(2024, 1, 1)) == one


OG = library.find("og@1.1.0")
CASES = [
    case
    for file in sorted((ROOT / "pathways" / "cases").glob("og*.yaml"))
    for found in (read(parse(file.read_text("utf-8"), file.name)),)
    if found.pathway == OG.name
    for case in found.cases
]


def test_there_are_worked_cases_to_compare_with() -> None:
    assert len(CASES) > 50


# In force for ever, so that it reports whatever day a made-up case stops.
OF_OG = replace(
    next(regime for regime in REGIMES if regime.id == "breach-2016"), effective_from=date.min, effective_to=None
)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_definition_and_the_regime_whose_clocks_it_uses_count_the_same_days(case: Case) -> None:
    for question in case.questions:
        asked = (ENGLAND, case.entries, question.as_of, question.known_at)
        waits = {
            (each.clock, each.episode, each.start, each.stop, each.gross, each.net)
            for each in reported([OF_OG], OG, *asked)
        }
        clocks = {
            (each.id, each.episode, each.start, each.stop, each.gross, each.net)
            for each in evaluate(OG, *asked).clocks
            if each.start is not None and each.id in OF_OG.clocks
        }
        assert clocks <= waits
