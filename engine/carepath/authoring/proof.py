"""proved.lock: which folder was checked and found free of problems, byte for byte, by these very checks.

Checking is a pure function of the files and of the program. Where neither has changed by a byte the answer cannot
have either, so it is not worked out again; nor is the room that the days leave, which stands below with a hash of its
own. Any difference, or none of this file: check.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import cast

from carepath.authoring.slack_report import Plain, Table

NAME = "proved.lock"
READ = (".yaml", ".yml", ".lock")  # what a check reads in a folder of definitions
PROGRAM = (".py", ".json", ".csv")  # what a check is made of
PARTS = ("data", "model", "rules", "authoring")  # of the package, beside the modules that lie in it
TITLE = "# Found free of problems: these files, by these checks. Written by `carepath check --lock`.\n"
DAYS = "the days "
HERE = "./"  # in the days, for the folder, however it was called


def proof(folder: Path) -> str:
    """Return what identifies a folder and the checks; to be written once it has been found free of problems."""
    program = sha256()
    for name, content in sorted((*_program(), *_bundled())):
        program.update(f"{name} {sha256(content).hexdigest()}\n".encode())
    lines = [f"the checks {program.hexdigest()}\n"]
    lines += [f"{name} {sha256(content).hexdigest()}\n" for name, content in sorted(_below(folder, READ))]
    return TITLE + "".join(lines)


def days(folder: Path, timing: Sequence[Table]) -> str:
    """Return what is written below the proof: how much room the days of each definition leave, and a hash of that."""
    rows = "".join(json.dumps(_called(folder, table, _kept), ensure_ascii=False) + "\n" for table in timing)
    return f"{DAYS}{sha256(rows.encode()).hexdigest()}\n{rows}"


def proved(folder: Path) -> bool:
    """Return whether a folder was found free of problems as it is now, by the checks as they are now."""
    return _proved(folder) is not None


def proved_days(folder: Path) -> tuple[Table, ...] | None:
    """Return the room that the days of a proved folder leave; None where it is not proved, or they were not kept."""
    kept = _proved(folder)
    if not kept:
        return None
    head, _, rows = kept.partition("\n")
    if head != DAYS + sha256(rows.encode()).hexdigest():
        return None
    return tuple(cast("Table", _called(folder, json.loads(row), _shown)) for row in rows.split("\n") if row)


def _proved(folder: Path) -> str | None:
    """Return what stands below the proof of a folder, None where there is no proof of it as it is now."""
    lock = folder / NAME
    if not lock.is_file():
        return None
    written, now = lock.read_bytes(), proof(folder).encode()
    below = written[len(now) :]
    return (
        below.decode("utf-8", "replace")
        if written.startswith(now) and (not below or below.startswith(DAYS.encode()))
        else None
    )


def _labels(folder: Path) -> str:
    """Return how the names of files begin that lie in a folder."""
    return "" if folder == Path() else f"{folder}/"


def _kept(folder: Path, label: str) -> str:
    """Return the name of a file as it is kept; those of bundled files, which are not in the folder, stay."""
    name = label.removeprefix(_labels(folder))
    return HERE + name if label.startswith(_labels(folder)) and (folder / name).is_file() else label


def _shown(folder: Path, label: str) -> str:
    """Return the name of a file as it is shown to who asks for this folder."""
    return _labels(folder) + label.removeprefix(HERE) if label.startswith(HERE) else label


def _called(folder: Path, value: Plain, name: Callable[[Path, str], str]) -> Plain:
    """Return a table, or a part of one, with its files called otherwise."""
    match value:
        case dict():
            return {
                key: name(folder, each) if key == "file" and isinstance(each, str) else _called(folder, each, name)
                for key, each in value.items()
            }
        case list():
            return [_called(folder, each, name) for each in value]
        case _:
            return value


def _program() -> Iterator[tuple[str, bytes]]:
    """Yield the modules, schemas and tables that decide what a check answers."""
    package = files("carepath")
    yield from _inside(package, PROGRAM)
    for part in PARTS:
        yield from _below(package / part, PROGRAM)


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
