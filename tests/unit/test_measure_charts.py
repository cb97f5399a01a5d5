"""Charts of measures: which standards are drawn, what they say, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from carepath.commands.charts import can_be_drawn, drawn
from carepath.commands.options import Misuse
from carepath.measures import Dimension, Figure, Head, Measure

STANDARD = Head("standard", "v12-2023", "62_COMBINED")
MONTHS = ("2025-01", "2025-02", "2025-03", "2025-04")


def measure(head: Head, by: Dimension, place: str, within: Fraction | int, of: Fraction | int) -> Measure:
    return Measure(
        head, "Referral to treatment", ((by, place),), Figure(Fraction(of), Fraction(within)), Fraction(17, 20)
    )


def months(head: Head = STANDARD) -> list[Measure]:
    return [measure(head, "month", name, 60 + place, 80) for place, name in enumerate(MONTHS)]


def test_months_are_one_chart_for_each_standard(tmp_path: Path) -> None:
    other = Head("standard", "v12-2023", "FDS")
    files = drawn([*months(), *months(other)], ("month",), tmp_path / "new")
    assert [file.name for file in files] == ["v12-2023-62_COMBINED.svg", "v12-2023-FDS.svg"]
    text = files[0].read_text("utf-8")
    assert "Referral to treatment" in text
    assert "Standard 85%" in text
    assert all(name in text for name in (MONTHS[0], MONTHS[-1]))


def test_only_standards_are_drawn(tmp_path: Path) -> None:
    assert drawn(months(Head("phase-38", "v12-2023", "62_COMBINED")), ("month",), tmp_path) == ()


def test_two_months_are_too_few(tmp_path: Path) -> None:
    assert drawn(months()[:2], ("month",), tmp_path) == ()


def test_providers_stand_beside_each_other_with_whole_patients(tmp_path: Path) -> None:
    found = [
        measure(STANDARD, "provider", "RX1", Fraction(59, 2), Fraction(67, 2)),
        measure(STANDARD, "provider", "RK5", 5, 40),
    ]
    (file,) = drawn(found, ("provider",), tmp_path)
    assert "RK5" in file.read_text("utf-8")


def test_a_hidden_number_is_not_drawn(tmp_path: Path) -> None:
    hidden = Measure(STANDARD, "Referral", (("provider", "RK5"),), Figure(Fraction(3), Fraction(2)), None, None,
                     frozenset({"numerator"}))  # fmt: skip
    assert drawn([hidden], ("provider",), tmp_path) == ()


@pytest.mark.parametrize("by", [("month", "provider"), ("site",), ()])
def test_other_divisions_are_refused(by: tuple[Dimension, ...], tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="--by month or --by provider"):
        can_be_drawn(by, None, tmp_path)


def test_months_with_hidden_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="--suppress"):
        can_be_drawn(("month",), 5, tmp_path)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "charts").touch()
    with pytest.raises(Misuse, match="into a folder, and this is a file"):
        can_be_drawn(("month",), None, tmp_path / "charts")
