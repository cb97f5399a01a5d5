"""A patient's picture and both charts, byte by byte, as they stand in docs/how-to/patients-and-charts.md.

They change only on purpose: write them anew with `python tests/golden/test_patient_and_charts.py`, and look at them
before they are kept.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from carepath import Calendar, evaluate, library
from carepath.cases.lines import entries
from carepath_renderers import charts, timeline
from carepath_renderers.funnels import Count, funnel
from carepath_renderers.limits import xmr

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
EVENTS = (
    "2016-09-01 referral RK5 route=usc",
    "2016-09-02 triage RK5 fit_for_endoscopy=yes",
    "2016-09-12 ogd RK5",
    "2016-09-13 ct RK5 ct_report=yes",
    "2016-09-19 histology RK5 result=malignant",
    "2016-09-20 told RK5 outcome=cancer",
    "2016-10-18 transfer.sent RK5 to=RX1",
    "2016-10-20 transfer.received RX1 performance_status=1",
    "2016-11-06 treatment RX1",
)
MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
SHARES = (66, 70, 63, 69, 65, 65, 72, 67, 66, 52, 70, 66, 68, 63, 65, 65, 62, 69, 69, 72, 73, 72, 73, 70)
PROVIDERS = (
    ("A", 192, 274), ("B", 79, 114), ("C", 34, 45), ("D", 246, 338), ("E", 138, 198), ("F", 202, 281), ("G", 73, 116),
    ("H", 13, 24), ("I", 21, 26), ("J", 61, 79), ("K", 343, 415), ("L", 161, 214),
)  # fmt: skip


def timeline_svg() -> str:
    pathway = library.find("og@1.1.0")
    assessment = evaluate(pathway, Calendar.england(), entries(EVENTS, "EX-0042"), date(2016, 11, 20))
    return timeline.to_svg(pathway, assessment)


def xmr_svg() -> str:
    labels = [f"{MONTHS[place % 12]} {24 + (place + 3) // 12}" for place in range(len(SHARES))]
    return charts.xmr_svg(xmr(SHARES, target=75), labels, subject="Told within 28 days, suspected lung cancer")


def funnel_svg() -> str:
    shown = funnel([Count(f"Provider {name}", met, of) for name, met, of in PROVIDERS])
    return charts.funnel_svg(
        shown, subject="Treated within 62 days, by provider", size="Patients treated in the year", standard=0.85
    )


DRAWN = {"patient.svg": timeline_svg, "xmr.svg": xmr_svg, "funnel.svg": funnel_svg}


@pytest.mark.parametrize("name", DRAWN)
def test_the_picture_is_the_same_byte_by_byte(name: str) -> None:
    assert DRAWN[name]() == (PICTURES / name).read_text("utf-8")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for name, picture in DRAWN.items():
        (PICTURES / name).write_text(picture(), "utf-8")
