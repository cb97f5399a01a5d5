"""What one patient's picture shows, in words and numbers of days: an assessment told by episode. Draws nothing.

Everything is read off the assessment; nothing is judged here. Days are counted from day 0 of the episode.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from carepath.findings import Assessment, Moment
from carepath.model import Pathway

from carepath_renderers.charting.headline import finding
from carepath_renderers.charting.moments import DayZero, civil, days, minus, written
from carepath_renderers.charting.standings import Row, ending, milestone_row, transfer_row

LEFT_OUT = ("not-started", "not-needed", "void")
TELLING = {"not-started": "not started", "not-needed": "not needed", "void": "void"}


@dataclass(frozen=True, slots=True)
class Held:
    """Days for which one provider answers: from the end of day `start` to the end of day `end`."""

    code: str
    name: str
    start: float
    end: float
    days: str


@dataclass(frozen=True, slots=True)
class Paused:
    """Days that clocks did not count; `end` is the day of the question where the pause is still open."""

    start: float
    end: float
    text: str
    short: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A day that divides in time from late for the whole wait: a line through all rows."""

    place: float
    text: str
    national: bool
    main: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One episode. `today` is the day of the question, `open` whether anything may still come."""

    number: int
    zero: DayZero
    today: float
    open: bool
    held: tuple[Held, ...]
    paused: tuple[Paused, ...]
    standards: tuple[Standard, ...]
    rows: tuple[Row, ...]
    left_out: str

    @property
    def heading(self) -> str:
        """The episode and its day 0."""
        return f"Episode {self.number}: day 0 is {written(self.zero.day)}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A whole picture in words: the finding, what it rests on, and the episodes."""

    title: str
    facts: tuple[str, ...]
    parts: tuple[Part, ...]


def passage(pathway: Pathway, assessment: Assessment) -> Passage:
    """Return what is to be shown of one patient."""
    zeros = _zeros(pathway, assessment)
    parts = tuple(_part(pathway, assessment, number, zeros) for number in sorted(zeros))
    found = finding(pathway, assessment, zeros.get(assessment.episode))
    title = f"Case {assessment.case}: {found}" if assessment.case else f"{found[0].upper()}{found[1:]}"
    return Passage(title, tuple(_facts(pathway, assessment, zeros)), parts)


def _zeros(pathway: Pathway, assessment: Assessment) -> dict[int, DayZero]:
    """Return day 0 of each episode: where its day-zero clock first began, else its first step."""
    found: dict[int, list[Moment]] = {}
    for reading in assessment.clocks:
        if reading.id == pathway.day_zero and reading.start is not None:
            found.setdefault(reading.episode, []).append(reading.start)
    for step in assessment.steps:
        found.setdefault(step.episode, [step.day])
    zeros = {number: DayZero(min(map(civil, starts))) for number, starts in found.items()}
    asked = civil(assessment.as_of)
    return zeros if any(zero.day <= asked for zero in zeros.values()) else {}  # what is only planned begins nothing


def _facts(pathway: Pathway, assessment: Assessment, zeros: dict[int, DayZero]) -> Iterator[str]:
    draft = ", a draft that nobody has agreed" if assessment.draft else ""
    yield f"{pathway.title} ({pathway.id} {pathway.version}{draft})."
    zero = zeros.get(assessment.episode)
    asked = civil(assessment.as_of)
    number = "" if zero is None else f", day {minus((asked - zero.day).days)}"
    if zero is not None and len(zeros) == 1:
        yield f"Day 0 is {written(zero.day)}."
    known = "" if assessment.known_at is None else f", from what was recorded up to {written(assessment.known_at)}"
    yield f"As of {written(asked)}{number}{known}."


def _part(pathway: Pathway, assessment: Assessment, number: int, zeros: dict[int, DayZero]) -> Part:
    zero, last = zeros[number], number == max(zeros)
    rows = [
        milestone_row(pathway, verdict, assessment, zero)
        for verdict in assessment.milestones
        if verdict.episode == number and verdict.verdict not in LEFT_OUT
    ]
    rows += [
        transfer_row(pathway, reading, zero)
        for reading in assessment.transfers
        if reading.episode == number and (reading.verdict not in LEFT_OUT or reading.sent is not None)
    ]
    rows.sort(key=lambda row: (row.order, row.title))
    end = ending(pathway, assessment, zero) if last else None
    today = zero.place(assessment.as_of)
    return Part(
        number, zero, today, last and assessment.closed is None,
        tuple(_held(pathway, assessment, number, zeros)), tuple(_paused(assessment, number, zero)),
        tuple(_standards(pathway, assessment, number, zero)), (*rows, *([end] if end else [])),
        _left_out(assessment, number),
    )  # fmt: skip


