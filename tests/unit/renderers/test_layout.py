"""Where everything in a picture lies: nothing overlaps, nothing is lost, all of it is on the page; by geometry."""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Literal

import pytest
from carepath import load
from carepath_renderers.extract import view
from carepath_renderers.geometry import Box, Layout, Rect
from carepath_renderers.layout import laid_out
from carepath_renderers.style import Page
from carepath_renderers.tags import tag_rect
from carepath_renderers.view import Band, Chip, Edge, Kind, Lane, Node, Note, View
from hypothesis import settings

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(path.stem for path in (ROOT / "pathways").glob("*.yaml"))
WORDS = (
    "review", "clinic", "urgent", "scan", "biopsy", "assess", "plan", "discuss", "patient", "result", "MDT", "imaging",
    "referral", "treatment", "surgery", "oncology", "nurse", "specialist", "test", "pathology", "chemoradiotherapy",
)  # fmt: skip
KINDS: tuple[Kind, ...] = ("step", "step", "step", "decision", "stop", "transfer", "end", "start")
MOVES: tuple[Literal["move", "transfer"], ...] = ("move",) * 9 + ("transfer",)
DEEP = settings.get_current_profile_name() == "deep"
SEEDS = range(500 if DEEP else 60)


@cache
def shipped(name: str) -> tuple[Layout, ...]:
    return laid_out(view(load(ROOT / "pathways" / f"{name}.yaml").require()))


