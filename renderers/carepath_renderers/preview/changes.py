"""What differs between two pictures of one definition, step by step, so that the eye finds what was just edited."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from carepath_renderers.views.view import Edge, Node, View


def changed(new: View, old: View) -> tuple[str, ...]:
    """Return the ids of the steps that are new, say something else, stand elsewhere, or lead elsewhere."""
    before = _said(old)
    return tuple(id for id, said in _said(new).items() if before.get(id) != said)


def gone(new: View, old: View) -> tuple[str, ...]:
    """Return the titles of the steps that are no longer there."""
    now = {node.id for node in new.nodes}
    return tuple(node.title for node in old.nodes if node.id not in now)


def unplaced(view: View) -> View:
    """Return a picture without its places in the file: two that are equal so look the same."""
    return replace(
        view,
        nodes=tuple(_unplaced(node) for node in view.nodes),
        edges=tuple(bare(edge) for edge in view.edges),
        jumps=tuple(bare(edge) for edge in view.jumps),
    )


def _said(view: View) -> dict[str, tuple[object, ...]]:
    """Return for each step what it says, where it stands by name, and its ways out."""
    lanes = {lane.id: lane.title for lane in view.lanes}
    bands = {band.id: band.title for band in view.bands}
    ways: dict[str, list[Edge]] = defaultdict(list)
    for edge in (*view.edges, *view.jumps):
        ways[edge.tail].append(bare(edge))
    return {
        node.id: (_unplaced(node), lanes.get(node.lane), bands.get(node.band), tuple(ways[node.id]))
        for node in view.nodes
    }


def _unplaced(node: Node) -> Node:
    """Return a step without its line, which moves whenever something is written above it, and without its letter."""
    return replace(node, source=None, mark="")


def bare(edge: Edge) -> Edge:
    """Return an arrow without its line and its id, which may number it."""
    return replace(edge, id="", source=None)
