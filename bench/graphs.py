"""What a state machine is given of a pathway: its edges, and for each event the name of the edge that it takes.

Machines are told which answer each event gives. They evaluate no guard, keep no clock and say nothing of lateness:
they do less, and the comparison shows the price of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carepath import Calendar, Entry, Pathway, evaluate

BEGIN = "begin"
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """States, the first of which is where every case begins, and edges: state, name, next state."""

    states: Names
    edges: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One case as a machine is told of it: the names of its edges in order, and where they lead."""

    names: Names
    last: str


def told(pathway: Pathway, cases: Sequence[Sequence[Entry]], as_of: date) -> tuple[Graph, tuple[Told, ...]]:
    """Return a graph that all cases can take, and the cases."""
    calendar, edges = Calendar.england(), dict[tuple[str, str], str]()
    found = []
    for entries in cases:
        now, names = BEGIN, list[str]()
        for step in evaluate(pathway, calendar, entries, as_of).steps:
            after = step.after or now
            name = _name(f"{step.event} {step.answer or ''}")
            if edges.get((now, name), after) != after:  # the same answer leads elsewhere: beside the graph
                name = f"{name}_to_{after}"
            edges[now, name] = after
            names.append(name)
            now = after
        found.append(Told(tuple(names), now))
    states = dict.fromkeys([BEGIN, *pathway.states, *edges.values()])
    return Graph(tuple(states), tuple((state, name, to) for (state, name), to in sorted(edges.items()))), tuple(found)


def _name(words: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in words).strip("_").lower()


def edges(pathway: Pathway) -> Graph:
    """Return the graph as the definition draws it: the name of an edge is that of its event, whatever the answer."""
    states = pathway.states.values()
    moves = {(state.id, move.event, move.to) for state in states for move in state.transitions if move.event}
    starts = {(BEGIN, start.event, start.to) for start in pathway.starts}
    return Graph((BEGIN, *pathway.states), tuple(sorted(starts | moves)))
