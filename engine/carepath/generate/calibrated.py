"""Histories of a calibrated set: from referral or upgrade to the first treatment, in the bands that were published.

The walks are those of the definitions; the wait, the day of the transfer and the providers follow from the kind of
patient. Inside a band every day is as likely as another. Since real waits are long, milestones are late as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import gcd

from carepath.findings import Assessment
from carepath.generate.chance import Draw, chosen, drawn_from, whole
from carepath.generate.histories import History
from carepath.generate.profile import BANDS, Kind, Scenario, kinds, quotas
from carepath.generate.templates import NoWalk, judged
from carepath.generate.terrain import Data, Stop, Terrain, Wish, terrain
from carepath.generate.walks import walk
from carepath.model import Pathway

FIRST, DAYS = date(2024, 10, 1), 365  # the days of treatment
HERE, CENTRE = "RK5", "RX1"  # stand for any diagnosing trust and any centre while a walk is looked for
TRIES, ENOUGH = 400, 6  # walks tried for a kind of patient, and kept
INVESTIGATING, TREATING = 38, 24
STEP = 7919  # a prime: cases of one kind are spread over the file


@dataclass(frozen=True, slots=True)
class Way:
    """A walk to the first treatment: where the 62 days start, and where the transfer is received (None: nowhere)."""

    pathway: Pathway
    stops: tuple[Stop, ...]
    start: int
    received: int | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """The kinds of patients of a profile with their weights, and the ways they may go."""

    name: str
    seed: int
    kinds: tuple[tuple[Kind, Fraction], ...]
    ways: Mapping[tuple[str, str, bool], tuple[Way, ...]]


def calibration(pathways: Mapping[str, Pathway], profile: str, seed: int) -> Calibration:
    """Return what a profile needs of the sites whose definitions are given; raises NoWalk."""
    found = kinds(profile, tuple(pathways))
    missing = [site for site in pathways if site not in {kind.site for kind, _ in found}]
    if missing:
        raise NoWalk(f"the profile {profile} has no figures of {', '.join(missing)}")
    grounds = {site: terrain(pathway, FIRST) for site, pathway in pathways.items()}
    keys = dict.fromkeys((kind.site, kind.route, kind.centre is not None) for kind, _ in found)
    ways = {key: _ways(grounds[key[0]], *key[1:], drawn_from("carepath", profile, *key, seed)) for key in keys}
    return Calibration(" ".join((profile, *sorted(pathways))), seed, found, ways)


def patients(made: Calibration, count: int) -> Iterator[History]:
    """Yield the patients of a calibration; the same for the same seed.

    Of each kind there are as many as its share of the whole, to the nearest patient.
    """
    draw = drawn_from("carepath", made.name, made.seed)
    numbers = quotas([weight for _, weight in made.kinds], count)
    order = [kind for (kind, _), number in zip(made.kinds, numbers, strict=True) for _ in range(number)]
    step = STEP if gcd(STEP, count) == 1 else 1
    for number in range(count):
        kind = order[number * step % count]
        yield _history(chosen(draw, made.ways[kind.site, kind.route, kind.centre is not None]), kind, draw)


def _ways(ground: Terrain, route: str, transferred: bool, draw: Draw) -> tuple[Way, ...]:
    """Return walks for a route to the first treatment, the shortest of those found."""
    wish = Wish(
        route=(("route", "other" if route == "upgrade" else route),),
        first=HERE,
        second=CENTRE if transferred else HERE,
        until="treatment",
    )
    found: dict[tuple[Stop, ...], Way] = {}
    for _ in range(TRIES):
        stops = walk(ground, draw, wish)
        way = _way(ground, stops, route, transferred) if stops and stops not in found else None
        if way is not None:
            found[stops] = way
            if len(found) == ENOUGH:
                break
    if not found:
        how = "with a transfer " if transferred else ""
        raise NoWalk(f"no way to a treatment {how}was found in {ground.pathway.name} for the route {route}")
    return tuple(sorted(found.values(), key=lambda way: len(way.stops)))


def _way(ground: Terrain, stops: tuple[Stop, ...], route: str, transferred: bool) -> Way | None:
    """Return a walk as a way, None where it is not of this route or does not pass the patient on as it should."""
    events = [stop.event for stop in stops]
    begins = "upgrade" if route == "upgrade" else "referral"
    if begins not in events or (route != "upgrade" and "upgrade" in events):
        return None
    start = events.index(begins)
    if not transferred:
        own = all(stop.provider == HERE for stop in stops) and "transfer.sent" not in events
        return Way(ground.pathway, stops, start, None) if own else None
    if events.count("transfer.received") != 1 or stops[-1].provider != CENTRE:
        return None
    received = events.index("transfer.received")
    if received < start or {stop.provider for stop in stops} != {HERE, CENTRE}:
        return None
    assessed = judged(ground.pathway, stops, range(len(stops)), ground.day, 1)
    return Way(ground.pathway, stops, start, received) if _handed_over(assessed, ground.day, received) else None


def _handed_over(assessed: Assessment, first: date, received: int) -> bool:
    """Return whether the transfer was complete when it was received."""
    return first + timedelta(days=received) in {one.handover for one in assessed.transfers}


def _history(way: Way, kind: Kind, draw: Draw) -> History:
    before = way.start
    after = len(way.stops) - 1 - way.start
    if way.received is None or kind.scenario is None:
        low, high = BANDS[kind.band]
        times = _spread(whole(draw, max(low, after), max(high, after)), after)
    else:
        until, rest = way.received - way.start, len(way.stops) - 1 - way.received
        first, second = _split(kind.scenario, BANDS[kind.band], until, rest, draw)
        times = [*_spread(first, until), *(first + time for time in _spread(second, rest)[1:])]
    treated = FIRST + timedelta(days=whole(draw, 0, DAYS - 1))
    begun = treated - timedelta(days=times[-1] + before)
    return History(way.pathway, _by(way, kind), begun, [*range(before), *(before + time for time in times)])


def _split(scenario: Scenario, band: tuple[int, int], until: int, rest: int, draw: Draw) -> tuple[int, int]:
    """Draw the days before and after a transfer so that they lie in the band and in the row of the table."""
    early, quick = scenario in "ABD", scenario in "ACE"
    low, high = max(band[0], until + rest), band[1]
    most_first = INVESTIGATING if early else high - rest
    least_first = until if early else max(until, INVESTIGATING + 1)
    most_second = TREATING if quick else high - until
    least_second = rest if quick else max(rest, TREATING + 1)
    wait = whole(draw, max(low, least_first + least_second), min(high, most_first + most_second))
    first = whole(draw, max(least_first, wait - most_second), min(most_first, wait - least_second))
    return first, wait - first


def _spread(days: int, steps: int) -> list[int]:
    """Return the days of so many steps, as even as they can be."""
    return [days * step // steps for step in range(steps + 1)] if steps else [0]


def _by(way: Way, kind: Kind) -> tuple[Stop, ...]:
    names = {HERE: kind.provider, CENTRE: kind.centre if kind.centre is not None else kind.provider}
    return tuple(
        replace(stop, provider=names.get(stop.provider or ""), data=_to(stop, names)) for stop in way.stops
    )  # fmt: skip


def _to(stop: Stop, names: Mapping[str, str | None]) -> Data:
    return tuple((name, names[str(value)] or "" if name == "to" else value) for name, value in stop.data)
