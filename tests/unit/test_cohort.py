"""A cohort in columns: every bundled worked case as the reference has it, and files in any order, split or damaged."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from carepath import Calendar, Entry, Pathway, evaluate, library
from carepath.__main__ import main
from carepath.cases.casebook import casebooks, found
from carepath.cohort import Result, replay
from carepath.cohort.columns import TABLES, of_assessments, schemas
from carepath.cohort.intake import files
from carepath.cohort.intake.ids import Ids, of_rows
from carepath.rows import Rejected

ROOT = Path(__file__).parents[2]
DAY = date(2016, 11, 2)
Tables = dict[str, list[dict[str, Any]]]


def plain(tables: Any) -> Tables:
    """Return the rows of each table by case, without the name of the engine."""
    rows: Tables = {name: sorted(table.to_pylist(), key=lambda row: row["case"]) for name, table in tables.items()}
    for row in rows["cases"]:
        del row["engine"]
    return rows


def by_reference(pathway: Pathway, logs: dict[str, list[Entry]], as_of: Any, known_at: Any = None) -> Tables:
    calendar = Calendar.named(pathway.calendar)
    assessed = [(evaluate(pathway, calendar, logs[case], as_of, known_at), "reference") for case in sorted(logs)]
    return plain(of_assessments(pathway.zone, assessed))


def bundled() -> dict[str, tuple[Pathway, dict[tuple[Any, Any], dict[str, list[Entry]]]]]:
    """Return the worked cases of each definition by the day and the knowledge they are asked at."""
    asked: dict[str, tuple[Pathway, dict[tuple[Any, Any], dict[str, list[Entry]]]]] = {}
    for book in casebooks(found(ROOT / "pathways" / "cases")):
        for number, case in enumerate(book.cases):
            pathway = book.pathway(case.entries)
            groups = asked.setdefault(pathway.name, (pathway, defaultdict(dict)))[1]
            name = f"{Path(book.file).name} {number:03d}"
            for question in case.questions:
                entries = [replace(entry, case=name) for entry in case.entries]
                groups[question.as_of, question.known_at][name] = entries
    return asked


BUNDLED = bundled()


@pytest.mark.parametrize("name", BUNDLED)
def test_every_worked_case_stands_in_columns_as_the_reference_engine_has_it(name: str) -> None:
    pathway, groups = BUNDLED[name]
    for (as_of, known_at), logs in groups.items():
        result = replay(pathway, [entry for log in logs.values() for entry in log], as_of, known_at)
        assert plain(result.tables()) == by_reference(pathway, logs, as_of, known_at)
        assert result.by_reference == {}


@pytest.fixture(scope="module")
def og() -> Pathway:
    return library.find("og@1.1.0")


def table(cases: int, ids: bool = False) -> pa.Table:
    """Return a year of made-up cases: referred, triaged, seen, some twice or the wrong way round."""
    events = ("referral_received", "triaged", "endoscopy_performed", "clinic_seen", "told_no_cancer")
    rows = []
    for number in range(cases):
        for place, event in enumerate(events):
            day = date.fromordinal(date(2016, 1, 4).toordinal() + number % 200 + place * (1 + number % 9))
            rows.append((f"c{number:05d}", event, day, ("RX1", "RA9", None)[(number + place) % 3]))
            if number % 7 == 0:
                rows.append(rows[-1])
    columns = dict(zip(("case", "event", "occurred", "provider"), map(list, zip(*rows, strict=True)), strict=True))
    if ids:
        columns["id"] = [f"e{place}" for place in range(len(rows))]
    return pa.table(columns)


def entries_of(path: Path) -> dict[str, list[Entry]]:
    from carepath.intake import read
    from carepath.rows import cases

    return cases(read(str(path)).entries)


def test_a_file_says_what_its_rows_say_one_by_one(og: Pathway, tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    pq.write_table(table(60), path)
    assert plain(replay(og, path, DAY).tables()) == by_reference(og, entries_of(path), DAY)


@pytest.mark.parametrize("kind", [pa.timestamp("s"), pa.timestamp("ns"), pa.timestamp("us", "Europe/London")], ids=str)
def test_rows_without_an_id_are_named_by_their_content_as_entries_are(kind: pa.DataType) -> None:
    day = date(2016, 1, 4)
    rows = {
        "case": pa.array(["a", "a", "b", "c'\"é"]),
        "event": pa.array(["x", "x", "y", "z"]).dictionary_encode(),
        "occurred": pa.array([datetime(2016, 1, 4, 9, 30)] * 4).cast(kind),
        "recorded": pa.array([None, None, datetime(2016, 1, 5), None], pa.timestamp("us", "UTC")),
        "status": pa.array([None, None, "planned", "done"]),
        "provider": pa.array([None, None, " ", "R"]),
        "patient": pa.array([1, 1, None, 3]),
        "share": pa.array([1.5, 1.5, float("nan"), None]),
        "data.event": pa.array([True, True, None, False]),
        "told": pa.array(["", "", " ", "q"]),
        "nothing": pa.nulls(4),
        "planned": pa.array([day, day, None, None]),
    }
    entries = of_rows("rows", rows, range(4), range(4))
    assert list(Ids("rows", rows, 4)[:]) == [entry.id for entry in entries if isinstance(entry, Entry)]


def test_the_order_of_rows_makes_no_difference(og: Pathway) -> None:
    events = table(40, ids=True)
    turned = events.take(pa.array(range(events.num_rows - 1, -1, -1)))
    assert plain(replay(og, turned, DAY).tables()) == plain(replay(og, events, DAY).tables())


def test_instants_and_what_was_known_are_read_from_columns(og: Pathway) -> None:
    events = table(30, ids=True)
    occurred = [
        datetime.combine(day, time(9 + place % 5))
        for place, day in enumerate(events.column("occurred").to_pylist())
        if day is not None
    ]
    recorded = [moment.replace(hour=20) for moment in occurred]
    timed = events.set_column(2, "occurred", pa.array(occurred)).append_column("recorded", pa.array(recorded))
    logs: dict[str, list[Entry]] = defaultdict(list)
    for row in timed.to_pylist():
        logs[row["case"]].append(
            Entry(case=row["case"], id=row["id"], event=row["event"], occurred=row["occurred"],
                  recorded=row["recorded"], provider=row["provider"])
        )  # fmt: skip
    known = datetime(2016, 3, 1, 12)
    assert plain(replay(og, timed, DAY, known).tables()) == by_reference(og, logs, DAY, known)


@pytest.mark.parametrize("order", ["by case", "by day"])
def test_a_file_larger_than_a_chunk_gives_the_same(
    og: Pathway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    events = table(80, ids=True)
    events = events.sort_by("case" if order == "by case" else "occurred")
    path = tmp_path / "events.parquet"
    pq.write_table(events, path, row_group_size=37)
    expected = plain(replay(og, events, DAY).tables())
    monkeypatch.setattr(files, "ROWS", 100)
    seen: list[tuple[int, int]] = []
    result = replay(og, path, DAY, progress=lambda done, total: seen.append((done, total)))
    assert plain(result.tables()) == expected
    assert len(seen) > 2
    assert seen[-1] == (events.num_rows, events.num_rows)


def damaged(path: Path, events: pa.Table) -> int:
    """Write a file whose second row group of two is broken; return the rows of the first."""
    first = events.num_rows // 2
    pq.write_table(events, path, row_group_size=first + events.num_rows % 2, compression="none", use_dictionary=False)
    group = pq.read_metadata(path).row_group(1)
    with path.open("r+b") as stream:
        stream.seek(group.column(1).data_page_offset)
        stream.write(b"\xff" * 40)
    return int(pq.read_metadata(path).row_group(0).num_rows)


def test_a_damaged_row_group_is_named_and_the_rest_is_judged(og: Pathway, tmp_path: Path) -> None:
    events = table(20, ids=True)
    whole = damaged(tmp_path / "events.parquet", events)
    result = replay(og, tmp_path / "events.parquet", DAY)
    assert result.left_out == (
        Rejected(str(tmp_path / "events.parquet"), whole + 1, "this part of the table is damaged",
                 events.num_rows - whole),
    )  # fmt: skip
    assert plain(result.tables()) == plain(replay(og, events.slice(0, whole), DAY).tables())


def test_rows_that_cannot_be_read_are_left_out_with_a_reason(og: Pathway) -> None:
    events = pa.table({
        "case": ["a", None, "b"], "event": ["referral_received"] * 3, "occurred": [date(2016, 1, 4)] * 3,
        "kind": ["event", "event", "evnt"],
    })  # fmt: skip
    result = replay(og, events, DAY)
    assert result.cases.column("case").to_pylist() == ["a"]
    assert [each.row for each in result.left_out] == [2, 3]


def test_the_reference_names_every_column() -> None:
    page = (ROOT / "docs" / "reference" / "cohort.md").read_text("utf-8")
    sections = {part.split("\n", 1)[0]: part for part in page.split("\n## ")}
    missing = [
        f"{name}.{column}"
        for name, schema in schemas("Europe/London").items()
        for column in schema.names
        if f"`{column}`" not in sections[name]
    ]
    assert missing == []


def test_no_rows_give_empty_tables(og: Pathway) -> None:
    result = replay(og, table(1).slice(0, 0), DAY)
    assert [len(each) for each in result.tables().values()] == [0] * len(TABLES)


def test_a_result_is_written_whole_and_takes_the_place_of_an_earlier_one(og: Pathway, tmp_path: Path) -> None:
    result: Result = replay(og, table(3), DAY)
    for _ in range(2):
        result.write(tmp_path / "out")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out"]
    written = {name: pq.read_table(tmp_path / "out" / f"{name}.parquet") for name in TABLES}
    assert plain(written) == plain(result.tables())
    about = json.loads((tmp_path / "out" / "replay.json").read_text())
    assert (about["pathway"], about["as_of"], about["rows"]["cases"]) == ("og", "2016-11-02", 3)


def test_a_folder_with_other_files_is_never_replaced(og: Pathway, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("keep me")
    with pytest.raises(FileExistsError):
        replay(og, table(1), DAY).write(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]


def test_the_command_writes_the_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pq.write_table(table(5), tmp_path / "events.parquet")
    out = tmp_path / "out"
    assert main(["cohort", "og@1.1.0", str(tmp_path / "events.parquet"), "--as-of", "2016-11-02", "-o", str(out)]) == 0
    assert "5 cases" in capsys.readouterr().out
    assert pq.read_table(out / "cases.parquet").num_rows == 5


def test_the_command_says_which_rows_were_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damaged(tmp_path / "events.parquet", table(20, ids=True))
    arguments = ["cohort", "og@1.1.0", str(tmp_path / "events.parquet"), "--as-of", "2016-11-02", "-o"]
    assert main([*arguments, str(tmp_path / "out")]) == 3
    assert "this part of the table is damaged" in capsys.readouterr().err


def test_the_command_asks_for_one_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["cohort", "og", "events.parquet", "--as-of", "2016-11-02", "-o", str(tmp_path / "out")]
    assert main(arguments) == 2
    assert "og@1.1.0" in capsys.readouterr().err


def test_a_run_that_is_killed_leaves_no_result(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from carepath.cohort.writing import folder\n"
        "with folder(Path(sys.argv[1])) as temporary:\n"
        "    (temporary / 'cases.parquet').write_bytes(b'half')\n"
        "    print('begun', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "out")], stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "begun\n"
        run.send_signal(signal.SIGKILL)
    assert not (tmp_path / "out").exists()
