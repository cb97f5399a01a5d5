"""What it means for facts to stand together, by example."""

from decimal import Decimal

import pytest
from carepath.model import FieldOf, FieldTest, Pattern, Rule, Source
from carepath.rules.facts import Fact
from carepath.rules.fingerprints import clashing, fingerprint
from carepath.rules.hosted import hosted
from carepath.rules.matching import Matcher, plain
from carepath.rules.rulesets import MOST, SAME_KIND, TooManyRules, prepared
from carepath.rules.strata import circle, strata

HERE = Source("rules.yaml", 1)
MATCHERS = [pytest.param(plain, id="plain"), pytest.param(hosted, id="hosted")]


def rule(*patterns: Pattern, name: str = "r") -> Rule:
    return Rule(name, patterns, HERE)


def pattern(kind: str, *tests: FieldTest, alias: str | None = None, absent: bool = False) -> Pattern:
    return Pattern(kind, tests, absent, alias)


def found(matcher: object, one: Rule, *facts: Fact) -> list[tuple[int, ...]]:
    if matcher is hosted:
        pytest.importorskip("durable", reason="durable_rules is not installed")
    made: Matcher = matcher([one])  # type: ignore[operator]
    return [tuple(facts.index(fact) for fact in match.facts) for match in made(facts)]


LATE = pattern("milestone", FieldTest("verdict", "is", ("overdue", "late")))


@pytest.mark.parametrize("matcher", MATCHERS)
class TestMatches:
    def test_a_fact_with_one_of_the_values_is_taken(self, matcher: object) -> None:
        assert found(matcher, rule(LATE), Fact("milestone", 1, {"verdict": "late"})) == [(0,)]

    def test_a_fact_without_the_field_is_not_taken_even_by_not(self, matcher: object) -> None:
        one = rule(pattern("milestone", FieldTest("verdict", "is_not", ("met",))))
        assert found(matcher, one, Fact("milestone", 1, {"id": "ct"})) == []
        assert found(matcher, one, Fact("milestone", 1, {"verdict": "late"})) == [(0,)]

    def test_a_word_that_looks_like_a_number_is_a_word(self, matcher: object) -> None:
        one = rule(pattern("clock", FieldTest("id", "is", ("62",))))
        assert found(matcher, one, Fact("clock", 1, {"id": "62"})) == [(0,)]

    def test_decimals_are_compared_exactly(self, matcher: object) -> None:
        one = rule(pattern("case", FieldTest("data.tlco", "at_least", (Decimal("39.1"),))))
        assert found(matcher, one, Fact("case", 1, {"data.tlco": Decimal("39.1")})) == [(0,)]
        assert found(matcher, one, Fact("case", 1, {"data.tlco": Decimal("39.0999999999999999")})) == []

    def test_two_patterns_never_take_the_same_fact(self, matcher: object) -> None:
        one = rule(pattern("event", alias="a"), pattern("event", alias="b"))
        assert found(matcher, one, Fact("event", 1, {"id": "ct"})) == []
        assert found(matcher, one, Fact("event", 1, {"id": "ct"}), Fact("event", 1, {"id": "mdt"})) == [(0, 1), (1, 0)]

    def test_a_join_compares_fields_of_two_facts(self, matcher: object) -> None:
        same = FieldTest("provider", "is", (), FieldOf("t", "receiver"))
        one = rule(pattern("transfer", alias="t"), pattern("milestone", same))
        facts = (
            Fact("transfer", 1, {"receiver": "RX1"}),
            Fact("milestone", 1, {"provider": "RK5"}),
            Fact("milestone", 1, {"provider": "RX1"}),
        )
        assert found(matcher, one, *facts) == [(0, 2)]

    def test_a_join_may_name_a_fact_further_down(self, matcher: object) -> None:
        after = FieldTest("day", "at_least", (), FieldOf("later", "day"))
        one = rule(pattern("event", after), pattern("event", alias="later"))
        assert found(matcher, one, Fact("event", 1, {"day": 5}), Fact("event", 1, {"day": 3})) == [(0, 1)]

    def test_what_is_absent_must_not_be_there(self, matcher: object) -> None:
        gone = pattern("event", FieldTest("id", "is", ("hna",)), absent=True)
        one = rule(pattern("event", FieldTest("id", "is", ("treatment",))), gone)
        treated, assessed = Fact("event", 1, {"id": "treatment"}), Fact("event", 1, {"id": "hna"})
        assert found(matcher, one, treated) == [(0,)]
        assert found(matcher, one, treated, assessed) == []

    def test_a_rule_of_absence_alone_holds_once(self, matcher: object) -> None:
        one = rule(pattern("event", FieldTest("id", "is", ("hna",)), absent=True))
        assert found(matcher, one) == [()]

    def test_nothing_is_left_behind_by_the_case_before(self, matcher: object) -> None:
        if matcher is hosted:
            pytest.importorskip("durable", reason="durable_rules is not installed")
        made: Matcher = matcher([rule(pattern("event", alias="a"), pattern("clock"))])  # type: ignore[operator]
        assert made([Fact("event", 1, {})]) == ()
        assert made([Fact("clock", 1, {})]) == ()


class TestLimits:
    def test_more_rules_than_the_engine_holds_are_refused(self) -> None:
        kinds = ("case", "visit", "event", "milestone", "clock", "transfer", "finding", "due")
        written = [rule(pattern(kinds[place % 8]), name=f"r{place}") for place in range(MOST + 1)]
        with pytest.raises(TooManyRules, match="401 rules stand in one layer; the most is 400"):
            prepared(written)

    def test_too_many_rules_on_one_kind_of_fact_are_refused(self) -> None:
        written = [rule(pattern("event"), name=f"r{place}") for place in range(SAME_KIND + 1)]
        with pytest.raises(TooManyRules, match="61 rules of one layer begin with the fact event"):
            prepared(written)

    def test_names_with_one_fingerprint_are_told_apart(self) -> None:
        assert fingerprint("9000236243") == fingerprint("9001177785")  # found by trial in the engine itself
        assert clashing(["ct", "9000236243", "9001177785"]) == ("9000236243", "9001177785")

    def test_ids_of_facts_never_clash(self) -> None:
        assert clashing(str(number) for number in range(20_000)) is None


class TestLayers:
    uses = pattern("rule", FieldTest("id", "is", ("first",)))

    def test_a_rule_comes_after_those_it_uses(self) -> None:
        second, first = rule(self.uses, name="second"), rule(LATE, name="first")
        assert [[each.id for each in layer] for layer in strata([second, first])] == [["first"], ["second"]]

    def test_a_circle_is_named(self) -> None:
        one = rule(pattern("rule", FieldTest("id", "is", ("second",))), name="first")
        assert circle([one, rule(self.uses, name="second")]) in (
            ("first", "second", "first"),
            ("second", "first", "second"),
        )

    def test_not_using_a_conclusion_is_using_it(self) -> None:
        unless = pattern("rule", FieldTest("id", "is", ("first",)), absent=True)
        second, first = rule(unless, name="second"), rule(LATE, name="first")
        assert [[each.id for each in layer] for layer in strata([second, first])] == [["first"], ["second"]]
