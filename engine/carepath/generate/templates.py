"""Templates: walks with the windows of their days, each of them judged by the engine once and found without fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from carepath.calendar import Calendar
from carepath.evaluate import evaluate
from carepath.findings import Assessment
from carepath.generate.chance import Draw
from carepath.generate.spans import Window, bounds, windows
from carepath.generate.terrain import Stop
from carepath.model import Pathway
from carepath.record import Entry

# What may be found while each event has a day of its own, since it is a matter of the days chosen afterwards.
TIMING = frozenset({"late", "breach", "too-early", "late-transfer", "late-acknowledgement"})
SLOW = 14  # days: an event without a day of its own comes at most so long after the one before, or after it must
MORNING = time(9)


class NoWalk(ValueError):
    """No history without fault can be made of a definition; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Template:
    """A walk and the windows of its events; `unit`: 1 for days, DAY for instants."""

    pathway: Pathway
    stops: tuple[Stop, ...]
    windows: tuple[Window, ...]
    unit: int


def templates(
    pathway: Pathway, walks: Iterator[tuple[Stop, ...]], first: date, count: int, unit: int, draw: Draw
) -> tuple[Template, ...]:
    """Return at most `count` templates from walks; raises NoWalk where no walk can be used."""
    found = []
    reasons: Counter[str] = Counter()
    for stops in walks:
        made = _template(pathway, stops, first, unit, draw)
        if isinstance(made, Template):
            found.append(made)
            if len(found) == count:
                break
        else:
            reasons.update(made)
    if not found:
        said = ", ".join(f"{code} ({times} times)" for code, times in reasons.most_common(3)) or "no end was reached"
        raise NoWalk(f"no history of {pathway.name} without fault was found; of those tried: {said}")
    return tuple(found)


def _template(
    pathway: Pathway, stops: tuple[Stop, ...], first: date, unit: int, draw: Draw
) -> Template | tuple[str, ...]:
    """Return a template, or what is found in the walk whatever its days."""
    if not stops:
        return ()
    spread = [place * unit for place in range(len(stops))]
    assessed = judged(pathway, stops, spread, first, unit)
    wrong = tuple(sorted({one.code for one in assessed.findings} - TIMING))
    if wrong:
        return wrong
    days = [first + timedelta(days=place) for place in range(len(stops))]
    found = windows(len(stops), bounds(pathway, assessed, days, unit), 1)
    if found is None:
        return ("days that contradict each other",)
    made = Template(pathway, stops, found, unit)
    for chance in (draw, _slowest):  # what holds at both ends of the windows holds between them
        again = judged(pathway, stops, offsets(made, chance), first, unit)
        if again.findings:
            return tuple(sorted({one.code for one in again.findings}))
    return made


def _slowest() -> float:
    return 1 - 2**-53


def offsets(template: Template, draw: Draw) -> list[int]:
    """Draw when the events of a template happen, in units after the first; early in their windows rather than late."""
    times = [0]
    slow = SLOW * template.unit
    for window in template.windows[1:]:
        least = max(times[one] + units for one, units in window.least)
        most = least + slow
        for one, units in window.most:
            latest = times[one] + units
            if latest < most:
                most = latest
        chance = draw()
        times.append(least + int(chance * chance * (most - least + 1)))
    return times


def judged(pathway: Pathway, stops: Sequence[Stop], times: Sequence[int], first: date, unit: int) -> Assessment:
    """Return the assessment of a walk with these times, on the day of its last event."""
    entries = [
        Entry(
            case="c", id=f"e{place:02}", event=stop.event, occurred=moment(first, when, unit),
            provider=stop.provider, data=dict(stop.data),
        )
        for place, (stop, when) in enumerate(zip(stops, times, strict=True), start=1)
    ]  # fmt: skip
    return evaluate(pathway, Calendar.named(pathway.calendar), entries, first + timedelta(days=times[-1] // unit + 1))


def moment(first: date, when: int, unit: int) -> date | datetime:
    """Return the day, or the instant, so many units after the first."""
    if unit == 1:
        return first + timedelta(days=when)
    return datetime.combine(first, MORNING) + timedelta(minutes=10 * when)
