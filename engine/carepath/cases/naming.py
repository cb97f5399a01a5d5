"""What worked cases name and their definition does not have: events, values, states, milestones and the like.

A case that is about such a mistake expects its finding (`unknown-event`, `bad-value`) and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from carepath.attributes import BadValue, typed
from carepath.authoring.nodes import Fields, Items, Node, Scalar, fields, plain, text
from carepath.authoring.words import hint, listed
from carepath.cases.allocations import standards
from carepath.cases.expected import FINDINGS, BadExpectation, Named, named
from carepath.cases.lines import BadLine, entry
from carepath.cases.reading import lines, wrong
from carepath.cases.said import KEY, NOT_THERE
from carepath.cases.vocabulary import (
    EVENT,
    ITEMS,
    KEYS,
    RULE,
    SINGLE,
    STANDARD,
    SUBJECTS,
    VALUE,
    VERDICTS,
    names,
)
from carepath.model import Pathway
from carepath.problems import Problem
from carepath.record import Entry


@dataclass(frozen=True, slots=True)
class _Known:
    """A definition and its names by kind."""

    pathway: Pathway
    names: Mapping[str, tuple[str, ...]]

    def unknown(self, kind: str, name: str, place: Node) -> Iterator[Problem]:
        """Yield a problem where there is no thing of that kind and name."""
        of_definition = kind != STANDARD
        known = self.names[kind] if of_definition else standards()
        if name not in known:
            message = (
                f"{self.pathway.name} has no {kind} “{name}”." if of_definition else f"No {kind} is called “{name}”."
            )
            yield wrong(word(place, name), "unknown-name", message, hint(name, known, f"{kind}s"))


def unknown(root: Node | None, pathway: Pathway) -> Iterator[Problem]:
    """Yield what the cases of a file name that their definition does not have; what cannot be read is passed over."""
    known = _Known(pathway, names(pathway))
    for key, node in fields(fields(root).get("cases")).pairs():
        if isinstance(node, Fields):
            yield from _of_case(str(key.value), node, known)


def _of_case(name: str, node: Fields, known: _Known) -> Iterator[Problem]:
    asked = [fields(node.get("expect")), *(fields(below) for _, below in fields(node.get("at")).pairs())]
    wishes = tuple(wish for expectation in asked for wish in _wishes(expectation))
    for place, (item, line) in enumerate(lines(node.get("events")), start=1):
        with suppress(BadLine):
            yield from _of_entry(entry(line, name, place), item, known, wishes)
    for expectation in asked:
        for key, below in expectation.pairs():
            yield from _of_part(str(key.value), below, known)


def _wishes(expectation: Fields) -> Iterator[Named]:
    """Yield the findings that are expected."""
    for key, below in expectation.pairs():
        if key.value in FINDINGS and isinstance(below, Items):
            for item in below.items:
                with suppress(BadExpectation):
                    yield named(plain(item))


def _of_entry(told: Entry, item: Node, known: _Known, wishes: tuple[Named, ...]) -> Iterator[Problem]:
    meant = {(wish.code, wish.subject) for wish in wishes}
    foreign = told.pathway is not None and told.pathway != known.pathway.id
    if told.event is None or foreign:
        return
    if ("unknown-event", told.event) not in meant:
        yield from known.unknown(EVENT, told.event, item)
    for name, value in told.data.items():
        if name == "reason" or ("bad-value", name) in meant:  # every event may say why
            continue
        kind = known.pathway.attributes.get(name)
        if kind is None:
            yield from known.unknown(VALUE, name, item)
            continue
        try:
            typed(kind, value)
        except BadValue:
            advice = hint(str(value), kind.words, "words") if kind.words else None
            message = f"“{value}” cannot be the value of “{name}”, which is {_kind(str(kind))}."
            yield wrong(word(item, f"{name}={value}"), "wrong-type", message, advice)


def _kind(kind: str) -> str:
    return {
        "yes_no": "yes or no", "whole": "a whole number", "decimal": "a number", "day": "a day such as 2016-09-01",
    }.get(kind, kind)  # fmt: skip


def _of_part(key: str, below: Node, known: _Known) -> Iterator[Problem]:
    """Yield the unknown names in one part of what is expected."""
    if key in FINDINGS and isinstance(below, Items):
        for item in below.items:
            with suppress(BadExpectation):
                yield from _of_finding(named(plain(item)), item, known)
    elif key in KEYS:
        for name, value in fields(below).pairs():
            found = KEY.fullmatch(str(name.value))
            assert found is not None, "every text is a key"
            yield from known.unknown(KEYS[key], found["id"], name)
            if key == "verdicts":
                yield from _of_verdict(value)
    elif key in ITEMS and isinstance(below, Items):
        for item in below.items:
            said = text(item)
            if said is not None:
                yield from _of_item(key, said, item, known)
    elif key in SINGLE:
        said = text(below)
        if said is not None:
            yield from known.unknown(SINGLE[key], said, below)


def _of_finding(wish: Named, item: Node, known: _Known) -> Iterator[Problem]:
    if wish.code.startswith("rule:"):
        yield from known.unknown(RULE, wish.code, item)
    elif wish.code in SUBJECTS:
        yield from known.unknown(SUBJECTS[wish.code], wish.subject, item)


def _of_item(key: str, said: str, item: Node, known: _Known) -> Iterator[Problem]:
    """Yield the problems of an item of a list; `treatment for 62` is known by its first word."""
    kind = ITEMS[key]
    if said not in known.names[kind]:
        yield from known.unknown(kind, said.partition(" for ")[0], item)


def _of_verdict(value: Node) -> Iterator[Problem]:
    said = text(value)
    if said is not None and said not in (*VERDICTS, NOT_THERE):
        message = f"“{said}” is not a verdict; the verdicts are {listed(VERDICTS, 'and')}."
        yield wrong(value, "not-one-of", message, hint(said, VERDICTS, "verdicts"))


def word(node: Node, name: str) -> Node:
    """Return the place of a word in a text that stands on one line as it is, else that of the text."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and len(node.value) == node.width:
        at = node.value.find(name)
        if at >= 0:
            source = replace(node.source, column=node.source.column + at)
            return Scalar(name, source, len(name))
    return node
