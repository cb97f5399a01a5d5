"""The state graph as a graph: what can be reached, what leads nowhere, circles.

The one place that knows networkx, which is imported where there is something to find with it and not before: it takes
longer to import than a definition takes to check.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from carepath.model import Pathway

if TYPE_CHECKING:
    import networkx

Arrow = tuple[str, str]
Group = tuple[str, ...]


def entered(pathway: Pathway) -> frozenset[str]:
    """Return the states that can be reached from a start or a re-entry."""
    roots = {start.to for start in pathway.starts} | {reentry.to for reentry in pathway.reentries}
    return frozenset().union(*(pathway.routes.reachable.get(root, frozenset()) for root in roots))


def caught(pathway: Pathway) -> frozenset[str]:
    """Return the states that a case can get into and from which no way leads to an end."""
    ends = frozenset(state.id for state in pathway.states.values() if state.end is not None)
    return frozenset(state for state in entered(pathway) if ends.isdisjoint(pathway.routes.reachable[state]))


def first_of(pathway: Pathway, states: Iterable[str]) -> tuple[Group, ...]:
    """Return, of some states, the groups that no other of them leads into: single states, or states in a circle."""
    kept = tuple(states)
    if not kept:
        return ()
    import networkx

    folded = networkx.condensation(_graph(pathway, kept))
    return _sorted(folded.nodes[node]["members"] for node in folded if folded.in_degree(node) == 0)


def last_of(pathway: Pathway, states: Iterable[str]) -> tuple[Group, ...]:
    """Return, of some states, the groups that lead to no other of them: single states, or states in a circle."""
    kept = tuple(states)
    if not kept:
        return ()
    import networkx

    folded = networkx.condensation(_graph(pathway, kept))
    return _sorted(folded.nodes[node]["members"] for node in folded if folded.out_degree(node) == 0)


def circle(arrows: Iterable[Arrow]) -> tuple[str, ...]:
    """Return the states of one circle in the order in which it is walked, or nothing."""
    import networkx

    try:
        found = networkx.find_cycle(networkx.DiGraph(sorted(arrows)))
    except networkx.NetworkXNoCycle:
        return ()
    walked = tuple(arrow[0] for arrow in found)
    first = walked.index(min(walked))
    return walked[first:] + walked[:first]


def knots(arrows: Iterable[Arrow]) -> tuple[Group, ...]:
    """Return the groups of states that lie on circles with one another."""
    drawn_from = sorted(arrows)
    if not drawn_from:
        return ()
    import networkx

    drawn: networkx.DiGraph[str] = networkx.DiGraph(drawn_from)
    groups = networkx.strongly_connected_components(drawn)
    return _sorted(group for group in groups if len(group) > 1 or drawn.has_edge(min(group), min(group)))


def _graph(pathway: Pathway, states: Iterable[str]) -> networkx.DiGraph[str]:
    import networkx

    kept = sorted(states)
    drawn: networkx.DiGraph[str] = networkx.DiGraph()
    drawn.add_nodes_from(kept)
    arrows = ((state, move.to) for state in kept for move in pathway.states[state].transitions)
    drawn.add_edges_from(arrow for arrow in arrows if arrow[1] in drawn)
    return drawn


def _sorted(groups: Iterable[Iterable[str]]) -> tuple[Group, ...]:
    return tuple(sorted(tuple(sorted(group)) for group in groups))
