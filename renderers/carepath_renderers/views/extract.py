"""From a pathway to its view: what stands in the picture, in words, before anything has a place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from carepath.model import Pathway

from carepath_renderers.views.arrows import arrows, jumps
from carepath_renderers.views.bands import AFTER, START, day_bands, places
from carepath_renderers.views.boxes import again, decisions, entrances, step
from carepath_renderers.views.due_lines import due_elsewhere, due_in
from carepath_renderers.views.heading import banners, facts
from carepath_renderers.views.lanes import homes, lanes, who
from carepath_renderers.views.notes import notes
from carepath_renderers.views.routing import Routing, routing
from carepath_renderers.views.view import Node, View


def view(pathway: Pathway) -> View:
    """Return the picture of a pathway in words: the same value for the same definition."""
    bands, where = day_bands(pathway), places(pathway)
    routed = routing(pathway, where, tuple(band.id for band in bands))
    columns = lanes(pathway)
    home = homes(pathway, columns, routed.order)
    nodes = [*entrances(pathway, home, START), *_boxes(pathway, routed, home, where)]
    used = {node.band for node in nodes}
    return View(
        id=pathway.id,
        title=pathway.title,
        facts=facts(pathway),
        owner=pathway.governance.owner or "",
        banners=banners(pathway),
        hash=pathway.hash,
        lanes=columns,
        bands=tuple(band for band in bands if band.id in used or band.chips or band.id != AFTER),
        nodes=tuple(nodes),
        edges=arrows(pathway, routed),
        notes=notes(pathway, routed, due_elsewhere(pathway)),
        jumps=jumps(pathway, routed),
    )


def _boxes(pathway: Pathway, routed: Routing, home: Mapping[str, str], where: Mapping[str, str]) -> Iterator[Node]:
    """Yield the boxes of the states in reading order, each after its ways back in and before its questions."""
    titles, due = {lane.id: lane.title for lane in lanes(pathway)}, due_in(pathway)
    for state in routed.order:
        box = step(pathway.states[state], pathway, routed, due.get(state, ()))
        says = who(pathway.states[state], titles[home[state]], pathway)
        box = replace(box, lines=(*((says,) if says else ()), *box.lines))
        for node in (*again(state, pathway), box, *decisions(state, pathway, routed)):
            yield replace(node, lane=home[state], band=where[state])
