"""Follows a file: after each save the problems, the picture where there are no errors, and then the worked cases.

One thread does all of it in turn. Cases are tried one by one, and left as soon as something is saved.
"""

from __future__ import annotations

import math
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from carepath.model import Pathway
from carepath.watching.reading import Held, Reading, reading, watched
from carepath.watching.trying import Results, beside, results

from carepath_renderers.preview.board import Board
from carepath_renderers.preview.changes import changed, gone, unplaced
from carepath_renderers.preview.redrawing import Drawn
from carepath_renderers.preview.stamps import EVERY, Stamps, settled, stamps
from carepath_renderers.preview.state import Case, Cases, News, Picture
from carepath_renderers.preview.steps import steps, texts
from carepath_renderers.views.view import View

QUIET = 1.0  # seconds without a save, after which there is time for what may take longer
KEPT = "The last good picture is shown."
NONE_YET = "The picture appears as soon as there are no errors."


@dataclass(frozen=True, slots=True)
class Pen:
    """How a definition becomes a picture: in words; on sheets, quickly after another; and as it is from nothing."""

    view: Callable[[Pathway], View]
    draw: Callable[[View, Drawn | None], Drawn]
    finish: Callable[[View, Drawn], Drawn]


@dataclass(frozen=True, slots=True)
class Good:
    """The last good picture, the view that it was drawn from, and whether it is the one that is drawn from nothing."""

    view: View
    drawn: Drawn
    final: bool


@dataclass(frozen=True, slots=True)
class Round:
    """What is known between two looks at the files."""

    paths: tuple[Path, ...]
    last: Reading | None = None
    good: Good | None = None
    tried: tuple[Held, ...] | None = None


def follow(file: str, board: Board, pen: Pen, over: Event) -> None:
    """Show a definition, and again after each save, until `over` is set."""
    known = Round((Path(file),))
    while not over.is_set():
        seen = settled(known.paths, Path(file))
        try:
            known = _round(file, known, seen, board, pen, over)
            if known.good is not None and not known.good.final and _still(known.paths, seen, over, QUIET):
                known = replace(known, good=_finished(known.good, board, pen))
        except Exception as fault:  # whatever it is, the page says so and goes on with the next save
            traceback.print_exc(file=sys.stderr)
            kept = NONE_YET if known.good is None else KEPT
            what = f"{type(fault).__name__}: {fault}"
            said = f"carepath failed ({what}); the terminal says where. This is a fault of carepath. {kept}"
            board.show(News(Path(file).name, "fault", said))
            known = replace(known, last=None)
        _still(known.paths, seen, over)


def _still(paths: tuple[Path, ...], seen: Stamps, over: Event, seconds: float = math.inf) -> bool:
    """Wait; return False as soon as something is saved or the preview stops, True after so many seconds."""
    if not seen.keys() >= set(paths):
        return False
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if any(stamp != seen[path] for path, stamp in stamps(paths).items()) or over.wait(EVERY):
            return False
    return True


def _round(file: str, known: Round, seen: Stamps, board: Board, pen: Pen, over: Event) -> Round:
    """Show what came of a save, and try the worked cases once all files were looked at before they were read."""
    begun = time.perf_counter()
    now = reading(file, known.last)
    good, tried = known.good, known.tried
    if now is not known.last:
        good, tried = _shown(now, good, board, pen, begun), None
    cases = beside(now)
    paths = watched(now, (Path(str(each.place)) for each in cases))
    if now.pathway is not None and cases != tried and seen.keys() >= set(paths):
        tried = cases if _tried(now, cases, board, seen, over) else None
    return Round(paths, now, good, tried)


def _finished(good: Good, board: Board, pen: Pen) -> Good:
    """Show the picture as it is drawn from nothing, where it is another: the page ends with what would be printed."""
    drawn = pen.finish(good.view, good.drawn)
    if drawn is not good.drawn and board.latest.picture is not None:
        board.show(replace(board.latest.picture, sheets=drawn.sheets, warnings=drawn.warnings))
    return Good(good.view, drawn, True)