def _held(pathway: Pathway, assessment: Assessment, number: int, zeros: dict[int, DayZero]) -> Iterator[Held]:
    """Yield who answered, neighbouring days of one provider together; a day belongs to the latest episode begun."""
    mine = [each for each in assessment.responsibility if _episode(zeros, each.start) == number]
    for provider, group in groupby(mine, key=lambda each: each.provider):
        segments = list(group)
        start, end = zeros[number].place(segments[0].start), zeros[number].place(segments[-1].end)
        known = pathway.organisations.get(provider or "")
        name = known.name if known else provider or "Not known"
        counted = [each.days for each in segments]
        told = days(sum(each or 0 for each in counted)) if None not in counted else "days not known"
        yield Held(provider or "", name, start, end, told)


def _episode(zeros: dict[int, DayZero], day: Moment) -> int:
    begun = [number for number, zero in zeros.items() if zero.day <= civil(day)]
    return max(begun, default=min(zeros))


def _paused(assessment: Assessment, number: int, zero: DayZero) -> Iterator[Paused]:
    """Yield the pauses, those that several clocks share once."""
    clocks: dict[tuple[Moment, Moment | None, str, int], list[str]] = {}
    for reading in assessment.clocks:
        for pause in reading.pauses if reading.episode == number else ():
            clocks.setdefault((pause.start, pause.end, pause.reason, pause.days), []).append(reading.id)
    for (start, end, reason, many), names in sorted(clocks.items(), key=lambda item: zero.place(item[0][0])):
        until = "" if end is not None else ", still open"
        by = f"clock {names[0]}" if len(names) == 1 else f"clocks {', '.join(names)}"
        told = f"{days(many)}: {reason.replace('_', ' ')}{until} ({by})"
        yield Paused(zero.place(start), zero.place(end or assessment.as_of), told, days(many))


def _standards(pathway: Pathway, assessment: Assessment, number: int, zero: DayZero) -> Iterator[Standard]:
    """Yield the last good days of clocks and transfers that count from day 0, several on one day together."""
    found: list[Standard] = []
    for verdict in assessment.milestones:
        rule = pathway.clocks.get(verdict.id)
        counted = verdict.episode == number and verdict.start is not None and verdict.verdict not in LEFT_OUT
        if rule is None or rule.target is None or rule.target.exact or not counted or verdict.last_good_day is None:
            continue
        if civil(verdict.start or verdict.last_good_day) != zero.day:
            continue
        length, place = rule.target.days_from(zero.day), zero.place(verdict.last_good_day)
        kind: Literal["standard", "target"] = "standard" if rule.level == "national" else "target"
        moved = "" if place == length else f" (day {minus(int(place))})"
        main = verdict.id == pathway.day_zero
        found.append(Standard(place, f"{length}-day {kind}{moved}", rule.level == "national", main))
    for reading in assessment.transfers:
        transfer, last = pathway.transfers[reading.id], reading.last_good_day
        if last is None or reading.episode != number or reading.verdict in LEFT_OUT:
            continue
        if transfer.due is not None and transfer.due.clock == pathway.day_zero:
            national = transfer.level == "national"
            found.append(Standard(zero.place(last), f"transfer by {zero.named(last)}", national, False))
    found.sort(key=lambda each: (each.place, not each.national))
    for _, group in groupby(found, key=lambda each: each.place):
        same = list(group)
        text = ", ".join(dict.fromkeys(each.text for each in same))
        yield replace(same[0], text=text, main=any(each.main for each in same))


def _left_out(assessment: Assessment, number: int) -> str:
    """Return how many milestones have no row, by the reason."""
    told = []
    for word in LEFT_OUT:
        many = sum(each.verdict == word and each.episode == number for each in assessment.milestones)
        if many:
            told.append(f"{many} {TELLING[word]}")
    return f"Without a row: {', '.join(told)}." if told else ""
