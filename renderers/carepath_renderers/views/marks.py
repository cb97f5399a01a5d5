"""Two versions of a pathway in one picture: what is new, what changed, what is gone and stays as a dashed box.

Compares what two views say, box by box and way by way; letters and the side of an arrow are no differences. What the
differences mean, and which version number they ask for, is the business of `carepath.differences`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from carepath.differences import BUMPS, HEADINGS, differences
from carepath.model import Pathway

from carepath_renderers.views.saying import LETTER, WAYS
from carepath_renderers.views.view import Band, Chip, Edge, Lane, Node, Note, View

TAGS = {"added": "NEW", "changed": "CHANGED", "removed": "REMOVED"}
SHOWN = ("steps", "days", "responsible", "datasets", "standards")  # the groups of differences that a picture names
MOST = 20  # sentences about changes that a sheet has room for


def marked(new: View, old: View) -> View:
    """Return the new view with what is added, changed and removed against the old one."""
    bands, lanes = _bands(new, old), {node.lane: _lane(node.lane, new, old) for node in old.nodes}
    edges = _edges(new, old)
    return replace(
        new,
        facts=(*new.facts, f"Marked against {old.facts[0][:1].lower()}{old.facts[0][1:]}"),
        bands=bands,
        nodes=tuple(_nodes(new, old, bands, lanes)),
        edges=edges,
    )


def changes(new: Pathway, old: Pathway, most: int = MOST) -> Note:
    """Return the weightiest differences in sentences, and how many others there are."""
    found = differences(old, new)
    order = tuple(HEADINGS)
    shown = sorted(
        (each for each in found if each.group in SHOWN),
        key=lambda each: (-BUMPS.index(each.bump), order.index(each.group)),
    )[:most]
    rest = len(found) - len(shown)
    more = (f"{rest} more: carepath diff names them all.",) if rest else ()
    return Note(f"Changes since version {old.version}", (*(each.message for each in shown), *more))


def _nodes(new: View, old: View, bands: tuple[Band, ...], lanes: Mapping[str, str]) -> Iterator[Node]:
    """Yield the boxes of both in reading order; one that is gone follows the one it followed, within its band."""
    before = {node.id: node for node in old.nodes}
    here = {node.id for node in new.nodes}
    gone = [_gone(node, new, old, lanes) for node in old.nodes if node.id not in here]
    moved = _silently(new, old) | _silently(old, new)
    kept = [_compared(node, before.get(node.id), node.id in moved) for node in new.nodes]
    place = {node.id: at for at, node in enumerate(old.nodes)}
    for band in bands:
        row = [node for node in kept if node.band == band.id]
        for node in (each for each in gone if each.band == band.id):
            earlier = [at for at, each in enumerate(row) if place.get(each.id, len(place)) < place[node.id]]
            row.insert(earlier[-1] + 1 if earlier else 0, node)
        yield from row


def _silently(view: View, other: View) -> set[str]:
    """Return the boxes of a view with a way that only words say, and that the other view has in no form."""
    known = {_ends(edge) for edge in (*other.edges, *other.jumps)}
    return {edge.tail for edge in view.jumps if _ends(edge) not in known}


def _compared(node: Node, before: Node | None, moved: bool) -> Node:
    if before is None:
        return replace(node, tone="added", badge=TAGS["added"])
    if not moved and _said(node) == _said(before):
        return node
    return replace(node, tone="changed", badge=TAGS["changed"])


def _said(node: Node) -> tuple[object, ...]:
    """Return what a box says, but for its ways: their letters may shift, and an arrow may become words."""
    return (node.kind, node.band, node.title, tuple(line for line in node.lines if not WAYS.search(line)))


def _gone(node: Node, new: View, old: View, lanes: Mapping[str, str]) -> Node:
    lines = tuple(_translated(line, new, old) for line in node.lines)
    return replace(node, lane=lanes[node.lane], lines=lines, mark="", tone="removed", badge=TAGS["removed"])


def _translated(line: str, new: View, old: View) -> str:
    """Return a line of the old view with the letters of the new one, or titles where there is no letter."""
    letters = {node.id: node.mark for node in new.nodes if node.mark}
    homes = {node.mark: node for node in old.nodes if node.mark}
    return LETTER.sub(lambda found: f"{found[1]}{letters.get(homes[found[2]].id) or homes[found[2]].title}", line)


def _lane(lane: str, new: View, old: View) -> str:
    """Return the lane of the new view that stands for one of the old: the same, or one that shares a role or title."""
    ids = [each.id for each in new.lanes]
    if lane in ids:
        return lane
    title = next(each.title for each in old.lanes if each.id == lane)
    return next((each.id for each in new.lanes if _shares(each, lane, title)), ids[0])


def _shares(lane: Lane, other: str, title: str) -> bool:
    return lane.title == title or bool(set(lane.id.split("+")) & set(other.split("+")))


def _edges(new: View, old: View) -> tuple[Edge, ...]:
    """Return the arrows of both: new, changed, and gone where no way leads between the same two boxes any more."""
    before = {edge.id: edge for edge in old.edges}
    known = {_ends(edge) for edge in (*old.edges, *old.jumps)}
    still = {_ends(edge) for edge in (*new.edges, *new.jumps)}
    kept = []
    for edge in new.edges:
        same = before.get(edge.id)
        if same is None:
            kept.append(edge if _ends(edge) in known else replace(edge, tone="added"))
        else:
            kept.append(edge if (same.label, same.kind) == (edge.label, edge.kind) else replace(edge, tone="changed"))
    gone = [replace(edge, tone="removed") for edge in old.edges if _ends(edge) not in still]
    return (*kept, *gone)


def _ends(edge: Edge) -> tuple[str, str]:
    """Return between which steps an arrow leads, whether or not it starts in a question."""
    return (edge.tail if edge.tail.startswith(("start/", "again/")) else edge.tail.split("/")[0], edge.head)


def _bands(new: View, old: View) -> tuple[Band, ...]:
    """Return the bands of both, with chips that are new, changed or gone."""
    days = {band.id: band for band in old.bands} | {band.id: band for band in new.bands}
    order = sorted(days, key=_day)
    return tuple(replace(days[band], chips=tuple(_chips(band, new, old))) for band in order)


def _day(band: str) -> int:
    word = band.rpartition(" ")[2]
    return int(word) if word.isdigit() else 1_000_000


def _chips(band: str, new: View, old: View) -> Iterator[Chip]:
    before, now = _named(old), _named(new)
    for name, (home, chip) in now.items():
        if home == band:
            same = before.get(name)
            alike = same is not None and _standing(*same) == _standing(home, chip)
            yield chip if alike else replace(chip, tone="changed" if same else "added")
    for name, (home, chip) in before.items():
        if home == band and name not in now:
            yield replace(chip, tone="removed")


def _standing(band: str, chip: Chip) -> tuple[int, bool, bool]:
    """Return the day of a chip, which stands in its title where the day has no band, and what it is."""
    day = chip.title.rpartition(": day ")[2]
    return (int(day) if day.isdigit() else _day(band), chip.national, chip.verified)


def _named(view: View) -> Mapping[tuple[str, int], tuple[str, Chip]]:
    """Return band and chip of each standard and milestone, by its name without a day and its number among equals."""
    named: dict[tuple[str, int], tuple[str, Chip]] = {}
    for band in view.bands:
        for chip in band.chips:
            title = chip.title.partition(": day ")[0]
            named[(title, sum(name == title for name, _ in named))] = (band.id, chip)
    return named
