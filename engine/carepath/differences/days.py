"""Differences of time: milestones and their days, clocks and what takes days out of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from carepath.differences.difference import Bump, Clause, Difference, Group, at, clause, paired
from carepath.differences.wording import (
    by_when,
    counted,
    first_written,
    last_day,
    length,
    listed,
    meaning,
    when,
    written,
)
from carepath.model import ClockRule, Milestone, Pathway, PauseRule, Task, Transition, Trigger

EASE = {"late": 0, "unknown": 1, "met": 2, "previous": 0, "next": 1}  # the greater, the easier to be in time


def milestones(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the milestones of two definitions."""
    titles = {name: event.title for pathway in (old, new) for name, event in pathway.events.items()}
    for id, before, after in paired(old.milestones, new.milestones):
        either = after or before
        title = either.title if either else id
        named = clause("milestone", id, title, at(before), at(after))
        if before is None and after is not None:
            day = by_when(counted(after.due or after.not_before, new), titles)
            yield named.says("days", "major", f" is added ({day if after.due else f'not before {day}'}).")
        elif after is None:
            yield named.says("days", "major", " is removed.")
        elif before is not None:
            yield from _milestone(named, before, after, old, new, titles)


def _milestone(
    named: Clause, before: Milestone, after: Milestone, old: Pathway, new: Pathway, titles: Mapping[str, str]
) -> Iterator[Difference]:
    if before.title != after.title and not (_plain_title(before, old) and _plain_title(after, new)):
        yield from named.titled("days", before.title, after.title)
    was, now = counted(before.due, old), counted(after.due, new)
    if was != now:
        yield named.now("days", last_day(was, now), "its last day", by_when(was, titles), by_when(now, titles))
    was, now = counted(before.not_before, old), counted(after.not_before, new)
    if was != now:
        bump: Bump = "major" if now is None or last_day(was, now) == "minor" else "minor"
        bump = "minor" if now is None else "major" if was is None else bump
        yield named.now("days", bump, "its first day", by_when(was, titles), by_when(now, titles))
    events = written(before.events, old.events), written(after.events, new.events)
    if set(events[0]) != set(events[1]):
        met = [listed((f"“{titles[event]}”" for event in each), "or") for each in events]
        yield named.now("days", "major", "what meets it", *met)
    if before.state != after.state:
        yield named.now("days", "major", "the step that meets it", before.state or "none", after.state or "none")
    if meaning(before.guard) != meaning(after.guard):
        said = [when(meaning(each.guard), titles) for each in (before, after)]
        yield named.says("days", "major", f" now counts what happens {said[1]}; it counted what happened {said[0]}.")
    if before.fresh != after.fresh:
        words = "now needs" if after.fresh else "no longer needs"
        yield named.says("days", "major", f" {words} the event anew.")
    followed = before.roles == takers(before, old) and after.roles == takers(after, new)
    if before.roles != after.roles and not followed:
        yield named.now("responsible", "minor", "who does it", listed(before.roles), listed(after.roles))
    yield from _counting(named, before, after)
    yield from named.cited(before.citation, after.citation)


def _plain_title(milestone: Milestone, pathway: Pathway) -> bool:
    """Whether a milestone is called as its event or state is, so that its title follows theirs."""
    shelves = (*(pathway.events.get(event) for event in milestone.events), pathway.states.get(milestone.state or ""))
    return milestone.title in (milestone.id, *(each.title for each in shelves if each is not None))


def takers(milestone: Milestone, pathway: Pathway) -> tuple[str, ...]:
    """Return the roles that do a milestone where its author names none: those that take its event or hold its state."""
    holder = pathway.states.get(milestone.state or "")
    found = list(holder.roles) if holder else []
    for state in pathway.states.values():
        parts: tuple[Task | Transition, ...] = (*state.tasks, *state.transitions)
        found += [role for part in parts if part.event in milestone.events for role in part.roles]
    return tuple(dict.fromkeys(found))


