"""Tables and text in Markdown, in which nothing that a record says is taken for a sign of Markdown or HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carepath.table import plain

SIGNS = "\\|`*_[]<>#&"


def cell(text: str) -> str:
    """Return text in one line, its signs escaped."""
    safe = plain(" ".join(text.split()))
    return "".join(f"\\{letter}" if letter in SIGNS else letter for letter in safe)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, with an empty one after it."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(cell, row))} |"
    yield ""
