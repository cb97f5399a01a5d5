"""Which of the definitions that are asked for a case is measured by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from carepath.model import Pathway
from carepath.record import Entry


@dataclass(frozen=True, slots=True)
class Choice:
    """A pathway that is asked for: its id, the versions to choose from in their order, and how one case is served.

    `choose` returns the definition for the entries of a case, or says why there is none. With `fixed` all cases go by
    the one version there is.
    """

    id: str
    versions: tuple[Pathway, ...]
    fixed: bool
    choose: Callable[[Sequence[Entry]], Pathway | str]


@dataclass(frozen=True, slots=True)
class Unserved:
    """A case for which there is no definition: how many rows it has, and why."""

    case: str
    rows: int
    why: str
    place: int = 0  # of the choice that has none

    def __str__(self) -> str:
        return f"case '{self.case}' is left out ({self.rows} rows): {self.why}"


def serving(choices: Sequence[Choice], case: str, entries: Sequence[Entry]) -> Iterator[Pathway | Unserved]:
    """Yield the definitions by which a case is measured, or why there is none."""
    named = {entry.pathway for entry in entries if entry.pathway is not None}
    places = [place for place, one in enumerate(choices) if one.id in named]
    if not named and len(choices) == 1:
        places = [0]
    if not places:
        yield Unserved(case, len(entries), reason(sorted(named)))
    for place in places:
        found = choices[place].choose(entries)
        yield Unserved(case, len(entries), found, place) if isinstance(found, str) else found


def reason(named: Sequence[str]) -> str:
    """Return why a case goes by no pathway that is asked for."""
    return f"it is for {', '.join(named)}" if named else "it names no pathway"
