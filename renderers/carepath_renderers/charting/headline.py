"""The finding of one patient's picture in one sentence: where the main wait stands, or what is due next."""

from __future__ import annotations

from datetime import date

from carepath.findings import Assessment, ClockReading, Moment, Verdict
from carepath.model import ClockRule, Pathway

from carepath_renderers.charting.moments import DayZero, civil, days, minus, over, written
from carepath_renderers.charting.standings import ended


def finding(pathway: Pathway, assessment: Assessment, zero: DayZero | None) -> str:
    """Return the sentence that heads the picture, without a full stop."""
    if assessment.state is None or zero is None:
        return f"not started yet on {written(civil(assessment.as_of))}"
    main = _main(pathway, assessment, zero.day)
    if main is not None and main.stop is not None and main.ended == "stop":
        return _stopped(pathway, assessment, main, main.stop, zero)
    if assessment.closed is not None:
        return _closed(pathway, assessment, main, zero)
    return _running(pathway, assessment, zero)


def _main(pathway: Pathway, assessment: Assessment, zero: date) -> ClockReading | None:
    """Return the day-zero clock of the episode; where it has none, the last national clock that was stopped."""
    started = [
        each
        for each in assessment.clocks
        if each.episode == assessment.episode and each.start is not None and each.ended != "void"
    ]
    whole = [each for each in started if each.id == pathway.day_zero]
    others = [
        each
        for each in started
        if each.stop is not None and each.target is not None and pathway.clocks[each.id].level == "national"
    ]
    return whole[-1] if whole else max(others, key=lambda each: civil(each.stop or zero), default=None)


def _stopped(pathway: Pathway, assessment: Assessment, main: ClockReading, stop: Moment, zero: DayZero) -> str:
    rule, verdict = pathway.clocks[main.id], _verdict(assessment, main)
    day = f"{_what(pathway, assessment, rule, stop)} on {zero.named(stop)}"
    counted = f" ({days(main.net)} counted)" if main.not_counted and main.net is not None else ""
    if rule.target is None or verdict is None:
        return f"{day}{counted}"
    standard = _standard(rule)
    if verdict.verdict == "late":
        return f"{day}{counted}, {over(verdict.days_over, verdict.seconds_over, verdict.target)} after the {standard}"
    if verdict.verdict == "met":
        last = verdict.last_good_day is not None and civil(verdict.last_good_day) == civil(stop)
        place = "on the last day of" if last and not rule.target.exact else "within"
        return f"{day}{counted}, {place} the {standard}"
    return f"{day}{counted}, not known whether within the {standard}"


def _closed(pathway: Pathway, assessment: Assessment, main: ClockReading | None, zero: DayZero) -> str:
    moved = [step for step in assessment.steps if step.placement in ("applied", "jumped", "stayed")]
    day = f" on {zero.named(moved[-1].day)}" if moved else ""
    verdict = None if main is None else _verdict(assessment, main)
    after = ""
    if main is not None and verdict is not None and verdict.verdict == "missed":
        after = f", past the {_standard(pathway.clocks[main.id])}"
    return f"ended{day}{after}: {_small(ended(pathway, assessment))}"


def _running(pathway: Pathway, assessment: Assessment, zero: DayZero) -> str:
    today = f"day {minus((civil(assessment.as_of) - zero.day).days)}"
    overdue = [each for each in assessment.milestones if each.verdict == "overdue"]
    late = [each for each in assessment.transfers if each.verdict == "overdue"]
    named = [each.title for each in overdue] + [each.title for each in late]
    if overdue:
        worst = max(overdue, key=lambda each: (each.level == "national", each.days_over or 0))
        more = f" and {len(named) - 1} more" if len(named) > 1 else ""
        gone = over(worst.days_over, worst.seconds_over, worst.target)
        return f"{today}, overdue by {gone}: {_small(worst.title)}{more}"
    if late:
        return f"{today}, overdue by {days(late[0].days_over or 0)}: {_small(late[0].title)}"
    for due in assessment.due:
        if due.days_left is not None and due.days_left >= 0:
            left = f"in {days(due.days_left, due.target)}" if due.days_left else "today"
            return f"{today}, next due: {_small(due.title)} {left}"
    state = pathway.states.get(assessment.state or "")
    return today if state is None else f"{today}: {_small(state.title)}"


def _verdict(assessment: Assessment, main: ClockReading) -> Verdict | None:
    return next((each for each in assessment.milestones if (each.id, each.episode) == (main.id, main.episode)), None)


def _what(pathway: Pathway, assessment: Assessment, rule: ClockRule, stop: Moment) -> str:
    """Return what stopped the clock: the event of that day that stops it."""
    stops = [trigger.event for trigger in rule.stops]
    for step in assessment.steps:
        if step.event in stops and step.day == civil(stop):
            return _small(pathway.events[step.event].title)
    return f"{_small(rule.title)} ended"


def _standard(rule: ClockRule) -> str:
    length = str(rule.target)
    number, _, unit = length.partition(" ")
    return f"{number}-{unit.removesuffix('s')} {'standard' if rule.level == 'national' else 'target'}"


def _small(title: str) -> str:
    """Return a title as it stands within a sentence; an abbreviation such as MDT stays as it is."""
    return title if len(title) < 2 or not title[1].islower() else title[0].lower() + title[1:]
