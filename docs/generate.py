"""Write the parts of the reference that follow from the code: `python docs/generate.py`, or `--check` to compare only.

A page is written by hand around places such as `<!-- begin commands -->` … `<!-- end commands -->`; what stands
between them is replaced. Pages that follow from tables as a whole are written whole.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from from_benchmarks import benchmarks
from from_code import commands, python
from from_help import findings, problems
from from_measures import measures
from from_schemas import assessment, entry, pathway
from spec_pages import PAGES as SPEC
from spec_pages import pages as spec_pages

DOCS = Path(__file__).parent
PLACE = re.compile(r"(?P<begin><!-- begin (?P<name>[a-z-]+) -->\n).*?(?P<end><!-- end (?P=name) -->)", re.DOTALL)

PIECES: Mapping[str, Callable[[], str]] = {
    "assessment": assessment,
    "benchmarks": benchmarks,
    "commands": commands,
    "entry": entry,
    "findings": findings,
    "measures": measures,
    "pathway": pathway,
    "problems": problems,
    "python": python,
}


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each page that holds a generated part, and those made whole from the specification, as they should read."""
    yield from ((SPEC / name, text) for name, text in spec_pages().items())
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text("utf-8")
        if PLACE.search(text):
            yield page, PLACE.sub(lambda place: f"{place['begin']}\n{PIECES[place['name']]()}\n{place['end']}", text)


def main(check: bool) -> int:
    """Write what differs, or only name it; the status of a check is 1 where something does."""
    stale = [(page, text) for page, text in pages() if not page.exists() or page.read_text("utf-8") != text]
    for page, text in stale:
        print(f"{'Out of date' if check else 'Written'}: {page.relative_to(DOCS.parent)}")
        if not check:
            page.write_text(text, "utf-8")
    if check and stale:
        print("Bring them up to date: make docs")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
