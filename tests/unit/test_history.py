"""Two times, four questions; and which entry changed what."""

from __future__ import annotations

from datetime import date, datetime

from carepath import Assessment, Calendar, evaluate, history, library, next_change
from carepath.cases.lines import entries

OG = library.find("og@1.1.0")
ENGLAND = Calendar.england()

# Treatment was entered with a slip, for day 71, and set right in December: it had begun on day 61.
RECORD = entries(
    (
        "r: 2016-09-01 referral RX1 route=usc @2016-09-01T09:00",
        "t: 2016-09-02 triage RX1 fit_for_endoscopy=yes @2016-09-02T09:00",
        "d: 2016-10-20 dtt RX1 @2016-10-20T17:00",
        "w: 2016-11-11 treatment RX1 @2016-11-11T12:00",
        "c: replace w 2016-11-01 treatment RX1 @2016-12-05T10:00",
    ),
    "c1",
)


def at(as_of: date, known_at: datetime | None = None) -> Assessment:
    return evaluate(OG, ENGLAND, RECORD, as_of, known_at)


def wait(assessment: Assessment) -> tuple[int | None, str]:
    reading = next(each for each in assessment.clocks if each.id == "62")
    return reading.net, reading.verdict


def test_today_the_wait_is_as_corrected() -> None:
    assert wait(at(date(2016, 12, 31))) == (61, "met")


def test_what_the_tracker_saw_on_a_day_is_what_was_recorded_by_then() -> None:
    assert wait(at(date(2016, 11, 5), datetime(2016, 11, 5, 18))) == (65, "overdue")


def test_what_is_now_known_of_that_day_counts_the_correction() -> None:
    assert wait(at(date(2016, 11, 5))) == (61, "met")


def test_the_figure_as_submitted_keeps_its_time_of_knowing() -> None:
    assert wait(at(date(2016, 11, 30), datetime(2016, 12, 1))) == (71, "late")
    assert wait(at(date(2016, 11, 30))) == (61, "met")


def test_history_names_the_correction_that_withdrew_the_breach() -> None:
    breaches = [
        (each.change, each.cause, each.day)
        for each in history(OG, ENGLAND, RECORD, date(2016, 12, 31))
        if each.finding and (each.finding.code, each.finding.subject) == ("breach", "62")
    ]
    assert breaches == [
        ("raised", "time", date(2016, 11, 3)),  # the day after the last good day
        ("changed", "w", date(2016, 11, 11)),
        ("withdrawn", "c", date(2016, 12, 5)),
    ]


def test_the_next_change_of_a_running_wait_is_the_day_after_a_last_good_day() -> None:
    running = RECORD[:2]
    assert next_change(OG, ENGLAND, running, date(2016, 9, 2)) == date(2016, 9, 9)  # endoscopy was due by day 7
    assert next_change(OG, ENGLAND, running, date(2016, 11, 2)) == date(2016, 11, 3)  # day 62 is the last good day
