"""Parquet tables of events: types, damage, and what is refused."""

from __future__ import annotations

import builtins
import importlib
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from carepath.files import UnreadableLog
from carepath.intake import Log, read
from carepath.rows import Rejected

pa: Any = importlib.import_module("pyarrow")
pq: Any = importlib.import_module("pyarrow.parquet")


def log(tmp_path: Path, columns: dict[str, Any], **options: Any) -> Log:
    path = tmp_path / "e.parquet"
    pq.write_table(pa.table(columns), path, **options)
    return read(str(path))


def base(count: int = 1) -> dict[str, Any]:
    return {
        "case": [str(number) for number in range(count)],
        "event": ["ogd"] * count,
        "occurred": pa.array([date(2016, 9, 12)] * count),
    }


def test_days_and_instants_follow_the_types_of_their_columns(tmp_path: Path) -> None:
    when = datetime(2016, 9, 12, 10, 0, 0, 123456)
    assert log(tmp_path, base()).entries[0].occurred == date(2016, 9, 12)
    assert type(log(tmp_path, base()).entries[0].occurred) is date
    for unit in ("us", "ns"):
        found = log(tmp_path, base() | {"occurred": pa.array([when], pa.timestamp(unit))})
        assert found.entries[0].occurred == when
    aware = log(tmp_path, base() | {"recorded": pa.array([when], pa.timestamp("ns", tz="Europe/London"))}).entries[0]
    assert aware.recorded == datetime(2016, 9, 12, 11, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    text = log(tmp_path, base() | {"occurred": ["2016-09-12"]})
    assert text.entries[0].occurred == date(2016, 9, 12)


def test_data_keeps_its_types_and_nothing_is_absent(tmp_path: Path) -> None:
    columns: dict[str, Any] = {
        "i": pa.array([1]), "b": pa.array([True]), "f": pa.array([0.1]), "d": pa.array([Decimal("1.50")]),
        "day": pa.array([date(2016, 1, 2)]), "s": ["x"], "none": pa.array([None], pa.string()),
        "nan": pa.array([float("nan")]), "empty": [""], "null": pa.nulls(1),
        "dict": pa.array(["y"]).dictionary_encode(), "data.event": ["z"],
    }  # fmt: skip
    data = log(tmp_path, base() | columns).entries[0].data
    assert dict(data) == {
        "i": 1, "b": True, "f": Decimal("0.1"), "d": Decimal("1.50"), "day": date(2016, 1, 2), "s": "x", "dict": "y",
        "event": "z",
    }  # fmt: skip


def test_rows_that_cannot_be_read_leave_out_themselves_only(tmp_path: Path) -> None:
    columns = base(3) | {"case": ["1", None, "NA"]}
    found = log(tmp_path, columns)
    assert [entry.case for entry in found.entries] == ["1", "NA"]
    assert found.rejected == (Rejected(str(tmp_path / "e.parquet"), 2, "'case' is empty"),)


def test_an_impossible_instant_leaves_out_its_row_only(tmp_path: Path) -> None:
    columns = base(2) | {"occurred": pa.array([1 << 62, 0], pa.timestamp("us"))}
    found = log(tmp_path, columns)
    assert len(found.entries) == 1
    assert found.rejected[0].reason == "'occurred' holds a value that cannot be read"


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ({"tags": [["a", "b"]]}, "column 'tags' holds lists or objects"),
        ({"who": [{"a": 1}]}, "column 'who' holds lists or objects"),
        ({"raw": [b"x"]}, "column 'raw' holds values of type binary"),
    ],
)
def test_columns_that_are_not_plain_are_refused(tmp_path: Path, column: dict[str, Any], said: str) -> None:
    with pytest.raises(UnreadableLog, match=said):
        log(tmp_path, base() | column)


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableLog, match="there is no column occurred"):
        log(tmp_path, {"case": ["1"], "event": ["a"]})


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1", b"case,event"])
def test_what_is_no_table_is_one_clear_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "e.parquet").write_bytes(content)
    with pytest.raises(UnreadableLog, match="not a Parquet file"):
        read(str(tmp_path / "e.parquet"))


def test_a_damaged_row_group_is_counted_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "e.parquet"
    columns = base(300) | {"id": [f"entry-{number:05}" for number in range(300)]}
    pq.write_table(pa.table(columns), path, row_group_size=100, compression="NONE", use_dictionary=False)
    content = bytearray(path.read_bytes())
    place = pq.ParquetFile(path).metadata.row_group(1).column(3).data_page_offset
    content[place : place + 40] = b"\xff" * 40
    path.write_bytes(content)
    found = read(str(path))
    assert len(found.entries) == 200
    assert (found.rejected[0].row, found.left_out) == (101, 100)
    assert found.rejected[0].reason == "this part of the table is damaged"


def test_many_row_groups_keep_the_numbers_of_their_rows(tmp_path: Path) -> None:
    columns = base(50) | {"event": ["a"] * 45 + [""] + ["a"] * 4}
    assert log(tmp_path, columns, row_group_size=20).rejected[0].row == 46


def test_without_pyarrow_the_command_that_installs_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq.write_table(pa.table(base()), tmp_path / "e.parquet")
    real = builtins.__import__

    def no_arrow(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_arrow)
    with pytest.raises(UnreadableLog, match=r"pip install 'carepath\[cohort\]'"):
        read(str(tmp_path / "e.parquet"))
