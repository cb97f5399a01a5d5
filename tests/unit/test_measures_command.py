"""The figures of the command line in each of their forms, and what is refused."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from carepath.__main__ import main
from carepath.measures import COLUMNS

RECORD = """case,event,occurred,provider,route,to,performance_status,result,pathway
a,referral,2025-01-06,RK5,usc,,,,og
a,told,2025-01-30,RK5,,,,,og
a,treatment,2025-03-09,RK5,,,,,og
b,referral,2025-01-06,RK5,usc,,,,og
b,treatment,2025-03-10,RX1,,,,,og
c,referral,2025-02-10,RK5,screening,,,,lung
c,treatment,2025-03-10,RK5,,,,,lung
d,referral,2025-02-10,RK5,usc,,,,elsewhere
"""


@pytest.fixture
def record(tmp_path: Path) -> str:
    file = tmp_path / "events.csv"
    file.write_text(RECORD, "utf-8")
    return str(file)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(("measures", *words))
    said = capsys.readouterr()
    return status, said.out, said.err


def test_figures_of_several_definitions_are_divided_by_site(record: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("og", "lung", record, "--from", "2025-03", "--to", "2025-03", "--by", "site", "--format", "csv")
    status, out, err = run(capsys, *words)
    rows = [row for row in csv.DictReader(StringIO(out)) if row["measure"] == "standard"]
    assert status == 3
    assert "case 'd' is left out (1 rows): it is for elsewhere" in err
    assert {(row["standard"], row["site"]): (row["denominator"], row["numerator"], row["percent"]) for row in rows} == {
        ("62_COMBINED", "Lung"): ("1", "1", "100"),
        ("62_COMBINED", "Oesophago-gastric"): ("2", "1", "50"),
    }


def test_the_forms_hold_the_same(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("og", record, "--to", "2025-03", "--by", "month,provider")
    _, text, _ = run(capsys, *words, "--format", "csv")
    _, plain, _ = run(capsys, *words, "--format", "json")
    run(capsys, *words, "--format", "parquet", "-o", str(tmp_path / "m.parquet"))
    rows = json.loads(plain)["measures"]
    table = pq.read_table(tmp_path / "m.parquet")
    assert list(rows[0]) == table.column_names == next(csv.reader(StringIO(text))) == list(COLUMNS)
    assert table.to_pylist() == rows
    assert len(list(csv.DictReader(StringIO(text)))) == len(rows)
    assert {row["month"] for row in rows if row["standard"] == "FDS" and row["measure"] == "standard"} == {"2025-01"}


def test_a_hidden_number_is_a_star_for_people_and_nothing_for_machines(
    record: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("og", record, "--from", "2025-03", "--to", "2025-03", "--suppress", "5")
    _, text, _ = run(capsys, *words)
    assert "*" in text
    _, plain, _ = run(capsys, *words, "--format", "json")
    (row,) = (
        row for row in json.loads(plain)["measures"]
        if (row["measure"], row["standard"]) == ("standard", "62_COMBINED")
    )  # fmt: skip
    assert (row["denominator"], row["numerator"], row["percent"], row["reached"]) == (None, None, None, None)
    assert row["suppressed"] is True


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "2025-13"), "'2025-13' is not a month such as 2025-01"),
        (("--to", "2025-03", "--from", "2025-04"), "--from 2025-04 comes after --to 2025-03"),
        (("--to", "2025-03", "--by", "provder"), "cannot divide by 'provder'; did you mean provider?"),
        (("--to", "2025-03", "--suppress", "1"), "'1' is not a whole number from 2 to 1000"),
        (("--to", "2025-03", "--submitted", "soon"), "'soon' is not a time such as '25 working days' or '6 weeks'"),
        (("--to", "2025-03", "--format", "parquet"), "give -o FILE.parquet"),
        (("--to", "2035-03", "--submitted", "25 working days"), "the day of submission is not known"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    record: str, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "og", record, *words)
    assert (status, out) == (2, "")
    assert said in err


def test_a_record_that_names_no_pathway_goes_by_the_only_one_that_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "events.csv"
    file.write_text("case,event,occurred,route\na,referral,2025-01-06,usc\na,told,2025-01-30,\n", "utf-8")
    status, out, _ = run(capsys, "og", str(file), "--to", "2025-01", "--format", "json")
    assert status == 0
    assert [row["denominator"] for row in json.loads(out)["measures"] if row["standard"] == "FDS"] == [1]
    status, _, err = run(capsys, "og", "lung", str(file), "--to", "2025-01")
    assert (status, "it names no pathway" in err) == (3, True)


def test_charts_are_drawn_beside_the_table(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "charts"
    words = ("og", "lung", record, "--to", "2025-03", "--by", "provider", "--charts", str(folder))
    _, out, err = run(capsys, *words)
    assert "62_COMBINED" in out
    assert "v12-2023-62_COMBINED.svg" in {file.name for file in folder.iterdir()}
    assert f"{folder}: " in err


def test_charts_of_other_divisions_are_refused_before_anything_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "og", "nowhere.csv", "--to", "2025-03", "--by", "site", "--charts", "charts")
    assert (status, out) == (2, "")
    assert "--by month or --by provider" in err
