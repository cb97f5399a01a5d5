"""Where everything in a picture lies: nothing overlaps, nothing is lost, all of it is on the page; by geometry."""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Literal

import pytest
from carepath import library, load
from carepath_renderers.drawing.dot import drawing
from carepath_renderers.drawing.frame import chip_text
from carepath_renderers.drawing.style import MARKS, Page
from carepath_renderers.drawing.tags import remark, tag_rect
from carepath_renderers.layouts.geometry import Box, Label, Layout, Rect, rules_of
from carepath_renderers.layouts.layout import laid_out
from carepath_renderers.layouts.letters import width
from carepath_renderers.views.extract import view
from carepath_renderers.views.marks import marked
from carepath_renderers.views.view import Band, Chip, Edge, Kind, Lane, Node, Note, View
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
def seen(name: str) -> View:
    return view(load(ROOT / "pathways" / f"{name}.yaml").require())


@cache
def shipped(name: str, page: Page | None = None) -> tuple[Layout, ...]:
    return laid_out(seen(name), page)


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
            alike = path.edge == label.edge or (alike and not label.remark)
            if not alike and any(stroke.overlaps(label.rect) for stroke in strokes(path.points)):
                yield f"label of {label.edge.id} lies on {path.edge.id}"


def complete(sheets: tuple[Layout, ...], shown: View) -> None:
    """Assert that each box is on one sheet, each arrow drawn or marked at both ends, each label there or missed."""
    assert [(sheet.sheet, sheet.sheets) for sheet in sheets] == [
        (number, len(sheets)) for number in range(1, len(sheets) + 1)
    ]
    assert sorted(box.node.id for sheet in sheets for box in sheet.boxes) == sorted(node.id for node in shown.nodes)
    drawn = [path.edge.id for sheet in sheets for path in sheet.paths]
    jumped = [edge.id for sheet in sheets for each in sheet.exits for edge in each.edges]
    assert sorted(drawn + jumped) == sorted(edge.id for edge in shown.edges)
    entries = {each.head: each.letter for sheet in sheets for each in sheet.entries}
    for sheet in sheets:
        for each in sheet.exits:
            assert all(entries[edge.head] == each.letter for edge in each.edges)
        said = [(label.edge.id, label.remark) for label in sheet.labels]
        assert len(said) == len(set(said))
        missing = {(path.edge.id, False) for path in sheet.paths if path.edge.label}
        missing |= {(path.edge.id, True) for path in sheet.paths if remark(path.edge)}
        missing -= set(said)
        assert len([said for said in sheet.warnings if "find no clear place" in said]) == len(missing)


@pytest.mark.parametrize("page", [None, "A4"])
@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_overlaps_in_the_picture_of_a_shipped_pathway(name: str, page: Page | None) -> None:
    assert [fault for sheet in shipped(name, page) for fault in faults(sheet)] == []


@pytest.mark.parametrize("page", [None, "A4"])
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_pathway_is_drawn_whole_and_without_warnings(name: str, page: Page | None) -> None:
    complete(shipped(name, page), seen(name))
    assert [said for sheet in shipped(name, page) for said in sheet.warnings] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_sheet_of_a_shipped_pathway_on_a4_is_an_a4_page_in_type_that_can_be_read(name: str) -> None:
    for sheet in shipped(name, "A4"):
        assert (sheet.width, sheet.height) == (595.28, 841.89)
        assert min(sheet.type.title, sheet.type.small) >= 7


@pytest.mark.parametrize("name", SHIPPED)
def test_a_band_that_is_cut_says_so_on_each_sheet_and_has_its_milestones_on_the_last(name: str) -> None:
    sheets = shipped(name, "A4")
    for band in seen(name).bands:
        spans = [(sheet, span.band) for sheet in sheets for span in sheet.bands if span.band.id == band.id]
        assert [each.chips for _, each in spans] == [()] * (len(spans) - 1) + [band.chips]
        assert [each.title for _, each in spans] == [band.title] + [f"{band.title}, continued"] * (len(spans) - 1)
        for sheet, each in spans[:-1]:
            assert each.name.endswith(f"continued on sheet {sheet.sheet + 1}")
            assert sheet.bands[-1].band == each


