"""The arrows of a view, and the ways that are said in words instead."""

from __future__ import annotations

import re
from dataclasses import replace

from carepath.model import Pathway

from carepath_renderers.views.boxes import again_id, fork_id, forks, joined_starts, start_id
from carepath_renderers.views.handovers import carried
from carepath_renderers.views.routing import Routing
from carepath_renderers.views.saying import happened
from carepath_renderers.views.stops import stopped_by
from carepath_renderers.views.view import Edge
from carepath_renderers.views.ways import Asked, Way
from carepath_renderers.views.words import either, lower, mark

FOUND = ("yes", "no", "not", "cancer")  # an answer that begins so says what was found, not what comes next


def arrows(pathway: Pathway, routed: Routing) -> tuple[Edge, ...]:
    """Return every arrow once: ways in, boxes to their questions, and ways on; those between the same boxes joined."""
    made: dict[tuple[str, str], Edge] = {}
    for (event, to), rules in joined_starts(pathway).items():
        _join(made, Edge("", start_id(event, to), to, source=rules[0].source))
    for again in pathway.reentries:
        _join(made, Edge("", again_id(again.id), again.to, source=again.source))
    parted = _parted(routed)
    for state in routed.order:
        for fork in forks(state, routed):
            _join(made, Edge("", state, fork_id(fork), source=fork.source))
        for way in (each for each in routed.arrows if each.tail == state):
            _join(made, _arrow(way, pathway, routed, parted))
    return tuple(made.values())


def jumps(pathway: Pathway, routed: Routing) -> tuple[Edge, ...]:
    """Return the ways that have no arrow, those that stay where they are included."""
    parted = _parted(routed)
    made: dict[tuple[str, str], Edge] = {}
    for way in routed.silent:
        tail = fork_id(way) if way.asked in parted else way.tail
        answer = either(way.answers)
        label = answer if tail != way.tail else f"{way.question} {answer}" if answer else happened(way, pathway)
        _join(made, Edge("", tail, way.head, label, source=way.source))
    return tuple(replace(edge, id=f"{edge.tail} >> {edge.head}") for edge in made.values())


def _parted(routed: Routing) -> frozenset[Asked]:
    return frozenset(way.asked for state in routed.order for way in forks(state, routed))


def _join(made: dict[tuple[str, str], Edge], edge: Edge) -> None:
    before = made.get((edge.tail, edge.head), replace(edge, label=""))
    label = either(list(dict.fromkeys(each for each in (before.label, edge.label) if each)))
    made[(edge.tail, edge.head)] = replace(before, id=f"{edge.tail} > {edge.head}", label=label)


def _arrow(way: Way, pathway: Pathway, routed: Routing, parted: frozenset[Asked]) -> Edge:
    tail, label = (fork_id(way) if way.asked in parted else way.tail), _label(way, pathway, routed, parted)
    moved = carried(pathway.states[way.tail], pathway.states[way.head], pathway)
    if not moved:
        return Edge("", tail, way.head, label, source=way.source)
    due = next((each for each in moved if each.due), None)
    said = mark(f"Transfer by {due.due}", due.citation) if due else "Transfer"
    before = either(way.answers) if way.asked in parted else label  # beside "transfer" a bare answer would be missed
    return Edge("", tail, way.head, f"{before}: {lower(said)}" if before else said, "transfer", source=way.source)


def _label(way: Way, pathway: Pathway, routed: Routing, parted: frozenset[Asked]) -> str:
    """Return what an arrow says, where its ends do not say it already."""
    head = pathway.states[way.head].title
    if way.asked in parted:
        return either([answer for answer in way.answers if not _says(head, answer)])
    state = pathway.states[way.tail]
    asked = {each.asked for each in (*routed.arrows, *routed.jumps) if each.tail == way.tail and each.question}
    if way.answers:
        return f"{f'{way.question} ' if len(asked) > 1 else ''}{either(way.answers)}"
    alone = sum(each.tail == way.tail for each in routed.arrows) == 1
    if alone and stopped_by(frozenset({way.event or ""}), state, pathway):
        return ""
    return happened(way, pathway)


def _says(title: str, answer: str) -> bool:
    """Return whether a title is an answer, or begins with one of two words or more: "Operation" leads to "Operation".

    A word that only occurs is no answer: "No" is not said by "No cancer found". What was found is always said: "Cancer
    in a polyp" is not missing beside "Cancer" and "Polyp".
    """
    title, answer = title.casefold(), answer.casefold()
    if title == answer:
        return True
    first, *more = answer.replace(",", "").split() or [""]
    return bool(more) and first not in FOUND and re.match(rf"{re.escape(answer)}(?!\w)", title) is not None
