"""Changes of the engine: comparisons, constants, conditions, sums, statements left out.

Found in the syntax tree, made in the text, so that the rest of the file stays as it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from changes import Change

# What gives the engine its meaning; wording, files, commands and definitions are tested elsewhere.
MODULES = (
    "attributes", "calendar", "clocks", "conditions", "course", "deadlines", "due", "dues", "evaluate", "fold",
    "instances", "listening", "live", "milestones", "moves", "order", "placement", "reading", "readings", "record",
    "remarks", "responsibility", "routes", "saying", "standing", "step", "transfers", "verdicts", "waits",
)  # fmt: skip
FILES = tuple(f"engine/carepath/{name}.py" for name in MODULES)

COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
WRITTEN: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
SUMS: dict[type[ast.operator], tuple[str, str]] = {ast.Add: ("+", "-"), ast.Sub: ("-", "+")}
OTHER = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Text:
    """The text of a module, by line and column of its syntax tree."""

    def __init__(self, file: str, source: bytes) -> None:
        self.file, self.source = file, source
        self.lines = [0]
        for line in source.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def at(self, line: int, column: int) -> int:
        """Return the place of a line, from 1, and a column in bytes."""
        return self.lines[line - 1] + column

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return where a node begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def change(self, line: int, kind: str, span: tuple[int, int], text: str) -> Change:
        """Return a change of this module."""
        return Change(self.file, line, kind, *span, text)

    def between(self, left: ast.expr, right: ast.expr, word: str) -> tuple[int, int] | None:
        """Return where an operator stands between two operands; None where brackets or comments hide it."""
        start, end = self.span(left)[1], self.span(right)[0]
        gap = self.source[start:end]
        if gap.count(word.encode()) != 1 or b"#" in gap:
            return None
        place = start + gap.index(word.encode())
        return place, place + len(word)


def changes(file: str, source: bytes) -> Iterator[Change]:
    """Yield every change of a module, in the order of its text."""
    tree, text = ast.parse(source), Text(file, source)
    found = [change for node in _meaning(tree) for change in _of(node, text)]
    yield from sorted(set(found), key=lambda each: (each.start, each.end, each.text))


def _meaning(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that decide an answer: no types, no assertions of the impossible, no imports."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.Assert | ast.Import | ast.ImportFrom):
                yield from _meaning(child)


def _of(node: ast.AST, text: Text) -> Iterator[Change]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for before, operator, after in zip([left, *others], ops, others, strict=False):
                span = text.between(before, after, WRITTEN[type(operator)])
                if span:
                    yield text.change(after.lineno, "comparison", span, COMPARED[type(operator)])
        case ast.Constant(value=value) if isinstance(value, int) and not isinstance(value, bool):
            for near in (value - 1, value + 1):
                yield text.change(node.lineno, "number", text.span(node), str(near))
        case ast.Constant(value=value) if isinstance(value, bool):
            yield text.change(node.lineno, "negation", text.span(node), str(not value))
        case ast.BoolOp(op=operator, values=values):
            word, other = ("and", "or") if isinstance(operator, ast.And) else ("or", "and")
            span = text.between(values[0], values[1], word)
            if span:
                yield text.change(values[1].lineno, "and, or", span, other)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            start, end = text.span(node)
            inner = text.source[slice(*text.span(operand))].decode()
            yield text.change(node.lineno, "negation", (start, end), f"({inner})")
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in SUMS:
            word, other = SUMS[type(operator)]
            span = text.between(left, right, word)
            if span:
                yield text.change(right.lineno, "sum", span, other)
        case ast.Call(func=ast.Name(id=name)) if name in OTHER:
            yield text.change(node.lineno, "choice", text.span(node.func), OTHER[name])
        case ast.If(test=test) | ast.IfExp(test=test) | ast.comprehension(ifs=[test, *_]):
            inner = text.source[slice(*text.span(test))].decode()
            yield text.change(test.lineno, "negation", text.span(test), f"(not ({inner}))")
        case ast.Expr(value=value) if not isinstance(value, ast.Constant):
            yield text.change(node.lineno, "statement left out", text.span(node), "pass")
        case ast.AugAssign() | ast.Continue() | ast.Break():
            yield text.change(node.lineno, "statement left out", text.span(node), "pass")
