"""The local server: the page, its style, its script, and the stream of events. Nothing else has an address.

It listens to this machine only, answers only those who call it by a local name (another site that has its own name
point here is refused), and reads no file that an address names: the four answers stand in a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files

from carepath_renderers.preview.board import Board
from carepath_renderers.preview.events import stream

LOCAL = "127.0.0.1"
NAMES = (LOCAL, "localhost")
EVENTS = "/events"
SHIPPED = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
GUARDS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its status, its kind, its bytes."""

    status: HTTPStatus
    kind: str
    body: bytes


def pages() -> Mapping[str, Answer]:
    """Return what each address but that of the events answers."""
    folder = files(__package__)
    return {
        address: Answer(HTTPStatus.OK, kind, (folder / name).read_bytes()) for address, (name, kind) in SHIPPED.items()
    }


class Visit(BaseHTTPRequestHandler):
    """One request."""

    timeout = 30.0  # seconds after which a visitor who neither asks nor listens is let go
    server: Local
    server_version = "carepath"
    sys_version = ""

    def parse_request(self) -> bool:
        """Read the request, and refuse what is not asked from a page of this server, with any method."""
        if not super().parse_request():
            return False
        if self.headers.get_all("Host", []) not in [[name] for name in self.server.called]:
            self.send_error(HTTPStatus.FORBIDDEN)
            return False
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            self.send_error(HTTPStatus.FORBIDDEN)
            return False
        if self.command != "GET":
            self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)
            return False
        return True

    def do_GET(self) -> None:
        """Answer from the table, or stream events."""
        if self.path == EVENTS:
            self._stream()
        elif self.path in self.server.pages:
            self._send(self.server.pages[self.path])
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with a sentence that repeats nothing of the request."""
        status = HTTPStatus(code)
        self.close_connection = True
        self._send(Answer(status, "text/plain; charset=utf-8", f"{status.phrase}.\n".encode()))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for the author."""

    def _stream(self) -> None:
        self._head(HTTPStatus.OK, {"Content-Type": "text/event-stream; charset=utf-8"})
        try:
            for event in stream(self.server.board):
                self.wfile.write(event)
                self.wfile.flush()
        except (ConnectionError, TimeoutError):  # the page was closed
            self.close_connection = True

    def _send(self, answer: Answer) -> None:
        fields = {"Content-Type": answer.kind, "Content-Length": str(len(answer.body))}
        self._head(answer.status, fields | ({"Allow": "GET"} if answer.status == HTTPStatus.METHOD_NOT_ALLOWED else {}))
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _head(self, status: HTTPStatus, fields: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**fields, **GUARDS}.items():
            self.send_header(name, value)
        self.end_headers()


class Local(ThreadingHTTPServer):
    """The server; port 0 takes one that is free."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, board: Board) -> None:
        self.board = board
        self.pages = pages()
        super().__init__((LOCAL, port), Visit)

    @property
    def port(self) -> int:
        """The port it listens to."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{LOCAL}:{self.port}/"

    @property
    def called(self) -> tuple[str, ...]:
        """The names by which it answers; port 80 may be left out."""
        names = tuple(f"{name}:{self.port}" for name in NAMES)
        return (*names, *NAMES) if self.port == 80 else names

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of visitors who hang up."""
