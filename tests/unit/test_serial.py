"""An assessment as JSON: the promised names in their order, and schemas that fit real output."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import pytest
from carepath.adapters import json_lines
from carepath.authoring.load import loads
from carepath.calendar import Calendar
from carepath.commands.schema import NAMES, schema
from carepath.evaluate import evaluate
from carepath.findings import (
    Assessment,
    ClockReading,
    Counts,
    Due,
    Finding,
    Pause,
    Segment,
    Step,
    TransferReading,
    Verdict,
)
from carepath.model import Citation, Source
from carepath.record import Entry
from carepath.serial import COLUMNS, csv_rows, to_dict, to_json

HERE = Source("og.yaml", 12)
CITE = Citation("ipt", "Guidance", "Appendix 2", verified=False)
START = date(2016, 9, 1)

FULL = Assessment(
    case="17", patient=None, pathway="og", version="1.1.0", draft=False, as_of=date(2016, 11, 3), known_at=None,
    state="staging", episode=1, closed=None, events=Counts(3, 2, 2, 1),
    steps=(Step("e1", "e1", "ogd", START, None, "RK5", "applied", None, "testing", ("too-early",)),),
    milestones=(
        Verdict("ogd", "Endoscopy", 1, "late", START, date(2016, 9, 12), None, date(2016, 9, 8), 4, None, None, "RK5",
                True, "day 7", "local", ("e1",), HERE, CITE, "62"),
    ),
    clocks=(
        ClockReading("62", "Wait", 1, 1, START, None, None, 63, 3, 60, "62 days", "pending", date(2016, 10, 1),
                     (Pause(date(2016, 10, 1), None, "declined_offer", 3),)),
    ),
    transfers=(
        TransferReading("to_centre", "To the centre", 1, date(2016, 10, 18), date(2016, 10, 20), None, None, False,
                        ("ct_report",), "overdue", date(2016, 10, 9), 25, None, "RK5", "RX1"),
    ),
    responsibility=(Segment("RK5", START, date(2016, 10, 20), 49), Segment(None, START, START, None)),
    findings=(
        Finding("late", "ogd", 1, None, date(2016, 9, 8), 4, None, "RK5", "Too late.", ("e1",), HERE, CITE),
    ),
    due=(
        Due("treatment", "Treatment", "62", 1, None, "62 days", date(2016, 11, 5), 2, "centre", "RX1", "62",
            "national"),
    ),
)  # fmt: skip

# The promise: these names, in this order, at the beginning of each object.
PROMISED = {
    "": "case pathway version draft as_of known_at state episode closed events steps milestones clocks transfers "
    "responsibility findings due",
    "steps": "entry placement from to remarks",
    "milestones": "id episode verdict done last_good_day days_over provider final",
    "clocks": "id episode start stop gross not_counted net target verdict paused_since pauses",
    "transfers": "id episode sent received handover complete missing verdict",
    "responsibility": "provider from to days",
    "findings": "code subject episode day days_over provider message entries source cite",
    "due": "what milestone earliest target last_good_day days_left role provider protects",
}


@pytest.mark.parametrize("part", PROMISED)
def test_the_promised_names_come_first_and_in_order(part: str) -> None:
    whole: dict[str, Any] = to_dict(FULL)
    names = PROMISED[part].split()
    assert list(whole[part][0] if part else whole)[: len(names)] == names


def test_counts_and_pauses_have_exactly_their_names() -> None:
    whole: dict[str, Any] = to_dict(FULL)
    assert whole["events"] == {"read": 3, "live": 2, "placed": 2, "left_out": 1}
    assert whole["clocks"][0]["pauses"] == [{"from": "2016-10-01", "to": None, "reason": "declined_offer", "days": 3}]


def test_days_sources_and_citations_are_text() -> None:
    whole: dict[str, Any] = to_dict(FULL)
    assert whole["as_of"] == "2016-11-03"
    finding = whole["findings"][0]
    assert (finding["source"], finding["cite"]) == ("og.yaml:12", "Guidance, Appendix 2 (not verified)")


def test_json_is_one_line_and_says_the_same() -> None:
    odd = replace(FULL, case="é\n\u2028")
    assert "\n" not in to_json(odd)
    assert json.loads(to_json(odd)) == to_dict(odd)


def test_seconds_stand_beside_days_only_for_targets_in_hours() -> None:
    at = datetime(2016, 9, 1, 10, tzinfo=UTC)
    verdict = replace(FULL.milestones[0], last_good_day=at, days_over=0, seconds_over=90)
    finding = replace(FULL.findings[0], seconds_over=90)
    whole: dict[str, Any] = to_dict(replace(FULL, milestones=(verdict,), findings=(finding,)))
    for part in ("milestones", "findings"):
        names = list(whole[part][0])
        assert names[names.index("days_over") + 1] == "seconds_over"
    assert whole["milestones"][0]["last_good_day"] == "2016-09-01T10:00:00+00:00"
    assert "seconds_over" not in to_json(FULL)


def test_csv_has_a_row_for_each_milestone_and_one_for_a_case_without() -> None:
    (row,) = csv_rows(FULL)
    assert dict(zip(COLUMNS, row, strict=True)) | {"milestone": "ogd", "days_over": "4", "final": "yes"} == dict(
        zip(COLUMNS, row, strict=True)
    )
    (bare,) = csv_rows(replace(FULL, milestones=()))
    assert bare[:7] == ("17", "og", "1.1.0", "2016-11-03", "staging", "", "")


def test_the_schema_of_an_assessment_names_every_field_and_fits() -> None:
    whole: dict[str, Any] = to_dict(FULL)
    known = schema("assessment")
    jsonschema.Draft202012Validator.check_schema(known)
    jsonschema.validate(whole, known)
    assert list(known["properties"]) == list(whole)
    parts = {"steps": "step", "responsibility": "segment", "due": "due"}
    for part in PROMISED:
        if part:
            names = list(known["$defs"][parts.get(part, part[:-1])]["properties"])
            assert [name for name in names if name != "seconds_over"] == list(whole[part][0])


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_a_schema_and_describes_itself(name: str) -> None:
    found = schema(name)
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_finding_fits_its_own_schema() -> None:
    found: Any = to_dict(FULL)["findings"]
    jsonschema.validate(found[0], schema("finding"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"code": "late"}, schema("finding"))


def test_written_entries_fit_the_schema_of_an_entry() -> None:
    entries = [
        Entry(case="1", id="a", event="ogd", occurred=START, data={"x": True, "n": 1}),
        Entry(case="1", id="b", kind="retract", target="a", recorded=datetime(2016, 9, 2, 10)),
    ]
    for line in json_lines.written(entries):
        jsonschema.validate(json.loads(line), schema("entry"))
    for wrong in ({"case": "1"}, {"case": "1", "kind": "retract"}, {"case": "1", "kind": "pin", "x": [1]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema("entry"))


HOURS = """
carepath: 1
id: sepsis
version: "1.0.0"
title: Hours
status: draft
zone: Europe/London
calendar: england
roles: {ward: {title: Ward, providers: any}}
events: {triage: {title: Triage}, antibiotics: {title: Antibiotics}}
start: [{on: triage, to: waiting}]
states:
  waiting: {title: Waiting, role: ward, on: {antibiotics: given}}
  given: {title: Given, end: given}
milestones:
  antibiotics: {event: antibiotics, due: 1 hour after triage, verified: false}
"""


def test_a_real_assessment_in_hours_fits_the_schema() -> None:
    pathway = loads(HOURS, "sepsis.yaml").require()
    entries = [
        Entry(case="1", id="a", event="triage", occurred=datetime(2016, 9, 1, 10, 0)),
        Entry(case="1", id="b", event="antibiotics", occurred=datetime(2016, 9, 1, 11, 30)),
    ]
    found = evaluate(pathway, Calendar.england(), entries, datetime(2016, 9, 1, 12))
    whole: Any = json.loads(to_json(found))
    jsonschema.validate(whole, schema("assessment"))
    assert whole["milestones"][0]["seconds_over"] == 1800
    assert whole["milestones"][0]["last_good_day"] == "2016-09-01T11:00:00+01:00"
    assert whole["findings"][0]["seconds_over"] == 1800
