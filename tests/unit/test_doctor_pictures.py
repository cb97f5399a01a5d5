"""`carepath doctor` says what pictures are drawn by, printed by and written in, and what would install the rest."""

import re

import pytest
from carepath.__main__ import main
from carepath.commands import doctor
from carepath_renderers.drawing import draw


def rows(capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    """Return the rows of doctor by what they are about."""
    main(["doctor"])
    lines = (re.split(r" {2,}", line) for line in capsys.readouterr().out.splitlines())
    return {part: rest for part, *rest in lines}


def test_doctor_shows_what_draws_what_prints_and_the_type(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys)
    assert found["drawn by"][0] == draw.engines()[0]
    assert re.fullmatch(r"typst [0-9.]+", found["printed by"][0])
    assert found["type"][0] == "Liberation Sans: Bold, Regular"


def test_doctor_says_what_installs_them(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "engines", lambda: ())
    monkeypatch.setattr(doctor, "_version", lambda name: None)
    monkeypatch.setattr(doctor, "_fonts", lambda: [])
    found = rows(capsys)
    assert found["drawn by"] == ["nothing", "pictures", "pip install 'carepath[pictures]'"]
    assert found["printed by"] == ["nothing", "pictures", "pip install 'carepath[pictures]'"]
    assert found["type"] == ["missing", "pictures", "pip install --force-reinstall carepath"]
