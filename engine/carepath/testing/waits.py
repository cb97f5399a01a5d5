"""Clocks, milestones, datasets and transfers by construction, over the events that a state graph takes.

Targets of clocks are even and days of milestones odd, so that no milestone repeats a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.authoring.nodes import Plain
from carepath.testing.choices import conditions
from carepath.testing.graphs import ASIDE, ROLES, Graph

MISSED, REBOOKED, HELD, RESUMED, SCRAPPED = ASIDE
START = "ref"  # the event with which every drawn pathway starts
CLOCKS = ("long", "short", "other")
EFFECTS = ("close", "stop", "exclude", "continue")
EXACT = ("hours", "minutes")


DAYS, EXACT_UNITS = [("days", 15), ("days", 15), ("days", 40)], [("hours", 90), ("minutes", 500)]
OTHERS = [("working days", 8), ("weeks", 3), ("months", 2), ("years", 1)]
LONG = [("days", 20), ("weeks", 3), ("months", 2)]


@dataclass(frozen=True, slots=True)
class Plan:
    """What keeps the days of a definition from contradicting one another.

    `minima`: some things may not be done before a day, so nothing has to be done within the first week.
    `targets`: whether clocks have targets, beside which no day is local.
    """

    graph: Graph
    minima: bool
    targets: bool


@st.composite
def spans(draw: DrawFn, plan: Plan, odd: bool) -> str:
    """Draw a length of time, mostly in days."""
    unit, most = draw(st.sampled_from(LONG if plan.minima else [*DAYS, *OTHERS, *EXACT_UNITS]))
    least = (4 if unit == "days" else 1) if plan.minima else 0
    return f"{2 * draw(st.integers(least, max(least, most // 2))) + odd} {unit}"


@st.composite
def clocks(draw: DrawFn, plan: Plan) -> dict[str, Plain]:
    """Draw up to three clocks; the first counts from the start of the case."""
    names = CLOCKS[: draw(st.integers(0, 3))]
    return {name: draw(_clocks(plan, first=place == 0)) for place, name in enumerate(names)}


@st.composite
def _clocks(draw: DrawFn, plan: Plan, first: bool) -> dict[str, Plain]:
    graph = plan.graph
    taken = st.sampled_from(graph.taken)
    start = START if first else draw(st.one_of(taken, st.just(START)))
    stop = draw(taken)
    target = draw(spans(plan, odd=False)) if plan.targets and (first or draw(st.booleans())) else None
    clock: dict[str, Plain] = {"start": draw(_starts(start, graph)), "stop": draw(_triggers(stop, graph))}
    if target is not None:
        clock["target"] = target
    for name, event in (("reset", REBOOKED), ("restart", MISSED), ("nullify", SCRAPPED)):
        if draw(st.integers(0, 4)) == 4:
            clock[name] = draw(_triggers(event, graph))
    if not (target or "").endswith(EXACT) and draw(st.integers(0, 2)) == 2:
        clock["pause"] = draw(_pauses())
    if draw(st.booleans()):
        clock["on_nonworking"] = draw(st.sampled_from(["next", "previous"]))
    if draw(st.integers(0, 3)) == 3:
        clock["if_unclear"] = draw(st.sampled_from(["met", "late", "unknown"]))
    return clock


@st.composite
def _starts(draw: DrawFn, event: str, graph: Graph) -> Plain:
    match draw(st.integers(0, 7)):
        case 5:
            return {"on": event, "from": "on_day"}
        case 6:
            instead = draw(st.sampled_from([name for name in (*graph.taken, *ASIDE) if name != event]))
            return [event, {"on": instead, "from": "on_day", "instead_of": event}]
        case 7:
            return [{"on": event, "when": draw(conditions(()))}, draw(st.sampled_from(graph.taken))]
        case _:
            return event


@st.composite
def _triggers(draw: DrawFn, event: str, graph: Graph) -> Plain:
    match draw(st.integers(0, 5)):
        case 4:
            return {"on": event, "when": draw(conditions(graph.taken))}
        case 5:
            return [event, draw(st.sampled_from(graph.taken))]
        case _:
            return event


@st.composite
def _pauses(draw: DrawFn) -> dict[str, Plain]:
    pause: dict[str, Plain] = {"on": HELD, "until": RESUMED}
    if draw(st.booleans()):
        pause["from"] = "on_day"
    if draw(st.booleans()):
        pause["until"] = {"on": RESUMED, "from": "on_day"}
    if draw(st.booleans()):
        pause["cap"] = draw(st.integers(1, 6))
    return pause


@st.composite
def milestones(draw: DrawFn, plan: Plan, clock_names: Sequence[str]) -> dict[str, Plain]:
    """Draw up to four milestones: events or states, counted on clocks or from events."""
    count = draw(st.integers(0, 4))
    made = {f"m{place}": draw(_milestones(plan, clock_names)) for place in range(count)}
    local = None if plan.targets or not made else draw(st.sampled_from(sorted(made)))
    return {name: one if name == local else {**one, "level": "national"} for name, one in made.items()}


@st.composite
def _milestones(draw: DrawFn, plan: Plan, clock_names: Sequence[str]) -> dict[str, Plain]:
    events = [*plan.graph.taken]
    made: dict[str, Plain]
    match draw(st.integers(0, 5)):
        case 4:
            made = {"state": draw(st.sampled_from(sorted(plan.graph.states)))}
        case 5:
            several: list[Plain] = [*draw(st.lists(st.sampled_from(events), min_size=1, max_size=2, unique=True))]
            made = {"event": several}
        case _:
            made = {"event": draw(st.sampled_from(events))}
    opens = plan.minima and "event" in made and draw(st.booleans())
    if opens:
        made["not_before"] = f"{draw(st.sampled_from(['1 day', '2 days', '1 working day', '30 hours']))} after {START}"
    if not opens or draw(st.booleans()):
        made["due"] = draw(deadlines(plan, clock_names))
    if "event" in made and draw(st.integers(0, 4)) == 4:
        made["when"] = draw(conditions(plan.graph.taken))
    if draw(st.integers(0, 4)) == 4:
        made["fresh"] = "yes"
    if draw(st.integers(0, 3)) == 3:
        made["on_nonworking"] = "previous"
    if draw(st.integers(0, 4)) == 4:
        made["if_unclear"] = draw(st.sampled_from(["met", "late", "unknown"]))
    return made


@st.composite
def deadlines(draw: DrawFn, plan: Plan, clock_names: Sequence[str]) -> str:
    """Draw a deadline on a clock, or after an event."""
    after = st.sampled_from((START, *plan.graph.taken)).map(lambda event: f"after {event}")
    on = [st.sampled_from(clock_names).map(lambda clock: f"on {clock}")] if clock_names else []
    anchor: str = draw(st.one_of(*on, after))
    if anchor.startswith("on ") and draw(st.booleans()):
        return f"day {2 * draw(st.integers(4 if plan.minima else 0, 10)) + 1} {anchor}"
    return f"{draw(spans(plan, odd=True))} {anchor}"


@st.composite
def transfers(draw: DrawFn, count: int, plan: Plan, clock_names: Sequence[str]) -> dict[str, Plain]:
    """Draw the transfers between the roles of a graph, one after the other; beside targets they have no day."""
    made: dict[str, Plain] = {}
    for place in range(count):
        one: dict[str, Plain] = {"from": ROLES[place], "to": ROLES[place + 1]}
        if draw(st.integers(0, 3)) and not plan.targets:
            one["due"] = draw(deadlines(plan, clock_names))
        if draw(st.integers(0, 3)):
            one["dataset"] = "papers"
        if draw(st.booleans()):
            one["acknowledge"] = draw(st.sampled_from(["0 days", "2 days", "1 working day"]))
        if draw(st.booleans()):
            one["responsibility"] = draw(st.sampled_from(["sent", "handover", "accepted"]))
        made[f"t{place}"] = {**one, "level": "national"}
    return made


@st.composite
def datasets(draw: DrawFn, graph: Graph) -> dict[str, Plain]:
    """Draw the dataset of the transfers."""
    items: dict[str, Plain] = {"report": {"after": draw(st.sampled_from(graph.taken))}}
    if draw(st.booleans()):
        items["fitness"] = {"attribute": "fit"}
    if draw(st.booleans()):
        items["either"] = {"after": draw(st.sampled_from(graph.taken)), "or": "score"}
    if draw(st.booleans()):
        items["extra"] = {"attribute": "kind", "optional": "yes"}
    return {"papers": items}
