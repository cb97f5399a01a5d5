"""Checks that keeping the local days keeps the standards: calendar days, working days, and standards left alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from carepath.authoring.checks.naming import named
from carepath.authoring.checks.temporal.days import Placing
from carepath.authoring.checks.temporal.network import Network
from carepath.authoring.checks.temporal.networks import Networks
from carepath.authoring.checks.temporal.reach import Slip, slip, slips, worst_placing
from carepath.authoring.checks.temporal.slack import rests_on
from carepath.authoring.checks.temporal.watches import Bound
from carepath.authoring.checks.timing_faults import Fault, begun, called, clauses
from carepath.authoring.words import listed
from carepath.model import ClockRule, Pathway
from carepath.problems import Problem
from carepath.routes import taken_by


def beyond_standards(found: Networks, blamed: frozenset[str]) -> Iterator[Fault]:
    """Yield local targets on the way to the stop of a clock that may be met after the clock's own target.

    Of targets that count from one another, only the first.
    """
    standards = sorted(
        (bound for bound in found.watched.bounds if bound.owner == "clock"), key=lambda bound: bound.days.most
    )
    beyond: dict[str, tuple[Problem, Slip]] = {}
    for target in found.watched.bounds:
        if target.owner == "clock" or target.side != "due" or target.level != "local" or target.id in blamed:
            continue
        fault = next(filter(None, (_beyond(found, target, standard) for standard in standards)), None)
        if fault is not None and not fault[1].ids & blamed:
            beyond[target.id] = fault
    for id_, (problem, slipped) in beyond.items():
        if not (slipped.ids - {id_}) & beyond.keys():
            yield Fault(problem, frozenset((id_,)))


def _beyond(found: Networks, target: Bound, standard: Bound) -> tuple[Problem, Slip] | None:
    """Return what is wrong with a target that a standard rests on, with the deadlines that let it slip."""
    anywhere = slips(found, found.any_path, target, standard.anchor)
    if all(slipped.days.most <= standard.days.most for slipped in anywhere):
        return None
    if not any(_serves(found, network, target, standard) for network in found.between(target.point, standard.point)):
        return None
    other = found.watched.others.get((standard.id, target.point))
    asked = () if other is None else (other,)
    for network in found.of(rests_on(found, target) | {standard}, *asked):
        if not _serves(found, network, target, standard):
            continue
        if standard not in network.bounds or target not in network.bounds:
            continue
        slipped = slip(found, network, target, standard.anchor)
        if slipped is None or slipped.days.most <= standard.days.most:
            continue
        if slipped.days.least > standard.days.most:
            return _beyond_standard(slipped, standard), slipped
        placing = worst_placing(found, slipped)
        if placing is not None and placing.days > standard.days.most:
            return _working_days(slipped, standard, placing, found.calendar.holidays), slipped
    return None


def _serves(found: Networks, network: Network, target: Bound, standard: Bound) -> bool:
    """Return whether a target lies on the way to the stop of a clock, or is what stops it there.

    Where something else that stops the clock may lawfully come first, the standard can be kept whatever the target.
    """
    stop, point = standard.point, target.point
    if network.precedes(point, stop) or point == stop:
        return True
    heard = found.watched.watches[point].events
    if not heard or not heard <= found.watched.watches[stop].events or network.precedes(stop, point):
        return False
    other = found.watched.others.get((standard.id, point))
    return other is None or not network.has(other) or network.precedes(point, other)


def _beyond_standard(slipped: Slip, standard: Bound) -> Problem:
    target = slipped.bounds[-1]
    return Problem(
        target.source,
        "day-beyond-standard",
        f"{begun(called(target))} may be met {slipped.days.least} days after the start of {called(standard)}, whose "
        f"target is {standard.written}, and it comes before the stop of that clock: "
        f"{clauses((*slipped.bounds, standard))}.",
        f"Let {target.id} be due within {standard.written} of the same start.",
    )


def _working_days(slipped: Slip, standard: Bound, placing: Placing, closed: tuple[date, ...]) -> Problem:
    target = slipped.bounds[-1]
    between = [day for day in closed if placing.start <= day <= placing.last and day.weekday() < 5]
    holidays = f" and the bank holidays of {listed(map(_in_words, between), 'and')}" if between else ""
    return Problem(
        target.source,
        "working-days-beyond-standard",
        f"{begun(called(target))} can be met in time and still miss {called(standard)}: counted from "
        f"{placing.start:%A} {_in_words(placing.start)} it may wait until {placing.last:%A} {_in_words(placing.last)}, "
        f"which is day {placing.days}, because of the weekends{holidays}: {clauses((*slipped.bounds, standard))}.",
        f"Count in calendar days, or allow fewer working days, so that {standard.written} are kept over every holiday.",
    )


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def standards_without_milestones(found: Networks, blamed: frozenset[str]) -> Iterator[Fault]:
    """Yield a warning for each national clock with a target before whose stop no milestone and no transfer is due.

    Not where the clock can be stopped in the state in which it starts: there is nothing on the way. Not where a
    milestone is left without its day by another mistake, and not before there is any.
    """
    leading = [bound for bound in found.watched.bounds if bound.owner != "clock" and bound.side == "due"]
    unread = any(each.due is None and each.not_before is None for each in found.pathway.milestones.values())
    if not leading or unread:
        return
    standards = [bound for bound in found.watched.bounds if bound.owner == "clock" and bound.level == "national"]
    for standard in standards:
        clock = found.pathway.clocks[standard.id]
        if clock.id in blamed or _at_once(found.pathway, clock):
            continue
        there = any(standard in network.bounds for network in found.of((standard,)))
        if there and not any(_leads(found, bound, standard) for bound in leading):
            yield Fault(_left_alone(found, clock), frozenset((clock.id,)))


def _at_once(pathway: Pathway, clock: ClockRule) -> bool:
    """Return whether a state in which the clock starts takes what stops it."""
    starts, stops = ({trigger.event for trigger in triggers} for triggers in (clock.starts, clock.stops))
    entered = {way.to for way in pathway.starts if way.event in starts}
    for state in pathway.states.values():
        entered |= {move.to for move in state.transitions if move.event in starts}
        entered |= {state.id} if any(task.event in starts for task in state.tasks) else set()
    return any(not stops.isdisjoint(taken_by(pathway.states[state])) for state in entered & pathway.states.keys())


def _leads(found: Networks, bound: Bound, standard: Bound) -> bool:
    """Return whether something may be due before the stop of a clock: it does not surely come after it."""
    return any(
        standard in network.bounds and bound in network.bounds and not network.precedes(standard.point, bound.point)
        for network in found.of((standard, bound))
    )


def _left_alone(found: Networks, clock: ClockRule) -> Problem:
    own = clock.source.file == found.pathway.source.file
    return Problem(
        clock.source if own else found.pathway.source,
        "standard-without-milestone",
        f"No milestone leads to the standard of the clock {named(clock)}: on no path is anything due before its stop.",
        "Give a step on the way there a milestone, so that a delay is seen before the standard is missed.",
        "warning",
    )
