"""One patient's picture: over all worked cases nothing covers anything, and it says what the assessment says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from carepath import Assessment, Calendar, Pathway, evaluate, library
from carepath.authoring.load import loads
from carepath.cases.casebook import casebooks, found
from carepath.cases.lines import entries
from carepath.intake import read
from carepath.rows import cases
from carepath_renderers import timeline
from carepath_renderers.charting.canvas import Box, Group, Picture, Shape, Words, words_of
from carepath_renderers.charting.passage import passage
from carepath_renderers.charting.ruler import ruler
from carepath_renderers.charting.shelf import GAP, Label, shelved
from hypothesis import given
from hypothesis import strategies as st

CASES = Path(__file__).parents[2] / "pathways" / "cases"
RECORD = Path(__file__).parents[2] / "examples" / "og_record.csv"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def worked() -> tuple[tuple[str, Pathway, Assessment], ...]:
    """Return every bundled worked case as it stands on its last day."""
    return tuple(
        (f"{pathway.name}: {case.name}", pathway, judged(pathway, case.entries, case.questions[-1].as_of))
        for book in casebooks(found(CASES))
        for case in book.cases
        for pathway in (book.pathway(case.entries),)
    )


def judged(pathway: Pathway, told: object, as_of: object) -> Assessment:
    return evaluate(pathway, Calendar.named(pathway.calendar), told, as_of)  # type: ignore[arg-type]


def drawn(pathway: Pathway, assessment: Assessment) -> Picture:
    return timeline.picture(passage(pathway, assessment))


def case(*lines: str, as_of: date, name: str = "EX-0042", definition: str = "og@1.1.0") -> tuple[Pathway, Assessment]:
    pathway = library.find(definition)
    return pathway, judged(pathway, entries(lines, name), as_of)


def texts(picture: Picture) -> list[str]:
    return [words.text for words in words_of(picture.marks)]


def extent(mark: Shape) -> Box:
    """Return what a shape covers, but for the width of its pen."""
    given = dict(mark.attributes)
    numbers = {key: float(value) for key, value in given.items() if isinstance(value, float | int)}
    match mark.name:
        case "rect":
            return Box(numbers["x"], numbers["y"], numbers["x"] + numbers["width"], numbers["y"] + numbers["height"])
        case "circle":
            x, y, r = numbers["cx"], numbers["cy"], numbers["r"]
            return Box(x - r, y - r, x + r, y + r)
        case "line":
            xs, ys = (numbers["x1"], numbers["x2"]), (numbers["y1"], numbers["y2"])
            return Box(min(xs), min(ys), max(xs), max(ys))
        case _:
            points = [tuple(map(float, pair.split(","))) for pair in str(given["points"]).split()]
            return Box(
                min(x for x, _ in points),
                min(y for _, y in points),
                max(x for x, _ in points),
                max(y for _, y in points),
            )


def faults(picture: Picture) -> list[str]:
    """Return the texts that lie over one another, over the signs of their row, or off the page."""
    boxes = [(words, words.box) for words in words_of(picture.marks)]
    said = [
        f"off the page: {words.text}"
        for words, box in boxes
        if box.left < 0 or box.top < 0 or box.right > picture.width or box.bottom > picture.height
    ]
    said += [f"{one.text} over {two.text}" for (one, a), (two, b) in combinations(boxes, 2) if a.overlaps(b)]
    for group in (mark for mark in picture.marks if isinstance(mark, Group)):
        labels = [words for words in group.marks if isinstance(words, Words) and words.halo]
        signs = [extent(mark) for mark in group.marks if isinstance(mark, Shape)]
        said += [f"{words.text} over a sign" for words in labels if any(words.box.overlaps(sign) for sign in signs)]
    return said


def test_no_text_of_any_worked_case_covers_another_a_sign_or_the_edge() -> None:
    assert len(worked()) > 900
    assert {name: wrong for name, *given in worked() if (wrong := faults(drawn(*given)))} == {}  # type: ignore[arg-type]


def test_every_row_of_every_worked_case_can_be_read_out_and_read() -> None:
    for name, pathway, assessment in worked()[::7]:
        shown, picture = passage(pathway, assessment), drawn(pathway, assessment)
        spoken = [mark.label for mark in picture.marks if isinstance(mark, Group)]
        text = timeline.to_markdown(pathway, assessment)
        for part in shown.parts:
            for row in part.rows:
                assert f"{row.title}: {row.text}" in spoken, name
                assert row.text in texts(picture), name
                assert row.text.replace("#", "\\#") in text, name
                assert row.text in picture.description, name


def test_every_picture_is_well_formed_and_holds_only_known_elements() -> None:
    for _, pathway, assessment in worked()[::25]:
        root = ElementTree.fromstring(timeline.to_svg(pathway, assessment))
        assert root.get("role") == "list"
        assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
            "svg", "title", "desc", "defs", "pattern", "rect", "g", "text", "line", "polygon", "circle",
        }  # fmt: skip


def test_every_text_is_an_item_or_hidden_from_those_who_listen() -> None:
    pathway, assessment = case(*LATE, as_of=date(2016, 11, 3))
    root = ElementTree.fromstring(timeline.to_svg(pathway, assessment))
    read_out = [each for each in root if each.tag == f"{SVG}g" and each.get("role") == "listitem"]
    hidden = [each for each in root if each.get("aria-hidden") == "true"]
    assert len(read_out) == sum(isinstance(mark, Group) for mark in drawn(pathway, assessment).marks) > 10
    assert not [each for each in root if each.tag == f"{SVG}text"]
    assert all(each.get("aria-label") for each in read_out)
    assert hidden
    assert root.get("aria-label") == root.findtext(f"{SVG}title")


def test_all_verdicts_with_a_day_are_in_the_picture() -> None:
    for name, pathway, assessment in worked()[::11]:
        rows = [row for part in passage(pathway, assessment).parts for row in part.rows if not row.ends]
        told = [each for each in assessment.milestones if each.verdict not in ("not-started", "not-needed", "void")]
        sent = [
            each
            for each in assessment.transfers
            if each.sent or each.verdict not in ("not-started", "not-needed", "void")
        ]
        assert len(rows) == len(told) + len(sent), name


LATE = (
    "2016-09-01 referral RK5 route=usc",
    "2016-09-02 triage RK5 fit_for_endoscopy=yes",
    "2016-09-12 ogd RK5",
    "2016-09-13 ct RK5 ct_report=yes",
    "2016-09-19 histology RK5 result=malignant",
    "2016-09-20 told RK5 outcome=cancer",
    "2016-10-18 transfer.sent RK5 to=RX1",
    "2016-10-20 transfer.received RX1 performance_status=1",
)
TREATED = "2016-11-06 treatment RX1"


def test_the_title_states_how_late_the_treatment_came() -> None:
    assert drawn(*case(*LATE, TREATED, as_of=date(2016, 11, 20))).title == (
        "Case EX-0042: start of treatment on day 66, 4 days after the 62-day standard"
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (61, "on day 61, within the 62-day standard"),
        (62, "on day 62, on the last day of the 62-day standard"),
        (63, "on day 63, 1 day after the 62-day standard"),
    ],
)
def test_the_last_day_in_time_is_told_from_the_days_beside_it(day: int, said: str) -> None:
    treated = f"{date(2016, 9, 1) + timedelta(days=day)} treatment RX1"
    assert drawn(*case(*LATE, treated, as_of=date(2016, 11, 20))).title == f"Case EX-0042: start of treatment {said}"


def test_the_title_of_an_open_case_names_what_is_overdue_or_next() -> None:
    early = drawn(*case(*LATE[:2], as_of=date(2016, 9, 5)))
    assert early.title == "Case EX-0042: day 4, next due: gastroscopy with biopsies in 3 days"
    late = drawn(*case(*LATE[:2], as_of=date(2016, 9, 10)))
    assert late.title == "Case EX-0042: day 9, overdue by 2 days: endoscopy"


def test_a_case_that_has_not_started_says_so() -> None:
    shown = drawn(*case(as_of=date(2016, 9, 10)))
    assert shown.title == "Not started yet on 10 September 2016"
    assert faults(shown) == []


def test_before_the_first_day_there_is_no_day_0_and_no_number_of_the_day() -> None:
    record = cases(read(str(RECORD), None, "iso").entries)
    pathway = library.find("og@1.1.0")
    shown = passage(pathway, judged(pathway, tuple(record["P07919"]), date(2010, 1, 1)))
    assert shown.title == "Case P07919: not started yet on 1 January 2010"
    assert shown.facts == ("Oesophago-gastric cancer (og 1.1.0).", "As of 1 January 2010.")
    assert shown.parts == ()


def test_a_late_row_says_by_how_much_and_is_hatched() -> None:
    picture = drawn(*case(*LATE, as_of=date(2016, 11, 3)))
    (row,) = [mark for mark in picture.marks if isinstance(mark, Group) and mark.label.startswith("Endoscopy: ")]
    assert row.label == "Endoscopy: day 11, 4 days late"
    assert "url(#carepath-late)" in [dict(mark.attributes).get("fill") for mark in row.marks if isinstance(mark, Shape)]
    (label,) = [mark for mark in row.marks if isinstance(mark, Words) and mark.text == "day 11, 4 days late"]
    assert label.bold


def test_who_holds_the_patient_has_the_name_of_the_organisation_and_the_days() -> None:
    picture = drawn(*case(*LATE, TREATED, as_of=date(2016, 11, 20)))
    said = [mark.label for mark in picture.marks if isinstance(mark, Group)]
    assert "Sherwood Forest Hospitals, RK5: 49 days" in said
    assert "Nottingham University Hospitals, RX1: 17 days" in said


def test_national_standards_are_solid_lines_and_local_days_dashed() -> None:
    picture = drawn(*case(*LATE, TREATED, as_of=date(2016, 11, 20)))
    lines = [dict(mark.attributes) for mark in picture.marks if isinstance(mark, Shape) and mark.name == "line"]
    standards = [each for each in lines if each["stroke"] == "#003087"]
    assert ["stroke-dasharray" in each for each in standards] == [
        False, True, False,  # 14, 38, 62
        False, True,  # in the key
    ]  # fmt: skip
    assert {"14-day standard", "transfer by day 38", "62-day standard"} <= set(texts(picture))


def test_days_not_counted_are_shown_with_their_reason_and_move_the_line() -> None:
    paused = [
        (pathway, assessment)
        for name, pathway, assessment in worked()
        if name == "breast@1.0.0: offer of admission declined (2016)"
    ]
    picture = drawn(*paused[0])
    assert "14 days: declined offer (clocks 31, 62)" in texts(picture)
    assert "62-day standard (day 76)" in texts(picture)
    assert "start of treatment on day 70 (56 days counted), within the 62-day standard" in picture.title


def test_two_episodes_have_a_scale_each() -> None:
    twice = [(pathway, each) for _, pathway, each in worked() if each.episode == 2]
    assert len(twice) > 20
    for pathway, assessment in twice:
        said = texts(drawn(pathway, assessment))
        assert sum(text == "Day" for text in said) == 2
        assert sum(text.startswith("Episode ") for text in said) == 2


def test_what_is_far_ahead_does_not_press_the_days_together() -> None:
    pathway, assessment = case(*LATE, as_of=date(2016, 11, 3))
    (part,) = passage(pathway, assessment).parts
    scale = ruler(part, 0, 500)
    review = next(row for row in part.rows if "review" in row.title)
    assert review.due is not None
    assert scale.beyond(review.due)
    assert scale.high < 110


def test_the_next_day_that_something_is_due_stands_on_the_scale() -> None:
    (case_with_31,) = [
        (pathway, assessment)
        for name, pathway, assessment in worked()
        if name == "breast@1.0.0: progression, supportive care (2016)"
    ]
    last = passage(*case_with_31).parts[-1]
    assert [row.due for row in last.rows] == [41]
    assert not ruler(last, 0, 500).beyond(41)


@pytest.mark.parametrize(
    ("days", "step"), [(2, 1), (6, 1), (20, 2), (62, 7), (120, 14), (400, 50), (900, 100), (3000, 500)]
)
def test_the_days_that_are_named_have_room_and_are_round(days: int, step: int) -> None:
    pathway, assessment = case(*LATE[:1], as_of=date(2016, 9, 2))
    (part,) = passage(pathway, assessment).parts
    scale = replace(ruler(part, 0, 560), low=0.0, high=float(days))
    assert scale.step == step
    assert scale.ticks[0] == 0


HOURS = """\
carepath: 1
id: ward
version: "1.0.0"
title: A ward
status: draft
zone: Europe/London
day_zero: care
events: {arrived: {title: Arrival}, scan: {title: Scan}, left: {title: Discharge}}
start: [{on: arrived, to: in}]
states:
  in: {title: On the ward, tasks: {scan: optional}, on: {left: out}}
  out: {title: Home, end: home, clocks: {care: close}}
