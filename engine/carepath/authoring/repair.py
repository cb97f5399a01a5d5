"""A definition as its author probably meant it, so that one slip does not hide the mistakes behind it.

What is repaired has been reported as an error; nothing repaired is ever handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from carepath.authoring.nodes import Fields, Items, Node, Scalar
from carepath.model import Source
from carepath.problems import Problem

MEANT = re.compile(r'Did you mean "(.+)"\?')
SLIPS = ("unknown-key", "not-one-of")


def repaired(root: Node, problems: Iterable[Problem]) -> Node:
    """Return the nodes with each key and word replaced by what the hint of its problem proposes."""
    meant = {problem.source: found[1] for problem in problems if (found := _meant(problem))}
    return _with(root, meant) if meant else root


def slip(problem: Problem) -> bool:
    """Whether the problem is a slip of which we know what was meant, or a key too many."""
    return problem.code == "unknown-key" or _meant(problem) is not None


def _meant(problem: Problem) -> re.Match[str] | None:
    return MEANT.fullmatch(problem.hint) if problem.code in SLIPS and problem.hint else None


def _with(node: Node, meant: Mapping[Source, str]) -> Node:
    match node:
        case Scalar(source=source, width=width):
            return Scalar(meant[source], source, width) if source in meant else node
        case Items(items=items, source=source, width=width):
            return Items(tuple(_with(item, meant) for item in items), source, width)
        case Fields(entries=entries, source=source, width=width):
            changed: dict[str, tuple[Scalar, Node]] = {}
            for name, (key, below) in entries.items():
                better = meant.get(key.source, name)
                if better != name and better in entries:  # both are there: which was meant cannot be known
                    continue
                changed[better] = (Scalar(better, key.source, key.width), _with(below, meant))
            return Fields(changed, source, width)
