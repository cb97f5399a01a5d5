"""Authors' rules: what facts must stand together, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carepath.authoring.build_algorithms import algorithms
from carepath.authoring.build_facts import Aliased, tests
from carepath.authoring.build_spans import span
from carepath.authoring.nodes import Fields, Node, Scalar, fields, many, text
from carepath.authoring.scope import Scope, title
from carepath.authoring.words import hint
from carepath.calendar import Span
from carepath.model import Pattern, Rule
from carepath.rules.kinds import FACTS
from carepath.rules.rulesets import TooManyRules, prepared
from carepath.rules.strata import circle, strata

ALIAS = "as"


def rules(root: Fields, scope: Scope) -> tuple[Rule, ...]:
    """Return the rules of a definition; those that wait for one another in a circle are reported and left out."""
    given = fields(root.get("rules"))
    keys = {str(key.value): key for key, _ in given.pairs()}
    tables = tuple(_of_tables(root, keys, scope))
    keys |= {rule.id: key for key, rule in tables}
    written = tuple(_rule(key, node, tuple(keys), scope) for key, node in given.pairs())
    found = (*written, *(rule for _, rule in tables))
    waiting = circle(found)
    if waiting:
        way = " waits for ".join(f'"{name}"' for name in waiting)
        scope.report.flaw(keys[waiting[0]], "rule-circle", f"These rules wait for one another: {way}.")
        return tuple(rule for rule in found if rule.id not in waiting)
    try:
        for layer in strata(found):
            prepared(layer)
    except TooManyRules as error:
        scope.report.flaw(next(iter(keys.values())), "too-many-rules", f"There are too many rules: {error}.")
        return ()
    return found


def _of_tables(root: Fields, written: Mapping[str, Scalar], scope: Scope) -> Iterator[tuple[Scalar, Rule]]:
    """Yield the rules of decision tables; one whose name is taken is reported and left out."""
    for key, rule in algorithms(root, scope):
        if rule.id in written:
            message = f'The table "{key.value}" makes a rule "{rule.id}", which is also written under rules.'
            scope.report.flaw(key, "duplicate-name", message, "Use another name for one of the two.")
        else:
            yield key, rule


def _rule(key: Scalar, node: Node, names: tuple[str, ...], scope: Scope) -> Rule:
    given = fields(node)
    then = fields(given.get("then"))
    items = tuple(fields(item) for item in many(given.get("when")))
    aliased = _aliased(items, scope)
    patterns = tuple(pattern for item in items for pattern in _patterns(item, aliased, names, scope))
    return Rule(
        id=str(key.value),
        title=title(node, str(key.value)),
        patterns=patterns,
        source=key.source,
        finding=text(then.get("finding")),
        due=text(then.get("due")),
        role=scope.name("role", then.get("role")),
        within=_within(then.get("within"), scope),
        about=_about(then.get("about"), aliased, scope),
        citation=scope.citation(node),
        form=scope.name("form", then.get("form")),
        note=text(then.get("note")),
    )


def _within(node: Node | None, scope: Scope) -> Span | None:
    found = span(node, scope)
    if node is not None and found is not None and found.exact:
        scope.report.flaw(node, "bad-condition", "What a rule asks for is counted in days, not in hours.")
        return None
    return found


def _aliased(items: tuple[Fields, ...], scope: Scope) -> Aliased:
    """Return the names that a rule gives to facts, with their kinds."""
    found: dict[str, str] = {}
    for item in items:
        name = item.get(ALIAS)
        if name is None:
            continue
        kinds = [key for key, _ in item.pairs() if str(key.value) != ALIAS]
        word = text(name) or ""
        if len(kinds) != 1 or str(kinds[0].value) == "no":
            scope.report.flaw(name, "bad-condition", f'"{word}" must name exactly one fact that is there.')
        elif word in found:
            scope.report.flaw(name, "bad-condition", f'Two facts of this rule are named "{word}".')
        else:
            found[word] = str(kinds[0].value)
    return found


def _patterns(item: Fields, aliased: Aliased, names: tuple[str, ...], scope: Scope) -> Iterator[Pattern]:
    absent = "no" in item
    alias = text(item.get(ALIAS))
    for key, below in (fields(item.get("no")) if absent else item).pairs():
        kind = str(key.value)
        if kind == ALIAS:
            continue
        if kind not in FACTS:
            message = f'There is no kind of fact "{kind}".'
            scope.report.flaw(key, "unknown-name", message, hint(kind, tuple(FACTS), "facts"))
            continue
        found = tuple(tests(kind, fields(below), {} if absent else aliased, names, scope))
        if kind == "rule" and not any(test.field == "id" for test in found):
            scope.report.flaw(key, "bad-condition", "Say which rule: `rule: {id: …}`.")
            continue
        yield Pattern(kind, found, absent, alias if alias in aliased else None)


def _about(node: Node | None, aliased: Mapping[str, str], scope: Scope) -> str | None:
    word = text(node)
    if node is None or word is None or word in aliased:
        return word
    scope.report.flaw(node, "unknown-name", f'No fact of this rule is named "{word}".',
                      hint(word, tuple(aliased), "names") if aliased else "Name one with `as:`.")  # fmt: skip
    return None
