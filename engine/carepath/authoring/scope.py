"""What a definition names, and the problems found while it is built.

A name that is not known is reported once, where it stands; building goes on with the name that was
probably meant, so that later checks see the definition its author had in mind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from carepath.authoring.nodes import Fields, Node, Scalar, fields, scalars, text, yes
from carepath.authoring.words import closest, hint
from carepath.model import UNCITED, AttributeType, Citation
from carepath.problems import Problem, Severity

SAID = {"judged": ("milestone or clock", "milestones and clocks")}
SHAPING = ("state", "event", "role")  # without one of these the state graph is not the one its author meant


@dataclass(slots=True)
class Report:
    """Problems as they are found; `whole` says whether all of the state graph could be built."""

    problems: list[Problem] = field(default_factory=list)
    whole: bool = True

    def flaw(self, node: Node, code: str, message: str, hint: str | None = None, severity: Severity = "error") -> None:
        """Note a problem that leaves everything else as it is."""
        self.problems.append(Problem(node.source, code, message, hint, severity, node.width))

    def loss(self, node: Node, code: str, message: str, hint: str | None = None) -> None:
        """Note a problem by which a part is lost, so that what depends on it is not judged."""
        self.whole = False
        self.flaw(node, code, message, hint)


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of a definition by kind (None: the section cannot be read, so any name will do)."""

    known: Mapping[str, tuple[str, ...] | None]
    types: Mapping[str, AttributeType]
    heard: Mapping[str, tuple[str, ...]]  # event → itself and the events that count as it
    titles: Mapping[str, str]  # source → its title
    day_zero: str | None
    shared: frozenset[str]  # files that were used and not written for this definition
    report: Report
    whole: Citation = UNCITED  # what the clauses of the definition rest on that cite nothing themselves

    def name(self, kind: str, node: Node | None) -> str | None:
        """Return a name of that kind, the one probably meant, or None."""
        if not isinstance(node, Scalar):
            return None
        word = text(node)
        known = self.known[kind]
        if word is None or known is None or word in known:
            return word
        note = self.report.loss if kind in SHAPING and closest(word, known) is None else self.report.flaw
        one, several = SAID.get(kind, (kind, f"{kind}s"))
        note(node, "unknown-name", f'There is no {one} "{word}".', hint(word, known, several))
        return closest(word, known)

    def names(self, kind: str, node: Node | None) -> tuple[str, ...]:
        """Return the known names of a list, or the one name, each once."""
        found = (self.name(kind, item) for item in scalars(node))
        return tuple(dict.fromkeys(name for name in found if name is not None))

    def hears(self, event: str) -> tuple[str, ...]:
        """Return the event and those that count as it."""
        return self.heard.get(event, (event,))

    def borrowed(self, node: Node) -> bool:
        """Whether a node comes from a shared file."""
        return node.source.file in self.shared

    def citation(self, clause: Node | None) -> Citation:
        """Return what a clause rests on; without `verified` it counts as verified if it cites something.

        A clause of the definition that cites nothing rests on what the definition cites at its top.
        """
        given = fields(clause)
        cited = given.get("cite")
        source = fields(cited).get("source") if isinstance(cited, Fields) else cited
        reference = self.name("source", source)
        verified = yes(given.get("verified"))
        if reference is None:
            whole = UNCITED if clause is not None and self.borrowed(clause) else self.whole
            return whole if verified is None else replace(whole, verified=verified)
        return Citation(
            reference=reference,
            title=self.titles.get(reference) if reference else None,
            section=text(fields(cited).get("section")),
            verified=verified is not False,
        )


def title(node: Node | None, name: str) -> str:
    """Return what people call a thing; its id serves where there is nothing."""
    return text(fields(node).get("title")) or name
