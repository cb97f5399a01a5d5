"""One made-up case for each kind of finding that the pathway `og` can give, written line by line.

A line is: day (0 is 5 September 2016, or a date), event, then a provider and data. Of the data, `id`, `kind`,
`status` and `target` are parts of the entry, and `lag` is how many days later it was recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from carepath import Entry

DAY_0 = date(2016, 9, 5)
PARTS = ("id", "kind", "status", "target")

URGENT = "0 referral RK5 route=usc; 1 triage RK5 fit_for_endoscopy=yes; "
SCOPED = URGENT + "7 ogd RK5; 8 ct RK5 ct_report=yes; "
FOUND = SCOPED + "14 histology RK5 result=malignant; 15 told RK5 outcome=cancer; "
PLANNED = FOUND + "17 mdt RK5 level=local intent=palliative plan=palliative_sact; "

STORIES: Mapping[str, str] = {
    "overdue": URGENT,
    "late": URGENT + "11 ogd RK5; 14 ct RK5; 17 histology RK5 result=benign; 21 told RK5 outcome=ruled_out",
    "missed": SCOPED + "14 histology RK5 result=malignant; 40 died RK5",
    "breach": PLANNED + "21 dtt RK5; 70 treatment RK5 modality=02",
    "stop-without-start": PLANNED + "42 treatment RK5 modality=02",
    "stop-before-start": PLANNED + "42 treatment RK5 modality=02; 45 dtt RK5 plan=palliative_sact",
    "calendar-ends": URGENT + "2006-09-12 ogd RK5 lag=0; 8 ct RK5",  # the year is typed wrong
    "skipped": URGENT + "7 ogd RK5; 14 histology RK5 result=malignant; 17 mdt RK5 level=local intent=curative",
    "skipped-required": URGENT + "7 ogd RK5; 14 histology RK5 result=malignant; 30 dtt RK5 plan=stent",
    "repeated": URGENT + "2 referral RK5 route=usc",
    "out-of-order": "0 referral RK5 route=usc; 7 ogd RK5; 9 triage RK5 fit_for_endoscopy=yes",
    "other-branch": PLANNED + "20 treatment_completed RK5",
    "wrong-provider": FOUND + "17 mdt RFS level=specialist intent=curative plan=surgery",
    "unknown-event": URGENT + "5 barium_swallow RK5",
    "possible-duplicate": URGENT + "7 ogd RK5 id=a; 7 ogd RK5 id=b",
    "ambiguous-jump": FOUND + "17 mdt RK5 level=specialist; 40 treatment RK5",
    "order-ambiguous": "0 referral RK5 route=other; 14 ogd RK5; 14 upgrade RK5",
    "guard-unknown": SCOPED + "14 histology RK5",
    "no-start": "7 ogd RK5; 8 ct RK5",
    "before-start": "0 ct RK5; 3 referral RK5 route=usc",
    "after-end": SCOPED + "14 told RK5 outcome=ruled_out; 60 clinic_review RK5",
    "upgrade-not-allowed": URGENT + "2 upgrade RK5",
    "dated-in-future": URGENT + "37 ogd RK5 lag=-30",
    "impossible-date": URGENT + "7 ogd RK5; 10 died RK5; 13 ct RK5",
    "bad-value": URGENT + "7 ogd RK5 performance_status=good",
    "conflicting-entry": URGENT + "7 ogd RK5 id=a; 7 ogd RFS id=a lag=2",
    "dangling-target": URGENT + "- - kind=retract target=nothing",
    "unknown-organisation": URGENT + "7 ogd RZZ",
    "late-transfer": FOUND + "40 transfer.sent RK5 to=RX1 performance_status=1; 42 transfer.received RX1",
    "overdue-transfer": FOUND,
    "transfer-incomplete": FOUND + "20 transfer.sent RK5 to=RX1; 21 transfer.received RX1",
    "transfer-returned": FOUND
    + "20 transfer.sent RK5 to=RX1 performance_status=1; 21 transfer.received RX1; 22 transfer.returned RX1",
    "late-acknowledgement": FOUND + "20 transfer.sent RK5 to=RX1 performance_status=1; 28 transfer.received RX1",
    "unknown-transfer": FOUND + "20 transfer.sent RK5 to=RFS",
}


def told(case: str, story: str) -> tuple[Entry, ...]:
    """Return the entries of a story."""
    lines = [line.split() for line in story.split(";") if line.strip()]
    return tuple(_entry(case, place, *line) for place, line in enumerate(lines, 1))


def _entry(case: str, place: int, when: str, event: str, *rest: str) -> Entry:
    given: dict[str, str] = dict(word.split("=") for word in rest if "=" in word)
    parts: dict[str, Any] = {name: given.pop(name) for name in PARTS if name in given}
    parts["id"] = f"{case}-{parts.get('id', f'{place:02}')}"
    lag = int(given.pop("lag", "0"))
    if when == "-":
        day = DAY_0 + timedelta(days=place)
    else:
        day = date.fromisoformat(when) if "-" in when else DAY_0 + timedelta(days=int(when))
        parts |= {"event": event, "occurred": day}
    recorded = datetime.combine(day + timedelta(days=lag), time(17))
    provider = next((word for word in rest if "=" not in word), None)
    return Entry(case=case, recorded=recorded, provider=provider, data=given, **parts)