def made_up(seed: int) -> View:
    """Return a picture of anything: lanes, bands, 1 to 34 boxes, arrows mostly forward, labels here and there."""
    pick = random.Random(seed)
    lanes = [
        Lane(f"l{at}", " ".join(pick.sample(WORDS, 2)).capitalize(), palette)
        for at, palette in zip(range(pick.randint(1, 5)), ("green", "blue", "orange", "purple", "aqua"), strict=False)
    ]
    days = sorted(pick.sample(range(63), pick.randint(1, 9)))
    bands = [
        Band(f"day {day}", f"By day {day}", "", tuple(
            Chip(" ".join(pick.sample(WORDS, 3)), pick.random() < 0.3) for _ in range(pick.choice((0, 0, 1, 2)))
        ))
        for day in days
    ]  # fmt: skip
    count = pick.randint(1, 34)
    nodes = [
        Node(
            f"n{at}",
            pick.choice(KINDS),
            pick.choice(lanes).id,
            bands[min(len(bands) - 1, at * len(bands) // count + pick.choice((0, 0, 0, 1)))].id,
            " ".join(pick.sample(WORDS, pick.randint(1, 4))).capitalize(),
            tuple(" ".join(pick.sample(WORDS, 2)) for _ in range(pick.choice((0, 0, 1, 3)))),
            mark=pick.choice(("", "", "", "", "A")) if at == 0 else "",
        )
        for at in range(count)
    ]
    nodes.sort(key=lambda node: [band.id for band in bands].index(node.band))
    pairs = [(pick.randrange(max(0, at - 5), at), at) for at in range(1, count)]
    pairs += [(pick.randrange(count), pick.randrange(count)) for _ in range(count // 3)]
    edges = tuple(
        Edge(
            f"e{at}",
            nodes[tail].id,
            nodes[head].id,
            pick.choice(("Yes", "No", "Not fit", "Refer today")) if nodes[tail].kind == "decision" else "",
            pick.choice(MOVES),
        )
        for at, (tail, head) in enumerate(pairs)
    )
    notes = (Note("Ways out", tuple(" ".join(pick.sample(WORDS, 6)) for _ in range(pick.randint(1, 5)))),)
    return View(
        f"made-{seed}", "Made up", ("Version 1",), "Nobody", ("Draft",), "0" * 64,
        tuple(lanes), tuple(bands), tuple(nodes), edges, pick.choice(((), notes)),
    )  # fmt: skip


def strokes(points: tuple[tuple[float, float], ...]) -> Iterator[Rect]:
    for (a, b), (c, d) in pairwise(points):
        yield Rect(min(a, c), min(b, d), max(a, c), max(b, d))


def inside(rect: Rect, outer: Rect) -> bool:
    return (
        rect.left >= outer.left and rect.right <= outer.right and rect.top >= outer.top and rect.bottom <= outer.bottom
    )


def shrunk(rect: Rect, by: float) -> Rect:
    return Rect(rect.left + by, rect.top + by, rect.right - by, rect.bottom - by)


def crossed(box: Box, stroke: Rect) -> bool:
    """Whether a stretch of line runs through a box; one that ends on its outline does not."""
    small = Box(box.node, shrunk(box.rect, 0.6), box.lines)
    return small.covers(stroke)


def faults(sheet: Layout) -> Iterator[str]:
    """Yield all that overlaps on a sheet."""
    page = Rect(0, 0, sheet.width, sheet.height)
    marks = [(f"{each.tail} exit", each.rect) for each in sheet.exits]
    marks += [(f"{each.head} entry", each.rect) for each in sheet.entries]
    solid = [(box.node.id, box.rect) for box in sheet.boxes] + marks
    for (one, rect), (two, beside) in combinations(solid, 2):
        if shrunk(rect, 0.3).overlaps(shrunk(beside, 0.3)):
            yield f"{one} overlaps {two}"
    for name, rect in solid:
        if not inside(rect, page):
            yield f"{name} is not on the page"
        if not inside(rect, sheet.area):
            yield f"{name} is not in the lanes"
    for box in sheet.boxes:
        (lane,) = [span for span in sheet.lanes if span.lane.id == box.node.lane]
        (band,) = [span for span in sheet.bands if span.band.id == box.node.band]
        across, along = (box.rect.x, box.rect.y) if sheet.down else (box.rect.y, box.rect.x)
        if not (lane.low < across < lane.high and band.low < along < band.high):
            yield f"{box.node.id} is not in its lane and band"
    for path in sheet.paths:
        for stroke in strokes(path.points):
            if not inside(stroke, sheet.area):
                yield f"{path.edge.id} leaves the lanes"
            for box in sheet.boxes:
                if crossed(box, stroke):
                    yield f"{path.edge.id} runs through {box.node.id}"
            for name, rect in marks:
                if shrunk(rect, 0.3).overlaps(stroke):
                    yield f"{path.edge.id} runs through {name}"
        ends = {box.node.id: box for box in sheet.boxes}
        for name, point in ((path.edge.tail, path.points[0]), (path.edge.head, path.points[-1])):
            spot = Rect(point[0] - 0.1, point[1] - 0.1, point[0] + 0.1, point[1] + 0.1)
            if not ends[name].covers(spot):
                yield f"{path.edge.id} does not touch {name}"
    for label in sheet.labels:
        if not inside(label.rect, page):
            yield f"label of {label.edge.id} is not on the page"
        for box in sheet.boxes:
            if box.covers(label.rect):
                yield f"label of {label.edge.id} lies on {box.node.id}"
        for name, rect in marks:
            if rect.overlaps(label.rect):
                yield f"label of {label.edge.id} lies on {name}"
        for near in sheet.labels:
            if near is not label and near.rect.overlaps(label.rect):
                yield f"label of {label.edge.id} lies on that of {near.edge.id}"
        for path in sheet.paths:
            alike = path.edge.tail == label.edge.tail and path.edge.label == label.edge.label
            if not alike and any(stroke.overlaps(label.rect) for stroke in strokes(path.points)):
                yield f"label of {label.edge.id} lies on {path.edge.id}"


def complete(sheets: tuple[Layout, ...], shown: View) -> None:
    """Assert that each box is on one sheet, each arrow drawn or marked at both ends, each label there or missed."""
    assert sorted(box.node.id for sheet in sheets for box in sheet.boxes) == sorted(node.id for node in shown.nodes)
    drawn = [path.edge.id for sheet in sheets for path in sheet.paths]
    jumped = [edge.id for sheet in sheets for each in sheet.exits for edge in each.edges]
    assert sorted(drawn + jumped) == sorted(edge.id for edge in shown.edges)
    entries = {each.head: each.letter for sheet in sheets for each in sheet.entries}
    for sheet in sheets:
        for each in sheet.exits:
            assert all(entries[edge.head] == each.letter for edge in each.edges)
        labelled = {label.edge.id for label in sheet.labels}
        missing = {path.edge.id for path in sheet.paths if path.edge.label} - labelled
        assert len([said for said in sheet.warnings if "find no clear place" in said]) == len(missing)


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_overlaps_in_the_picture_of_a_shipped_pathway(name: str) -> None:
    assert [fault for sheet in shipped(name) for fault in faults(sheet)] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_pathway_is_drawn_whole_and_without_warnings(name: str) -> None:
    complete(shipped(name), view(load(ROOT / "pathways" / f"{name}.yaml").require()))
    assert [said for sheet in shipped(name) for said in sheet.warnings] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_drawn_nothing_overlaps_and_nothing_is_lost(seed: int) -> None:
    page: Page = "A4" if seed % 2 else "A3"
    shown = made_up(seed)
    sheets = laid_out(shown, page)
    complete(sheets, shown)
    assert [fault for sheet in sheets for fault in faults(sheet)] == []


LANES = (Lane("gp", "Primary care", "green"), Lane("local", "Local hospital", "blue"))
BANDS = tuple(Band(f"day {day}", f"By day {day}") for day in (0, 3, 14, 28))


def pictured(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> View:
    return View("small", "Small", ("Version 1",), "Owner", (), "0" * 64, LANES, BANDS, nodes, edges)


CHAIN = tuple(Node(f"n{at}", "step", "local", band.id, f"Step {at}") for at, band in enumerate(BANDS))
FORWARD = tuple(Edge(f"e{at}", f"n{at}", f"n{at + 1}") for at in range(3))


@pytest.mark.parametrize("page", ["A4", "A3"])
def test_steps_that_follow_each_other_are_joined_by_straight_arrows(page: Page) -> None:
    (sheet,) = laid_out(pictured(CHAIN, FORWARD), page)
    assert [len(path.points) for path in sheet.paths] == [2, 2, 2]
    along = [box.rect.y if sheet.down else box.rect.x for box in sheet.boxes]
    assert along == sorted(along)


@pytest.mark.parametrize("page", ["A4", "A3"])
def test_each_answer_of_a_question_has_a_side_of_its_own(page: Page) -> None:
    ask = Node("ask", "decision", "local", "day 3", "Which?")
    ends = tuple(
        Node(name, "end", lane, "day 14", name) for name, lane in (("a", "gp"), ("b", "local"), ("c", "local"))
    )
    edges = tuple(Edge(f"to {end.id}", "ask", end.id, f"Answer {end.id}") for end in ends)
    (sheet,) = laid_out(pictured((CHAIN[0], ask, *ends), (Edge("in", "n0", "ask"), *edges)), page)
    used = {(round(path.points[0][0]), round(path.points[0][1])) for path in sheet.paths if path.edge.tail == "ask"}
    used |= {(round(path.points[-1][0]), round(path.points[-1][1])) for path in sheet.paths if path.edge.head == "ask"}
    assert len(used) == 4
    assert sheet.warnings == ()


def test_an_arrow_far_back_becomes_a_pair_of_marks_with_the_letter_of_its_box() -> None:
    back = Edge("back", "n3", "n0", "Again")
    (sheet,) = laid_out(pictured(CHAIN, (*FORWARD, back)))
    assert [path.edge.id for path in sheet.paths] == ["e0", "e1", "e2"]
    ((tail, text, letter),) = [
        (each.tail, " ".join(line.text for line in each.lines), each.letter) for each in sheet.exits
    ]
    assert (tail, text, letter) == ("n3", "Again, to: Step 0", "A")
    assert [(each.head, each.letter) for each in sheet.entries] == [("n0", "A")]


def test_letters_that_words_use_already_stay_theirs() -> None:
    marked = (replace(CHAIN[0], mark="B"), replace(CHAIN[1], mark="A"), *CHAIN[2:])
    back = (Edge("back", "n3", "n0"), Edge("half", "n3", "n1"))
    (sheet,) = laid_out(pictured(marked, (*FORWARD, *back)))
    assert {each.head: each.letter for each in sheet.entries} == {"n0": "B", "n1": "A"}
    assert {each.edges[0].head: each.letter for each in sheet.exits} == {"n0": "B", "n1": "A"}


@pytest.mark.parametrize("kind", ["step", "decision"])
def test_a_word_wider_than_its_box_is_told(kind: Kind) -> None:
    long = replace(CHAIN[1], kind=kind, title="Pneumonoultramicroscopicsilicovolcanoconiosis" * 2)
    (sheet,) = laid_out(pictured((CHAIN[0], long), FORWARD[:1]), "A4")
    assert sheet.warnings == (f"small: a word is wider than its box: “{long.title}”",)


def test_a_day_with_more_than_a_page_holds_is_told() -> None:
    crowd = tuple(
        Node(f"n{at}", "step", "local", "day 3", f"Step number {at}", ("of very many",) * 4) for at in range(80)
    )
    (sheet,) = laid_out(pictured(crowd, ()), "A4")
    assert sheet.height > 842 or sheet.width > 596
    assert [said for said in sheet.warnings if "taller or wider than a page of A4" in said]
    assert list(faults(sheet)) == []


@pytest.mark.parametrize("page", ["A4", "A3"])
def test_a_tag_covers_no_words_at_arrows(page: Page) -> None:
    tagged = tuple(replace(node, badge="412 patients here") for node in CHAIN)
    said = tuple(replace(edge, label="Seen in clinic") for edge in FORWARD)
    (sheet,) = laid_out(pictured(tagged, said), page)
    tags = [rect for rect in map(tag_rect, sheet.boxes) if rect is not None]
    assert len(tags) == 4
    assert not any(tag.overlaps(label.rect) for tag in tags for label in sheet.labels)
    assert sheet.warnings == ()
