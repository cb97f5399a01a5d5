"""One row of a patient's picture for each milestone and transfer: when it was due, when done, and that in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carepath.chronicle import milestone_title
from carepath.findings import Assessment, TransferReading, Verdict, VerdictWord
from carepath.model import Pathway

from carepath_renderers.charting.moments import DayZero, civil, days, over

LATE: tuple[VerdictWord, ...] = ("late", "overdue", "missed")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the picture. Places count days from day 0; `text` says it all, `late` whether it is out of time.

    `until` is where an open lateness reaches (the day of the question). `exact`: its instants matter.
    """

    title: str
    text: str
    verdict: str
    late: bool
    national: bool
    due: float | None
    done: float | None
    due_day: str = ""
    done_day: str = ""
    sent: float | None = None
    planned: float | None = None
    until: float | None = None
    exact: bool = False
    ends: bool = False
    main: bool = False  # the whole wait

    @property
    def end(self) -> float | None:
        """Where its lateness ends: when it was done, else the day of the question; None where it has no end."""
        return self.done if self.done is not None else self.until

    @property
    def order(self) -> float:
        """Where the row stands among the others: by the day it was due, else done, else sent."""
        known = [place for place in (self.due, self.done, self.sent) if place is not None]
        return known[0] if known else float("inf")


def milestone_row(pathway: Pathway, verdict: Verdict, assessment: Assessment, zero: DayZero) -> Row:
    """Return the row of a milestone, or of a clock with a target."""
    exact = isinstance(verdict.last_good_day, datetime)
    due = None if verdict.last_good_day is None else zero.place(verdict.last_good_day, exact)
    done = None if verdict.done is None else zero.place(verdict.done, exact)
    planned = next(
        (
            each.planned
            for each in assessment.due
            if (each.milestone, each.episode) == (verdict.id, verdict.episode) and each.planned is not None
        ),
        None,
    )
    text = _text(verdict, assessment, zero, exact, due == done)
    if planned is not None and verdict.done is None:
        text += f"; planned for {zero.named(planned, exact)}"
    return Row(
        milestone_title(verdict, pathway), text, verdict.verdict, verdict.verdict in LATE, verdict.level == "national",
        due, done,
        "" if verdict.last_good_day is None else zero.named(verdict.last_good_day, exact),
        "" if verdict.done is None else zero.named(verdict.done, exact),
        planned=None if planned is None or verdict.done is not None else zero.place(planned, exact),
        until=zero.place(assessment.as_of, exact) if verdict.verdict == "overdue" else None,
        exact=exact, main=verdict.id == pathway.day_zero,
    )  # fmt: skip


def _text(verdict: Verdict, assessment: Assessment, zero: DayZero, exact: bool, on_last: bool) -> str:
    last = "" if verdict.last_good_day is None else zero.named(verdict.last_good_day, exact)
    done = "" if verdict.done is None else zero.named(verdict.done, exact) + _counted(verdict, assessment)
    by = f"due by {last}" if last else "no last day"
    late = over(verdict.days_over, verdict.seconds_over, verdict.target)
    match verdict.verdict:
        case "met":
            standing = ", on the last day" if on_last and not exact else ", in time" if last else ""
            return f"{done}{standing}"
        case "late":
            return f"{done}, {late} late"
        case "overdue":
            return f"{by}, {late} overdue"
        case "missed":
            return f"not done, was {by}"
        case "pending" | "not-possible":
            return f"{by}{_left(verdict, assessment)}"
        case _:
            return f"{done}, not known whether in time" if done else "not known whether in time"


def _counted(verdict: Verdict, assessment: Assessment) -> str:
    """Return how many of the days counted, where some did not."""
    for reading in assessment.clocks:
        same = (reading.id, reading.episode, reading.stop) == (verdict.id, verdict.episode, verdict.done)
        if same and reading.not_counted and reading.net is not None:
            return f" ({days(reading.net)} counted)"
    return ""


def _left(verdict: Verdict, assessment: Assessment) -> str:
    if verdict.verdict == "not-possible":
        return ", no longer possible"
    since = next(
        (
            reading.paused_since
            for reading in assessment.clocks
            if (reading.id, reading.episode) == (verdict.clock, verdict.episode) and reading.paused_since is not None
        ),
        None,
    )
    if since is not None:
        return ", clock paused"
    if verdict.days_left is None or verdict.days_left < 0:
        return ""
    return f", {days(verdict.days_left, verdict.target)} left" if verdict.days_left else ", today is the last day"


def transfer_row(pathway: Pathway, reading: TransferReading, zero: DayZero) -> Row:
    """Return the row of a transfer: sent, handed over (received and complete), and by when."""
    last = reading.last_good_day
    by = "" if last is None else f"due by {zero.named(last)}"
    sent = "" if reading.sent is None else f"sent {zero.named(reading.sent)}"
    if reading.handover is not None:
        standing = {
            "late": f", {days(reading.days_over or 0)} late",
            "met": "" if last is None else ", on the last day" if reading.handover == civil(last) else ", in time",
        }.get(reading.verdict, "")
        facts = [sent, f"complete {zero.named(reading.handover)}{standing}"]
    else:
        missing = f"{len(reading.missing)} item{'' if len(reading.missing) == 1 else 's'} missing"
        facts = [sent, missing if reading.sent is not None and reading.missing else ""]
        facts.append(
            f"{by}, {days(reading.days_over or 0)} overdue" if reading.verdict == "overdue"
            else f"was {by}" if reading.verdict == "missed"
            else f"{by}, {days(reading.days_left)} left" if by and reading.days_left
            else f"{by}, today is the last day" if by and reading.days_left == 0
            else by
        )  # fmt: skip
    rule = pathway.transfers[reading.id]
    return Row(
        reading.title, "; ".join(fact for fact in facts if fact) or "asked for", reading.verdict,
        reading.verdict in LATE, rule.level == "national",
        None if last is None else zero.place(last),
        None if reading.handover is None else zero.place(reading.handover),
        "" if last is None else zero.named(last),
        "" if reading.handover is None else zero.named(reading.handover),
        sent=None if reading.sent is None else zero.place(reading.sent),
    )  # fmt: skip


def ending(pathway: Pathway, assessment: Assessment, zero: DayZero) -> Row | None:
    """Return the row that says how and when the case ended; None while it is open."""
    if assessment.closed is None:
        return None
    moved = [step for step in assessment.steps if step.placement in ("applied", "jumped", "stayed")]
    place = zero.place(moved[-1].day) if moved else None
    day = f"{zero.named(moved[-1].day)}: " if moved else ""
    return Row(
        "End", f"{day}{ended(pathway, assessment)}", assessment.closed, False, False, None, place,
        done_day=zero.named(moved[-1].day) if moved else "", ends=True,
    )  # fmt: skip


def ended(pathway: Pathway, assessment: Assessment) -> str:
    """Return how the case ended: the title of the exit, else of the state it is in."""
    by_exit = next((each.title for each in pathway.exits if each.id == assessment.closed), None)
    state = pathway.states.get(assessment.state or "")
    return by_exit or (state.title if state is not None else assessment.closed or "")
