"""`carepath guide`: a document whole or not at all, and one clear sentence where it cannot be made."""

import re
import sys
from html import unescape
from pathlib import Path

import pytest
from carepath import library
from carepath.__main__ import main
from carepath.authoring import places
from carepath.commands.guide import examples
from carepath.commands.render import definition

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "authoring" / "minimal.yaml"
CASES = """\
pathway: {0}
cases:
  one: {{events: [2024-01-01 referral route=usc], as_of: 2024-01-02, expect: {{state: referred}}}}
  two: {{events: [2024-01-01 referral route=usc], as_of: 2024-01-02, expect: {{state: referred}}}}
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A definition of one's own with worked cases beside it."""
    file = tmp_path / "tiny.yaml"
    file.write_text(TINY.read_text("utf-8"), "utf-8")
    (tmp_path / "cases").mkdir()
    for name, pathway in (("tiny.yaml", "tiny@1.0.0"), ("by_file.yaml", "../tiny.yaml"), ("other.yaml", "og@1.1.0")):
        (tmp_path / "cases" / name).write_text(CASES.format(pathway), "utf-8")
    return file


def test_a_page_holds_the_definition_and_its_worked_cases(tiny: Path) -> None:
    file = tiny.with_name("tiny.html")
    assert main(["guide", str(tiny), "-o", str(file)]) == 0
    said = unescape(re.sub(r"<[^>]*>", "", file.read_text("utf-8")))
    assert "A tiny pathway" in said
    assert "pathway pathway" not in said
    assert "4 worked examples go with version 1.0.0" in said
    assert str(tiny.parent) not in said


def test_a_pdf_is_the_same_for_the_same_definitions(tiny: Path) -> None:
    files = [tiny.with_name(name) for name in ("one.pdf", "two.pdf")]
    for file in files:
        assert main(["guide", str(tiny), "-o", str(file), "--dated", "2026-01-02", "--title", "Of our alliance"]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert b"CreationDate(D:20260102000000" in files[0].read_bytes()
    assert b">Of our alliance<" in files[0].read_bytes()


def test_an_id_alone_means_its_latest_agreed_version() -> None:
    chosen = definition("head_and_neck")
    agreed = [each for each in library.versions("head_and_neck") if not each.draft]
    assert chosen == agreed[-1]


@pytest.mark.parametrize("site", ["og", "lung", "colorectal", "prostate", "breast", "head_and_neck"])
def test_every_site_has_worked_cases_that_are_counted(site: str) -> None:
    assert examples(definition(site), places.bundled()) > 3


def test_cases_of_another_version_are_not_counted() -> None:
    old, new = library.find("lung@3.0.0"), library.find("lung@4.0.0")
    assert examples(old, places.bundled()) != examples(new, places.bundled())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["og", "-o", "guide.doc"], "guide.doc: a guidance document is a .pdf or a .html file"),
        (["og@1.1.0", "og@1.1.0", "-o", "guide.pdf"], "og@1.1.0 is named twice"),
        (["ogg", "-o", "guide.pdf"], 'There is no bundled definition "ogg". Did you mean "og"?'),
        (["og", "-o", "guide.pdf", "--dated", "1/2/26"], "'1/2/26' is not a day such as 2026-10-01"),
        (["og"], "the following arguments are required: -o/--output"),
        (["og@1.1.0", "-o", "nowhere/guide.html"], "nowhere/guide.html: no such file or directory"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["guide", *arguments]) == 2
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_in_a_definition_leaves_the_document_as_it_was(tiny: Path) -> None:
    file = tiny.with_name("guide.html")
    file.write_text("as it was", "utf-8")
    tiny.write_text(tiny.read_text("utf-8").replace("to: referred", "to: refered"), "utf-8")
    assert main(["guide", str(tiny), "-o", str(file)]) == 1
    assert file.read_text("utf-8") == "as it was"


def test_a_missing_package_names_the_command_that_installs_it(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    assert main(["guide", str(tiny), "-o", str(tiny.with_name("guide.pdf"))]) == 2
    assert "pip install 'carepath[pictures]'" in capsys.readouterr().err
    assert not tiny.with_name("guide.pdf").exists()
