"""What rules conclude over a cohort: matched over columns where the tables hold all that a rule asks for.

The other rules are judged case by case, but only in those cases in which what can be asked of the columns holds. The
conclusions are those of `judge` (tests/unit/test_cohort_rules.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from carepath.calendar import Calendar
from carepath.cohort.factual import FIELDS, KEYS, RULES, Facts, episodes, facts
from carepath.cohort.result import Result
from carepath.model import FieldTest, Pathway, Pattern, Rule
from carepath.record import Entry
from carepath.rules.concluding import rulebook
from carepath.rules.judging import judge
from carepath.rules.matching import holding, plain
from carepath.rules.strata import strata, uses

NAMES = ("id", "code", "state")  # what a fact that a conclusion is about is called by, the first that its kind has
SCHEMA = pl.Schema(
    {"case": pl.String, "episode": pl.Int32, "rule": pl.String, "about": pl.String, "also": pl.UInt32}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruled:
    """The conclusions of a cohort: case, episode, rule, about, also; a row each, by case, episode and rule.

    `by_columns` are the rules matched over columns, `judged` how many cases were judged for each of the others.
    """

    conclusions: pl.DataFrame
    by_columns: tuple[str, ...]
    judged: Mapping[str, int]


def ruled(
    pathway: Pathway,
    result: Result,
    cases: Mapping[str, Sequence[Entry]],
    as_of: date | datetime,
    known_at: datetime | None = None,
    calendar: Calendar | None = None,
) -> Ruled:
    """Return what the rules of a definition conclude; `result` is the replay of these cases as of that day."""
    known, all_episodes = dict(facts(pathway, result)), episodes(pathway, result)
    found, sieves, columnar = [SCHEMA.to_frame()], dict[str, pl.DataFrame](), set[str]()
    for layer in strata(pathway.rules):
        here = [(rule, _over_columns(rule, columnar)) for rule in layer]
        for rule, whole in here:
            matched = _concluded(rule if whole else _sieve(rule, columnar), known, all_episodes)
            if whole:
                found.append(matched)
            else:
                sieves[rule.id] = matched.select("case").unique()
        columnar |= {rule.id for rule, whole in here if whole}
        known["rule"] = pl.concat([RULES.to_frame(), *(_as_facts(each) for each in found)])
    found.append(_by_reference(pathway, sieves, cases, (as_of, known_at, calendar)))
    return Ruled(
        pl.concat(found).sort("case", "episode", "rule", "about"),
        tuple(rule.id for rule in pathway.rules if rule.id in columnar),
        {name: sieve.height for name, sieve in sieves.items()},
    )


def _over_columns(rule: Rule, columnar: set[str]) -> bool:
    """Whether the tables hold all that a rule asks for."""
    return columnar.issuperset(uses(rule)) and all(_there(pattern, columnar) for pattern in rule.patterns)


def _there(pattern: Pattern, columnar: set[str]) -> bool:
    if pattern.kind == "rule" and not columnar.issuperset(
        str(value) for test in pattern.tests if test.field == "id" for value in test.values
    ):
        return False
    return pattern.kind in FIELDS and all(_in_columns(pattern.kind, test) for test in pattern.tests)


def _in_columns(kind: str, test: FieldTest) -> bool:
    return test.field in FIELDS[kind]


def _sieve(rule: Rule, columnar: set[str]) -> Rule:
    """Return a rule that holds wherever this one does: only what columns can be asked, and nothing between facts."""
    held = (each for each in holding(rule) if each.kind in FIELDS and (each.kind != "rule" or _there(each, columnar)))
    kept = [
        replace(each, tests=tuple(test for test in each.tests if test.other is None and _in_columns(each.kind, test)))
        for each in held
    ]
    kept += [each for each in rule.patterns if each.absent and _there(each, columnar)]
    return replace(rule, patterns=tuple(kept), about=None)


def _concluded(rule: Rule, known: Facts, all_episodes: pl.DataFrame) -> pl.DataFrame:
    """Return the conclusions of a rule: once in an episode, or once for each fact that it is about."""
    matched = all_episodes
    for place, pattern in enumerate(holding(rule)):
        matched = _joined(matched, place, pattern, known)
    matched = matched.filter(*_between(rule))
    for pattern in rule.patterns:
        if pattern.absent:
            matched = matched.join(_passing(pattern, known), on=KEYS, how="anti")
    counted = matched.with_columns(_about(rule).alias("about")).group_by(*KEYS, "about").len("also")
    return counted.select(
        "case", "episode", pl.lit(rule.id).alias("rule"), "about", (pl.col("also") - 1).cast(pl.UInt32)
    )


def _joined(matched: pl.DataFrame, place: int, pattern: Pattern, known: Facts) -> pl.DataFrame:
    """Return the matches so far with every fact that the next pattern can take, its columns named by its place."""
    taken = _passing(pattern, known)
    named = {name: f"{place}.{name}" for name in taken.columns if name != "case" and name != "episode"}
    fields = [pl.col(name).alias(new) for name, new in named.items()]
    if "episode" in FIELDS[pattern.kind]:
        fields.append(pl.col("episode").alias(f"{place}.episode"))
    return matched.join(taken.select(*KEYS, *fields), on=KEYS, how="inner")


def _passing(pattern: Pattern, known: Facts) -> pl.DataFrame:
    """Return the facts of a kind that pass the tests against values, numbered."""
    frame = known[pattern.kind].with_row_index("row")
    return frame.filter(*(_passed(test) for test in pattern.tests if test.other is None))


def _passed(test: FieldTest) -> pl.Expr:
    """Return a test against values; a fact without the field passes none."""
    field = pl.col(test.field)
    match test.op:
        case "is":
            return field.is_in(list(test.values))
        case "is_not":
            return field.is_not_null() & ~field.is_in(list(test.values))
        case "at_least":
            return field >= test.values[0]
        case "at_most":
            return field <= test.values[0]


def _between(rule: Rule) -> Iterator[pl.Expr]:
    """Yield what must be so between the facts of a match: its comparisons, and that no fact is taken twice."""
    patterns = holding(rule)
    places = {pattern.alias: place for place, pattern in enumerate(patterns) if pattern.alias is not None}
    for place, pattern in enumerate(patterns):
        for test in pattern.tests:
            if test.other is not None:
                one = pl.col(f"{place}.{test.field}")
                yield _compared(test.op, one, pl.col(f"{places[test.other.alias]}.{test.other.field}"))
        same = (before for before in range(place) if patterns[before].kind == pattern.kind)
        yield from (pl.col(f"{place}.row") != pl.col(f"{before}.row") for before in same)


def _compared(op: str, one: pl.Expr, other: pl.Expr) -> pl.Expr:
    match op:
        case "is":
            return one == other
        case "is_not":
            return one != other
        case "at_least":
            return one >= other
        case _:
            return one <= other


def _about(rule: Rule) -> pl.Expr:
    """Return what a match is about: the name of a fact of it, else the rule."""
    for place, pattern in enumerate(holding(rule)):
        if pattern.alias is not None and pattern.alias == rule.about:
            named = [pl.col(f"{place}.{name}") for name in NAMES if name in FIELDS[pattern.kind]]
            return pl.coalesce(*named, pl.lit(rule.id))
    return pl.lit(rule.id)


def _as_facts(conclusions: pl.DataFrame) -> pl.DataFrame:
    return conclusions.select("case", "episode", pl.col("rule").alias("id"), "about")


def _by_reference(
    pathway: Pathway,
    sieves: Mapping[str, pl.DataFrame],
    cases: Mapping[str, Sequence[Entry]],
    asked: tuple[date | datetime, datetime | None, Calendar | None],
) -> pl.DataFrame:
    """Return the conclusions of the other rules, in the cases in which one of them may hold."""
    as_of, known_at, calendar = asked
    names = sorted({str(name) for sieve in sieves.values() for name in sieve["case"]})
    rules = rulebook(pathway.rules, plain)
    counted = calendar or Calendar.named(pathway.calendar)
    rows = [
        (case, each.episode, each.rule.id, each.about, each.also)
        for case in names
        for each in judge(pathway, counted, cases[case], as_of, known_at, rules).conclusions
        if each.rule.id in sieves
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def by_case(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the entries of each case."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.case, []).append(entry)
    return found
