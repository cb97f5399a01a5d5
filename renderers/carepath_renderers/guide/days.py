"""Standards and milestones: what has to happen by which day, who does it, and whether the day was checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carepath.model import ClockRule, Deadline, Milestone, Pathway, Source, Trigger

from carepath_renderers.guide.blocks import Section, Table, Text
from carepath_renderers.guide.phrases import LEVELS, NONE, by_when, checked, event, listed, rests_on, roles, when
from carepath_renderers.views.words import UNVERIFIED


def days(pathway: Pathway) -> Section:
    """Return the waits with their targets, and the milestones in the order of their days."""
    lead = Text(
        "Day 0 is the day on which a clock starts. Exactly the target is in time. "
        f"{UNVERIFIED} marks a number that was not checked against the original document."
    )
    clocks = Table(
        "Waits and their targets",
        ("Wait", "Target", "Starts with", "Stops with", "Kind", "Checked", "Rests on"),
        tuple(_clock(each, pathway) for each in pathway.clocks.values()),
        (3, 0, 4, 4, 0, 0, 3),
    )
    waits = tuple(_not_counted(pathway))
    milestones = Table(
        "Milestones, by day",
        ("By", "What", "Who", "Kind", "Checked", "Rests on"),
        tuple(_milestone(each, pathway) for each in sorted(pathway.milestones.values(), key=_place)),
        (3, 3, 3, 0, 0, 4),
        named=1,
    )
    caption, head = "Days that a wait does not count", ("Wait", "From", "Until", "Why")
    again = Table("What begins a wait anew", ("Wait", "With", "What becomes of it"), tuple(_again(pathway)), (3, 4, 3))
    tables = (clocks, Table(caption, head, waits, (3, 3, 3, 3)), again, milestones)
    return Section("days", "Standards and milestones", (lead, *(table for table in tables if table.rows)))


def _clock(clock: ClockRule, pathway: Pathway) -> tuple[str, ...]:
    return (
        clock.title,
        _marked(str(clock.target), clock.citation.verified) if clock.target else "none",
        _triggers(clock.starts, pathway),
        _triggers(clock.stops, pathway),
        LEVELS[clock.level],
        checked(clock.citation) if clock.target else NONE,
        rests_on(clock.citation),
    )


def _triggers(triggers: Iterable[Trigger], pathway: Pathway) -> str:
    """Return the events that start or stop a clock, each clause on a line, with its condition.

    Events that count as another one stand in the same place of the definition, and share its clause.
    """
    clauses: dict[Source, list[Trigger]] = {}
    for each in triggers:
        clauses.setdefault(each.source, []).append(each)
    return "\nor ".join(
        " ".join(
            filter(None, (listed((event(each.event, pathway) for each in same), "or"), when(same[0].guard, pathway)))
        )
        for same in clauses.values()
    )


def _not_counted(pathway: Pathway) -> Iterator[tuple[str, ...]]:
    for clock in pathway.clocks.values():
        for pause in clock.pauses:
            most = f", at most {pause.cap} days" if pause.cap else ""
            yield (
                clock.title,
                " ".join(filter(None, (event(pause.begin.event, pathway), when(pause.begin.guard, pathway)))),
                _triggers(pause.until, pathway),
                pause.reason.replace("_", " ") + most,
            )
        for reset in clock.resets:
            said = " ".join(filter(None, (event(reset.event, pathway), when(reset.guard, pathway))))
            yield clock.title, "the start", said, (reset.reason or NONE).replace("_", " ")


def _again(pathway: Pathway) -> Iterator[tuple[str, ...]]:
    for clock in pathway.clocks.values():
        if clock.restarts:
            yield clock.title, _triggers(clock.restarts, pathway), "ends, and begins again that day"
        if clock.nullifies:
            yield clock.title, _triggers(clock.nullifies, pathway), "ends as if it had never been"


def _milestone(milestone: Milestone, pathway: Pathway) -> tuple[str, ...]:
    last, first = by_when(milestone.due, pathway), by_when(milestone.not_before, pathway)
    day = "; ".join(filter(None, (last, f"not before {first}" if first else "")))
    return (
        _marked(day, milestone.citation.verified) if day else "no day",
        milestone.title,
        roles(milestone.roles, pathway) or NONE,
        LEVELS[milestone.level],
        checked(milestone.citation),
        rests_on(milestone.citation),
    )


def _marked(text: str, verified: bool) -> str:
    return text if verified else f"{text}\u00a0{UNVERIFIED}"


def _place(milestone: Milestone) -> tuple[bool, int]:
    """What milestones are sorted by: those counted on a clock by day, then the others as they are written."""
    deadline: Deadline | None = milestone.due or milestone.not_before
    if deadline is None or deadline.clock is None:
        return (True, 0)
    return (False, deadline.span.amount)
