"""How problems speak: what somebody probably meant, and lists in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

MOST_LISTED = 12


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that the word is probably meant to be."""
    names = sorted(set(known))
    folded = {name.lower(): name for name in names}
    found = get_close_matches(word.lower(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def hint(word: str, known: Collection[str], what: str) -> str | None:
    """Return "Did you mean …?", else the known names if they are few."""
    near = closest(word, known)
    if near is not None:
        return f'Did you mean "{near}"?'
    if not known:
        return None
    some = list(known)[:MOST_LISTED]
    return f"Known {what}: {', '.join(some)}{' …' if len(known) > MOST_LISTED else '.'}"


def listed(words: Iterable[str], last: str = "or") -> str:
    """Return words as "a, b or c"."""
    given = list(words)
    return f" {last} ".join(filter(None, [", ".join(given[:-1]), given[-1]])) if given else "nothing"
