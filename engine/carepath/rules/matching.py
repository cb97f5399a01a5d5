"""The plain matcher: which facts stand together as a rule asks. It is the specification of every other matcher.

A rule is matched within one episode. Its patterns take different facts; a fact without a tested field passes no test,
`is_not` included. An absent pattern holds where no fact of its kind passes its tests; it names no other fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from carepath.model import FieldTest, Pattern, Rule
from carepath.rules.facts import Fact, FactValue


@dataclass(frozen=True, slots=True)
class Match:
    """A rule, and the facts that its patterns took, in the order of the patterns that are not absent."""

    rule: Rule
    facts: tuple[Fact, ...]


# Rules are bound when a matcher is made, so that what can be prepared is prepared once.
Matcher = Callable[[Sequence[Fact]], tuple[Match, ...]]


def plain(rules: Sequence[Rule]) -> Matcher:
    """Return the matcher of these rules, all of one stratum, over facts of one episode."""

    def matches(facts: Sequence[Fact]) -> tuple[Match, ...]:
        by_kind: dict[str, list[Fact]] = {}
        for fact in facts:
            by_kind.setdefault(fact.kind, []).append(fact)
        return tuple(Match(rule, found) for rule in rules for found in _found(rule, by_kind))

    return matches


def holding(rule: Rule) -> tuple[Pattern, ...]:
    """Return the patterns of a rule that take a fact."""
    return tuple(pattern for pattern in rule.patterns if not pattern.absent)


def lacking(rule: Rule, facts: Iterable[Fact]) -> Iterator[Pattern]:
    """Yield the absent patterns of a rule that hold: no fact passes their tests."""
    known = tuple(facts)
    for pattern in rule.patterns:
        if pattern.absent and not any(passes(fact, pattern, {}) for fact in known):
            yield pattern


def _found(rule: Rule, by_kind: Mapping[str, Sequence[Fact]]) -> Iterator[tuple[Fact, ...]]:
    patterns = holding(rule)
    candidates = [[fact for fact in by_kind.get(each.kind, ()) if passes(fact, each, {})] for each in patterns]
    if not all(candidates):
        return
    absent = [pattern for pattern in rule.patterns if pattern.absent]
    if any(passes(fact, pattern, {}) for pattern in absent for fact in by_kind.get(pattern.kind, ())):
        return
    yield from _joined(patterns, candidates, ())


def _joined(
    patterns: Sequence[Pattern], candidates: Sequence[Sequence[Fact]], taken: tuple[Fact, ...]
) -> Iterator[tuple[Fact, ...]]:
    """Yield every way to take one fact a pattern, none twice, in the order of the facts."""
    place = len(taken)
    if place == len(patterns):
        yield taken
        return
    for fact in candidates[place]:
        if not any(fact is other for other in taken) and _agree(patterns, (*taken, fact)):
            yield from _joined(patterns, candidates, (*taken, fact))


def _agree(patterns: Sequence[Pattern], taken: tuple[Fact, ...]) -> bool:
    """Whether the facts taken so far pass the tests between them."""
    so_far = tuple(zip(patterns, taken, strict=False))
    bound = {pattern.alias: fact for pattern, fact in so_far if pattern.alias is not None}
    return all(passes(fact, pattern, bound) for pattern, fact in so_far)


def passes(fact: Fact, pattern: Pattern, bound: Mapping[str, Fact]) -> bool:
    """Whether a fact is of the pattern's kind and passes its tests; one that names a fact not yet bound, passes."""
    if fact.kind != pattern.kind:
        return False
    for test in pattern.tests:
        value = fact.fields.get(test.field)
        if value is None or not (passed(value, test) if test.other is None else _joins(value, test, bound)):
            return False
    return True


def passed(value: FactValue, test: FieldTest) -> bool:
    """Whether the value of a field passes a test against values."""
    match test.op:
        case "is":
            return value in test.values
        case "is_not":
            return value not in test.values
        case "at_least":
            return _ordered(test.values[0], value)
        case "at_most":
            return _ordered(value, test.values[0])


def _joins(value: FactValue, test: FieldTest, bound: Mapping[str, Fact]) -> bool:
    """Whether a value passes a test against a field of another fact; true as long as that fact is not bound."""
    assert test.other is not None, "a join names a fact"
    if test.other.alias not in bound:
        return True
    other = bound[test.other.alias].fields.get(test.other.field)
    return other is not None and passed(value, FieldTest(test.field, test.op, (other,)))


def _ordered(low: object, high: object) -> bool:
    """Whether two numbers are in order; words are in none."""
    if isinstance(low, str) or isinstance(high, str):
        return False
    return low <= high  # type: ignore[operator, no-any-return]
