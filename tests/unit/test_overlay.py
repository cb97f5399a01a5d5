"""One patient on the diagram, and many: paths, places, days and counts, from worked assessments."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from carepath import Calendar, Pathway, evaluate, library
from carepath.findings import Assessment
from carepath.intake import read
from carepath.rows import cases
from carepath_renderers.views.extract import view
from carepath_renderers.views.overlay import followed
from carepath_renderers.views.tally import Counts, Timely, counted, counts_of, kept, median
from carepath_renderers.views.telling import to_markdown
from carepath_renderers.views.view import Edge, Node, View

HEAD = "case,id,occurred,event,provider,route,plan,result,level,intent,fit_for_endoscopy,outcome\n"
# One patient treated with palliative intent: endoscopy a day late, by way of the local MDT.
ONE = (
    HEAD
    + """\
p1,1,2016-09-01,referral,RK5,usc,,,,,,
p1,2,2016-09-03,triage,RK5,,,,,,yes,
p1,3,2016-09-09,ogd,RK5,,,,,,,
p1,4,2016-09-12,ct,RK5,,,,,,,
p1,5,2016-09-16,histology,RK5,,,malignant,,,,
p1,6,2016-09-20,told,RK5,,,,,,,cancer
p1,7,2016-09-22,mdt,RK5,,,,local,palliative,,
p1,8,2016-09-28,dtt,RK5,,stent,,,,,
p1,9,2016-10-10,treatment,RK5,,,,,,,
"""
)
# Another one, told early that it is not cancer: a way that no arrow shows.
TWO = """\
p2,1,2016-09-01,referral,RK5,usc,,,,,,
p2,2,2016-09-02,triage,RK5,,,,,,yes,
p2,3,2016-09-06,ogd_clear,RK5,,,,,,,
p2,4,2016-09-07,told,RK5,,,,,,,ruled_out
"""


@pytest.fixture(scope="module")
def og() -> Pathway:
    return library.find("og@1.1.0")


@pytest.fixture(scope="module")
def shown(og: Pathway) -> View:
    return view(og)


def assessed(og: Pathway, folder: Path, text: str, as_of: date) -> list[Assessment]:
    file = folder / "events.csv"
    file.write_text(text, encoding="utf-8")
    by_case = cases(read(str(file), None, "iso").entries)
    return [evaluate(og, Calendar.england(), tuple(each), as_of) for each in by_case.values()]


@pytest.fixture
def one(og: Pathway, tmp_path: Path) -> Assessment:
    return assessed(og, tmp_path, ONE, date(2016, 10, 3))[0]


@pytest.fixture
def both(og: Pathway, tmp_path: Path) -> list[Assessment]:
    return assessed(og, tmp_path, ONE + TWO, date(2016, 11, 1))


def box(view: View, name: str) -> Node:
    return next(node for node in view.nodes if node.id == name)


def arrow(view: View, tail: str, head: str) -> Edge:
    return next(edge for edge in view.edges if (edge.tail, edge.head) == (tail, head))


def test_the_path_is_passed_the_place_is_here_and_the_rest_is_ahead(shown: View, one: Assessment) -> None:
    path = followed(shown, one)
    assert [node.id for node in path.nodes if node.tone == "passed"] == [
        "start/referral/referred", "referred", "referred/triage", "testing", "testing/histology", "staging",
        "staging/mdt", "palliative_plan", "palliative_plan/dtt",
    ]  # fmt: skip
    assert [node.id for node in path.nodes if node.tone == "here"] == ["stent"]
    assert box(path, "operation").tone == "ahead"
    assert [edge.tone for edge in path.edges].count("passed") == 9
    assert arrow(path, "palliative_plan/dtt", "stent").tone == "passed"
    assert arrow(path, "palliative_plan/dtt", "supportive_care").tone == "ahead"


def test_badges_say_the_day_and_what_was_late(shown: View, one: Assessment) -> None:
    path = followed(shown, one)
    assert box(path, "referred").badge == "day 0"
    assert box(path, "testing").badge == "day 2; endoscopy 1 day late"
    assert box(path, "staging").badge == "day 15"
    assert box(path, "stent").badge == "here, day 32"
    assert box(path, "operation").badge == ""


def test_the_days_say_how_they_stand(shown: View, one: Assessment) -> None:
    chips = {chip.title: chip.tone for band in followed(shown, one).bands for chip in band.chips}
    assert chips["Triage: met, day 2"] == "passed"
    assert chips["Endoscopy: 1 day late, done day 8"] == "passed"
    assert chips["Referral to first treatment: 30 days left"] == "here"
    assert chips["Transfer to the specialist centre"] == "ahead"


def test_the_heading_says_whose_path_it_is_and_on_which_day(shown: View, one: Assessment) -> None:
    facts = followed(shown, one).facts
    assert facts[-2:] == ("Case p1", "As of 3 October 2016 (day 32): Stent for difficulty in swallowing")


def test_an_end_is_said_to_be_one(shown: View, both: list[Assessment]) -> None:
    path = followed(shown, both[1])
    assert box(path, "all_clear").badge == "ended, day 6"
    assert path.facts[-1] == "As of 1 November 2016 (day 61): Cancer ruled out, patient told"


def test_nobody_has_begun_where_there_is_no_event(og: Pathway, shown: View) -> None:
    path = followed(shown, evaluate(og, Calendar.england(), [], date(2016, 9, 1)))
    assert {node.tone for node in path.nodes} == {"ahead"}
    assert path.facts[-1] == "As of 1 September 2016: not started"


def test_an_exit_is_said_beside_the_place(og: Pathway, shown: View, tmp_path: Path) -> None:
    died = assessed(og, tmp_path, ONE + "p1,10,2016-10-20,died,RK5,,,,,,,\n", date(2016, 11, 1))[0]
    assert followed(shown, died).facts[-1].endswith(", then died")


def test_counts_stand_on_arrows_with_the_median_day_and_how_many_were_late(shown: View, both: list[Assessment]) -> None:
    many = counted(shown, counts_of(both))
    assert many.facts[-1] == "2 patients"
    assert arrow(many, "referred", "referred/triage").count == "2, day 1"
    assert (arrow(many, "referred/triage", "testing").label, arrow(many, "referred/triage", "testing").count) == (
        "Yes", "2"
    )  # fmt: skip
    assert arrow(many, "testing", "testing/histology").count == "1, day 15, 100% late"
    assert arrow(many, "decided", "decided/dtt").tone == "ahead"


def test_the_widest_arrow_is_the_one_that_most_took(shown: View, both: list[Assessment]) -> None:
    many = counted(shown, counts_of(both))
    assert arrow(many, "referred/triage", "testing").weight == 5.0
    assert arrow(many, "testing/histology", "staging").weight == 3.0
    assert arrow(many, "decided", "decided/dtt").weight == 1.0


def test_ways_that_are_said_in_words_are_counted_in_their_box_and_in_the_table(
    shown: View, both: list[Assessment]
) -> None:
    many = counted(shown, counts_of(both))
    mark = box(many, "all_clear").mark
    assert box(many, "testing").lines[-1] == f"Counted: 1\u00a0→\u00a0{mark}"
    assert box(many, "all_clear").badge == "1 ended here"
    assert "Cancer ruled out, patient told (What was the patient told? Not cancer: 1)" in to_markdown(many)


def test_standards_and_milestones_say_how_they_were_kept(shown: View, both: list[Assessment]) -> None:
    chips = [chip.title for band in counted(shown, counts_of(both)).bands for chip in band.chips]
    assert "Endoscopy: 1 of 2 late, median day 5" in chips
    assert "Transfer to the specialist centre" in chips


def test_counts_that_name_no_ways_leave_the_arrows_alone(shown: View) -> None:
    counts = Counts(7, {"testing": 3}, {}, {"Triage": Timely(1, 199, {4: 3})})
    many = counted(shown, counts)
    assert many.edges == shown.edges
    assert [note.title for note in many.notes].count("Counts") == 1
    assert box(many, "testing").badge == "3 here"
    assert many.facts[-1] == "3 patients, 4 not started yet"


@pytest.mark.parametrize(
    ("timely", "said"),
    [
        (Timely(11, 35, {59: 20}), "Triage: 35 of 46 late or overdue; 20 done, median day 59"),
        (Timely(1, 2, {4: 3}), "Triage: 2 of 3 late, median day 4"),
        (Timely(0, 3, {}), "Triage: 3 of 3 late or overdue"),
    ],
)
def test_those_who_did_not_do_it_are_told_apart_from_those_who_did(shown: View, timely: Timely, said: str) -> None:
    many = counted(shown, Counts(1, {"testing": 1}, {}, {"Triage": timely}))
    assert many.facts[-1] == "1 patient"
    assert said in [chip.title for band in many.bands for chip in band.chips]


def test_the_median_is_of_those_who_were_judged() -> None:
    told = kept([("A", "met", 3, 2), ("A", "overdue", None, 1), ("A", "not-started", 90, 5), ("B", "pending", None, 1)])
    assert told == {"A": Timely(2, 1, {3: 2})}


def test_a_milestone_too_long_for_a_tag_is_named_in_the_box(shown: View, one: Assessment) -> None:
    long = "Endoscopy by the first free list of the hospital"
    nodes = tuple(replace(node, lines=(f"{long} by day 7",)) if node.id == "testing" else node for node in shown.nodes)
    named = replace(one, milestones=tuple(replace(v, title=long) for v in one.milestones if v.title == "Endoscopy"))
    path = followed(replace(shown, nodes=nodes), named)
    assert box(path, "testing").badge == "day 2"
    assert box(path, "testing").lines == (f"{long} by day 7", f"{long} 1 day late")


def test_the_notes_say_what_the_marks_of_a_path_mean(shown: View, one: Assessment) -> None:
    note = followed(shown, one).notes[0]
    assert note.title == "The path of one patient"
    assert "the day on which the patient came to it" in note.lines[1]


def test_a_day_by_which_half_had_gone_is_the_median() -> None:
    assert median({1: 1, 5: 1}) == 1
    assert median({1: 1, 5: 1, 9: 1}) == 5
    with pytest.raises(ValueError, match="no days"):
        median({})
