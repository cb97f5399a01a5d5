"""What is installed and used: Python, packages, time zones, bank holidays, bundled definitions."""

from __future__ import annotations

import argparse
import platform
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from carepath.calendar import Calendar
from carepath.commands.options import OK, PROBLEMS
from carepath.table import table

NEEDED = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)[^;]*(?:;(?P<when>.*))?")
EXTRA = re.compile(r"extra == ['\"](?P<extra>[^'\"]+)['\"]")
NOT_SHOWN = ("all", "dev")
HEAD = ("Part", "State", "For", "What to do")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command: none."""


def run(options: argparse.Namespace) -> int:
    """Print what there is; the status says whether something necessary is missing."""
    rows = [
        ("Python", platform.python_version(), "", ""),
        ("carepath", _version("carepath") or "not installed", "", ""),
    ]
    missing = False
    for name, extra in _distributions():
        found = _version(name)
        missing |= found is None and not extra
        install = "" if found else f"pip install 'carepath[{extra}]'" if extra else f"pip install {name}"
        rows.append((name, found or "missing", extra, install))
    rows.append(_matcher())
    rows += _pictures()
    zone = _zone()
    rows.append(("time zones", zone or "missing", "", "" if zone else "pip install tzdata"))
    england = Calendar.england()
    reach = f"{england.name}, {england.first} to {england.last}"
    rows.append(("bank holidays", reach, "", "working days after that: calendar-ends"))
    rows += [(name, "bundled definition", "", "") for name in _bundled()]
    print(*table(HEAD, rows), sep="\n")
    return PROBLEMS if missing or zone is None else OK


def _matcher() -> tuple[str, str, str, str]:
    """Return by what the rules of definitions are matched; both give the same answers."""
    from carepath.rules.judging import matcher
    from carepath.rules.matching import plain

    return "rules matched by", "the plain matcher" if matcher() is plain else "durable_rules", "rules", ""


def _pictures() -> Iterator[tuple[str, str, str, str]]:
    """Yield what pictures are drawn by, printed by and written in."""
    install = "pip install 'carepath[pictures]'"
    engines = import_module("carepath_renderers.drawing.draw").engines()
    yield "drawn by", engines[0] if engines else "nothing", "pictures", "" if engines else install
    typst = _version("typst")
    yield "printed by", f"typst {typst}" if typst else "nothing", "pictures", "" if typst else install
    weights = [name.removeprefix("LiberationSans-").removesuffix(".ttf") for name in _fonts()]
    said = f"Liberation Sans: {', '.join(weights)}" if weights else "missing"
    yield "type", said, "pictures", "" if weights else "pip install --force-reinstall carepath"


def _fonts() -> list[str]:
    folder = files("carepath_renderers") / "fonts"
    return sorted(file.name for file in folder.iterdir() if file.name.endswith(".ttf")) if folder.is_dir() else []


def _distributions() -> list[tuple[str, str]]:
    """Return the packages that this distribution names, with the extra they belong to ("": necessary)."""
    found: dict[str, str] = {}
    for line in requires("carepath") or ():
        part = NEEDED.match(line)
        extra = EXTRA.search(line)
        name = extra["extra"] if extra else ""
        if part and name not in NOT_SHOWN and part["name"] != "carepath":
            found.setdefault(part["name"], name)
    return list(found.items())


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _zone() -> str | None:
    try:
        return ZoneInfo("Europe/London").key
    except ZoneInfoNotFoundError:
        return None


def _bundled() -> tuple[str, ...]:
    from carepath import library

    return library.names()
