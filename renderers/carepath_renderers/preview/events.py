"""Snapshots as server-sent events: one for each part that is another than what was sent before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from carepath_renderers.preview.board import Board
from carepath_renderers.preview.state import Cases, News, Picture, Snapshot

PING = b": still here\n\n"
EVERY = 15.0  # seconds between signs of life, by which a page that was closed is noticed
OVER = b"event: over\ndata: {}\n\n"


def stream(board: Board, every: float = EVERY) -> Iterator[bytes]:
    """Yield what a page is sent, from all that there is now to the end of the preview."""
    seen: Snapshot | None = None
    while seen is None or not seen.over:
        now = board.newer(seen, every)
        yield b"".join(news(now, seen)) or PING
        seen = now


def news(now: Snapshot, seen: Snapshot | None) -> Iterator[bytes]:
    """Yield an event for each part that changed; the picture comes before the sentence about it."""
    if now.picture is not None and (seen is None or now.picture is not seen.picture):
        yield event(now.picture)
    if seen is None or now.news is not seen.news:
        yield event(now.news)
    if now.cases is not None and (seen is None or now.cases is not seen.cases):
        yield event(now.cases)
    if now.over:
        yield OVER


def event(part: News | Picture | Cases) -> bytes:
    """Return one part as an event; JSON holds no line ends, so its data is one line."""
    name = type(part).__name__.lower()
    return f"event: {name}\ndata: {json.dumps(asdict(part), ensure_ascii=False)}\n\n".encode()
