"""What is measured: the reference engine on the whole case, and two state machines stepping the same events.

The machines hold the pathway's state graph and are told which answer each event gives, so they evaluate no
guard, keep no clock and say nothing of lateness. They do less; the comparison shows the price of the rest.
"""

from __future__ import annotations

from collections.abc import Callable

from carepath import Calendar, Entry, Pathway, evaluate
from case import AS_OF

Run = Callable[[], object]
Edge = tuple[str, str, str]  # state, what is told, next state


def engine(pathway: Pathway, entries: tuple[Entry, ...]) -> Run:
    """Return a full assessment of the case."""
    calendar = Calendar.england()
    return lambda: evaluate(pathway, calendar, entries, AS_OF)


def told(pathway: Pathway, entries: tuple[Entry, ...]) -> tuple[list[str], list[Edge], str, str]:
    """Return the events with their answers, the edges of the graph, the first state and the last."""
    steps = evaluate(pathway, Calendar.england(), entries, AS_OF).steps
    edges = {(state.id, _name(move.event or "", move.answer), move.to)
             for state in pathway.states.values() for move in state.transitions}  # fmt: skip
    names = [_name(each.event, each.answer) for each in steps[1:]]
    for name, each in zip(names, steps[1:], strict=True):
        if not any(edge[:2] == (each.before, name) for edge in edges):
            edges.add((str(each.before), name, str(each.before)))  # a task, or beside the graph
    return names, sorted(edges), str(steps[0].after), str(steps[-1].after)


def _name(event: str, answer: str | None) -> str:
    words = f"{event} {answer or ''}"
    return "".join(letter if letter.isalnum() else "_" for letter in words).strip("_")


def sismic(names: list[str], edges: list[Edge], first: str, states: list[str]) -> Run:
    """Return a new interpreter of sismic stepping the events."""
    from sismic.interpreter import Interpreter
    from sismic.io import import_from_yaml

    lines = ["statechart:", "  name: og", "  root state:", "    name: root", f"    initial: {first}", "    states:"]
    for state in states:
        lines.append(f"      - name: {state}")
        own = [edge for edge in edges if edge[0] == state]
        lines += ["        transitions:"] if own else []
        lines += [f"          - {{event: {name}, target: {to}}}" for _, name, to in own]
    chart = import_from_yaml("\n".join(lines))

    def run() -> object:
        interpreter = Interpreter(chart)
        interpreter.execute()
        for name in names:
            interpreter.queue(name).execute_once()
        return interpreter.configuration[-1]

    return run


def transitions(names: list[str], edges: list[Edge], first: str, states: list[str]) -> Run:
    """Return one machine of transitions stepping a new model through the events."""
    from transitions import Machine

    class Model:
        state = first
        trigger: Callable[[str], bool]  # put there by the machine

    known = [{"trigger": name, "source": state, "dest": to} for state, name, to in edges]
    model = Model()
    machine = Machine(model=model, states=states, transitions=known, initial=first, auto_transitions=False)

    def run() -> object:
        machine.set_state(first, model)
        for name in names:
            model.trigger(name)
        return model.state

    return run
