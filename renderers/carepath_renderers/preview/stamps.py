"""Whether files changed, told from their times and sizes: nothing is opened, so that asking often costs little."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

Stamp = tuple[int, int, int] | None  # time of change in nanoseconds, size, number of the file; None: not there
Stamps = dict[Path, Stamp]

EVERY = 0.02  # seconds between two looks
STILL = 0.01  # seconds for which nothing may change before a file counts as written; above the grain of file times
GRACE = 0.25  # seconds for which a file may be away, as some editors take it away before they put the new one in place


def stamps(paths: Iterable[Path]) -> Stamps:
    """Return the stamp of each path."""
    return {path: _stamp(path) for path in paths}


def settled(paths: Iterable[Path], main: Path, sleep: Callable[[float], None] = time.sleep) -> Stamps:
    """Return the stamps once they stand still, and the main file is there or has been away for a while."""
    away, watched = 0.0, tuple(paths)
    before = stamps(watched)
    while True:
        sleep(STILL)
        now = stamps(watched)
        lost = now.get(main) is None and away < GRACE
        if now == before and not lost:
            return now
        away = away + STILL if now.get(main) is None else 0.0
        before = now


def _stamp(path: Path) -> Stamp:
    try:
        told = path.stat()
    except OSError:
        return None
    return (told.st_mtime_ns, told.st_size, told.st_ino)
