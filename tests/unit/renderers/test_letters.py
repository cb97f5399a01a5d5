"""How wide text is, without a font: the widths of Liberation Sans, and lines that fit."""

import struct
from pathlib import Path

import carepath_renderers
import pytest
from carepath_renderers.layouts.letters import balanced, widest, width, wrapped

FONTS = Path(carepath_renderers.__file__).parent / "fonts"


def advances(file: Path) -> dict[str, int]:
    """Return the advance width of each letter of a TrueType font in thousandths of its size."""
    data = file.read_bytes()
    tables = {}
    for at in range(struct.unpack(">H", data[4:6])[0]):
        tag, _, offset, _ = struct.unpack(">4sIII", data[12 + 16 * at : 28 + 16 * at])
        tables[tag.decode()] = offset

    def short(at: int) -> int:
        return int(struct.unpack(">H", data[at : at + 2])[0])

    scale = short(tables["head"] + 18)
    count = short(tables["hhea"] + 34)
    wide = [short(tables["hmtx"] + 4 * at) for at in range(count)]
    begin = tables["cmap"]
    found: dict[str, int] = {}
    for at in range(short(begin + 2)):
        platform, encoding, offset = struct.unpack(">HHI", data[begin + 4 + 8 * at : begin + 12 + 8 * at])
        if (platform, encoding) != (3, 1):
            continue
        table = begin + offset
        parts = short(table + 6) // 2
        for part in range(parts):
            last, first = short(table + 14 + 2 * part), short(table + 16 + 2 * (parts + part))
            delta, ranged = short(table + 16 + 4 * parts + 2 * part), short(table + 16 + 6 * parts + 2 * part)
            for code in range(first, min(last, 0xFFFE) + 1):
                glyph = code + delta
                if ranged:
                    glyph = short(table + 16 + 6 * parts + 2 * part + ranged + 2 * (code - first))
                    glyph += delta if glyph else 0
                glyph &= 0xFFFF
                if glyph:
                    found[chr(code)] = round(wide[min(glyph, count - 1)] * 1000 / scale)
    return found


@pytest.mark.parametrize(("file", "bold"), [("LiberationSans-Regular.ttf", False), ("LiberationSans-Bold.ttf", True)])
def test_the_table_of_widths_is_that_of_the_shipped_font(file: str, bold: bool) -> None:
    known = advances(FONTS / file)
    letters = [chr(code) for code in (*range(32, 127), *range(0xC0, 0x100))] + list(
        "\u2013—\u2018\u2019“”•…†‡≤≥→·°±£€½\u00d7÷§"
    )
    assert {each: round(width(each, 1000.0, bold)) for each in letters} == {each: known[each] for each in letters}


def test_a_letter_nobody_measured_is_taken_as_wide_as_any() -> None:
    assert width("漢", 10.0) >= width("W", 10.0)


def test_lines_fit_their_room_and_lose_no_word() -> None:
    text = "Histology report within 7 days after gastroscopy with biopsies"
    for room in (40, 60, 90, 200):
        lines = wrapped(text, room, 8.0)
        assert " ".join(lines) == text
        assert all(width(line, 8.0) <= room for line in lines if " " in line)


def test_a_line_does_not_end_before_a_dagger_or_inside_a_day_or_a_jump() -> None:
    lines = wrapped("Telling the patient by day 28 † or else No → A at once", 60, 8.0)
    assert any("day 28 †" in line for line in lines)
    assert any("No → A" in line for line in lines)


def test_a_long_word_ends_a_line_at_its_hyphen() -> None:
    assert wrapped("CT-guided", 20, 8.0) == ("CT-", "guided")
    assert widest("CT-guided biopsy", 8.0) == width("guided", 8.0)


def test_balanced_lines_are_as_few_and_more_even() -> None:
    text = "Cancer diagnosis told to patient"
    plain, even = wrapped(text, 110, 8.0), balanced(text, 110, 8.0)
    assert len(even) == len(plain)
    assert max(width(line, 8.0) for line in even) <= max(width(line, 8.0) for line in plain)
