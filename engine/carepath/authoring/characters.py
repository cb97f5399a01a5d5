"""Characters that have no place in a definition, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carepath.model import Source
from carepath.problems import Problem

LINE_END = re.compile("\r\n|\r|\n")
# Controls, line ends that only YAML knows, marks of text direction (they hide what a line says), non-characters
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
TAB_INDENT = re.compile(r"(?:^|(?<=[\r\n]))[ ]*\t")


def refused(text: str, file: str) -> Iterator[Problem]:
    """Yield the characters that have no place in a definition, the first of each kind."""
    tab = TAB_INDENT.search(text)
    if tab:
        yield _at(text, tab.end() - 1, file, "tab-indent", "A tab indents this line.", "Indent with spaces.")
    found = REFUSED.search(text)
    if found and found[0] == "\ufeff" and found.start() == 0:
        hint = "Save the file as UTF-8 without a byte order mark."
        yield Problem(Source(file, 1, 1), "bad-encoding", "The file begins with a byte order mark.", hint)
    elif found:
        message = f"A character that cannot be seen (U+{ord(found[0]):04X}) stands here."
        yield _at(text, found.start(), file, "bad-encoding", message, "Delete it.")


def _at(text: str, offset: int, file: str, code: str, message: str, hint: str) -> Problem:
    before = LINE_END.split(text[:offset])
    return Problem(Source(file, len(before), len(before[-1]) + 1), code, message, hint)