def _shown(now: Reading, good: Good | None, board: Board, pen: Pen, begun: float) -> Good | None:
    """Show what came of a save; return the picture that is now the last good one."""
    if now.pathway is None:
        board.show(_bad(now, good))
        return good
    new = _drawn(now.pathway, good, pen)
    picture = _picture(new, good, now)
    board.show(picture)
    drawn = "" if good is not None and new.drawn is good.drawn else _drawn_in(begun, picture, good)
    board.show(_fine(now, drawn or "The picture is as before."))
    return new


def _drawn(pathway: Pathway, good: Good | None, pen: Pen) -> Good:
    view = pen.view(pathway)
    if good is None:
        return Good(view, pen.draw(view, None), True)
    if unplaced(view) == unplaced(good.view):
        return replace(good, view=view)
    return Good(view, pen.draw(view, good.drawn), False)


def _picture(new: Good, good: Good | None, now: Reading) -> Picture:
    found = steps(new.view)
    differs = () if good is None else changed(new.view, good.view)
    lost = () if good is None else gone(new.view, good.view)
    return Picture(
        new.view.title, new.drawn.sheets, found, texts(now.file, found, now.lines), differs, lost, new.drawn.warnings
    )  # fmt: skip


def _drawn_in(begun: float, picture: Picture, good: Good | None) -> str:
    """Return how long the drawing took, and which steps changed."""
    took = f"Drawn in {(time.perf_counter() - begun) * 1000:.0f} ms."
    if good is None:
        return took
    titles = {step.id: step.title for step in picture.steps}
    differs = [titles[id] for id in picture.changed if id in titles]
    return f"{took} {_few([*differs, *(f'{title} (taken out)' for title in picture.gone)])}"


def _fine(now: Reading, said: str) -> News:
    count = f"No errors, {now.count}." if now.problems else "No problems."
    return News(_name(now), "good", f"{count} {said}", now.text)


def _few(titles: list[str]) -> str:
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    return f"Changed: {', '.join(titles[:3])}{more}." if titles else "No step changed."


def _bad(now: Reading, good: Good | None) -> News:
    kept = KEPT if good else NONE_YET
    if not now.there:
        return News(
            _name(now),
            "missing",
            f"{now.file} is not there, or cannot be read. {kept} It goes on once the file is back.",
        )
    first = next(problem for problem in now.problems if problem.severity == "error")
    said = f"{now.count}. First: {_name(now)}, line {first.source.line}: {first.message} {kept}"
    if first.source.file != now.file:
        said = f"{now.count}. First: {first.source}: {first.message} {kept}"
    return News(_name(now), "errors", said, now.text)


def _name(now: Reading) -> str:
    return Path(now.file).name


def _tried(now: Reading, files: tuple[Held, ...], board: Board, seen: Stamps, over: Event) -> bool:
    """Try the worked cases and show what came of them; return False where a save came first."""
    if not files:
        named = now.pathway.name if now.pathway else ""
        board.show(Cases(f"No worked cases name {named}. They lie in the folder cases beside the definition."))
        return True
    before = board.latest.cases
    board.show(replace(before, running=True) if before else Cases("The worked cases are being tried.", running=True))
    looked = time.monotonic()
    for each in results(now, files):
        if isinstance(each, Results):
            board.show(_cases(each))
        elif time.monotonic() - looked > EVERY:
            looked = time.monotonic()
            if over.is_set() or stamps(seen) != seen:
                return False
    return True


def _cases(found: Results) -> Cases:
    listed = tuple(Case(each.name, f"{each.file}:{each.line}", each.text) for each in found.cases)
    return Cases(f"{found.summary[:1].upper()}{found.summary[1:]}.", listed, found.problems, found.passed)
