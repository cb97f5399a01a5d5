"""The 32-bit hash by which the rule engine tells names apart; it never compares the names themselves.

Two field names, or two ids of facts, with the same hash would be taken for one, so that a ruleset with such names is
refused (Fowler, Noll and Vo, FNV-1a, 32 bits).
"""

from __future__ import annotations

from collections.abc import Iterable

OFFSET, PRIME = 0x811C9DC5, 0x01000193


def fingerprint(name: str) -> int:
    """Return the hash of a name."""
    value = OFFSET
    for byte in name.encode():
        value = ((value ^ byte) * PRIME) & 0xFFFFFFFF
    return value


def clashing(names: Iterable[str]) -> tuple[str, str] | None:
    """Return two different names with one hash, None where there are none."""
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(fingerprint(name), name)
        if other != name:
            return other, name
    return None
