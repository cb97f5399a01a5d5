"""The pages of docs/reference/spec are those that the tables make."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_pages_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    main = runpy.run_path(str(ROOT / "docs" / "spec_pages.py"))["main"]
    status = main(["--check"])
    assert (status, capsys.readouterr().out.strip()) == (0, "")
