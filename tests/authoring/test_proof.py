"""What was checked and has not changed by a byte is not checked again; anything else is."""

from __future__ import annotations

import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from shutil import copy, copytree
from textwrap import dedent

import pytest
from carepath.__main__ import main
from carepath.authoring import proof
from carepath.authoring.proof import NAME, proved, proved_days

MINIMAL = Path(__file__).parent / "minimal.yaml"
PATHWAYS = Path(__file__).parents[2] / "pathways"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy(MINIMAL, tmp_path / "minimal.yaml")
    (tmp_path / "shared" / "roles").mkdir(parents=True)
    (tmp_path / "shared" / "roles" / "all.yaml").write_text("carepath: 1\nshared: roles/all\n", "utf-8")
    assert main(["check", "--lock", str(tmp_path)]) == 0
    return tmp_path


def test_a_folder_that_was_locked_without_problems_is_proved(folder: Path) -> None:
    assert (folder / NAME).is_file()
    assert proved(folder)


def test_the_answer_is_the_same_with_and_without_the_proof(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for again in ([], ["--again"]):
        assert main(["check", *again, str(folder)]) == 0
        assert capsys.readouterr().out == "1 definition, no problems\n"


@pytest.mark.parametrize("name", ["minimal.yaml", "shared/roles/all.yaml", "agreed.lock"])
def test_one_byte_more_and_nothing_is_proved(folder: Path, name: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not proved(folder)


def test_a_file_more_and_nothing_is_proved(folder: Path) -> None:
    copy(MINIMAL, folder / "other.yaml")
    assert not proved(folder)
    assert main(["check", str(folder)]) == 1  # the same version twice


def test_a_mistake_made_after_the_proof_is_found(folder: Path) -> None:
    text = (folder / "minimal.yaml").read_text("utf-8")
    (folder / "minimal.yaml").write_text(text.replace("states:", "statse:", 1), "utf-8")
    assert main(["check", str(folder)]) == 1


def test_other_checks_prove_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "_program", lambda: iter([("a check", b"changed")]))
    assert not proved(folder)


def test_problems_leave_no_proof(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("carepath: 1\n", "utf-8")
    assert main(["check", "--lock", str(tmp_path)]) == 1
    assert not (tmp_path / NAME).exists()


# The room that the days leave


def timed(folder: Path | str, *options: str) -> str:
    said = StringIO()
    with redirect_stdout(said):
        assert main(["check", "--timing", *options, str(folder)]) == 0
    return said.getvalue()


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_table_is_the_same_with_and_without_the_proof(folder: Path, form: str) -> None:
    assert proved_days(folder) is not None
    assert timed(folder, "--format", form) == timed(folder, "--format", form, "--again")


def test_files_are_called_as_they_were_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    for name in (folder.name, f"./{folder.name}/"):
        assert timed(name, "--format", "json") == timed(name, "--format", "json", "--again")
        assert f'"file": "{folder.name}/minimal.yaml"' in timed(name, "--format", "json")
    monkeypatch.chdir(folder)
    assert timed(".", "--format", "json") == timed(".", "--format", "json", "--again")


def test_a_table_is_not_worked_out_again_while_its_proof_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = timed(folder)
    monkeypatch.setattr("carepath.commands.check.check", lambda paths: pytest.fail("it was checked again"))
    assert timed(folder) == kept


def test_a_table_that_was_changed_by_hand_is_never_shown(folder: Path) -> None:
    shown = timed(folder)
    lock = folder / NAME
    kept = lock.read_text("utf-8")
    assert '"latest": 62' in kept
    lock.write_text(kept.replace('"latest": 62', '"latest": 63'), "utf-8")
    assert proved(folder)
    assert proved_days(folder) is None
    assert timed(folder) == shown


@pytest.mark.parametrize("name", ["minimal.yaml", "shared/roles/all.yaml", "agreed.lock"])
def test_the_table_of_what_was_changed_by_a_byte_is_never_shown(folder: Path, name: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert proved_days(folder) is None


def test_the_table_of_other_checks_is_never_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "_program", lambda: iter([("a check", b"changed")]))
    assert proved_days(folder) is None


def test_a_proof_without_a_table_proves_the_folder_and_shows_none(folder: Path) -> None:
    lock = folder / NAME
    lock.write_text(lock.read_text("utf-8").partition("the days ")[0], "utf-8")
    assert proved(folder)
    assert proved_days(folder) is None


def test_what_is_written_while_it_is_checked_leaves_no_proof(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / NAME).unlink()
    texts = iter(["one", "another"])
    monkeypatch.setattr("carepath.commands.check.proof", lambda folder: next(texts))
    assert main(["check", "--lock", str(folder)]) == 0
    assert not (folder / NAME).exists()


def test_two_folders_are_checked_against_each_other_however_proved(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    twin = tmp_path_factory.mktemp("beside") / folder.name
    copytree(folder, twin)
    assert proved(twin)
    assert main(["check", str(folder), str(twin)]) == 1  # the same version twice


def test_every_module_that_decides_what_a_check_answers_is_part_of_the_proof(folder: Path) -> None:
    code = f"""
        import sys
        from carepath.authoring.folder import check
        from carepath.authoring.proof import _program
        from carepath.authoring.slack_report import as_data
        [as_data(each) for each in check([{str(folder)!r}, {str(PATHWAYS)!r}]).pathways]
        used = {{each.__file__ for name, each in sys.modules.items() if name.partition(".")[0] == "carepath"}}
        import hashlib, pathlib
        known = {{hashlib.sha256(content).digest() for _, content in _program()}}
        print([file for file in used if hashlib.sha256(pathlib.Path(file).read_bytes()).digest() not in known])
        """
    said = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_proof_of_the_bundled_definitions_is_current() -> None:
    """After a change of the engine or of a definition: carepath check --again --lock pathways."""
    assert proof.proved(Path(__file__).parents[2] / "pathways")
