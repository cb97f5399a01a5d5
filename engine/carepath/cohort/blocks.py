"""From the events of cases, as the definition reads them, to the columns of a block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from carepath.cohort.frames import microseconds
from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table
from carepath.cohort.machine.room import Piece, packed
from carepath.conditions import World, truth
from carepath.model import Value
from carepath.plan import Plan, Programs
from carepath.reading import Event
from carepath.record import STATUSES
from carepath.transfers import ABSENT

VOIDS = (None, "unknown-event", "dated-in-future", "impossible-date", "possible-duplicate")


@dataclass(frozen=True, slots=True)
class Words:
    """What the numbers of a block stand for, beside those of its plan."""

    providers: tuple[str, ...]
    events: tuple[str, ...]
    ids: Sequence[str]
    values: tuple[Value, ...]


@dataclass(slots=True)
class Values:
    """Values of attributes and their numbers, while a block is filled."""

    numbers: tuple[dict[Value, int], ...]

    def number(self, attribute: int, value: Value) -> int:
        """Return the number of a value within its attribute."""
        known = self.numbers[attribute]
        return known.setdefault(value, len(known))


def block(plan: Plan, cases: Sequence[Sequence[Event]], today: int, now: int) -> tuple[Table, Words]:
    """Return the columns of a block of cases, whose events are in order, and its words."""
    events = [event for case in cases for event in case]
    named = {event.provider for event in events} | {_to(event) for event in events}
    providers = tuple(sorted({*plan.names.providers, *(name for name in named if name is not None)}))
    unknown = sorted({event.type for event in events} - set(plan.names.events))
    types = {name: number for number, name in enumerate((*plan.names.events, *unknown))}
    provider_numbers: Mapping[str | None, int] = {name: number for number, name in enumerate(providers)}
    attributes = {name: number for number, name in enumerate(plan.names.attributes)}
    transfers = {name: number for number, name in enumerate(plan.names.transfers)}
    values = Values(tuple({} for _ in plan.names.attributes))
    ids: list[str] = []
    pairs: list[tuple[int, int]] = []
    bad: list[int] = []
    told = np.zeros((len(events), f.TOLD_WIDTH), np.int64)
    for place, event in enumerate(events):
        first, first_bad = len(pairs), len(bad)
        pairs += [(attributes[name], values.number(attributes[name], value)) for name, value in event.values.items()]
        bad += [attributes[name] for name in event.bad]
        root = len(ids)
        ids.append(event.root)
        entry = root if event.entry == event.root else len(ids)
        if entry != root:
            ids.append(event.entry)
        told[place] = (
            root, entry, types[event.type], provider_numbers.get(event.provider, -1), STATUSES.index(event.status),
            event.day.toordinal(), NONE if event.at is None else microseconds(event.at), VOIDS.index(event.void),
            first, len(pairs), first_bad, len(bad), 0, provider_numbers.get(_to(event), -1),
            _named(event, transfers),
        )  # fmt: skip
    starts = np.cumsum([0, *(len(case) for case in cases)])
    parts: dict[int, Piece] = {
        f.BLOCK_FIRST: starts.astype(np.int64),
        -f.BLOCK_TOLD: told,
        f.BLOCK_BAD: np.array(bad, np.int64),
        f.BLOCK_TODAY: today,
        f.BLOCK_NOW: now,
    }
    parts |= worlds(plan.programs, [tuple(known) for known in values.numbers], pairs)
    return (
        packed(f.BLOCK_HEAD, parts),
        Words(
            providers, (*plan.names.events, *unknown), ids, tuple(value for known in values.numbers for value in known)
        ),
    )


def _to(event: Event) -> str | None:
    to = event.raw.get("to")
    return to if isinstance(to, str) and to else None


def _named(event: Event, transfers: Mapping[str, int]) -> int:
    """Return the transfer that an event names: -1 one that there is not, -2 none."""
    named = event.raw.get("transfer")
    return -2 if named is None or named == "" else transfers.get(str(named), -1)


def worlds(
    programs: Programs, known: Sequence[Sequence[Value]], pairs: Sequence[tuple[int, int]] | Table
) -> dict[int, Piece]:
    """Return the values numbered through all attributes, and what each comparison says of each value."""
    firsts = np.cumsum([0, *(len(each) for each in known)])
    truths: list[int] = []
    atom_first: list[int] = []
    for attribute, condition in programs.atoms:
        atom_first.append(len(truths))
        name = getattr(condition, "attribute", "")
        truths += [int(bool(truth(condition, World({name: value}, ())))) for value in known[attribute]]
    every = [value for each in known for value in each]
    found = np.array(pairs, np.int64).reshape(-1, 2)
    found[:, 1] += firsts[found[:, 0]]
    return {
        f.BLOCK_VALUES: found,
        f.BLOCK_ATOM_FIRST: np.array(atom_first, np.int64),
        f.BLOCK_ATOM_TRUTH: np.array(truths, np.int64),
        f.BLOCK_VALUE_FIRST: firsts.astype(np.int64),
        f.BLOCK_VALUE_DAY: np.array(
            [value.toordinal() if isinstance(value, date) else NONE for value in every], np.int64
        ),
        f.BLOCK_VALUE_ABSENT: np.array([int(value in ABSENT) for value in every], np.int64),
    }
