"""A definition as the texts of its files: how it travels to another process, where it is built again.

Bundled files do not travel; where theirs differ from those here, the hash says so.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carepath.authoring import places
from carepath.authoring.load import document, trusted
from carepath.authoring.places import File, Folder
from carepath.authoring.shelf import Shelf
from carepath.model import Pathway


class NotTheSame(ValueError):
    """A definition cannot be built from texts as it was; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Name and hash of a definition, the file it stands in, and the texts of its folder by their names there."""

    name: str
    hash: str
    file: str
    folder: str  # how it is called where sources are cited
    texts: tuple[tuple[str, str], ...]


def carried(pathway: Pathway) -> Carried:
    """Return a definition as texts; raises NotTheSame where its files are no longer what they were."""
    for file in _candidates(pathway):
        found = document(file, Shelf())
        if file.folder is None or trusted(found, {pathway.name: pathway.hash}) is None:
            continue
        before = f"{file.folder.label}/" if file.folder.label else ""
        names = [label.removeprefix(before) for label in found.files if label.startswith(before)]
        texts = [(name, file.folder.file(name).place) for name in names]
        read = tuple((name, place.read_text("utf-8")) for name, place in texts if place.is_file())
        return Carried(pathway.name, pathway.hash, file.label.removeprefix(before), file.folder.label, read)
    raise NotTheSame(f"{pathway.source.file}: {pathway.name} has changed since it was loaded; load it again")


def built(texts: Carried) -> Pathway:
    """Return the definition; it was checked where it comes from. Raises NotTheSame where bundled files differ."""
    folder = Folder(zipfile.Path(_archive(dict(texts.texts))), texts.folder)
    found = document(folder.file(texts.file), Shelf())
    pathway = trusted(found, {texts.name: texts.hash})
    if pathway is None:
        raise NotTheSame(
            f"{texts.name} cannot be built here as it was loaded: is the same version of carepath installed everywhere?"
        )
    return pathway


def _candidates(pathway: Pathway) -> Iterator[File]:
    """Yield the files that a definition may stand in: an override is cited by the file of its base."""
    cited = pathway.source.file
    yield from (file for file in places.bundled_folder().definitions() if file.label == cited)
    asked = places.asked_for(cited)
    yield asked
    beside = places.definition(pathway.name, (asked.folder,) if asked.folder else ())
    yield from (beside,) if beside else ()


def _archive(texts: Mapping[str, str]) -> zipfile.ZipFile:
    """Return the texts as a folder in memory."""
    archive = zipfile.ZipFile(io.BytesIO(), "w")
    for name, text in texts.items():
        archive.writestr(name, text)
    return archive
