"""The version that differences ask for, and whether the new definition has it.

Major: the same record may come out worse, or an id that something refers to is gone. Minor: something was
added or eased. Patch: no record is judged otherwise. The reasons are in docs/how-to/compare-versions.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from carepath.differences.difference import BUMPS, Bump, Difference
from carepath.model import Pathway


@dataclass(frozen=True, slots=True)
class Asked:
    """The rise of the version that is asked for and the one that was made; None is no rise."""

    asked: Bump | None
    made: Bump | None
    version: str | None  # the least version that would do; None where two ids are compared
    enough: bool


def asked(old: Pathway, new: Pathway, found: Iterable[Difference]) -> Asked:
    """Return whether the version of the new definition rose by as much as the differences ask for."""
    bump = max((each.bump for each in found), key=BUMPS.index, default=None)
    if bump == "major" and _numbers(old.version)[0] == 0:  # before 1.0.0 nothing was agreed that could be broken
        bump = "minor"
    made = rise(old.version, new.version)
    if old.id != new.id:  # another definition: its versions are its own
        return Asked(bump, made, None, True)
    enough = bump is None or (made is not None and BUMPS.index(made) >= BUMPS.index(bump))
    return Asked(bump, made, raised(old.version, bump), enough)


def rise(old: str, new: str) -> Bump | None:
    """Return which of the three numbers rose; None where the version is the same or an earlier one."""
    before, after = _numbers(old), _numbers(new)
    if after <= before:
        return None
    if after[0] > before[0]:
        return "major"
    return "minor" if after[1] > before[1] else "patch"


def raised(version: str, bump: Bump | None) -> str:
    """Return the next version after such a rise."""
    major, minor, patch = _numbers(version)
    match bump:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
        case None:
            return version


def _numbers(version: str) -> tuple[int, int, int]:
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch
