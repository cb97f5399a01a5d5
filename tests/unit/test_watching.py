"""A definition that is being written: read again only as far as it changed, with the cases that name it."""

from pathlib import Path

import pytest
from carepath import load
from carepath.watching.reading import reading, watched
from carepath.watching.trying import Results, beside, results

ROOT = Path(__file__).parents[2]
MINIMAL = (ROOT / "tests" / "authoring" / "minimal.yaml").read_text("utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "minimal.yaml"
    file.write_text(MINIMAL, "utf-8")
    return file


def test_a_reading_is_what_load_returns(file: Path) -> None:
    for text in (MINIMAL, MINIMAL.replace("status: draft", "status: drafty"), "", "[", "shared: x"):
        file.write_text(text, "utf-8")
        now, then = reading(str(file)), load(file)
        assert (now.pathway, now.problems) == (then.pathway, then.problems)


def test_a_reading_after_another_is_the_same_as_the_first_of_all(tmp_path: Path) -> None:
    shared = tmp_path / "shared" / "events"
    shared.mkdir(parents=True)
    for source in (ROOT / "pathways" / "shared").rglob("*.yaml"):
        target = tmp_path / "shared" / source.relative_to(ROOT / "pathways" / "shared")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(source.read_bytes())
    file, text = tmp_path / "og.yaml", (ROOT / "pathways" / "og.yaml").read_text("utf-8")
    file.write_text(text, "utf-8")
    before = reading(str(file))
    used = min(path for path in watched(before, ()) if path.parent == shared and path.is_file())
    for changed, content in (
        (file, text.replace("title:", "titel:", 3)),
        (file, text),
        (used, used.read_text("utf-8") + "titel: twice\n"),
        (used, used.read_text("utf-8")),
    ):
        changed.write_text(content, "utf-8")
        before = reading(str(file), before)
        afresh = reading(str(file))
        assert (before.pathway, before.problems) == (afresh.pathway, afresh.problems)
    assert before.pathway is not None


def test_nothing_changed_gives_the_same_reading(file: Path) -> None:
    first = reading(str(file))
    file.write_text(MINIMAL, "utf-8")
    assert reading(str(file), first) is first


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    now = reading(str(tmp_path / "nothing.yaml"))
    assert not now.there
    assert [problem.code for problem in now.problems] == ["file-not-found"]
    assert "file-not-found" in now.text


def test_a_lock_beside_the_definition_is_watched(file: Path) -> None:
    first = reading(str(file))
    assert file.parent / "agreed.lock" in watched(first, ())
    (file.parent / "agreed.lock").write_text("", "utf-8")
    assert reading(str(file), first) is not first


def test_files_of_cases_are_found_by_the_definition_they_name(file: Path) -> None:
    now = reading(str(file))
    assert now.pathway is not None
    folder = file.parent / "cases"
    folder.mkdir()
    names = {"version": now.pathway.name, "id": now.pathway.id, "file": "../minimal.yaml", "other": "og@1.1.0"}
    for name, said in names.items():
        (folder / f"{name}.yaml").write_text(f"pathway: {said}\ncases: {{}}\n", "utf-8")
    assert [Path(str(each.place)).stem for each in beside(now)] == ["file", "id", "version"]


@pytest.mark.parametrize("name", ["lung", "og"])
def test_the_bundled_cases_come_out_as_the_command_says(name: str) -> None:
    now = reading(str(ROOT / "pathways" / f"{name}.yaml"))
    found = [each for each in results(now, beside(now)) if each is not None]
    assert len(found) == 1
    assert isinstance(found[0], Results)
    assert found[0].passed
    assert found[0].summary.endswith("all as expected")
    assert f"{len(found[0].cases)} cases" in found[0].summary
