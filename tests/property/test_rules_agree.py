"""The matcher on durable_rules finds what the plain one finds, for any rules and facts."""

from collections.abc import Sequence
from typing import Literal, get_args

import pytest
from carepath.model import FieldOf, FieldTest, Pattern, Rule, Source
from carepath.rules.facts import Fact
from carepath.rules.hosted import hosted
from carepath.rules.matching import Match, plain
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("durable", reason="durable_rules is not installed (it cannot be imported from Python 3.13 on)")

HERE = Source("rules.yaml", 1)
KINDS = ("milestone", "event", "transfer")
WORDS = ("a", "b", "c", "28")
NUMBERS = ("n", "m")
FIELDS = st.sampled_from(("id", *NUMBERS))
Operator = Literal["is", "is_not", "at_least", "at_most"]
OPERATORS: st.SearchStrategy[Operator] = st.sampled_from(get_args(Operator))
EQUAL: st.SearchStrategy[Operator] = st.sampled_from(get_args(Operator)[:2])


@st.composite
def constants(draw: st.DrawFn) -> FieldTest:
    field = draw(FIELDS)
    if field == "id":
        values = tuple(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True)))
        return FieldTest(field, draw(EQUAL), values)
    return FieldTest(field, draw(OPERATORS), (draw(st.integers(-2, 3)),))


@st.composite
def patterns(draw: st.DrawFn, named: Sequence[str]) -> Pattern:
    tests = draw(st.lists(constants(), max_size=2))
    joined: bool = draw(st.booleans())
    if named and joined:
        other = FieldOf(draw(st.sampled_from(named)), draw(st.sampled_from(NUMBERS)))
        tests.append(FieldTest(draw(st.sampled_from(NUMBERS)), draw(OPERATORS), (), other))
    return Pattern(draw(st.sampled_from(KINDS)), tuple(tests), False, f"x{len(named)}")


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    found = []
    for place in range(draw(st.integers(1, 6))):
        whole: list[Pattern] = []
        for _ in range(draw(st.integers(1, 3))):
            whole.append(draw(patterns([str(each.alias) for each in whole])))
        if draw(st.booleans()):
            whole.append(Pattern(draw(st.sampled_from(KINDS)), (draw(constants()),), True))
        found.append(Rule(f"rule{place}", tuple(whole), HERE))
    return found


FACTS = st.lists(
    st.builds(
        lambda kind, fields: Fact(kind, 1, fields),
        st.sampled_from(KINDS),
        st.fixed_dictionaries(
            {}, optional={"id": st.sampled_from(WORDS), "n": st.integers(-2, 3), "m": st.integers(-2, 3)}
        ),
    ),
    max_size=12,
)


def taken(matches: Sequence[Match], facts: Sequence[Fact]) -> list[tuple[str, tuple[int, ...]]]:
    places = {id(fact): place for place, fact in enumerate(facts)}
    return [(match.rule.id, tuple(places[id(fact)] for fact in match.facts)) for match in matches]


@settings(max_examples=settings().max_examples * 2)
@given(rules(), st.lists(FACTS, min_size=1, max_size=4))
def test_both_matchers_find_the_same_in_the_same_order(written: list[Rule], records: list[list[Fact]]) -> None:
    host, model = hosted(written), plain(written)
    for facts in records:  # one after the other, so that nothing is left behind
        assert taken(host(facts), facts) == taken(model(facts), facts)
