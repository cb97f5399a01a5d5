"""Trying every world that conditions can tell apart finds exactly what trying every value would find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product

from carepath.authoring.checks.worlds import MOST_WORLDS, countable, implies, impossible, in_words, none_of, together
from carepath.authoring.checks.worlds import worlds as every_world
from carepath.conditions import World, truth
from carepath.model import ALWAYS, AllOf, AnyOf, AttributeType, Condition, Done, Known, Not, OneOf, Value, Within
from hypothesis import given
from hypothesis import strategies as st

START = date(2016, 8, 1)
DAYS = [START + timedelta(days=n) for n in range(9)]
TYPES = {
    "fit": AttributeType("yes_no"),
    "result": AttributeType("words", ("malignant", "benign", "unclear")),
    "age": AttributeType("whole"),
    "size": AttributeType("decimal"),
    "seen": AttributeType("day"),
    "note": AttributeType("text"),
}
# Every value that could make a difference to the conditions below, and more.
ALL_VALUES: dict[str, list[Value]] = {
    "fit": ["yes", "no"],
    "result": ["malignant", "benign", "unclear"],
    "age": list(range(0, 8)),
    "size": [Decimal(n) / 4 for n in range(0, 13)],
    "seen": list(DAYS),
    "note": ["a", "b", "c", "d"],
}
MENTIONED: dict[str, list[Value]] = {
    **ALL_VALUES,
    "age": [1, 2, 3, 4, 5, 6],
    "size": [Decimal(n) / 2 for n in range(1, 6)],
    "seen": list(DAYS[1:-1]),
    "note": ["a", "b", "c"],
}
EVENTS = ("ogd", "ct")


def atoms() -> st.SearchStrategy[Condition]:
    named = st.sampled_from(sorted(TYPES))
    ordered = st.sampled_from(["age", "size", "seen"])
    return st.one_of(
        named.flatmap(
            lambda name: st.lists(st.sampled_from(MENTIONED[name]), min_size=1, max_size=2, unique=True).map(
                lambda values: OneOf(name, tuple(values))
            )
        ),
        ordered.flatmap(
            lambda name: st.tuples(
                st.none() | st.sampled_from(MENTIONED[name]), st.none() | st.sampled_from(MENTIONED[name])
            ).map(lambda bounds: Within(name, *bounds))
        ),
        st.builds(Known, named, st.booleans()),
        st.builds(Done, st.sampled_from(EVENTS), st.booleans(), st.sampled_from([(), ("ct",)])),
    )


def conditions() -> st.SearchStrategy[Condition]:
    return st.recursive(
        atoms(),
        lambda below: st.one_of(
            st.lists(below, max_size=3).map(lambda parts: AllOf(tuple(parts))),
            st.lists(below, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
            st.builds(Not, below),
        ),
        max_leaves=4,
    )


def mentioned(condition: Condition) -> set[str]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return {name for part in parts for name in mentioned(part)}
        case Not(part):
            return mentioned(part)
        case Done():
            return set()
        case _:
            return {condition.attribute}


def brute(*several: Condition) -> Iterator[World]:
    names = sorted({name for one in several for name in mentioned(one)})
    domains: list[list[Value | None]] = [[*ALL_VALUES[name], None] for name in names]
    for values in product(*domains):
        known = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for size in range(len(EVENTS) + 1):
            for done in combinations(EVENTS, size):
                yield World(known, frozenset(done))


def few(*several: Condition) -> bool:
    return len({name for one in several for name in mentioned(one)}) <= 3


pairs = st.tuples(conditions(), conditions()).filter(lambda pair: few(*pair))


@given(pairs)
def test_the_truths_that_worlds_show_are_those_that_all_values_show(pair: tuple[Condition, Condition]) -> None:
    found = {tuple(truth(one, world) for one in pair) for world in every_world(pair, TYPES)}
    assert found == {tuple(truth(one, world) for one in pair) for world in brute(*pair)}


@given(pairs)
def test_together_none_of_and_implies_agree_with_trying_all_values(pair: tuple[Condition, Condition]) -> None:
    first, second = pair
    shown = {(truth(first, world), truth(second, world)) for world in brute(first, second)}
    assert (together(pair, TYPES) is not None) == ((True, True) in shown)
    assert impossible(pair, TYPES) == ((True, True) not in shown)
    assert (none_of(pair, TYPES) is not None) == ((False, False) in shown)
    assert implies(first, second, TYPES) == all(after is True for before, after in shown if before is True)


@given(pairs)
def test_an_example_is_one(pair: tuple[Condition, Condition]) -> None:
    world = together(pair, TYPES)
    assert world is None or all(truth(one, world) is True for one in pair)
    world = none_of(pair, TYPES)
    assert world is None or all(truth(one, world) is False for one in pair)


def test_an_example_reads_as_words() -> None:
    asked = (OneOf("result", ("benign",)), Known("age", False), Done("ogd", True), Done("ct", False))
    world = together(asked, TYPES)
    assert world is not None
    assert in_words(world, asked) == "age has no value, result = benign, ct not done, ogd done"
    assert in_words(world, (ALWAYS,)) == "always"


def test_a_bound_on_whole_numbers_leaves_no_room_between_neighbours() -> None:
    young, old = Within("age", None, 4), Within("age", 5, None)
    assert together((young, old), TYPES) is None
    assert none_of((young, old), TYPES) is None


def test_a_bound_on_decimals_leaves_room_between_neighbours() -> None:
    small, large = Within("size", None, Decimal(4)), Within("size", Decimal(5), None)
    world = none_of((small, large), TYPES)
    assert world is not None
    assert world.attributes == {"size": Decimal("4.5")}


def test_a_text_may_always_be_something_else() -> None:
    guards = (OneOf("note", ("something else",)), OneOf("note", ("a",)))
    world = none_of(guards, TYPES)
    assert world is not None
    assert world.attributes == {"note": "something else again"}


def test_an_event_that_counts_as_another_makes_it_done() -> None:
    seen, scoped = Done("first_seen", False, ("ogd",)), Done("ogd", True)
    assert together((seen, scoped), TYPES) is None


def test_too_many_worlds_prove_nothing() -> None:
    events = [Done(f"event_{n}", True) for n in range(20)]
    assert 2 ** len(events) > MOST_WORLDS
    contradiction = (AllOf(tuple(events)), Not(AllOf(tuple(events))))
    assert not countable(contradiction, TYPES)
    assert together(contradiction, TYPES) is None
    assert none_of((Not(ALWAYS), *contradiction), TYPES) is None
    assert not impossible(contradiction, TYPES)
    assert not implies(contradiction[0], contradiction[0], TYPES)
