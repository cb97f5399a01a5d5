"""carepath timeline: the file it writes, its exit status, and one clear sentence for every misuse."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from carepath.__main__ import main

EVENTS = """\
id,case,event,occurred,provider
a1,17,referral,2016-09-01,RK5
a2,17,ogd,2016-09-12,RK5
b1,18,referral,2016-09-05,RK5
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "e.csv").write_text(EVENTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*more: str) -> int:
    return main(["timeline", "og@1.1.0", "e.csv", "--case", "17", "--as-of", "2016-09-15", *more])


@pytest.mark.parametrize(
    ("name", "start"),
    [("p.svg", b"<svg "), ("p.pdf", b"%PDF-"), ("p.png", b"\x89PNG"), ("p.md", b"# Case 17: "), ("P.SVG", b"<svg ")],
)
def test_the_ending_of_the_file_says_what_is_written(here: Path, name: str, start: bytes) -> None:
    assert run("-o", name) == 0
    assert (here / name).read_bytes().startswith(start)


def test_the_case_is_named_in_the_picture_only(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("-o", "p.svg")
    said = capsys.readouterr()
    assert said.out + said.err == "p.svg was written.\n"
    assert [file.name for file in here.iterdir() if "17" in file.name] == []


def test_the_day_of_the_question_is_today_unless_it_is_given(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "og@1.1.0", "e.csv", "--case", "17", "-o", "p.svg"]) == 0
    assert "as of today" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["p.gif", "p", "svg"])
def test_another_ending_is_refused(here: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run("-o", name) == 2
    assert f"{name}: a timeline is a .svg, .pdf or .png file" in capsys.readouterr().err
    assert not (here / name).exists()


def test_an_unknown_case_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "og@1.1.0", "e.csv", "--case", "71", "-o", "p.svg"]) == 2
    assert "there is no case '71'" in capsys.readouterr().err
    assert not (here / "p.svg").exists()


def test_a_folder_that_is_not_there_is_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("-o", "nowhere/p.svg") == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_missing_package_is_named_with_what_installs_it(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_typst(name: str) -> object:
        if name.endswith("press"):
            return import_module(name)
        raise ModuleNotFoundError("No module named 'typst'", name="typst")

    monkeypatch.setattr("carepath.commands.timeline.import_module", without_typst)
    assert run("-o", "p.pdf") == 2
    assert "this needs typst, which is not installed; install it with: pip install 'carepath[pictures]'" in (
        capsys.readouterr().err
    )


def test_rows_that_were_left_out_show_in_the_exit_status(here: Path) -> None:
    (here / "e.csv").write_text(EVENTS + "a3,17,told,notaday,RK5\n")
    assert run("-o", "p.svg") == 3
    assert (here / "p.svg").exists()


def test_a_picture_that_cannot_be_printed_leaves_no_file(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from carepath_renderers import press

    def refused(*_: object, **__: object) -> bytes:
        raise press.CannotPrint("the page cannot be set: no paper")

    monkeypatch.setattr(press, "to_pdf", refused)
    assert run("-o", "p.pdf") == 2
    assert "no paper" in capsys.readouterr().err
    assert not (here / "p.pdf").exists()
