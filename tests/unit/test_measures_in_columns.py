"""The figures of a Parquet file in columns: the same bytes as case by case, whatever rows, sizes and definitions."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from carepath import library
from carepath.__main__ import main
from carepath.authoring.load import loads
from carepath.calendar import Span, Unit
from carepath.cases.lines import entries
from carepath.cohort.intake import files
from carepath.commands import measures as command
from carepath.measures import Question, measured
from carepath.measures.columnar import Tally, measured_in_columns
from carepath.measures.given import Logs
from carepath.measures.question import DIMENSIONS
from carepath.model import Pathway
from carepath.record import Entry

REGIMES = library.regimes()
FIGURES = ("--from", "2023-07", "--to", "2024-09", "--by", ",".join(DIMENSIONS), "--format", "csv")
Said = tuple[int, str, str]
Both = Callable[..., Said]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> pa.Table:
    """Made-up cases of three definitions around a change of versions and of rules, some told late."""
    path = tmp_path_factory.mktemp("made") / "made.parquet"
    words = ("og", "lung", "breast", "--cases", "40", "--seed", "4", "--from", "2023-07-01", "--days", "150")
    assert main(("generate", *words, "--delayed", "0.3", "--told-late", "0.4", "-o", str(path))) == 0
    return pq.read_table(path)


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Both:
    """What the command says of a table; it must be the same in columns and row by row."""

    in_columns = command._in_columns

    def ask(events: pa.Table, *words: str, columns: bool = True, **options: Any) -> Said:
        path, said, ways = tmp_path / "events.parquet", list[Said](), list[bool]()
        pq.write_table(events, path, **options)
        names = [word for place, word in enumerate(words) if not any("--" in each for each in words[: place + 1])]

        def seen(*given: Any) -> Any:
            found = in_columns(*given)
            ways.append(found is not None)
            return found

        monkeypatch.setattr(command, "_in_columns", seen)
        for most in (0, events.num_rows + 1):
            monkeypatch.setattr(command, "MANY", most)
            status = main(("measures", *names, str(path), *FIGURES, *words[len(names) :]))
            said.append((status, *capsys.readouterr()))
        assert ways == [columns]
        assert said[0] == said[1]
        return said[0]

    return ask


def counted(said: Said) -> int:
    return sum(row["measure"] == "standard" for row in csv.DictReader(said[1].splitlines()))


def credits(said: Said) -> float:
    rows = csv.DictReader(said[1].splitlines())
    return sum(float(row["denominator"]) for row in rows if row["measure"] == "standard")


def test_the_command_says_the_same_of_several_definitions_and_versions(made: pa.Table, both: Both) -> None:
    said = both(made, "og", "lung", "breast")
    assert counted(said) > 40
    assert said[2] == ""


@pytest.mark.parametrize(
    "more",
    [
        ("--submitted", "25 working days"),
        ("--known-at", "2024-01-31"),
        ("--submitted", "3 weeks", "--known-at", "2024-02-15T12:00"),
        ("--suppress", "5"),
    ],
)
def test_the_command_says_the_same_of_what_was_known(made: pa.Table, both: Both, more: tuple[str, ...]) -> None:
    assert counted(both(made.slice(0, 250), "og", "lung", *more)) > 10


def test_cases_of_no_definition_are_named_in_the_same_order(made: pa.Table, both: Both) -> None:
    said = both(made.slice(0, 200), "lung")
    assert "is left out" in said[2]
    assert "it is for breast" in said[2]
    said = both(made.slice(0, 40).drop_columns(["pathway"]), "og", "lung")
    assert "it names no pathway" in said[2]
    assert counted(said) == 0


def test_two_versions_of_a_pathway_each_measure_a_case(made: pa.Table, both: Both) -> None:
    og = made.filter(pa.array([each == "og" for each in made["pathway"].to_pylist()])).slice(0, 60)
    twice, once = (credits(both(og, *versions)) for versions in (("og@2.0.0", "og@3.0.0"), ("og@3.0.0",)))
    assert twice == 2 * once > 0


def test_without_regimes_there_are_no_figures() -> None:
    assert measured_in_columns([through(1)], (), Question("2025-01", "2025-12", date(2025, 12, 31))) == ()


def test_a_case_before_every_version_is_left_out_with_the_day(both: Both) -> None:
    early = pa.table({
        "case": ["early", "early", "open"], "event": ["referral", "treatment", "referral"], "pathway": ["og"] * 3,
        "occurred": ["2001-01-01", "2001-02-01", "2023-12-01"], "provider": ["RK5"] * 3, "route": ["usc", None, "usc"],
    })  # fmt: skip
    assert "No version of og was in force on 2001-01-01" in both(early, "og")[2]


def test_days_and_instants_may_be_columns_of_their_own_types(made: pa.Table, both: Both) -> None:
    text = both(made.slice(0, 200), "og", "lung", "breast")
    days = pc.strptime(made["occurred"], "%Y-%m-%d", "s").cast(pa.date32())
    typed = made.set_column(made.column_names.index("occurred"), "occurred", days)
    assert both(typed.slice(0, 200), "og", "lung", "breast") == text


def test_rows_that_are_no_events_and_corrections_change_nothing(made: pa.Table, both: Both) -> None:
    rows = made.slice(0, 120).to_pylist()
    for number, row in enumerate(rows):
        row |= {"id": f"e{number}", "kind": None, "target": None}
    first = next(number for number, row in enumerate(rows) if row["event"] == "referral" and number > 20)
    late = datetime(2024, 2, 1, 9).isoformat()
    of = {name: rows[first][name] for name in ("case", "pathway")}
    other = "lung" if rows[first]["pathway"] != "lung" else "og"
    rows += [
        {"case": rows[0]["case"], "id": "r1", "kind": "retract", "target": "e1", "recorded": late},
        {"case": rows[4]["case"], "id": "r2", "kind": "note", "recorded": late},
        {**of, "id": "r3", "kind": "pin", "recorded": late, "version": "3.0.0"},
        {**rows[10], "id": "r4", "occurred": "yesterday"},
        {**rows[12], "id": "r5", "pathway": other},
        {**rows[14], "id": "r6", "occurred": "2024-01-01T10:00:00+01:00"},
        {**rows[16], "id": "r7", "case": None},
        {**rows[18], "id": "r8", "status": "plannd"},
    ]
    names = list(dict.fromkeys(name for row in rows for name in row))
    events = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})
    said = both(events, "og", "lung", "breast", "--submitted", "6 weeks")
    assert f"3 of {len(rows)} rows were left out" in said[2]


def test_a_pathway_column_of_numbers_is_read_row_by_row(both: Both) -> None:
    events = pa.table({
        "case": ["a", "a"], "event": ["referral", "told"], "occurred": [date(2024, 1, 2), date(2024, 1, 20)],
        "route": ["usc", None], "pathway": [True, None],
    })  # fmt: skip
    both(events, "og")


@pytest.mark.parametrize("order", ["case", "occurred"])
def test_a_file_of_many_chunks_gives_the_same(
    made: pa.Table, both: Both, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    some = made.slice(0, 250)
    whole = both(some, "og", "lung", "breast")
    monkeypatch.setattr(files, "ROWS", 60)
    assert both(some.sort_by(order), "og", "lung", "breast", row_group_size=31) == whole


def test_a_damaged_file_is_read_row_by_row(made: pa.Table, tmp_path: Path) -> None:
    path = tmp_path / "damaged.parquet"
    some = made.slice(0, 60)
    pq.write_table(some, path, row_group_size=30, compression="none", use_dictionary=False)
    group = pq.read_metadata(path).row_group(1)
    with path.open("r+b") as stream:
        stream.seek(group.column(1).data_page_offset)
        stream.write(b"\xff" * 40)
    options = command_options(path)
    choices = tuple(command._choice(text, options) for text in options.pathway)
    assert command._in_columns(options, choices, command._question(options)) is None


def command_options(path: Path) -> Any:
    from carepath.commands.options import Parser

    parser = Parser()
    command.arguments(parser)
    return parser.parse_args(["og", str(path), *FIGURES])


def test_a_day_of_submission_beyond_the_calendar_is_said_as_case_by_case(made: pa.Table, both: Both) -> None:
    words = ("--submitted", "25 working days", "--from", "2035-01", "--to", "2035-03")
    status, _, said = both(made.slice(0, 20), "og", *words, columns=False)
    assert (status, "the day of submission is not known" in said) == (2, True)


def test_a_long_record_of_another_form_gives_the_same(
    made: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, said = tmp_path / "events.csv", []
    names = made.column_names
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, names).writeheader()
        csv.DictWriter(stream, names).writerows(made.slice(0, 150).to_pylist())
    for most in (0, made.num_rows):
        monkeypatch.setattr(command, "MANY", most)
        said.append(
            (main(("measures", "og", "lung", str(path), *FIGURES, "--submitted", "2 weeks")), *capsys.readouterr())
        )
    assert said[0] == said[1]
    assert counted(said[0]) > 10


# Through many hands

ROLES = [f"r{number}" for number in range(9)]
CHAIN = f"""
carepath: 1
id: chain
version: "1.0.0"
title: A pathway through many hands
status: draft
site: {{name: Example, icd10: [C15]}}
uses: [events/cancer, exits/cancer]
roles: {{{", ".join(f"{role}: {{title: {role}, providers: any}}" for role in ROLES)}}}
start:
  - {{on: referral, to: waiting}}
