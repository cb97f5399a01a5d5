"""Changes of a definition: a day more or less, a way left out, roles exchanged, a bound by one, a task's need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from changes import Change

FILE = "pathways/lung.yaml"

DAYS = re.compile(r"\b(?:due|target|acknowledge|not_before|within): (?:day )?(\d+)")
BOUNDS = re.compile(r"\bat_(?:most|least): (\d+)")
ROLES = re.compile(r"\b(?:role|from|to|by): \[?(local|centre|rt_centre|oncology|imaging_hub|palliative|community)\b")
NEEDS = re.compile(r"\b(?:need|\w+): (required|optional)(?=[,}\s]|$)")
EFFECTS = re.compile(r"[\w\"]+: (close|stop)(?=[,}])")
WAYS = re.compile(r"^ +- \{answer: .*\n|^  - \{on: .*\n|^      \w+: \w+ *\n", re.MULTILINE)
OTHER = {
    "local": "centre", "centre": "local", "rt_centre": "centre", "oncology": "rt_centre", "imaging_hub": "centre",
    "palliative": "community", "community": "palliative", "required": "optional", "optional": "required",
    "close": "stop", "stop": "close",
}  # fmt: skip


def changes(file: str, source: bytes) -> Iterator[Change]:
    """Yield every change of the definition, in the order of its text."""
    text = source.decode()
    found = [
        *_numbers(file, text, DAYS, "a day more or less"),
        *_numbers(file, text, BOUNDS, "a bound by one"),
        *_words(file, text, ROLES, "another role"),
        *_words(file, text, NEEDS, "required or optional"),
        *_words(file, text, EFFECTS, "another effect on a clock"),
        *_left_out(file, text),
    ]
    yield from sorted(found, key=lambda each: (each.start, each.end, each.text))


def _numbers(file: str, text: str, pattern: re.Pattern[str], kind: str) -> Iterator[Change]:
    for match in _written(text, pattern):
        number = int(match[1])
        for other in (number - 1, number + 1):
            yield _change(file, text, match.span(1), kind, str(other))


def _words(file: str, text: str, pattern: re.Pattern[str], kind: str) -> Iterator[Change]:
    for match in _written(text, pattern):
        yield _change(file, text, match.span(1), kind, OTHER[match[1]])


def _left_out(file: str, text: str) -> Iterator[Change]:
    in_states = text.index("\nstates:")
    for match in WAYS.finditer(text):
        if match[0].startswith("  - {on:") or match.start() > in_states:
            yield _change(file, text, match.span(), "a way left out", "")


def _written(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the matches that do not stand in a comment."""
    for match in pattern.finditer(text):
        if "#" not in text[text.rfind("\n", 0, match.start()) + 1 : match.start()]:
            yield match


def _change(file: str, text: str, span: tuple[int, int], kind: str, new: str) -> Change:
    start, end = (len(text[:place].encode()) for place in span)
    return Change(file, text.count("\n", 0, span[0]) + 1, kind, start, end, new)
