"""transitions: one machine, a model that is set back for each case."""

from __future__ import annotations

from collections.abc import Callable

from graphs import Graph, Names
from transitions import Machine


class Model:
    """What the machine moves; it puts a method for each event name there."""

    state: str
    trigger: Callable[[str], bool]


def stepper(graph: Graph) -> Callable[[Names], str]:
    """Return a function that steps the events of a case and returns the last state."""
    model = Model()
    edges = [{"trigger": name, "source": state, "dest": to} for state, name, to in graph.edges]
    first = graph.states[0]
    machine = Machine(model=model, states=list(graph.states), transitions=edges, initial=first, auto_transitions=False)

    def run(names: Names) -> str:
        machine.set_state(first, model)
        for name in names:
            model.trigger(name)
        return model.state

    return run
