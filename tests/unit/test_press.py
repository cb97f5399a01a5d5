"""Pictures on paper: tagged, with a text alternative, in the type that ships, and the same bytes each time."""

import hashlib
import re
import struct
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from carepath_renderers import press
from carepath_renderers.glyphs import UNKNOWN, legible, legible_svg
from carepath_renderers.press import CannotPrint

PICTURE = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="595pt" height="842pt" viewBox="0 0 595 842">
<rect x="20" y="20" width="555" height="802" fill="#e8edee"/>
<text x="40" y="60" font-family="Arial, Liberation Sans" font-size="12">Referral → clinic by day 7 †</text>
<text x="40" y="90" font-family="Liberation Sans" font-weight="bold" font-size="12">#panic("no") &amp; $x$</text>
</svg>"""
WIDE = PICTURE.replace('width="595pt" height="842pt"', 'width="420mm" height="297mm"')


def pdf(*svgs: str, alt: str = "A flow chart", stamp: date | None = None, mark: str = "") -> bytes:
    return press.to_pdf(svgs, title="A pathway", alts=[alt] * len(svgs), stamp=stamp, mark=mark)


def test_a_pdf_says_that_it_is_accessible_and_holds_what_that_asks_for() -> None:
    made = pdf(PICTURE)
    assert made.startswith(b"%PDF-1.")
    for part in (b"/MarkInfo<</Marked true", b"/StructTreeRoot", b"/Lang(en-GB)", b"/DisplayDocTitle true"):
        assert part in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/S/Figure" in made
    assert b"/Alt(A flow chart)" in made


def test_each_sheet_is_a_page_of_its_own_size() -> None:
    boxes = re.findall(rb"/MediaBox\[0 0 ([0-9.]+) ([0-9.]+)\]", pdf(PICTURE, WIDE))
    assert [(round(float(width)), round(float(height))) for width, height in boxes] == [(595, 842), (1191, 842)]


def test_a_pdf_is_the_same_bytes_each_time_and_its_day_is_an_argument() -> None:
    dated = pdf(PICTURE, stamp=date(2026, 10, 1))
    assert dated == pdf(PICTURE, stamp=date(2026, 10, 1))
    assert b"/CreationDate(D:20261001000000" in dated
    undated = pdf(PICTURE)
    assert undated == pdf(PICTURE)
    assert b"CreationDate" not in undated


def test_the_definition_stands_among_the_keywords() -> None:
    assert b"<pdf:Keywords>og@1.1.0 abc123</pdf:Keywords>" in pdf(PICTURE, mark="og@1.1.0 abc123")


def test_only_the_type_that_ships_is_used() -> None:
    names = set(re.findall(rb"/FontName/[A-Z]{6}\+([A-Za-z-]+)", pdf(PICTURE)))
    assert names == {b"LiberationSans", b"LiberationSans-Bold"}


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_picture_without_a_text_alternative_is_refused(alt: str) -> None:
    with pytest.raises(ValueError, match="text alternative"):
        pdf(PICTURE, alt=alt)


def test_a_picture_is_drawn_at_200_dots_to_the_inch() -> None:
    made = press.to_png(WIDE)
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack_from(">II", made, 16)
    assert (width, height) == (round(420 / 25.4 * 200), round(297 / 25.4 * 200))
    assert made == press.to_png(WIDE)


@pytest.mark.parametrize(
    ("given", "points"),
    [
        ('width="210mm" height="297mm"', (595.28, 841.89)),
        ('width="96" height="48px"', (72, 36)),
        ('width="2in" height="72pt"', (144, 72)),
        ('viewBox="0 0 96 48"', (72, 36)),
    ],
)
def test_a_picture_is_as_large_as_it_says(given: str, points: tuple[float, float]) -> None:
    measured = press.size(f'<svg xmlns="http://www.w3.org/2000/svg" {given}></svg>')
    assert measured == pytest.approx(points, abs=0.01)


def test_a_picture_can_load_no_file() -> None:
    linked = PICTURE.replace("<rect", '<image href="../../pyproject.toml" width="9" height="9"/><rect')
    with pytest.raises(CannotPrint, match="the page cannot be set"):
        pdf(linked)


def test_a_letter_that_the_type_lacks_becomes_a_box_and_the_page_is_still_set() -> None:
    assert legible("Naïve † → ≥ £ — “é” 漢 ✓") == f"Naïve † → ≥ £ — “é” {UNKNOWN} {UNKNOWN}"
    assert legible_svg("&#8224; &#28450; &#x6f22; &amp;") == f"&#8224; {UNKNOWN} {UNKNOWN} &amp;"
    assert pdf(PICTURE.replace("clinic", "漢 ✓ &#128512;"))


def test_a_missing_typst_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(CannotPrint, match=re.escape("pip install 'carepath[pictures]'")):
        pdf(PICTURE)


def test_the_type_is_what_its_notice_says_and_comes_with_its_licence() -> None:
    notice = (press.fonts() / "README.md").read_text("utf-8")
    for font in sorted(press.fonts().glob("*.ttf")):
        assert f"| {font.name} | `{hashlib.sha256(font.read_bytes()).hexdigest()}` |" in notice
    licence = (press.fonts() / "OFL.txt").read_text("utf-8")
    assert "with Reserved Font Name Liberation" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_type_is_found_from_any_folder(tmp_path: Path) -> None:
    said = "import carepath_renderers.press as press; print(sorted(path.name for path in press.fonts().glob('*.ttf')))"
    run = subprocess.run([sys.executable, "-c", said], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['LiberationSans-Bold.ttf', 'LiberationSans-Regular.ttf']"
