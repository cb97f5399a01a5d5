"""Lists of all codes with the titles of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from carepath.authoring.pages import codes, page
from carepath.findings import CODES

PAGES = "../../engine/carepath/authoring/help_pages"
# The groups of docs/reference/semantics.md, section 8, each by its first code.
GROUPS = {"overdue": "Timing", "skipped": "Flow", "dated-in-future": "Record", "late-transfer": "Transfers"}


def problems() -> str:
    """Return the codes of problems, in alphabetical order."""
    own = Path(__file__).parent / "reference" / PAGES
    return "\n".join([*_table(code for code in codes() if (own / f"{code}.md").is_file()), ""])


def findings() -> str:
    """Return the codes of findings by group, in the order in which they are shown."""
    starts = [*(CODES.index(code) for code in GROUPS), len(CODES)]
    lines: list[str] = []
    for title, first, end in zip(GROUPS.values(), starts[:-1], starts[1:], strict=True):
        lines += [f"### {title}", "", *_table(CODES[first:end], "findings/"), ""]
    return "\n".join([*lines, "### Rules", "", *_table(["rule"], "findings/"), ""])


def _table(listed: Iterable[str], folder: str = "") -> Iterator[str]:
    yield from ("| Code | Meaning |", "|---|---|")
    for code in listed:
        yield f"| [`{code}`]({PAGES}/{folder}{code}.md) | {_title(code)} |"


def _title(code: str) -> str:
    text = page(code)
    assert text is not None, f"{code} has no page"
    return text.splitlines()[0].removeprefix("# ")
