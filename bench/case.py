"""The case that is measured: twenty events of `og`, from referral to chemotherapy at another hospital."""

from __future__ import annotations

from datetime import date, timedelta

from carepath import Entry

DAY_0 = date(2016, 9, 5)
AS_OF = date(2017, 1, 31)
EVENTS = """
0 referral RK5 route=usc
1 triage RK5 fit_for_endoscopy=yes
7 ogd RK5
8 ct RK5 ct_report=yes
10 dietitian RK5
14 histology RK5 result=malignant
15 told RK5 outcome=cancer performance_status=1
17 mdt RK5 level=local intent=curative
18 transfer.sent RK5 to=RX1
21 transfer.received RX1
22 transfer.accepted RX1
24 pet_ct - metastases=no
28 laparoscopy RX1 peritoneal_disease=no
29 fitness RX1
31 mdt RX1 level=specialist intent=curative plan=perioperative_chemotherapy
36 dtt RX1
39 offer_declined RX1 offered_for=2016-10-20
42 available RX1 from=2016-11-03
60 treatment RX1 modality=02 event_type=01
88 treatment_completed RX1
"""


def entries() -> tuple[Entry, ...]:
    """Return the twenty entries."""
    lines = [line.split() for line in EVENTS.strip().splitlines()]
    return tuple(_entry(f"bench-{place:02}", *line) for place, line in enumerate(lines, 1))


def _entry(id: str, day: str, event: str, provider: str, *data: str) -> Entry:
    return Entry(
        case="bench",
        id=id,
        event=event,
        occurred=DAY_0 + timedelta(days=int(day)),
        provider=None if provider == "-" else provider,
        data=dict(word.split("=") for word in data),
    )
