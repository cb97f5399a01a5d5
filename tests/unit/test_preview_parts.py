"""The parts of the live preview: times of files, what differs between two pictures, events, the board."""

import json
import os
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from carepath import load
from carepath.model import Source
from carepath_renderers.preview import stamps
from carepath_renderers.preview.board import Board
from carepath_renderers.preview.changes import changed, gone, unplaced
from carepath_renderers.preview.events import PING, news, stream
from carepath_renderers.preview.state import Cases, News, Picture, Snapshot
from carepath_renderers.views.extract import view
from carepath_renderers.views.view import View

ROOT = Path(__file__).parents[2]
FIRST = Snapshot(News("a.yaml", "starting", "Reading."))


@pytest.fixture(scope="module")
def og() -> View:
    return view(load(ROOT / "pathways" / "og.yaml").require())


# What differs


def test_a_picture_does_not_differ_from_itself(og: View) -> None:
    assert changed(og, og) == ()
    assert gone(og, og) == ()


def test_lines_that_moved_are_no_difference(og: View) -> None:
    nodes = tuple(replace(node, source=node.source and Source(node.source.file, 1)) for node in og.nodes)
    moved = replace(og, nodes=nodes)
    assert changed(moved, og) == ()
    assert unplaced(moved) == unplaced(og)


def test_other_words_a_new_step_and_another_way_out_are_differences(og: View) -> None:
    first, second, *rest = og.nodes
    worded = replace(og, nodes=(replace(first, title="Other"), second, *rest))
    assert changed(worded, og) == (first.id,)
    fewer = replace(og, nodes=(second, *rest), edges=tuple(edge for edge in og.edges if edge.tail != first.id))
    assert changed(og, fewer) == (first.id,)
    assert gone(fewer, og) == (first.title,)
    edge = og.edges[0]
    led = replace(og, edges=(replace(edge, label="Otherwise"), *og.edges[1:]))
    assert changed(led, og) == (edge.tail,)


# Times of files


def test_a_file_has_a_stamp_and_a_missing_one_has_none(tmp_path: Path) -> None:
    file = tmp_path / "a"
    assert stamps.stamps([file]) == {file: None}
    file.write_text("a")
    before = stamps.stamps([file])
    file.write_text("ab")
    assert stamps.stamps([file]) != before


def test_a_file_counts_as_written_once_it_stands_still(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("")
    writes = iter(("a", "ab", "abc"))

    def sleep(_seconds: float) -> None:
        file.write_text(file.read_text() if (more := next(writes, None)) is None else more)
        if more is None:
            os.utime(file, ns=(1, 1))

    seen = stamps.settled([file], file, sleep)
    assert file.read_text() == "abc"
    assert seen == stamps.stamps([file])


def test_a_file_that_comes_back_soon_was_not_away(tmp_path: Path) -> None:
    file = tmp_path / "a"
    rounds = iter(range(100))

    def sleep(_seconds: float) -> None:
        if next(rounds) == 3:
            file.write_text("a")

    assert stamps.settled([file], file, sleep)[file] is not None


def test_a_file_that_stays_away_is_away(tmp_path: Path) -> None:
    slept: list[float] = []
    assert stamps.settled([tmp_path / "a"], tmp_path / "a", slept.append) == {tmp_path / "a": None}
    assert stamps.GRACE <= sum(slept) < 2 * stamps.GRACE


# Events


def test_only_what_is_new_is_sent() -> None:
    picture = Picture("A", ("<svg/>",), (), ())
    with_picture = replace(FIRST, picture=picture)
    assert [each.split(b"\n")[0] for each in news(with_picture, FIRST)] == [b"event: picture"]
    assert [each.split(b"\n")[0] for each in news(with_picture, None)] == [b"event: picture", b"event: news"]
    assert list(news(with_picture, with_picture)) == []


def test_an_event_is_one_line_of_json_whatever_the_text() -> None:
    said = "one\ntwo\r\n\u2028event: news\ndata: {}\n\n"
    (event,) = news(replace(FIRST, news=News("a", "good", said)), FIRST)
    name, data, *rest = event.decode().split("\n")
    assert (name, rest) == ("event: news", ["", ""])
    assert "\r" not in data
    assert json.loads(data.removeprefix("data: "))["sentence"] == said


def test_the_stream_gives_signs_of_life_and_ends() -> None:
    board = Board(FIRST)
    sent = stream(board, every=0.001)
    assert next(sent).startswith(b"event: news")
    assert next(sent) == PING
    board.close()
    assert next(sent).startswith(b"event: over")
    assert list(sent) == []


def test_who_waits_is_woken_by_what_is_new() -> None:
    board = Board(FIRST)
    got: list[Snapshot] = []
    waiting = Thread(target=lambda: got.append(board.newer(FIRST, 20.0)))
    waiting.start()
    cases = Cases("None.")
    board.show(cases)
    waiting.join(20.0)
    assert got == [replace(FIRST, cases=cases)]
