"""A word to those who wait while the kernel of cohorts is compiled, which happens once after each installation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from carepath.commands.options import say

PATIENCE = 4.0  # seconds; reading what was compiled before takes less than one
WORDS = "the first run after an installation or an upgrade prepares the kernel, which takes a minute or two"


@contextmanager
def patience(ready: Callable[[], bool], seconds: float = PATIENCE) -> Iterator[None]:
    """Say what takes so long where something is not `ready` after so many seconds."""

    def speak() -> None:
        if not ready():
            say(WORDS)

    timer = Timer(seconds, speak)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
