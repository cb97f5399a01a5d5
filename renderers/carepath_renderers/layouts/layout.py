"""From a view to sheets with everything in its place; where one sheet is full, the picture is cut into several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from carepath_renderers.drawing.style import Page
from carepath_renderers.layouts import pages
from carepath_renderers.layouts.cuts import Piece, parts_of, pieces_of
from carepath_renderers.layouts.geometry import Layout
from carepath_renderers.layouts.rooms import fullness
from carepath_renderers.layouts.shapes import FULL
from carepath_renderers.layouts.sheet import Part
from carepath_renderers.views.view import View

MOST_ON_A4 = 27  # boxes in type of a good size
MOST_SHEETS: dict[Page, int] = {"A4": 9, "A3": 4}
TRIED = 5  # ways to cut a picture into so many sheets
CROSSED, TORN = 0.08, 0.5  # what an arrow from sheet to sheet and a cut within a band cost; a full sheet costs 8


def laid_out(view: View, page: Page | None = None) -> tuple[Layout, ...]:
    """Return the sheets of a picture; without a page, A4 where one sheet of it is enough, or else A3."""
    if page is None:
        if len(view.nodes) <= MOST_ON_A4:
            alone = pages.fitted(parted(view, "A4", ())[0])
            if alone is not None and not alone.warnings:
                return lettered((alone,))
        page = "A3"
    search = _Search(view, page)
    best: tuple[Layout, ...] | None = None
    for number in range(1, min(MOST_SHEETS[page], len(search.pieces)) + 1):
        best = search.sheets(number, best)
        if best is not None and not _warnings(best):
            break
    return lettered(best or search.forced())


def _warnings(sheets: Sequence[Layout]) -> int:
    return sum(len(sheet.warnings) for sheet in sheets)


class _Search:
    """The ways to cut one view into sheets, with what is known already of each sheet."""

    def __init__(self, view: View, page: Page) -> None:
        self.view, self.page = view, page
        self.pieces: tuple[Piece, ...] = pieces_of(view, page)
        self.full: dict[tuple[int, int], float] = {}
        self.known: dict[object, Layout | None] = {}
        self.warned: set[tuple[int, int]] = set()  # spans that were tried and gave warnings
        self.crowded: list[tuple[int, int]] = []  # that do not fit on a sheet
        at = {each: place for place, piece in enumerate(self.pieces) for each in piece.nodes}
        ends = [sorted((at[edge.tail], at[edge.head])) for edge in view.edges]
        self.over = [sum(low < cut <= high for low, high in ends) for cut in range(len(self.pieces) + 1)]

    def sheets(self, number: int, best: tuple[Layout, ...] | None) -> tuple[Layout, ...] | None:
        """Return a picture on so many sheets, without warnings if there is one; `best` where none has fewer."""
        tries = 0
        for _, spans in sorted(self._options(number, FULL)):
            if any(span in self.warned or self._holds_a_crowd(span) for span in spans):
                continue
            if tries == TRIED:
                break
            tries += 1
            found = self._found(spans)
            if found is not None and (best is None or _warnings(found) < _warnings(best)):
                best = found
            if best is not None and not _warnings(best):
                break
        return best

    def _found(self, spans: Sequence[tuple[int, int]]) -> tuple[Layout, ...] | None:
        """Return the sheets of these spans; none where one does not fit. The fullest is tried first."""
        parts = self._parts(spans)
        found: dict[tuple[int, int], Layout] = {}
        for span in sorted(spans, key=lambda each: (-self._full(each), each)):
            part = parts[spans.index(span)]
            key = _content(part)
            if key not in self.known:
                self.known[key] = pages.fitted(part)
            sheet = self.known[key]
            if sheet is None:
                self.crowded.append(span)
                return None
            if sheet.warnings:
                self.warned.add(span)
            found[span] = replace(sheet, sheets=part.sheets)
        return tuple(found[span] for span in spans)

    def _holds_a_crowd(self, span: tuple[int, int]) -> bool:
        """Return whether a span has in it what alone was too much for a sheet."""
        return any(span[0] <= low and high <= span[1] for low, high in self.crowded)

    def forced(self) -> tuple[Layout, ...]:
        """Return a picture whatever its size: a sheet that is too full grows beyond the page and says so."""
        options = []
        for number in range(1, min(MOST_SHEETS[self.page], len(self.pieces)) + 1):
            for _, spans in sorted(self._options(number, 99.0))[:1]:
                fulls = [self._full(span) for span in spans]
                options.append((sum(max(0.0, min(full, 2.0) - 1) for full in fulls) + 0.15 * number, spans))
        _, spans = min(options)
        return tuple(pages.fitted(part) or pages.grown(part) for part in self._parts(spans))

    def _parts(self, spans: Sequence[tuple[int, int]]) -> list[Part]:
        return parts_of(self.view, self.page, self.pieces, [low for low, _ in spans[1:]])

    def _full(self, span: tuple[int, int]) -> float:
        """Return about how full a sheet with some pieces is."""
        if span not in self.full:
            low, high = span
            cuts = [cut for cut in (low, high) if 0 < cut < len(self.pieces)]
            self.full[span] = fullness(parts_of(self.view, self.page, self.pieces, cuts)[1 if low else 0])
        return self.full[span]

    def _options(self, number: int, most: float) -> Iterator[tuple[float, tuple[tuple[int, int], ...]]]:
        """Yield the ways to cut into so many sheets none of which is too full, with what each costs.

        Even sheets cost least, with few arrows from one to the other and few bands cut in two.
        """
        size = len(self.pieces)

        def spans(begin: int, left: int) -> Iterator[tuple[tuple[int, int], ...]]:
            for end in range(begin + 1, size + 1) if left > 1 else (size,):
                span = (begin, end)
                if end > size - left + 1 or (number > 1 and not any(piece.nodes for piece in self.pieces[begin:end])):
                    continue
                if self._full(span) > most:
                    if left > 1:
                        break  # with more it is fuller still
                    continue
                if left == 1:
                    yield (span,)
                else:
                    yield from ((span, *rest) for rest in spans(end, left - 1))

        for option in spans(0, number):
            fulls = [self._full(span) for span in option]
            cuts = [low for low, _ in option[1:]]
            torn = sum(self.pieces[cut].band == self.pieces[cut - 1].band for cut in cuts)
            yield (8 * max(*fulls, 0.85) + CROSSED * sum(self.over[cut] for cut in cuts) + TORN * torn, option)


def _content(part: Part) -> object:
    """Return all that tells one sheet of a view from another: its boxes and days, and where its arrows end."""
    ends = [(part.sheet_of[edge.tail], part.sheet_of[edge.head]) for edge in part.view.edges]
    mine = tuple(each for each, sheet in part.sheet_of.items() if sheet == part.sheet)
    last = part.sheet == part.sheets  # it has the notes
    return (part.sheet, last, part.bands, mine, tuple(each for each in ends if part.sheet in each))


def parted(view: View, page: Page, cuts: tuple[int, ...]) -> list[Part]:
    """Return what each sheet shows, cut before the bands of these numbers."""
    bands = [Piece(band, tuple(node.id for node in view.nodes if node.band == band.id)) for band in view.bands]
    return parts_of(view, page, bands, cuts)


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
