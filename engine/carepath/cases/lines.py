"""An entry as one short line of text, and back: how authors write records in worked cases.

[id:] DATE[THH:MM[+offset]] [planned|cancelled|not_needed|not_possible] EVENT [PROVIDER] [name=value …] [@RECORDED]
id: replace TARGET DATE … @RECORDED  ·  id: retract TARGET @RECORDED  ·  pin og@1.1.0  ·  note CODE SUBJECT reason="…"
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import get_args

from carepath.calendar import END_OF_DAY
from carepath.record import STATUSES, BadEntry, Entry, Kind, Scalar, Status

SAID = tuple(status for status in STATUSES if status != "done")
VERBS: tuple[Kind, ...] = ("replace", "retract", "pin", "note")
FIELDS = ("provider", "patient", "pathway", "occurred")  # names that are fields of an entry and not data
NOT_DATA = (*FIELDS, "case", "id", "kind", "event", "status", "recorded", "target")
PREFIX = "data."  # data.kind is the attribute `kind`, as in files of events

QUOTED = r'"(?:[^"\\]|\\.)*"'
TOKEN = re.compile(rf'(?:[^\s"]|{QUOTED})+')
NAMED = re.compile(rf'({QUOTED}|[^\s"=]+)=({QUOTED}|[^\s"]*)', re.DOTALL)
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[-+][0-9:.]+)?)?")
BARE = re.compile(r'[^\s"=@:#][^\s"=:]*')  # needs no quotes as a word
BARE_VALUE = re.compile(r'[^\s"]+')


class BadLine(ValueError):
    """A line of a worked case cannot be read; the message says why, and repeats the line."""


class BadMoment(BadLine):
    """A day or an instant cannot be read."""


@dataclass(slots=True)
class _Tokens:
    """The words of a line that have not been read yet."""

    line: str
    left: list[str] = field(default_factory=list)

    def next(self, what: str) -> str:
        """Take the next word; BadLine where there is none."""
        if not self.left:
            raise BadLine(f"{what} is missing in “{self.line}”.")
        return self.left.pop(0)

    def word(self, what: str) -> str:
        """Take the next word, which may stand in quotes."""
        token = self.next(what)
        if NAMED.fullmatch(token) or token.startswith("@"):
            raise BadLine(f"{what} is missing before “{token}” in “{self.line}”.")
        return _unquoted(token, self.line)


def entry(line: str, case: str, position: int) -> Entry:
    """Return the entry that a line says; without an id it is `e` and its position, counted from 1.

    Data stays text, as the definition gives it its type. Raises BadLine.
    """
    tokens = _Tokens(line, TOKEN.findall(line))
    if "".join(tokens.left) != re.sub(rf"({QUOTED})|\s+", lambda found: found[1] or "", line):
        raise BadLine(f"A quote is not closed in “{line}”.")
    given = _id(tokens)
    verb: Kind = next((kind for kind in VERBS if tokens.left and tokens.left[0] == kind), "event")
    parts = _Parts(kind=verb)
    if verb != "event":
        tokens.left.pop(0)
    if verb in ("replace", "retract"):
        if given is None:
            raise BadLine(f"A {verb} needs an id of its own, as in “c1: {verb} e2 …”: “{line}”.")
        parts.target = tokens.word("The entry it acts on")
    if verb in ("event", "replace"):
        _event(tokens, parts)
    elif verb == "pin":
        parts.data["version"] = tokens.word("The version, such as og@1.1.0,")
    elif verb == "note":
        parts.data["code"] = tokens.word("The code of the finding")
        parts.data["subject"] = tokens.word("The subject of the finding")
    _rest(tokens, parts)
    if verb in ("replace", "retract") and parts.recorded is None:
        raise BadLine(f"A {verb} says when it was recorded, as in @2016-09-20T09:00: “{line}”.")
    try:
        return parts.entry(case, given or f"e{position}")
    except BadEntry as error:
        raise BadLine(f"{error}: “{line}”.") from None


def entries(lines: Iterable[str], case: str) -> tuple[Entry, ...]:
    """Return the entries of a case, in the order of its lines."""
    return tuple(entry(line, case, place) for place, line in enumerate(lines, start=1))


def line(entry: Entry) -> str:
    """Return the line that says an entry; data becomes text. BadLine where no line can say it."""
    return " ".join(_words(entry))


@dataclass(slots=True)
class _Parts:
    """The parts of an entry as they are read."""

    kind: Kind
    event: str | None = None
    occurred: date | datetime | None = None
    recorded: datetime | None = None
    status: Status = "done"
    target: str | None = None
    provider: str | None = None
    patient: str | None = None
    pathway: str | None = None
    data: dict[str, Scalar] = field(default_factory=dict)

    def entry(self, case: str, name: str) -> Entry:
        """Return the finished entry."""
        return Entry(
            case=case,
            id=name,
            kind=self.kind,
            event=self.event,
            occurred=self.occurred,
            recorded=self.recorded,
            status=self.status,
            target=self.target,
            provider=self.provider,
            patient=self.patient,
            pathway=self.pathway,
            data=self.data,
        )


def _id(tokens: _Tokens) -> str | None:
    if len(tokens.left) < 2 or not tokens.left[0].endswith(":"):
        return None
    return _unquoted(tokens.left.pop(0).removesuffix(":"), tokens.line)


def _event(tokens: _Tokens, parts: _Parts) -> None:
    parts.occurred = _moment(tokens.next("The day, such as 2016-09-01,"), tokens.line)
    if tokens.left and tokens.left[0] in SAID:
        parts.status = next(status for status in get_args(Status) if status == tokens.left[0])
        tokens.left.pop(0)
    parts.event = tokens.word("The event")
    if tokens.left and not tokens.left[0].startswith("@") and not NAMED.fullmatch(tokens.left[0]):
        parts.provider = _unquoted(tokens.left.pop(0), tokens.line)


def _rest(tokens: _Tokens, parts: _Parts) -> None:
    """Read the named values and when it was recorded."""
    for token in tokens.left:
        named = NAMED.fullmatch(token)
        if token.startswith("@"):
            if parts.recorded is not None:
                raise BadLine(f"When it was recorded stands twice in “{tokens.line}”.")
            parts.recorded = _recorded(token[1:], tokens.line)
        elif named:
            _put(parts, _unquoted(named[1], tokens.line), _unquoted(named[2], tokens.line), tokens.line)
        else:
            raise BadLine(f"“{token}” is not expected in “{tokens.line}”; a value is written name=value.")


def _put(parts: _Parts, name: str, value: str, line: str) -> None:
    if name in NOT_DATA and name not in FIELDS:
        raise BadLine(f"“{name}” has its own place in a line and is not written {name}=…: “{line}”.")
    attribute = name.removeprefix(PREFIX)
    if (getattr(parts, name) is not None) if name in FIELDS else attribute in parts.data:
        raise BadLine(f"“{name}” stands twice in “{line}”.")
    if name == "occurred":
        parts.occurred = _moment(value, line)
    elif name in FIELDS:
        setattr(parts, name, value)
    else:
        parts.data[attribute] = value


def moment(token: str) -> date | datetime:
    """Read a day or an instant; BadLine where it is neither."""
    if not MOMENT.fullmatch(token):
        raise BadMoment(f"“{token}” is not a day such as 2016-09-01 or an instant such as 2016-09-01T14:05.")
    try:
        return date.fromisoformat(token) if len(token) == 10 else datetime.fromisoformat(token)
    except ValueError:
        raise BadMoment(f"“{token}” is not a day or a time that exists.") from None


def _moment(token: str, line: str) -> date | datetime:
    try:
        return moment(token)
    except BadLine as wrong:
        raise BadMoment(f"{wrong} It stands in “{line}”.") from None


def _recorded(token: str, line: str) -> datetime:
    """Read when a thing was recorded; a day means all of that day."""
    value = _moment(token, line)
    return value if isinstance(value, datetime) else datetime.combine(value, END_OF_DAY)


def _unquoted(token: str, line: str) -> str:
    if not token.startswith('"'):
        return token
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        raise BadLine(f"{token} cannot be read; in quotes a backslash is written twice: “{line}”.") from None


def _words(entry: Entry) -> Iterator[str]:
    """Yield the words of the line of an entry."""
    yield f"{_word(entry.id)}:"
    data = dict(entry.data)
    if entry.kind in ("event", "replace"):
        if entry.kind == "replace":
            yield "replace"
            yield _word(entry.target or "")
        elif entry.target is not None:
            raise BadLine(f"Entry {entry.id} is an event with a target; no line can say that.")
        assert entry.occurred is not None, "an entry of an event has a date"
        yield entry.occurred.isoformat()
        if entry.status != "done":
            yield entry.status
        yield _word(entry.event or "")
        if entry.provider is not None:
            yield _word(entry.provider)
    else:
        yield from _other(entry, data)
    for name in ("patient", "pathway"):
        value = getattr(entry, name)
        if value is not None:
            yield f"{name}={_value(value)}"
    yield from _named(data)
    if entry.recorded is not None:
        yield f"@{entry.recorded.isoformat()}"


def _other(entry: Entry, data: dict[str, Scalar]) -> Iterator[str]:
    """Yield the first words of a retraction, pin or note, taking out of `data` what they say."""
    if entry.event is not None or entry.status != "done" or (entry.kind != "retract" and entry.target is not None):
        raise BadLine(f"Entry {entry.id} is a {entry.kind} with parts that only events have; no line can say that.")
    yield entry.kind
    if entry.kind == "retract":
        yield _word(entry.target or "")
    for name in {"pin": ("version",), "note": ("code", "subject")}.get(entry.kind, ()):
        if name not in data:
            raise BadLine(f"Entry {entry.id} is a {entry.kind} without {name}.")
        yield _word(_text(data.pop(name)))
    if entry.provider is not None:
        yield f"provider={_value(entry.provider)}"
    if entry.occurred is not None:
        yield f"occurred={entry.occurred.isoformat()}"


def _named(data: Mapping[str, Scalar]) -> Iterator[str]:
    for name, value in data.items():
        plain = name if name not in NOT_DATA and not name.startswith(PREFIX) else f"{PREFIX}{name}"
        yield f"{_word(plain)}={_value(_text(value))}"


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _word(text: str) -> str:
    """Return a word, in quotes where it could be read as something else."""
    plain = BARE.fullmatch(text) and text not in (*SAID, *VERBS) and not MOMENT.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _value(text: str) -> str:
    return text if BARE_VALUE.fullmatch(text) else json.dumps(text, ensure_ascii=False)
