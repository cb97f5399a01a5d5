"""Authors' rules: patterns of facts of an assessment, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.authoring.build_spans import span
from carepath.authoring.nodes import Fields, Items, Node, Scalar, fields, many, text, yes
from carepath.authoring.scope import Scope
from carepath.authoring.words import closest, hint, listed
from carepath.model import FieldTest, Pattern, Rule, Value

VERDICTS = (
    "not-started", "pending", "met", "overdue", "late", "missed", "not-needed", "not-possible", "void", "unknown",
)  # fmt: skip
LEVELS = ("national", "local")
YES_NO = ("yes", "no")
NAME, NUMBER = "name", "number"
# Kind of fact → its fields → what they hold: a name, a whole number, or one of a few words.
FACTS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "case": {"pathway": NAME, "version": NAME, "draft": YES_NO, "state": NAME, "episode": NUMBER, "closed": NAME},
    "milestone": {
        "id": NAME, "episode": NUMBER, "verdict": VERDICTS, "days_over": NUMBER, "days_left": NUMBER, "provider": NAME,
        "final": YES_NO, "level": LEVELS, "clock": NAME,
    },
    "clock": {
        "id": NAME, "episode": NUMBER, "instance": NUMBER, "ended": ("stop", "close", "exclude", "void"),
        "gross": NUMBER, "not_counted": NUMBER, "net": NUMBER, "verdict": VERDICTS, "paused": YES_NO,
    },
    "transfer": {
        "id": NAME, "episode": NUMBER, "complete": YES_NO, "verdict": VERDICTS, "sender": NAME, "receiver": NAME,
    },
    "finding": {"code": NAME, "subject": NAME, "episode": NUMBER, "days_over": NUMBER, "provider": NAME},
    "due": {
        "what": NAME, "milestone": NAME, "episode": NUMBER, "days_left": NUMBER, "role": NAME, "provider": NAME,
        "protects": NAME, "level": LEVELS,
    },
}  # fmt: skip


def rules(root: Fields, scope: Scope) -> tuple[Rule, ...]:
    """Return the rules of a definition."""
    found: list[Rule] = []
    for key, node in fields(root.get("rules")).pairs():
        given = fields(node)
        then = fields(given.get("then"))
        patterns = tuple(pattern for item in many(given.get("when")) for pattern in _patterns(fields(item), scope))
        found.append(
            Rule(
                id=str(key.value),
                patterns=patterns,
                source=key.source,
                finding=text(then.get("finding")),
                due=text(then.get("due")),
                role=scope.name("role", then.get("role")),
                within=span(then.get("within"), scope),
                citation=scope.citation(node),
            )
        )
    return tuple(found)


def _patterns(item: Fields, scope: Scope) -> Iterator[Pattern]:
    absent = "no" in item
    for key, below in (fields(item.get("no")) if absent else item).pairs():
        kind = str(key.value)
        if kind not in FACTS:
            message = f'There is no kind of fact "{kind}".'
            scope.report.flaw(key, "unknown-name", message, hint(kind, tuple(FACTS), "facts"))
            continue
        tests = tuple(test for name, node in fields(below).pairs() for test in _tests(kind, name, node, scope))
        yield Pattern(kind, tests, absent)


def _tests(kind: str, key: Scalar, node: Node, scope: Scope) -> Iterator[FieldTest]:
    name = str(key.value)
    holds = FACTS[kind].get(name)
    if holds is None:
        message = f'A {kind} has no field "{name}".'
        scope.report.flaw(key, "unknown-name", message, hint(name, tuple(FACTS[kind]), "fields"))
        return
    if isinstance(node, Scalar | Items):
        values = tuple(value for item in many(node) for value in _value(kind, name, holds, item, scope))
        if values:
            yield FieldTest(name, "is", values)
        return
    if holds != NUMBER:
        scope.report.flaw(node, "bad-condition", f'"{name}" is no number, so it has no smallest or largest value.')
        return
    for low in _value(kind, name, holds, node.get("at_least"), scope):
        yield FieldTest(name, "at_least", (low,))
    for high in _value(kind, name, holds, node.get("at_most"), scope):
        yield FieldTest(name, "at_most", (high,))


def _value(kind: str, name: str, holds: str | tuple[str, ...], node: Node | None, scope: Scope) -> Iterator[Value]:
    if not isinstance(node, Scalar) or node.value is None:
        return
    if holds == NUMBER:
        if isinstance(node.value, int) and not isinstance(node.value, bool):
            yield node.value
        else:
            scope.report.flaw(node, "bad-value-in-condition", f'"{node.value}" is not a whole number.')
        return
    word = ("yes" if yes(node) else "no") if isinstance(node.value, bool) else str(node.value)
    if isinstance(holds, tuple) and word not in holds:
        near = closest(word, holds)
        advice = f'Did you mean "{near}"?' if near else None
        scope.report.flaw(node, "bad-value-in-condition", f'"{word}" is not {listed(holds)}.', advice)
        return
    if (kind, name) in (("milestone", "id"), ("due", "milestone")) and not scope.borrowed(node):
        known = scope.name("judged", node)
        if known is None:
            return
        word = known
    yield word
