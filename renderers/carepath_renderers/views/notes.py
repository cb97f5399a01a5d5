"""What stands beside the picture in words: questions asked in many places, ways out from anywhere, other waits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carepath.model import ClockRule, Exit, Milestone, Pathway

from carepath_renderers.views.bands import counts_from_day_0
from carepath_renderers.views.due_lines import said
from carepath_renderers.views.routing import Routing
from carepath_renderers.views.saying import TO, told_once
from carepath_renderers.views.view import Note
from carepath_renderers.views.words import MEANINGS, clock_names, condition, listed, lower, mark

EFFECTS = {
    "stop": ("stops", "stop"),
    "close": ("is closed", "are closed"),
    "exclude": ("is not counted", "are not counted"),
    "continue": ("goes on", "go on"),
}


def notes(pathway: Pathway, routed: Routing, unsaid: tuple[Milestone, ...]) -> tuple[Note, ...]:
    """Return the notes that have something to say."""
    every = (
        Note(f"Letters: “No {TO} A” goes to the box marked A", _letters(pathway, routed)),
        Note("At several steps", tuple(told_once(group, pathway, routed) for group in routed.told_once)),
        Note("Ways out from anywhere", tuple(_way_out(each, pathway) for each in pathway.exits)),
        Note("Other waits", tuple(_other_waits(pathway, unsaid))),
        Note("Abbreviations", tuple(_meanings(pathway))),
    )
    return tuple(note for note in every if note.lines)


def _meanings(pathway: Pathway) -> Iterator[str]:
    """Yield what the values mean that the ways in name and that are no words."""
    said = " ".join(condition(rule.guard, pathway.events) for rule in pathway.starts)
    yield from (f"{word}: {meaning}" for word, meaning in MEANINGS.items() if re.search(rf"\b{word}\b", said))


def _letters(pathway: Pathway, routed: Routing) -> tuple[str, ...]:
    said = "; ".join(f"{letter} {pathway.states[state].title}" for state, letter in routed.marks.items())
    return (said,) if said else ()


def _way_out(out: Exit, pathway: Pathway) -> str:
    effects: dict[str, list[ClockRule]] = {}
    for clock, effect in out.clocks:
        if clock in pathway.clocks:
            effects.setdefault(effect, []).append(pathway.clocks[clock])
    when = condition(out.guard, pathway.events)
    facts = [f"if {when}"] if when else []
    facts += [_effect(effect, clocks) for effect, clocks in effects.items()]
    facts += ["goes on in another pathway"] if out.reroute else []
    return f"{out.title}{': ' if facts else ''}{'; '.join(facts)}"


def _effect(effect: str, clocks: list[ClockRule]) -> str:
    days = sorted({clock.target.amount for clock in clocks if clock.target})
    named = clock_names(days) if days else listed([lower(clock.title) for clock in clocks])
    return f"{named} {EFFECTS[effect][len(clocks) > 1]}"


def _other_waits(pathway: Pathway, unsaid: tuple[Milestone, ...]) -> Iterator[str]:
    """Yield the waits that are counted from another day than day 0 and that no box says."""
    for clock in pathway.clocks.values():
        if clock.target is not None and not counts_from_day_0(clock.id, pathway):
            yield f"{clock.title}: {mark(str(clock.target), clock.citation)}"
    yield from (said(milestone, pathway) for milestone in unsaid)
