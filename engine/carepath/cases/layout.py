"""Where the values of a YAML text begin and end, and how a new value is written in the place of an old one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from carepath.authoring.characters import LINE_END
from carepath.authoring.nodes import Fields, Items, Node, Plain, Scalar, plain
from carepath.model import Source

BARE = re.compile(r"[A-Za-z0-9_](?:[^\s,\[\]{}#:\"'][^,\[\]{}#:]*)?")
READ_OTHERWISE = re.compile(r"[-+]?[0-9]+|true|false|null|~|")
BETWEEN = re.compile(r"(?:[\s,]|#[^\r\n]*)*")


class NoPlace(ValueError):
    """A value stands in the text in a way that is not rewritten; the message says which."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of text, from one offset up to another, and what is written there instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A text and the offsets at which its lines begin."""

    text: str
    lines: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Layout:
        """Return the layout of a text."""
        return cls(text, (0, *(found.end() for found in LINE_END.finditer(text))))

    @property
    def newline(self) -> str:
        """The line end that the text uses."""
        found = LINE_END.search(self.text)
        return found[0] if found else "\n"

    def offset(self, source: Source) -> int:
        """Return where a place is in the text."""
        return self.lines[source.line - 1] + source.column - 1

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return max(start for start in self.lines if start <= offset)

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, its line end left out."""
        found = LINE_END.search(self.text, offset)
        return found.start() if found else len(self.text)

    def end(self, node: Node) -> int:
        """Return where a value ends."""
        start = self.offset(node.source)
        if isinstance(node, Scalar):
            if node.value is None and not self.text.startswith(("null", "~"), start):
                return start
            written = self.text[start : start + node.width]
            if len(str(node.value)) > node.width or LINE_END.search(written):
                raise NoPlace(f"a text on several lines ({node.source})")
            return start + node.width
        children = node.items if isinstance(node, Items) else tuple(below for _, below in node.pairs())
        last = self.end(children[-1]) if children else start + 1
        if not self.flow(node):
            return last
        between = BETWEEN.match(self.text, last)
        return (between.end() if between else last) + 1

    def flow(self, node: Node) -> bool:
        """Return whether a list or mapping stands in brackets."""
        return self.text.startswith(("[", "{"), self.offset(node.source))


def edits(layout: Layout, key: Scalar, old: Node, new: Plain) -> list[Edit]:
    """Return how what stands under a key becomes another value; parts that stay keep their lines and comments."""
    if plain(old) == new:
        return []
    if isinstance(old, Fields) and isinstance(new, dict) and set(old.entries) == set(new):
        return [edit for name, below in old.pairs() for edit in edits(layout, name, below, new[str(name.value)])]
    if isinstance(old, Items) and isinstance(new, list) and new and not layout.flow(old):
        return [_lines(layout, old, new)]
    after_key = layout.offset(key.source) + key.width + 1
    start = layout.offset(old.source)
    written = inline(new)
    if isinstance(old, Scalar | Items | Fields) and "\n" not in layout.text[after_key:start]:
        gap = "" if layout.text[after_key:start] else " "
        return [Edit(start, layout.end(old), gap + written)]
    return [Edit(after_key, layout.end(old), f" {written}")]


def _lines(layout: Layout, old: Items, new: list[Plain]) -> Edit:
    """Return how a list of lines changes: an item that stays keeps its line and the comments above it."""
    begin = layout.line_start(layout.offset(old.items[0].source))
    indent = layout.text[begin : layout.offset(old.items[0].source)].partition("-")[0]
    kept: list[tuple[Plain, str]] = []
    start = begin
    for item in old.items:
        end = layout.line_end(layout.end(item))
        kept.append((plain(item), layout.text[start:end]))
        found = LINE_END.match(layout.text, end)
        start = found.end() if found else end
    lines = []
    for value in new:
        same = next((each for each in kept if each[0] == value), None)
        if same is not None:
            kept.remove(same)
        lines.append(same[1] if same is not None else f"{indent}- {inline(value)}")
    return Edit(begin, layout.line_end(layout.end(old.items[-1])), layout.newline.join(lines))


def inline(value: Plain) -> str:
    """Return a value as it is written on one line."""
    match value:
        case list():
            return f"[{', '.join(map(inline, value))}]"
        case dict():
            return f"{{{', '.join(f'{inline(name)}: {inline(below)}' for name, below in value.items())}}}"
        case None:
            return "null"
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
    bare = BARE.fullmatch(value) and not READ_OTHERWISE.fullmatch(value) and value == value.strip()
    return value if bare else json.dumps(value, ensure_ascii=False)


def applied(text: str, changes: list[Edit]) -> str:
    """Return the text with all changes made, the last one first."""
    for edit in sorted(changes, key=lambda each: each.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
