"""The page of each problem and each finding, as `carepath help CODE` shows it, without network.

The pages are files in `help_pages`; what they show is tried by a test.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

ENDING = ".md"


def codes() -> tuple[str, ...]:
    """Return the codes that have a page: of problems, then of findings, each in alphabetical order."""
    return (*_codes(_problems()), *_codes(_findings()))


def page(code: str) -> str | None:
    """Return the page of a code, None where there is none; `rule:` and a name leads to the page on rules."""
    name = "rule" if code.startswith("rule:") else code
    for folder in (_problems(), _findings()):
        if name in _codes(folder):
            return (folder / f"{name}{ENDING}").read_text("utf-8")
    return None


def _problems() -> Traversable:
    return files("carepath.authoring") / "help_pages"


def _findings() -> Traversable:
    return _problems() / "findings"


def _codes(folder: Traversable) -> tuple[str, ...]:
    return tuple(sorted(file.name.removesuffix(ENDING) for file in folder.iterdir() if file.name.endswith(ENDING)))
