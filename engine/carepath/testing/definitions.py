"""Definitions by construction: each passes every check, so nothing that is drawn is thrown away."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.authoring.nodes import Plain
from carepath.model import Pathway
from carepath.testing.choices import ATTRIBUTES, conditions
from carepath.testing.graphs import ASIDE, EVENTS, ROLES, Graph, graphs
from carepath.testing.shown import Written, as_yaml, written
from carepath.testing.waits import EFFECTS, START, Plan, clocks, datasets, milestones, transfers

PROVIDERS: dict[str, Plain] = {
    "first": {"providers": "any"},
    "second": {"providers": ["RX1", "RX2"]},
    "third": {"providers": [{"code": "RX3", "from": "2016-03-01"}, {"code": "RX4", "to": "2016-12-31"}]},
}
OUT, LOST, BACK = "died", "moved_away", "relapse"
Definition = dict[str, Plain]


@st.composite
def pathways(draw: DrawFn) -> Pathway:
    """Draw a checked definition, of any constructs of the language; it prints as its text."""
    return _checked(as_yaml(draw(definitions())))


@lru_cache(maxsize=512)  # shrinking draws the same texts again and again
def _checked(text: str) -> Written:
    return written(text, "drawn.yaml")


@st.composite
def definitions(draw: DrawFn) -> Definition:
    """Draw a definition as plain data, in the order in which it is written."""
    care = draw(st.sampled_from([0, 0, 1, 2]))
    graph = draw(graphs(care))
    plan = Plan(graph, minima=draw(st.integers(0, 2)) == 2, targets=draw(st.integers(0, 2)) < 2)
    counted = draw(clocks(plan))
    judged = draw(milestones(plan, tuple(counted)))
    exits = draw(_exits(tuple(counted)))
    back = draw(_reentries(graph, tuple(counted), tuple(judged)))
    parts: Definition = {
        "start": draw(_starts(graph)),
        "states": {name: _with_effects(draw, state, tuple(counted)) for name, state in graph.states.items()},
        "clocks": counted,
        "milestones": judged,
        "datasets": draw(datasets(graph)) if care else {},
        "transfers": draw(transfers(care, plan, tuple(counted))),
        "exits": exits,
        "reentry": back,
        "rules": draw(_rules(tuple(judged))),
    }
    head: Definition = {"carepath": 1, "id": "drawn", "version": "1.0.0", "title": "Drawn", "status": "draft"}
    if counted:
        head["day_zero"] = next(iter(counted))
    if care:
        head["uses"] = ["events/cancer"]
    if draw(st.integers(0, 3)) == 3:
        head["on_gap"] = "stay"
    vocabulary: Definition = {
        "roles": {role: PROVIDERS[role] for role in ROLES if role in _words(parts)},
        "events": draw(_events(_words(parts))),
        "attributes": ATTRIBUTES,
    }
    return head | vocabulary | {name: part for name, part in parts.items() if part}


@st.composite
def _starts(draw: DrawFn, graph: Graph) -> list[Plain]:
    first: Plain = {"on": START, "to": "s0"}
    match draw(st.integers(0, 4)):
        case 2:
            return [
                {"on": START, "when": {"kind": ["x", "y"]}, "to": "s0"},
                {"on": START, "to": draw(_entrance(graph))},
            ]
        case 3:
            return [first, {"on": draw(st.sampled_from(graph.taken)), "to": draw(_entrance(graph))}]
        case 4:
            return [{"on": START, "when": {"on_day": {"known": "yes"}}, "to": "s0", "from": "on_day"}, first]
        case _:
            return [first]


def _entrance(graph: Graph) -> st.SearchStrategy[str]:
    return st.sampled_from([name for name in graph.states if name not in graph.ends])


def _with_effects(draw: DrawFn, state: dict[str, Plain], names: tuple[str, ...]) -> dict[str, Plain]:
    """Say at an end what becomes of each clock; another state stays as it is."""
    if "end" not in state or not names:
        return state
    return {**state, "clocks": {name: draw(st.sampled_from(EFFECTS)) for name in names}}


@st.composite
def _exits(draw: DrawFn, names: tuple[str, ...]) -> Definition:
    made: Definition = {}
    for event in (OUT, LOST):
        if draw(st.booleans()):
            effects: Definition = {name: draw(st.sampled_from(EFFECTS)) for name in names if draw(st.booleans())}
            way: Definition = {"on": event}
            made[event] = way | {"clocks": effects} if effects else way
    return made


@st.composite
def _reentries(draw: DrawFn, graph: Graph, counted: tuple[str, ...], judged: tuple[str, ...]) -> Definition:
    if draw(st.integers(0, 2)) < 2:
        return {}
    made: Definition = {"on": BACK, "to": draw(_entrance(graph))}
    for section, names in (("clocks", counted), ("milestones", judged)):
        kept: list[Plain] = [name for name in names if draw(st.booleans())]
        if kept:
            made[section] = kept
    return {BACK: made}


@st.composite
def _rules(draw: DrawFn, judged: tuple[str, ...]) -> Definition:
    return {
        f"chase_{name}": {
            "when": [{"milestone": {"id": name, "verdict": "pending", "days_left": {"at_most": 2}}}],
            "then": {"due": "Chase it", "within": "1 working day"},
        }
        for name in judged
        if draw(st.integers(0, 4)) == 4
    }


@st.composite
def _events(draw: DrawFn, words: frozenset[str]) -> Definition:
    """Draw what is said of each event that is named, and the order within a day."""
    named = [name for name in (START, *EVENTS, *ASIDE, LOST, BACK, OUT) if name in words]
    made: Definition = {}
    for place, name in enumerate(draw(st.one_of(st.just(named), st.permutations(named)))):
        event: Definition = {}
        if name == OUT and draw(st.booleans()):
            event["life"] = "death"
        elif name in EVENTS and draw(st.integers(0, 4)) == 4:
            event["repeat"] = "yes"
        elif name in EVENTS and draw(st.integers(0, 9)) == 9:
            event["match"] = [f"{name} of another house"]
        elif name in EVENTS and draw(st.integers(0, 9)) == 9:
            event["not_allowed"] = draw(conditions(()))
        elif name in EVENTS and place and draw(st.integers(0, 5)) == 5:
            earlier = [other for other in made if other in EVENTS]
            if earlier:
                event["counts_as"] = draw(st.sampled_from(earlier))
        made[name] = event
    return made


def _words(value: Plain) -> frozenset[str]:
    """Return every word that is written in a part of a definition."""
    match value:
        case dict():
            return frozenset(value).union(*(_words(below) for below in value.values()))
        case list():
            return frozenset().union(*(_words(below) for below in value))
        case str():
            return frozenset(value.split())
        case _:
            return frozenset()