@pytest.mark.parametrize("page", [None, "A4"])
@pytest.mark.parametrize("name", SHIPPED)
def test_words_lie_on_the_line_of_one_day_at_most_and_within_the_lanes(name: str, page: Page | None) -> None:
    for sheet in shipped(name, page):
        for label in sheet.labels:
            met = [rule for rule in rules_of(sheet) if rule.overlaps(label.rect)]
            assert len(met) <= 1
            assert inside(label.rect, sheet.area)


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


@pytest.mark.parametrize("page", ["A4", "A3"])
def test_a_short_answer_stands_before_the_line_of_the_day(page: Page) -> None:
    standard = replace(BANDS[1], chips=(Chip("A national standard", True),))
    ask = replace(CHAIN[1], kind="decision", title="Cancer found?")
    shown = replace(
        pictured((CHAIN[0], ask, *CHAIN[2:]), (FORWARD[0], replace(FORWARD[1], label="Yes"), FORWARD[2])),
        bands=(BANDS[0], standard, *BANDS[2:]),
    )
    (sheet,) = laid_out(shown, page)
    (label,) = sheet.labels
    assert not any(rule.overlaps(label.rect, 0.5) for rule in rules_of(sheet))


def test_a_day_on_which_nothing_stands_is_as_wide_as_its_heading_needs() -> None:
    many = tuple(
        Node(f"m{at}", "step", "local", band, f"Step {at} of many steps", ("with lines",) * 3)
        for at, band in enumerate(("day 0", "day 14", "day 28") * 4)
    )
    edges = tuple(Edge(f"e{at}", f"m{at}", f"m{at + 1}") for at in range(11))
    (sheet,) = laid_out(pictured(many, edges), "A3")
    wide = {span.band.id: span.high - span.low for span in sheet.bands}
    heading = width("By day 3", 11.5, True)
    assert heading < wide["day 3"] < 0.6 * min(size for band, size in wide.items() if band != "day 3")


FAN = tuple(Node(f"to{at}", "step", lane, "day 14", f"Treatment {at}") for at, lane in enumerate(("gp", "local") * 3))
FANNED = tuple(Edge(f"f{at}", "ask", f"to{at}", weight=1 + at / 2, count=f"{7 * at + 3}, day {at}") for at in range(6))


def own(sheet: Layout, label: Label) -> bool:
    """Whether the stretch of its arrow that is nearest to a remark has no other arrow on it."""

    def away(stroke: Rect) -> float:
        across = max(stroke.left - label.rect.right, label.rect.left - stroke.right, 0.0)
        return across + max(stroke.top - label.rect.bottom, label.rect.top - stroke.bottom, 0.0)

    mine = next(path for path in sheet.paths if path.edge == label.edge)
    nearest = min(strokes(mine.points), key=away)
    level = nearest.width > nearest.height
    beside = (
        Rect(max(nearest.left, label.rect.left), nearest.top, min(nearest.right, label.rect.right), nearest.bottom)
        if level
        else Rect(nearest.left, max(nearest.top, label.rect.top), nearest.right, min(nearest.bottom, label.rect.bottom))
    )
    return not any(
        stroke.overlaps(beside, 0.2) and (stroke.width > stroke.height) == level
        for path in sheet.paths
        if path is not mine
        for stroke in strokes(path.points)
    )


@pytest.mark.parametrize("page", ["A4", "A3"])
def test_how_many_took_an_arrow_stands_where_no_other_runs_with_it(page: Page) -> None:
    ask = Node("ask", "decision", "local", "day 3", "Which treatment?")
    shown = pictured((CHAIN[0], ask, *FAN), (Edge("in", "n0", "ask", count="31, day 1"), *FANNED))
    (sheet,) = laid_out(shown, page)
    complete((sheet,), shown)
    assert sheet.warnings == ()
    assert [label.edge.id for label in sheet.labels if not own(sheet, label)] == []
    assert list(faults(sheet)) == []


