"""A view in sentences, as a table and as Markdown: for those who listen, search or read without the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from carepath_renderers.views.saying import WAYS
from carepath_renderers.views.view import Chip, Edge, Kind, Node, Tone, View
from carepath_renderers.views.words import UNVERIFIED, lower

KINDS: dict[Kind, str] = {
    "start": "Way in", "step": "Step", "decision": "Decision",
    "stop": "Clock stop", "transfer": "Transfer", "end": "End",
}  # fmt: skip
TONES: dict[Tone, str] = {
    "added": "New", "changed": "Changed", "removed": "Removed", "passed": "Passed", "here": "Here", "ahead": "Ahead",
}  # fmt: skip


class Row(NamedTuple):
    """One box as a row of a table, each cell a text for people."""

    band: str
    lane: str
    step: str
    lines: str
    leads_to: str


def listed(view: View) -> tuple[str, ...]:
    """Return one sentence for each box, in reading order."""
    return tuple(named(node, view) for node in view.nodes)


def named(node: Node, view: View) -> str:
    """Return the sentence for one box: what it is, whose, by when, what it says and where it leads."""
    row = _row(node, view)
    said = (_closed(f"{KINDS[node.kind]}: {node.title}"), f"{row.lane}, {lower(row.band)}.", row.lines)
    leads = _closed(f"Leads to: {row.leads_to}") if row.leads_to else ""
    return " ".join(part for part in (*said, leads) if part)


def table(view: View) -> tuple[Row, ...]:
    """Return one row for each box, in reading order."""
    return tuple(_row(node, view) for node in view.nodes)


def _row(node: Node, view: View) -> Row:
    lane = next(lane.title for lane in view.lanes if lane.id == node.lane)
    band = next(band.title for band in view.bands if band.id == node.band)
    step = node.title if node.kind == "step" else f"{KINDS[node.kind]}: {node.title}"
    tone = node.badge or (TONES[node.tone] if node.tone else "")
    lines = (*((tone,) if tone else ()), *(line for line in node.lines if not WAYS.search(line)))
    return Row(band, lane, step, " ".join(map(_closed, lines)), "; ".join(_leads(node, view)))


def _leads(node: Node, view: View) -> Iterator[str]:
    """Yield where a box leads, by arrows first, with what has to happen."""
    titles = {each.id: each.title for each in view.nodes}
    for edge in (*view.edges, *view.jumps):
        if edge.tail == node.id:
            yield _lead(edge, "stays here" if edge.head == _home(node) else titles[edge.head])


def _home(node: Node) -> str:
    """Return the step that a box belongs to: a question's name begins with that of its step."""
    return node.id.split("/")[0] if node.kind == "decision" else node.id


def _lead(edge: Edge, head: str) -> str:
    facts = [TONES[edge.tone].lower()] if edge.tone in ("added", "changed", "removed") else []
    words = ": ".join(each for each in (edge.label, edge.count) if each)
    facts += [words] if words else []
    return f"{head} ({'; '.join(facts)})" if facts else head


def _closed(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def to_markdown(view: View) -> str:
    """Return the whole view as a Markdown page: heading, days, table of steps, notes."""
    return "\n".join(_page(view)) + "\n"


def _page(view: View) -> Iterator[str]:
    yield from (f"# {view.title}", "")
    yield from (" · ".join((*view.facts, *((view.owner,) if view.owner else ()))), "")
    for banner in view.banners:
        yield from (f"> {banner}", "")
    days = [f"- {band.title}: {'; '.join(map(_due, band.chips))}" for band in view.bands if band.chips]
    if days:
        yield from ("## Days", "", *days, "")
    yield from ("## Steps", "", "| By when | Who | Step | What | Leads to |", "|---|---|---|---|---|")
    for row in table(view):
        yield f"| {' | '.join(map(_cell, row))} |"
    for note in view.notes:
        yield from ("", f"## {note.title}", "", *(f"- {line}" for line in note.lines))
    yield from ("", f"Definition {view.hash}")


def _due(chip: Chip) -> str:
    level = "national" if chip.national else chip.level
    return f"{chip.title} ({level}){'' if chip.verified else f' {UNVERIFIED}'}"


def _cell(text: str) -> str:
    """Return text that cannot end its cell of the table."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
