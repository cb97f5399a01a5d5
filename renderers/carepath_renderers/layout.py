"""From a view to sheets with everything in its place; where one sheet is full, the picture is cut between two bands."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, count, pairwise

from carepath_renderers import pages
from carepath_renderers.geometry import Layout
from carepath_renderers.rooms import fullness
from carepath_renderers.shapes import FULL
from carepath_renderers.sheet import Part
from carepath_renderers.style import Page
from carepath_renderers.view import View

MOST_ON_A4 = 27  # boxes in type of a good size
MOST_SHEETS: dict[Page, int] = {"A4": 6, "A3": 4}
TRIED = 5  # ways to cut a picture into so many sheets


def laid_out(view: View, page: Page | None = None) -> tuple[Layout, ...]:
    """Return the sheets of a picture; without a page, A4 where one sheet of it is enough, or else A3."""
    best: tuple[Layout, ...] | None = None
    if page is None:
        if len(view.nodes) <= MOST_ON_A4:
            best = _sheets(view, "A4", 1)
            if best is not None and not _warnings(best):
                return lettered(best)
        page = "A3"
    for number in range(1, min(MOST_SHEETS[page], len(view.bands)) + 1):
        found = _sheets(view, page, number)
        if found is not None and (best is None or _warnings(found) < _warnings(best)):
            best = found
        if best is not None and not _warnings(best):
            break
    return lettered(best or _forced(view, page))


def _warnings(sheets: tuple[Layout, ...]) -> int:
    return sum(len(sheet.warnings) for sheet in sheets)


def _sheets(view: View, page: Page, number: int) -> tuple[Layout, ...] | None:
    """Return a picture on so many sheets, without warnings if there is one; none where it does not fit on them."""
    known: dict[object, Layout | None] = {}
    best: tuple[Layout, ...] | None = None
    for cuts in _cuts(view, page, number)[:TRIED]:
        found: list[Layout] = []
        for part in parted(view, page, cuts):
            key = _content(part)
            if key not in known:
                known[key] = pages.fitted(part)
            sheet = known[key]
            if sheet is None:
                break
            found.append(sheet)
        if len(found) == number and (best is None or _warnings(tuple(found)) < _warnings(best)):
            best = tuple(found)
        if best is not None and not _warnings(best):
            break
    return best


def _content(part: Part) -> object:
    """Return all that tells one sheet of a view from another: its bands, and on which sheets its arrows end."""
    ends = [(part.sheet_of[edge.tail], part.sheet_of[edge.head]) for edge in part.view.edges]
    return (part.sheet, tuple(band.id for band in part.bands), tuple(each for each in ends if part.sheet in each))


def _spans(view: View, cuts: tuple[int, ...]) -> list[tuple[int, int]]:
    marks = (0, *cuts, len(view.bands))
    return list(pairwise(marks))


def _forced(view: View, page: Page) -> tuple[Layout, ...]:
    """Return a picture whatever its size: a sheet that is too full grows beyond the page and says so."""
    options = [
        (sum(max(0.0, min(full, 2.0) - 1) for full in fulls) + 0.15 * number, cuts)
        for number in range(1, min(MOST_SHEETS[page], len(view.bands)) + 1)
        for _, fulls, cuts in _options(view, page, number)[:1]
    ]
    _, cuts = min(options)
    return tuple(pages.fitted(part) or pages.grown(part) for part in parted(view, page, cuts))


def _cuts(view: View, page: Page, number: int) -> list[tuple[int, ...]]:
    """Return the ways to cut the bands into so many sheets none of which is too full, the best first."""
    return [cuts for _, fulls, cuts in _options(view, page, number) if max(fulls) <= FULL]


def _options(view: View, page: Page, number: int) -> list[tuple[float, list[float], tuple[int, ...]]]:
    """Return the ways to cut the bands into so many sheets, with how full each is; even sheets, few arrows between."""
    at = {band.id: place for place, band in enumerate(view.bands)}
    home = {node.id: at[node.band] for node in view.nodes}
    over = [
        sum(min(home[edge.tail], home[edge.head]) < cut <= max(home[edge.tail], home[edge.head]) for edge in view.edges)
        for cut in range(len(view.bands) + 1)
    ]
    known: dict[tuple[int, int], float] = {}
    found = []
    for cuts in combinations(range(1, len(view.bands)), number - 1):
        spans = _spans(view, cuts)
        if number > 1 and not all(any(low <= place < high for place in home.values()) for low, high in spans):
            continue
        for span, part in zip(spans, parted(view, page, cuts), strict=True):
            if span not in known:
                known[span] = fullness(part)
        fulls = [known[span] for span in spans]
        found.append((8 * max(*fulls, 0.85) + 0.08 * sum(over[cut] for cut in cuts), fulls, cuts))
    return sorted(found)


def parted(view: View, page: Page, cuts: tuple[int, ...]) -> list[Part]:
    """Return what each sheet shows, cut before the bands of these numbers."""
    spans = _spans(view, cuts)
    sheet_of: dict[str, int] = {}
    for number, (low, high) in enumerate(spans, 1):
        inside = {band.id for band in view.bands[low:high]}
        sheet_of |= {node.id: number for node in view.nodes if node.band in inside}
    return [
        Part(view, page, number, len(spans), view.bands[low:high], sheet_of)
        for number, (low, high) in enumerate(spans, 1)
    ]


def lettered(sheets: tuple[Layout, ...]) -> tuple[Layout, ...]:
    """Give each box that is reached by a jump its letter, in reading order; and its circle, on whatever sheet it is."""
    heads = {edge.head for sheet in sheets for each in sheet.exits for edge in each.edges}
    nodes = sheets[0].view.nodes
    letters = {node.id: node.mark for node in nodes if node.mark}
    used = set(letters.values())
    free = (letter for letter in map(_letter, count()) if letter not in used)
    letters |= {node.id: next(free) for node in nodes if node.id in heads and not node.mark}
    return tuple(
        replace(
            sheet,
            exits=tuple(
                replace(each, letter=letters[each.edges[0].head]) if each.edges else each for each in sheet.exits
            ),
            entries=tuple(replace(each, letter=letters[each.head]) for each in sheet.entries),
        )
        for sheet in sheets
    )


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else f"{chr(ord('A') + place // 26 - 1)}{chr(ord('A') + place % 26)}"
