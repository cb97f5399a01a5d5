"""Try the schemas of definitions and of cases with the language server that editors use (make test-editor).

Usage: python tests/editor/try_schemas.py PROGRAM. Prints what it tried; the status is 1 where something is not so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
PATHWAYS = ROOT / "pathways"
DEFINITION = "# yaml-language-server: $schema=../engine/carepath/authoring/pathway.schema.json\n"
SHARED = DEFINITION.replace("../", "../../../")
CASES = "# yaml-language-server: $schema=../../engine/carepath/schemas/cases.schema.json\n"
STATE = f"""{DEFINITION}\
carepath: 1
id: demo
version: "1.0.0"
title: Demonstration
status: draft
start: [{{on: referral, to: testing}}]
states:
  testing:
    title: Tests
    on: {{told: done}}
    
  done: {{title: Done, end: done}}
"""
CASE = f"""{CASES}\
pathway: og@1.1.0
cases:
  one:
    events:
      - 2016-09-05 referral RK5
    as_of: 2016-09-06
    expect:
      state: referred
      
"""
SETTINGS = {"yaml": {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}}


class Server:
    """A running language server, spoken to in its protocol; files need not exist, as their text is sent."""

    def __init__(self, given: IO[bytes], told: IO[bytes], root: Path) -> None:
        self.given, self.told, self.root = given, told, root
        self.numbers = count(1)
        self.problems: dict[str, list[dict[str, Any]]] = {}

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """Return the answer to a request."""
        number = next(self.numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message.get("result")

    def say(self, method: str, params: dict[str, Any]) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def open(self, path: str, text: str) -> list[dict[str, Any]]:
        """Open a file with this text, and return what the server finds wrong with it."""
        uri = self.uri(path)
        self.problems.pop(uri, None)
        self.say("textDocument/didOpen", {"textDocument": _document(uri, text)})
        while uri not in self.problems:
            self._next()
        return self.problems[uri]

    def close(self, path: str) -> None:
        """Close a file."""
        self.say("textDocument/didClose", {"textDocument": {"uri": self.uri(path)}})

    def at(self, request: str, path: str, line: int, column: int) -> Any:
        """Return the answer to a request at a place, counted from 0."""
        place = {"line": line, "character": column}
        return self.ask(f"textDocument/{request}", {"textDocument": {"uri": self.uri(path)}, "position": place})

    def uri(self, path: str) -> str:
        """Return the address of a file of the project."""
        return (self.root / path).as_uri()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.given.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.given.flush()

    def _next(self) -> dict[str, Any]:
        """Return the next message, after keeping what it tells and answering what it asks."""
        length = 0
        while line := self.told.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        message: dict[str, Any] = json.loads(self.told.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.problems[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
            answer = [SETTINGS.get(item.get("section") or "", {}) for item in asked] if asked else None
            self._send({"id": message["id"], "result": answer})
        return message


def _document(uri: str, text: str) -> dict[str, Any]:
    return {"uri": uri, "languageId": "yaml", "version": 1, "text": text}


@contextmanager
def server(program: Path, root: Path) -> Iterator[Server]:
    """Start the language server for a project, and end it."""
    with subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        running = Server(process.stdin, process.stdout, root)
        able = {"workspace": {"configuration": True}, "textDocument": {"hover": {"contentFormat": ["markdown"]}}}
        running.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": able})
        running.say("initialized", {})
        running.say("workspace/didChangeConfiguration", {"settings": SETTINGS})
        try:
            yield running
        finally:
            running.ask("shutdown", {})
            running.say("exit", {})


# What is tried


def words(found: Any) -> set[str]:
    """Return what a completion offers."""
    items = found["items"] if isinstance(found, dict) else found
    return {item["label"] for item in items}


def shown(found: Any) -> str:
    """Return the text of a hover."""
    contents = found["contents"] if found else ""
    return str(contents["value"] if isinstance(contents, dict) else contents)


def lines(found: list[dict[str, Any]]) -> list[int]:
    """Return the lines on which something is wrong, counted from 1."""
    return sorted(each["range"]["start"]["line"] + 1 for each in found)


def place(text: str, word: str) -> tuple[int, int]:
    """Return line and column of a word, counted from 0."""
    before = text[: text.index(word)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def marked(running: Server, path: str, text: str, wrong: str) -> tuple[str, bool]:
    """Return whether a mistake is marked on its line; each text is a file of its own, as answers may cross."""
    found = lines(running.open(f"{Path(path).parent}/{abs(hash(text))}.yaml", text))
    return f"“{wrong}” is marked on its line", place(text, wrong)[0] + 1 in found


def bundled(running: Server) -> Iterator[tuple[str, bool]]:
    for file in sorted((*PATHWAYS.glob("*.yaml"), *PATHWAYS.glob("cases/*.yaml"), *PATHWAYS.glob("shared/*/*.yaml"))):
        name, text = str(file.relative_to(ROOT)), file.read_text("utf-8")
        found = running.open(name, text if text.startswith("# yaml-l") else f"{SHARED}{text}")
        running.close(name)
        yield f"{name} has no problem {[each['message'] for each in found] or ''}", not found


def definition(running: Server) -> Iterator[tuple[str, bool]]:
    path = "pathways/demo.yaml"
    yield "a small definition has no problem", running.open(path, STATE) == []
    blank = place(STATE, "    \n")
    offered = words(running.at("completion", path, blank[0], 4))
    yield "in a state its keys are completed", {"role", "tasks", "automatic", "end"} <= offered
    yield "in a state keys of other places are not", not offered & {"milestones", "carepath"}
    yield "the start of the file completes its keys", "milestones" in words(running.at("completion", path, 13, 0))
    yield "a key is explained", "draft, agreed or superseded" in shown(running.at("hover", path, 5, 2))
    running.close(path)
    for wrong, right in (("titel: Tests", "title: Tests"), ("status: drafty", "status: draft")):
        yield marked(running, path, STATE.replace(right, wrong), wrong)


def cases(running: Server) -> Iterator[tuple[str, bool]]:
    path = "pathways/cases/demo.yaml"
    yield "a small file of cases has no problem", running.open(path, CASE) == []
    offered = words(running.at("completion", path, 9, 6))
    yield "under expect its keys are completed", {"findings", "verdicts", "due_include", "closed"} <= offered
    yield "a key of a case is explained", "The day from which somebody looks" in shown(running.at("hover", path, 6, 6))
    yield "what is expected is explained", "State in which the case is" in shown(running.at("hover", path, 8, 8))
    running.close(path)
    for wrong, right in (
        ("as_off: 2016-09-06", "as_of: 2016-09-06"),
        ("as_of: 6.9.2016", "as_of: 2016-09-06"),
        ("findings: [lat ogd]", "state: referred"),
        ("verdicts: {ogd: mett}", "state: referred"),
    ):
        yield marked(running, path, CASE.replace(right, wrong), wrong)


PARTS: tuple[Callable[[Server], Iterator[tuple[str, bool]]], ...] = (bundled, definition, cases)


def main(program: Path) -> int:
    """Try everything, say what came of it, and return the exit status."""
    with server(program, ROOT) as running:
        tried = [each for part in PARTS for each in part(running)]
    for what, so in tried:
        print(f"{'ok    ' if so else 'NOT SO'}  {what.strip()}")
    return 0 if all(so for _, so in tried) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
