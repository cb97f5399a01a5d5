"""By when: the days of a pathway as bands, each step in the band of its day, and what the days are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from carepath.calendar import Unit
from carepath.model import ClockRule, Deadline, Pathway

from carepath_renderers.views.view import Band, Chip
from carepath_renderers.views.ways import reached

START, AFTER = "day 0", "after"
DAY_ZERO = "day_zero"  # the attribute by which a provider that is asked in tells its day 0


def day_bands(pathway: Pathway) -> tuple[Band, ...]:
    """Return the bands in order: day 0, each day of a state, a standard or a transfer, and what has no day.

    A local milestone whose day is not one of these is named in the band that it falls in.
    """
    steps = step_days(pathway)
    alone = (*_national(pathway), *_transfers(pathway)) if any(steps.values()) else ()
    days = sorted({0, *steps.values(), *(day for day, _ in alone)})
    chips: dict[int, list[Chip]] = {}
    due = sorted((*_national(pathway), *_transfers(pathway), *_local(pathway)), key=lambda pair: pair[0])
    for day, chip in due:
        home = next((each for each in days if each >= day), days[-1])
        chips.setdefault(home, []).append(chip if home == day else replace(chip, title=f"{chip.title}: day {day}"))
    dated = (Band(band_of(day), _title(day), "", tuple(chips.get(day, ()))) for day in days)
    return (*dated, Band(AFTER, _after(pathway)))


def band_of(day: int) -> str:
    """Return the id of the band of a day."""
    return f"day {day}"


def places(pathway: Pathway) -> Mapping[str, str]:
    """Return the band of each state: its day, or after all days; an end stands beside the last step before it."""
    days = step_days(pathway)
    bands = {state: band_of(days[state]) if state in days else AFTER for state in pathway.states}
    for state in pathway.states.values():
        leading = [each for each in days if any(move.to == state.id for move in pathway.states[each].transitions)]
        if state.end is not None and leading:
            bands[state.id] = band_of(max(days[each] for each in leading))
    return bands


def step_days(pathway: Pathway) -> Mapping[str, int]:
    """Return the day by the end of which each state is to be left, where there is one.

    It is the band that the definition gives. Where it gives no state a band, it is the day by which the way on is due:
    by a milestone of the event that leads on, or by the target of a clock that the event stops.
    """
    given = {state.id: state.band for state in pathway.states.values() if state.band is not None}
    if given:
        return given
    due = _event_days(pathway)
    days = {}
    for state in pathway.states.values():
        leaving = [due[move.event] for move in state.transitions if move.to != state.id and move.event in due]
        if leaving:
            days[state.id] = max(leaving)
    return days


def _event_days(pathway: Pathway) -> Mapping[str | None, int]:
    """Return the first day by which each event is due."""
    due: dict[str | None, int] = {}
    for day, clock in _targets(pathway):
        for trigger in clock.stops:
            due[trigger.event] = min(day, due.get(trigger.event, day))
    for milestone in pathway.milestones.values():
        last = day_due(milestone.due, pathway)
        for event in milestone.events if last is not None else ():
            due[event] = min(last or 0, due.get(event, last or 0))
    return due


def _after(pathway: Pathway) -> str:
    """Return the title of the last band: what comes once a national clock has stopped, or at any time."""
    days = step_days(pathway)
    if not any(days.values()):
        return "No day set"
    later = "After treatment" if "treatment" in pathway.events else "Afterwards"
    undated = {state.id for state in pathway.states.values() if state.id not in days and state.end is None}
    clock = pathway.clocks.get(pathway.day_zero or "")
    untreated = reached(pathway, {trigger.event for trigger in clock.stops} if clock else set())
    return f"{later}, or at no set day" if undated & untreated else later


def _title(day: int) -> str:
    return f"By day {day}" if day else "Day 0"


def _national(pathway: Pathway) -> Iterator[tuple[int, Chip]]:
    for day, clock in _targets(pathway):
        if clock.level == "national":
            yield day, Chip(clock.title, True, clock.citation.verified)


def _targets(pathway: Pathway) -> Iterator[tuple[int, ClockRule]]:
    """Yield the clocks of day 0 with the day on which their target ends."""
    for clock in pathway.clocks.values():
        if clock.target is not None and clock.target.unit is Unit.DAYS and counts_from_day_0(clock.id, pathway):
            yield clock.target.amount, clock


def _transfers(pathway: Pathway) -> Iterator[tuple[int, Chip]]:
    for transfer in pathway.transfers.values():
        day = day_due(transfer.due, pathway)
        if day is not None:
            yield day, Chip(transfer.title, transfer.level == "national", transfer.citation.verified)


def _local(pathway: Pathway) -> Iterator[tuple[int, Chip]]:
    for day, clock in _targets(pathway):
        if clock.level == "local":
            yield day, Chip(clock.title, False, clock.citation.verified)
    for milestone in pathway.milestones.values():
        due = day_due(milestone.due, pathway)
        if due is not None:
            level = "national milestone" if milestone.level == "national" else "local"
            yield due, Chip(milestone.title, False, milestone.citation.verified, level=level)


def day_due(deadline: Deadline | None, pathway: Pathway) -> int | None:
    """Return the day on which something is due, where it is counted from day 0."""
    if deadline is None or deadline.clock is None or not counts_from_day_0(deadline.clock, pathway):
        return None
    return deadline.span.amount if deadline.span.unit is Unit.DAYS else None


def counts_from_day_0(clock: str, pathway: Pathway) -> bool:
    """Return whether a clock starts with an event that opens a case, or is dated back to the day a case was opened."""
    opening = {rule.event for rule in pathway.starts}
    dated = {DAY_ZERO, *(rule.dated_by for rule in pathway.starts if rule.dated_by)}
    starts = pathway.clocks[clock].starts
    return any(start.event in opening for start in starts) or all(start.dated_by in dated for start in starts)
