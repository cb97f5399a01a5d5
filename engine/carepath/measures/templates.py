"""What waits of a kind add to the figures, worked out once for each kind: days, world and hands, whatever the day.

Two waits are of a kind where all that the rules look at is the same. Providers are no part of it: they are numbered by
the place where each is first named in the wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from carepath.allocation import Held, split
from carepath.cohort.machine.waitrows import HOLDERS
from carepath.conditions import World
from carepath.crediting import Ended, Facts, credited, with_event_type
from carepath.measures.hearing import Hearing
from carepath.measures.portions import Case, Portion, of_wait
from carepath.measures.question import Dimension
from carepath.model import Value

PLACES = (
    2 + HOLDERS + 1
)  # where a wait names a provider: of its end, by the pathway's own rule, those between, first seen
LEFT, CHAIN, FIRST_SEEN = 1, 2, 2 + HOLDERS
KEY = ("standard", "ended", "gross", "net", "first", "held")  # then providers, attributes, events, days of the holders
ENDS: tuple[Ended | None, ...] = (None, "stop", "close", "exclude", "void")
SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """One portion of a kind: its number, whether it belongs to the month of the wait, where its provider is named."""

    portion: int
    monthly: bool
    place: int


@dataclass(slots=True)
class Templates:
    """The kinds of wait met so far under one definition, and the portions of each."""

    hearing: Hearing
    by: tuple[Dimension, ...]
    values: Sequence[Value]  # by their numbers; grows elsewhere
    numbers: dict[tuple[int, ...], int] = field(default_factory=dict)
    parts: list[tuple[Part, ...]] = field(default_factory=list)
    portions: list[Portion] = field(default_factory=list)
    known: dict[object, int] = field(default_factory=dict)

    def number(self, key: tuple[int, ...]) -> int:
        """Return the number of a kind of wait, given by what decides."""
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = len(self.parts)
            self.parts.append(tuple(self._part(each) for each in _portions(self.hearing, key, self.values)))
        return found

    def _part(self, portion: Portion) -> Part:
        scenario = portion.scenario if "scenario" in self.by else ""
        band = portion.band if "band" in self.by else ""
        what = (portion.head, portion.part, portion.place, portion.within, portion.not_counted, scenario, band)
        number = self.known.setdefault(what, len(self.portions))
        if number == len(self.portions):
            blank = replace(portion, month="", provider="", site="", route="", scenario=scenario, band=band)
            self.portions.append(blank)
        return Part(number, bool(portion.month), int(portion.provider) if portion.provider else -1)


def _portions(hearing: Hearing, key: Sequence[int], values: Sequence[Value]) -> list[Portion]:
    """Return the portions of a kind of wait; the name of a provider is the place where it is first named."""
    number, ended, gross, net, first, held = key[: len(KEY)]
    providers, rest = key[len(KEY) : len(KEY) + PLACES], key[len(KEY) + PLACES :]
    one = hearing.standards[number]
    clock = hearing.clocks[one.clock]
    told, done = rest[: len(hearing.attributes)], rest[len(hearing.attributes) : -HOLDERS]
    known: Mapping[str, Value] = {
        name: values[value] for name, value in zip(hearing.attributes, told, strict=True) if value >= 0
    }
    world = World(
        with_event_type(known, clock.typed, bool(first)),
        frozenset(name for name, was in zip(hearing.events, done, strict=True) if was),
    )
    chain = tuple(
        Held(_name(provider), days)
        for provider, days in zip(providers[CHAIN : CHAIN + held], rest[-HOLDERS:][:held], strict=True)
    )
    stop = SOME_DAY + timedelta(days=gross)
    facts = Facts(
        clock=clock.name,
        episode=1,
        start=SOME_DAY,
        stop=stop if ENDS[ended] == "stop" else None,
        until=stop,
        net=None if net < 0 else net,
        ended=ENDS[ended],
        world=world,
        stopped=ENDS[ended] == "stop",
        provider=_name(providers[0]),
        split=lambda: split(chain, _name(providers[0])),
        first_seen=lambda: _name(providers[FIRST_SEEN]),
    )
    found = credited(one.regime, one.standard, one.guard, facts)
    case = Case("", "", lambda _: _name(providers[LEFT]))
    return list(of_wait(case, found, one.regime.allocation))


def _name(place: int) -> str | None:
    return None if place < 0 else str(place)
