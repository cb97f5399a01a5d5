"""Rules as the engine durable_rules takes them: a ruleset in JSON, with short names that cannot be confused.

Limits of that engine, found by trial with version 2.0.28 (docs/explanation/rules.md): names are compared by a 32-bit
hash only; more than 64 conditions on one fact are refused; some 500 first conditions make it hang.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from carepath.model import FieldTest, Pattern, Rule
from carepath.rules.facts import Fact
from carepath.rules.fingerprints import clashing
from carepath.rules.matching import holding, lacking, passed, passes

SAME_KIND = 60  # rules of one layer whose first pattern is on the same kind of fact
MOST = 400  # rules of one layer
SESSION, PING = "s", "ping"
ONE = "one"  # a field that every message has, with the same value
RESERVED = ("one", "sid", "id", "kind", "$s", "key")
ABSENCE, KEY = "absence", "key"

OPERATORS = {"is_not": "$neq", "at_least": "$gte", "at_most": "$lte"}
Conditions = list[dict[str, object]]


class TooManyRules(ValueError):
    """A layer of rules is beyond what the engine can hold; the message says which limit."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A layer of rules, the short names of the fields they test, and the tests that are decided beforehand.

    Some tests are decided before matching: those of decimals, of which the engine knows none that are exact, and those
    with `not` or several values, which it gets wrong beside a join. A fact carries `yes` under the name of each such
    test that it passes. A join over a field that a fact lacks is an error to the engine: `there` names, by field, the
    `yes` that says that a fact has it, which is asked for first.
    """

    rules: tuple[Rule, ...]
    names: Mapping[str, str]
    there: Mapping[str, str]
    decided: Mapping[FieldTest, str]
    asked: Mapping[str, tuple[Pattern, ...]]  # kind of fact → the patterns that could take one


def prepared(rules: Sequence[Rule]) -> Prepared:
    """Return a layer made ready; raises TooManyRules beyond the engine's limits."""
    first = Counter(holding(rule)[0].kind for rule in rules if holding(rule))
    if len(rules) > MOST:
        raise TooManyRules(f"{len(rules)} rules stand in one layer; the most is {MOST}")
    if first and max(first.values()) > SAME_KIND:
        kind, number = first.most_common(1)[0]
        raise TooManyRules(f"{number} rules of one layer begin with the fact {kind}; the most is {SAME_KIND}")
    tests = [test for rule in rules for pattern in holding(rule) for test in pattern.tests]
    fields = sorted({test.field for test in tests} | {test.other.field for test in tests if test.other})
    joined = sorted({name for test in tests if test.other for name in (test.field, test.other.field)})
    decided = dict.fromkeys(test for test in tests if _beforehand(test))
    layer = Prepared(
        tuple(rules),
        {name: f"f{number}" for number, name in enumerate(fields)},
        {name: f"h{number}" for number, name in enumerate(joined)},
        {test: f"t{number}" for number, test in enumerate(decided)},
        _by_kind(pattern for rule in rules for pattern in holding(rule)),
    )
    clash = clashing((*RESERVED, *layer.names.values(), *layer.there.values(), *layer.decided.values()))
    if clash is not None:
        raise TooManyRules(f"the names {clash[0]} and {clash[1]} cannot be told apart")
    return layer


