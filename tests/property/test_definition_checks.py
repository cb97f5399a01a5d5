"""What the checks say of small random definitions is what walking every way through them shows."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.authoring.load import loads
from hypothesis import given
from hypothesis import strategies as st

STATES = ("s0", "s1", "s2", "s3")
ENDS = ("e0", "e1")
EVENTS = ("go", "dtt", "treatment")
LONGEST = 8  # the shortest way to an end with the clock running: through all states before its start, and after it
Graph = dict[str, dict[str, str]]

graphs: st.SearchStrategy[Graph] = st.fixed_dictionaries(
    {state: st.dictionaries(st.sampled_from(EVENTS), st.sampled_from((*STATES, *ENDS)), max_size=3) for state in STATES}
)


def written(graph: Graph) -> str:
    states = "".join(
        f"  {state}: {{on: {{{', '.join(f'{event}: {to}' for event, to in moves.items())}}}}}\n"
        for state, moves in graph.items()
    )
    return f"""
carepath: 1
id: random
version: "1.0.0"
title: Random
status: draft
events: {{begin: {{}}, go: {{}}, dtt: {{}}, treatment: {{}}}}
start: [{{on: begin, to: s0}}]
states:
{states}  e0: {{end: done}}
  e1: {{end: done, clocks: {{"31": close}}}}
clocks: {{"31": {{start: dtt, stop: treatment}}}}
"""


def found(graph: Graph) -> set[tuple[str, str]]:
    """Return each problem by its code and the first name on its line."""
    problems = loads(written(graph)).problems
    return {(one.code, (one.excerpt or "").strip().split(":")[0].strip('"')) for one in problems}


def reached(graph: Graph, start: str) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for to in graph.get(waiting.pop(), {}).values():
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    return seen


def walks(graph: Graph, state: str, taken: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every way to an end, of at most LONGEST events, as the end and the events on the way."""
    if state in ENDS:
        yield state, taken
    elif len(taken) < LONGEST:
        for event, to in graph[state].items():
            yield from walks(graph, to, (*taken, event))


def runs(events: tuple[str, ...]) -> bool:
    """Whether the clock still runs: a first start, and no stop at or after it."""
    return "dtt" in events and "treatment" not in events[events.index("dtt") :]


@given(graphs)
def test_a_state_is_unreachable_exactly_where_no_way_leads_to_it(graph: Graph) -> None:
    lost = {*STATES, *ENDS} - reached(graph, "s0")
    named = {name for code, name in found(graph) if code == "unreachable-state"}
    assert named <= lost
    assert bool(named) == bool(lost)
    assert lost == {state for name in named for state in reached(graph, name)} & lost


@given(graphs)
def test_a_case_can_be_trapped_exactly_where_a_dead_end_or_circle_is_reported(graph: Graph) -> None:
    trapped = {state for state in reached(graph, "s0") if not reached(graph, state) & set(ENDS)}
    problems = found(graph)
    dead = {name for code, name in problems if code == "dead-end"}
    assert dead == {state for state in trapped if not graph[state]}
    circles = {name for code, name in problems if code == "no-way-to-end"}
    assert circles <= trapped - dead
    assert all(reached(graph, state) & (dead | circles) for state in trapped)


@given(graphs)
def test_a_clock_is_left_running_at_an_end_exactly_where_some_way_leaves_it_running(graph: Graph) -> None:
    left = {end for end, events in walks(graph, "s0") if runs(events) and end == "e0"}
    assert {name for code, name in found(graph) if code == "clock-without-stop"} == left
