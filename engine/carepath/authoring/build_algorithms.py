"""Treatment algorithms: decision tables, written out as rules that say whether a decision is on the table.

A row says for whom it is and what may be chosen. For each row there are two rules: the patient fits it, and what was
chosen is one of its choices. Over them stand the answers: on the table; off it, with a reason; off it, without one;
not covered, where no row fits what is known of the patient. Only off without a reason is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carepath.authoring.build_facts import tests
from carepath.authoring.nodes import Fields, Node, Scalar, fields, many, text
from carepath.authoring.scope import Scope, title
from carepath.model import Citation, FieldTest, Pattern, Rule, Source
from carepath.rules.kinds import DATA

DONE = (FieldTest("status", "is", ("done",)), FieldTest("latest", "is", ("yes",)))


@dataclass(frozen=True, slots=True)
class _Table:
    """What all rules of a table share: its id, title, place and citation, and the event that says what was chosen."""

    id: str
    title: str
    source: Source
    citation: Citation
    decided: tuple[FieldTest, ...]

    def rule(self, part: str, said: str, *patterns: Pattern, source: Source | None = None) -> Rule:
        """Return a rule that says no more than that it holds."""
        called = f"{self.title}: {said}"
        return Rule(f"{self.id}_{part}", patterns, source or self.source, called, citation=self.citation, note=called)

    def concluded(self, *parts: str, absent: bool = False) -> Pattern:
        """Return that one of these rules of the table holds, or that none does."""
        return Pattern("rule", (FieldTest("id", "is", tuple(f"{self.id}_{part}" for part in parts)),), absent)


def algorithms(root: Fields, scope: Scope) -> Iterator[tuple[Scalar, Rule]]:
    """Yield the rules of the decision tables, each with the key that the table is written under."""
    for key, node in fields(root.get("algorithms")).pairs():
        given = fields(node)
        event, words = scope.name("event", given.get("event")), _words(given.get("attribute"), scope)
        if event is None or words is None:
            continue
        decided = (FieldTest("id", "is", (event,)), *DONE)
        table = _Table(str(key.value), title(given, str(key.value)), key.source, scope.citation(given), decided)
        rows = tuple(fields(row) for row in many(given.get("rows")))
        for number, row in enumerate(rows, 1):
            yield from ((key, rule) for rule in _of_row(table, number, row, given.get("attribute"), scope))
        made = Pattern("event", (*decided, FieldTest(f"{DATA}.{text(given.get('attribute'))}", "is", words)))
        yield from ((key, rule) for rule in _answers(table, len(rows), made, _reason(given.get("reason"), scope)))


def _of_row(table: _Table, number: int, row: Fields, choice: Node | None, scope: Scope) -> Iterator[Rule]:
    said, word = text(row.get("title")) or f"row {number}", text(choice)
    fits = Pattern("case", _data("case", row.get("when"), scope))
    yield table.rule(f"fits_{number}", f"the row for {said} fits", fits, source=row.source)
    chosen = row.get("choose")
    if isinstance(choice, Scalar) and word is not None and chosen is not None:
        one = Fields({word: (choice, chosen)}, row.source)
        on = Pattern("event", (*table.decided, *_data("event", one, scope)))
        yield table.rule(
            f"on_{number}", f"chosen as for {said}", table.concluded(f"fits_{number}"), on, source=row.source
        )


def _answers(table: _Table, rows: int, made: Pattern, reason: Pattern | None) -> Iterator[Rule]:
    """Yield the rules over those of the rows; `made`: something was chosen, `reason`: why it was another thing."""
    fits, on = (tuple(f"{part}_{number}" for number in range(1, rows + 1)) for part in ("fits", "on"))
    off: tuple[Pattern, ...] = (made, table.concluded(*fits), table.concluded(*on, absent=True))
    yield table.rule("on", "on the table", table.concluded(*on))
    if reason is not None:
        yield table.rule("justified", "off the table, with a reason", *off, reason)
        off = (*off, table.concluded("justified", absent=True))
    finding = f"{table.title}: what was chosen is not on the table, and no reason is recorded"
    yield Rule(f"{table.id}_off", off, table.source, f"{table.title}: off the table", finding, citation=table.citation)
    yield table.rule("not_covered", "no row fits what is known", made, table.concluded(*fits, absent=True))


def _reason(node: Node | None, scope: Scope) -> Pattern | None:
    words = _words(node, scope)
    return None if words is None else Pattern("case", (FieldTest(f"{DATA}.{text(node)}", "is", words),))


def _words(node: Node | None, scope: Scope) -> tuple[str, ...] | None:
    """Return the words of an attribute that a table is about; reported where it has none."""
    name = scope.name("attribute", node)
    kind = scope.types.get(name or "")
    if node is None or kind is None:
        return None
    if kind.kind != "words":
        message = f'"{name}" is {kind}; a table needs a list of words.'
        scope.report.flaw(node, "bad-condition", message, "Give the attribute a list of words.")
        return None
    return kind.words


def _data(kind: str, node: Node | None, scope: Scope) -> tuple[FieldTest, ...]:
    """Return tests of attributes, of the case or of those that came with an event."""
    if not isinstance(node, Fields):
        return ()
    return tuple(tests(kind, Fields({DATA: (Scalar(DATA, node.source), node)}, node.source), {}, (), scope))
