"""sismic: a statechart read from YAML, an interpreter for each case."""

from __future__ import annotations

from collections.abc import Callable

from graphs import Graph, Names
from sismic.interpreter import Interpreter
from sismic.io import import_from_yaml


def stepper(graph: Graph) -> Callable[[Names], str]:
    """Return a function that steps the events of a case and returns the last state."""
    chart = import_from_yaml("\n".join(_lines(graph)))

    def run(names: Names) -> str:
        interpreter = Interpreter(chart)
        interpreter.execute()
        for name in names:
            interpreter.queue(name).execute_once()
        return str(interpreter.configuration[-1])

    return run


def _lines(graph: Graph) -> list[str]:
    lines = ["statechart:", "  name: og", "  root state:", "    name: root", f"    initial: {graph.states[0]}"]
    lines.append("    states:")
    for state in graph.states:
        own = [edge for edge in graph.edges if edge[0] == state]
        lines += [f"      - name: {state}", *(["        transitions:"] if own else [])]
        lines += [f"          - {{event: {name}, target: {to}}}" for _, name, to in own]
    return lines
