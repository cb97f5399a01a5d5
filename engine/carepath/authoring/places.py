"""Where definitions are found: the file asked for, the files beside it, and the bundled ones.

Names in a definition never lead out of these folders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from carepath.authoring.source import LARGEST_FILE, Parsed, decode, parse
from carepath.authoring.words import closest
from carepath.model import Source
from carepath.problems import Problem

SHARED_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*){0,3}")
HEAD = re.compile(r"^(id|version|extends):[ ]*[\"']?([^\s\"'#]+)[\"']?[ ]*(?:#.*)?\r?$", re.MULTILINE)


def bundled() -> Traversable:
    """Return the folder of pathway definitions that ships with this distribution."""
    installed = files("carepath") / "pathways"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "pathways"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of definitions, and how its files are called in problems."""

    place: Traversable
    label: str

    def file(self, name: str) -> File:
        """Return the file of that name, which may hold slashes."""
        place = self.place
        for step in name.split("/"):
            place = place / step
        return File(place, f"{self.label}/{name}" if self.label else name, self)

    def definitions(self) -> Iterator[File]:
        """Yield the YAML files that lie in the folder itself, in the order of their names."""
        if not self.place.is_dir():
            return
        for name in sorted(file.name for file in self.place.iterdir()):
            if name.endswith((".yaml", ".yml")) and (self.place / name).is_file():
                yield self.file(name)


@dataclass(frozen=True, slots=True)
class File:
    """A file, what it is called in problems, and the folder whose other files it may name."""

    place: Traversable
    label: str
    folder: Folder | None

    def read(self) -> Parsed:
        """Return the nodes of the file; a file that cannot be read gives a problem."""
        if not self.place.is_file():
            word = "a folder, not a file" if self.place.is_dir() else "not there"
            return _unread(self.label, "file-not-found", f"{self.label} is {word}.", _beside(self.place))
        try:
            with self.place.open("rb") as opened:
                data = opened.read(LARGEST_FILE + 1)
        except OSError as wrong:
            return _unread(self.label, "file-unreadable", f"{self.label} cannot be read: {wrong.strerror}.")
        text = decode(data, self.label)
        return text if isinstance(text, Parsed) else parse(text, self.label)

    def head(self) -> str:
        """Return id@version as the file seems to say; a glance, not a reading."""
        try:
            text = self.place.read_bytes()[:LARGEST_FILE].decode("utf-8", "replace")
        except OSError:
            return ""
        found = dict(HEAD.findall(text))
        id, _, version = found.get("extends", "None@None").partition("@")
        return f"{found.get('id', id)}@{found.get('version', version)}"


def _unread(label: str, code: str, message: str, hint: str | None = None) -> Parsed:
    return Parsed(None, (), (Problem(Source(label, 1, 1), code, message, hint),))


def _beside(place: Traversable) -> str | None:
    """Return a guess at the file that was meant, from those in the same folder."""
    if not isinstance(place, Path) or not place.parent.is_dir():
        return None
    near = closest(place.name, tuple(each.name for each in place.parent.iterdir()))
    return None if near is None else f'Did you mean "{place.with_name(near)}"?'


def bundled_folder() -> Folder:
    """Return the folder of the bundled definitions."""
    return Folder(bundled(), "pathways")


def asked_for(path: str | os.PathLike[str] | Traversable) -> File:
    """Return the file that somebody names."""
    if isinstance(path, str | os.PathLike):
        given = Path(path)
        parent = os.path.dirname(os.fspath(path))
        return File(given, str(path), Folder(given.parent, parent))
    return File(path, path.name, None)


def shared(name: str, folders: tuple[Folder, ...]) -> File | None:
    """Return the shared file of that name: beside the definition, else bundled."""
    if not SHARED_NAME.fullmatch(name):
        return None
    for folder in (*folders, bundled_folder()):
        file = Folder(folder.place / "shared", f"{folder.label}/shared" if folder.label else "shared").file(
            f"{name}.yaml"
        )
        if file.place.is_file() and _inside(file.place, folder.place / "shared"):
            return file
    return None


def definition(name: str, folders: tuple[Folder, ...], but: frozenset[str] = frozenset()) -> File | None:
    """Return the file that holds the definition id@version: beside the one that asks, else bundled."""
    for folder in (*folders, bundled_folder()):
        for file in folder.definitions():
            if file.label not in but and file.head() == name:
                return file
    return None


def named(folders: tuple[Folder, ...]) -> tuple[str, ...]:
    """Return id@version of the definitions that can be found."""
    found = (file.head() for folder in (*folders, bundled_folder()) for file in folder.definitions())
    return tuple(dict.fromkeys(name for name in found if "None" not in name))


def shared_names(folders: tuple[Folder, ...]) -> tuple[str, ...]:
    """Return the names of the shared files that can be found."""
    found: list[str] = []
    for folder in (*folders, bundled_folder()):
        found += _below(folder.place / "shared", "")
    return tuple(dict.fromkeys(sorted(found)))


def _below(place: Traversable, prefix: str) -> Iterator[str]:
    if not place.is_dir() or prefix.count("/") > 3:
        return
    for item in place.iterdir():
        if item.is_dir():
            yield from _below(item, f"{prefix}{item.name}/")
        elif item.name.endswith(".yaml"):
            yield prefix + item.name.removesuffix(".yaml")


def _inside(place: Traversable, folder: Traversable) -> bool:
    """Whether a file lies in a folder also after links are followed."""
    if isinstance(place, Path) and isinstance(folder, Path):
        return place.resolve().is_relative_to(folder.resolve())
    return True
