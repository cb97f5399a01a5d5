"""How a picture says the ways on that have no arrow: "Not yet: stays", "No → B", "As at H"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carepath.model import Pathway

from carepath_renderers.views.routing import Routing
from carepath_renderers.views.ways import Asked, Way, questions
from carepath_renderers.views.words import either, listed, short

TO = "→"
GAP = "\u00a0"  # an arrow and its letter stay on one line
LETTER = re.compile(rf"({TO}{GAP}|\bAs at{GAP})([A-Z]+)\b")
WAYS = re.compile(rf"{LETTER.pattern}|: stays\b")  # what marks a line as one about ways on


def happened(way: Way, pathway: Pathway) -> str:
    """Return the event of a way on, in words."""
    return "By itself" if way.event is None else short(pathway.events[way.event].title)


def answer_to(way: Way, routed: Routing) -> str:
    """Return an answer without an arrow and where it leads."""
    return _leads(either(way.answers), way, routed)


def _leads(words: str, way: Way, routed: Routing) -> str:
    return f"{words}: stays" if way.back_home else leads(words, routed.marks[way.head])


def leads(words: str, mark: str) -> str:
    """Return that something leads to the box with a letter."""
    return f"{words}{GAP}{TO}{GAP}{mark}"


def answers_of(asked: Asked, routed: Routing) -> Iterator[str]:
    """Yield the answers to a question that have no arrow."""
    yield from (answer_to(way, routed) for way in routed.jumps if way.asked == asked)


def asked_here(state: str, pathway: Pathway, routed: Routing, parted: frozenset[Asked]) -> Iterator[str]:
    """Yield the ways on from a state that have no arrow, as far as no diamond says them."""
    here = tuple(way for way in routed.jumps if way.tail == state and way.asked not in parted)
    for asked, group in questions(here).items():
        if asked in routed.alike:
            stays = [answer_to(way, routed) for way in group if way.back_home]
            yield f"{asked[2]} {'; '.join([f'As at{GAP}{routed.marks[routed.alike[asked]]}', *stays])}"
        elif asked[2] is not None:
            yield f"{asked[2]} {'; '.join(answer_to(way, routed) for way in group)}"
        else:
            yield from (_leads(happened(way, pathway), way, routed) for way in group)


def told_once(group: tuple[Way, ...], pathway: Pathway, routed: Routing) -> str:
    """Return a question that several states ask alike, its answers, and where it is asked."""
    tails = dict.fromkeys(way.tail for way in group)
    first = tuple(way for way in group if way.tail == group[0].tail)
    asked = first[0].question
    said = [answer_to(way, routed) if asked else _leads(happened(way, pathway), way, routed) for way in first]
    places = listed([f"“{pathway.states[tail].title}”" for tail in tails])
    return f"{f'{asked} ' if asked else ''}{'; '.join(said)} (in {places})"
