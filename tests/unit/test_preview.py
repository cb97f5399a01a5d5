"""The live preview without a browser: what the page is sent after each save, and who is answered at all."""

import http.client
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Mark
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from carepath_renderers.preview.following import Pen
from carepath_renderers.preview.pen import pen
from carepath_renderers.preview.redrawing import Drawn
from carepath_renderers.preview.serving import served
from carepath_renderers.views.extract import view
from carepath_renderers.views.view import View

PATIENCE = 20.0  # seconds before a test gives up; nothing here waits for them to pass

DEFINITION = """\
carepath: 1
id: small
version: "0.1.0"
title: Small
status: draft
site: {name: Small}
zone: Europe/London
calendar: england
day_zero: wait
uses: [words]
sources: {book: {title: A book}}
roles: {local: {title: Local hospital, providers: any}}
start: [{on: asked, to: first}]
states:
  first: {title: First look, role: local, band: 7, cite: book, on: {cured: done}}
  done: {title: Finished, end: done, clocks: {wait: close}}
clocks:
  wait: {title: The wait, start: asked, stop: cured, target: 62 days, cite: book}
"""
WORDS = """\
carepath: 1
shared: words
title: Words
events:
  asked: {title: Asked}
  cured: {title: Cured}
"""
CASES = """\
pathway: small@0.1.0
cases:
  cured in time:
    events: [2024-09-02 asked RK5, 2024-09-09 cured RK5]
    as_of: 2024-09-10
    expect: {state: done}
  not cured yet:
    events: [2024-09-02 asked RK5]
    as_of: 2024-09-10
    expect: {state: first}
"""

DRAWN = {
    "svg",
    "g",
    "title",
    "desc",
    "text",
    "tspan",
    "path",
    "polygon",
    "polyline",
    "ellipse",
    "rect",
    "line",
    "circle",
}

Event = tuple[str, dict[str, Any]]


