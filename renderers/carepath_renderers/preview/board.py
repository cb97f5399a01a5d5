"""Where the latest snapshot stands: one thread writes it, every open page waits for what is new."""

from __future__ import annotations

from dataclasses import replace
from threading import Condition

from carepath_renderers.preview.state import Cases, News, Picture, Snapshot


class Board:
    """The latest snapshot. The only value of the preview that changes."""

    def __init__(self, first: Snapshot) -> None:
        self._latest = first
        self._changed = Condition()

    @property
    def latest(self) -> Snapshot:
        """The snapshot as it is now."""
        return self._latest

    def show(self, part: News | Picture | Cases) -> None:
        """Replace one part."""
        match part:
            case News():
                self._put(replace(self._latest, news=part))
            case Picture():
                self._put(replace(self._latest, picture=part))
            case Cases():
                self._put(replace(self._latest, cases=part))

    def close(self) -> None:
        """Let everybody who waits go."""
        self._put(replace(self._latest, over=True))

    def newer(self, seen: Snapshot | None, seconds: float) -> Snapshot:
        """Return the latest snapshot as soon as it is another than the one seen, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._latest is not seen, seconds)
            return self._latest

    def _put(self, snapshot: Snapshot) -> None:
        with self._changed:
            self._latest = snapshot
            self._changed.notify_all()
