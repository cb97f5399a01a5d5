"""Case files with what is there as what is expected, for somebody to review; all else stays as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from carepath.authoring.nodes import Fields, Node, fields, plain
from carepath.authoring.source import decode, parse
from carepath.cases.layout import Edit, Layout, NoPlace, applied, edits, inline
from carepath.cases.lines import moment
from carepath.cases.proposals import first, proposal
from carepath.cases.reading import Question, read
from carepath.cases.trial import Trial, trial


class NotRewritten(ValueError):
    """A file of cases cannot be rewritten; the message says why."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The new text of a file, and the cases whose expectations it changes."""

    text: str
    changed: tuple[Trial, ...]


def rewritten(data: bytes, file: str, trials: Iterable[Trial]) -> Rewritten:
    """Return a file in which what differed is as it is; NotRewritten where that cannot be done safely."""
    text = decode(data, file)
    if not isinstance(text, str):
        raise NotRewritten("it is no longer a text that can be read")
    root = parse(text, file).root
    layout = Layout.of(text)
    failed = tuple(each for each in trials if not each.passed)
    cases = fields(fields(root).get("cases"))
    changes: list[Edit] = []
    for each in failed:
        if each.case.name not in cases:
            raise NotRewritten("it has changed meanwhile")
        try:
            changes += _edits(layout, fields(cases.get(each.case.name)), each)
        except NoPlace as error:
            raise NotRewritten(f"{each.case.name}: {error}") from None
    new = applied(text, changes)
    _as_expected(new, file, failed)
    return Rewritten(new, failed)


def _edits(layout: Layout, case: Fields, each: Trial) -> Iterator[Edit]:
    asked = _asked(case, each.question)
    if not isinstance(asked, Fields) or not each.question.expect.parts:
        yield _first(layout, case, asked, each)
        return
    for name, below in asked.pairs():
        if name.value != "known_at":
            new = proposal(str(name.value), plain(below), each.assessment, each.change, each.reported, each.held)
            yield from edits(layout, name, below, new)


def _asked(case: Fields, question: Question) -> Node | None:
    """Return the node of what is expected in answer to a question."""
    for day, below in fields(case.get("at")).pairs():
        if below.source == question.source and moment(str(day.value)) == question.as_of:
            return below
    return case.get("expect")


def _first(layout: Layout, case: Fields, asked: Node | None, each: Trial) -> Edit:
    """Return how a first expectation is written under a case; its keys stand one under the other."""
    if asked is not None:
        return Edit(layout.offset(asked.source), layout.end(asked), inline(dict(first(each.assessment))))
    last = case.key("known_at" if "known_at" in case else "as_of")
    there = case.entries.get("expect")
    if layout.flow(case):
        raise NoPlace("write `expect:` on a line of its own")
    indent = " " * (last.source.column - 1)
    below = [f"{indent}  {name}: {inline(value)}" for name, value in first(each.assessment).items()]
    if there is not None:
        after = layout.line_end(layout.offset(there[0].source))
        return Edit(after, after, layout.newline.join(["", *below]))
    after = layout.line_end(layout.offset(last.source))
    return Edit(after, after, layout.newline.join(["", f"{indent}expect:", *below]))


def _as_expected(text: str, file: str, failed: tuple[Trial, ...]) -> None:
    """Raise NotRewritten unless the new text is read without a problem and says what is so."""
    book = read(parse(text, file))
    cases = {case.name: case for case in book.cases}
    for each in failed:
        case = cases.get(each.case.name)
        if case is None or case.entries != each.case.entries:
            raise NotRewritten(f"{each.case.name}: its lines are laid out in a way that is not rewritten")
        for question in case.questions:
            same = (question.as_of, question.known_at) == (each.question.as_of, each.question.known_at)
            if same and not trial(case, question, each.pathway).passed:
                raise NotRewritten(f"{each.case.name}: its lines are laid out in a way that is not rewritten")
