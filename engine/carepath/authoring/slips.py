"""Where a text stopped being YAML: the line in which its author slipped, often one before where a parser gives up.

The parser reads on for as long as it can, so a quote that is not closed, a key without its colon or a line that is
indented a little too far to the left is noticed only further down. Nothing here decides whether a text is YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NO_BREAK = re.compile("[\u00a0\u2007\u202f]")
KEY = re.compile(r"[^\s:].*?:(?:\s|$)")
VALUE = re.compile(r"[^\s:].*?:\s+[^\s|>]")
COMMENT = re.compile(r"(?:^|\s)#.*")
OPENS, CLOSES = "[{", "]}"
STEPS = (4, 2)  # how deep one level may be
MOST = 0.8  # of the lines that are indented, how many keep to it


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong, and where: line and column from 1."""

    line: int
    column: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something and begins outside quotes and brackets."""

    number: int
    indent: int
    text: str  # without its indentation and comment


@dataclass(frozen=True, slots=True)
class Read:
    """The lines on which something may begin, and the quotes that go over several lines: opened, column, closed."""

    lines: tuple[Line, ...]
    quotes: tuple[tuple[int, int, int], ...]


def slip(texts: Sequence[str], number: int) -> Slip | None:
    """Return the slip by which a text most probably stopped being YAML on that line, None where none is plain."""
    read = _read(texts)
    for opened, column, closed in read.quotes:
        if opened < number == closed or closed > len(texts):
            message = "The quote that opens here is not closed on its line."
            return Slip(opened, column, message, "Close it at the end of the text.")
    before = [line for line in read.lines if line.number <= number]
    return _odd(read.lines, before) or _without_colon(before, number) or _too_deep(before)


def no_break(texts: Sequence[str], number: int) -> Slip | None:
    """Return the first space up to a line that is none for YAML, outside comments and closed quotes."""
    for line, text in enumerate(texts[:number], 1):
        found = NO_BREAK.search(re.sub(r"\"[^\"]*\"|'[^']*'|(?:^|\s)#.*", lambda part: "-" * len(part[0]), text))
        if found:
            return space(line, found.start() + 1)
    return None


def space(line: int, column: int) -> Slip:
    """Return what is wrong with a space that is none for YAML."""
    message = "A no-break space stands here: it looks like a space and is none."
    return Slip(line, column, message, "Type a space in its place; a text that needs it stands in quotes.")


def _odd(lines: Sequence[Line], before: Sequence[Line]) -> Slip | None:
    """Return the last line that keeps to no level of the file, back to where its block begins."""
    step = _step(lines)
    for line in reversed(before):
        if line.indent % step and _begins(line):
            near = line.indent // step * step
            return _indented(line, f"{near} or {near + step}")
        if line.indent == 0:
            break
    return None


def _indented(line: Line, wanted: str) -> Slip:
    spaces = "1 space" if line.indent == 1 else f"{line.indent} spaces"
    message = f"This line is indented by {spaces}, which matches no level of the lines around it."
    return Slip(line.number, line.indent + 1, message, f"Indent it by {wanted} spaces, as the lines it belongs to.")


def _step(lines: Sequence[Line]) -> int:
    indents = [line.indent for line in lines if line.indent]
    for step in STEPS:
        if indents and sum(not indent % step for indent in indents) >= MOST * len(indents):
            return step
    return 1


def _without_colon(before: Sequence[Line], number: int) -> Slip | None:
    """Return the nearest line that stands where a key is needed and has no colon: no text that goes on over lines."""
    for above, line in reversed(list(zip((None, *before), before, strict=False))[-2:]):
        follows = above is None or (_begins(above) and (line.indent <= above.indent or above.text.endswith(":")))
        if follows and not _begins(line) and line.text[0] not in "[{\"'" and number - line.number <= 2:
            first, _, rest = line.text.partition(" ")
            message = "This line has no colon after its key."
            return Slip(line.number, line.indent + 1, message, f"Write it like this: {first}: {rest}".rstrip())
    return None


def _begins(line: Line) -> bool:
    """Whether a line begins something: a key with its colon, or an item of a list."""
    return line.text[0] == "-" or KEY.match(line.text) is not None


def _too_deep(before: Sequence[Line]) -> Slip | None:
    """Return the last line where it stands under a key that has a value already, or fits no line above it."""
    if len(before) < 2:
        return None
    above, line = before[-2:]
    if line.indent > above.indent and VALUE.match(above.text) and KEY.match(line.text):
        return _indented(line, str(above.indent))
    open_ = _open(before[:-1])
    if line.indent < above.indent and line.indent not in open_:
        return _indented(line, " or ".join(str(each) for each in open_ if abs(each - line.indent) <= max(STEPS)) or "0")
    return None


def _open(lines: Sequence[Line]) -> list[int]:
    """Return the indentations that are open after some lines."""
    found: list[int] = []
    for line in lines:
        found = [*(each for each in found if each < line.indent), line.indent]
    return found


def _read(texts: Sequence[str]) -> Read:
    """Return the lines of a text outside quotes and brackets. Quotes and brackets count where a value can begin."""
    lines, quotes = list[Line](), list[tuple[int, int, int]]()
    depth, quote, opened, begins = 0, "", (0, 0), True
    for number, text in enumerate(texts, 1):
        said = COMMENT.sub("", text).strip()
        if not depth and not quote:
            begins = True
            if said:
                lines.append(Line(number, len(text) - len(text.lstrip(" ")), said))
        for column, sign in _signs(text):
            if quote:
                if sign == quote:
                    quotes += [(*opened, number)] if opened[0] != number else []
                    quote = ""
                begins = False
            elif sign == "#" and (column == 1 or text[column - 2].isspace()):
                break
            elif begins and sign in "\"'":
                quote, opened = sign, (number, column)
            elif sign in OPENS and (begins or depth):
                depth, begins = depth + 1, True
            elif sign in CLOSES and depth:
                depth, begins = depth - 1, False
            elif not sign.isspace():
                begins = _ends(sign, text[column : column + 1], depth, begins)
    return Read(tuple(lines), (*quotes, *([(*opened, len(texts) + 1)] if quote else [])))


def _ends(sign: str, following: str, depth: int, begins: bool) -> bool:
    """Whether a value can begin after a sign that is part of no value: a colon, a dash, a comma in brackets."""
    if sign == "," and depth:
        return True
    if following.strip():
        return False
    return sign == ":" or (sign == "-" and begins)


def _signs(text: str) -> Iterator[tuple[int, str]]:
    """Yield each character with its column, without what a backslash or a doubled quote hides."""
    hidden = False
    for column, sign in enumerate(text, 1):
        if hidden:
            hidden = False
        elif sign == "\\" or text[column - 1 : column + 1] == "''":
            hidden = True
        else:
            yield column, sign
