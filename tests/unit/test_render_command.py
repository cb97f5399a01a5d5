"""`carepath render`: pictures whole or not at all, up to date or not, and one clear sentence where none can be made."""

import sys
from contextlib import nullcontext
from datetime import date
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from carepath import Calendar, evaluate, library
from carepath.__main__ import main
from carepath.cohort.columns import of_assessments
from carepath.commands import pictures
from carepath.intake import read
from carepath.rows import cases
from carepath_renderers.views.extract import view
from carepath_renderers.views.telling import listed

ROOT = Path(__file__).parents[2]
TINY = str(ROOT / "tests" / "authoring" / "minimal.yaml")
RECORD = str(ROOT / "examples" / "og_record.csv")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("svg", b"<?xml"), ("pdf", b"%PDF-"), ("png", b"\x89PNG"), ("dot", b"digraph"), ("md", b"# A tiny pathway")],
)
def test_each_ending_gives_its_kind_of_file(folder: Path, ending: str, begins: bytes) -> None:
    file = folder / f"tiny.{ending}"
    assert main(["render", TINY, "-o", file.name]) == 0
    assert begins in file.read_bytes()[:100]
    assert [each.name for each in folder.iterdir()] == [file.name]


@pytest.mark.parametrize("ending", ["svg", "pdf", "dot", "md"])
def test_the_same_definition_gives_the_same_bytes(folder: Path, ending: str) -> None:
    for name in ("one", "two"):
        assert main(["render", TINY, "-o", f"{name}.{ending}"]) == 0
    assert (folder / f"one.{ending}").read_bytes() == (folder / f"two.{ending}").read_bytes()


def test_several_sheets_are_files_with_numbers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "colorectal@3.0.0", "-o", "og.dot", "--page", "A3"]) == 0
    written = sorted(path.name for path in folder.iterdir())
    assert written == [f"og-{number}.dot" for number in range(1, len(written) + 1)]
    assert len(written) > 1
    assert capsys.readouterr().out == "".join(f"{name} was written.\n" for name in written)


def test_a_sheet_of_an_earlier_picture_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("tiny-3.dot", "tiny-2023.dot", "other.dot"):
        (folder / name).write_text("old")
    assert main(["render", TINY, "-o", "tiny.dot"]) == 0
    assert "tiny-3.dot is no part of this picture; it may be left from an earlier one\n" in capsys.readouterr().err
    assert (folder / "tiny-3.dot").read_text() == "old"


def test_all_sheets_are_pages_of_one_document(folder: Path) -> None:
    assert main(["render", "og@1.1.0", "-o", "og.pdf", "--page", "A4"]) == 0
    assert [path.name for path in folder.iterdir()] == ["og.pdf"]


def test_each_page_of_a_document_is_told_in_the_words_of_its_own_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def printed(_svgs: object, *, alts: list[str], **_rest: object) -> bytes:
        told.extend(alts)
        return b""

    monkeypatch.setattr("carepath_renderers.press.to_pdf", printed)
    monkeypatch.setattr("carepath.commands.render.whole_bytes", lambda path: nullcontext(BytesIO()))
    assert main(["render", "colorectal@3.0.0", "-o", "og.pdf", "--page", "A3"]) == 0
    shown = view(library.find("colorectal@3.0.0"))
    assert len(told) > 1
    for sentence in listed(shown):
        assert sum(sentence in alt for alt in told) == 1, sentence


def test_a_file_that_is_up_to_date_passes_the_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", TINY, "-o", "tiny.md"]) == 0
    capsys.readouterr()
    assert main(["render", TINY, "-o", "tiny.md", "--check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_file_that_is_not_up_to_date_fails_the_check_and_stays_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tiny.md").write_text("old")
    assert main(["render", TINY, "-o", "tiny.md", "--check"]) == 1
    assert capsys.readouterr().err == f"tiny.md is not up to date with {TINY}; carepath render writes it anew\n"
    assert (folder / "tiny.md").read_text() == "old"


def test_a_file_that_is_not_there_fails_the_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", TINY, "-o", "tiny.md", "--check"]) == 1
    assert capsys.readouterr().err.startswith("tiny.md is not there; it would be drawn from")
    assert list(folder.iterdir()) == []


def test_differences_are_marked_and_named(folder: Path) -> None:
    assert main(["render", "og@1.1.0", "--diff", "og@1.0.0", "-o", "og.md"]) == 0
    page = (folder / "og.md").read_text("utf-8")
    assert "Marked against version 1.0.0" in page
    assert "\n## Changes since version 1.0.0\n\n- The transfer “Transfer to the specialist centre”" in page


def test_two_pathways_are_compared_with_a_word_of_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "og@1.1.0", "--diff", "lung@3.0.0", "-o", "og.md"]) == 0
    assert "lung@3.0.0 and og@1.1.0 are two pathways" in capsys.readouterr().err


