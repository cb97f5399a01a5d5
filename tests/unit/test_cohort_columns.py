"""A cohort read in columns: which rows need no entry, and pieces that are judged at once, killed and begun again."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from carepath import Calendar, Entry, Pathway, evaluate, library
from carepath.cohort import replay, replays
from carepath.cohort.abreast import in_turn
from carepath.cohort.columns import TABLES, of_assessments
from carepath.cohort.grouping import distinct, groups
from carepath.cohort.intake import chunks, files, pieces
from carepath.cohort.intake.ids import of_rows
from carepath.cohort.intake.parts import Part, part
from carepath.cohort.writing import folder
from carepath.rows import cases

DAY = date(2016, 11, 2)
EVENTS = ("referral_received", "triaged", "endoscopy_performed", "clinic_seen", "told_no_cancer")
COLUMNS = {
    "case": pa.string(), "id": pa.string(), "kind": pa.string(), "event": pa.string(), "occurred": pa.date32(),
    "recorded": pa.timestamp("us"), "target": pa.string(), "data.code": pa.string(), "data.subject": pa.string(),
    "data.reason": pa.string(),
}  # fmt: skip
Row = dict[str, object]


@pytest.fixture(scope="module")
def og() -> Pathway:
    return library.find("og@1.1.0")


def rows(count: int) -> list[Row]:
    """Return cases of a few events each, told on the evening of their day."""
    found: list[Row] = []
    for number in range(count):
        for place, event in enumerate(EVENTS):
            day = date(2016, 1, 4) + timedelta(days=number % 90 + place * (1 + number % 9))
            found.append({"case": f"c{number:04d}", "id": f"c{number}e{place}", "event": event, "occurred": day,
                          "recorded": datetime(day.year, day.month, day.day, 20)})  # fmt: skip
    return found


def correction(kind: str, of: Row, days: int, **more: object) -> Row:
    """Return a correction of an event some days later, by another day of occurring."""
    occurred, recorded = of["occurred"], of["recorded"]
    assert isinstance(occurred, date)
    assert isinstance(recorded, datetime)
    own = {**of, "kind": kind, "id": f"{of['id']} {kind}", "target": of["id"], "recorded": recorded + timedelta(days)}
    return {**own, "occurred": occurred - timedelta(days=1), **more}


def table(given: Iterable[Row]) -> pa.Table:
    lines = list(given)
    return pa.table({name: pa.array([row.get(name) for row in lines], kind) for name, kind in COLUMNS.items()})


def read(pathway: Pathway, given: Iterable[Row]) -> Part:
    return part("table", table(given), pathway.id, pathway.zone)


def by_case(tables: Mapping[str, pa.Table]) -> dict[str, list[dict[str, object]]]:
    found = {name: sorted(each.to_pylist(), key=lambda row: str(row["case"])) for name, each in tables.items()}
    for row in found["cases"]:
        del row["engine"]
    return found


def one_by_one(pathway: Pathway, given: pa.Table, known_at: datetime | None) -> dict[str, list[dict[str, object]]]:
    """Return what the reference engine says of the entries that the rows are."""
    columns = {name: given.column(name).combine_chunks() for name in given.column_names}
    read = of_rows("table", columns, range(given.num_rows), range(given.num_rows))
    calendar = Calendar.named(pathway.calendar)
    logs = cases(entry for entry in read if isinstance(entry, Entry)).values()
    return by_case(
        of_assessments(pathway.zone, ((evaluate(pathway, calendar, log, DAY, known_at), "reference") for log in logs))
    )


def test_plain_corrections_and_notes_need_no_entries(og: Pathway) -> None:
    given = rows(3)
    given += [correction("replace", given[1], 3), correction("retract", given[7], 2), correction("note", given[12], 1)]
    found = read(og, given)
    assert not found.odd.any()
    assert (found.corrections.replaced.tolist(), found.corrections.replacing.tolist()) == ([1], [15])
    assert (found.corrections.retracted.tolist(), found.corrections.retracting.tolist()) == ([7], [16])
    assert [(case, note.id) for case, note in found.notes] == [(2, "c2e2 note")]


def test_written_days_are_read_in_columns_and_what_is_none_by_itself(og: Pathway) -> None:
    given = table(rows(3))
    for name in ("occurred", "recorded"):
        given = given.set_column(given.column_names.index(name), name, given.column(name).cast(pa.string()))
    assert not part("table", given, og.id, og.zone).odd.any()
    words = given.column("occurred").to_pylist()
    words[7] = "soon"
    given = given.set_column(given.column_names.index("occurred"), "occurred", pa.array(words, pa.string()))
    assert part("table", given, og.id, og.zone).odd.tolist() == [5 <= place < 10 for place in range(15)]


UNUSUAL = {
    "a second correction": [correction("replace", rows(1)[1], 2), correction("retract", rows(1)[1], 3)],
    "a correction of a correction": [
        correction("replace", rows(1)[1], 2), correction("replace", rows(1)[1], 3, id="again", target="c0e1 replace"),
    ],
    "a correction told before the event": [correction("replace", rows(1)[1], -2)],
    "a correction of nothing": [correction("retract", rows(1)[1], 2, target="nowhere")],
    "a correction of itself": [correction("replace", rows(1)[1], 2, target="c0e1 replace")],
    "a retracted note": [correction("note", rows(1)[1], 2), correction("retract", rows(1)[1], 3, target="c0e1 note")],
    "an id sent twice": [rows(1)[1]],
    "a pin": [correction("pin", rows(1)[1], 2)],
    "a correction that nobody recorded": [correction("replace", rows(1)[1], 2, recorded=None)],
    "no kind that there is": [correction("replaces", rows(1)[1], 2)],
}  # fmt: skip


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_takes_its_case_and_no_other_to_entries(og: Pathway, name: str) -> None:
    given = [*rows(2), *UNUSUAL[name]]
    assert read(og, given).odd.tolist() == [row["case"] == "c0000" for row in given]


def test_a_case_of_the_same_ids_is_not_corrected(og: Pathway) -> None:
    given = [{**row, "id": str(row["id"])[2:]} for row in rows(2)]
    found = read(og, [*given, correction("replace", given[6], 3)])
    assert found.corrections.replaced.tolist() == [6]


@pytest.mark.parametrize(
    "known_at", [None, datetime(2016, 1, 20), datetime(2016, 2, 14), datetime(2016, 4, 1)], ids=str
)
def test_corrected_cases_stand_as_the_reference_engine_has_them(og: Pathway, known_at: datetime | None) -> None:
    drawn, given = random.Random(7), rows(40)
    notes = {"data.code": "late", "data.subject": "cancer_told", "data.reason": "agreed"}
    for row in list(given):
        kind = drawn.choice(("replace", "retract", "note", "event", "event", "event"))
        if kind != "event":
            given.append(correction(kind, row, drawn.randint(0, 30), **(notes if kind == "note" else {})))
    drawn.shuffle(given)
    assert not read(og, given).odd.any()
    assert by_case(replay(og, table(given), DAY, known_at).tables()) == one_by_one(og, table(given), known_at)


def test_values_that_no_entry_can_hold_leave_their_row_out(og: Pathway) -> None:
    given = table(rows(2)).append_column("data.share", pa.array([1.5, float("inf"), *[None] * 8]))
    result = replay(og, given, DAY)
    assert [each.row for each in result.left_out] == [2]
    assert by_case(result.tables()) == one_by_one(og, given, None)


def test_a_case_with_very_many_events_of_a_day_is_put_in_order(og: Pathway, monkeypatch: pytest.MonkeyPatch) -> None:
    given = rows(3)
    day = given[0]["occurred"]
    given += [{**row, "id": f"{row['id']} again", "occurred": day} for row in given[:15]]
    given.reverse()
    expected = by_case(replay(og, table(given), DAY).tables())
    monkeypatch.setattr(chunks, "LONG", 2)
    assert by_case(replay(og, table(given), DAY).tables()) == expected == one_by_one(og, table(given), None)


@pytest.mark.parametrize("order", ["case", "occurred"])
def test_the_result_is_the_same_whatever_the_number_of_threads(
    og: Pathway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    given = table(rows(60))
    pq.write_table(given.sort_by(order), tmp_path / "events.parquet", row_group_size=90)
    monkeypatch.setattr(files, "ROWS", 180)
    monkeypatch.setattr(pieces, "PIECE", 40)
    written = []
    for threads in (1, 2, 3):
        monkeypatch.setattr(replays, "workers", lambda threads=threads: threads)
        result = replay(og, tmp_path / "events.parquet", DAY)
        result.write(tmp_path / "out")
        written.append({each.name: each.read_bytes() for each in sorted((tmp_path / "out").iterdir())})
        assert by_case(result.tables()) == one_by_one(og, given, None)
    assert written[0] == written[1] == written[2]
    assert len(written[0]) == len(TABLES) + 1


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "backwards in each group"])
def test_a_case_over_several_row_groups_stays_whole(
    og: Pathway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turned: bool
) -> None:
    given, size = table(rows(6)), 2
    groups = [given.slice(first, size) for first in range(0, given.num_rows, size)]
    some = [group.take(pa.array(range(len(group) - 1, -1, -1))) for group in groups] if turned else groups
    with pq.ParquetWriter(tmp_path / "events.parquet", given.schema) as writer:
        for group in some:
            writer.write_table(group)
    monkeypatch.setattr(files, "ROWS", 4)
    seen = [set(chunk.table.column("case").to_pylist()) for chunk in files.chunks(str(tmp_path / "events.parquet"), [])]
    assert sum(map(len, seen)) == len(set().union(*seen)) == 6
    result = replay(og, tmp_path / "events.parquet", DAY)
    assert by_case(result.tables()) == one_by_one(og, given, None)


def test_pieces_hold_whole_cases_and_every_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 8)
    for given in (table(rows(9)), table(rows(9)).sort_by("occurred"), table(rows(1) * 9)):
        cut = list(pieces.pieces(files.Chunk(given, np.arange(given.num_rows))))
        assert sorted(number for piece in cut for number in piece.numbers.tolist()) == list(range(given.num_rows))
        assert all(piece.table.equals(given.take(pa.array(piece.numbers, pa.int64()))) for piece in cut)
        held = [set(piece.table.column("case").to_pylist()) for piece in cut]
        assert sum(map(len, held)) == len(set().union(*held))


def test_work_comes_back_in_turn_and_little_is_begun_ahead() -> None:
    begun: list[int] = []

    def numbers() -> Iterable[int]:
        for number in range(9):
            begun.append(number)
            yield number

    found = in_turn(lambda number: number * number, numbers(), 2)
    assert [next(found), next(found)] == [0, 1]
    assert begun == [0, 1, 2, 3]
    assert list(found) == [4, 9, 16, 25, 36, 49, 64]


def test_work_that_fails_says_so_in_its_turn() -> None:
    found = in_turn(lambda number: 6 // number, [3, 2, 0, 1], 2)
    assert [next(found), next(found)] == [2, 3]
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_equal_rows_have_the_same_number() -> None:
    given = np.array([[1, -5], [7, 1 << 61], [1, -5], [1, -4], [7, 1 << 61]])
    numbers, firsts = groups(given)
    assert (numbers.tolist(), firsts.tolist()) == ([0, 1, 0, 2, 1], [0, 1, 3])
    each, places = distinct(np.array([5, 3, 5, -1]))
    assert (each.tolist(), places.tolist()) == ([5, 3, -1], [0, 1, 0, 2])
    assert [len(some) for some in groups(np.zeros((0, 2), np.int64))] == [0, 0]


def killed(arguments: list[str], out: Path) -> None:
    """Run the command and kill it when it has begun to write."""
    with subprocess.Popen([sys.executable, "-m", "carepath", *arguments], stdout=subprocess.DEVNULL) as run:
        until = time.monotonic() + 60
        while not (begun := list(out.parent.glob(f".{out.name}.*.part/cases.parquet"))):
            assert run.poll() is None, "the command ended before it was killed"
            assert time.monotonic() < until, "the command never began to write"
            time.sleep(0.005)
        run.send_signal(signal.SIGKILL)
    assert begun


def test_the_command_removes_what_a_killed_run_left(tmp_path: Path) -> None:
    pq.write_table(table(rows(150)), tmp_path / "events.parquet")
    out = tmp_path / "out"
    arguments = ["cohort", "og@1.1.0", str(tmp_path / "events.parquet"), "--as-of", "2016-11-02", "-o", str(out)]
    killed(arguments, out)
    assert not out.exists()
    assert len(list(tmp_path.glob(".out.*.part"))) == 1
    subprocess.run([sys.executable, "-m", "carepath", *arguments], check=True, stdout=subprocess.DEVNULL)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["events.parquet", "out"]
    assert pq.read_table(out / "cases.parquet").num_rows == 150


def test_what_a_run_that_still_lives_is_writing_stays(tmp_path: Path) -> None:
    with folder(tmp_path / "out") as first:
        with folder(tmp_path / "out") as second:
            assert first.exists()
        assert not second.exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out"]


def test_a_run_killed_between_its_renames_gives_the_earlier_result_back(tmp_path: Path) -> None:
    aside = tmp_path / ".out.abcd1234.old" / "out"
    aside.mkdir(parents=True)
    (aside / "replay.json").write_text("earlier")
    with pytest.raises(KeyboardInterrupt), folder(tmp_path / "out"):
        raise KeyboardInterrupt
    assert (tmp_path / "out" / "replay.json").read_text() == "earlier"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out"]
