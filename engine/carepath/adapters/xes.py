"""Events from XES event logs (IEEE 1849), read as a stream.

The case is the trace's `concept:name`; document types are refused, so no entity is ever expanded.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from carepath.files import BROKEN, UnreadableLog, broken
from carepath.record import Scalar
from carepath.rows import BadRow, Rejected, Remark, Row, moment

CHUNK = 1 << 16  # bytes
LONGEST = 1 << 24  # bytes of one element
DEEPEST = 100  # elements within each other
ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id", "list", "container"})
NAME, TIME = "concept:name", "time:timestamp"
PROVIDERS = ("org:group", "org:resource")  # the first that is there


@dataclass(slots=True)
class _Item:
    """A trace or an event being read: the line it starts on and its attributes as (type, key, value)."""

    line: int
    attributes: list[tuple[str, str, str]] = field(default_factory=list)


class _Log:
    """What the parser tells us; `ready` holds what a finished trace gave."""

    def __init__(self, file: str, parser: expat.XMLParserType) -> None:
        self.ready: list[Row | Rejected] = []
        self.nested = 0
        self.empty = 0
        self.read = False
        self._file, self._parser = file, parser
        self._path: list[str] = []
        self._trace: _Item | None = None
        self._events: list[_Item] = []
        self._event: _Item | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag, path = name.rpartition(":")[2], self._path
        match path, tag:
            case [], "log":
                pass
            case [], _:
                raise UnreadableLog(f"{self._file}: this is XML, but not an XES log")
            case ["log"], "trace":
                self._trace = _Item(self._parser.CurrentLineNumber)
            case ["log"] | ["log", "trace"], "event":
                self._event = _Item(self._parser.CurrentLineNumber)
            case ["log", "trace"], _ if self._trace and tag in ATTRIBUTES:
                self._attribute(self._trace, tag, attributes)
            case ["log", "trace", "event"], _ if self._event and tag in ATTRIBUTES:
                self._attribute(self._event, tag, attributes)
            case ["log", "trace", *_], _:
                self.nested += 1
        path.append(tag)
        if len(path) > DEEPEST:
            raise UnreadableLog(f"{self._file}:{self._parser.CurrentLineNumber}: elements are nested too deeply")

    def end(self, _name: str) -> None:
        tag = self._path.pop()
        if tag == "event" and self._event is not None and self._path == ["log", "trace"]:
            self._events.append(self._event)
            self._event = None
        elif tag == "event" and self._event is not None and self._path == ["log"]:
            self.ready.append(
                Rejected(self._file, self._event.line, "the event stands outside a trace, so has no case")
            )
            self._event = None
        elif tag == "trace" and self._path == ["log"]:
            self.finish()

    def finish(self) -> None:
        """Turn what is there of the present trace into rows."""
        if self._trace is None:
            return
        case, before = _split(self._trace)
        self.empty += not self._events
        for event in self._events:
            self.ready.append(self._row(case, before, event))
            before = {}
        self._trace, self._events, self._event = None, [], None

    def _attribute(self, item: _Item, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("list", "container") or "key" not in attributes or "value" not in attributes:
            self.nested += 1
        else:
            item.attributes.append((tag, attributes["key"], attributes["value"]))

    def _row(self, case: str | None, before: dict[str, Scalar], event: _Item) -> Row | Rejected:
        self.read = True
        keys = [key for _, key, _ in event.attributes]
        twice = next((key for place, key in enumerate(keys) if key in keys[:place]), None)
        if twice is not None:
            return Rejected(self._file, event.line, f"the event has two attributes called '{twice}'")
        if not case:
            return Rejected(self._file, event.line, f"its trace has no {NAME}, so it has no case")
        fields: dict[str, object] = {"case": case}
        data: dict[str, Scalar] = dict(before)
        provider = next((key for key in PROVIDERS if key in keys), None)
        for tag, key, text in event.attributes:
            if key == NAME:
                fields["event"] = text
            elif key == TIME:
                fields["occurred"] = text
            elif key == provider:
                fields["provider"] = text
            elif text:
                data[key] = _value(tag, text)
        return Row(event.line, fields, data)


def _split(trace: _Item) -> tuple[str | None, dict[str, Scalar]]:
    """Return the name of a trace and its other attributes, which its first event gets."""
    case = next((text for _, key, text in trace.attributes if key == NAME), None)
    return case, {key: _value(tag, text) for tag, key, text in trace.attributes if key != NAME and text}


def _value(tag: str, text: str) -> Scalar:
    """Return the value in its XES type; as text where it is not of that type, for the engine to judge."""
    try:
        match tag:
            case "int":
                return int(text)
            case "float":
                number = Decimal(text)
                return number if number.is_finite() else text
            case "boolean" if text in ("true", "false"):
                return text == "true"
            case "date":
                return moment(text)
    except (ValueError, InvalidOperation, BadRow):
        pass
    return text


def rows(file: str, stream: io.BufferedReader) -> Iterator[Row | Rejected | Remark]:
    """Yield the events of an XES log as rows; UnreadableLog where it is not one or has a document type."""
    parser = expat.ParserCreate()
    log = _Log(file, parser)
    parser.StartElementHandler = log.start
    parser.EndElementHandler = log.end

    def refuse(*_: object) -> None:
        raise UnreadableLog(f"{file}:{parser.CurrentLineNumber}: a log with a document type (DOCTYPE) is not read")

    parser.StartDoctypeDeclHandler = refuse
    stopped, fed = None, 0
    while stopped is None:
        try:
            chunk = stream.read(CHUNK)
            fed += len(chunk)
            parser.Parse(chunk, not chunk)
        except UnreadableLog:
            raise
        except BROKEN as error:
            stopped = broken(error)
        except expat.ExpatError as error:
            stopped = f"this is not well-formed XML ({expat.ErrorString(error.code)}); what would follow was not read"
        except (ValueError, LookupError):
            stopped = "the text is in an encoding that cannot be read; save it as UTF-8"
        else:
            if not chunk:
                break
            if fed - parser.CurrentByteIndex > LONGEST:
                stopped = f"an element is longer than {LONGEST:,} bytes; what would follow was not read"
        yield from log.ready
        log.ready.clear()
    log.finish()
    if stopped and not (log.read or log.ready):
        raise UnreadableLog(f"{file}:{parser.CurrentLineNumber}: {stopped}")
    yield from log.ready
    if stopped:
        yield Rejected(file, parser.CurrentLineNumber, stopped)
    if log.nested:
        yield Remark(file, f"{log.nested} nested attributes or lists were not read")
    if log.empty:
        yield Remark(file, f"{log.empty} traces hold no event")
