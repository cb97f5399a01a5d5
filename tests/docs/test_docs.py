"""What the guides show is what happens: their files are written, their commands and Python run, outputs compared.

The words after the language of a block say what becomes of it: `file=NAME` writes it, `find=NAME` and the `put=NAME`
that follows it change a file, `append=NAME` adds to it, `over=NAME` checks the clause laid over that definition.
Commands run one after the other in a folder that is new for each page.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from carepath import load
from carepath.__main__ import main

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w+)(?: (?P<what>\w+)=(?P<file>\S+))?\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(r"\]\((?!https?:)(?P<file>[^)#\s]*)(?:#(?P<heading>[^)\s]*))?\)")
PROMPT = "$ "

GUIDES = sorted(page for folder in ("tutorial", "how-to", "demonstrations") for page in DOCS.glob(f"{folder}/*.md"))
PAGES = sorted((*DOCS.rglob("*.md"), *ROOT.glob("*.md")))


@dataclass
class Block:
    """A fenced block, and how the text that it promises came out."""

    page: Path
    line: int
    language: str
    what: str | None
    file: str | None
    text: str

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(
            page, text.count("\n", 0, found.start()) + 1, found["language"], found["what"], found["file"], found["text"]
        )
        for found in BLOCK.finditer(text)
    ]


def run(command: str, before: int) -> tuple[str, int]:
    """Return what a line of a console prints, and its exit status."""
    if command == "echo $?":
        return f"{before}\n", 0
    words = shlex.split(command)
    to = words.index(">") if ">" in words else None
    assert words[0] == "carepath", f"only carepath is run, not {words[0]}"
    said, printed = StringIO(), StringIO()
    with redirect_stderr(said), redirect_stdout(said if to is None else printed):
        status = main(words[1:to])
    if to is not None:
        Path(words[to + 1]).write_text(printed.getvalue(), "utf-8")
    return said.getvalue(), status


def console(text: str) -> str:
    """Return a session as it really runs."""
    shown, status = [], 0
    for line in text.splitlines():
        if line.startswith(PROMPT):
            said, status = run(line.removeprefix(PROMPT), status)
            shown.append(f"{line}\n{said}")
    return "".join(shown)


def python(text: str, place: str, names: dict[str, object]) -> str:
    """Return what a block of Python prints."""
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(text, place, "exec"), names)
    return printed.getvalue()


def results(page: Path, folder: Path) -> Iterator[tuple[Block, str]]:
    """Work through a page in a folder: each block that promises something, and what came of it."""
    names: dict[str, object] = {"__name__": "page"}
    wanted, printed = "", ""
    for block in blocks(page):
        target = folder / (block.file or "")
        assert not printed or block.language == "text", f"{block.place}: the Python before it prints {printed!r}"
        match block.language, block.what:
            case _, "file":
                target.parent.mkdir(exist_ok=True)
                target.write_text(block.text, "utf-8")
            case _, "append":
                target.write_text(target.read_text("utf-8") + block.text, "utf-8")
            case _, "find":
                wanted = block.text
            case _, "put":
                assert target.read_text("utf-8").count(wanted) == 1, f"{block.place}: not there once:\n{wanted}"
                target.write_text(target.read_text("utf-8").replace(wanted, block.text), "utf-8")
            case "yaml", "over":
                yield block, laid_over(target, block.text)
            case "console", None:
                yield block, console(block.text)
            case "python", None:
                printed = python(block.text, block.place, names)
            case "text", None:
                yield block, printed or block.text
                printed = ""
            case _:
                raise AssertionError(f"{block.place}: nobody knows what becomes of a block of {block.language}")
    assert not printed, f"the last Python of {page.name} prints {printed!r}"


def laid_over(base: Path, clause: str) -> str:
    """Return the clause if the definition that it changes has no problem, else the problems."""
    head = re.findall(r'^(?:id|version): "?([^"\s]+)', base.read_text("utf-8"), re.MULTILINE)
    changed = base.with_name("laid-over.yaml")
    changed.write_text(f"carepath: 1\nextends: {'@'.join(head)}\nid: laid-over\n{clause}", "utf-8")
    found = load(changed).problems
    changed.unlink()
    return "".join(f"{problem.source}: {problem.code}: {problem.message}\n" for problem in found) or clause


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_a_guide_shows_what_happens(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with chdir(tmp_path):
        for block, came in results(page, tmp_path):
            assert came == block.text, block.place


def test_the_python_of_the_readme_runs() -> None:
    names: dict[str, object] = {"__name__": "page"}
    with chdir(ROOT):
        printed = [
            python(block.text, block.place, names) for block in blocks(ROOT / "README.md") if block.language == "python"
        ]
    assert any(printed)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = BLOCK.sub("", page.read_text("utf-8"))
    for link in LINK.finditer(text):
        target = page.parent / link["file"] if link["file"] else page
        assert target.exists(), f"{page.relative_to(ROOT)} links to {link['file']}"
        if link["heading"]:
            assert link["heading"] in anchors(target), f"{page.relative_to(ROOT)} links to {link[0]}"


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub makes them."""
    text = BLOCK.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return set(re.findall(r'<a id="([^"]+)">', text)) | {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_every_block_of_a_guide_is_found(page: Path) -> None:
    assert "```" not in BLOCK.sub("", page.read_text("utf-8"))


def test_the_generated_parts_follow_from_the_code() -> None:
    done = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.stdout + done.stderr, done.returncode) == ("", 0)


def test_the_index_names_every_page() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    pages = [page.relative_to(DOCS) for page in DOCS.rglob("*.md") if page != DOCS / "README.md"]
    spec = DOCS / "reference" / "spec"
    missing = [str(page) for page in pages if f"({page})" not in index and not (DOCS / page).is_relative_to(spec)]
    assert missing == []
