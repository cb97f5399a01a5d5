"""The columns of measures, as a table."""

from __future__ import annotations

from carepath.measures import COLUMNS


def measures() -> str:
    """Return each column with its meaning."""
    rows = (f"| `{name}` | {said} |" for name, said in COLUMNS.items())
    return "\n".join(["", "| Column | Meaning |", "|---|---|", *rows, ""])
