"""What the page shows, as frozen values: the standing of the file, the picture, the worked cases.

A part is replaced as a whole; whoever follows compares by identity and so knows what is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["starting", "good", "errors", "missing", "fault"]
"""good: the picture is that of the file · errors, missing, fault: it is the last good one."""


@dataclass(frozen=True, slots=True)
class News:
    """How the file stands, in a sentence for the live region, and its problems as `carepath check` prints them."""

    file: str
    standing: Standing
    sentence: str
    problems: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A box of the picture: what it says in one sentence, and where in which file it was written."""

    id: str
    shape: str  # the id of its group in the SVG
    title: str
    told: str
    file: str
    line: int
    cite: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The last good picture: its sheets as SVG, its steps in reading order, the texts they come from, what is new."""

    title: str
    sheets: tuple[str, ...]
    steps: tuple[Step, ...]
    texts: tuple[tuple[str, tuple[str, ...]], ...]  # each file by its name, in lines
    changed: tuple[str, ...] = ()  # ids of steps that are new or no longer say the same
    gone: tuple[str, ...] = ()  # titles of steps that were there before
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: its name and place, and what is not as expected (empty: all is)."""

    name: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Cases:
    """The worked cases, failing ones first; `running` while these are of the version before."""

    sentence: str
    cases: tuple[Case, ...] = ()
    problems: str = ""
    passed: bool = True
    running: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the page shows at one moment."""

    news: News
    picture: Picture | None = None
    cases: Cases | None = None
    over: bool = False  # the preview is stopping
