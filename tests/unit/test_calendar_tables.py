"""The page on the tables that come with the package says what they hold, and `doctor` says until when."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from carepath.__main__ import main
from carepath.calendar import Calendar

DATA = files("carepath") / "data"
ROW = re.compile(
    r"\| `bank_holidays_(?P<name>\w+)\.csv` \| (?P<version>\d+) \| (?P<first>\S+) to (?P<last>\S+) \| \S.*\|"
)


def test_the_page_on_the_tables_says_from_when_to_when_each_reaches() -> None:
    rows = {row["name"]: row for row in ROW.finditer((DATA / "README.md").read_text("utf-8"))}
    tables = {file.name for file in DATA.iterdir() if file.name.startswith("bank_holidays_")}
    assert tables == {f"bank_holidays_{name}.csv" for name in rows}
    for name, row in rows.items():
        calendar = Calendar.named(name)
        assert (row["first"], row["last"]) == (str(calendar.first), str(calendar.last))


def test_doctor_shows_until_when_bank_holidays_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor"])
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("bank holidays"))
    assert str(Calendar.england().last) in line
    assert "calendar-ends" in line