def _counting(named: Clause, before: Milestone | ClockRule, after: Milestone | ClockRule) -> Iterator[Difference]:
    if before.nonworking != after.nonworking:
        bump: Bump = "minor" if EASE[before.nonworking] < EASE[after.nonworking] else "major"
        words = "working day that a last day off moves to"
        yield named.now("days", bump, f"the {words}", f"the {before.nonworking} one", f"the {after.nonworking} one")
    if before.if_unclear != after.if_unclear:
        bump = "minor" if EASE[before.if_unclear] < EASE[after.if_unclear] else "major"
        yield named.now("days", bump, "the verdict where the record is unclear", before.if_unclear, after.if_unclear)
    if before.level != after.level:
        yield named.now("standards", "minor", "its level", before.level, after.level)


def clocks(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the clocks of two definitions."""
    titles = {name: event.title for pathway in (old, new) for name, event in pathway.events.items()}
    for id, before, after in paired(old.clocks, new.clocks):
        either = after or before
        title = either.title if either else id
        named = clause("clock", id, title, at(before), at(after))
        if before is None and after is not None:
            target = f"target {after.target}" if after.target else "no target"
            yield named.says("standards", "major" if after.target else "minor", f" is added ({target}).")
        elif after is None:
            yield named.says("standards", "major", " is removed.")
        elif before is not None:
            yield from _clock(named, before, after, old, new, titles)


def _clock(
    named: Clause, before: ClockRule, after: ClockRule, old: Pathway, new: Pathway, titles: Mapping[str, str]
) -> Iterator[Difference]:
    yield from named.titled("standards", before.title, after.title)
    if before.target != after.target:
        bump = length(before.target, after.target)
        yield named.now("days", bump, "its target", before.target or "none", after.target or "none")
    told: tuple[tuple[Group, str, tuple[Trigger, ...], tuple[Trigger, ...]], ...] = (
        ("standards", "its start", before.starts, after.starts),
        ("standards", "its stop", before.stops, after.stops),
        ("standards", "its start again", before.restarts, after.restarts),
        ("standards", "what makes it void", before.nullifies, after.nullifies),
        ("days", "what begins its count anew", before.resets, after.resets),
    )
    for group, what, was, now in told:
        says, said = ({_trigger(each, side) for each in first_written(part)} for side, part in ((old, was), (new, now)))
        if says != said:
            words = [_words(first_written(part), titles) for part in (was, now)]
            yield named.now(group, "major", what, *words)
    pauses = _pauses(before, old), _pauses(after, new)
    if pauses[0] != pauses[1]:
        bump = "minor" if pauses[0] < pauses[1] else "major"
        yield named.now("days", bump, "what takes days out", *(_pausing(each, titles) for each in (before, after)))
    yield from _counting(named, before, after)
    yield from named.cited(before.citation, after.citation)


def _trigger(trigger: Trigger, pathway: Pathway) -> tuple[object, ...]:
    instead = frozenset(written(trigger.instead_of, pathway.events))
    return (trigger.event, meaning(trigger.guard), trigger.dated_by, instead, trigger.reason)


def _pauses(clock: ClockRule, pathway: Pathway) -> frozenset[object]:
    return frozenset(
        (
            _trigger(replace(each.begin, reason=None), pathway),
            frozenset(_trigger(replace(until, reason=None), pathway) for until in first_written(each.until)),
            each.reason,
            each.cap,
        )
        for each in _first(clock)
    )


def _first(clock: ClockRule) -> tuple[PauseRule, ...]:
    begins = set(first_written(each.begin for each in clock.pauses))
    return tuple(each for each in clock.pauses if each.begin in begins)


def _words(triggers: Iterator[Trigger], titles: Mapping[str, str]) -> str:
    said = tuple(_said(each, titles) for each in triggers)
    return listed(said, "or") if said else "never"


def _said(trigger: Trigger, titles: Mapping[str, str]) -> str:
    dated = f" from its {trigger.dated_by}" if trigger.dated_by else ""
    instead = f" in place of {listed((titles[event] for event in trigger.instead_of), 'or')}" * bool(trigger.instead_of)
    guard = meaning(trigger.guard)
    told = when(guard, titles)
    return f"on “{titles[trigger.event]}”{dated}{instead}{'' if told == 'always' else f' {told}'}"


def _pausing(clock: ClockRule, titles: Mapping[str, str]) -> str:
    def said(pause: PauseRule) -> str:
        cap = "" if pause.cap is None else f", at most {pause.cap} days"
        return f"{_said(pause.begin, titles)} until {_words(first_written(pause.until), titles)} ({pause.reason}{cap})"

    return listed(said(each) for each in _first(clock))
