"""YAML text to nodes with places: the one module that knows YAML.

Plain scalars are text except whole numbers, true, false and null. Whatever the bytes are, the answer
is nodes and problems, never an exception. PyYAML's own loaders are left as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

import yaml

from carepath.authoring.characters import LINE_END, REFUSED, refused
from carepath.authoring.nodes import Fields, Items, Node, Scalar
from carepath.authoring.slips import NO_BREAK, Slip, no_break, slip, space
from carepath.model import Source
from carepath.problems import Problem


class Mark(Protocol):
    """A place in a text as PyYAML counts it, from 0."""

    line: int
    column: int


class Parser(Protocol):
    """What is used of PyYAML: events, one after another."""

    def check_event(self) -> bool: ...
    def get_event(self) -> yaml.Event: ...
    def dispose(self) -> None: ...


LARGEST_FILE = 1_000_000  # bytes
DEEPEST = 40
MOST_DIGITS = 9

WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

# What libyaml and PyYAML say, and what an author can do about it; the first that fits is used.
PLAINLY = (
    ("mapping values are not allowed", 'A colon is not expected here. A text that contains ": " stands in quotes.'),
    ("could not find expected ':'", "A key without its colon, or a quote that is not closed."),
    ("found unexpected end of stream", "The text ends inside a quote or a bracket."),
    ("expected ',' or", "A bracket is not closed, or a comma is missing."),
    ("did not find expected key", "The indentation does not fit the lines above, or a quote or bracket is not closed."),
    ("did not find expected '-'", 'The items of a list stand one under the other, each with "- ".'),
    ("expected <block end>", "The indentation does not fit the lines above, or a quote or bracket is not closed."),
    ("block sequence entries", 'An item of a list ("- ") is not expected here.'),
    ("cannot start any token", "This character cannot begin a value; put the text in quotes."),
    ("did not find expected node content", "A value is missing here, or a comma too many."),
    ("unknown escape", "A backslash in double quotes begins an escape; use single quotes."),
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says: its root (None where it cannot be read), its lines, and what is wrong with it."""

    root: Node | None
    lines: tuple[str, ...]
    problems: tuple[Problem, ...]


