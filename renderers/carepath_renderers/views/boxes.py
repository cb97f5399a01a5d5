"""The boxes of a view: ways in, steps, decisions and ends, with the few lines that belong in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carepath.model import Known, Milestone, Pathway, StartRule, State

from carepath_renderers.views.due_lines import said
from carepath_renderers.views.handovers import handed_over
from carepath_renderers.views.routing import Routing
from carepath_renderers.views.saying import answers_of, asked_here
from carepath_renderers.views.stops import due_here, lengths, opened_by, standards, stopped_by
from carepath_renderers.views.view import Kind, Node
from carepath_renderers.views.ways import Way, questions
from carepath_renderers.views.words import any_of, capital, clock_names, listed, lower, short, spoken

# What a day in an attribute means that dates back the clocks of a case (pathways/shared/events/cancer.yaml).
BROUGHT = {"clock_from": "with the start of another pathway's clock"}


def entrances(pathway: Pathway, lanes: Mapping[str, str], band: str) -> Iterator[Node]:
    """Yield a box for each event that opens a case in a state: when it does so, and which clocks it starts."""
    for (event, to), rules in joined_starts(pathway).items():
        when = _when(rules, pathway)
        running = [
            f"{clock_names(lengths(clocks))} {verb[len(clocks) > 1]}"
            for clocks, verb in zip(opened_by(rules, pathway), (("starts", "start"), ("may start",) * 2), strict=True)
            if clocks
        ]
        yield Node(
            start_id(event, to), "start", lanes[to], band, pathway.events[event].title,
            tuple(line for line in (when, *running) if line), source=rules[0].source, cite=str(rules[0].citation),
        )  # fmt: skip


def _when(rules: tuple[StartRule, ...], pathway: Pathway) -> str:
    """Return on what condition a way in is taken; a day that is dated back by its attribute is named as such."""
    back = [rule for rule in rules if rule.dated_by and rule.guard == Known(rule.dated_by, known=True)]
    said = any_of([rule.guard for rule in rules if rule not in back], pathway.events) if len(back) < len(rules) else ""
    said = _short(said, pathway.events[rules[0].event].title)
    dated = [BROUGHT.get(rule.dated_by, f"with a day in “{spoken(rule.dated_by)}”") for rule in back if rule.dated_by]
    if not said:
        return "" if len(back) < len(rules) else capital(listed(dated))
    return ", or ".join((said, *dated))


def _short(said: str, title: str) -> str:
    """Return a condition without the title of the event that the box has above it."""
    return capital(said.removeprefix(f"“{title}” "))


def joined_starts(pathway: Pathway) -> Mapping[tuple[str, str], tuple[StartRule, ...]]:
    """Return the rules by which a case begins, by event and first state."""
    joined: dict[tuple[str, str], tuple[StartRule, ...]] = {}
    for rule in pathway.starts:
        joined[(rule.event, rule.to)] = (*joined.get((rule.event, rule.to), ()), rule)
    return joined


def start_id(event: str, to: str) -> str:
    """Return the name of the box of a way in; a slash cannot stand in an id of a definition."""
    return f"start/{event}/{to}"


def again_id(reentry: str) -> str:
    """Return the name of the box of a way back in."""
    return f"again/{reentry}"


def fork_id(way: Way) -> str:
    """Return the name of the diamond in which a way starts."""
    return f"{way.tail}/{way.event or 'by itself'}"


def again(to: str, pathway: Pathway) -> Iterator[Node]:
    """Yield a box for each way back in to a state; its lane and band are those of the state."""
    for each in pathway.reentries:
        if each.to == to:
            days = lengths(tuple(clock for clock in standards(pathway) if clock.id in each.clocks))
            lines = (f"{clock_names(days)} may run again",) if days else ()
            yield Node(
                again_id(each.id), "start", "", "", f"Later: {lower(each.title)}", lines,
                source=each.source, cite=str(each.citation),
            )  # fmt: skip


def step(state: State, pathway: Pathway, routed: Routing, due: tuple[Milestone, ...]) -> Node:
    """Return the box of a state; its lane and band are set by the caller."""
    lines = (
        *(said(each, pathway) for each in due),
        *_required(state, due, pathway),
        *_clock_lines(state, pathway, routed),
        *_dataset(state, pathway, routed),
        *asked_here(state.id, pathway, routed, parted(state.id, routed)),
    )
    return Node(
        state.id, _kind(state, pathway, routed), "", "", state.title, lines, source=state.source,
        cite=str(state.citation), arm=state.arm, mark=routed.marks.get(state.id, ""),
    )  # fmt: skip


def _kind(state: State, pathway: Pathway, routed: Routing) -> Kind:
    if state.end is not None:
        return "end"
    if stopped_by(leaving(state.id, routed), state, pathway):
        return "stop"
    by_arrow = (way for way in routed.arrows if state.id in (way.tail, way.head))
    return "transfer" if handed_over(by_arrow, pathway) else "step"


def leaving(state: str, routed: Routing) -> frozenset[str]:
    """Return the events on which a case leaves a state by an arrow."""
    return frozenset(way.event for way in routed.arrows if way.tail == state and way.event is not None)


def _required(state: State, due: tuple[Milestone, ...], pathway: Pathway) -> Iterator[str]:
    """Yield what must be done in a state beside what is due there."""
    expected = {event for each in due for event in each.events}
    rest = [task.event for task in state.tasks if task.required and task.event not in expected]
    if rest:
        yield f"Required: {listed([lower(short(pathway.events[event].title)) for event in rest])}"


def _clock_lines(state: State, pathway: Pathway, routed: Routing) -> Iterator[str]:
    """Yield which national clocks stop on leaving a state, and which may stop there because their day has come."""
    stopped = stopped_by(leaving(state.id, routed), state, pathway)
    if stopped:
        yield f"{clock_names(lengths(stopped))} {'stop' if len(stopped) > 1 else 'stops'}"
    may = tuple(clock for clock in due_here(state, pathway) if clock not in stopped)
    if may:
        yield f"{clock_names(lengths(may))} may stop here"


def _dataset(state: State, pathway: Pathway, routed: Routing) -> Iterator[str]:
    """Yield what must come with a transfer that a state receives."""
    moved = handed_over((way for way in routed.arrows if way.head == state.id), pathway)
    counts = sorted({sum(not item.optional for item in each.items) for each in moved} - {0})
    if counts:
        yield f"With dataset: {listed([str(count) for count in counts], 'or')} required items"


def decisions(state: str, pathway: Pathway, routed: Routing) -> Iterator[Node]:
    """Yield a diamond for each question of a state that parts the way in the picture."""
    for way in forks(state, routed):
        lines = tuple(answers_of(way.asked, routed))
        yield Node(
            fork_id(way), "decision", "", "", way.question or "", lines, source=way.source, cite=str(way.citation)
        )


def forks(state: str, routed: Routing) -> tuple[Way, ...]:
    """Return the first way of each question of a state that has two arrows or more."""
    drawn = questions(tuple(way for way in routed.arrows if way.tail == state))
    return tuple(group[0] for group in drawn.values() if len(group) > 1 and group[0].question is not None)


def parted(state: str, routed: Routing) -> frozenset[tuple[str, str | None, str | None]]:
    """Return the questions of a state that have a diamond."""
    return frozenset(way.asked for way in forks(state, routed))
