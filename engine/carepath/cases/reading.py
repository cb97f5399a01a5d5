"""Files of worked cases: for each case its entries, when it is looked at, and what is expected then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from carepath.authoring.nodes import NOTHING, Fields, Items, Node, Plain, Scalar, plain, text
from carepath.authoring.source import Parsed
from carepath.authoring.words import hint
from carepath.cases.expected import FINDINGS, KEYS, BadExpectation, Expected, UnknownFinding, expected, readable
from carepath.cases.lines import BadLine, BadMoment, entry, moment
from carepath.model import Source
from carepath.problems import Problem
from carepath.record import Entry

FILE_KEYS = ("pathway", "cases")
CASE_KEYS = ("events", "as_of", "known_at", "expect", "at")


@dataclass(frozen=True, slots=True)
class Question:
    """When a case is looked at, what is known by then (None: everything), and what is expected."""

    as_of: date | datetime
    known_at: datetime | None
    expect: Expected
    source: Source


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: its name, its entries and the questions asked of it."""

    name: str
    lines: tuple[str, ...]
    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of a file, the definition they belong to (id or id@version), and what is wrong with the file."""

    pathway: str | None
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]


def read(parsed: Parsed) -> CaseFile:
    """Return the worked cases of a file that has been read; whatever cannot be read is a problem."""
    problems = list(parsed.problems)
    root = parsed.root
    if not isinstance(root, Fields):
        if root is not None:
            problems.append(wrong(root, "wrong-type", "A file of worked cases has the keys pathway and cases."))
        return CaseFile(None, (), tuple(problems))
    if "carepath" in root and "cases" not in root:
        advice = "Name a file of cases, or the folder in which they lie."
        problems.append(wrong(_first(root), "wrong-type", "This is no file of worked cases, but a definition.", advice))
        return CaseFile(None, (), tuple(problems))
    problems += unknown_keys(root, FILE_KEYS)
    name = text(root.get("pathway"))
    if name is None:
        says = "“pathway” says which definition the cases belong to."
        advice = "Write pathway: og@1.1.0, or the name of a file."
        problems.append(wrong(root.get("pathway") or _first(root), "missing-key", says, advice))
    found = root.get("cases")
    if not isinstance(found, Fields):
        says = "“cases” names each worked case and says what happened in it."
        problems.append(wrong(found or _first(root), "missing-key" if found is None else "wrong-type", says))
        return CaseFile(name, (), tuple(problems))
    cases = tuple(each for key, node in found.pairs() for each in case(key, node, problems))
    return CaseFile(name, cases, tuple(problems))


def case(key: Scalar, node: Node, problems: list[Problem]) -> Iterator[Case]:
    """Yield the case that stands under a key; add to `problems` what is wrong with it."""
    if not isinstance(node, Fields):
        problems.append(wrong(key, "wrong-type", "A case has the keys events, as_of and expect."))
        return
    before = len(problems)
    problems += unknown_keys(node, CASE_KEYS)
    name = str(key.value)
    told = tuple(_told(node.get("events"), name, problems))
    questions = tuple(_questions(key, node, problems))
    if len(problems) == before:
        yield Case(name, tuple(line for line, _ in told), tuple(each for _, each in told), questions, key.source)


def lines(node: Node | None) -> Iterator[tuple[Node, str]]:
    """Yield each line of a list of events; `e2: 2016-09-01 ogd` reads as a key and what stands under it."""
    for item in node.items if isinstance(node, Items) else ():
        if isinstance(item, Scalar):
            yield item, str(text(item) or "")
        elif isinstance(item, Fields) and len(item.entries) == 1:
            ((name, (_, below)),) = item.entries.items()
            written = name if " " not in name else f'"{name}"'
            yield below, f"{written}: {text(below) or ''}"


def _told(node: Node | None, name: str, problems: list[Problem]) -> Iterator[tuple[str, Entry]]:
    """Yield the lines of a case with their entries; a case without events is one of which nothing is known."""
    if node is None:
        return
    read = tuple(lines(node))
    if not isinstance(node, Items) or len(read) < len(node.items):
        example = "“events” is a list of lines such as: 2016-09-01 referral RK5 route=usc."
        problems.append(wrong(node, "wrong-type", example))
        return
    for place, (item, line) in enumerate(read, start=1):
        try:
            yield line, entry(line, name, place)
        except BadLine as error:
            problems.append(wrong(item, "bad-date" if isinstance(error, BadMoment) else "bad-line", str(error)))


def _questions(key: Scalar, node: Fields, problems: list[Problem]) -> Iterator[Question]:
    """Yield the questions: one under `as_of` and `expect`, others under `at` by the day they are asked."""
    known = _known(node.get("known_at"), problems)
    if "as_of" in node:
        as_of = _when(node.get("as_of"), problems)
        found = node.get("expect")
        asked = _question(found or NOTHING, as_of, known, problems)
        yield from (asked if found else (replace(each, source=key.source) for each in asked))
    elif "expect" in node:
        problems.append(wrong(node.key("expect"), "missing-key", "as_of: says on which day this is expected."))
    at = node.get("at")
    for day, below in at.pairs() if isinstance(at, Fields) else ():
        yield from _question(below, _when(day, problems), known, problems)
    if at is not None and not isinstance(at, Fields):
        problems.append(wrong(at, "wrong-type", "“at” names days, and says for each what is expected."))
    if "as_of" not in node and "expect" not in node and at is None:
        problems.append(wrong(key, "missing-key", "A case says when it is looked at: as_of."))


def _question(
    node: Node, as_of: date | datetime | None, known: datetime | None, problems: list[Problem]
) -> Iterator[Question]:
    """Yield one question; `known_at` among what is expected holds for it alone."""
    if not isinstance(node, Fields):
        example = "What is expected is a mapping such as {state: staging, findings: []}."
        problems.append(wrong(node, "wrong-type", example))
        return
    before = len(problems)
    if "known_at" in node:
        known = _known(node.get("known_at"), problems)
    parts = tuple((key, below) for key, below in node.pairs() if key.value != "known_at")
    for key, below in parts:
        problems += _unreadable(key, below)
    if as_of is not None and len(problems) == before:
        yield Question(as_of, known, expected({str(key.value): plain(below) for key, below in parts}), node.source)


def _unreadable(key: Scalar, below: Node) -> Iterator[Problem]:
    """Yield what cannot be read of what is expected under a key: each bad finding by itself."""
    name = str(key.value)
    items = below.items if isinstance(below, Items) and name in FINDINGS else ()
    said = [(item, _refused(name, [plain(item)])) for item in items] or [(below, _refused(name, plain(below)))]
    for node, error in said:
        if error is not None:
            unknown = name not in KEYS
            code = "unknown-key" if unknown else "unknown-name" if isinstance(error, UnknownFinding) else "wrong-type"
            yield wrong(key if unknown else node, code, str(error))


def _refused(key: str, value: Plain) -> BadExpectation | None:
    try:
        readable(key, value)
    except BadExpectation as error:
        return error
    return None


def _known(node: Node | None, problems: list[Problem]) -> datetime | None:
    known = _when(node, problems)
    if node is None or known is None or isinstance(known, datetime):
        return known if isinstance(known, datetime) else None
    problems.append(wrong(node, "bad-date", "“known_at” is an instant such as 2016-09-20T12:00."))
    return None


def _when(node: Node | None, problems: list[Problem]) -> date | datetime | None:
    if node is None:
        return None
    try:
        return moment(str(text(node)))
    except BadLine as error:
        problems.append(wrong(node, "bad-date", str(error)))
        return None


def _first(root: Fields) -> Node:
    """Return the first key of a file, so that a caret underlines a word and not all of the line."""
    return next((key for key, _ in root.pairs()), root)


def unknown_keys(node: Fields, known: tuple[str, ...]) -> Iterator[Problem]:
    """Yield the keys that have no meaning where they stand."""
    for key, _ in node.pairs():
        if key.value not in known:
            advice = hint(str(key.value), known, "keys")
            yield wrong(key, "unknown-key", f'"{key.value}" is not a key that can stand here.', advice)


def wrong(node: Node, code: str, message: str, advice: str | None = None) -> Problem:
    """Return a problem at the place of a node."""
    return Problem(node.source, code, message, advice, width=node.width)
