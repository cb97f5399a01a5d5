"""Short phrases that the sections share: days, deadlines, events, roles, what becomes of a clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carepath.calendar import Unit
from carepath.model import Citation, Condition, Deadline, Effect, Level, Pathway

from carepath_renderers.views import words

NONE = "\u2013"
LEVELS: dict[Level, str] = {"national": "National", "local": "Local"}
# docs/reference/semantics.md, section 4: what an exit or an end does to a running clock.
EFFECTS: dict[Effect, str] = {
    "stop": "stops, and is judged",
    "close": "ends and is not counted",
    "exclude": "is left out of the figures",
    "continue": "goes on",
}


def called(pathway: Pathway) -> str:
    """Return what a pathway is called as a heading; the word pathway stands in it once."""
    return pathway.title if "pathway" in pathway.title.lower() else f"{pathway.title} pathway"


def day(day: date) -> str:
    """Return a day as it is written in English: 1 October 2026."""
    return f"{day.day} {day:%B %Y}"


def roughly(text: str) -> str:
    """Return a year, month or day as a definition writes it in words."""
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        whole = date(*[*numbers, 1, 1][:3])
    except (TypeError, ValueError):
        return text
    return {1: f"{whole.year}", 2: f"{whole:%B %Y}"}.get(len(parts), day(whole))


def listed(texts: Iterable[str], link: str = "and") -> str:
    """Return texts as they are listed in a sentence; nothing gives an empty text."""
    *most, last = tuple(texts) or ("",)
    return f"{', '.join(most)} {link} {last}" if most else last


def number(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: 1 day, 2 days, no days."""
    return f"{count or 'no'} {one if count == 1 else many or one + 's'}"


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun at the beginning of a sentence: 1 day, 2 days, No days."""
    said = number(count, one, many)
    return f"{said[0].upper()}{said[1:]}"


def clock(id: str, pathway: Pathway) -> str:
    """Return what a clock is called."""
    return pathway.clocks[id].title if id in pathway.clocks else id


def event(id: str, pathway: Pathway) -> str:
    """Return what an event is called."""
    return pathway.events[id].title if id in pathway.events else id


def roles(ids: Iterable[str], pathway: Pathway, link: str = "or") -> str:
    """Return who may act, in words."""
    return listed((pathway.roles[id].title for id in ids), link)


def by_when(deadline: Deadline | None, pathway: Pathway) -> str:
    """Return a deadline in words; a clock other than that of day 0 is named."""
    if deadline is None:
        return ""
    if deadline.after is not None:
        return f"{deadline.span} after {event(deadline.after, pathway)}"
    length = f"day {deadline.span.amount}" if deadline.span.unit is Unit.DAYS else str(deadline.span)
    if deadline.clock in (None, pathway.day_zero):
        return length
    return f"{length} of “{clock(str(deadline.clock), pathway)}”"


def when(guard: Condition, pathway: Pathway) -> str:
    """Return a condition as `if …`; empty where it always holds."""
    said = words.condition(guard, pathway.events)
    return f"if {said}" if said else ""


def checked(citation: Citation) -> str:
    """Return whether a number was checked against the original."""
    return "Checked" if citation.verified else f"Not checked\u00a0{words.UNVERIFIED}"


def rests_on(citation: Citation) -> str:
    """Return the document and section that a clause rests on."""
    return ", ".join(part for part in (citation.title, citation.section) if part) or "No source named"


def in_force(pathway: Pathway) -> str:
    """Return from when until when a version is in force, in words."""
    first = "" if pathway.effective_from is None else day(pathway.effective_from)
    last = "" if pathway.effective_to is None else day(pathway.effective_to)
    said = f"{first} to {last}" if first and last else f"from {first}" if first else f"until {last}" if last else ""
    if not said:
        return "not set"
    return said if pathway.effective_verified else f"{said}\u00a0{words.UNVERIFIED}"
