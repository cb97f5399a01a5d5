"""The cohort asked like any engine: its columns read back as assessments, to be compared with the reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from carepath.calendar import Calendar
from carepath.cohort import Result, replay
from carepath.evaluate import evaluate
from carepath.findings import (
    Assessment,
    ClockReading,
    Counts,
    Finding,
    Moment,
    Pause,
    Segment,
    TransferReading,
    Verdict,
)
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rows import cases
from carepath.testing.laws import Draw, Law
from carepath.testing.logs import records
from carepath.testing.question import Question, questions

Row = Mapping[str, Any]  # a row of a table as Python values
Rows = Mapping[str, list[dict[str, Any]]]


def answers(
    pathway: Pathway,
    calendar: Calendar,
    entries: Iterable[Entry],
    as_of: date | datetime,
    known_at: datetime | None = None,
) -> Mapping[str, Assessment]:
    """Return what the cohort says of each case; steps and due actions, of which it has no columns, by `evaluate`."""
    given = list(entries)
    result = replay(pathway, given, as_of, known_at, calendar)
    rows = {name: table.to_pylist() for name, table in result.tables().items()}
    plain = {case: evaluate(pathway, calendar, own, as_of, known_at) for case, own in cases(given).items()}
    return {case: read_back(rows, case, assessment) for case, assessment in plain.items()}


def answer(
    pathway: Pathway,
    calendar: Calendar,
    entries: Iterable[Entry],
    as_of: date | datetime,
    known_at: datetime | None = None,
) -> Assessment:
    """Return what the cohort says of one case; without entries there is none."""
    given = list(entries)
    if not given:
        return evaluate(pathway, calendar, given, as_of, known_at)
    (only,) = answers(pathway, calendar, given, as_of, known_at).values()
    return only


def law(pathway: Pathway) -> Law:
    """Return the law that a cohort says of each of its cases what `evaluate` says of it alone.

    Beside the other laws and not among them: it needs `carepath[cohort]`, and the first call compiles the kernel.
    """
    said = "A cohort says of each of its cases what is said of the case alone."
    return Law("cohort", said, questions(pathway), _cohort)


def _cohort(question: Question, data: Draw) -> None:
    logs = [question.entries, *data.draw(st.lists(records(question.pathway, 4), max_size=3))]
    named = {f"case {place}": [replace(entry, case=f"case {place}") for entry in log] for place, log in enumerate(logs)}
    mixed = data.draw(st.permutations([entry for log in named.values() for entry in log]))
    together = answers(question.pathway, question.calendar, mixed, question.as_of)
    assert together == {case: question.of(log).answer() for case, log in named.items() if log}


def by_reference(result: Result) -> int:
    """Return how many cases went through the reference engine."""
    return sum(result.by_reference.values())


def read_back(rows: Rows, case: str, plain: Assessment) -> Assessment:
    """Return an assessment with everything that has a column taken from there, the rest from the plain one."""
    own = {name: [row for row in table if row["case"] == case] for name, table in rows.items()}
    (told,) = own["cases"]
    verdicts = {(each.id, each.episode): each for each in plain.milestones}
    clocks = {(each.id, each.episode, each.instance): each for each in plain.clocks}
    transfers = {(each.id, each.episode): each for each in plain.transfers}
    findings = {each.identity: each for each in plain.findings}
    return replace(
        plain,
        **_some(told, "case", "patient", "state", "episode", "closed"),
        events=Counts(**_some(told, "read", "live", "placed", "left_out")),
        milestones=tuple(_verdict(row, verdicts) for row in own["milestones"]),
        clocks=tuple(_clock(row, clocks) for row in own["clocks"]),
        transfers=tuple(_transfer(row, transfers) for row in own["transfers"]),
        responsibility=tuple(
            Segment(row["provider"], row["from"], row["to"], row["days"]) for row in own["responsibility"]
        ),
        findings=tuple(_finding(row, findings) for row in own["findings"]),
    )


def _some(row: Row, *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _moment(row: Row, day: str, at: str) -> Moment | None:
    found: Moment | None = row[day] if row[at] is None else row[at]
    return found


def _verdict(row: Row, plain: Mapping[tuple[str, int], Verdict]) -> Verdict:
    return replace(
        plain[row["id"], row["episode"]],
        **_some(row, "verdict", "days_over", "seconds_over", "days_left", "provider", "final", "target", "clock"),
        start=_moment(row, "start", "start_at"),
        done=_moment(row, "done", "done_at"),
        earliest=_moment(row, "earliest", "earliest_at"),
        last_good_day=_moment(row, "last_good_day", "last_good_at"),
    )


def _clock(row: Row, plain: Mapping[tuple[str, int, int], ClockReading]) -> ClockReading:
    return replace(
        plain[row["id"], row["episode"], row["instance"]],
        **_some(row, "ended", "gross", "not_counted", "net", "target", "verdict", "paused_since"),
        start=_moment(row, "start", "start_at"),
        stop=_moment(row, "stop", "stop_at"),
        pauses=tuple(Pause(*each.values()) for each in row["pauses"]),
    )


def _transfer(row: Row, plain: Mapping[tuple[str, int], TransferReading]) -> TransferReading:
    return replace(
        plain[row["id"], row["episode"]],
        **_some(row, "sent", "received", "accepted", "handover", "complete", "verdict", "days_over", "days_left"),
        **_some(row, "sender", "receiver"),
        missing=tuple(row["missing"]),
        last_good_day=_moment(row, "last_good_day", "last_good_at"),
    )


def _finding(row: Row, plain: Mapping[tuple[str, str, int, str | None], Finding]) -> Finding:
    return replace(
        plain[row["code"], row["subject"], row["episode"], row["root"]],
        **_some(row, "days_over", "seconds_over", "provider", "message", "justified"),
        day=_moment(row, "day", "at"),
        entries=tuple(row["entries"]),
    )
