"""A definition as it stood when it was last saved, and the files and folders on which that depends.

Files that hold what they held before are not read into nodes again, so that a save costs little more than its checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path

from carepath.authoring import places
from carepath.authoring.load import checked, document
from carepath.authoring.lock import NAME
from carepath.authoring.places import File
from carepath.authoring.report import as_text, counted
from carepath.authoring.shelf import Shelf
from carepath.authoring.source import LARGEST_FILE, Parsed
from carepath.model import Pathway
from carepath.problems import Problem


@dataclass(frozen=True, slots=True)
class Held:
    """What a file held; None where it could not be read."""

    place: Traversable
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Desk(Shelf):
    """A shelf that knows what its files held, and takes over from the one before what is still so."""

    held: dict[str, Held] = field(default_factory=dict)
    earlier: Mapping[str, tuple[Held, Parsed, tuple[Problem, ...] | None]] = field(default_factory=dict)

    def read(self, file: File) -> Parsed:
        """Return the nodes of a file."""
        if file.label in self.files:
            return self.files[file.label]
        now = self.held[file.label] = held(file.place)
        before = self.earlier.get(file.label)
        if before is None or before[0] != now or now.data is None:
            self.files[file.label] = file.read()
        else:
            _, self.files[file.label], shape = before
            if shape is not None:
                self.shapes[file.label] = shape
        return self.files[file.label]

    def left(self) -> Mapping[str, tuple[Held, Parsed, tuple[Problem, ...] | None]]:
        """Return what the next desk may take over."""
        return {
            label: (self.held[label], parsed, self.shapes.get(label))
            for label, parsed in self.files.items()
            if label in self.held
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """A definition at one moment: the pathway (None where there are errors), its problems, and its files."""

    file: str
    pathway: Pathway | None
    problems: tuple[Problem, ...]
    desk: Desk

    @property
    def there(self) -> bool:
        """Whether the file itself could be read."""
        return self.desk.held[self.file].data is not None

    @property
    def text(self) -> str:
        """The problems as `carepath check` prints them; empty where there is none."""
        return as_text(self.problems) if self.problems else ""

    @property
    def count(self) -> str:
        """How many errors and warnings there are, in a few words."""
        return counted(self.problems)

    def lines(self, file: str) -> tuple[str, ...]:
        """Return the lines of one of the files that the definition is made of."""
        return self.desk.files[file].lines if file in self.desk.files else ()


def reading(file: str, before: Reading | None = None) -> Reading:
    """Return the definition in a file as it stands now; `before` itself where none of its files has changed."""
    desk = Desk(earlier={} if before is None else before.desk.left())
    asked = places.asked_for(file)
    found = document(asked, desk)
    if asked.folder is not None:
        lock = asked.folder.file(NAME)
        desk.held[lock.label] = held(lock.place)
    if before is not None and before.desk.held == desk.held:
        return before
    loaded = checked(found, desk)
    return Reading(file, loaded.pathway, loaded.problems, desk)


def held(place: Traversable) -> Held:
    """Return what a file holds, as far as one is read."""
    try:
        with place.open("rb") as opened:
            return Held(place, opened.read(LARGEST_FILE + 1))
    except OSError:
        return Held(place, None)


def watched(reading: Reading, cases: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that a reading and its cases are made of, and the folders in which others may appear."""
    return tuple(dict.fromkeys((*_files(reading), *cases, *_folders(Path(reading.file).parent))))


def _files(reading: Reading) -> Iterator[Path]:
    yield from (each.place for each in reading.desk.held.values() if isinstance(each.place, Path))


def _folders(folder: Path) -> Iterator[Path]:
    """Yield the folder of a definition and those below it that hold shared files or cases."""
    yield folder
    for below in (folder / "shared", folder / "cases"):
        if below.is_dir():
            yield from (below, *sorted(each for each in below.rglob("*") if each.is_dir()))