def decode(data: bytes, file: str) -> Parsed | str:
    """Return the text of a file, or what is wrong with its bytes."""
    if len(data) > LARGEST_FILE:
        return _too_large(file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = LINE_END.split(data[: wrong.start].decode("utf-8"))
        place = Source(file, len(before), len(before[-1]) + 1)
        lines = tuple(LINE_END.split(data.decode("utf-8", "replace")))
        problem = Problem(place, "bad-encoding", "This is not UTF-8 text.", "Save the file as UTF-8.")
        return Parsed(None, lines, (problem,))


def parse(text: str, file: str) -> Parsed:
    """Return the nodes of a text, and every problem found on the way."""
    if len(text) > LARGEST_FILE:
        return _too_large(file)
    lines = tuple(LINE_END.split(text))
    hidden = tuple(refused(text, file))
    if hidden:
        return Parsed(None, lines, hidden)
    composer = _Composer(file, lines)
    try:
        root = composer.document(_parser(text))
    except yaml.MarkedYAMLError as wrong:
        return Parsed(None, lines, (*composer.problems, _syntax(file, lines, wrong)))
    except yaml.YAMLError:
        unread = Problem(Source(file, 1, 1), "yaml-syntax", "This is not YAML.")
        return Parsed(None, lines, (*composer.problems, unread))
    except _Stop as stop:
        return Parsed(None, lines, (*composer.problems, stop.problem))
    return Parsed(root, lines, tuple(composer.problems))


def _parser(text: str) -> Parser:
    """Return PyYAML's safe parser, in C where there is one; only its stream of events is used."""
    made: Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    return made


class _Stop(Exception):
    """Reading on makes no sense."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    source: Source
    mapping: bool
    items: list[Node]
    entries: dict[str, tuple[Scalar, Node]]
    key: Scalar | None = None
    skip: bool = False  # the key cannot be used: what stands under it is read and forgotten
    waiting: bool = True  # the next node is a key


class _Composer:
    """Builds nodes from parse events without recursion, so that no depth of nesting can harm."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0

    def document(self, parser: Parser) -> Node:
        """Return the root of the one document of a text."""
        try:
            while parser.check_event():
                self.take(parser.get_event())
        finally:
            parser.dispose()
        if self.root is None:
            raise _Stop(Problem(Source(self.file, 1, 1), "empty-file", "There is nothing in this file."))
        return self.root

    def take(self, event: yaml.Event) -> None:
        """Take one event; most are scalars, so these are asked for first."""
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self.refuse(event, event.anchor, event.tag)
            self.put(self.scalar(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            if event.anchor is not None or event.tag is not None:
                self.refuse(event, event.anchor, event.tag)
            if len(self.open) >= DEEPEST:
                raise _Stop(self.problem(event, "too-large", f"This is nested more than {DEEPEST} levels deep."))
            self.open.append(_Open(self.place(event), isinstance(event, yaml.MappingStartEvent), [], {}))
        elif isinstance(event, yaml.CollectionEndEvent):
            self.close(event)
        elif isinstance(event, yaml.AliasEvent):
            message = "An alias (*) is not used in this language; write the text again."
            self.problems.append(self.problem(event, "yaml-not-used", message))
            self.put(Scalar(None, self.place(event)))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                message = "A file holds one definition; a second begins here."
                raise _Stop(self.problem(event, "yaml-not-used", message))

    def close(self, event: yaml.Event) -> None:
        """Finish a list or mapping; on several lines, its first one is underlined."""
        done = self.open.pop()
        last, end = _mark(event.end_mark)
        if last != done.source.line:
            end = len(self.lines[done.source.line - 1].rstrip()) + 1
        width = max(1, end - done.source.column)
        mapping, items = done.mapping, tuple(done.items)
        self.put(Fields(done.entries, done.source, width) if mapping else Items(items, done.source, width))

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        place = self.place(event)
        last, end = _mark(event.end_mark)
        width = max(1, end - place.column) if last == place.line else 1
        if not event.implicit[0]:  # quoted or block: text
            hidden = REFUSED.search(event.value)
            if hidden:
                message = f"An escape stands for a character that cannot be seen (U+{ord(hidden[0]):04X})."
                self.problems.append(self.problem(event, "bad-encoding", message, "Take it out.", width))
            return Scalar(event.value, place, width)
        if NO_BREAK.search(event.value):
            raise _Stop(_slipped(self.hidden(place), self.file, "no-break-space"))
        if self.open and self.open[-1].mapping and self.open[-1].waiting:  # a key
            return Scalar(event.value, place, width)
        if event.value in WORDS:
            return Scalar(WORDS[event.value], place, width)
        if WHOLE.fullmatch(event.value):
            if len(event.value.lstrip("+-")) > MOST_DIGITS:
                hint = "A code stands in quotes."
                self.problems.append(
                    self.problem(event, "too-large", f"A number has at most {MOST_DIGITS} digits.", hint, width)
                )
                return Scalar(0, place, width)
            return Scalar(int(event.value), place, width)
        return Scalar(event.value, place, width)

    def hidden(self, place: Source) -> Slip:
        """Return the first no-break space of a text that begins at a place."""
        for line in range(place.line, len(self.lines) + 1):
            found = NO_BREAK.search(self.lines[line - 1], place.column - 1 if line == place.line else 0)
            if found:
                return space(line, found.start() + 1)
        return space(place.line, place.column)

    def put(self, node: Node) -> None:
        """Place a finished node into what is open around it."""
        if not self.open:
            self.root = node
            return
        around = self.open[-1]
        if not around.mapping:
            around.items.append(node)
        elif around.waiting:
            around.waiting = False
            self.name(around, node)
        else:
            around.waiting = True
            if around.key is not None and not around.skip:
                around.entries[str(around.key.value)] = (around.key, node)

    def name(self, around: _Open, node: Node) -> None:
        around.skip = True
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self.problems.append(
                Problem(node.source, "yaml-not-used", "A key is a single word or text.", width=node.width)
            )
            return
        first = around.entries.get(node.value)
        if first is not None:
            message = f'"{node.value}" was already given on line {first[0].source.line}.'
            self.problems.append(
                Problem(node.source, "duplicate-key", message, "Join the two, or take one away.", width=node.width)
            )
            return
        around.key, around.skip = node, False

    def place(self, event: yaml.Event) -> Source:
        return Source(self.file, *_mark(event.start_mark))

    def refuse(self, event: yaml.Event, anchor: str | None, tag: str | None) -> None:
        if anchor is not None:
            message = "An anchor (&) is not used in this language."
            self.problems.append(self.problem(event, "yaml-not-used", message))
        if tag is not None:
            self.problems.append(self.problem(event, "yaml-not-used", "A tag (!) is not used in this language."))

    def problem(self, event: yaml.Event, code: str, message: str, hint: str | None = None, width: int = 1) -> Problem:
        return Problem(self.place(event), code, message, hint, width=width)


def _mark(mark: Mark | None) -> tuple[int, int]:
    """Return line and column of a mark, counted from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _place(wrong: yaml.MarkedYAMLError, lines: tuple[str, ...]) -> tuple[int, int]:
    """Return where to look: what is missed only at the end of the text is shown where it was opened."""
    line, column = _mark(wrong.problem_mark or wrong.context_mark)
    if any(text.strip() for text in (lines[line - 1][column - 1 :] if line <= len(lines) else "", *lines[line:])):
        return line, column
    line, column = _mark(wrong.context_mark or wrong.problem_mark)
    return (line, column) if line <= len(lines) else (len(lines), len(lines[-1]) + 1)


def _syntax(file: str, lines: tuple[str, ...], wrong: yaml.MarkedYAMLError) -> Problem:
    source = Source(file, *_place(wrong, lines))
    noticed = _mark(wrong.problem_mark or wrong.context_mark)[0]
    hidden = no_break(lines, noticed)
    if hidden:
        return _slipped(hidden, file, "no-break-space")
    slipped = slip(lines, noticed)
    if slipped:
        return _slipped(slipped, file, "yaml-syntax")
    said = wrong.problem or "it cannot be read"
    for part, plainly in PLAINLY:
        if part in said:
            return Problem(source, "yaml-syntax", plainly)
    return Problem(source, "yaml-syntax", f"This is not YAML: {said}.")


def _slipped(found: Slip, file: str, code: str) -> Problem:
    return Problem(Source(file, found.line, found.column), code, found.message, found.hint)


def _too_large(file: str) -> Parsed:
    message = f"The file is larger than {LARGEST_FILE // 1000} kB."
    return Parsed(None, (), (Problem(Source(file, 1, 1), "too-large", message),))
