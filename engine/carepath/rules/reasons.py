"""Why a rule holds, and why it does not, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carepath.model import FieldTest, Pattern, Rule
from carepath.rules.concluding import Conclusion
from carepath.rules.facts import Fact
from carepath.rules.matching import holding, passes, plain

NAMES = ("id", "code", "state", "what")  # the first of these fields that a fact has is its name
SAID = {"is": "", "is_not": "not ", "at_least": "at least ", "at_most": "at most "}


def reasons(conclusion: Conclusion) -> tuple[str, ...]:
    """Return a sentence for each fact that made a rule hold, and for what was not there."""
    found = [told(fact, pattern) for pattern, fact in zip(holding(conclusion.rule), conclusion.facts, strict=True)]
    found += [f"There is no {asked(pattern)}." for pattern in conclusion.rule.patterns if pattern.absent]
    if conclusion.also:
        found.append(f"And {conclusion.also} more such {'match' if conclusion.also == 1 else 'matches'}.")
    return tuple(found)


def told(fact: Fact, pattern: Pattern) -> str:
    """Return a fact as a sentence, with the fields that a pattern asks about."""
    name = _name(fact)
    said = [
        f"{_words(test.field)} {fact.fields[test.field]}"
        for test in pattern.tests
        if test.field in fact.fields and fact.fields[test.field] != name
    ]
    since = f", since {fact.since:%-d %b %Y}" if fact.since is not None else ""
    return f"{fact.kind.capitalize()} {name}{': ' if said else ''}{', '.join(dict.fromkeys(said))}{since}."


def asked(pattern: Pattern) -> str:
    """Return what a pattern asks for as a phrase: `milestone with verdict overdue or late`."""
    tests = [f"{_words(test.field)} {_bound(test)}" for test in pattern.tests]
    return f"{pattern.kind}{' with ' if tests else ''}{' and '.join(tests)}"


def why_not(rule: Rule, facts: Sequence[Fact], episode: int) -> tuple[str, ...]:
    """Return why a rule does not hold in an episode; empty where it does."""
    known = [fact for fact in facts if fact.episode == episode]
    if plain((rule,))(known):
        return ()
    lacking = tuple(line for pattern in rule.patterns for line in _lacking(pattern, known))
    return lacking or ("Each of the facts is there, but not of one another as the rule asks.",)


def _lacking(pattern: Pattern, known: Sequence[Fact]) -> Iterator[str]:
    fitting = [fact for fact in known if passes(fact, pattern, {})]
    if pattern.absent:
        yield from (f"There is such a fact: {told(fact, pattern)}" for fact in fitting[:1])
        return
    if fitting:
        return
    near = sorted(
        ((len(_failed(fact, pattern)), place, fact) for place, fact in enumerate(known) if fact.kind == pattern.kind)
    )
    closest = f" Nearest: {told(near[0][2], pattern)}" if near and near[0][0] < len(pattern.tests) else ""
    yield f"There is no {asked(pattern)}.{closest}"


def _failed(fact: Fact, pattern: Pattern) -> list[FieldTest]:
    return [test for test in pattern.tests if not passes(fact, Pattern(pattern.kind, (test,)), {})]


def _name(fact: Fact) -> str:
    return next((str(fact.fields[name]) for name in NAMES if name in fact.fields), "")


def _bound(test: FieldTest) -> str:
    if test.other is not None:
        words = {
            "is": "that of",
            "is_not": "other than that of",
            "at_least": "at least that of",
            "at_most": "at most that of",
        }
        return f"{words[test.op]} {test.other}"
    return SAID[test.op] + " or ".join(str(value) for value in test.values)


def _words(field: str) -> str:
    return field.removeprefix("data.").replace("_", " ")
