"""The worked case of the language page, judged by the shipped definition: its expectations and its JSON, whole.

The golden file changes only on purpose: write it anew with
`python tests/golden/test_worked_case.py > tests/golden/worked_case.json`.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from carepath import Assessment, Calendar, evaluate, library, to_json
from carepath.cases.lines import entries

HERE = Path(__file__).parent
EVENTS = (
    "2016-09-01 referral RK5 route=usc",
    "2016-09-02 triage RK5 fit_for_endoscopy=yes",
    "2016-09-12 ogd RK5",
    "2016-09-13 ct RK5 ct_report=yes",
    "2016-09-19 histology RK5 result=malignant",
    "2016-09-20 told RK5 outcome=cancer",
    "2016-10-18 transfer.sent RK5 to=RX1",
    "2016-10-20 transfer.received RX1 performance_status=1",
)
# The promise: these names, in this order, first in each object; more may follow.
FIELDS = {
    "": "case pathway version draft as_of known_at state episode closed events steps milestones clocks transfers"
    " responsibility findings due",
    "events": "read live placed left_out",
    "steps": "entry placement from to remarks",
    "milestones": "id episode verdict done last_good_day days_over provider final",
    "clocks": "id episode start stop gross not_counted net target verdict paused_since pauses",
    "transfers": "id episode sent received handover complete missing verdict",
    "responsibility": "provider from to days",
    "findings": "code subject episode day days_over provider message entries source cite",
    "due": "what milestone earliest target last_good_day days_left role provider protects",
}


def judged() -> Assessment:
    return evaluate(library.find("og@1.1.0"), Calendar.england(), entries(EVENTS, "c"), date(2016, 11, 3))


def test_the_worked_case_gives_exactly_its_expectations() -> None:
    assessment = judged()
    assert assessment.state == "staging"
    assert {(each.code, each.subject, each.days_over) for each in assessment.findings} == {
        ("late", "ogd", 4),
        ("late-transfer", "to_centre", 11),
        ("breach", "62", 1),
    }
    assert "treatment" in [due.what for due in assessment.due]


def shown() -> str:
    """Return the JSON, a value a line, without the line numbers of the definition."""
    whole = json.dumps(json.loads(to_json(judged())), indent=1, ensure_ascii=False)
    return re.sub(r'("source": "[^":]+):\d+"', r'\1"', whole)


def test_its_json_is_the_golden_file() -> None:
    assert shown() == (HERE / "worked_case.json").read_text("utf-8").rstrip("\n")


def test_every_object_begins_with_the_promised_fields_in_their_order() -> None:
    whole = json.loads(to_json(judged()))
    for name, fields in FIELDS.items():
        found = whole[name] if name else whole
        for each in found if isinstance(found, list) else [found]:
            promised = fields.split()
            assert list(each)[: len(promised)] == promised, name


if __name__ == "__main__":
    print(shown())
