"""Where a picture may be cut into sheets: between bands, and on upright pages between the boxes of a full band.

A band that is cut keeps its title on each sheet, with "continued" on the later ones; its milestones are on the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from carepath_renderers.drawing.style import PAPERS, Page
from carepath_renderers.layouts.sheet import Part
from carepath_renderers.views.view import Band, Node, View

WHOLE = 5  # boxes of a band that is never cut
LEAST, MOST = 2, 4  # boxes of a piece: from the one on it ends where a rank does, with the other in any case


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never cut: a band, or some boxes of one."""

    band: Band
    nodes: tuple[str, ...]
    whole: bool = True


def pieces_of(view: View, page: Page) -> tuple[Piece, ...]:
    """Return all of a view in pieces, in order."""
    found: list[Piece] = []
    for band in view.bands:
        nodes = [node for node in view.nodes if node.band == band.id]
        if not PAPERS[page].down or len(nodes) <= WHOLE:
            found.append(Piece(band, tuple(node.id for node in nodes)))
        else:
            found += [Piece(band, ids, False) for ids in _cut(view, nodes)]
    return tuple(found)


def _cut(view: View, nodes: Sequence[Node]) -> Iterator[tuple[str, ...]]:
    """Yield the boxes of a band in small groups: what hangs together stays together, the earlier comes first."""
    ranks, families = _ranks(view, nodes)
    place = {node.id: at for at, node in enumerate(nodes)}
    order = sorted(place, key=lambda each: (families[each], ranks[each], place[each]))
    here: list[str] = []
    for at, each in enumerate(order):
        here.append(each)
        following = order[at + 1] if at + 1 < len(order) else None
        ends = following is None or (families[each], ranks[each]) != (families[following], ranks[following])
        if following is None or (ends and len(here) >= LEAST and len(order) - at > LEAST) or len(here) == MOST:
            yield tuple(here)
            here = []


def _ranks(view: View, nodes: Sequence[Node]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many arrows within the band lead to each box, one after the other, and what hangs together by them."""
    place = {node.id: at for at, node in enumerate(nodes)}
    ranks = dict.fromkeys(place, 0)
    families = dict(place)
    inside = sorted(
        (place[edge.tail], place[edge.head]) for edge in view.edges if edge.tail in place and edge.head in place
    )
    names = list(place)
    for tail, head in inside:
        if tail < head:  # in reading order: the others run back
            ranks[names[head]] = max(ranks[names[head]], ranks[names[tail]] + 1)
        one, two = families[names[tail]], families[names[head]]
        if one != two:
            families = {each: min(one, two) if kin in (one, two) else kin for each, kin in families.items()}
    return ranks, families


def parts_of(view: View, page: Page, pieces: Sequence[Piece], cuts: Sequence[int]) -> list[Part]:
    """Return what each sheet shows, cut before the pieces of these numbers."""
    spans = list(pairwise((0, *cuts, len(pieces))))
    sheet_of = {
        each: number for number, span in enumerate(spans, 1) for piece in pieces[slice(*span)] for each in piece.nodes
    }
    return [
        Part(view, page, number, len(spans), tuple(_bands(pieces, low, high, number)), sheet_of)
        for number, (low, high) in enumerate(spans, 1)
    ]


def _bands(pieces: Sequence[Piece], low: int, high: int, sheet: int) -> Iterator[Band]:
    """Yield the bands of a sheet with its pieces, in the words of this sheet where they are cut."""
    for band in dict.fromkeys(piece.band for piece in pieces[low:high]):
        mine = [at for at, piece in enumerate(pieces) if piece.band == band]
        title = f"{band.title}, continued" if mine[0] < low else band.title
        if mine[-1] < high:
            yield replace(band, title=title)
        else:
            on = f"continued on sheet {sheet + 1}"
            yield replace(band, title=title, name=f"{band.name}; {on}" if band.name else on, chips=())
