"""Files as far as they were read in one run, so that what several definitions use is read once."""

from __future__ import annotations

from dataclasses import dataclass, field

from carepath.authoring.nodes import Fields
from carepath.authoring.places import File
from carepath.authoring.source import Parsed
from carepath.problems import Problem


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was read, by the label of the file; lives as long as one run."""

    files: dict[str, Parsed] = field(default_factory=dict)
    shapes: dict[str, tuple[Problem, ...]] = field(default_factory=dict)

    def read(self, file: File) -> Parsed:
        """Return the nodes of a file."""
        if file.label not in self.files:
            self.files[file.label] = file.read()
        return self.files[file.label]

    def shape(self, root: Fields) -> tuple[Problem, ...]:
        """Return what is wrong with the shape of a shared file."""
        from carepath.authoring import schema  # heavy, and needed only where something is checked

        name = root.source.file
        if name not in self.shapes:
            read = self.files.get(name)  # all of it: of what is used, an override may have taken parts
            self.shapes[name] = schema.problems(root if read is None or read.root is None else read.root, "shared")
        return self.shapes[name]