def test_the_path_of_one_case_is_marked(folder: Path) -> None:
    given = ["render", "og", "--events", RECORD, "--case", "P98897", "--as-of", "2016-09-30", "-o", "one.md"]
    assert main(given) == 0
    page = (folder / "one.md").read_text("utf-8")
    assert "Case P98897 · As of 30 September 2016" in page
    assert "Version 1.1.0" in page


def test_all_cases_of_a_record_are_counted(folder: Path) -> None:
    assert main(["render", "og@1.1.0", "--events", RECORD, "--as-of", "2017-11-02", "-o", "all.md"]) == 0
    page = (folder / "all.md").read_text("utf-8")
    assert "253 patients, 1 not started yet" in page
    assert "Fit for endoscopy? (216, day 2, 10% late)" in page


def test_cases_of_several_versions_are_not_counted_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "events.csv").write_text(
        "case,occurred,event,route\na,2016-09-01,referral,usc\nb,2023-02-01,referral,usc\n", "utf-8"
    )
    assert main(["render", "og", "--events", "events.csv", "--as-of", "2023-03-01", "-o", "all.md"]) == 2
    assert "og@1.1.0 and og@2.0.0; name one of them" in capsys.readouterr().err


def tables(folder: Path) -> None:
    """Write the tables of a cohort as the command does."""
    pathway = library.find("og@1.1.0")
    by_case = cases(read(RECORD, None, "iso").entries)
    assessed = [evaluate(pathway, Calendar.england(), tuple(each), date(2017, 11, 2)) for each in by_case.values()]
    for name, table in of_assessments(pathway.zone, [(each, "plain") for each in assessed]).items():
        pq.write_table(table, folder / f"{name}.parquet")


def test_the_tables_of_a_cohort_say_where_cases_stand_and_how_days_were_kept(folder: Path) -> None:
    tables(folder)
    assert main(["render", "og@1.1.0", "--counts", ".", "-o", "counts.md"]) == 0
    assert main(["render", "og@1.1.0", "--events", RECORD, "--as-of", "2017-11-02", "-o", "events.md"]) == 0
    counts, events = ((folder / name).read_text("utf-8") for name in ("counts.md", "events.md"))
    days = [line for line in counts.splitlines() if line.startswith("- By day")]
    assert days == [line for line in events.splitlines() if line.startswith("- By day")]
    assert any("specialist centre: 31 of 75 late or overdue; 47 done, median day 30" in line for line in days)
    assert "105 ended here" in counts
    assert "Fit for endoscopy? |" in counts


def test_a_folder_without_the_tables_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", TINY, "--counts", ".", "-o", "tiny.svg"]) == 2
    assert "there is no cases.parquet in it; --counts takes the folder of 'carepath cohort'" in capsys.readouterr().err
    pq.write_table(pa.table({"case": ["a"]}), folder / "cases.parquet")
    assert main(["render", TINY, "--counts", ".", "-o", "tiny.svg"]) == 2
    assert "cases.parquet" in capsys.readouterr().err
    (folder / "cases.parquet").write_text("no table")
    assert main(["render", TINY, "--counts", ".", "-o", "tiny.svg"]) == 2
    assert "this is no table of a cohort" in capsys.readouterr().err
    assert not (folder / "tiny.svg").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["-o", "tiny.gif"], "tiny.gif: a picture ends in .svg, .pdf, .png, .dot or .md"),
        (["-o", "tiny"], "tiny: a picture ends in .svg, .pdf, .png, .dot or .md"),
        (["-o", "a.svg", "--case", "p1"], "name it with --events"),
        (["-o", "a.svg", "--as-of", "2016-01-01"], "name it with --events"),
        (["-o", "a.svg", "--diff", TINY, "--counts", "."], "--diff and --counts are two pictures"),
        (["-o", "a.svg", "--page", "A5"], "A5"),
        (["-o", "no/where/a.md"], "no such file"),
    ],
)
def test_misuse_is_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str], given: list[str], said: str) -> None:
    assert main(["render", TINY, *given]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_an_unknown_definition_is_refused_with_a_guess(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "lunk", "-o", "a.svg"]) == 2
    assert "lung" in capsys.readouterr().err


def test_a_package_that_is_missing_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(name: str) -> object:
        raise ModuleNotFoundError(f"No module named 'graphviz' (for {name})", name="graphviz.backend")

    monkeypatch.setattr(pictures, "import_module", without)
    assert main(["render", TINY, "-o", "a.svg"]) == 2
    said = capsys.readouterr().err
    assert "this needs graphviz, which is not installed; install it with: pip install 'carepath[pictures]'" in said


def test_a_fault_in_the_renderers_themselves_is_no_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModuleNotFoundError):
        pictures.renderer("nowhere")


def test_words_need_no_drawing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("diagram", "draw", "press", "layout"):
        monkeypatch.setitem(sys.modules, f"carepath_renderers.{name}", None)
    assert main(["render", TINY, "-o", "tiny.md"]) == 0
