"""What a picture shows, before anything has a place: lanes, bands, boxes and arrows, in plain words.

A view is made from a pathway (`extract`), may be marked with the differences from another version or with what
happened to patients, and is then laid out, drawn, or told as a list and a table. Everything in it is text for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carepath.model import Source

Kind = Literal["start", "step", "decision", "stop", "transfer", "end"]
"""start: a way in · step: a state · decision: a question with answers · stop: a state whose leaving stops a national
clock · transfer: a state in which care is handed to another provider, or received · end: a state that ends a case."""

Tone = Literal["added", "changed", "removed", "passed", "here", "ahead"]
"""added, changed, removed: against another version · passed, here, ahead: one patient's path, place, and what is not
reached."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of provider: a column on an upright page, a row on a wide one."""

    id: str
    title: str
    palette: str  # a key of style.PALETTES


@dataclass(frozen=True, slots=True)
class Chip:
    """A standard or milestone named in the gutter of its day."""

    title: str
    national: bool  # a national standard; a milestone is none, whoever set it
    verified: bool = True
    tone: Tone | None = None
    level: str = "local"  # who set the day of what is no national standard: "local", "national milestone"


@dataclass(frozen=True, slots=True)
class Band:
    """All that should be complete by the end of one day; the last band may have no day (after treatment)."""

    id: str
    title: str  # "Day 0", "By day 14", "After treatment"
    name: str = ""  # what the band is for, where one word says it: "Triage and CT"
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One box: its words, where it belongs, and where it was written."""

    id: str
    kind: Kind
    lane: str
    band: str
    title: str
    lines: tuple[str, ...] = ()  # smaller, below the title: what is due when, which clock stops
    tone: Tone | None = None
    badge: str = ""  # a few words on a tag at the corner: NEW, "here, day 23", "412 patients"
    source: Source | None = None
    cite: str = ""
    arm: str | None = None
    mark: str = ""  # the letter by which jumps find the box: a line elsewhere says "No: to B"


@dataclass(frozen=True, slots=True)
class Edge:
    """One arrow, from box to box."""

    id: str
    tail: str
    head: str
    label: str = ""
    kind: Literal["move", "transfer"] = "move"
    tone: Tone | None = None
    weight: float = 1.0  # how wide, beside an ordinary arrow: 1 to 5
    source: Source | None = None
    count: str = ""  # how many took it, when, and how many late: stands where the arrow is alone, near its head


@dataclass(frozen=True, slots=True)
class Note:
    """Words that belong to the whole picture and stand in a box of their own: ways out, what the dagger means."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A whole picture in words; lanes, bands and nodes in reading order."""

    id: str
    title: str
    facts: tuple[str, ...]  # version, status, in force from, review by
    owner: str
    banners: tuple[str, ...]  # draft; how many days are not verified
    hash: str
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    notes: tuple[Note, ...] = ()
    jumps: tuple[Edge, ...] = ()  # not drawn: they stand as words in lines and notes, and go to a box with a mark
