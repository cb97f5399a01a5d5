"""A pathway as a graph in the DOT language: states by the day they should be left, moves, transfers, ends.

A plain picture for reading a definition; where it puts things is left to Graphviz. Labels are text, never HTML-like.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from textwrap import wrap

from carepath.model import Pathway, State, Transition

from carepath_renderers.words import UNVERIFIED, condition, due, dues, mark, taken, unverified

try:
    import graphviz
except ImportError:
    raise ImportError("drawing needs graphviz; install it with: pip install 'carepath[pictures]'") from None

WIDTH = 28  # letters in a line of a box
OUTLINE, GREY, END = "#425563", "#E8EDEE", "#D8DDE0"
# Light enough for dark text to be clear on each.
TINTS = ("#D9F1F1", "#D6E6F7", "#FFF1D1", "#F1E1EC", "#E4F2DC", "#FBE5D6", "#E6E0F4", "#F3EFE0")


def to_dot(pathway: Pathway) -> str:
    """Return the picture of a pathway as DOT text, the same bytes each time."""
    graph = graphviz.Digraph(pathway.id, comment=pathway.name)
    graph.attr(
        label=_text(_title(pathway)), labelloc="t", fontname="Helvetica", fontsize="18", rankdir="TB", newrank="true",
        nodesep="0.15", ranksep="0.4", size="11.2,16",
    )  # fmt: skip
    graph.attr(
        "node", shape="box", style="filled", color=OUTLINE, fontname="Helvetica", fontsize="12", margin="0.24,0.08"
    )
    graph.attr("edge", color=OUTLINE, fontname="Helvetica", fontsize="10", arrowsize="0.7")
    _bands(graph, pathway, [
        _box(graph, "ways out", ["Ways out from anywhere", *_exits(pathway)]),
        _box(graph, "days", ["Days", *_days(pathway)]),
    ])  # fmt: skip
    _ways_in(graph, pathway)
    for state in pathway.states.values():
        _state(graph, pathway, state)
    for state in pathway.states.values():
        _moves(graph, pathway, state)
    return str(graph.source)


def _title(pathway: Pathway) -> list[str]:
    few, many = unverified(pathway)
    effective = f", in force from {pathway.effective_from}" if pathway.effective_from else ""
    checked = (
        f"{few} of {many} days are not verified against the original ({UNVERIFIED})" if few else "all days verified"
    )
    status = "DRAFT, not agreed" if pathway.draft else pathway.status
    return [pathway.title, f"{pathway.id} {pathway.version}, {status}{effective}", checked]


def _text(lines: Iterable[str], end: str = "\\n") -> str:
    """Return lines as one label; what looks like HTML or an escape stays plain text."""
    text: str = graphviz.nohtml("".join(line.replace("\\", "\\\\") + end for line in lines))
    return text


def _wrapped(*texts: str) -> list[str]:
    return [
        line for text in texts for line in wrap(text, WIDTH, subsequent_indent="  " if text.startswith("•") else "")
    ]


def _ways_in(graph: graphviz.Digraph, pathway: Pathway) -> None:
    for place, rule in enumerate(pathway.starts):
        name, when = f"in:{place}", condition(rule.guard, pathway.events)
        text = _wrapped(pathway.events[rule.event].title, *([f"if {when}"] if when else []))
        graph.node(_id(name), _text(text), shape="box", style="rounded,filled", fillcolor="white", penwidth="2")
        graph.edge(_id(name), _id(rule.to), penwidth="1.6")
    for again in pathway.reentries:
        name = f"again:{again.id}"
        clocks = f"clocks {', '.join(again.clocks)} run again" if again.clocks else ""
        text = _wrapped(f"Later: {again.title}", *([clocks] if clocks else []))
        graph.node(_id(name), _text(text), style="rounded,filled", fillcolor="white", penwidth="2")
        graph.edge(_id(name), _id(again.to), penwidth="1.6")


def _state(graph: graphviz.Digraph, pathway: Pathway, state: State) -> None:
    who = " or ".join(pathway.roles[role].title for role in state.roles)
    text = _text(_wrapped(state.title, *([f"({who})"] if who else [])))
    text = graphviz.nohtml(text + _text(_wrapped(*_tasks(pathway, state)), "\\l"))
    tip = _text([state.title], "")  # the whole title in one piece, for those who search or listen
    if state.end is not None:
        graph.node(_id(state.id), text, style="rounded,filled", fillcolor=END, tooltip=tip)
        return
    roles = list(pathway.roles)
    tint = TINTS[roles.index(state.roles[0]) % len(TINTS)] if state.roles else "white"
    graph.node(_id(state.id), text, fillcolor=tint, tooltip=tip)


def _tasks(pathway: Pathway, state: State) -> Iterator[str]:
    """Yield what is required in a state, what falls due there, and what is asked there."""
    required = {task.event for task in state.tasks if task.required}
    for event in taken(state):
        days = ", ".join(dues(event, state, pathway))
        if event in required or days:
            facts = "; ".join(fact for fact in ("required" if event in required else "", days) if fact)
            yield f"• {pathway.events[event].title}: {facts}"
    for event, question in dict.fromkeys((_event(pathway, move), move.question) for move in state.transitions):
        if question is not None:
            yield f"{event}: {question}"


def _moves(graph: graphviz.Digraph, pathway: Pathway, state: State) -> None:
    """Draw one edge for each state that follows, with all that leads there; ways back do not move the levels."""
    answers = Counter(move.answer for move in state.transitions)
    leads: dict[str, list[str]] = defaultdict(list)
    for move in state.transitions:
        alike = answers[move.answer] > 1 and len({each.event for each in state.transitions}) > 1
        words = (_event(pathway, move) if move.answer is None or alike else "", move.answer or "")
        leads[move.to].append(": ".join(word for word in words if word))
    for to, texts in leads.items():
        carried = _transfers(pathway, state, to)
        label = _text(line for text in (*texts, *carried) for line in wrap(text, 18))
        graph.edge(
            _id(state.id), _id(to), label,
            constraint="false" if _back(pathway, state, to) else "true",
            **({"style": "dashed", "penwidth": "2.2"} if carried else {}),
        )  # fmt: skip


def _event(pathway: Pathway, move: Transition) -> str:
    return "by itself" if move.event is None else pathway.events[move.event].title


def _back(pathway: Pathway, state: State, to: str) -> bool:
    here, there = state.band, pathway.states[to].band
    return there is not None and (here is None or there <= here)


def _transfers(pathway: Pathway, state: State, to: str) -> list[str]:
    """Return the transfers that a move means: those whose sender works in one state and whose receiver in the next."""
    return [
        f"{transfer.title}{f': {mark(str(transfer.due), transfer.citation)}' if transfer.due else ''}"
        for transfer in pathway.transfers.values()
        if transfer.sender in state.roles and transfer.receiver in pathway.states[to].roles
    ]


def _bands(graph: graphviz.Digraph, pathway: Pathway, below: list[str]) -> None:
    """Put states that should be left by the same day on one level, the days in a column beside them, notes below."""
    bands: dict[int, list[str]] = defaultdict(list)
    for state in pathway.states.values():
        if state.band is not None:
            bands[state.band].append(state.id)
    before = None
    for band in sorted(bands):
        name = _id(f"day:{band}")
        graph.node(name, f"by day {band}", shape="plaintext", style="", fontsize="13")
        with graph.subgraph() as level:
            level.attr(rank="same")
            for each in (name, *map(_id, bands[band])):
                level.node(each)
        if before is not None:
            graph.edge(before, name, style="invis", weight="10")
        before = name
    for name in below:
        if before is not None:
            graph.edge(before, name, style="invis", weight="10")
        before = name


def _exits(pathway: Pathway) -> Iterator[str]:
    for each in pathway.exits:
        when = condition(each.guard, pathway.events)
        onward = ", goes on to another pathway" if each.reroute else ""
        yield f"• {each.title}{f' (if {when})' if when else ''}{onward}"


def _days(pathway: Pathway) -> Iterator[str]:
    for clock in pathway.clocks.values():
        if clock.target:
            yield f"• {clock.title}: {mark(str(clock.target), clock.citation)} ({clock.level})"
    for milestone in pathway.milestones.values():
        yield f"• {milestone.title}: {due(milestone, pathway)} ({milestone.level})"
    for transfer in pathway.transfers.values():
        if transfer.due:
            yield f"• {transfer.title}: {mark(str(transfer.due), transfer.citation)} ({transfer.level})"


def _box(graph: graphviz.Digraph, name: str, texts: list[str]) -> str:
    lines = [line for text in texts for line in wrap(text, 40, subsequent_indent="   ")]
    graph.node(_id(f"box:{name}"), _text(lines, "\\l"), shape="note", fillcolor=GREY)
    return _id(f"box:{name}")


def _id(name: str) -> str:
    """Return the name of a node; a colon would mean a port."""
    return name.replace(":", " ")