states:
  waiting:
    role: [{", ".join(ROLES)}]
    tasks: {{first_seen: optional, told: optional, dtt: optional}}
    on: {{treatment: treated}}
  treated: {{title: Treated, end: treated}}
transfers:
{chr(10).join(f"  t{n}: {{title: t{n}, from: r{n}, to: r{n + 1}}}" for n in range(8))}
"""
HANDS = loads(CHAIN).require()
DAY = date(2025, 1, 6)


def through(hands: int) -> tuple[Pathway, Sequence[Entry]]:
    """Return a case that was passed on so many times."""
    lines = [f"{DAY} referral P0 route=usc", f"{DAY} first_seen P0"]
    for number in range(hands):
        day = DAY + timedelta(days=3 * number + 2)
        lines.append(f"{day} transfer.sent P{number} to=P{number + 1} transfer=t{number}")
        lines.append(f"{day + timedelta(days=1)} transfer.received P{number + 1} transfer=t{number}")
    return HANDS, entries((*lines, f"{DAY + timedelta(days=50)} treatment P{hands}"), "c")


@pytest.mark.parametrize("hands", range(9))
def test_a_wait_through_many_hands_is_credited_as_case_by_case(hands: int) -> None:
    question = Question("2025-01", "2025-12", date(2025, 12, 31), DIMENSIONS, submitted=Span(2, Unit.WEEKS))
    given = [through(hands)]
    found = measured_in_columns(given, REGIMES, question)
    assert found == measured(given, REGIMES, question)
    assert len({place["provider"] for one in found for place in [dict(one.place)]}) > min(hands, 1)


@pytest.mark.parametrize(("hands", "aside"), [(5, 0), (6, 1)])
def test_what_has_no_room_in_columns_is_measured_case_by_case_and_counted(hands: int, aside: int) -> None:
    tally = Tally(Question("2025-01", "2025-12", date(2025, 12, 31)), REGIMES)
    pathway, own = through(hands)
    tally.counter(pathway).add(Logs({"c": own}))
    assert sum(tally.by_reference.values()) == aside


# What a wait is made of


def same(pathway: Pathway, *lines: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return whom each figure of a case names, by kind and standard; it is the same in columns and case by case."""
    question = Question("2025-01", "2025-12", date(2025, 12, 31), ("provider",))
    given = [(pathway, entries(lines, "c"))]
    found = measured_in_columns(given, REGIMES, question)
    assert found == measured(given, REGIMES, question)
    named: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in found:
        named[one.head.kind, one.head.standard] = (
            *named.get((one.head.kind, one.head.standard), ()),
            f"{one.place[0][1]} {one.figure.denominator + one.figure.excluded + one.figure.ended}",
        )
    return named


