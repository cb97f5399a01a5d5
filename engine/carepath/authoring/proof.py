"""proved.lock: which folder was checked and found free of problems, byte for byte, by these very checks.

Checking is a pure function of the files and of the program. Where neither has changed by a byte the
answer cannot have either, so it is not worked out again. Any difference, or none of this file: check.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

NAME = "proved.lock"
READ = (".yaml", ".yml", ".lock")  # what a check reads in a folder of definitions
PROGRAM = (".py", ".json", ".csv")  # what a check is made of


def proof(folder: Path) -> str:
    """Return the text of the file for a folder that has just been found free of problems."""
    program = sha256()
    for name, content in sorted((*_program(), *_bundled())):
        program.update(f"{name} {sha256(content).hexdigest()}\n".encode())
    lines = [f"the checks {program.hexdigest()}\n"]
    lines += [f"{name} {sha256(content).hexdigest()}\n" for name, content in sorted(_below(folder, READ))]
    return "# Found free of problems: these files, by these checks. Written by `carepath check --lock`.\n" + "".join(
        lines
    )


def proved(folder: Path) -> bool:
    """Return whether a folder was found free of problems as it is now, by the checks as they are now."""
    lock = folder / NAME
    return lock.is_file() and lock.read_bytes() == proof(folder).encode()


def _program() -> Iterator[tuple[str, bytes]]:
    """Yield the modules, schemas and tables that decide what a check answers."""
    package = files("carepath")
    for part in (package, package / "data", package / "authoring"):
        deep = part.name == "authoring"
        yield from _below(part, PROGRAM) if deep else _inside(part, PROGRAM)


def _bundled() -> Iterator[tuple[str, bytes]]:
    """Yield the bundled files, which a folder elsewhere may use or extend."""
    from carepath.authoring.places import bundled

    yield from _below(bundled(), READ)


def _inside(place: Traversable, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for each in place.iterdir():
        if each.name.endswith(endings) and each.name != NAME and each.is_file():
            yield f"{place.name}/{each.name}", each.read_bytes()


def _below(place: Traversable, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    yield from _inside(place, endings)
    for each in place.iterdir():
        if each.is_dir() and each.name not in ("__pycache__", "cases", "help_pages"):
            for name, content in _below(each, endings):
                yield f"{place.name}/{name}", content
