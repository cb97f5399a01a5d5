"""python-statemachine: a class made from the graph, an object of it for each case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphs import Graph, Names
from statemachine import State, StateMachine

# The graph is that of a checked definition, of which a sample need not reach every state.
UNCHECKED = dict.fromkeys(
    ("validate_disconnected_states", "validate_trap_states", "validate_final_reachability"), False
)


def stepper(graph: Graph) -> Callable[[Names], str]:
    """Return a function that steps the events of a case and returns the last state."""
    states = {name: State(name, value=name, initial=name == graph.states[0]) for name in graph.states}
    parts: dict[str, Any] = {f"state_{name}": state for name, state in states.items()} | UNCHECKED
    for state, name, to in graph.edges:
        edge = states[state].to(states[to])
        parts[f"on_{name}"] = parts[f"on_{name}"] | edge if f"on_{name}" in parts else edge
    chart = type("Chart", (StateMachine,), parts)

    def run(names: Names) -> str:
        machine = chart()
        for name in names:
            machine.send(f"on_{name}")
        return str(next(iter(machine.configuration)).value)

    return run
