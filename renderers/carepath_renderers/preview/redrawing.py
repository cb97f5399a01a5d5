"""A picture drawn after another of the same definition: sheets on which nothing differs are taken over, cuts are kept.

That makes a picture quickly. From nothing it may be cut otherwise, and be clearer: that is the final one (`finished`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from carepath_renderers.drawing import dot
from carepath_renderers.drawing.accessible import accessible
from carepath_renderers.drawing.draw import draw_svg
from carepath_renderers.drawing.style import Page
from carepath_renderers.layouts.geometry import Layout
from carepath_renderers.layouts.layout import laid_out, lettered, parted
from carepath_renderers.layouts.pages import Part, fitted
from carepath_renderers.preview.changes import bare, unplaced
from carepath_renderers.views.telling import named
from carepath_renderers.views.view import View


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture: a sheet or several as SVG, what found no clear place, and where everything is."""

    sheets: tuple[str, ...]
    warnings: tuple[str, ...]
    layouts: tuple[Layout, ...] = ()


def drawn(view: View, page: Page | None) -> Drawn:
    """Return a picture drawn from nothing."""
    return _sheets(laid_out(view, page))


def redrawn(view: View, page: Page | None, before: Drawn) -> Drawn:
    """Return a picture cut as the one before, where it still fits so."""
    found = _kept(view, before.layouts)
    return drawn(view, page) if found is None else _taken_over(found, before)


def finished(view: View, page: Page | None, shown: Drawn) -> Drawn:
    """Return the picture as it is from nothing; `shown` itself where that is the same."""
    layouts = laid_out(view, page)
    return shown if _looks(layouts) == _looks(shown.layouts) else _sheets(layouts)


def _kept(view: View, before: tuple[Layout, ...]) -> tuple[Layout, ...] | None:
    """Return the sheets of a view, cut as before; none where one no longer fits."""
    cuts = _cuts(view, before)
    if cuts is None:
        return None
    old, page = before[0].view, before[0].page
    earlier = _cuts(old, before)
    assert earlier is not None, "a picture has the bands that it was made of"
    found = []
    for sheet, now, then in zip(before, parted(view, page, cuts), parted(old, page, earlier), strict=True):
        new = replace(sheet, view=view) if _content(now) == _content(then) else fitted(now)
        if new is None:
            return None
        found.append(new)
    return lettered(tuple(found))


def _cuts(view: View, before: tuple[Layout, ...]) -> tuple[int, ...] | None:
    """Return the bands of a view before which sheets begin; none where a sheet would have no box, or one is cut."""
    shown = [span.band.id for sheet in before for span in sheet.bands]
    if len(set(shown)) < len(shown):
        return None  # a band that is cut may have to be cut otherwise
    places = {band.id: place for place, band in enumerate(view.bands)}
    starts = [[places[span.band.id] for span in sheet.bands if span.band.id in places] for sheet in before]
    if not all(starts):
        return None
    cuts = tuple(min(each) for each in starts[1:])
    used = {places[node.band] for node in view.nodes}
    spans = zip((0, *cuts), (*cuts, len(places)), strict=True)
    return cuts if all(any(low <= place < high for place in used) for low, high in spans) else None


def _content(part: Part) -> tuple[object, ...]:
    """Return all that the layout of a sheet depends on, without the lines on which things were written."""
    view = part.view
    own = [node for node in view.nodes if part.sheet_of[node.id] == part.sheet]
    ids = {node.id for node in own}
    places = {band.id: place for place, band in enumerate(view.bands)}
    at = {node.id: places[node.band] for node in view.nodes}
    ends = {node.id: (node.title, part.sheet_of[node.id]) for node in view.nodes}
    ways = [
        (bare(each), ends[each.tail], ends[each.head], at[each.head] - at[each.tail])
        for each in view.edges
        if ids & {each.tail, each.head}
    ]
    lanes = [lane for lane in view.lanes if lane.id in {node.lane for node in own}]
    notes = view.notes if part.sheet == part.sheets else ()
    return ([replace(node, source=None) for node in own], ways, lanes, part.bands, len(view.banners), notes)


def _sheets(layouts: tuple[Layout, ...]) -> Drawn:
    return _together(layouts, tuple(_svg(layout) for layout in layouts))


def _taken_over(layouts: tuple[Layout, ...], before: Drawn) -> Drawn:
    """Return sheets as they were drawn before where nothing on them but the hash of the definition is another."""
    drawings = (
        _rehashed(svg, old, new) or _svg(new)
        for new, old, svg in zip(layouts, before.layouts, before.sheets, strict=True)
    )
    return _together(layouts, tuple(drawings))


def _together(layouts: tuple[Layout, ...], sheets: tuple[str, ...]) -> Drawn:
    return Drawn(sheets, tuple(said for layout in layouts for said in layout.warnings), layouts)


def _rehashed(svg: str, old: Layout, new: Layout) -> str | None:
    """Return a drawing with the hash of another definition; None where more than that differs."""
    now, then = new.view, old.view
    if (new.boxes, new.exits, new.entries) != (old.boxes, old.exits, old.entries) or new.paths is not old.paths:
        return None
    if (now.title, now.facts, now.owner, now.banners) != (then.title, then.facts, then.owner, then.banners):
        return None
    if any(named(box.node, now) != named(box.node, then) for box in new.boxes):
        return None
    said = [f"Definition {view.hash[:12]}" for view in (then, now)]
    return svg.replace(said[0], said[1]) if svg.count(said[0]) == 1 else None


def _svg(layout: Layout) -> str:
    text, pen = dot.drawing(layout)
    return accessible(draw_svg(text).decode(), layout, pen)


def _looks(layouts: tuple[Layout, ...]) -> list[Layout]:
    """Return sheets without the lines on which things were written."""
    return [
        replace(
            sheet,
            view=unplaced(sheet.view),
            boxes=tuple(replace(box, node=replace(box.node, source=None)) for box in sheet.boxes),
            paths=tuple(replace(path, edge=bare(path.edge)) for path in sheet.paths),
            labels=tuple(replace(label, edge=bare(label.edge)) for label in sheet.labels),
            exits=tuple(replace(each, edges=tuple(bare(edge) for edge in each.edges)) for each in sheet.exits),
        )
        for sheet in layouts
    ]
