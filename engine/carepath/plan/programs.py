"""Conditions as short programs in postfix form: numbers that a table-driven engine can run.

The meaning is that of `carepath.conditions`; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from carepath.conditions import attributes
from carepath.model import ALWAYS, AllOf, AnyOf, Condition, Done, Known, Not, OneOf, Within

ATOM, KNOWN, DONE, ALL, ANY, NOT, YES = range(7)
Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Programs:
    """All conditions of a definition, each once.

    `atoms` are the comparisons of one attribute with constants. A row of `words` is (operation, a, b, c):
    ATOM atom, attribute · KNOWN attribute, known · DONE first, end, done (a range of `events`) · ALL n · ANY n ·
    NOT · YES. A row of `programs` is (first word, end, first attribute, end): the attributes, a range of `waits`,
    are those a program compares, in alphabetical order.
    """

    atoms: tuple[tuple[int, Condition], ...]
    words: tuple[Row, ...]
    programs: tuple[Row, ...]
    events: tuple[int, ...]
    waits: tuple[int, ...]


@dataclass(slots=True)
class Writing:
    """Programs while they are written; thrown away afterwards. `events` and `attributes` give their numbers."""

    event_numbers: Mapping[str, int]
    attribute_numbers: Mapping[str, int]
    atoms: dict[Condition, int] = field(default_factory=dict)
    words: list[Row] = field(default_factory=list)
    programs: list[Row] = field(default_factory=list)
    events: list[int] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)
    known: dict[tuple[str, Condition], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.truth(ALWAYS)  # program 0

    def truth(self, condition: Condition) -> int:
        """Return the number of the program that says whether a condition holds."""
        return self._program("truth", condition)

    def possible(self, condition: Condition) -> int:
        """Return the number of the program that says whether later events could make a condition true."""
        return self._program("possible", condition)

    def done(self) -> Programs:
        """Return what was written."""
        atoms = tuple((self.attribute_numbers[_attribute(each)], each) for each in self.atoms)
        return Programs(atoms, tuple(self.words), tuple(self.programs), tuple(self.events), tuple(self.waits))

    def _program(self, purpose: str, condition: Condition) -> int:
        key = (purpose, condition)
        if key not in self.known:
            first, waits = len(self.words), len(self.waits)
            (self._say if purpose == "truth" else self._may)(condition)
            self.waits += sorted({self.attribute_numbers[name] for name in attributes(condition)})
            self.known[key] = len(self.programs)
            self.programs.append((first, len(self.words), waits, len(self.waits)))
        return self.known[key]

    def _say(self, condition: Condition) -> None:
        match condition:
            case OneOf(attribute) | Within(attribute):
                atom = self.atoms.setdefault(condition, len(self.atoms))
                self.words.append((ATOM, atom, self.attribute_numbers[attribute], 0))
            case Known(attribute, known):
                self.words.append((KNOWN, self.attribute_numbers[attribute], int(known), 0))
            case Done(event, done, also):
                self._done(event, also, int(done))
            case AllOf(parts):
                for part in parts:
                    self._say(part)
                self.words.append((ALL, len(parts), 0, 0))
            case AnyOf(parts):
                for part in parts:
                    self._say(part)
                self.words.append((ANY, len(parts), 0, 0))
            case Not(part):
                self._say(part)
                self.words.append((NOT, 0, 0, 0))

    def _may(self, condition: Condition) -> None:
        match condition:
            case Done(event, False, also):
                self._done(event, also, 0)
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    self._may(part)
                self.words.append((ALL if isinstance(condition, AllOf) else ANY, len(parts), 0, 0))
            case _:
                self.words.append((YES, 0, 0, 0))

    def _done(self, event: str, also: tuple[str, ...], done: int) -> None:
        first = len(self.events)
        self.events += [self.event_numbers[name] for name in (event, *also) if name in self.event_numbers]
        self.words.append((DONE, first, len(self.events), done))


def _attribute(condition: Condition) -> str:
    assert isinstance(condition, OneOf | Within), "an atom compares one attribute"
    return condition.attribute
