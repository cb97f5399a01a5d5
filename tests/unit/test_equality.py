"""What compares cohorts with `evaluate` sees a difference, shows it with its record, and goes on where it stopped."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from carepath import library
from carepath.cohort import Result, replay
from carepath.model import Pathway
from carepath.record import Entry

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "equality"))

import compared  # noqa: E402
import try_equality  # noqa: E402
from asked import questions  # noqa: E402
from compared import MANNERS, Difference, differences, reduced, report  # noqa: E402
from made import DRAWN, Cohort, Part, cohorts, definitions, parts  # noqa: E402
from try_equality import Outcome, faults, outcomes, table  # noqa: E402

DAY = date(2018, 12, 31)
DAYS = (date(2016, 1, 4), date(2016, 1, 6), date(2016, 3, 30))
EVENTS = ("referral", "triage", "ct")


@pytest.fixture(scope="module")
def og() -> Pathway:
    return library.find("og@1.1.0")


@pytest.fixture
def log() -> list[Entry]:
    return [
        Entry(case=case, id=f"e{place}", event=event, occurred=day, provider="RX1")
        for case in ("a", "b")
        for place, (event, day) in enumerate(zip(EVENTS, DAYS, strict=True))
    ]


def slipping(*asked: Any) -> Result:
    """Replay, and say of the first case with a scan that it is nowhere."""
    result = replay(*asked)
    rows = result.cases.to_pylist()
    for row in rows:
        row["state"] = "nowhere" if row["placed"] == len(EVENTS) and row["case"] == "a" else row["state"]
    return replace(result, cases=pa.Table.from_pylist(rows, schema=result.cases.schema))


@pytest.mark.parametrize("manner", MANNERS)
def test_a_cohort_given_in_any_manner_is_what_the_reference_says(
    og: Pathway, log: list[Entry], manner: Callable[..., compared.Comparison]
) -> None:
    found = manner(og, log, DAY, None)
    assert (found.differences, found.by_reference, found.cases) == ((), {}, 2)


def test_a_difference_is_shown_by_case_table_column_and_both_values(
    og: Pathway, log: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compared, "replay", slipping)
    (found,) = compared.of_entries(og, log, DAY, None).differences
    assert (found.case, found.table, found.column, found.cohort) == ("a", "cases", "state", "nowhere")
    text = report(og, log, DAY, None, [found])
    assert "alone: the same difference" in text
    assert [json.loads(line)["event"] for line in text.splitlines() if line.startswith("{")] == [*EVENTS]


def test_a_record_is_reduced_to_what_still_differs(
    og: Pathway, log: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compared, "replay", slipping)
    more = [*log[:3], Entry(case="a", id="e9", kind="note", data={"code": "late"})]
    left = reduced(og, more, DAY, None)
    assert [(entry.event, entry.provider) for entry in left] == [(event, None) for event in EVENTS]


def test_a_row_that_only_one_of_them_has_is_a_difference(og: Pathway, log: list[Entry]) -> None:
    whole = replay(og, log, DAY).tables()
    lacking = {**whole, "milestones": whole["milestones"].slice(1)}
    assert {each.table for each in differences(whole, lacking)} == {"milestones"}
    assert not [*differences(whole, whole)]


def test_the_same_part_is_the_same_cases_and_questions() -> None:
    part = Part("ways@1.0.0", 2)
    one, two = ([*cohorts(part)] for _ in range(2))
    assert [each.entries for each in one] == [each.entries for each in two]
    assert [*questions(one[0].entries, "x", 4)] == [*questions(two[0].entries, "x", 4)]


def test_parts_are_of_every_definition_and_as_many_cases_of_drawn_ones() -> None:
    endless = parts()
    first = [next(endless) for _ in range(60)]
    assert {part.of for part in first} == {*definitions(), DRAWN}
    assert len({part.key for part in first}) == len(first)


def outcome(part: Part, **other: Any) -> Outcome:
    plain = Outcome(part.key, part.of, 1, 10, 20, {}, (), 0.1)
    return replace(plain, **other)


def test_what_was_compared_is_kept_and_not_compared_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Part] = []

    def compare(part: Part) -> Outcome:
        asked.append(part)
        return outcome(part)

    monkeypatch.setattr(try_equality, "outcome", compare)
    wanted = [Part("og@1.1.0", number) for number in range(1, 9)]
    file = tmp_path / "kept.jsonl"
    assert sum(each.cases for each in outcomes(file, wanted, 15)) == 20
    assert sum(each.cases for each in outcomes(file, wanted, 35)) == 40
    assert asked == wanted[:4]


@pytest.mark.parametrize(
    ("of", "other", "wrong"),
    [
        ("og@1.1.0", {}, False),
        ("og@1.1.0", {"by_reference": {"too-many-moves": 1}}, True),
        (DRAWN, {"by_reference": {"too-many-moves": 1}, "answers": 100}, False),
        (DRAWN, {"by_reference": {"too-many-moves": 2}, "answers": 100}, True),
        (DRAWN, {"differences": ["a: cases.state"]}, True),
    ],
)
def test_it_is_wrong_to_differ_or_to_leave_much_to_the_reference_engine(
    of: str, other: dict[str, Any], wrong: bool
) -> None:
    assert bool([*faults([outcome(Part(of, 1), **other)])]) == wrong


def test_results_stand_in_a_table_with_a_line_for_all() -> None:
    found = [outcome(Part("og@1.1.0", 1)), outcome(Part(DRAWN, 1), definitions=25)]
    assert table(found).splitlines()[2:] == [
        "| og@1.1.0 | 10 | 20 | 0 | 0 |",
        "| 25 drawn definitions | 10 | 20 | 0 | 0 |",
        "| all | 20 | 40 | 0 | 0 |",
    ]


def test_a_part_that_differs_is_an_outcome_with_its_record(
    og: Pathway, log: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(part: Part) -> Iterator[Cohort]:
        yield Cohort(og, tuple(log))

    monkeypatch.setattr(compared, "replay", slipping)
    monkeypatch.setattr(try_equality, "cohorts", made)
    monkeypatch.setattr(try_equality, "questions", lambda *asked: [(DAY, None)])
    found = try_equality.outcome(Part("og@1.1.0", 1))
    assert (found.cases, found.answers, len(found.differences)) == (2, 2, 1)
    assert str(Difference("a", "cases", "state", "x", "nowhere")).split("reference")[0] in found.differences[0]