def plain(shown: View, _before: Drawn | None) -> Drawn:
    """Draw the titles of the steps one below the other: the preview does not depend on how a picture looks."""
    rows = (
        f'<g id="step-{node.id}"><text x="0" y="{20 * row}">{node.title}</text></g>'
        for row, node in enumerate(shown.nodes)
    )
    return Drawn((f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">{"".join(rows)}</svg>',), ())


def as_it_is(_shown: View, drawn: Drawn) -> Drawn:
    return drawn


PEN = Pen(view, plain, as_it_is)


class Page:
    """An open page: reads its stream of events."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.connection.request("GET", "/events")
        self.answer = self.connection.getresponse()
        self.seen: list[Event] = []

    def next(self) -> Event:
        """Return the next event; a comment is a sign of life."""
        name = ""
        while line := self.answer.readline().decode().rstrip("\n"):
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                self.seen.append((name, json.loads(line.removeprefix("data: "))))
        if not name:
            raise EOFError(f"the stream ended after {self.seen}")
        return self.seen[-1]

    def until(self, name: str, fits: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """Return the data of the next event of that name that fits."""
        while True:
            came, data = self.next()
            if came == name and fits(data):
                return data

    def close(self) -> None:
        self.answer.close()
        self.connection.close()

    def standing(self, wanted: str) -> dict[str, Any]:
        return self.until("news", lambda news: news["standing"] == wanted)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    (tmp_path / "cases").mkdir()
    (tmp_path / "small.yaml").write_text(DEFINITION, "utf-8")
    (tmp_path / "shared" / "words.yaml").write_text(WORDS, "utf-8")
    return tmp_path


@contextmanager
def preview(folder: Path, drawer: Pen) -> Iterator[int]:
    with served(str(folder / "small.yaml"), drawer) as address:
        port = urlsplit(address).port
        assert port is not None
        yield port


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    with preview(folder, PEN) as port:
        yield port


@pytest.fixture
def page(port: int) -> Iterator[Page]:
    page = Page(port)
    yield page
    page.close()


def write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


# What the page is sent


def test_the_first_picture_comes_with_its_steps_and_their_lines(page: Page) -> None:
    picture = page.until("picture")
    assert "First look" in picture["sheets"][0]
    step = next(step for step in picture["steps"] if step["id"] == "first")
    file, lines = next(text for text in picture["texts"] if text[0] == step["file"])
    assert file.endswith("small.yaml")
    assert lines[step["line"] - 1].strip().startswith("first: {title: First look")
    assert step["cite"] == "A book"
    assert step["told"].startswith("Clock stop: First look. Local hospital")
    assert picture["changed"] == []


def test_every_step_is_found_in_the_agreed_diagram_and_text_stays_text(folder: Path) -> None:
    hostile = "<script>alert(1)</script> & 'more'"
    write(folder / "small.yaml", DEFINITION.replace("title: First look", f'title: "{hostile}"'))
    with preview(folder, pen(None)) as port:
        page = Page(port)
        picture = page.until("picture")
        page.close()
    sheets = [ElementTree.fromstring(sheet) for sheet in picture["sheets"]]
    ids = [each.get("id") for sheet in sheets for each in sheet.iter()]
    assert [ids.count(step["shape"]) for step in picture["steps"]] == [1] * len(picture["steps"])
    assert {each.tag.split("}")[1] for sheet in sheets for each in sheet.iter()} <= DRAWN
    assert not [name for sheet in sheets for each in sheet.iter() for name in each.attrib if name in ("style", "href")]
    assert "alert(1)" in "".join(text for sheet in sheets for text in sheet.itertext())
    assert next(step["title"] for step in picture["steps"] if step["id"] == "first") == hostile


def test_a_save_gives_a_new_picture_and_names_the_changed_step(folder: Path, page: Page) -> None:
    page.standing("good")
    write(folder / "small.yaml", DEFINITION.replace("First look", "Second look"))
    picture = page.until("picture")
    assert "Second look" in picture["sheets"][0]
    assert "First look" not in picture["sheets"][0]
    assert picture["changed"] == ["first"]
    assert "Changed: Second look." in page.standing("good")["sentence"]


def test_a_line_above_moves_the_lines_and_not_the_picture(folder: Path, page: Page) -> None:
    before = page.until("picture")
    page.standing("good")
    write(folder / "small.yaml", "# a remark\n" + DEFINITION)
    after = page.until("picture")
    assert after["sheets"] == before["sheets"]
    assert [step["line"] for step in after["steps"]] == [step["line"] + 1 for step in before["steps"]]
    assert after["changed"] == []
    assert "The picture is as before." in page.standing("good")["sentence"]


def test_problems_come_as_check_prints_them_and_the_good_picture_stays(
    folder: Path, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    from carepath.__main__ import main

    page.standing("good")
    write(folder / "small.yaml", DEFINITION.replace("cured: done}", "curd: done}"))
    news = page.standing("errors")
    assert main(["check", str(folder / "small.yaml")]) == 1
    assert f"{news['problems']}\n" == capsys.readouterr().out
    assert "^^^^" in news["problems"]
    assert "line 15" in news["sentence"]
    assert "The last good picture is shown." in news["sentence"]
    write(folder / "small.yaml", DEFINITION.replace("First look", "Other look"))
    page.until("picture", lambda picture: "Other look" in picture["sheets"][0])
    assert [name for name, _ in page.seen].count("picture") == 2, "no picture of a definition with errors"
    assert page.standing("good")["problems"] == ""


def test_what_is_half_written_is_no_reason_to_stop(folder: Path, page: Page) -> None:
    page.standing("good")
    for text in ("", "carepath: [", "\x00\x01", DEFINITION[:200]):
        write(folder / "small.yaml", text)
        page.standing("errors")
    write(folder / "small.yaml", DEFINITION + "# whole again\n")
    page.standing("good")


def test_a_file_that_is_taken_away_is_missed_and_then_shown_again(folder: Path, page: Page) -> None:
    page.standing("good")
    (folder / "small.yaml").rename(folder / "away.yaml")
    news = page.standing("missing")
    assert "is not there" in news["sentence"]
    assert news["problems"] == ""
    (folder / "away.yaml").rename(folder / "small.yaml")
    page.standing("good")


def test_editors_that_write_by_renaming_are_followed(folder: Path, page: Page) -> None:
    page.standing("good")
    for word in ("Third", "Fourth"):
        write(folder / ".small.yaml.tmp", DEFINITION.replace("First", word))
        os.replace(folder / ".small.yaml.tmp", folder / "small.yaml")
        page.until("picture", lambda picture, word=word: f"{word} look" in picture["sheets"][0])  # type: ignore[misc]
    assert not [data for name, data in page.seen if name == "news" and data["standing"] == "missing"]


def test_the_files_it_uses_are_watched_too(folder: Path, page: Page) -> None:
    page.standing("good")
    write(folder / "shared" / "words.yaml", WORDS.replace("cured:", "healed:"))
    assert "words" in page.standing("errors")["problems"] or "cured" in page.seen[-1][1]["problems"]
    write(folder / "shared" / "words.yaml", WORDS)
    page.standing("good")


def test_a_used_file_that_appears_later_mends_the_definition(folder: Path) -> None:
    (folder / "shared" / "words.yaml").unlink()
    with preview(folder, PEN) as port:
        page = Page(port)
        page.standing("errors")
        assert "The picture appears" in page.seen[-1][1]["sentence"]
        write(folder / "shared" / "words.yaml", WORDS)
        page.standing("good")
        page.close()


def test_worked_cases_come_after_the_picture_failing_ones_first(folder: Path, page: Page) -> None:
    assert "No worked cases name small@0.1.0" in page.until("cases")["sentence"]
    write(folder / "cases" / "small.yaml", CASES)
    cases = page.until("cases", lambda cases: bool(cases["cases"]))
    assert cases["passed"]
    assert cases["sentence"] == "2 cases, all as expected."
    assert [case["text"] for case in cases["cases"]] == ["", ""]
    moved = DEFINITION.replace("{on: asked, to: first}", "{on: asked, to: zero}").replace(
        "  first:", "  zero: {title: Waiting, role: local, on: {seen: first}}\n  first:"
    )
    write(folder / "shared" / "words.yaml", WORDS + "  seen: {title: Seen}\n")
    write(folder / "small.yaml", moved)
    cases = page.until("cases", lambda cases: not cases["running"] and not cases["passed"])
    names = [name for name, _ in page.seen]
    assert names[::-1].index("cases") < names[::-1].index("picture")
    assert [(case["name"], bool(case["text"])) for case in cases["cases"]] == [
        ("not cured yet", True), ("cured in time", False)
    ]  # fmt: skip
    assert "Expected" in cases["cases"][0]["text"]
    assert "zero" in cases["cases"][0]["text"]


def test_mistakes_in_a_file_of_cases_are_shown_with_their_place(folder: Path, page: Page) -> None:
    page.until("cases")
    write(folder / "cases" / "small.yaml", CASES.replace("2024-09-09 cured", "2024-09-09 curd"))
    cases = page.until("cases", lambda cases: bool(cases["problems"]))
    assert "^^^^" in cases["problems"]
    assert not cases["passed"]


def test_a_page_that_comes_late_is_sent_all_there_is(folder: Path, port: int, page: Page) -> None:
    page.until("cases")
    late = Page(port)
    assert [late.next()[0] for _ in range(3)] == ["picture", "news", "cases"]
    late.close()


def test_a_picture_that_cannot_be_drawn_leaves_the_preview_running(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(shown: View, before: Drawn | None) -> Drawn:
        if "Second" in str(shown):
            raise ZeroDivisionError("no room")
        return plain(shown, before)

    with preview(folder, Pen(view, failing, as_it_is)) as port:
        page = Page(port)
        page.standing("good")
        write(folder / "small.yaml", DEFINITION.replace("First look", "Second look"))
        assert "carepath failed (ZeroDivisionError: no room)" in page.standing("fault")["sentence"]
        write(folder / "small.yaml", DEFINITION)
        page.standing("good")
        page.close()
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_quick_picture_is_followed_by_the_one_drawn_from_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = Mark()  # the quick picture: a page that looks late would get only the final one

    def finish(shown: View, drawn: Drawn) -> Drawn:
        sheet = plain(shown, None).sheets[0]
        assert "Second" not in sheet or came.wait(30)
        return Drawn((sheet.replace("Second", "SECOND"),), ("crowded",))

    monkeypatch.setattr("carepath_renderers.preview.following.QUIET", 0.0)
    with preview(folder, Pen(view, plain, finish)) as port:
        page = Page(port)
        page.standing("good")
        write(folder / "small.yaml", DEFINITION.replace("First look", "Second look"))
        quick = page.until("picture")
        came.set()
        final = page.until("picture")
        assert "Second look" in quick["sheets"][0]
        assert "SECOND look" in final["sheets"][0]
        assert final["warnings"] == ["crowded"]
        assert final | {"sheets": [], "warnings": []} == quick | {"sheets": [], "warnings": []}
        page.close()


def test_a_fault_while_a_picture_is_finished_leaves_the_preview_running(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def finish(shown: View, drawn: Drawn) -> Drawn:
        raise ZeroDivisionError("no room")

    monkeypatch.setattr("carepath_renderers.preview.following.QUIET", 0.0)
    with preview(folder, Pen(view, plain, finish)) as port:
        page = Page(port)
        page.standing("good")
        for word in ("Second", "Third"):
            write(folder / "small.yaml", DEFINITION.replace("First look", f"{word} look"))
            assert f"{word} look" in page.until("picture")["sheets"][0]
            page.standing("fault")
        page.close()
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_the_page_is_told_when_the_preview_stops(folder: Path) -> None:
    with preview(folder, PEN) as port:
        page = Page(port)
        page.until("cases")
    page.until("over")
    with pytest.raises(EOFError):
        page.next()
    page.close()
    with pytest.raises(ConnectionRefusedError):
        Page(port)


# Who is answered


def asked(port: int, method: str = "GET", path: str = "/", **fields: str) -> http.client.HTTPResponse:
    """Return the answer to a request with these header fields."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in fields.items()})
    answer = connection.getresponse()
    answer.text = answer.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return answer


def test_the_page_is_guarded(port: int) -> None:
    answer = asked(port)
    assert answer.status == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_the_page_loads_nothing_from_elsewhere_and_has_no_script_or_style_of_its_own(port: int) -> None:
    page = asked(port).text  # type: ignore[attr-defined]
    for path in ("/page.css", "/page.js"):
        assert f'"{path}"' in page
        assert asked(port, path=path).status == 200
    assert "http://" not in page
    assert "https://" not in page
    assert "style=" not in page
    assert "<script src=" in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.org:{port}", "", "127.0.0.1:1"]
)
@pytest.mark.parametrize("path", ["/", "/events", "/page.js"])
def test_a_strange_host_is_refused(port: int, host: str, path: str) -> None:
    answer = asked(port, path=path, Host=host.format(port=port))
    assert (answer.status, answer.text) == (403, "Forbidden.\n")  # type: ignore[attr-defined]


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}"])
def test_local_names_are_answered(port: int, host: str) -> None:
    assert asked(port, Host=host.format(port=port)).status == 200


def test_a_request_without_host_or_with_two_is_refused(port: int) -> None:
    for fields in ("", f"Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n"):
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as visitor:
            visitor.sendall(f"GET / HTTP/1.1\r\n{fields}\r\n".encode())
            assert b" 403 " in visitor.makefile("rb").readline()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_cannot_embed_the_stream(port: int, site: str) -> None:
    assert asked(port, path="/events", Sec_Fetch_Site=site).status == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "BREW"])
def test_only_get_is_answered(port: int, method: str) -> None:
    answer = asked(port, method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET")


@pytest.mark.parametrize(
    "path",
    [
        "/small.yaml",
        "/../small.yaml",
        "/..%2fsmall.yaml",
        "//etc/passwd",
        "/page.html",
        "/server.py",
        "/page.js/..",
        "/?",
    ],
)
def test_no_address_reaches_a_file(port: int, path: str) -> None:
    answer = asked(port, path=path)
    assert (answer.status, answer.text) == (404, "Not Found.\n")  # type: ignore[attr-defined]


def test_it_listens_at_the_one_local_address(port: int) -> None:
    with pytest.raises(OSError):  # noqa: PT011  which one depends on the system
        socket.create_connection(("127.0.0.2", port), PATIENCE)