clocks:
  care: {title: Arrival to scan, start: arrived, stop: scan, target: 4 hours, level: local, verified: false}
"""


@pytest.mark.parametrize(
    ("told", "title", "row"),
    [
        ("2024-03-01T13:00 scan", "scan on day 0, within the 4-hour target", "day 0, 13:00, in time"),
        ("2024-03-01T14:25 scan", "scan on day 0, 25 min after the 4-hour target", "day 0, 14:25, 25 min late"),
        ("2024-03-01T16:05 scan", "scan on day 0, 2 h 5 min after the 4-hour target", "day 0, 16:05, 2 h 5 min late"),
        ("2024-03-01T14:00:20 scan", "less than a minute after the 4-hour target", "less than a minute late"),
        ("2024-03-05T14:00 scan", "scan on day 4, 4 days after the 4-hour target", "day 4, 14:00, 4 days late"),
        ("2024-03-01 scan", "not known whether within the 4-hour target", "day 0, not known whether in time"),
    ],
)
def test_hours_are_told_in_hours(told: str, title: str, row: str) -> None:
    pathway = loads(HOURS).require()
    assessment = judged(pathway, entries(("2024-03-01T10:00 arrived", told), "A1"), date(2024, 3, 6))
    picture = drawn(pathway, assessment)
    assert picture.title.endswith(title)
    assert any(text.endswith(row) for text in texts(picture))
    assert faults(picture) == []


def test_a_scale_of_hours_names_hours() -> None:
    pathway = loads(HOURS).require()
    told = entries(("2024-03-01T10:00 arrived", "2024-03-01T14:25 scan"), "A1")
    said = texts(drawn(pathway, judged(pathway, told, date(2024, 3, 6))))
    assert {"Time", "14:00", "as of day 5 →"} <= set(said)


def test_an_open_pause_is_told_in_the_row_and_in_its_lane() -> None:
    told = (
        *LATE,
        "2016-10-24 dtt RX1",
        "2016-10-26 offer_declined RX1 offered_for=2016-11-01 offered_setting=admitted",
    )
    picture = drawn(*case(*told, as_of=date(2016, 11, 5)))
    assert any(text.endswith(", clock paused") for text in texts(picture))
    assert any("still open" in text for text in texts(picture))
    assert faults(picture) == []


HOSTILE = "<script>&\"'\x00\u202e\ud800|" + "x" * 300


def test_a_hostile_case_id_is_escaped_and_shortened() -> None:
    pathway, assessment = case(*LATE, as_of=date(2016, 11, 3), name=HOSTILE)
    picture = drawn(pathway, assessment)
    assert faults(picture) == []
    svg = picture.to_svg()
    root = ElementTree.fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "\x00" not in svg
    assert "\u202e" not in svg
    assert timeline.to_pdf(pathway, assessment).startswith(b"%PDF-")
    text = timeline.to_markdown(pathway, assessment)
    assert "<script>" not in text.replace("\\<", "")
    assert "\\|" in text


def test_a_provider_with_a_hostile_code_is_escaped() -> None:
    pathway, assessment = case("2016-09-01 referral <b>&amp; route=usc", as_of=date(2016, 9, 20))
    ElementTree.fromstring(timeline.to_svg(pathway, assessment))


def test_the_same_assessment_gives_the_same_bytes() -> None:
    given = case(*LATE, TREATED, as_of=date(2016, 11, 20))
    assert timeline.to_svg(*given) == timeline.to_svg(*given)
    assert timeline.to_pdf(*given) == timeline.to_pdf(*given)


def test_a_pdf_and_a_png_can_be_made() -> None:
    given = case(*LATE, TREATED, as_of=date(2016, 11, 20))
    assert timeline.to_pdf(*given).startswith(b"%PDF-")
    assert timeline.to_png(*given).startswith(b"\x89PNG")


labels = st.lists(st.builds(Label, st.floats(0, 500), st.floats(5, 300)), max_size=8)


@given(labels)
def test_labels_on_a_shelf_never_touch(given: list[Label]) -> None:
    placed = shelved(given, 0, 500)
    for (a, one), (b, two) in combinations(zip(given, placed, strict=True), 2):
        if one.level == two.level:
            apart = max(two.left - (one.left + a.width), one.left - (two.left + b.width))
            assert apart >= GAP - 1e-9
    assert all(
        spot.left >= 0 and spot.left + label.width <= 500 + 1e-9 for label, spot in zip(given, placed, strict=True)
    )