def test_a_further_treatment_does_not_take_over_what_was_said_of_the_first() -> None:
    lines = ["2025-01-06 referral RK5 route=usc", "2025-01-20 dtt RK5"]
    first = "2025-02-03 treatment RK5 event_type=07 modality=98"
    again = ["2025-02-10 dtt RK5", "2025-03-03 treatment RK5"]
    assert ("standard", "31_COMBINED") not in same(HANDS, *lines, first)
    assert ("standard", "31_COMBINED") in same(HANDS, *lines, first, *again)


@pytest.mark.parametrize(("rule", "left"), [("sent", "P1"), ("handover", "P1"), ("accepted", "P0")])
def test_waits_are_credited_by_handover_and_left_out_ones_stay_with_whom_the_pathway_says(rule: str, left: str) -> None:
    passed_on = loads(CHAIN.replace("to: r1}", f"to: r1, responsibility: {rule}}}")).require()
    lines = [
        "2025-01-06 referral P0 route=usc",
        "2025-01-20 transfer.sent P0 to=P1 transfer=t0",
        "2025-01-22 transfer.received P1 transfer=t0",
    ]
    assert same(passed_on, *lines, "2025-02-10 treatment")["standard", "62_COMBINED"] == ("P0 1/2", "P1 1/2")
    assert same(passed_on, *lines, "2025-02-10 died")["standard", "62_COMBINED"] == (f"{left} 1",)


def test_a_wait_that_was_open_when_a_month_was_handed_in_is_in_no_figure_of_then() -> None:
    told = Entry(
        case="c", id="e9", event="treatment", occurred=date(2025, 3, 3), recorded=datetime(2025, 6, 2), provider="RK5"
    )
    given = [(HANDS, (*entries(["2025-01-10 referral RK5 route=usc"], "c"), told))]
    question = Question("2025-01", "2025-03", date(2025, 3, 31), submitted=Span(2, Unit.WEEKS))
    found = measured_in_columns(given, REGIMES, question)
    assert found == measured(given, REGIMES, question)
    assert [one for one in found if one.head.kind.startswith("open") and one.head.standard == "62_COMBINED"] == []
