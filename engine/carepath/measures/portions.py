"""What one case adds to the measures: its waits, divided between those who are credited, in the words of a table.

Everything comes from the report of the case (`regimes`); nothing is judged a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from carepath.course import Course
from carepath.measures.bands import TREATING, band, of_standard
from carepath.measures.question import month_of
from carepath.model import Pathway
from carepath.regimes import Listener, Reported, reported_of
from carepath.responsibility import holder_on, holders
from carepath.standards import Allocation
from carepath.transfers import passings

Kind = Literal["standard", "phase-38", "phase-24", "backstop-104", "open", "open-104"]
Place = Literal["counted", "excluded", "ended", "not_known"]

# No wait over 104 days without a clinical reason: letter on improving cancer performance, July 2015; the top band of
# the published tables begins after it.
BACKSTOP = 104
WHOLE_WAIT = "62"
ROUTE, UPGRADE = "route", "upgrade"  # an attribute, an event
ALL, NONE = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class Head:
    """What a figure is of: the kind of measure, and the standard of a regime."""

    kind: Kind
    regime: str
    standard: str


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of one wait in one figure. `place`: counted, or why it is not; `within` says nothing where it is not."""

    head: Head
    month: str
    provider: str
    site: str
    route: str
    scenario: str
    band: str
    part: Fraction
    place: Place = "counted"
    within: bool = False
    not_counted: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """What the waits of a case have in common; `held` says who held it on a day, by the rule of the pathway itself."""

    site: str
    route: str
    held: Callable[[date], str | None]


def portions(listeners: tuple[Listener, ...], pathway: Pathway, read: Course) -> Iterator[Portion]:
    """Yield what a case adds; an open wait belongs to no month, a wait that is not counted to that of its end."""
    standing = read.folded.standing
    upgraded = any(one.event.type == UPGRADE and one.event.status == "done" for one in standing.heard)
    case = Case(
        site_of(pathway),
        route(str(standing.attributes.get(ROUTE, "")), upgraded),
        lambda day: holder_on(holders(standing.started, passings(pathway, standing.heard, standing.episode).of), day),
    )
    tables = {one.regime.id: one.regime.allocation for one in listeners}
    for one in reported_of(listeners, pathway, read):
        yield from of_wait(case, one, tables[one.regime])


def of_wait(case: Case, one: Reported, table: Allocation | None) -> Iterator[Portion]:
    """Yield what a wait adds under one standard; `table` is that by which its regime credits shared waits."""
    match one.why:
        case "counted":
            yield from _counted(case, one)
            if table is not None and table.investigating is not None and table.treating is not None:
                yield from _phases(case, one, table.investigating, table.treating)
        case "open":
            yield from _open(case, one)
        case "excluded" | "closed" | "void" | "not-known":
            yield _left_out(case, one)
        case _:
            pass  # of another standard


def site_of(pathway: Pathway) -> str:
    """Return the site that figures of a definition belong to."""
    return pathway.site or pathway.id


def route(referral: str, upgraded: bool) -> str:
    """Return the route of a case: that of its referral, and `upgrade` where a consultant made it urgent."""
    return "upgrade" if upgraded and referral in ("", "other") else referral


def _counted(case: Case, one: Reported) -> Iterator[Portion]:
    assert one.month is not None, "a wait that counts has stopped"
    assert one.net is not None, "a wait that counts has a length"
    name = band(one.net, of_standard(one.days))
    for share in one.shares:
        if share.part:
            for kind, within in _questions(one, one.net):
                yield Portion(
                    Head(kind, one.regime, one.standard),
                    one.month,
                    share.provider or "",
                    case.site,
                    case.route,
                    one.allocated.scenario or "",
                    name,
                    share.part,
                    within=within,
                    not_counted=one.not_counted or 0,
                )


def _questions(one: Reported, net: int) -> Iterator[tuple[Kind, bool]]:
    yield "standard", net <= one.days
    if one.clock == WHOLE_WAIT:
        yield "backstop-104", net <= BACKSTOP


def _phases(case: Case, one: Reported, investigating: int, treating: int) -> Iterator[Portion]:
    """Yield the two phases of a shared wait; several investigating providers answer for theirs together."""
    before = tuple(share for share in one.shares if share.side == "investigating")
    after = tuple(share for share in one.shares if share.side == "treating")
    kinds: tuple[Kind, ...] = ("phase-38", "phase-24")
    sides_of = (
        (before, one.allocated.investigating, investigating, (investigating,)),
        (after, one.allocated.treating, treating, TREATING),
    )
    for kind, (sides, days, most, last) in zip(kinds, sides_of, strict=True):
        for share in sides:
            yield Portion(
                Head(kind, one.regime, one.standard),
                one.month or "",
                share.provider or "",
                case.site,
                case.route,
                one.allocated.scenario or "",
                band(days, last),
                Fraction(1, len(sides)),
                within=days <= most,
            )


def _open(case: Case, one: Reported) -> Iterator[Portion]:
    if one.net is None:
        return
    for share in one.shares:
        for kind, within in _questions(one, one.net):
            yield Portion(
                Head("open" if kind == "standard" else "open-104", one.regime, one.standard),
                "",
                share.provider or "",
                case.site,
                case.route,
                "",
                band(one.net, of_standard(one.days)),
                share.part,
                within=within,
                not_counted=one.not_counted or 0,
            )


def _left_out(case: Case, one: Reported) -> Portion:
    """Return a wait that counts for nobody, with the provider that held it at its end."""
    ended: date = one.stop or one.start + timedelta(days=one.gross)
    places: dict[str, Place] = {"excluded": "excluded", "closed": "ended", "void": "ended", "not-known": "not_known"}
    return Portion(
        Head("standard", one.regime, one.standard),
        month_of(ended),
        case.held(ended) or "",
        case.site,
        case.route,
        "",
        "",
        ALL,
        place=places[one.why],
    )
