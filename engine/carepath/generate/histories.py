"""Made-up histories, one after the other: a template, a first day, days within its windows, and what goes wrong.

A history is a walk with times. What goes wrong is asked for in shares of the cases and drawn for each case; nothing
else departs from the definition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carepath.generate.chance import Draw, chosen, drawn_from, whole
from carepath.generate.spans import DAY
from carepath.generate.templates import NoWalk, Template, offsets, templates
from carepath.generate.terrain import Stop, terrain
from carepath.generate.walks import walk
from carepath.model import Pathway

TEMPLATES = 120  # of one definition
TRIES = 12  # walks for each template that is wanted
LONGEST_DELAY = 60  # days
LONGEST_LAG = 90  # days from an event until it was recorded, where that is late
USUAL_LAG = 2


@dataclass(frozen=True, slots=True)
class Faults:
    """Which part of the cases is delayed at one point, leaves out one event, has one event recorded late.

    `recorded`: whether the histories say when each event was recorded.
    """

    delayed: float = 0.0
    skipped: float = 0.0
    told_late: float = 0.0

    @property
    def recorded(self) -> bool:
        """Whether histories say when each event was recorded: where some are recorded late."""
        return self.told_late > 0


NO_FAULTS = Faults()


@dataclass(frozen=True, slots=True)
class History:
    """One case: its walk, the day of its first event, when the others happen, and how late each was recorded.

    `times` are in units after the first day (`unit`: 1 for days, DAY for instants); `lags` are days, empty where no
    event says when it was recorded. `left_out` is the place of an event that was not recorded.
    """

    pathway: Pathway
    stops: tuple[Stop, ...]
    first: date
    times: Sequence[int]
    unit: int = 1
    lags: tuple[int, ...] = ()
    left_out: int | None = None


def histories(
    ways: Sequence[Template], seed: int, count: int, first: date, days: int, faults: Faults = NO_FAULTS
) -> Iterator[History]:
    """Yield histories of templates that begin within so many days from the first; the same for the same seed.

    A longer series begins with the shorter one.
    """
    draw = drawn_from("carepath", ways[0].pathway.name, "cases", seed)
    for _ in range(count):
        template = chosen(draw, ways)
        begun = first + timedelta(days=whole(draw, 0, days - 1))
        yield spoiled(template, begun, offsets(template, draw), faults, draw)


def ready(pathway: Pathway, seed: int, first: date, count: int = TEMPLATES) -> tuple[Template, ...]:
    """Return the templates of a definition for a seed: with days, or with instants where hours are counted.

    Raises NoWalk where no history without fault can be made.
    """
    ground = terrain(pathway, first)
    draw = drawn_from("carepath", pathway.name, "walks", seed)
    walks = (walk(ground, draw) for _ in range(count * TRIES))
    try:
        return templates(pathway, walks, first, count, 1, draw)
    except NoWalk:
        again = (walk(ground, draw) for _ in range(count * TRIES))
        return templates(pathway, again, first, count, DAY, draw)


def spoiled(template: Template, begun: date, times: list[int], faults: Faults, draw: Draw) -> History:
    """Return the history of a template with what goes wrong in it, if anything does."""
    stops, left_out = template.stops, None
    if faults.delayed and draw() < faults.delayed and len(stops) > 1:
        place, extra = whole(draw, 1, len(stops) - 1), whole(draw, 1, LONGEST_DELAY) * template.unit
        times = [*times[:place], *(time + extra for time in times[place:])]
    if faults.skipped and draw() < faults.skipped:
        inner = [place for place in range(1, len(stops) - 1) if not stops[place].event.startswith("transfer.")]
        left_out = chosen(draw, inner) if inner else None
    lags: tuple[int, ...] = ()
    if faults.recorded:
        late = whole(draw, 0, len(stops) - 1) if draw() < faults.told_late else -1
        lags = tuple(
            whole(draw, USUAL_LAG + 1, LONGEST_LAG) if place == late else whole(draw, 0, USUAL_LAG)
            for place in range(len(stops))
        )
    return History(template.pathway, stops, begun, times, template.unit, lags, left_out)