def test_arrows_that_are_counted_come_into_a_box_one_by_one() -> None:
    into = tuple(Edge(f"g{at}", f"to{at}", "n3", count=str(at + 1)) for at in range(6))
    (sheet,) = laid_out(pictured((*FAN, CHAIN[3]), into), "A3")
    assert len({path.points[-1] for path in sheet.paths}) == len(sheet.paths)
    assert [label.edge.id for label in sheet.labels if not own(sheet, label)] == []


@cache
def compared(page: Page | None) -> tuple[View, tuple[Layout, ...]]:
    new, old = (library.find(f"og@{version}") for version in ("1.1.0", "1.0.0"))
    shown = marked(view(new), view(old))
    gone = replace(shown.edges[3], tone="removed")
    shown = replace(shown, edges=(*shown.edges[:3], gone, *shown.edges[4:]))
    return shown, laid_out(shown, page)


@pytest.mark.parametrize("page", [None, "A4"])
def test_a_difference_is_a_word_wherever_it_is_a_colour(page: Page | None) -> None:
    shown, sheets = compared(page)
    complete(sheets, shown)
    assert [fault for sheet in sheets for fault in faults(sheet)] == []
    assert [said for sheet in sheets for said in sheet.warnings] == []
    words = {"added": "NEW", "changed": "CHANGED", "removed": "REMOVED"}
    met = set()
    for sheet in sheets:
        said = {label.edge.id: label.lines[0].text for label in sheet.labels if label.remark}
        for path in sheet.paths:
            assert said.get(path.edge.id, "") == words.get(path.edge.tone or "", "")
        for each in sheet.exits:
            tones = [words[edge.tone] for edge in each.edges if edge.tone in words]
            assert (each.lines[0].text in words.values()) == bool(tones)
            assert not tones or each.lines[0].text == tones[0]
            met |= set(tones)
        met |= set(said.values())
        for span in sheet.bands:
            for chip in span.band.chips:
                assert chip_text(chip).startswith(f"{words.get(chip.tone or '', '')}: ") or chip.tone is None
    assert {"CHANGED", "REMOVED"} <= met


def test_what_is_removed_is_dashed() -> None:
    _, sheets = compared(None)
    text = "\n".join(drawing(sheet)[0] for sheet in sheets)
    gone = [line for line in text.splitlines() if MARKS["removed"].color in line and '[id="move-' in line]
    assert gone
    assert all("dashed" in line for line in gone)


@pytest.mark.parametrize("kind", ["step", "decision"])
def test_a_word_wider_than_its_box_is_told(kind: Kind) -> None:
    long = replace(CHAIN[1], kind=kind, title="Pneumonoultramicroscopicsilicovolcanoconiosis" * 2)
    (sheet,) = laid_out(pictured((CHAIN[0], long), FORWARD[:1]), "A4")
    assert sheet.warnings == (f"small: a word is wider than its box: “{long.title}”",)


CROWD = tuple(Node(f"n{at}", "step", "local", "day 3", f"Step number {at}", ("of many",) * 4) for at in range(80))


def test_a_day_with_more_than_a_wide_page_holds_is_told() -> None:
    (sheet,) = laid_out(pictured(CROWD, ()), "A3")
    assert sheet.height > 842 or sheet.width > 1191
    assert [said for said in sheet.warnings if "taller or wider than a page of A3" in said]
    assert list(faults(sheet)) == []


def test_a_day_with_more_than_an_upright_page_holds_is_cut() -> None:
    shown = pictured(CROWD, ())
    sheets = laid_out(shown, "A4")
    complete(sheets, shown)
    assert len(sheets) > 1
    assert {(sheet.width, sheet.height, sheet.warnings) for sheet in sheets} == {(595.28, 841.89, ())}


def test_a_box_that_is_higher_than_a_page_is_told() -> None:
    (sheet,) = laid_out(pictured((replace(CHAIN[1], lines=("Many words on many lines",) * 120),), ()), "A4")
    assert sheet.height > 842
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
