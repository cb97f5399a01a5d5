"""What is said to those who wait for the kernel to be compiled."""

from __future__ import annotations

from threading import Event

import pytest
from carepath.commands.patience import WORDS, patience


def test_a_word_is_said_while_something_is_not_ready(capsys: pytest.CaptureFixture[str]) -> None:
    asked = Event()

    def ready() -> bool:
        asked.set()
        return False

    with patience(ready, 0):
        assert asked.wait(10)
        while not (said := capsys.readouterr().err):
            pass
    assert WORDS in said


def test_nothing_is_said_where_it_is_ready(capsys: pytest.CaptureFixture[str]) -> None:
    asked = Event()

    def ready() -> bool:
        asked.set()
        return True

    with patience(ready, 0):
        assert asked.wait(10)
    assert capsys.readouterr().err == ""


def test_nothing_is_said_once_it_is_over(capsys: pytest.CaptureFixture[str]) -> None:
    with patience(lambda: False, 3600):
        pass
    assert capsys.readouterr().err == ""
