"""What was checked and has not changed by a byte is not checked again; anything else is."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest
from carepath.__main__ import main
from carepath.authoring import proof
from carepath.authoring.proof import NAME, proved

MINIMAL = Path(__file__).parent / "minimal.yaml"


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
