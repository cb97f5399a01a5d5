"""Ten faults, each planted by changing one line of the bundled definition, are each found: once, and on that line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from carepath import Calendar
from carepath.authoring.load import load
from carepath.calendar import Span, Unit
from carepath.clocks import Count
from carepath.problems import Problem

PATHWAYS = Path(__file__).parents[2] / "pathways"
OG = (PATHWAYS / "og.yaml").read_text("utf-8")
CLOSED = '    clocks: {"14": close, "31": close, "62": close}\n'
BENIGN = '          - {answer: "No", when: {result: benign}, to: clear}\n'
OGD = "event: [ogd, ogd_clear], due: day 7"
RESCOPE = "    tasks: {ct: optional}\n    on:\n      ogd: testing\n"
WHEN_DONE = "    automatic: {when: {done: {ogd: yes}}, to: rescope}\n"


@dataclass(frozen=True)
class Fault:
    """A place that is changed, the code of what is found, what its line shows, and a part of what is said."""

    old: str
    new: str
    code: str
    line: str
    said: str


FAULTS = {
    "a day beyond the standard": Fault(
        "event: told, due: day 28",
        "event: told, due: day 63",
        "day-beyond-standard",
        "  told: {title: Telling the patient, event: told, due: day 63",
        "63 days after the start of the clock 62 (Referral to first treatment), whose target is 62 days",
    ),
    "a day before its predecessor's": Fault(
        OGD,
        "event: [ogd, ogd_clear], due: day 2",
        "day-before-predecessor",
        "  ogd: {title: Endoscopy, event: [ogd, ogd_clear], due: day 2",
        "comes after the milestone triage (Triage) but is due before it",
    ),
    "an event-less loop": Fault(
        RESCOPE,
        RESCOPE.replace("    on:", f"{WHEN_DONE}    on:"),
        "automatic-circle",
        "    automatic: {when: {done: {ogd: yes}}, to: rescope}",
        "The state rescope (Biopsies in doubt, endoscopy again) leads back to itself without any event.",
    ),
    "swapped transfer roles": Fault(
        "    from: local\n    to: centre\n",
        "    from: centre\n    to: local\n",
        "transfer-roles-swapped",
        "  to_centre:",
        "goes from centre to local by day 38, but on every path local has the case first",
    ),
    "a clock without stop": Fault(
        f"    end: surveillance\n{CLOSED}",
        "    end: surveillance\n",
        "clock-without-stop",
        "  surveillance:",
        "while the clocks 14 (Referral to first seen), 31 (",
    ),
    "an unknown event": Fault(
        "event: histology, due",
        "event: histologie, due",
        "unknown-name",
        "  histology: {title: Histology report, event: histologie, due",
        'There is no event "histologie".',
    ),
    "a gap in answers": Fault(
        BENIGN,
        "",
        "answers-gap",
        '          - {answer: "Yes", when: {result: malignant}, to: staging}',
        "on histology (Histology reported), no answer is true with result = benign",
    ),
    "overlapping answers": Fault(
        "when: {result: benign}, to: clear",
        "when: {result: [benign, barretts]}, to: clear",
        "answers-overlap",
        '          - {answer: "No", when: {result: [benign, barretts]}, to: clear}',
        "can both be true, for example with result = barretts",
    ),
    "a dataset item nobody fills": Fault(
        "title: Endoscopy report, after: ogd,",
        "title: Endoscopy report, after: emergency_admission,",
        "item-never-filled",
        "    ogd_report: {title: Endoscopy report, after: emergency_admission,",
        "Nobody fills the item ogd_report (Endoscopy report)",
    ),
    "a working-day target that fails over Easter": Fault(
        OGD,
        "event: [ogd, ogd_clear], due: 10 working days after referral",
        "working-days-beyond-standard",
        "  ogd: {title: Endoscopy, event: [ogd, ogd_clear], due: 10 working days",
        "can be met in time and still miss the clock 14 (Referral to first seen): counted from",
    ),
}


def planted(folder: Path, old: str, new: str) -> tuple[Problem, ...]:
    """Return the problems of the bundled definition with one place changed."""
    assert OG.count(old) == 1, old
    copytree(PATHWAYS / "shared", folder / "shared")
    (folder / "og.yaml").write_text(OG.replace(old, new), "utf-8")
    return load(folder / "og.yaml").problems


def test_the_bundled_definition_has_no_problem(tmp_path: Path) -> None:
    assert planted(tmp_path, OGD, OGD) == ()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_gives_exactly_one_message_on_its_line(fault: Fault, tmp_path: Path) -> None:
    problems = planted(tmp_path, fault.old, fault.new)
    assert [(problem.code, problem.severity) for problem in problems] == [(fault.code, "error")]
    (problem,) = problems
    assert (problem.excerpt or "").startswith(fault.line)
    assert problem.source.file == str(tmp_path / "og.yaml")
    assert fault.said in problem.message


def test_ten_working_days_over_easter_are_more_than_fourteen_days() -> None:
    good_friday = date(2017, 4, 14)
    count = Count(date(2017, 4, 13), Span(10, Unit.WORKING_DAYS), Calendar.england())
    last = count.last_good_day()
    assert last is not None
    assert not Calendar.england().working(good_friday)
    assert (last - date(2017, 4, 13)).days > 14