def _by_kind(patterns: Iterable[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    found: dict[str, dict[Pattern, None]] = {}
    for pattern in patterns:
        found.setdefault(pattern.kind, {})[Pattern(pattern.kind, pattern.tests)] = None
    return {kind: tuple(each) for kind, each in found.items()}


def _beforehand(test: FieldTest) -> bool:
    """Whether a test names no other fact and is not left to the engine."""
    if test.other is not None:
        return False
    return test.op == "is_not" or len(test.values) > 1 or isinstance(test.values[0], Decimal)


def definition(layer: Prepared) -> dict[str, object]:
    """Return the ruleset as JSON; the engine changes what it is given, so that each call makes a new one.

    One rule more answers to PING: a session in which no rule has ever fired cannot be deleted without a crash.
    """
    rules: dict[str, object] = {
        _name(place): {"all": _all(layer, rule, place), "run": _name(place)} for place, rule in enumerate(layer.rules)
    }
    return rules | {PING: {"all": [{"m": {"kind": PING}}], "run": PING}}


def _name(place: int) -> str:
    return f"r{place}"


def _all(layer: Prepared, rule: Rule, place: int) -> list[dict[str, object]]:
    patterns = holding(rule)
    aliases = {pattern.alias: f"p{number}" for number, pattern in enumerate(patterns) if pattern.alias is not None}
    found: list[dict[str, object]] = []
    for number in _order(patterns):
        conditions: Conditions = [{"kind": patterns[number].kind}]
        conditions += [{layer.there[field]: "yes"} for field in _joined(patterns, patterns[number])]
        conditions += [_condition(layer, test, aliases) for test in patterns[number].tests]
        conditions += [{ONE: {other: ONE}} for other in _last(patterns[number], aliases)]
        found.append({f"p{number}": {"$and": conditions}})
    absent = [pattern for pattern in rule.patterns if pattern.absent]
    found += [{f"n{number}": {"$and": [{"kind": ABSENCE}, {KEY: _key(place, number)}]}}
              for number in range(len(absent))]  # fmt: skip
    return found


def _last(one: Pattern, aliases: Mapping[str, str]) -> list[str]:
    """Return a pattern to compare ONE with, where a pattern has joins: a join that never fails has to come last.

    Where the last comparison of an `$and` fails, the engine reads on behind the end of its list (2.0.28,
    `reduceExpressionSequence` in events.c).
    """
    return [aliases[test.other.alias] for test in one.tests if test.other][:1]


def _joined(patterns: Sequence[Pattern], one: Pattern) -> list[str]:
    """Return the fields of a pattern that joins of the rule compare, its own and those of others that name it."""
    own = {test.field for test in one.tests if test.other}
    others = (test.other for pattern in patterns for test in pattern.tests)
    return sorted(own | {other.field for other in others if other and other.alias == one.alias})


def _order(patterns: Sequence[Pattern]) -> list[int]:
    """Return the places of the patterns, those first that others name: the engine looks only back."""
    order: list[int] = []
    while len(order) < len(patterns):
        known = {patterns[place].alias for place in order}
        ready = (
            place
            for place, pattern in enumerate(patterns)
            if place not in order and all(test.other is None or test.other.alias in known for test in pattern.tests)
        )
        order.append(next(ready))
    return order


def _key(rule: int, absence: int) -> str:
    return f"{rule}.{absence}"


def _condition(layer: Prepared, test: FieldTest, aliases: Mapping[str, str]) -> dict[str, object]:
    if test in layer.decided:
        return {layer.decided[test]: "yes"}
    field = layer.names[test.field]
    value = {aliases[test.other.alias]: layer.names[test.other.field]} if test.other else test.values[0]
    return {field: value} if test.op == "is" else {OPERATORS[test.op]: {field: value}}


def told(layer: Prepared, facts: Sequence[Fact]) -> list[dict[str, str | int]]:
    """Return the facts that a pattern could take as flat messages, with their place as id, then what is absent."""
    messages = [
        _message(layer, place, fact)
        for place, fact in enumerate(facts)
        if any(passes(fact, pattern, {}) for pattern in layer.asked.get(fact.kind, ()))
    ]
    for place, rule in enumerate(layer.rules):
        absent = [pattern for pattern in rule.patterns if pattern.absent]
        holds = tuple(lacking(rule, facts)) if absent else ()
        messages += [
            {"sid": SESSION, "id": f"a{place}.{number}", "kind": ABSENCE, KEY: _key(place, number)}
            for number, pattern in enumerate(absent)
            if pattern in holds
        ]
    return messages


def _message(layer: Prepared, place: int, fact: Fact) -> dict[str, str | int]:
    message: dict[str, str | int] = {"sid": SESSION, "id": str(place), "kind": fact.kind, ONE: 1}
    for name, value in fact.fields.items():
        if name in layer.names and not isinstance(value, Decimal):
            message[layer.names[name]] = value
            if name in layer.there:
                message[layer.there[name]] = "yes"
    for test, name in layer.decided.items():
        held = fact.fields.get(test.field)
        if held is not None and passed(held, test):
            message[name] = "yes"
    return message
