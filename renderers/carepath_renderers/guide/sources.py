"""Where the numbers come from: the documents cited, what rests on each, and what was not checked against them."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.model import Citation, Pathway

from carepath_renderers.guide.blocks import Block, Listing, Section, Table, Text
from carepath_renderers.guide.phrases import NONE, by_when, number, roughly
from carepath_renderers.views.words import UNVERIFIED

PLURALS = {
    "way in": "ways in", "way out": "ways out", "way back": "ways back", "clause of a step": "clauses of steps",
}  # fmt: skip


def sources(pathway: Pathway) -> Section:
    """Return the documents that the definition names, and the days that were not checked against them."""
    cited = tuple(_cited(pathway))
    rests = {id: _rests(id, cited) for id in pathway.references}
    rows = tuple(
        (each.title, roughly(each.date) if each.date else NONE, each.url or NONE, rests[each.id])
        for each in pathway.references.values()
        if rests[each.id]
    )
    further = dict.fromkeys(each.title for each in pathway.references.values() if not rests[each.id])
    blocks: list[Block] = []
    if rows:
        blocks.append(Table("Documents", ("Document", "Date", "Where", "What rests on it"), rows, (5, 0, 4, 3)))
    unchecked = tuple(_unchecked(pathway))
    if unchecked:
        blocks.append(Listing(f"Days not checked against the original {UNVERIFIED}", unchecked))
    else:
        blocks.append(Text("Every day was checked against the original document."))
    if further:
        blocks.append(Listing("Further documents that the definition names", tuple(further)))
    return Section("sources", "Sources", tuple(blocks))


def _rests(id: str, cited: tuple[tuple[str, Citation], ...]) -> str:
    """Return how many clauses of which kind rest on a document, and how many were not checked; empty for none."""
    here = [(kind, citation) for kind, citation in cited if citation.reference == id]
    kinds = dict.fromkeys(kind for kind, _ in here)
    said = ", ".join(number(sum(kind == each for each, _ in here), kind, PLURALS.get(kind, "")) for kind in kinds)
    unchecked = sum(not citation.verified for _, citation in here)
    return f"{said}; {unchecked} not checked\u00a0{UNVERIFIED}" if unchecked else said


def _cited(pathway: Pathway) -> Iterator[tuple[str, Citation]]:
    """Yield the citation of each clause with the kind of the clause."""
    yield from (("wait", each.citation) for each in pathway.clocks.values())
    yield from (("milestone", each.citation) for each in pathway.milestones.values())
    yield from (("transfer", each.citation) for each in pathway.transfers.values())
    yield from (("way in", each.citation) for each in pathway.starts)
    yield from (("way out", each.citation) for each in pathway.exits)
    yield from (("way back", each.citation) for each in pathway.reentries)
    yield from (("rule", each.citation) for each in pathway.rules)
    yield from (("role", each.citation) for each in pathway.roles.values())
    for state in pathway.states.values():
        yield "clause of a step", state.citation
        yield from (("clause of a step", each.citation) for each in state.tasks)
        yield from (("clause of a step", each.citation) for each in state.transitions)


def _unchecked(pathway: Pathway) -> Iterator[str]:
    for clock in pathway.clocks.values():
        if clock.target and not clock.citation.verified:
            yield f"Wait “{clock.title}”: {clock.target}"
    for milestone in pathway.milestones.values():
        if not milestone.citation.verified:
            yield f"Milestone “{milestone.title}”: {by_when(milestone.due or milestone.not_before, pathway)}"
    for transfer in pathway.transfers.values():
        if transfer.due and not transfer.citation.verified:
            yield f"Transfer “{transfer.title}”: {by_when(transfer.due, pathway)}"
