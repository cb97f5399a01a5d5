"""Runs the preview: one thread follows the file, others answer the page, until it is told to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from carepath_renderers.preview.board import Board
from carepath_renderers.preview.following import Pen, follow
from carepath_renderers.preview.server import Local
from carepath_renderers.preview.state import News, Snapshot

PATIENCE = 5.0  # seconds that a drawing which has begun may still take when the preview is stopped


@contextmanager
def served(file: str, pen: Pen, port: int = 0) -> Iterator[str]:
    """Serve the preview of a file and give its address; OSError where the port is taken."""
    board = Board(Snapshot(News(Path(file).name, "starting", "The first picture is being drawn.")))
    over = Event()
    with Local(port, board) as server:
        threads = (
            Thread(target=follow, args=(file, board, pen, over), name="following", daemon=True),
            Thread(target=server.serve_forever, args=(0.05,), name="serving", daemon=True),
        )
        for thread in threads:
            thread.start()
        try:
            yield server.address
        finally:
            over.set()
            board.close()
            server.shutdown()
            for thread in threads:
                thread.join(PATIENCE)


def until_stopped(waits: Callable[[], object]) -> None:
    """Wait until somebody presses Ctrl-C."""
    try:
        while True:
            waits()
    except KeyboardInterrupt:
        return
