"""durable_rules: a rule for each edge, which joins the state of the case, a fact, with the event.

Plain rules and no flowchart of its own: a statechart there keeps an event that no edge takes and fires it later.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import durable.engine
from graphs import Graph, Names

SET = "og"


def stepper(graph: Graph) -> Callable[[Names], str]:
    """Return a function that steps the events of a case and returns the last state; each case has its own place."""
    now = {"state": graph.states[0]}
    left = {state for state, _, _ in graph.edges}  # a fact that no rule asks for would be an error

    def moved(state: str, to: str) -> Callable[[Any], None]:
        def act(case: Any) -> None:
            if state == to:
                return
            case.retract_fact(case.at)
            if to in left:
                case.assert_fact({"state": to})
            now["state"] = to

        return act

    rules = {
        f"rule_{number}": {"all": [{"at": {"state": state}}, {"told": {"event": name}}], "run": moved(state, to)}
        for number, (state, name, to) in enumerate(graph.edges)
    }
    host = durable.engine.Host()
    host.register_rulesets({SET: rules})
    cases = count()

    def run(names: Names) -> str:
        case = str(next(cases))
        now["state"] = graph.states[0]
        host.assert_fact(SET, {"sid": case, "state": graph.states[0]})
        for name in names:
            host.post(SET, {"sid": case, "event": name})
        host.delete_state(SET, case)
        return now["state"]

    return run
